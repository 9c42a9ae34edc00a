"""Finds the facts that a question may be about, by shared meanings weighed by how telling they are."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mypy_extensions import mypyc_attr

from bot.factbase.models import Modality
from bot.qa.constraints import Constraints
from bot.qa.expectations import COMPATIBLE
from bot.qa.mentions import Mention
from bot.qa.mismatches import Mismatch
from bot.qa.postings import Postings, Weighed
from bot.qa.profiles import Profile, Profiles
from bot.qa.quantities import Quantity
from bot.qa.ranking import CONTEXT_WEIGHT, Ranking, Scored
from bot.qa.slots import Ask, Reading
from bot.qa.standings import LOOSE, MET, PLAIN, STATED, WORDED, Standing, Standings

CONSIDERED = 18
"""How many facts are looked at closely for one question."""
CONSIDERED_COARSELY = 24
"""The same where facts are looked up only by what they speak of."""
CONSIDERED_UNREAD = 3
"""The same where facts are read only when a question comes near them, which takes a while each."""

_SMALL_WORDS = 0.2
"""What words that constrain nothing count when two wordings are compared."""

_UNWEIGHED = 0.3
"""What they count where facts are looked up."""

_NEAR = 0.85
"""The part of what the first of such facts shares with a question that the others have to share."""

_DATED = 0.3
"""What it counts, where so few facts are looked at, that one names the year of the question."""

_STATED = 0.3
"""What it counts, in parts of a word, where facts are looked up, that one states it."""

_TIMED, _TELLING = 0.2, 0.5
"""What it counts that one is of the time that is named, and that it tells what is asked for."""

_WEIGHED = 50_000
"""How many meanings are kept with how telling they are; what people type has no end."""

_MATCHED_ASKS = frozenset(Ask) - {Ask.NAME, Ask.THING, Ask.MANNER}


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class _Weighing:
    """How telling mentions are, kept from question to question; apart from the router, which would hold itself."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._weighed: dict[tuple[str, ...], float] = {}

    def of(self, mention: Mention) -> float:
        weight = self._weighed.get(mention.concepts)
        if weight is None:
            if len(self._weighed) >= _WEIGHED:
                self._weighed.clear()
            known = (self._weights[concept] for concept in mention.concepts if concept in self._weights)
            weight = self._weighed[mention.concepts] = min(known, default=1.0)
        return weight


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Router:
    """An index over all served facts, and the facts themselves as far as questions have come near them."""

    def __init__(self, profiles: Profiles, postings: Postings, constraints: Constraints) -> None:
        self._profiles = profiles
        self._postings = postings
        self._weights = postings.weights
        self.constraints = constraints
        self.weight = _Weighing(postings.weights).of
        """How telling a mention is, in 0.15–1: 1 where no fact, or only one, speaks of it."""
        self.standing = Standings(profiles, constraints.standing, self.weight, postings if profiles.read else None).of
        coarsely = (CONSIDERED_COARSELY, 0.0) if profiles.read else (CONSIDERED_UNREAD, _NEAR)
        self._considered, self._near = (CONSIDERED, 0.0) if profiles.looked_up_closely else coarsely
        self._wordings: dict[int, _Lanes] = {}
        self._counts: dict[tuple[tuple[str, ...], bool], int] = {}

    def lanes(self, at: int, profile: Profile) -> _Lanes:
        """The wordings of the fact at a position, laid out when first needed."""
        lanes = self._wordings.get(at)
        if lanes is None:
            if len(self._wordings) >= self._profiles.kept:
                self._wordings.clear()
            totals = [sum(map(self._told, wording.mentions)) for wording in profile.wordings]
            lanes = self._wordings[at] = _Lanes(totals, profile)
        return lanes

    def _told(self, mention: Mention) -> int:
        """What a mention of a wording counts."""
        key = mention.concepts, mention.weight > 0
        told = self._counts.get(key)
        if told is None:
            if len(self._counts) >= _WEIGHED:
                self._counts.clear()
            told = self._counts[key] = _told(self.weight(mention), mention)
        return told

    def least(self, at: int) -> int:
        """What the wording with the least to tell of the fact at a position tells; 0 where they are not laid out."""
        lanes = self._wordings.get(at)
        return 0 if lanes is None else lanes.least

    def telling(self, concept: str) -> float:
        """How telling a concept is, in 0.15–1; 0 where no fact speaks of it."""
        return self._weights.get(concept, 0.0)

    def candidates(self, reading: Reading, context: Reading | None = None, limit: int | None = None) -> Ranking:
        """Return the facts most likely meant, best first; `context` is what a conversation carries over."""
        asking = _Asking(reading, context, self)
        wanted = asking.wanted()
        if self._profiles.looked_up_closely:
            wanted += asking.wanted_closely()
        elif not self._profiles.read:
            wanted += [((f"stem:{span.year}",), _DATED) for span in reading.timespans if span.year is not None]
        found = self._postings.best(wanted, limit or self._considered, self._near)
        return Ranking(asking.scored(found, [self._profiles[at] for at in found]))


def _told(weight: float, mention: Mention) -> int:
    """What a mention counts between two wordings, in parts of `_ONE`: small words tell little, but break ties."""
    return round(weight * (1.0 if mention.weight > 0 else _SMALL_WORDS) * _ONE)


class _Weighed(NamedTuple):
    """A mention that constrains, with how it stands to the facts."""

    mention: Mention
    standing: Standing
    weight: float
    """How telling it is."""
    lacked: float
    """What it counts where a fact does not speak of it."""
    told: int
    """What it counts between two wordings."""


class _Asking:
    """A question made ready to be held against many facts."""

    def __init__(self, reading: Reading, context: Reading | None, router: Router) -> None:
        self._router = router
        self._reading = reading
        self._context = context
        named = self._named = [(item, router.standing(item)) for item in reading.distinct]
        self.told = [(standing, item.concepts, _told(standing.weight, item)) for item, standing in named]
        self.told_in_all = sum([told for *_, told in self.told])
        self._own = _weighed(named)
        self._small = self.told_in_all - sum([item.told for item in self._own])
        self._carried = self._instead = None
        if context is not None:
            self._carried = _weighed((item, router.standing(item)) for item in context.distinct)
            if not self._own and reading.asked:
                entities = (item for item in context.mentions if item.tagged("entity"))
                self._instead = _weighed((item, router.standing(item)) for item in entities)
        self.weight = sum([item.mention.weight for item in self._own])
        self.weight += sum([item.weight for item in reading.quantities]) + len(reading.timespans)
        self.plans = reading.modality is not Modality.STATED
        self.asks = reading.asks & _MATCHED_ASKS
        self.of_agent = self.asks == {Ask.AGENT}
        self.answering = frozenset([ask for item in self.asks for ask in COMPATIBLE.get(item, (item,))])

    def wanted(self) -> list[Weighed]:
        """What facts are looked up by: what the question names, and what a conversation carries over."""
        wanted: list[Weighed] = [
            (standing.concepts, standing.weight if item.weight > 0 else standing.weight * _UNWEIGHED)
            for item, standing in self._named
        ]
        if self._context is not None:
            carried = [self._router.standing(item) for item in self._context.mentions if item.weight > 0]
            wanted += [(standing.concepts, standing.weight * CONTEXT_WEIGHT) for standing in carried]
        wanted += [((f"number:{quantity.value}",), 1.0) for quantity in self._reading.quantities]
        return wanted

    def wanted_closely(self) -> list[Weighed]:
        """What the facts of a small base are looked up by as well: what they state and tell, and of which time."""
        wanted: list[Weighed] = [(standing.stated, standing.weight * _STATED) for _, standing in self._named]
        for span in self._reading.timespans:
            if span.year is not None:
                wanted.append(((f"year:{span.year}",), _TIMED))
            if (span.first_month, span.last_month) != (1, 12):
                wanted.append(((f"months:{span.first_month}-{span.last_month}",), _TIMED))
        wanted += [((f"figure:{id}",), _TELLING) for item, _ in self._named for id in item.of("measure")]
        if self.answering:
            wanted.append((tuple([f"ask:{ask}" for ask in sorted(self.answering)]), _TELLING))
        return wanted

    def scored(self, found: Sequence[int], profiles: Sequence[Profile]) -> list[Scored]:
        """Hold the question against facts, as far as that is quickly done."""
        asks, own = self.asks, self._own
        covered = _coverages(own, found, profiles, self._reading.quantities, claimed=self._reading.verification)
        carried = _coverages(self._carried, found, profiles) if self._carried is not None else None
        leaning = carried is not None and not own
        instead = _coverages(self._instead, found, profiles) if leaning and self._instead else carried
        least = self._router.least
        scored: list[Scored] = []
        for place, at in enumerate(found):
            profile = profiles[place]
            coverage, stated, shared = covered[place]
            shared += self._small
            scored.append(
                Scored(
                    profile,
                    at,
                    self,
                    coverage=instead[place][0] if leaning and instead is not None else coverage,
                    fits=1.0 if not asks else len(asks & profile.asks) / len(asks),
                    stated=stated,
                    in_context=None if carried is None else carried[place][0],
                    leaning=leaning,
                    # What the likeness to any wording is at most, where so much may be shared with one.
                    likest=min(1.0, 2 * shared / (self.told_in_all + least(at)) + _NOTHING) if shared else 0.0,
                )
            )
        return scored

    def likeness(self, at: int, profile: Profile) -> tuple[float, float]:
        """Return how alike the most similar wording is, and the most similar one that asks for the same thing."""
        return self._router.lanes(at, profile).likeness(at, self)

    def mismatches(self, at: int, profile: Profile) -> Iterator[Mismatch]:
        """Yield every constraint of the question that the fact does not meet."""
        standings = ((item.mention, item.standing.to(at)) for item in self._own)
        return self._router.constraints.mismatches(self._reading, profile, standings)


def _weighed(named: Iterable[tuple[Mention, Standing]]) -> list[_Weighed]:
    return [
        _Weighed(item, standing, standing.weight, standing.weight * item.weight, _told(standing.weight, item))
        for item, standing in named
        if item.weight > 0
    ]


_Covered = tuple[float, float, int]
"""The share of what a question names, by weight, that a fact speaks of, and that its statement names.

The second one counts each mention alike; it settles ties. The third is what the fact's wordings name, all together.
"""


def _coverages(
    telling: Sequence[_Weighed],
    found: Sequence[int],
    profiles: Sequence[Profile],
    quantities: Sequence[Quantity] = (),
    *,
    claimed: bool = False,
) -> list[_Covered]:
    """Return how much of what a question names each fact covers; facts that all of it stands alike to are one."""
    rows: list[list[int]] = [
        [any(quantity.agrees(value, unit, claimed=claimed) for value, unit in profile.numbers) for profile in profiles]
        for quantity in quantities
    ]
    for item in telling:
        standing, known = item.standing, item.standing.known
        rows.append([known[at] or standing.find(at) for at in found])
    if not rows:
        return [(0.0, 0.0, 0)] * len(found)
    columns = list(zip(*rows, strict=True))
    each = {column: _covered(column, telling, quantities) for column in set(columns)}
    return [each[column] for column in columns]


def _covered(column: Sequence[int], telling: Sequence[_Weighed], quantities: Sequence[Quantity]) -> _Covered:
    """Weigh up how all that a question names stands to a fact: first its quantities, then its mentions."""
    covered = total = 0.0
    stated = shared = 0
    for agrees, quantity in zip(column, quantities, strict=False):
        total += quantity.weight
        covered += quantity.weight * agrees
    for stands, (_, _, weight, lacked, told) in zip(column[len(quantities) :], telling, strict=True):
        if stands & PLAIN:
            covered += weight
            total += weight
        elif stands & _PARTLY:
            covered += 0.7 * weight
            total += weight
        else:
            total += lacked
        if stands & STATED:
            stated += 1
        if stands & WORDED:
            shared += told
    return (covered / total if total else 0.0), (stated / len(telling) if telling else 0.0), shared


_PARTLY = MET | LOOSE
"""What stands only in a quote, or in looser wordings, says less of what a fact is about."""
_NOTHING = 1e-9
"""What is less is but an error of rounding."""
_ONE = 1 << 40
"""The unit of the weights that are added up in lanes."""
_LANE = 64
"""The bits of a lane: what all mentions of a question add up to has to fit."""


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class _Lanes:
    """The wordings of a fact, a lane of one long integer each, so that a mention is added to all of them at once."""

    __slots__ = ("_asks", "_format", "_groups", "_lanes", "_size", "_totals", "least")

    def __init__(self, totals: Sequence[int], profile: Profile) -> None:
        # Wordings that ask for the same kinds of thing stand side by side; of those that say the same, one will do.
        least: dict[tuple[tuple[Ask, ...], frozenset[str]], int] = {}
        for wording, total in zip(profile.wordings, totals, strict=True):
            key = tuple(sorted(wording.asks)), wording.concepts
            least[key] = min(total, least.get(key, total))
        kept = sorted(least.items(), key=lambda item: item[0][0])
        self._totals = tuple(total for _, total in kept)
        self.least = min(self._totals, default=0)
        """What the mentions of the wording with the least to tell add up to."""
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

    def likeness(self, at: int, asking: _Asking) -> tuple[float, float]:
        """Return how alike the most similar wording is, and the most similar one that asks for the same thing."""
        lanes = self._lanes
        shared = 0
        for standing, concepts, told in asking.told:
            if not (standing.known[at] or standing.find(at)) & WORDED:
                continue
            speaking = 0
            for concept in concepts:
                if concept in lanes:
                    speaking |= lanes[concept]
            shared += speaking * told
        if not shared:
            return 0.0, 0.0 if asking.of_agent else 1.0
        each = struct.unpack(self._format, shared.to_bytes(self._size, "little"))
        in_all = asking.told_in_all
        alike = [part / (in_all + total) for part, total in zip(each, self._totals, strict=True)]
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
