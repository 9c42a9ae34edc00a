"""A fact base that a test may spoil, and the sentences that come of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.factbase.loading import Examination, examine, load
from bot.factbase.models import FactBase

TIDES = Path(__file__).parents[1] / "fixtures" / "tides"


@dataclass(frozen=True)
class Curated:
    """A fact base in the current folder, under `facts` and `seeds`, as a curator sees it."""

    facts: Path = Path("facts")
    seeds: Path = Path("seeds")

    def edit(self, name: str, old: str, new: str) -> int:
        """Replace the first `old` in a file; return the line on which it began."""
        path = self.facts / name if name.endswith(".yaml") else self.seeds / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text.count("\n", 0, text.index(old)) + 1

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a whole file of facts."""
        path = self.facts / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def examine(self) -> Examination:
        return examine(self.facts, self.seeds)

    def load(self) -> FactBase:
        return load(self.facts, self.seeds)

    def faults(self) -> list[str]:
        return [str(fault) for fault in self.examine().faults]

    def warnings(self) -> list[str]:
        return [str(warning) for warning in self.examine().warnings]


SOURCES = """\
sources:
  - id: lamp-note
    file: lamp.txt
    title: Note on a lamp
    published: 1990
"""

LAMPS = """\
topic: lamps
title: Lamps
facts:
  - id: lamp-lit
    statement: The old lighthouse has had its lamp since 1841.
    questions:
      - When was the lamp lit?
    evidence:
      - source: lamp-note
        exact: The lamp of the old lighthouse was lit in 1841.
  - id: lamp-oil
    statement: The lamp burned whale oil.
    questions:
      - What did the lamp burn?
    evidence:
      - source: lamp-note
        exact: It burned whale oil.
"""
