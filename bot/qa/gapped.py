"""Names with a gap ("sold … abroad"): their two parts may stand some words apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from mypy_extensions import mypyc_attr

from bot.qa.languages.values import GAP
from bot.qa.mentions import HARD, Mention, Word

GAP_WORDS = 8
"""The most words that may come between the parts."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Gapped:
    """All such names of a lexicon, by the stem that they begin with."""

    def __init__(self) -> None:
        self._names: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str]]] = {}

    def __bool__(self) -> bool:
        return bool(self._names)

    def add(self, first: tuple[str, ...], last: tuple[str, ...], concept: str) -> None:
        """Let two runs of stems, in this order, stand for a concept."""
        self._names.setdefault(first[0], []).append((first, last, concept))

    def outline(self, stems: Set[str]) -> Iterator[str]:
        """Yield every concept that stems may stand for, whatever their order."""
        for stem in self._names.keys() & stems:
            yield from (concept for first, last, concept in self._names[stem] if stems >= {*first, *last})

    def bridged(self, words: Sequence[Word], found: list[Mention]) -> list[Mention]:
        """Put one mention for both parts of each name, in the place of those that were found in them."""
        stems = tuple([word.stem for word in words])
        if self._names.keys().isdisjoint(stems):
            return found
        for at, stem in enumerate(stems):
            for first, last, concept in self._names.get(stem, ()):
                begin = at + len(first)
                if last[0] not in stems or stems[at:begin] != first:
                    continue
                reach = range(begin, min(begin + GAP_WORDS, len(stems) - len(last)) + 1)
                end = next((place for place in reach if stems[place : place + len(last)] == last), None)
                if end is None:
                    continue
                taken = {*range(at, begin), *range(end, end + len(last))}
                text = f"{_text(words[at:begin])} {GAP} {_text(words[end : end + len(last)])}"
                kept = [mention for mention in found if taken.isdisjoint(range(mention.first, mention.last))]
                found = sorted([*kept, Mention((concept,), at, begin, text, HARD)], key=lambda item: item.first)
                break
        return found


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
