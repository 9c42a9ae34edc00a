"""Facts that rest on one sentence, and what one of them may meet for another."""

from __future__ import annotations

from collections.abc import Iterable, Set

from bot.factbase.models import Modality
from bot.qa.figures import is_figure
from bot.qa.mismatches import Constraint, Mismatch
from bot.qa.ranking import Scored

_SHARED = frozenset({Constraint.WORD, Constraint.ENTITY, Constraint.NUMBER, Constraint.ASKED})
"""What one fact of a sentence may meet for another."""
_MEASURED = frozenset({Constraint.MEASURE})
_TIMED = _MEASURED | {Constraint.PERIOD}


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


def _apart(mismatch: Mismatch) -> frozenset[Constraint]:
    """What keeps another fact from meeting it: a number tells by itself of which time it is."""
    return _MEASURED if mismatch.constraint is Constraint.NUMBER else _TIMED


def met_by(mismatch: Mismatch, other: Scored) -> bool:
    """Say whether another fact of the sentence, of the same time and measure, meets what one does not."""
    return (
        may_be_met(mismatch)
        and not any(m.alone or m.constraint in _apart(mismatch) for m in other.mismatches)
        and not any(m.words == mismatch.words for m in other.mismatches)
    )


def stating(names: Set[str], item: Scored, candidates: Iterable[Scored]) -> Scored | None:
    """The likeliest fact of the same sentence that states what is so of some ids which `item` does not state."""
    unsaid = names - item.profile.said
    beside = (other for other in candidates if of_one_sentence(item, other)) if unsaid else ()
    told = (other for other in beside if other.profile.fact.modality is Modality.STATED)
    return next((other for other in told if not unsaid.isdisjoint(other.profile.said)), None)
