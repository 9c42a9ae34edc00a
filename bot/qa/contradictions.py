"""What a fact says otherwise than a question: what that claims, or takes for granted ("why did exports fall?")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, takewhile

from bot.factbase.models import Fact, Modality
from bot.qa.barriers import leaves_open, shortfalls
from bot.qa.figures import is_figure
from bot.qa.mentions import Mention
from bot.qa.mismatches import Constraint, Mismatch
from bot.qa.ranking import Ranking, Scored
from bot.qa.routing import Router
from bot.qa.sentences import stating
from bot.qa.slots import FIGURES, Ask, Reading
from bot.qa.thresholds import UNTOLD, Thresholds

_CLAIMED = frozenset({Constraint.NUMBER, Constraint.DIRECTION, Constraint.PERIOD, Constraint.ENTITY})
"""What is claimed by asking why something is so."""
_DATES = frozenset({Ask.TIME, Ask.DATE})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A fact, and what of a question it contradicts."""

    item: Scored
    contradicted: Sequence[Mismatch]
    unsure: bool = False
    """Whether a "not" makes the claim true or untrue was not found out: what the fact says tells."""


class Contradictions:
    """Finds the fact that contradicts one question, and meets it in all else."""

    def __init__(self, reading: Reading, router: Router, at: Thresholds) -> None:
        """Hold facts of one index against a question, by thresholds."""
        self._reading = reading
        self._router = router
        self._at = at

    def of_claim(self, candidates: Ranking) -> Contradiction | None:
        """Find the fact that contradicts what the question asserts, or tells whether it is so; None where none does."""
        if not self._reading.verification:
            return None
        # Of facts that are as like the question, the figure itself is what corrects it.
        top = candidates[0].score if candidates else 0.0

        def order(item: Scored) -> tuple[int, bool]:
            wrong = sum(mismatch.contradicted for mismatch in item.mismatches)
            return wrong, not (is_figure(item.profile.fact) and item.score >= top - self._at.tie)

        for item in sorted(candidates.where(self._contradicts), key=order):
            contradicted = [m for m in item.mismatches if m.contradicted]
            sorts = {m.constraint for m in contradicted}
            misnamed = sum(m.constraint is Constraint.ENTITY for m in contradicted)
            if misnamed > 1 and not self._is_about(item):
                continue  # it is about others altogether
            if sorts == {Constraint.ENTITY} and item.open_weight >= UNTOLD:
                continue  # whatever they are, the fact says nothing of what is claimed of them
            if self._reading.comparison and sorts == {Constraint.DIRECTION}:
                continue  # that is said of the other side of what is compared
            if sorts >= {Constraint.DIRECTION, Constraint.PERIOD}:
                continue  # how it went at another time
            denied = Constraint.NEGATION in sorts
            if denied and (item.likeness < self._at.claim_likeness or Constraint.PERIOD in sorts):
                continue  # it denies something else, or of another time
            if item.score < top - self._at.much and sorts == {Constraint.PERIOD}:
                continue  # that something else is of another time corrects nothing
            if self._is_meant(item, contradicted):
                return Contradiction(item, contradicted, unsure=denied)
        return None

    def of_premise(self, candidates: Ranking) -> Contradiction | None:
        """Find the fact that contradicts what the question takes for granted; None where none does."""
        if self._reading.verification or self._reading.modality is not Modality.STATED:
            return None
        top = candidates[0].score
        least = top - self._at.margin
        granting = candidates.where(
            lambda item: item.at_most >= least and bool(_granted(self._reading, item.profile.fact))
        )
        for item in takewhile(lambda item: item.score >= least, granting):
            if not self._belies(item) or leaves_open(item, self._at):
                continue
            contradicted = [m for m in item.broken if m.contradicted]
            if item.score < top - self._at.tie and any(m.constraint is Constraint.ENTITY for m in contradicted):
                continue  # it is about others altogether
            if item.likeness >= self._at.asked_floor and self._is_meant(item, contradicted):
                return Contradiction(item, contradicted)
        return None

    def telling(self, found: Contradiction, candidates: Ranking) -> Scored:
        """The fact that says itself who it is instead, where only the sentence of the one that was found does."""
        item = found.item
        for part in (mismatch.part for mismatch in found.contradicted if mismatch.constraint is Constraint.ENTITY):
            if isinstance(part, Mention):
                kinds = {self._reading.kinds[id] for id in part.of("entity")}
                names = chain.from_iterable(item.profile.fact.exclusive.values())
                instead = {id for id in names if self._reading.kinds.get(id) in kinds}
                return stating(instead, item, candidates) or item
        return item

    def _is_about(self, item: Scored) -> bool:
        """Say whether a fact is about a name in the question that tells it from most others."""
        return any(
            id in item.profile.entities and self._router.telling(f"entity:{id}") >= self._at.telling
            for id in self._reading.entities
        )

    def _contradicts(self, item: Scored) -> bool:
        """Say whether a fact says otherwise than the question, and meets it in all else."""
        if item.breaks(lambda mismatch: mismatch.contradicted):
            return False
        return bool(item.broken) and not leaves_open(item, self._at)

    def _belies(self, item: Scored) -> bool:
        """Say whether a fact contradicts what the question takes for granted, all else met but what is asked for."""
        granted = _granted(self._reading, item.profile.fact)
        if item.breaks(lambda mismatch: _is_asked(mismatch) or _is_denied(mismatch, granted)):
            return False
        return any(_is_denied(mismatch, granted) for mismatch in item.broken)

    def _is_meant(self, item: Scored, contradicted: Sequence[Mismatch]) -> bool:
        """Say whether a fact is the one that the question is about, were it not for what the fact contradicts."""
        if item.coverage >= self._at.coverage_floor:
            return True
        claim = self._reading.without([mismatch.part for mismatch in contradicted if mismatch.part is not None])
        candidates = self._router.candidates(claim)
        least = candidates[0].score - self._at.margin if candidates else 0.0
        same = (other for other in candidates.unranked() if other.profile is item.profile)
        return any(other.score >= least and next(shortfalls(other, self._at), None) is None for other in same)


def _is_asked(mismatch: Mismatch) -> bool:
    return mismatch.constraint is Constraint.ASKED


def _is_denied(mismatch: Mismatch, granted: frozenset[Constraint]) -> bool:
    return mismatch.contradicted and mismatch.constraint in granted


def _granted(reading: Reading, fact: Fact) -> frozenset[Constraint]:
    """The constraints by which a question takes something for granted, of all that a fact may contradict.

    Which of several it is, or who did it, takes nothing for granted: "who came second?" is not denied by who was first.
    """
    if Ask.REASON in reading.asks:
        return _CLAIMED
    changed = frozenset({Constraint.DIRECTION} if fact.change is not None else ())
    if not FIGURES.isdisjoint(reading.asks):
        return changed
    if _DATES.isdisjoint(reading.asks):
        return frozenset()
    return changed | {Constraint.NUMBER} if reading.quantities else changed
