"""Finds the facts that a question may be about, by shared meanings weighed by how telling they are."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from bot.qa.constraints import COMPATIBLE, Constraints, Mismatch, broken, open_weight
from bot.qa.lexicon import Mention
from bot.qa.profiles import Profile
from bot.qa.quantities import Quantity
from bot.qa.slots import Ask, Reading

CONSIDERED = 24
"""How many facts are looked at closely for one question."""

_CONTEXT_WEIGHT = 0.35
"""What the meanings carried over from a conversation count, beside the question's own."""

_SMALL_WORDS = 0.2
"""What words that constrain nothing count when two wordings are compared."""

_STATED = 0.02
"""What it adds to a score that the statement itself, not a wording alone, names what a question names."""

_MATCHED_ASKS = frozenset(Ask) - {Ask.THING, Ask.MANNER}


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
    """An index over the profiles of all served facts."""

    def __init__(self, profiles: Sequence[Profile], constraints: Constraints) -> None:
        self._profiles = tuple(profiles)
        self._constraints = constraints
        self._postings: dict[str, list[int]] = defaultdict(list)
        for at, profile in enumerate(self._profiles):
            for value, _ in profile.numbers:
                self._postings[f"number:{value}"].append(at)
            for concept in (
                *profile.vocabulary,
                *(f"kind:{kind}" for kind in profile.kinds if f"kind:{kind}" not in profile.vocabulary),
            ):
                self._postings[concept].append(at)
        total = max(len(self._profiles), 1)
        top = math.log(1 + total)
        self._weights = {
            concept: max(0.15, math.log(1 + total / len(places)) / top) for concept, places in self._postings.items()
        }
        self._wording_places = [_places(profile) for profile in self._profiles]
        self._wording_weights = [
            tuple(sum(self._told(mention) for mention in wording.mentions) for wording in profile.wordings)
            for profile in self._profiles
        ]

    def telling(self, concept: str) -> float:
        """How telling a concept is, in 0.15–1; 0 where no fact speaks of it."""
        return self._weights.get(concept, 0.0)

    def weight(self, mention: Mention) -> float:
        """How telling a mention is, in 0.15–1: 1 where no fact, or only one, speaks of it."""
        known = [self._weights[concept] for concept in mention.concepts if concept in self._weights]
        return min(known) if known else 1.0

    def _told(self, mention: Mention) -> float:
        """What a mention counts between two wordings: small words tell little, but break ties."""
        return self.weight(mention) * (1.0 if mention.weight > 0 else _SMALL_WORDS)

    def candidates(self, reading: Reading, context: Reading | None = None, limit: int = CONSIDERED) -> list[Scored]:
        """Return the facts most likely meant, best first; `context` is what a conversation carries over."""
        raw: Counter[int] = Counter()
        for mention, factor in self._telling(reading, context):
            weight = self.weight(mention) * factor
            for at in {place for concept in self._concepts(mention) for place in self._postings.get(concept, ())}:
                raw[at] += weight  # type: ignore[assignment]  # Counter is typed for int, and sums floats as well
        for quantity in reading.quantities:
            for at in set(self._postings.get(f"number:{quantity.value}", ())):
                raw[at] += 1
        scored = [self._score(at, reading, context) for at, _ in raw.most_common(limit)]
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

    def _score(self, at: int, reading: Reading, context: Reading | None) -> Scored:
        profile = self._profiles[at]
        coverage = self._coverage(reading.distinct, profile, reading.quantities)
        likeness, asked_likeness = self._likeness(at, reading)
        asks = {item.ask for item in reading.asked} & _MATCHED_ASKS
        fits = 1.0 if not asks else len(asks & profile.asks) / len(asks)
        score = 0.5 * coverage + 0.4 * likeness + 0.1 * fits
        if score:
            score += _STATED * self._stated(reading, profile)
        if context is not None:
            carried = self._coverage(context.distinct, profile)
            if not any(mention.weight > 0 for mention in reading.mentions):
                named = [mention for mention in context.mentions if any(mention.of("entity"))]
                coverage = self._coverage(named, profile) if named and reading.asked else carried
                score = 0.8 * coverage + 0.1 * likeness + 0.1 * fits
                likeness = asked_likeness = coverage
            score = (score + _CONTEXT_WEIGHT * carried) / (1 + _CONTEXT_WEIGHT)
        hold = partial(self._constraints.mismatches, reading, profile)
        return Scored(profile, score, coverage, likeness, asked_likeness, hold)

    @staticmethod
    def _stated(reading: Reading, profile: Profile) -> float:
        """The share of what a question names that the statement itself names; it settles ties."""
        telling = [mention for mention in reading.mentions if mention.weight > 0]
        met = sum(not profile.statement.isdisjoint(mention.concepts) for mention in telling)
        return met / len(telling) if telling else 0.0

    def _coverage(self, mentions: Sequence[Mention], profile: Profile, quantities: Sequence[Quantity] = ()) -> float:
        met = total = 0.0
        for quantity in quantities:
            total += quantity.weight
            met += quantity.weight * any(quantity.agrees(value, unit) for value, unit in profile.numbers)
        for mention in mentions:
            if mention.weight <= 0:
                continue
            weight = self.weight(mention)
            if self._constraints.met(mention, profile):
                # What stands only in a quote says less of what the fact is about.
                strong = any(
                    concept in profile.strong or concept.startswith(("entity:", "kind:"))
                    for concept in mention.concepts
                )
                met += weight if strong else 0.7 * weight
                total += weight
            elif self._constraints.loosely_met(mention, profile):
                met += 0.7 * weight
                total += weight
            else:
                total += weight * mention.weight
        return met / total if total else 0.0

    def _likeness(self, at: int, reading: Reading) -> tuple[float, float]:
        """Return how alike the most similar wording is, and the most similar one that asks for the same thing."""
        profile = self._profiles[at]
        places = self._wording_places[at]
        shared = [0.0] * len(profile.wordings)
        total = 0.0
        for mention in reading.distinct:
            told = self._told(mention)
            total += told
            for place in {place for concept in mention.concepts for place in places.get(concept, ())}:
                shared[place] += told
        asks = {item.ask for item in reading.asked} & _MATCHED_ASKS
        answering = frozenset(ask for item in asks for ask in COMPATIBLE.get(item, {item}))
        best = best_asked = 0.0
        for wording_shared, wording_total, wording in zip(
            shared, self._wording_weights[at], profile.wordings, strict=True
        ):
            if not wording_shared:
                continue
            alike = min(1.0, 2 * wording_shared / (total + wording_total))
            if alike <= best and alike <= best_asked:
                continue
            if not answering.isdisjoint(wording.asks):
                best_asked = max(best_asked, alike)
            elif asks and wording.asks:
                alike *= 0.85
            best = max(best, alike)
        # Almost every fact names somebody: only its wordings tell whether it answers "who".
        return best, best_asked if asks == {Ask.AGENT} else 1.0


def _places(profile: Profile) -> dict[str, tuple[int, ...]]:
    """Map each concept to the positions of the wordings that speak of it."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, wording in enumerate(profile.wordings):
        for concept in wording.concepts:
            places[concept].append(at)
    return {concept: tuple(found) for concept, found in places.items()}
