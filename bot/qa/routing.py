"""Finds the facts that a question may be about, by shared meanings weighed by how telling they are."""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple

from bot.qa.constraints import COMPATIBLE, Constraints, Mismatch, broken, open_weight
from bot.qa.lexicon import Mention
from bot.qa.postings import Postings, Weighed
from bot.qa.profiles import Profile, Profiles
from bot.qa.quantities import Quantity
from bot.qa.slots import Ask, Reading

CONSIDERED = 24
"""How many facts are looked at closely for one question."""
CONSIDERED_UNREAD = 6
"""The same where facts are read only when a question comes near them, which takes a while each."""

_CONTEXT_WEIGHT = 0.35
"""What the meanings carried over from a conversation count, beside the question's own."""

_SMALL_WORDS = 0.2
"""What words that constrain nothing count when two wordings are compared."""

_STATED = 0.02
"""What it adds to a score that the statement itself, not a wording alone, names what a question names."""

_NEAR = 0.75
"""The part of what the first of such facts shares with a question that the others have to share."""

_DATED = 0.3
"""What it counts, where so few facts are looked at, that one names the year of the question."""

_MATCHED_ASKS = frozenset(Ask) - {Ask.NAME, Ask.THING, Ask.MANNER}


@dataclass(frozen=True)
class Scored:
    """A fact held against a question. All parts are in 0–1."""

    profile: Profile
    score: float
    coverage: float
    """How much of the question, by weight, the fact speaks of."""
    likeness: float
    """How alike the question and the fact's most similar wording are."""
    asked_likeness: float
    """The same for its wordings that ask for the same kind of thing (when, who, how many)."""
    fits: float
    """The share of the kinds of thing asked for that the fact can tell."""
    stated: float
    """The share of what the question names that the fact's statement names; it settles ties."""
    carried: float
    """How much of what a conversation carries over the fact speaks of; 0 for a question that stands alone."""
    hold: Callable[[], tuple[Mismatch, ...]] = field(repr=False, compare=False)
    """Holds the question against the fact; done once, and only for facts that come into question."""

    @cached_property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """Every constraint of the question that the fact does not meet."""
        return self.hold()

    @cached_property
    def broken(self) -> tuple[Mismatch, ...]:
        """The whole constraints that the fact does not meet."""
        return broken(self.mismatches)

    @cached_property
    def open_weight(self) -> float:
        """The weight of the words it leaves unaccounted for."""
        return open_weight(self.mismatches)


class Router:
    """An index over all served facts, and the facts themselves as far as questions have come near them."""

    def __init__(self, profiles: Profiles, postings: Postings, constraints: Constraints) -> None:
        self._profiles = profiles
        self._postings = postings
        self._weights = postings.weights
        self._constraints = constraints
        self._considered, self._near = (CONSIDERED, 0.0) if profiles.read else (CONSIDERED_UNREAD, _NEAR)
        self._wordings: dict[int, _Lanes] = {}

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
        known = [self._weights[concept] for concept in mention.concepts if concept in self._weights]
        return min(known) if known else 1.0

    def told(self, mention: Mention) -> int:
        """What a mention counts between two wordings, in parts of `_ONE`: small words tell little, but break ties."""
        return round(self.weight(mention) * (1.0 if mention.weight > 0 else _SMALL_WORDS) * _ONE)

    def candidates(self, reading: Reading, context: Reading | None = None, limit: int | None = None) -> list[Scored]:
        """Return the facts most likely meant, best first; `context` is what a conversation carries over."""
        wanted: list[Weighed] = [
            (tuple(self._concepts(mention)), self.weight(mention) * factor)
            for mention, factor in self._telling(reading, context)
        ]
        wanted += [((f"number:{quantity.value}",), 1.0) for quantity in reading.quantities]
        if not self._profiles.read:
            wanted += [((f"stem:{span.year}",), _DATED) for span in reading.timespans if span.year is not None]
        asking = _Asking(reading, context, self)
        scored = [self._score(at, asking) for at in self._postings.best(wanted, limit or self._considered, self._near)]
        return sorted(scored, key=lambda item: (-item.score, item.profile.fact.id))

    @staticmethod
    def _telling(reading: Reading, context: Reading | None) -> Iterable[tuple[Mention, float]]:
        for mention in reading.distinct:
            yield mention, 1.0 if mention.weight > 0 else 0.3
        if context is not None:
            for mention in context.mentions:
                if mention.weight > 0:
                    yield mention, _CONTEXT_WEIGHT

    @staticmethod
    def _concepts(mention: Mention) -> Iterable[str]:
        yield from mention.concepts
        for part in mention.parts:
            yield from part

    def _score(self, at: int, asking: _Asking) -> Scored:
        profile, reading = self._profiles[at], asking.reading
        coverage, stated = self._coverage(asking.own, profile, reading.quantities)
        likeness, asked_likeness = self._lanes(at, profile).likeness(asking)
        asks = asking.asks
        fits = 1.0 if not asks else len(asks & profile.asks) / len(asks)
        score = 0.5 * coverage + 0.4 * likeness + 0.1 * fits
        if score:
            score += _STATED * stated
        carried = 0.0
        if asking.context is not None:
            carried, _ = self._coverage(asking.carried, profile)
            if not asking.own:
                named = asking.named if reading.asked else ()
                coverage = self._coverage(named, profile)[0] if named else carried
                score = 0.8 * coverage + 0.1 * likeness + 0.1 * fits
                likeness = asked_likeness = coverage
            score = (score + _CONTEXT_WEIGHT * carried) / (1 + _CONTEXT_WEIGHT)
        hold = partial(self._constraints.mismatches, reading, profile)
        return Scored(profile, score, coverage, likeness, asked_likeness, fits, stated, carried, hold)

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
        strong, statement, met = profile.strong, profile.statement, self._constraints.met
        for mention, weight, named in telling:
            concepts = mention.concepts
            if met(mention, profile):
                # What stands only in a quote says less of what the fact is about.
                covered += weight if named or not strong.isdisjoint(concepts) else 0.7 * weight
                total += weight
            elif self._constraints.loosely_met(mention, profile):
                covered += 0.7 * weight
                total += weight
            else:
                total += weight * mention.weight
            if not statement.isdisjoint(concepts):
                stated += 1
        return (covered / total if total else 0.0), (stated / len(telling) if telling else 0.0)


class _Weighed(NamedTuple):
    """A mention that constrains, with how telling it is, and whether it names an entity or a kind."""

    mention: Mention
    weight: float
    named: bool


class _Asking:
    """A question made ready to be held against many facts."""

    def __init__(self, reading: Reading, context: Reading | None, router: Router) -> None:
        def weighed(mentions: Iterable[Mention]) -> list[_Weighed]:
            return [
                _Weighed(item, router.weight(item), bool(item.tagged("entity") or item.tagged("kind")))
                for item in mentions
                if item.weight > 0
            ]

        self.reading = reading
        self.context = context
        self.own = weighed(reading.distinct)
        self.carried = weighed(context.distinct) if context is not None else []
        self.named = weighed(item for item in context.mentions if item.tagged("entity")) if context is not None else []
        self.told = [(item.concepts, router.told(item)) for item in reading.distinct]
        self.told_in_all = sum(told for _, told in self.told)
        self.asks = frozenset(item.ask for item in reading.asked) & _MATCHED_ASKS
        self.of_agent = self.asks == {Ask.AGENT}
        self.answering = frozenset(ask for item in self.asks for ask in COMPATIBLE.get(item, {item}))


_ONE = 1 << 40
"""The unit of the weights that are added up in lanes."""
_LANE = 64
"""The bits of a lane: what all mentions of a question add up to has to fit."""


class _Lanes:
    """The wordings of a fact, a lane of one long integer each, so that a mention is added to all of them at once."""

    __slots__ = ("_asks", "_count", "_lanes", "_totals")

    def __init__(self, totals: Sequence[int], profile: Profile) -> None:
        self._totals = tuple(totals)
        self._asks = tuple(wording.asks for wording in profile.wordings)
        self._count = len(totals)
        lanes: dict[str, int] = defaultdict(int)
        for at, wording in enumerate(profile.wordings):
            for concept in wording.concepts:
                lanes[concept] += 1 << (_LANE * at)
        self._lanes = dict(lanes)

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
        each = array("Q", shared.to_bytes(self._count * _LANE // 8, sys.byteorder))
        if sys.byteorder == "big":
            each.reverse()
        best = best_asked = 0.0
        total, asks, answering = asking.told_in_all, asking.asks, asking.answering
        for wording_shared, wording_total, wording_asks in zip(each, self._totals, self._asks, strict=True):
            alike = 2 * wording_shared / (total + wording_total) if wording_shared else 0.0
            if alike <= best and (alike <= best_asked or not asking.of_agent):
                continue
            alike = min(1.0, alike)
            if not answering.isdisjoint(wording_asks):
                best_asked = max(best_asked, alike)
            elif asks and wording_asks:
                alike *= 0.85
            best = max(best, alike)
        # Almost every fact names somebody: only its wordings tell whether it answers "who".
        return best, best_asked if asking.of_agent else 1.0
