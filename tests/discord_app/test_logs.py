"""The log: structured, and silent about people."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from bot.discord_app.logs import Lines, describe


def record(
    message: str, *args: object, fields: dict[str, object] | None = None, error: bool = False
) -> logging.LogRecord:
    info = sys.exc_info() if error else None
    made = logging.LogRecord("discord.http", logging.WARNING, __file__, 1, message, args, info)  # type: ignore[arg-type]  # as the library makes it
    if fields is not None:
        made.fields = fields
    return made


def test_an_event_is_one_line_with_its_fields() -> None:
    line = Lines(as_json=False).format(record("ready", fields={"guilds": 3, "told": 'two "words"\nand more'}))
    assert line.endswith('Z warning ready guilds=3 told="two \\"words\\"\\nand more"')
    assert "\n" not in line


def test_as_json_it_is_one_object() -> None:
    line = Lines(as_json=True).format(record("ready", fields={"guilds": 3}))
    told = json.loads(line)
    assert told | {"at": ""} == {"at": "", "level": "warning", "event": "ready", "guilds": 3}


def test_what_libraries_log_loses_its_secrets_and_its_ids() -> None:
    address = "https://discord.com/api/v10/webhooks/123456789012345678/aW50ZXJ/messages"
    line = Lines(as_json=False).format(record("POST %s for %s", address, 223456789012345678))
    assert "aW50ZXJ" not in line
    assert "3456789012345678" not in line
    assert "logger=discord.http" in line


def test_an_exception_is_told_by_kind_and_place_without_its_words() -> None:
    try:
        raise ValueError("what Ana asked")
    except ValueError as error:
        told = describe(error)
        line = Lines(as_json=False).format(record("failed", error=True))
    assert told["error"] == "ValueError"
    assert str(told["where"]).startswith("test_logs.py:")
    assert "Ana" not in line
    assert "ValueError" in line


@pytest.mark.parametrize("as_json", [True, False])
def test_what_cannot_be_written_otherwise_is_written_as_text(as_json: bool) -> None:
    assert "PosixPath" not in Lines(as_json=as_json).format(record("x", fields={"path": sys.path[0]}))
