"""Whether a fact holds for the time that a question names: a figure's own months, a state, what comes about."""

from __future__ import annotations

from collections.abc import Sequence

from bot.factbase.models import Fact, Modality
from bot.factbase.periods import Period
from bot.qa.profiles import Profile
from bot.qa.timespans import Timespan

_COVERED = frozenset({"half", "quarter", "months", "first_months", "to_month"})
"""What dates no document: a report on the first half is of that, and comes out after it."""


def is_measured(fact: Fact) -> bool:
    """Say whether a fact tells something measured, which holds for the time it was measured over and no other."""
    return fact.value is not None or fact.change is not None or (fact.measure is not None and fact.scope is not None)


def period_met(span: Timespan, profile: Profile, published: Sequence[Period], *, came_about: bool = False) -> bool:
    """Say whether a fact holds for the span that a question names, which may ask what came about in it.

    `published` are the dates of the documents that it rests on.
    """
    fact = profile.fact
    asked = span.as_period()
    if span.document and span.kind not in _COVERED:
        return asked is None or any(asked.overlaps(period) for period in published)
    if span.relative:
        return False
    if came_about and fact.period is not None and asked is not None and not is_measured(fact):
        borne_out = _borne_out(span.relation, asked, fact.period)
        if borne_out is not None:
            return borne_out
    if span.loosely and asked is not None and fact.period is not None and asked.contains(fact.period):
        return True
    # What comes about at one time and was said at another is not asked for by the time when it was said.
    dated = fact.period is not None and fact.period.start is not None and fact.modality is not Modality.STATED
    for period in (fact.period, None if dated and came_about else fact.as_of):
        if period is not None and span.same_days(period):
            return True
        if period is not None and asked is not None and (period.start is None or period.end is None):
            edge = period.start or period.end
            beyond = "after" if period.start is None else "before"  # what begins in a year has not begun before it
            if edge is not None and span.year == edge.year and span.relation != beyond:
                return True
    if asked is not None and span.relation == "as_of":
        return any(asked.overlaps(period) for period in (*published, *((fact.as_of,) if fact.as_of else ())))
    event = _event(fact) if came_about else None
    if event is not None and asked is not None and span.kind == "year" and span.relation == "in":
        return asked.contains(event)  # what came about in a part of a year came about in that year
    if fact.period is not None and is_measured(fact):
        # "By July 2023" is from January on, and "before July" up to June.
        return span.kind == "month" and _ends_with(span, fact.period)
    if any(_alike(span, other) for other in profile.timespans):
        return True
    if asked is None:
        return False
    if fact.period is not None:
        return asked.contains(fact.period) and fact.period.start is not None and fact.period.end is not None
    if fact.as_of is not None:
        return asked.overlaps(fact.as_of) or fact.as_of.contains(asked)
    return any(asked.overlaps(period) for period in published)


def denies(span: Timespan, fact: Fact, *, once: bool, figure: bool) -> bool:
    """Say whether the time of a fact leaves no room for the one that a claim names, which it does not hold for.

    It does for what comes about but `once`, for the very `figure` that is claimed, and for a start where it tells one.
    """
    if fact.period is None or span.relative:
        return False
    asked, begins, ends = span.as_period(), fact.period.start, fact.period.end
    last = None if asked is None else asked.start if span.relation == "before" else asked.end
    another_deadline = begins is None and span.relation == "by" and fact.modality is Modality.PLANNED
    if span.relation in ("before", "by") and ends is not None and last is not None and ends <= last:
        return another_deadline and once  # whatever has come about by then may well have done so before
    if asked is not None and span.relation in ("before", "after", "by") and begins is not None and ends is not None:
        inside = begins < (asked.start or begins) <= ends or begins <= (asked.end or ends) < ends
        if inside:
            return False  # in which part of its time it came about is not told
    if figure or once or begins is None or ends is not None:
        return figure or once
    if span.relation in ("before", "by"):
        return last is not None and last <= begins
    return not is_measured(fact) and span.relation in ("from", "as_of")


def is_planned_for(span: Timespan, fact: Fact, published: Sequence[Period]) -> bool:
    """Say whether a span may be the time of a plan that a fact tells to be for some time: none before it was told."""
    asked = span.as_period()
    if fact.modality is not Modality.PLANNED or fact.period is None or fact.period.end is None or asked is None:
        return False
    told = min((period.start for period in published if period.start is not None), default=None)
    time = asked.start or asked.end
    return told is not None and time is not None and told <= time


def _borne_out(relation: str, asked: Period, period: Period) -> bool | None:
    """Say whether what came about in, or from, a period did so before or after the time asked about; None if neither.

    That it came about by a time is borne out by an earlier one, and not denied by others.
    """
    begins, ends = period.start, period.end or period.start
    if begins is None or ends is None or asked.start is None or asked.end is None:
        return None
    match relation:
        case "before":
            return ends < asked.start or (None if begins < asked.start else False)
        case "after":
            return begins > asked.end or (None if ends > asked.end else False)
        case "by":
            return ends <= asked.end or None
        case _:
            return None


def _event(fact: Fact) -> Period | None:
    """The time in which something came about, where a fact tells that and no figure; None where it has no bounds."""
    period = fact.period
    bounded = period is not None and period.start is not None and period.end is not None
    return period if bounded and fact.value is fact.change is None else None


def _alike(span: Timespan, other: Timespan) -> bool:
    if span.bounds is not None and other.bounds is not None:
        return span.bounds == other.bounds
    if (span.year is None) != (other.year is None):
        return False
    return (
        (span.first_month, span.last_month, span.day) == (other.first_month, other.last_month, other.day)
        and not span.relative
        and (span.year is None or other.year is None or span.year == other.year)
        and span.kind != "year"
    )


def _ends_with(span: Timespan, period: Period) -> bool:
    """Say whether a period goes from January to the month by which, or before which, it is asked of."""
    if (
        period.start is None
        or period.end is None
        or period.start.month != 1
        or span.year not in (None, period.end.year)
    ):
        return False
    last = {"by": span.last_month, "before": span.last_month - 1}.get(span.relation)
    return last == period.end.month
