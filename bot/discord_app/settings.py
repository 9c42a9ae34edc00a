"""What the Discord front can be told from outside, read and checked in one go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import UsageError
from bot.settings import (
    ADMIN_GUILD,
    ADMIN_IDS,
    API_URL,
    CHANNEL_COOLDOWN,
    DATA_DIR,
    ENV_FILE,
    HTTP_HOST,
    HTTP_PORT,
    LOG_FORMAT,
    TOKEN,
    USER_COOLDOWN,
    WATCH,
)

NO_TOKEN = f"""\
{TOKEN} is not set: Roro needs a bot's token to come into Discord.
  To get one: on https://discord.com/developers/applications make a new application, open its page "Bot",
  choose "Reset Token", and put it into a file named .env in this folder:  {TOKEN}=…
  To talk with Roro right here, without any token:  roro chat"""

_TOKEN = re.compile(r"[\w-]{10,}\.[\w-]{4,}\.[\w-]{20,}", re.ASCII)
_RATE = re.compile(r"(\d{1,6})/(\d{1,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many uses in so many seconds; no uses means that there is no limit."""

    uses: int
    seconds: float


def _read_token(value: object) -> object:
    text = str(value).strip()
    if text and not _TOKEN.fullmatch(text):
        raise ValueError("that is no bot token: copy it whole from the page “Bot” of your application, without “Bot ”")
    return text


def _read_ids(value: object) -> object:
    if not isinstance(value, str):
        return value
    ids = [part.strip() for part in value.replace(";", ",").split(",") if part.strip()]
    if wrong := [part for part in ids if not _is_snowflake(part)]:
        raise ValueError(f"{wrong[0]!r} is no user id: ids are numbers of 17 to 20 digits, with commas between")
    return frozenset(map(int, ids))


def _read_id(value: object) -> object:
    if isinstance(value, str) and not _is_snowflake(value.strip()):
        raise ValueError(f"{value!r} is no server id: ids are numbers of 17 to 20 digits")
    return value


def _is_snowflake(text: str) -> bool:
    return text.isascii() and text.isdigit() and 15 <= len(text) <= 20


def _read_url(value: object) -> object:
    text = str(value)
    if not re.fullmatch(r"https?://[^\s/?#]+/api/v10", text):
        raise ValueError(f"{text!r} is no address of the API: it begins with http and ends in /api/v10, with no slash")
    return text


def _read_rate(value: object) -> object:
    if isinstance(value, Rate):
        return value
    text = str(value).strip()
    if text == "0":
        return Rate(0, 0)
    match = _RATE.fullmatch(text)
    if match is None or not int(match[1]) or not int(match[2]):
        raise ValueError(f"{text!r} is no rate: write uses/seconds, such as 20/10, or 0 for no limit")
    return Rate(int(match[1]), int(match[2]))


class DiscordSettings(BaseSettings):
    """The settings of the Discord front, from the environment or the settings file; the token never shows."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    token: Annotated[SecretStr, BeforeValidator(_read_token)] = Field(default=SecretStr(""), validation_alias=TOKEN)
    api_url: Annotated[str, BeforeValidator(_read_url)] = Field(
        default="https://discord.com/api/v10", validation_alias=API_URL
    )
    data_dir: Path = Field(default=Path(".roro"), validation_alias=DATA_DIR)
    admin_ids: Annotated[frozenset[int], NoDecode, BeforeValidator(_read_ids)] = Field(
        default=frozenset(), validation_alias=ADMIN_IDS
    )
    admin_guild: Annotated[int | None, BeforeValidator(_read_id)] = Field(default=None, validation_alias=ADMIN_GUILD)
    watch: bool = Field(default=False, validation_alias=WATCH)
    http_port: int | None = Field(default=None, ge=0, le=65_535, validation_alias=HTTP_PORT)
    http_host: str = Field(default="127.0.0.1", validation_alias=HTTP_HOST)
    log_format: Literal["text", "json"] = Field(default="text", validation_alias=LOG_FORMAT)
    user_cooldown: Annotated[Rate, NoDecode, BeforeValidator(_read_rate)] = Field(
        default=Rate(20, 10), validation_alias=USER_COOLDOWN
    )
    channel_cooldown: Annotated[Rate, NoDecode, BeforeValidator(_read_rate)] = Field(
        default=Rate(60, 10), validation_alias=CHANNEL_COOLDOWN
    )


def read_discord_settings() -> DiscordSettings:
    """Read the settings; raise UsageError with a line for each that is missing or malformed."""
    try:
        settings = DiscordSettings()
    except ValidationError as error:
        lines = [f"{fault['loc'][0]}: {fault['msg'].removeprefix('Value error, ')}" for fault in error.errors()]
        raise UsageError("\n".join(lines)) from None
    if not settings.token.get_secret_value():
        raise UsageError(NO_TOKEN)
    return settings
