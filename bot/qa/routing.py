"""Finds the facts that a question may be about, by shared meanings weighed by how telling they are."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from operator import truediv
from typing import NamedTuple

from mypy_extensions import mypyc_attr

from bot.qa.constraints import Constraints
from bot.qa.expectations import COMPATIBLE
from bot.qa.mentions import SOFT, Mention
from bot.qa.postings import Postings, Weighed
from bot.qa.profiles import Profile, Profiles
from bot.qa.quantities import Quantity
from bot.qa.ranking import CONTEXT_WEIGHT, Ranking, Scored
from bot.qa.slots import Ask, Reading

CONSIDERED = 24
"""How many facts are looked at closely for one question."""
CONSIDERED_UNREAD = 6
"""The same where facts are read only when a question comes near them, which takes a while each."""

_SMALL_WORDS = 0.2
"""What words that constrain nothing count when two wordings are compared."""

_NEAR = 0.75
"""The part of what the first of such facts shares with a question that the others have to share."""

_DATED = 0.3
"""What it counts, where so few facts are looked at, that one names the year of the question."""

_WEIGHED = 50_000
"""How many meanings are kept with how telling they are; what people type has no end."""

_MATCHED_ASKS = frozenset(Ask) - {Ask.NAME, Ask.THING, Ask.MANNER}


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Router:
    """An index over all served facts, and the facts themselves as far as questions have come near them."""

    def __init__(self, profiles: Profiles, postings: Postings, constraints: Constraints) -> None:
        self._profiles = profiles
        self._postings = postings
        self._weights = postings.weights
        self._constraints = constraints
        self._considered, self._near = (CONSIDERED, 0.0) if profiles.read else (CONSIDERED_UNREAD, _NEAR)
        self._wordings: dict[int, _Lanes] = {}
        self._weighed: dict[tuple[str, ...], float] = {}
        self._told: dict[tuple[tuple[str, ...], bool], int] = {}

    def _lanes(self, at: int, profile: Profile) -> _Lanes:
        lanes = self._wordings.get(at)
        if lanes is None:
            if len(self._wordings) >= self._profiles.kept:
                self._wordings.clear()
            totals = [sum(self.told(mention) for mention in wording.mentions) for wording in profile.wordings]
            lanes = self._wordings[at] = _Lanes(totals, profile)
        return lanes

    def telling(self, concept: str) -> float:
        """How telling a concept is, in 0.15–1; 0 where no fact speaks of it."""
        return self._weights.get(concept, 0.0)

    def weight(self, mention: Mention) -> float:
        """How telling a mention is, in 0.15–1: 1 where no fact, or only one, speaks of it."""
        weight = self._weighed.get(mention.concepts)
        if weight is None:
            if len(self._weighed) >= _WEIGHED:
                self._weighed.clear()
            known = (self._weights[concept] for concept in mention.concepts if concept in self._weights)
            weight = self._weighed[mention.concepts] = min(known, default=1.0)
        return weight

    def told(self, mention: Mention) -> int:
        """What a mention counts between two wordings, in parts of `_ONE`: small words tell little, but break ties."""
        key = mention.concepts, mention.weight > 0
        told = self._told.get(key)
        if told is None:
            if len(self._told) >= _WEIGHED:
                self._told.clear()
            told = self._told[key] = round(self.weight(mention) * (1.0 if key[1] else _SMALL_WORDS) * _ONE)
        return told

    def candidates(self, reading: Reading, context: Reading | None = None, limit: int | None = None) -> Ranking:
        """Return the facts most likely meant, best first; `context` is what a conversation carries over."""
        wanted: list[Weighed] = [
            (tuple(self._concepts(mention)), self.weight(mention) * factor)
            for mention, factor in self._telling(reading, context)
        ]
        wanted += [((f"number:{quantity.value}",), 1.0) for quantity in reading.quantities]
        if not self._profiles.read:
            wanted += [((f"stem:{span.year}",), _DATED) for span in reading.timespans if span.year is not None]
        asking = _Asking(reading, context, self)
        found = self._postings.best(wanted, limit or self._considered, self._near)
        return Ranking([self._score(at, asking) for at in found])

    @staticmethod
    def _telling(reading: Reading, context: Reading | None) -> Iterable[tuple[Mention, float]]:
        for mention in reading.distinct:
            yield mention, 1.0 if mention.weight > 0 else 0.3
        if context is not None:
            for mention in context.mentions:
                if mention.weight > 0:
                    yield mention, CONTEXT_WEIGHT

    @staticmethod
    def _concepts(mention: Mention) -> Iterable[str]:
        yield from mention.concepts
        for part in mention.parts:
            yield from part

    def _score(self, at: int, asking: _Asking) -> Scored:
        profile, reading = self._profiles[at], asking.reading
        coverage, stated = self._coverage(asking.own, profile, reading.quantities)
        asks = asking.asks
        fits = 1.0 if not asks else len(asks & profile.asks) / len(asks)
        carried = None
        if asking.context is not None:
            carried, _ = self._coverage(asking.carried, profile)
            if not asking.own:
                named = asking.named if reading.asked else ()
                coverage = self._coverage(named, profile)[0] if named else carried
        return Scored(
            profile,
            coverage,
            fits,
            stated,
            carried,
            asking.leaning,
            partial(self._likeness, at, profile, asking),
            partial(self._constraints.mismatches, reading, profile),
        )

    def _likeness(self, at: int, profile: Profile, asking: _Asking) -> tuple[float, float]:
        return self._lanes(at, profile).likeness(asking)

    def _coverage(
        self, telling: Sequence[_Weighed], profile: Profile, quantities: Sequence[Quantity] = ()
    ) -> tuple[float, float]:
        """Return the share of what a question names, by weight, that a fact speaks of, and that its statement names.

        The second one counts each mention alike; it settles ties.
        """
        covered = total = 0.0
        stated = 0
        for quantity in quantities:
            total += quantity.weight
            covered += quantity.weight * any(quantity.agrees(value, unit) for value, unit in profile.numbers)
        spoken, strong, statement, loose = profile.spoken, profile.strong, profile.statement, profile.loose
        measured = profile.fact.measure is not None
        for mention, concepts, weight, named, measures in telling:
            if (
                self._constraints.met(mention, profile)
                if (measures and measured) or (mention.parts and spoken.isdisjoint(concepts))
                else not spoken.isdisjoint(concepts)
            ):
                # What stands only in a quote says less of what the fact is about.
                covered += weight if named or not strong.isdisjoint(concepts) else 0.7 * weight
                total += weight
            elif not loose.isdisjoint(concepts) and self._constraints.loosely_met(mention, profile):
                covered += 0.7 * weight
                total += weight
            else:
                total += weight * mention.weight
            if not statement.isdisjoint(concepts):
                stated += 1
        return (covered / total if total else 0.0), (stated / len(telling) if telling else 0.0)


class _Weighed(NamedTuple):
    """A mention that constrains, with how telling it is."""

    mention: Mention
    concepts: tuple[str, ...]
    weight: float
    named: bool
    """It names an entity or a kind."""
    measures: bool
    """It names a measure: of a fact with a measure of its own no other concept will do to meet it."""


class _Asking:
    """A question made ready to be held against many facts."""

    def __init__(self, reading: Reading, context: Reading | None, router: Router) -> None:
        def weighed(mentions: Iterable[Mention]) -> list[_Weighed]:
            return [
                _Weighed(
                    item,
                    item.concepts,
                    router.weight(item),
                    bool(item.tagged("entity") or item.tagged("kind")),
                    item.weight > SOFT and bool(item.tagged("measure")),
                )
                for item in mentions
                if item.weight > 0
            ]

        self.reading = reading
        self.context = context
        self.own = weighed(reading.distinct)
        self.carried = weighed(context.distinct) if context is not None else []
        self.named = weighed(item for item in context.mentions if item.tagged("entity")) if context is not None else []
        self.leaning = context is not None and not self.own
        self.told = [(item.concepts, router.told(item)) for item in reading.distinct]
        self.told_in_all = sum(told for _, told in self.told)
        self.asks = frozenset(item.ask for item in reading.asked) & _MATCHED_ASKS
        self.of_agent = self.asks == {Ask.AGENT}
        self.answering = frozenset(ask for item in self.asks for ask in COMPATIBLE.get(item, {item}))


_ONE = 1 << 40
"""The unit of the weights that are added up in lanes."""
_LANE = 64
"""The bits of a lane: what all mentions of a question add up to has to fit."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class _Lanes:
    """The wordings of a fact, a lane of one long integer each, so that a mention is added to all of them at once."""

    __slots__ = ("_asks", "_format", "_groups", "_lanes", "_size", "_totals")

    def __init__(self, totals: Sequence[int], profile: Profile) -> None:
        # Wordings that ask for the same kinds of thing stand side by side; of those that say the same, one will do.
        least: dict[tuple[tuple[Ask, ...], frozenset[str]], int] = {}
        for wording, total in zip(profile.wordings, totals, strict=True):
            key = tuple(sorted(wording.asks)), wording.concepts
            least[key] = min(total, least.get(key, total))
        kept = sorted(least.items(), key=lambda item: item[0][0])
        self._totals = tuple(total for _, total in kept)
        self._size = len(kept) * _LANE // 8
        self._format = f"<{len(kept)}Q"
        lanes: dict[str, int] = defaultdict(int)
        groups: dict[tuple[Ask, ...], int] = defaultdict(int)
        for at, ((asks, concepts), _) in enumerate(kept):
            groups[asks] += 1
            for concept in concepts:
                lanes[concept] += 1 << (_LANE * at)
        self._lanes = dict(lanes)
        self._asks = tuple(frozenset(asks) for (asks, _), _ in kept)
        self._groups = tuple((frozenset(asks), count) for asks, count in groups.items())

    def likeness(self, asking: _Asking) -> tuple[float, float]:
        """Return how alike the most similar wording is, and the most similar one that asks for the same thing."""
        lanes = self._lanes
        shared = 0
        for concepts, told in asking.told:
            speaking = 0
            for concept in concepts:
                if concept in lanes:
                    speaking |= lanes[concept]
            if speaking:
                shared += speaking * told
        if not shared:
            return 0.0, 0.0 if asking.of_agent else 1.0
        each = struct.unpack(self._format, shared.to_bytes(self._size, "little"))
        alike = list(map(truediv, each, map(asking.told_in_all.__add__, self._totals)))
        asks, answering = asking.asks, asking.answering
        likest = max(alike)
        if not asks or not answering.isdisjoint(self._asks[alike.index(likest)]):
            likest = min(1.0, 2 * likest)
            return likest, likest if asking.of_agent else 1.0
        best = best_asked = 0.0
        begin = 0
        for told_asks, count in self._groups:
            likest = min(1.0, 2 * max(alike[begin : begin + count]))
            begin += count
            if not answering.isdisjoint(told_asks):
                best_asked = max(best_asked, likest)
            elif asks and told_asks:
                likest *= 0.85
            best = max(best, likest)
        # Almost every fact names somebody: only its wordings tell whether it answers "who".
        return best, best_asked if asking.of_agent else 1.0
