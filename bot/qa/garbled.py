"""Passages of the documents that are garbled: they prove nothing, and what is asked of them has no answer."""

from __future__ import annotations

from collections.abc import Callable

from mypy_extensions import mypyc_attr

from bot.factbase.models import FactBase
from bot.qa.mentions import Mention
from bot.qa.ranking import Ranking
from bot.qa.reading import Reader
from bot.qa.slots import Reading

_MOST = 0.6
"""From this share of a question on, by weight, a passage is what it is about."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Garbled:
    """The garbled passages of one fact base, with what each speaks of."""

    def __init__(self, base: FactBase, reader: Reader) -> None:
        """Read the passages that the curators excluded as garbled."""
        self._passages = tuple(
            (passage.reason.partition(":")[0], _concepts(source.text[passage.start : passage.end], reader))
            for source in base.sources.values()
            for passage in source.excluded
            if passage.reason.lower().startswith("garbled")
        )

    def reason(self, reading: Reading, candidates: Ranking, weight: Callable[[Mention], float]) -> str | None:
        """Why nothing is said, where a passage speaks of a question more fully than any fact; None where none does."""
        telling = [mention for mention in reading.mentions if mention.weight > 0]
        if not telling:
            return None
        for reason, concepts in self._passages:
            met = [m for m in telling if not concepts.isdisjoint(m.concepts)]
            months = any(
                word.stem in span.words
                for span in reading.timespans
                for word in reading.words
                if f"stem:{word.stem}" in concepts
            )
            if len(met) + months < 2:
                continue
            whole = sum((weight(m) for m in telling), start=0.0)
            whole += sum((quantity.weight for quantity in reading.quantities), start=0.0)
            share = sum((weight(m) for m in met), start=0.0) / whole
            if share >= _MOST and all(item.coverage < share for item in candidates.unranked()):
                return reason
        return None


def _concepts(text: str, reader: Reader) -> frozenset[str]:
    """Everything that the words of a passage may stand for."""
    reading = reader.read(text, mend=False)
    lexicon = reader.lexicon(reading.language.tag)
    words = frozenset(concept for word in reading.words for concept in lexicon.concepts_of(word))
    return words | frozenset(reading.concepts)
