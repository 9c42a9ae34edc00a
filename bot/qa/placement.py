"""Where the words of a text stand, and which of them something read from it takes up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Protocol

from bot.qa.mentions import Word


class Placed(Protocol):
    """Something that stands at offsets of a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def positions(places: Sequence[tuple[int, int]], items: Sequence[Placed]) -> frozenset[int]:
    """The positions of the words that any of the items takes up."""
    return frozenset(at for item in items for at in taken_by(places, item))


def taken_by(places: Sequence[tuple[int, int]], item: Placed) -> Iterator[int]:
    """The positions of the words that an item takes up; `places` are in order."""
    for at in range(bisect_right(places, item.start, key=itemgetter(1)), len(places)):
        if places[at][0] >= item.end:
            break
        yield at


def led_by(places: Sequence[tuple[int, int]], start: int, lead: int) -> range:
    """The positions of the words that stand within so many characters before an offset."""
    return range(bisect_left(places, start - lead, key=itemgetter(0)), bisect_right(places, start, key=itemgetter(1)))


def within(item: Placed, places: Sequence[tuple[int, int]], at: frozenset[int]) -> bool:
    """Say whether all words that an item takes up stand at some of these positions."""
    found = positions(places, [item])
    return bool(found) and found <= at


def meets(place: tuple[int, int], item: Placed) -> bool:
    """Say whether an item stands where something from one offset to another does."""
    return place[0] < item.end and item.start < place[1]


def joined(words: Sequence[Word]) -> tuple[str, list[tuple[int, int]]]:
    """Set mended words together again, and say where each one stands."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    length = 0
    for text, _, token, _ in words:
        start = length + len(token.before)
        length = start + len(text)
        pieces += token.before, text
        places.append((start, length))
    return "".join(pieces), places
