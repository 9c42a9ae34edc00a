"""What keeps a candidate from being the answer, whatever constraints it meets."""

from __future__ import annotations

from collections.abc import Iterator

from bot.qa.figures import is_figure
from bot.qa.mismatches import Constraint
from bot.qa.ranking import Scored
from bot.qa.sentences import of_one_sentence
from bot.qa.slots import FIGURES, Reading
from bot.qa.thresholds import Thresholds


def knows_not(other: Scored, item: Scored, at: Thresholds) -> bool:
    """Say whether another fact is far more like the question, and only lacks what is asked for."""
    if item.in_context is not None and in_series(item, other):
        return False  # its change is no other thing
    return (
        other.likeness >= item.likeness + at.much
        and other.score >= item.score - at.margin
        and other.breaks_only(Constraint.ASKED)
    )


def shortfalls(item: Scored, at: Thresholds) -> Iterator[str]:
    """Name each threshold below which a candidate stays, whatever constraints it meets."""
    if item.coverage < at.coverage_floor:
        yield f"coverage below {at.coverage_floor:g}"
    if item.score < at.score_floor:
        yield f"score below {at.score_floor:g}"
    if item.asked_likeness < at.asked_floor:
        yield f"asked likeness below {at.asked_floor:g}"
    if leaves_open(item, at):
        yield f"open share above {_most_open(item, at):.2f}"


def leaves_open(item: Scored, at: Thresholds) -> bool:
    """Say whether a fact leaves more of a question open than an answer may."""
    return item.open_share > _most_open(item, at) and not _is_talk(item, at)


def _most_open(item: Scored, at: Thresholds) -> float:
    """The most of a question that may be open: the more, the more it is like a known wording."""
    return max(0.0, at.open_share - at.open_unlike * (1 - item.likeness))


def _is_talk(item: Scored, at: Thresholds) -> bool:
    """Say whether what a fact leaves open of a question is so little that it may be talk around it."""
    alike = item.likeness >= at.likeness
    if item.open_weight > (at.open_words if alike else at.open_words_unlike):
        return False
    if item.in_context is not None:
        return True  # of so few words any is a great share
    return alike and not any(mismatch.known for mismatch in item.mismatches)


def barred(item: Scored, best: Scored, reading: Reading, at: Thresholds) -> bool:
    """Say whether a fact is too far behind the one most like the question to be its answer.

    A figure of the same measure and scope for another time is no bar: the question tells them apart by the time.
    """
    if item is best and not (reading.verification and reading.quantities):
        return False
    if reading.verification:
        if is_of_its_time(item, best, reading) and not reading.quantities:
            return False
        # A claim is about the fact most like it, and no other confirms it.
        return item.score < best.score - at.tie or (bool(reading.quantities) and item.likeness < at.claim_likeness)
    if item.profile.fact.period is None and best.breaks_only(Constraint.PERIOD):
        return item.score < best.score  # a figure of another time: what holds at any time is no answer
    if is_of_its_time(item, best, reading):
        return False
    if reading.entities and _is_what_is_told_of(item, best):
        return False
    if item.score < best.score - at.close and best.breaks_only(Constraint.ASKED):
        # What is asked for is not known of the very thing; a conversation says in few words which thing that is.
        return item.in_context is None or item.coverage < best.coverage or not _counts_alike(item, best)
    return item.score < best.score - at.margin and not in_series(item, best)


def _is_what_is_told_of(item: Scored, other: Scored) -> bool:
    """Say whether one fact is the figure that the other tells more of in the same sentence (who counted it)."""
    one, two = item.profile.fact, other.profile.fact
    same = (one.measure, one.scope, one.period) == (two.measure, two.scope, two.period)
    return same and is_figure(one) and not is_figure(two) and of_one_sentence(item, other)


def in_series(item: Scored, other: Scored) -> bool:
    """Say whether two facts are figures of the same measure and scope."""
    one, two = item.profile.fact, other.profile.fact
    return (one.measure, one.scope) == (two.measure, two.scope) and is_figure(one) and is_figure(two)


def _counts_alike(item: Scored, other: Scored) -> bool:
    """Say whether a fact is a figure of the measure that another is of."""
    measure = item.profile.fact.measure
    return is_figure(item.profile.fact) and measure is not None and measure == other.profile.fact.measure


def is_of_its_time(item: Scored, best: Scored, reading: Reading) -> bool:
    """Say whether a fact is the figure asked for, where the one most like the question is of another time."""
    return (
        is_figure(item.profile.fact)
        and item.profile.fact.period is not None
        and item.profile.fact.measure == best.profile.fact.measure
        and (not reading.asks or is_figure(best.profile.fact) or not FIGURES.isdisjoint(reading.asks))
        and best.breaks_only(Constraint.PERIOD)
    )
