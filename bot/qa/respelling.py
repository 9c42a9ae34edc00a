"""Chat spellings and contractions of a language, written out wherever they stand as whole words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set

from mypy_extensions import mypyc_attr

_RUN = re.compile(r"[\w'/]+|%")
"""What spellings are made of: none begins or ends in the middle of such a run."""
_JOINING = frozenset("_'/")
"""The characters of runs that are neither letters nor digits."""
_SIGNS = ("'", "/", "%")
"""What else runs may hold."""
_POINTS = frozenset(".,")


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Respelling:
    """All spellings of a language, by the longest run of each."""

    def __init__(self, spellings: Mapping[str, str]) -> None:
        self._spellings = spellings
        self._by_run: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for key in spellings:
            runs = frozenset(_RUN.findall(key))
            self._by_run.setdefault(max(runs, key=len, default=""), []).append((key, runs))
        self._runs = frozenset(self._by_run)
        self._runless = [key for key, _ in self._by_run.get("", ())]

    def write_out(self, cleaned: str, words: Set[str] | None = None) -> str:
        """Replace the spellings in a cleaned text, from the left, and of those that begin together the longest.

        `words` are the runs of letters and digits in it, where they are known.
        """
        if words is None or any(sign in cleaned for sign in _SIGNS):
            words = frozenset(_RUN.findall(cleaned))
        possible = [key for run in self._runs & words for key, needed in self._by_run[run] if needed <= words]
        possible += self._runless
        if not possible:
            return cleaned
        pieces: list[str] = []
        position = 0
        for start, shorter, key in sorted(_places(possible, cleaned)):
            if start >= position:
                pieces += cleaned[position:start], self._spellings[key]
                position = start - shorter
        return "".join((*pieces, cleaned[position:])) if pieces else cleaned


def _places(keys: Iterable[str], text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each of these stands as whole words, with its length below zero, so that longer ones come first."""
    for key in keys:
        start = text.find(key)
        while start >= 0:
            end = start + len(key)
            apart = not ((start and _in_run(text[start - 1])) or (end < len(text) and _in_run(text[end])))
            if apart and not (key.isdecimal() and _in_number(text, start, end)):
                yield start, -len(key), key
            start = text.find(key, start + 1)


def _in_number(text: str, start: int, end: int) -> bool:
    """Say whether digits are a part of a longer number ("4.7", "3,000")."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return (before[-1:] in _POINTS and before[:1].isdecimal()) or (after[:1] in _POINTS and after[1:].isdecimal())


def _in_run(char: str) -> bool:
    return char.isalnum() or char in _JOINING
