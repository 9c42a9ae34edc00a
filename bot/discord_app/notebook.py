"""The notebook: the little that is kept on disk, one small JSON file an application."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from bot.discord_app.logs import Log

_log = Log("notebook")


class Notebook:
    """A few notes by name. A file that cannot be read or written costs the notes, never the bot."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._notes = self._read()

    def get(self, name: str) -> Any:
        """Return a note, None if there is none."""
        return self._notes.get(name)

    def put(self, name: str, note: Any) -> None:
        """Write a note down; the file is always whole, even if the power fails."""
        self._notes[name] = note
        aside = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_text(json.dumps(self._notes), encoding="utf-8")
            os.replace(aside, self._path)  # noqa: PTH105 - the atomic replacement is the point
        except OSError as error:
            _log.error("the notebook cannot be written", error, path=self._path)

    def _read(self) -> dict[str, Any]:
        try:
            notes = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            _log.error("the notebook cannot be read", error, path=self._path)
            return {}
        return notes if isinstance(notes, dict) else {}
