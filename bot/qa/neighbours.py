"""Which words stand side by side in texts that are spelled rightly: they help to tell what a misspelling stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from mypy_extensions import mypyc_attr

EDGE = ""
"""Stands before the first word of a text, and after the last one."""
MARK = ","
"""Stands for any mark beside a word: nothing is known to stand beside that."""
_BETWEEN = " "
_FIGURE = "0"
"""Stands for every word with digits."""
_NONE: frozenset[str] = frozenset()


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Neighbours:
    """The words that may follow each word."""

    def __init__(self) -> None:
        self._after: dict[str, set[str]] = {}

    def learn(self, pairs: Iterable[str]) -> None:
        """Take the words of pairs to stand side by side."""
        for pair in pairs:
            left, _, right = pair.partition(_BETWEEN)
            self._after.setdefault(_kept(left), set()).add(_kept(right))

    def beside(self, left: str, word: str, right: str) -> int:
        """Tell on how many sides a word is known to stand beside what is there."""
        return (word in self._after.get(_kept(left), _NONE)) + (_kept(right) in self._after.get(word, _NONE))


def pairs_of(words: Sequence[str]) -> Iterator[str]:
    """Yield each two words of a text that stand side by side, as one."""
    return map(_BETWEEN.join, pairwise((EDGE, *map(_kept, words), EDGE)))


def is_pair(text: str) -> bool:
    """Say whether this is two words, not one."""
    return _BETWEEN in text


def _kept(word: str) -> str:
    return word if word.isalpha() else _FIGURE if any(map(str.isdigit, word)) else word
