"""Decisions over a base whose facts stand for classes of questions: the likest class, where it is like enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from mypy_extensions import mypyc_attr

from bot.factbase.models import Fact, FactBase
from bot.qa.decisions import Decision
from bot.qa.languages import DEFAULT
from bot.qa.likeness import Likeness
from bot.qa.models import Answered, Candidate, Shown, Unknown
from bot.qa.reading import Reader
from bot.qa.slots import Reading
from bot.qa.thresholds import TOLD

_Item = TypeVar("_Item")

_SAMPLED_FACTS, _SAMPLED_WORDINGS = 40, 10
"""How many facts, and wordings of each, tell what a base is like."""
_CONSIDERED = 8
"""How many classes a trace shows."""


def stands_for_classes(base: FactBase, reader: Reader) -> bool:
    """Say whether the wordings of a base are examples of classes of questions, rather than questions to be met.

    They are where nothing is said of the subject but wordings, and the statements speak of little that they ask.
    """
    glossary, facts = base.glossary, base.served
    if glossary.entities or glossary.measures or glossary.kinds or glossary.terms or any(map(_is_structured, facts)):
        return False
    told = total = 0.0
    for fact in _sample(facts, _SAMPLED_FACTS):
        statement = reader.read(fact.statement, mend=False)
        lexicon = reader.lexicon(statement.language.tag)
        spoken = {*statement.concepts, *(item for word in statement.words for item in lexicon.concepts_of(word))}
        for text in _sample(fact.wordings, _SAMPLED_WORDINGS):
            for mention in reader.read(text, mend=False).mentions:
                total += mention.weight
                told += mention.weight * (not spoken.isdisjoint(mention.concepts))
    return told < TOLD * total


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Classes:
    """Decides questions by which class of questions they are most like."""

    def __init__(self, base: FactBase, reader: Reader) -> None:
        self._facts = base.served
        self._reader = reader
        self._likeness: dict[str, tuple[Likeness, float]] = {}

    def prepare(self, tag: str) -> tuple[Likeness, float]:
        """Return what compares questions in one language, and how like is like enough; made when first needed."""
        if tag not in self._likeness:
            read = self._reader.read
            likeness = Likeness(
                [[read(text, told, mend=False) for text, told in self._wordings(fact, tag)] for fact in self._facts]
            )
            self._likeness[tag] = likeness, likeness.floor()
        return self._likeness[tag]

    def _wordings(self, fact: Fact, tag: str) -> list[tuple[str, str]]:
        """The wordings to read with their languages; all of them where none is in a language that is looked for."""
        texts = (*fact.wordings, fact.id.replace("-", " "))
        told = [(text, self._reader.detect(text)) for text in texts]
        return [item for item in told if item[1] in (tag, DEFAULT)] or told

    def decide(self, reading: Reading, suggestions: tuple[str, ...]) -> Decision:
        """Answer with the likest class, or with none; a question stands alone, whatever came before it."""
        likeness, floor = self.prepare(reading.language.tag)
        ranked = likeness.rank(reading)[:_CONSIDERED]
        considered = tuple(
            Candidate(self._facts[at].id, round(alike, 4), {"likeness": round(alike, 4)}, ()) for at, alike in ranked
        )
        if not ranked or ranked[0][1] < floor:
            return Decision(Unknown(suggestions), f"no class of questions is like it by {floor:.2f}", (), considered)
        at, alike = ranked[0]
        answer = Answered((Shown(self._facts[at], round(min(alike, 1.0), 4)),))
        return Decision(
            answer, f"it is like this class of questions by {alike:.2f}; {floor:.2f} is enough", (), considered
        )


def _is_structured(fact: Fact) -> bool:
    return bool(
        fact.entities
        or fact.scope
        or fact.measure
        or fact.value is not None
        or fact.change is not None
        or fact.period is not None
        or fact.as_of is not None
        or fact.place
    )


def _sample(items: Sequence[_Item], count: int) -> Sequence[_Item]:
    """Take at most so many items, spread evenly."""
    return items[:: max(1, -(-len(items) // count))]
