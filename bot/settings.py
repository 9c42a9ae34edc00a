"""What can be set from outside: read once, in `__main__`, and passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.shipped import shipped_folder

FACTS_DIR = "RORO_FACTS_DIR"
SEEDS_DIR = "RORO_SEEDS_DIR"

TOKEN = "DISCORD_TOKEN"  # noqa: S105 - the variable's name
API_URL = "DISCORD_API_URL"
DATA_DIR = "RORO_DATA_DIR"
ADMIN_IDS = "RORO_ADMIN_IDS"
ADMIN_GUILD = "RORO_ADMIN_GUILD"
WATCH = "RORO_WATCH"
HTTP_PORT = "RORO_HTTP_PORT"
HTTP_HOST = "RORO_HTTP_HOST"
LOG_FORMAT = "RORO_LOG_FORMAT"
USER_COOLDOWN = "RORO_USER_COOLDOWN"
CHANNEL_COOLDOWN = "RORO_CHANNEL_COOLDOWN"

VARIABLES = (
    FACTS_DIR,
    SEEDS_DIR,
    TOKEN,
    API_URL,
    DATA_DIR,
    ADMIN_IDS,
    ADMIN_GUILD,
    WATCH,
    HTTP_PORT,
    HTTP_HOST,
    LOG_FORMAT,
    USER_COOLDOWN,
    CHANNEL_COOLDOWN,
)
"""Every environment variable that Roro reads; `.env.example` lists exactly these."""

ENV_FILE = Path(".env")
"""Settings may also stand in this file of the current folder; the environment wins over it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The folders of the fact base, of the documents that it quotes, and of what is kept of both."""

    facts: Path
    seeds: Path
    kept: Path | None = None
    """Where the fact base is kept between runs as it was read and indexed, None for nowhere."""


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from `environ`; what is unset or empty takes the fact base that comes with Roro."""
    return Settings(
        facts=Path(environ.get(FACTS_DIR) or _as_typed(shipped_folder("facts"))),
        seeds=Path(environ.get(SEEDS_DIR) or _as_typed(shipped_folder("seeds"))),
        kept=Path(environ[DATA_DIR]) / "kept" if environ.get(DATA_DIR) else None,
    )


def read_environment(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Return `environ` with what the settings file adds to it."""
    if not ENV_FILE.is_file():
        return environ
    from dotenv import dotenv_values  # most people have no such file

    written = {name: value for name, value in dotenv_values(ENV_FILE).items() if value}
    return {**written, **{name: value for name, value in environ.items() if value}}


def _as_typed(folder: Path) -> Path:
    """Name a folder as someone who stands right above it would, so that faults name files in few words."""
    return Path(folder.name) if folder.parent == Path.cwd() else folder
