"""Which facts speak of which concepts, and which facts share the most telling ones with a question."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import islice
from operator import itemgetter

COMMON = 1024
"""Up to so many facts a concept is looked up fact by fact; what more speak of only adds to facts found by others."""
COMMON_SHARE = 32
"""The same as a part of all facts, one in so many; the greater number holds."""
_PRUNED = 512
"""From so many facts on, those that cannot come among the first any more are left out."""
_SHARED = 256
"""How many facts are taken of those that only common concepts point to."""

_SET = re.compile(rb"[^\0]")

Weighed = tuple[Sequence[str], float]
"""Concepts of which any will do, and what it counts that a fact speaks of one."""


class Postings:
    """Facts by concept, each fact known by its position: as a list where they are few, as bits where they are many."""

    def __init__(self, size: int, places: Mapping[str, array[int]]) -> None:
        """Index `size` facts; `places` holds the positions of those that speak of each concept, in order."""
        self.size = size
        top = math.log(1 + max(size, 1))
        self.weights = {
            concept: max(0.15, math.log(1 + size / len(found)) / top) for concept, found in places.items() if found
        }
        """How telling each concept is, in 0.15–1."""
        most = max(COMMON, size // COMMON_SHARE)
        self._few = {concept: found for concept, found in places.items() if len(found) <= most}
        self._many = {concept: self._bits(found) for concept, found in places.items() if len(found) > most}

    def _bits(self, places: Iterable[int]) -> bytes:
        bits = bytearray(self.size // 8 + 1)
        for at in places:
            bits[at >> 3] |= 1 << (at & 7)
        return bytes(bits)

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
        return cls(size, places)

    def __contains__(self, concept: str) -> bool:
        return concept in self.weights

    def best(self, wanted: Sequence[Weighed], limit: int) -> list[int]:
        """Return the facts that meet the most of what is wanted, by weight, best first.

        What few facts speak of is added up first. What many speak of then only adds to those; facts that nothing else
        points to are taken from where the common concepts meet, so that no question goes through all facts.
        """
        raw: dict[int, float] = {}
        common: list[tuple[float, list[bytes], set[int]]] = []
        for concepts, weight in wanted:
            lists = [self._few[concept] for concept in concepts if concept in self._few]
            found = set(lists[0]) if len(lists) == 1 else set().union(*lists)
            for at in found:
                raw[at] = raw.get(at, 0.0) + weight
            bits = [self._many[concept] for concept in concepts if concept in self._many]
            if bits:
                common.append((weight, bits, found))
        if common:
            raw = self._with_common(raw, common, limit)
        return [at for at, _ in nlargest(limit, raw.items(), key=itemgetter(1))]

    def _with_common(
        self, raw: dict[int, float], common: list[tuple[float, list[bytes], set[int]]], limit: int
    ) -> dict[int, float]:
        common.sort(key=lambda item: -item[0])
        for at in self._where_they_meet([bits for _, bits, _ in common]):
            raw.setdefault(at, 0.0)
        ahead = sum(weight for weight, _, _ in common)
        for weight, bits, counted in common:
            if len(raw) > _PRUNED:
                least = nlargest(limit, raw.values())[-1] - ahead
                raw = {at: score for at, score in raw.items() if score >= least}
            ahead -= weight
            for at in raw:
                if at not in counted and any(each[at >> 3] >> (at & 7) & 1 for each in bits):
                    raw[at] += weight
        return raw

    def _where_they_meet(self, common: Sequence[Sequence[bytes]]) -> list[int]:
        """Return some of the facts that speak of as many of the common concepts as any, the most telling ones first."""
        shared = 0
        for alternatives in common:
            bits = 0
            for each in alternatives:
                bits |= int.from_bytes(each, "little")
            shared = (shared & bits) or shared or bits
        found: list[int] = []
        held = shared.to_bytes(self.size // 8 + 1, "little")
        for match in islice(_SET.finditer(held), _SHARED):
            byte = held[match.start()]
            found += [match.start() * 8 + bit for bit in range(8) if byte >> bit & 1]
        return found
