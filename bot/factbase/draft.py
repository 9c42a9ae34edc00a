"""A fact base while it is being read: models beside the YAML that they came from, whole or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from bot.errors import Fault
from bot.factbase.models import Entity, Fact, Kind, Measure, Source, Term, Topic
from bot.factbase.schema import Entry

Model = TypeVar("Model", Source, Entity, Measure, Kind, Term, Fact)


@dataclass(frozen=True, slots=True)
class Written(Generic[Model]):
    """A model and where it is written. Keys that were missing or bad hold placeholders until `entry.whole`."""

    model: Model
    entry: Entry
    file: str

    def fault(self, message: str, *path: str | int) -> Fault:
        """Make a fault (or a warning) about what stands under `path` of this entry."""
        return Fault(self.file, self.entry.line_of(*path), message)

    def place(self, *path: str | int) -> str:
        """Name where something stands, to refer to it from another message."""
        return f"{self.file}:{self.entry.line_of(*path)}"


@dataclass(slots=True)
class Draft:
    """Everything read so far. A file that could not be read leaves ids unknown that may well be there."""

    facts_folder: Path
    seeds: Path
    sources: list[Written[Source]] = field(default_factory=list)
    entities: list[Written[Entity]] = field(default_factory=list)
    measures: list[Written[Measure]] = field(default_factory=list)
    kinds: list[Written[Kind]] = field(default_factory=list)
    terms: list[Written[Term]] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    facts: list[Written[Fact]] = field(default_factory=list)
    has_glossary: bool = False
    unread: set[str] = field(default_factory=set)
    """Which of `sources`, `glossary` and `topics` have a file that could not be read."""
    documents: tuple[str, ...] = ()
    """The names of all documents in the folder, listed as a source or not."""

    def document(self, source: Source) -> str:
        """Name a source's document as its reader would find it."""
        return str(self.seeds / source.file)
