"""What can be set from outside: read once, in `__main__`, and passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.shipped import shipped_folder

FACTS_DIR = "RORO_FACTS_DIR"
SEEDS_DIR = "RORO_SEEDS_DIR"

VARIABLES = (FACTS_DIR, SEEDS_DIR)
"""Every environment variable of Roro's own; `.env.example` lists exactly these."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The folders of the fact base and of the documents that it quotes."""

    facts: Path
    seeds: Path


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from `environ`; what is unset or empty takes the fact base that comes with Roro."""
    return Settings(
        facts=Path(environ.get(FACTS_DIR) or _as_typed(shipped_folder("facts"))),
        seeds=Path(environ.get(SEEDS_DIR) or _as_typed(shipped_folder("seeds"))),
    )


def _as_typed(folder: Path) -> Path:
    """Name a folder as someone who stands right above it would, so that faults name files in few words."""
    return Path(folder.name) if folder.parent == Path.cwd() else folder
