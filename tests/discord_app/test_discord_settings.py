"""The settings of the Discord front: each fault is a line that names its setting, and the token never shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.discord_app.settings import DiscordSettings, Rate, read_discord_settings
from bot.errors import UsageError
from bot.settings import VARIABLES

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GhIjKl." + "x" * 38


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings, in an empty folder."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_a_token_is_all_that_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    settings = read_discord_settings()
    assert settings.token.get_secret_value() == TOKEN
    assert settings.api_url == "https://discord.com/api/v10"
    assert settings.user_cooldown == Rate(20, 10)
    assert settings.channel_cooldown == Rate(60, 10)
    assert settings.http_port is None
    assert settings.http_host == "127.0.0.1"
    assert not settings.watch


def test_the_token_shows_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    settings = read_discord_settings()
    assert TOKEN not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"


def test_a_file_holds_them_too_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"DISCORD_TOKEN={TOKEN}\nRORO_ADMIN_IDS=1234567890123456789\nRORO_WATCH=1\n")
    monkeypatch.setenv("RORO_WATCH", "0")
    settings = read_discord_settings()
    assert settings.admin_ids == {1234567890123456789}
    assert not settings.watch


def test_every_setting_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "DISCORD_TOKEN": f"  {TOKEN}\n",
        "DISCORD_API_URL": "http://127.0.0.1:8080/api/v10",
        "RORO_DATA_DIR": "kept",
        "RORO_ADMIN_IDS": "1234567890123456789, 2234567890123456789",
        "RORO_ADMIN_GUILD": "3234567890123456789",
        "RORO_WATCH": "1",
        "RORO_HTTP_PORT": "9100",
        "RORO_HTTP_HOST": "0.0.0.0",  # noqa: S104 - only read
        "RORO_LOG_FORMAT": "json",
        "RORO_USER_COOLDOWN": "3/60",
        "RORO_CHANNEL_COOLDOWN": "0",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = read_discord_settings()
    assert settings.token.get_secret_value() == TOKEN
    assert settings.data_dir == Path("kept")
    assert settings.admin_ids == {1234567890123456789, 2234567890123456789}
    assert settings.admin_guild == 3234567890123456789
    assert settings.http_port == 9100
    assert settings.user_cooldown == Rate(3, 60)
    assert settings.channel_cooldown.uses == 0
    assert set(given) == set(VARIABLES) - {"RORO_FACTS_DIR", "RORO_SEEDS_DIR"}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DISCORD_TOKEN", "Bot abc", "that is no bot token"),
        ("DISCORD_API_URL", "http://127.0.0.1:8080/api/v10/", "is no address of the API"),
        ("DISCORD_API_URL", "127.0.0.1:8080", "is no address of the API"),
        ("RORO_ADMIN_IDS", "me", "'me' is no user id"),
        ("RORO_ADMIN_GUILD", "here", "'here' is no server id"),
        ("RORO_WATCH", "maybe", "valid boolean"),
        ("RORO_HTTP_PORT", "http", "valid integer"),
        ("RORO_HTTP_PORT", "70000", "less than or equal to 65535"),
        ("RORO_LOG_FORMAT", "xml", "'text' or 'json'"),
        ("RORO_USER_COOLDOWN", "many", "is no rate"),
        ("RORO_USER_COOLDOWN", "0/10", "is no rate"),
    ],
)
def test_a_malformed_setting_is_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError) as caught:
        read_discord_settings()
    (line,) = str(caught.value).split("\n")
    assert line.startswith(f"{name}: ")
    assert sentence in line


def test_a_malformed_token_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", f"Bot {TOKEN}")
    with pytest.raises(UsageError) as caught:
        read_discord_settings()
    assert TOKEN not in str(caught.value)


def test_all_faults_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RORO_HTTP_PORT", "http")
    monkeypatch.setenv("RORO_ADMIN_IDS", "me")
    with pytest.raises(UsageError) as caught:
        read_discord_settings()
    assert len(str(caught.value).split("\n")) == 2


def test_without_a_token_it_says_how_to_get_one_and_where_to_talk_without() -> None:
    with pytest.raises(UsageError, match=r"(?s)discord\.com/developers.*roro chat"):
        read_discord_settings()


def test_settings_cannot_be_changed() -> None:
    settings = DiscordSettings(_env_file=None)  # type: ignore[call-arg]  # the library's own option
    with pytest.raises(ValueError, match="frozen"):
        settings.watch = True
