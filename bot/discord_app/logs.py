"""The log: one event a line with its fields, as text or JSON. No question, no user's id, no token gets into it.

What this program logs names no person. What libraries log is not under its control, so long numbers and the secret
parts of addresses are taken out of it, and of an exception only its kind and place are told, never its message.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime

_SECRET = re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/\s?]+")
_NUMBER = re.compile(r"\d{15,}")
_PLACES = 3
"""How many places an exception is told with, the innermost last."""


class Log:
    """Writes events with fields under one name."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(f"roro.{name}")

    def info(self, event: str, **fields: object) -> None:
        """Log what went as it should."""
        self._write(logging.INFO, event, fields)

    def warning(self, event: str, **fields: object) -> None:
        """Log what somebody should look at."""
        self._write(logging.WARNING, event, fields)

    def error(self, event: str, error: BaseException | None = None, **fields: object) -> None:
        """Log what went wrong, with the kind and the place of the exception."""
        if error is not None:
            fields |= describe(error)
        self._write(logging.ERROR, event, fields)

    def _write(self, level: int, event: str, fields: dict[str, object]) -> None:
        self._logger.log(level, event, extra={"fields": fields})


def describe(error: BaseException) -> dict[str, object]:
    """Tell an exception by kind and place; its message may hold what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-_PLACES:]
    places = " ← ".join(
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    told: dict[str, object] = {"error": type(error).__name__}
    for name in ("status", "code"):
        if isinstance(value := getattr(error, name, None), int):
            told[name] = value
    return told | ({"where": places} if places else {})


def configure(form: str) -> None:
    """Send the log to standard error, as "text" or "json"."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(as_json=form == "json"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("roro").setLevel(logging.INFO)


class Lines(logging.Formatter):
    """Writes each record on a line of its own."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        fields = dict(getattr(record, "fields", {}))
        if hasattr(record, "fields"):
            event = record.getMessage()
        else:
            event = _NUMBER.sub("#", _SECRET.sub(r"\1…", record.getMessage())).replace("\n", " ")
            fields["logger"] = record.name
            if record.exc_info and record.exc_info[1]:
                fields |= describe(record.exc_info[1])
        if self._as_json:
            return json.dumps({"at": at, "level": record.levelname.lower(), "event": event, **fields}, default=str)
        told = "".join(f" {name}={_written(value)}" for name, value in fields.items())
        return f"{at} {record.levelname.lower():<7} {event}{told}"


def _written(value: object) -> str:
    text = str(value)
    return text if re.fullmatch(r"[^\s\"=]+", text) else json.dumps(text, ensure_ascii=False)
