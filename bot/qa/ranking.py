"""The facts that a question may be about, best first, each weighed no sooner than it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heapify, heappop, heapreplace
from itertools import chain, islice
from typing import Protocol, overload

from bot.factbase.models import Modality
from bot.qa.mismatches import Constraint, Mismatch, broken, open_share, open_weight
from bot.qa.profiles import Profile

CONTEXT_WEIGHT = 0.35
"""What the meanings carried over from a conversation count, beside the question's own."""

_STATED = 0.02
"""What it adds to a score that the statement itself, not a wording alone, names what a question names."""


class Holding(Protocol):
    """A question that is held against a fact more closely, which is done only for facts that come into question."""

    weight: float
    """What all that it names weighs."""
    plans: bool
    """Whether it asks about something planned, expected or possible, as such."""

    def likeness(self, at: int, profile: Profile) -> tuple[float, float]:
        """How alike the question and the fact's most similar wording are, and the most similar that asks the same."""
        ...

    def mismatches(self, at: int, profile: Profile) -> Iterator[Mismatch]:
        """Every constraint of the question that the fact does not meet, each found out when it is come to."""
        ...


class Scored:
    """A fact held against a question. All parts are in 0–1; what takes time is worked out once, and when needed."""

    __slots__ = (
        "_alike",
        "_at",
        "_broken",
        "_found",
        "_left",
        "_mismatches",
        "_open_share",
        "_open_weight",
        "_question",
        "_score",
        "at_most",
        "coverage",
        "fits",
        "in_context",
        "leaning",
        "likest",
        "profile",
        "stated",
    )

    def __init__(
        self,
        profile: Profile,
        at: int,
        question: Holding,
        *,
        coverage: float,
        fits: float,
        stated: float,
        in_context: float | None,
        leaning: bool,
        likest: float,
    ) -> None:
        """Hold the fact at a position to a `question`; `likest` is what its likeness to a wording is at most."""
        self.profile = profile
        self._at = at
        self._question = question
        self.coverage = coverage
        """How much of the question, by weight, the fact speaks of."""
        self.fits = fits
        """The share of the kinds of thing asked for that the fact can tell."""
        self.stated = stated
        """The share of what the question names that the fact's statement names; it settles ties."""
        self.in_context = in_context
        """How much of what a conversation carries over the fact speaks of; None for a question that stands alone."""
        self.leaning = leaning
        """The question names nothing of its own, so that what is carried over is all there is to cover."""
        self.likest = coverage if leaning else likest
        """What its likeness is at most."""
        self.at_most = self._scored(likest)
        """What the score is where a wording is as like the question as can be: it is never above that."""
        self._alike: tuple[float, float] | None = None
        self._score: float | None = None
        self._found: list[Mismatch] = []
        self._left: Iterator[Mismatch] | None = None
        self._mismatches: tuple[Mismatch, ...] | None = None
        self._broken: tuple[Mismatch, ...] | None = None
        self._open_weight: float | None = None
        self._open_share: float | None = None

    @property
    def score(self) -> float:
        """How likely the fact is meant."""
        if self._score is None:
            self._score = self._scored(self._likenesses()[0])
        return self._score

    @property
    def is_otherwise_put(self) -> bool:
        """Whether the fact tells what is planned where the question asks what is so, or the other way round."""
        return (self.profile.fact.modality is not Modality.STATED) is not self._question.plans

    def reaches(self, least: float) -> bool:
        """Say whether it scores so much; often what it scores at most is enough to know."""
        return self.at_most >= least and self.score >= least

    def _scored(self, likeness: float) -> float:
        if self.leaning:
            score = 0.8 * self.coverage + 0.1 * likeness + 0.1 * self.fits
        else:
            score = 0.5 * self.coverage + 0.4 * likeness + 0.1 * self.fits
            if score:
                score += _STATED * self.stated
        return score if self.in_context is None else (score + CONTEXT_WEIGHT * self.in_context) / (1 + CONTEXT_WEIGHT)

    def _likenesses(self) -> tuple[float, float]:
        if self._alike is None:
            self._alike = self._question.likeness(self._at, self.profile)
        return self._alike

    @property
    def likeness(self) -> float:
        """How alike the question and the fact's most similar wording are."""
        return self.coverage if self.leaning else self._likenesses()[0]

    @property
    def asked_likeness(self) -> float:
        """The same for its wordings that ask for the same kind of thing (when, who, how many)."""
        if self.leaning:
            return self.coverage
        own = self._likenesses()[1]
        # What a conversation goes on about is put in few words: much of a wording was said before.
        return own if self.in_context is None or not self.fits else max(own, self.coverage * self.in_context)

    @property
    def carried(self) -> float:
        """How much of what a conversation carries over the fact speaks of; 0 for a question that stands alone."""
        return self.in_context or 0.0

    @property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """Every constraint of the question that the fact does not meet."""
        if self._mismatches is None:
            self._mismatches = tuple(self.unmet())
        return self._mismatches

    def unmet(self) -> Iterator[Mismatch]:
        """Yield the same one by one, for those who may do with the first ones: no more is found out than is taken."""
        if self._left is None:
            self._left = self._question.mismatches(self._at, self.profile)
        at = 0
        while at < len(self._found) or self._find_next(self._left):
            yield self._found[at]
            at += 1

    def _find_next(self, left: Iterator[Mismatch]) -> bool:
        mismatch = next(left, None)
        if mismatch is None:
            return False
        self._found.append(mismatch)
        return True

    def breaks(self, but_for: Callable[[Mismatch], bool] = lambda _: False) -> bool:
        """Say whether there is any whole constraint that the fact does not meet, but for some."""
        return any(item.constraint is not Constraint.WORD and not but_for(item) for item in self.unmet())

    @property
    def broken(self) -> tuple[Mismatch, ...]:
        """The whole constraints that the fact does not meet."""
        if self._broken is None:
            self._broken = broken(self.mismatches)
        return self._broken

    @property
    def open_weight(self) -> float:
        """The weight of the words it leaves unaccounted for."""
        if self._open_weight is None:
            self._open_weight = open_weight(self.mismatches)
        return self._open_weight

    @property
    def open_share(self) -> float:
        """The share of the question that these words are; all of it where one is decisive."""
        if self._open_share is None:
            self._open_share = open_share(self.mismatches, self._question.weight)
        return self._open_share


class Ranking(Sequence[Scored]):
    """Candidates by score, the best first, put in order only as far as somebody looks."""

    def __init__(self, candidates: Iterable[Scored]) -> None:
        self._ranked: list[Scored] = []
        # What is not weighed yet waits where it would stand at most: it comes to its turn too early, never too late.
        # Of what is as likely for a question that stands alone, what is so comes before what is planned, unless plans
        # are what it asks about.
        self._waiting = [
            (
                -item.at_most,
                item.in_context is None and item.is_otherwise_put,
                item.profile.fact.id,
                False,
                item,
            )
            for item in candidates
        ]
        heapify(self._waiting)

    def where(self, condition: Callable[[Scored], bool]) -> Ranking:
        """Those that meet a condition, in the same order."""
        kept = Ranking(())
        kept._ranked = [item for item in self._ranked if condition(item)]
        kept._waiting = [entry for entry in self._waiting if condition(entry[4])]
        heapify(kept._waiting)
        return kept

    def unranked(self) -> Iterator[Scored]:
        """Yield all of them in any order, which weighs none."""
        return chain(self._ranked, [entry[4] for entry in self._waiting])

    def _rank(self, count: int) -> None:
        """Put so many in order."""
        waiting = self._waiting
        while waiting and len(self._ranked) < count:
            _, planned, id, weighed, item = waiting[0]
            if weighed:
                heappop(waiting)
                self._ranked.append(item)
            else:
                heapreplace(waiting, (-item.score, planned, id, True, item))

    def __len__(self) -> int:
        return len(self._ranked) + len(self._waiting)

    @overload
    def __getitem__(self, at: int) -> Scored: ...
    @overload
    def __getitem__(self, at: slice) -> list[Scored]: ...
    def __getitem__(self, at: int | slice) -> Scored | list[Scored]:
        count = len(self)
        self._rank(max(range(count)[at], default=-1) + 1 if isinstance(at, slice) else range(count)[at] + 1)
        return self._ranked[at]

    def __iter__(self) -> Iterator[Scored]:
        ranked = self._ranked
        for at in range(len(self)):
            if at == len(ranked):
                self._rank(at + 1)
            yield ranked[at]


class Rankings(Sequence[Scored]):
    """Several rankings, one after the other."""

    def __init__(self, rankings: Iterable[Sequence[Scored]]) -> None:
        self._rankings = tuple(rankings)

    def __len__(self) -> int:
        return sum(map(len, self._rankings))

    @overload
    def __getitem__(self, at: int) -> Scored: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Scored, ...]: ...
    def __getitem__(self, at: int | slice) -> Scored | tuple[Scored, ...]:
        return tuple(self)[at]

    def __iter__(self) -> Iterator[Scored]:
        return chain.from_iterable(self._rankings)


def nearest_of(candidates: Sequence[Scored]) -> Scored:
    """The candidate at the least distance; all but the first come best first."""
    best, least = candidates[0], _distance(candidates[0])
    for item in islice(candidates, 1, None):
        if -item.score > least[0]:
            break  # what it breaks with can only add to that
        distance = _distance(item)
        if distance < least:
            best, least = item, distance
    return best


def _distance(item: Scored) -> tuple[float, str]:
    """How far a fact is from the question: what it scores less, and each thing named that it breaks with."""
    return 0.1 * len({mismatch.words for mismatch in item.broken}) - item.score, item.profile.fact.id
