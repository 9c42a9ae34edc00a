"""What changed between two fact bases: the facts and documents by id, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from bot.factbase.coverage import Coverage
from bot.factbase.models import Evidence, Fact, FactBase, Source


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of what was added, changed (with the names of the fields), withdrawn and removed, in file order."""

    added: tuple[str, ...] = ()
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    sources_added: tuple[str, ...] = ()
    sources_changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources_removed: tuple[str, ...] = ()
    glossary: bool = False
    """Whether the words of the subject changed."""

    @property
    def any(self) -> bool:
        """Whether anything changed at all."""
        facts = self.added or self.changed or self.withdrawn or self.removed
        sources = self.sources_added or self.sources_changed or self.sources_removed
        return bool(facts or sources or self.glossary)


@dataclass(frozen=True, slots=True)
class Covered:
    """How many sentences the documents have, and what became of them."""

    sentences: int
    quoted: int
    excluded: int

    @property
    def open(self) -> int:
        """The sentences that are neither quoted nor excluded."""
        return self.sentences - self.quoted - self.excluded


def compare(old: FactBase, new: FactBase) -> Changes:
    """Find what changed from `old` to `new`; where in its file a fact stands does not count."""
    shared = [id for id in new.facts if id in old.facts]
    withdrawn = tuple(id for id in shared if new.facts[id].withdrawn and not old.facts[id].withdrawn)
    changed = {id: _fields_changed(old.facts[id], new.facts[id]) for id in shared if id not in withdrawn}
    sources = {id: _fields_changed(old.sources[id], new.sources[id]) for id in new.sources if id in old.sources}
    return Changes(
        added=tuple(id for id in new.facts if id not in old.facts),
        changed={id: names for id, names in changed.items() if names},
        withdrawn=withdrawn,
        removed=tuple(id for id in old.facts if id not in new.facts),
        sources_added=tuple(id for id in new.sources if id not in old.sources),
        sources_changed={id: names for id, names in sources.items() if names},
        sources_removed=tuple(id for id in old.sources if id not in new.sources),
        glossary=_words(old) != _words(new),
    )


def total(coverages: tuple[Coverage, ...]) -> Covered:
    """Sum up the coverage of all documents."""
    return Covered(
        sum(len(each.sentences) for each in coverages),
        sum(each.quoted for each in coverages),
        sum(each.excluded for each in coverages),
    )


def _fields_changed(old: Fact | Source, new: Fact | Source) -> tuple[str, ...]:
    return tuple(
        each.name
        for each in fields(new)
        if each.name != "location" and _content(getattr(old, each.name)) != _content(getattr(new, each.name))
    )


def _content(value: object) -> object:
    """A value without the places in files and documents that it names."""
    if isinstance(value, tuple):
        return tuple(_content(item) for item in value)
    return (value.source, value.quote) if isinstance(value, Evidence) else value


def _words(base: FactBase) -> object:
    glossary = base.glossary
    sections = (glossary.entities, glossary.measures, glossary.kinds)
    named = [
        {id: tuple(getattr(item, f.name) for f in fields(item) if f.name != "location") for id, item in section.items()}
        for section in sections
    ]
    return named, [(term.words, term.names_in) for term in glossary.terms]
