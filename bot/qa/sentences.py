"""Facts that rest on one sentence, and what one of them may meet for another."""

from __future__ import annotations

from bot.qa.figures import is_figure
from bot.qa.mismatches import Constraint, Mismatch
from bot.qa.ranking import Scored

_SHARED = frozenset({Constraint.WORD, Constraint.ENTITY, Constraint.NUMBER, Constraint.ASKED})
"""What one fact of a sentence may meet for another."""


def of_one_sentence(one: Scored, other: Scored) -> bool:
    """Say whether two facts rest on one sentence, and are not two figures of different things in it."""
    if one is other or one.profile.places.isdisjoint(other.profile.places):
        return False
    first, second = one.profile.fact, other.profile.fact
    return not (is_figure(first) and is_figure(second) and first.measure != second.measure)


def misses_measure(item: Scored) -> bool:
    return any(mismatch.constraint is Constraint.MEASURE for mismatch in item.mismatches)


def may_be_met(mismatch: Mismatch) -> bool:
    """Say whether it is for another fact of the sentence to meet what one does not."""
    return mismatch.constraint in _SHARED and not (mismatch.contradicted or mismatch.alone)


def met_by(mismatch: Mismatch, other: Scored) -> bool:
    """Say whether another fact of the sentence, of the same time and measure, meets what one does not."""
    return (
        may_be_met(mismatch)
        and not any(m.alone or m.constraint in (Constraint.PERIOD, Constraint.MEASURE) for m in other.mismatches)
        and not any(m.words == mismatch.words for m in other.mismatches)
    )
