"""Lists of the everyday words of languages: how rare each word is, and which words are forms of one stem.

Two files a language: `xx.txt` has a rarity a line with its words, `xx.stems` a stem a line with its forms, each given
by what follows the stem after a hyphen, or whole where it does not begin with it. They are kept as a few long texts:
an object each for tens of thousands of words would take ten times the memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import ItemsView, Iterator, Mapping, Set
from functools import cache
from importlib import resources
from typing import TypeVar

_T = TypeVar("_T")

_KEY = 2
"""By so many letters that they begin with, words are put together."""
ENDING = "-"
"""Stands for the stem in a form that begins with it."""


class Rarities(Mapping[str, int]):
    """Words with how rare each is, in centibels: 300 is one word in a thousand."""

    def __init__(self, tag: str) -> None:
        self._tag = tag
        lists = defaultdict[str, list[str]](list)
        self._size = 0
        for rarity, words in self._lines():
            self._size += len(words)
            for word in words:
                lists[word[:_KEY]].append(f"\n{word} {rarity}")
        self._lists = {beginning: "".join(found) + "\n" for beginning, found in lists.items()}

    def _lines(self) -> Iterator[tuple[str, list[str]]]:
        for line in _text(f"{self._tag}.txt").splitlines():
            rarity, *words = line.split()
            yield rarity, words

    def __getitem__(self, word: str) -> int:
        rarity = self.get(word)
        if rarity is None:
            raise KeyError(word)
        return rarity

    def get(self, word: str, default: _T | None = None) -> int | _T | None:  # type: ignore[override]  # keys are words
        """Return how rare a word is, `default` where it is none of them."""
        words = self._lists.get(word[:_KEY], "")
        at = words.find(f"\n{word} ")
        if at < 0:
            return default
        begin = at + len(word) + 2
        return int(words[begin : words.index("\n", begin)])

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and f"\n{word} " in self._lists.get(word[:_KEY], "")

    def __iter__(self) -> Iterator[str]:
        return (word for _, words in self._lines() for word in words)

    def __len__(self) -> int:
        return self._size

    def items(self) -> ItemsView[str, int]:
        """All words with their rarities, the commonest first."""
        return _Items(self)

    def pairs(self) -> Iterator[tuple[str, int]]:
        """Yield each word with its rarity, read from the file rather than looked up one by one."""
        return ((word, int(rarity)) for rarity, words in self._lines() for word in words)


class _Items(ItemsView[str, int]):
    _mapping: Rarities

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return self._mapping.pairs()


@cache
def rarities(tag: str) -> Rarities:
    """The everyday words of a language; none where there is no list of them."""
    return Rarities(tag)


def forms(tag: str, stems: Set[str]) -> frozenset[str]:
    """The everyday words of a language that are forms of these stems."""
    found: set[str] = set()
    for line in _text(f"{tag}.stems").splitlines():
        stem, _, rest = line.partition(" ")
        if stem in stems:
            found.update(stem + form[1:] if form.startswith(ENDING) else form for form in rest.split())
    return frozenset(found)


def _text(name: str) -> str:
    path = resources.files(__name__) / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""
