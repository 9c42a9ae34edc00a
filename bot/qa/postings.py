"""Which facts speak of which concepts, and which facts share the most telling ones with a question."""

from __future__ import annotations

import math
import re
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache
from heapq import nlargest
from itertools import islice
from operator import itemgetter

from mypy_extensions import mypyc_attr

COMMON = 1024
"""Up to so many facts a concept is looked up fact by fact; what more speak of only adds to facts found by others."""
COMMON_SHARE = 32
"""The same as a part of all facts, one in so many; the greater number holds."""
_PRUNED = 64
"""From so many facts on, those that cannot come among the first any more are left out."""
_SORTED = 256
"""Up to so many facts are sorted as a whole, which is quicker than to find the first few of them."""
_SHARED = 256
"""How many facts are taken of those that only common concepts point to."""

_ONE_BY_ONE = 64
"""Up to so many facts are added one by one, which is quicker than to join them as a whole."""
_HELD = 200_000
"""How many facts are held ready by what was looked up; what people type has no end."""
_NONE: Set[int] = frozenset()

_SET = re.compile(rb"[^\0]")

_BITS_OF = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))
"""Which bits each byte holds."""

Weighed = tuple[Sequence[str], float]
"""Concepts of which any will do, and what it counts that a fact speaks of one."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Postings:
    """Facts by concept, each fact known by its position: as a list where they are few, as bits where they are many."""

    def __init__(
        self, size: int, weights: Mapping[str, float], few: Mapping[str, bytes], many: Mapping[str, bytes]
    ) -> None:
        """Take an index as it is; `of` makes one."""
        self.size = size
        self.weights = weights
        """How telling each concept is, in 0.15–1."""
        self._few = few
        self._many = many
        self._joined: dict[tuple[str, ...], Set[int]] = {}
        self._held = 0

    @classmethod
    def of(cls, facts: Iterable[Iterable[str]]) -> Postings:
        """Index facts given as the concepts that each speaks of."""
        places: dict[str, array[int]] = {}
        size = 0
        for at, concepts in enumerate(facts):
            size = at + 1
            for concept in concepts:
                found = places.get(concept)
                if found is None:
                    found = places[concept] = array("I")
                found.append(at)
        top = math.log(1 + max(size, 1))
        weights = {concept: max(0.15, math.log(1 + size / len(found)) / top) for concept, found in places.items()}
        most = max(COMMON, size // COMMON_SHARE)
        return cls(
            size,
            weights,
            {concept: found.tobytes() for concept, found in places.items() if len(found) <= most},
            {concept: _bits(found, size) for concept, found in places.items() if len(found) > most},
        )

    def plain(self) -> tuple[str, int, dict[str, float], dict[str, bytes], dict[str, bytes]]:
        """The index as plain values, for a cache on this very machine."""
        return sys.byteorder, self.size, dict(self.weights), dict(self._few), dict(self._many)

    @classmethod
    def from_plain(cls, plain: tuple[str, int, dict[str, float], dict[str, bytes], dict[str, bytes]]) -> Postings:
        """Take an index from its plain values; raise ValueError where they are of another machine."""
        byteorder, size, weights, few, many = plain
        if byteorder != sys.byteorder:
            raise ValueError("it is of a machine of another kind")
        return cls(size, weights, few, many)

    def __contains__(self, concept: str) -> bool:
        return concept in self.weights

    def best(self, wanted: Sequence[Weighed], limit: int, near: float = 0.0) -> list[int]:
        """Return the facts that meet the most of what is wanted, by weight, best first.

        Those that meet less than the part `near` of what the first one meets are left out.

        What few facts speak of is added up first. What many speak of then only adds to those; facts that nothing else
        points to are taken from where the common concepts meet, so that no question goes through all facts.
        """
        raw: defaultdict[int, float] = defaultdict(float)
        common: list[tuple[float, bytes, Set[int]]] = []
        for concepts, weight in wanted:
            found = self._listed(concepts)
            if len(found) < _ONE_BY_ONE:
                for at in found:
                    raw[at] += weight
            else:
                added = dict.fromkeys(found, weight)
                for at in added.keys() & raw.keys():
                    added[at] += raw[at]
                raw.update(added)
            bits = [self._many[concept] for concept in concepts if concept in self._many] if self._many else ()
            if bits:
                common.append((weight, bits[0] if len(bits) == 1 else _either(bits), found))
        met = self._with_common(raw, common, limit) if common else raw
        if len(met) > _SORTED:
            ranked = nlargest(limit, met.items(), key=itemgetter(1))
        else:
            ranked = sorted(met.items(), key=itemgetter(1), reverse=True)[:limit]
        return [at for at, score in ranked if score >= near * ranked[0][1]]

    def silent(self, concepts: Sequence[str], mark: int) -> bytearray:
        """Return a byte for each fact: `mark` where it speaks of none of the concepts, else 0."""
        bits = [self._many[concept] for concept in concepts if concept in self._many] if self._many else ()
        if bits:
            found = bytearray(b"".join(map(_unset(mark).__getitem__, _either(bits))))
            del found[self.size :]
        else:
            found = bytearray((mark,)) * self.size
        for at in self._listed(concepts):
            found[at] = 0
        return found

    def _listed(self, concepts: Sequence[str]) -> Set[int]:
        """The facts that speak of any of the concepts, of those that few speak of."""
        key = tuple(concepts)
        found = self._joined.get(key)
        if found is not None:
            return found
        lists = [self._few[concept] for concept in concepts if concept in self._few]
        if not lists:
            return _NONE
        places = [memoryview(held).cast("I") for held in lists]
        found = set(places[0]) if len(places) == 1 else set().union(*places)
        self._held += len(found)
        if self._held > _HELD:
            self._joined.clear()
            self._held = len(found)
        self._joined[key] = found
        return found

    def _with_common(
        self, raw: dict[int, float], common: list[tuple[float, bytes, Set[int]]], limit: int
    ) -> dict[int, float]:
        common.sort(key=lambda item: -item[0])
        ahead = sum((weight for weight, _, _ in common), start=0.0)
        if len(raw) < limit or nlargest(limit, raw.values())[-1] < ahead:
            for at in self._where_they_meet([held for _, held, _ in common]):
                raw.setdefault(at, 0.0)
        for weight, held, counted in common:
            if len(raw) > _PRUNED:
                least = nlargest(limit, raw.values())[-1] - ahead
                raw = {at: score for at, score in raw.items() if score >= least}
            ahead -= weight
            for at in raw:
                if held[at >> 3] >> (at & 7) & 1 and at not in counted:
                    raw[at] += weight
        return raw

    def _where_they_meet(self, common: Sequence[bytes]) -> list[int]:
        """Return some of the facts that speak of as many of the common concepts as any, the most telling ones first."""
        shared = 0
        for held in common:
            bits = int.from_bytes(held, "little")
            shared = (shared & bits) or shared or bits
        found: list[int] = []
        meeting = shared.to_bytes(self.size // 8 + 1, "little")
        for match in islice(_SET.finditer(meeting), _SHARED):
            first = match.start() * 8
            found += [first + bit for bit in _BITS_OF[meeting[match.start()]]]
        return found


@cache
def _unset(mark: int) -> tuple[bytes, ...]:
    """For each byte, its bits as bytes: `mark` for each that is not set, else 0."""
    return tuple(bytes(0 if byte >> bit & 1 else mark for bit in range(8)) for byte in range(256))


def _either(sets: Sequence[bytes]) -> bytes:
    """Join sets of facts given as bits."""
    joined = 0
    for each in sets:
        joined |= int.from_bytes(each, "little")
    return joined.to_bytes(len(sets[0]), "little")


def _bits(places: Iterable[int], size: int) -> bytes:
    bits = bytearray(size // 8 + 1)
    for at in places:
        bits[at >> 3] |= 1 << (at & 7)
    return bytes(bits)
