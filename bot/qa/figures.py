"""Facts that state a figure, and how one figure stands to another."""

from __future__ import annotations

from bot.factbase.models import Fact, Figure
from bot.qa.languages import DEFAULT, language

PERCENT = "%"
POINTS = "percentage points"


def is_figure(fact: Fact) -> bool:
    """Say whether a fact is a level or a change of something measured."""
    return fact.value is not None or fact.change is not None


def are_rivals(one: Fact, other: Fact) -> bool:
    """Say whether two figures are of one measure and one sort (level or change), and differ in scope or period."""
    same = one.measure == other.measure and (one.value is None, one.change is None) == (
        other.value is None,
        other.change is None,
    )
    return same and is_figure(one) and (one.scope, one.period) != (other.scope, other.period)


def figure_of(fact: Fact) -> Figure:
    """The figure that a fact states, a level before a change; raise ValueError where it states none."""
    figure = fact.value or fact.change
    if figure is None:
        raise ValueError(f"{fact.id} states no figure")
    return figure


def unit_of(figure: Figure) -> str | None:
    """The unit in one spelling."""
    unit = (figure.unit or "").strip().casefold()
    return PERCENT if unit in ("%", "percent", "per cent") else unit or None


def same_subject(one: Fact, other: Fact) -> bool:
    """Say whether two figures are of the same thing: one measure, scope, time and whereabouts."""
    return (
        (one.measure, one.scope, one.place) == (other.measure, other.scope, other.place)
        and same_time(one, other)
        and about(one) == about(other)
    )


def same_time(one: Fact, other: Fact) -> bool:
    """Say whether two figures hold for the same days; figures of no closed span of time hold at some moment each."""
    if one.period is not None and other.period is not None:
        return one.period.same_days(other.period) or not (spans(one) or spans(other))
    return not (spans(one) or spans(other))


def spans(fact: Fact) -> bool:
    """Say whether a figure is given for a closed span of time."""
    return fact.period is not None and fact.period.start is not None and fact.period.end is not None


def about(fact: Fact) -> frozenset[str]:
    """Whom and what a figure is about, beside what it counts and who says so."""
    return frozenset(fact.entities) - {fact.scope, fact.place, *fact.said_by}


def currency_of(unit: str) -> str | None:
    """The code of the currency that a unit names ("US dollars"), None where it names none."""
    words = unit.casefold().split()
    return next((code for name, code in language(DEFAULT).currencies.items() if name in words), None)
