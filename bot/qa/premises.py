"""What a question takes for granted that asks for something else ("why did exports fall?")."""

from __future__ import annotations

from bot.factbase.models import Fact
from bot.qa.mismatches import Constraint, Mismatch
from bot.qa.ranking import Scored
from bot.qa.slots import FIGURES, Ask, Reading

_CLAIMED = frozenset({Constraint.NUMBER, Constraint.DIRECTION, Constraint.PERIOD, Constraint.ENTITY})
"""What is claimed by asking why something is so."""
_DATES = frozenset({Ask.TIME, Ask.DATE})


def belies(reading: Reading, item: Scored) -> bool:
    """Say whether a fact meets a question but for what is asked for, and contradicts what that takes for granted."""
    granted = _granted(reading, item.profile.fact)
    if not granted or item.breaks(lambda mismatch: _is_asked(mismatch) or _is_denied(mismatch, granted)):
        return False
    return any(_is_denied(mismatch, granted) for mismatch in item.broken)


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
