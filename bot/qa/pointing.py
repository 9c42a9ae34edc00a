"""What a question points back to without its name: "that company", "the other one", "the second one"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from mypy_extensions import mypyc_attr

from bot.factbase.models import Fact, FactBase
from bot.qa.mentions import HARD, Mention
from bot.qa.relations import ancestors
from bot.qa.slots import Reading

OTHER = "other"
"""What points to the one that was not named, of those that belong together."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Pointer:
    """Finds over one fact base what a question points back to."""

    def __init__(self, base: FactBase) -> None:
        """Point to entities that facts of the base are about."""
        glossary = base.glossary
        self._glossary = glossary
        self._grouped: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for id in dict.fromkeys(id for fact in base.served for id in fact.entities):
            self._grouped.setdefault(self._group(id), []).append(id)
        self._above = ancestors(glossary)

    def pointed(self, reading: Reading, context: Reading, said: Sequence[Fact]) -> Reading:
        """Put names from the last answer in the place of what points back to them.

        `context` is what was asked before, and `said` the facts that answered it.
        """
        reading = self._counted(reading, context, said)
        mentions = list(reading.mentions)
        for at, mention in enumerate(reading.mentions):
            kinds = set(mention.of("kind"))
            before = reading.words[mention.first - 1].text if mention.first else ""
            if not kinds or before not in reading.language.pronouns:
                continue
            named = (id for fact in said for id in fact.entities if id not in context.entities)
            id = next((id for id in named if not kinds.isdisjoint(self._kinds_of(id))), None)
            if id is not None:
                mentions[at] = mention._replace(concepts=(f"entity:{id}",), weight=HARD, parts=())
        pointed = tuple(mentions)
        return reading if pointed == reading.mentions else replace(reading, mentions=pointed)

    def _counted(self, reading: Reading, context: Reading, said: Sequence[Fact]) -> Reading:
        """Put a name in the place of "the second one" of those that an answer named, or of "the other one"."""
        for place, first, last in _places(reading):
            id = self._other(context, said) if place == OTHER else self._at(int(place) - 1, said)
            if id is None:
                continue
            text = " ".join(word.text for word in reading.words[first:last])
            named = Mention((f"entity:{id}",), first, last, text, HARD)
            kept = [item for item in reading.mentions if item.last <= first or item.first >= last]
            return replace(
                reading,
                mentions=tuple(sorted((*kept, named), key=lambda item: item.first)),
                asked=tuple(item for item in reading.asked if not first <= item.at < last),
            )
        return reading

    def _at(self, place: int, said: Sequence[Fact]) -> str | None:
        """The one at a place among those alike, and of one owner, that the last answer names."""
        groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for fact in said[:1]:
            for id in fact.entities:
                groups.setdefault(self._group(id), []).append(id)
        alike = [group for (_, owners), group in groups.items() if owners and len(group) > 1]
        return alike[0][place] if len(alike) == 1 and place < len(alike[0]) else None

    def _other(self, context: Reading, said: Sequence[Fact]) -> str | None:
        """The only other one that belongs where something belongs that was asked about, or that was the answer."""
        for id in (*context.entities, *(id for fact in said[:1] for id in fact.entities)):
            others = [other for other in self._grouped.get(self._group(id), ()) if other != id]
            if self._glossary.entities[id].belongs_to and len(others) == 1:
                return others[0]
        return None

    def _kinds_of(self, id: str) -> Collection[str]:
        """The kind of an entity, and all that are above it."""
        return self._above.get(self._glossary.entities[id].kind, ())

    def _group(self, id: str) -> tuple[str, tuple[str, ...]]:
        entity = self._glossary.entities[id]
        return entity.kind, tuple(sorted(entity.belongs_to))


def _places(reading: Reading) -> Iterator[tuple[str, int, int]]:
    """Yield the places among several that a question points to, with the words that do, as positions from and to."""
    texts = [word.text for word in reading.words]
    for place, phrases in reading.language.counted.items():
        for words in map(str.split, phrases):
            for first in range(len(texts) - len(words) + 1):
                if texts[first : first + len(words)] == words:
                    yield place, first, first + len(words)
