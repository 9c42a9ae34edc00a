"""Which words stand side by side in texts that are spelled rightly: what a misspelling stands for is told by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mypy_extensions import mypyc_attr

EDGE = ""
"""Stands before the first word of a text, and after the last one."""
_FIGURE = "0"
"""Stands for every word with digits."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Neighbours:
    """The pairs of words that stand side by side."""

    def __init__(self) -> None:
        self._after: dict[str, set[str]] = {}

    def learn(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take words to stand side by side."""
        for left, right in pairs:
            self._after.setdefault(left, set()).add(right)

    def beside(self, left: str, word: str, right: str) -> int:
        """On how many sides a word is known to stand beside its neighbours."""
        after = self._after
        return (word in after.get(_kept(left), ())) + (_kept(right) in after.get(word, ()))


def pairs_of(words: Sequence[str]) -> Iterable[tuple[str, str]]:
    """The words of a text that stand side by side."""
    kept = (EDGE, *map(_kept, words), EDGE)
    return zip(kept, kept[1:], strict=False)


def _kept(word: str) -> str:
    return _FIGURE if any(map(str.isdigit, word)) else word
