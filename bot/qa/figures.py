"""Facts that state a figure, and how one figure stands to another."""

from __future__ import annotations

from bot.factbase.models import Fact


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
