"""Conversion of characters by OpenCC's dictionaries, just as OpenCC does it.

The dictionaries are kept as a few long texts: three megabytes, where the library itself takes fifty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

_NORMALIZED = "CJK_Compatibility_Ideographs"
"""What every text goes through first."""
_BITS = 4
"""The entries that begin with one of so many characters, as a power of two, are put together."""


class Dictionary:
    """What is put for what, by longest match; of several dictionaries in one, the first one that has it tells."""

    def __init__(self, names: Sequence[str]) -> None:
        entries: dict[str, str] = {}
        for name in reversed(names):
            path = resources.files(__name__.rpartition(".")[0]) / "opencc" / f"{name}.txt"
            lines = (line.partition("\t") for line in path.read_text(encoding="utf-8").splitlines())
            entries.update((key, value) for key, _, value in lines)
        lists = defaultdict[int, list[str]](list)
        for key in sorted(entries):
            lists[ord(key[0]) >> _BITS].append(f"\n{key}\t{entries[key]}")
        self._lists = {block: "".join(found) + "\n" for block, found in lists.items()}

    def longest(self, text: str, at: int) -> tuple[int, str] | None:
        """Find the longest entry that stands at a place of a text: where it ends, and what is put for it."""
        entries = self._lists.get(ord(text[at]) >> _BITS)
        if entries is None:
            return None
        found: tuple[int, str] | None = None
        place = 0
        for end in range(at + 1, len(text) + 1):
            # They are sorted: those that go on with more of the text stand after those with less, the exact one first.
            place = -1 if text[end - 1] in "\t\n" else entries.find("\n" + text[at:end], place)
            if place < 0:
                break
            after = place + 1 + end - at
            if entries[after] == "\t":
                found = end, entries[after + 1 : entries.index("\n", after)]
        return found


class Chain(NamedTuple):
    """The names of the dictionaries of a conversion; those in one pair of brackets count as one."""

    segments: tuple[str, ...]
    """By whose phrases a text is parted."""
    steps: tuple[tuple[tuple[str, ...], ...], ...]
    """What each part goes through, one after another; in each step the first dictionary that has something tells."""


class Conversion:
    """A conversion: a text is parted where phrases begin and end, and each part goes through a chain of steps."""

    def __init__(self, chain: Chain) -> None:
        self._normal = dictionary((_NORMALIZED,))
        self._segments = dictionary(chain.segments)
        self._steps = [[dictionary(names) for names in step] for step in chain.steps]

    def __call__(self, text: str) -> str:
        """Convert a text."""
        text = "".join(_put(text, [self._normal]))
        return "".join(map(self._convert, self._parts(text)))

    def _convert(self, part: str) -> str:
        for step in self._steps:
            part = "".join(_put(part, step))
        return part

    def _parts(self, text: str) -> Iterator[str]:
        at = begin = 0
        while at < len(text):
            found = self._segments.longest(text, at)
            if found is None:
                at += 1
                continue
            if begin < at:
                yield text[begin:at]
            yield text[at : found[0]]
            at = begin = found[0]
        if begin < len(text):
            yield text[begin:]


def _put(text: str, dictionaries: Sequence[Dictionary]) -> Iterator[str]:
    at = 0
    while at < len(text):
        found = next((found for item in dictionaries if (found := item.longest(text, at)) is not None), None)
        if found is None:
            yield text[at]
            at += 1
        else:
            at, put = found
            yield put


@cache
def dictionary(names: tuple[str, ...]) -> Dictionary:
    """Read what several files hold as one dictionary; each is read once."""
    return Dictionary(names)
