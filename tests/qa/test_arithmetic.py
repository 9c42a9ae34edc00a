"""Figures worked out from figures, exactly, and what stands in the way."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from asking import Desk
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.factbase.models import Fact, Figure
from bot.factbase.periods import parse_period
from bot.qa.arithmetic import Obstacle, Operation, Outcome, Refusal, Result, Span, before, hold_against, rate, write

BOUNDED = settings(max_examples=300, deadline=None, derandomize=True)
ABOVE = {"bore": frozenset({"bore", "tide"}), "severn": frozenset({"severn", "england"})}
_STEPS: dict[type, Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def evaluated(formula: str) -> Fraction:
    """The exact value of a formula as a reader would key it in."""

    def walk(node: ast.expr) -> Fraction:
        match node:
            case ast.BinOp(left=left, op=op, right=right):
                return _STEPS[type(op)](walk(left), walk(right))
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return -walk(inner)
            case ast.Constant():
                return Fraction(ast.unparse(node).strip("'"))
        raise AssertionError(ast.dump(node))

    plain = formula.replace(",", "").replace("×", "*")
    # Every number as a string, so that none goes through a float.
    return walk(ast.parse(_quoted(plain), mode="eval").body)


def _quoted(formula: str) -> str:
    return "".join(f"'{part}'" if part[:1].isdigit() else part for part in _parts(formula))


def _parts(formula: str) -> list[str]:
    parts = [""]
    for char in formula:
        number = char.isdigit() or char == "."
        if parts[-1] and (parts[-1][-1].isdigit() or parts[-1][-1] == ".") == number:
            parts[-1] += char
        else:
            parts.append(char)
    return parts


@pytest.fixture(scope="session")
def crossings(tides: Desk) -> Fact:
    """A count over half a year."""
    return replace(
        tides.fact("severn-bore-height"),
        id="rides-2021",
        value=Figure(Decimal(1200), "rides"),
        period=parse_period("2021-01/2021-06"),
        as_of=None,
    )


def grown(fact: Fact, change: Decimal, basis: str | None = "the first half of 2020", unit: str = "%") -> Fact:
    return replace(fact, id="growth", value=None, change=Figure(change, unit), change_basis=basis)


def obstacle(outcome: Outcome) -> Obstacle:
    assert isinstance(outcome, Refusal)
    return outcome.obstacle


def result(outcome: Outcome) -> Result:
    assert isinstance(outcome, Result)
    return outcome


# Rates.


@pytest.mark.parametrize(
    ("span", "formula", "value"),
    [
        (Span.DAY, "1,200 / 181", Fraction(1200, 181)),
        (Span.WEEK, "1,200 / 181 × 7", Fraction(8400, 181)),
        (Span.MONTH, "1,200 / 6", Fraction(200)),
        (Span.QUARTER, "1,200 / 2", Fraction(600)),
    ],
)
def test_a_count_is_spread_over_the_spans_of_its_period(
    crossings: Fact, span: Span, formula: str, value: Fraction
) -> None:
    found = result(rate(crossings, span))
    assert (found.formula, found.value) == (formula, value)


def test_a_count_is_not_stretched_beyond_its_period(crossings: Fact) -> None:
    assert obstacle(rate(crossings, Span.YEAR)) is Obstacle.SPAN
    assert obstacle(rate(replace(crossings, period=parse_period("2021-01/2021-04")), Span.QUARTER)) is Obstacle.SPAN
    assert obstacle(rate(replace(crossings, period=parse_period("2021-01-05/2021-03-20")), Span.MONTH)) is Obstacle.SPAN
    assert obstacle(rate(replace(crossings, period=parse_period("2021-01-05")), Span.DAY)) is Obstacle.SPAN


def test_what_is_no_count_over_time_has_no_rate(crossings: Fact) -> None:
    assert obstacle(rate(replace(crossings, period=None), Span.MONTH)) is Obstacle.NO_PERIOD
    assert obstacle(rate(replace(crossings, period=parse_period("2021/..")), Span.MONTH)) is Obstacle.NO_PERIOD
    assert obstacle(rate(replace(crossings, value=Figure(Decimal(5), "%")), Span.MONTH)) is Obstacle.NOT_COUNTED
    assert obstacle(rate(crossings, Span.MONTH, counted=False)) is Obstacle.NOT_COUNTED
    assert obstacle(rate(grown(crossings, Decimal(5)), Span.MONTH)) is Obstacle.NO_LEVEL


# What a change says of the time before it.


def test_a_change_leads_back_to_what_was_before(crossings: Fact) -> None:
    growth = grown(crossings, Decimal(50))
    assert result(before(crossings, growth)).formula == "1,200 / 1.5"
    assert result(before(crossings, growth)).value == 800
    assert result(before(crossings, growth, Operation.INCREASE)).formula == "1,200 - 1,200 / 1.5"
    assert result(before(crossings, growth, Operation.INCREASE)).value == 400
    assert result(before(crossings, growth, Operation.FACTOR)).formula == "1 + 50 / 100"
    assert result(before(crossings, grown(crossings, Decimal(-25)))).value == 1600


def test_the_level_is_named_before_the_change(crossings: Fact) -> None:
    growth = grown(crossings, Decimal(50))
    assert [fact.id for fact in result(before(crossings, growth)).facts] == ["rides-2021", "growth"]


def test_a_change_against_nobody_knows_what_leads_nowhere(crossings: Fact) -> None:
    growth = grown(crossings, Decimal(50))
    assert obstacle(before(crossings, None)) is Obstacle.NO_CHANGE
    assert obstacle(before(None, growth)) is Obstacle.NO_LEVEL
    assert obstacle(before(crossings, replace(growth, change_basis=None))) is Obstacle.NO_BASIS
    assert obstacle(before(crossings, grown(crossings, Decimal(50), unit="percentage points"))) is Obstacle.UNITS
    assert obstacle(before(crossings, grown(crossings, Decimal(-100)))) is Obstacle.ZERO


# One figure held against another.


def held(operation: Operation, one: Fact, other: Fact) -> Outcome:
    return hold_against(operation, one, other, ABOVE)


def test_figures_that_differ_in_one_respect_are_held_against_each_other(crossings: Fact) -> None:
    elsewhere = replace(
        crossings, id="other", place="qiantang", entities=("qiantang", "bore"), value=Figure(Decimal(300), "rides")
    )
    assert result(held(Operation.RATIO, elsewhere, crossings)).formula == "1,200 / 300"
    assert result(held(Operation.DIFFERENCE, elsewhere, crossings)).value == 900
    assert result(held(Operation.SUM, elsewhere, crossings)).formula == "300 + 1,200"
    assert [fact.id for fact in result(held(Operation.RATIO, elsewhere, crossings)).facts] == ["other", "rides-2021"]


def test_a_share_is_of_what_the_part_belongs_to(crossings: Fact) -> None:
    whole = replace(
        crossings, id="all", scope="tide", entities=("severn", "tide"), value=Figure(Decimal(4800), "rides")
    )
    assert result(held(Operation.SHARE, crossings, whole)).formula == "1,200 / 4,800 × 100"
    assert result(held(Operation.SHARE, whole, crossings)).value == 25
    assert obstacle(held(Operation.SHARE, crossings, replace(whole, scope="ferry"))) is Obstacle.SCOPES
    assert obstacle(held(Operation.SUM, crossings, whole)) is Obstacle.SCOPES


@pytest.mark.parametrize("operation", [Operation.RATIO, Operation.DIFFERENCE, Operation.SHARE, Operation.SUM])
def test_other_periods_and_other_scopes_at_once_are_kept_apart(crossings: Fact, operation: Operation) -> None:
    whole = replace(crossings, id="all", scope="tide", period=parse_period("2021-01/2021-07"))
    assert obstacle(held(operation, crossings, whole)) is Obstacle.PERIODS


def test_other_times_are_compared_only_where_they_are_as_long(crossings: Fact) -> None:
    later = replace(crossings, id="later", period=parse_period("2022-01/2022-06"))
    year = replace(crossings, id="year", period=parse_period("2022"))
    assert result(held(Operation.RATIO, crossings, later)).value == 1
    assert obstacle(held(Operation.DIFFERENCE, crossings, year)) is Obstacle.PERIODS
    assert result(held(Operation.SUM, crossings, year)).value == 2400
    assert obstacle(held(Operation.SHARE, crossings, later)) is Obstacle.PERIODS


def test_units_have_to_be_the_same(crossings: Fact) -> None:
    other = replace(crossings, id="other", value=Figure(Decimal(5), "metres"))
    assert obstacle(held(Operation.RATIO, crossings, other)) is Obstacle.UNITS
    assert obstacle(held(Operation.DIFFERENCE, crossings, grown(crossings, Decimal(5)))) is Obstacle.UNITS


def test_percentages_of_one_thing_differ_in_points_and_those_of_different_things_do_not(tides: Desk) -> None:
    share = replace(tides.fact("severn-bore-height"), value=Figure(Decimal(50), "%"))
    planned = replace(share, id="plan", value=Figure(Decimal(75), "%"), period=parse_period("../2022"))
    found = result(held(Operation.POINTS, share, planned))
    assert (found.formula, found.unit, found.hedged) == ("75 - 50", "percentage points", False)
    elsewhere = replace(planned, place="qiantang", entities=("qiantang", "bore"))
    assert obstacle(held(Operation.POINTS, share, elsewhere)) is Obstacle.SUBJECTS


def test_changes_are_compared_only_where_it_is_known_what_they_are_against(crossings: Fact) -> None:
    one, other = (
        grown(crossings, Decimal(50)),
        replace(grown(crossings, Decimal(20)), id="b", scope="tide", entities=("severn",)),
    )
    assert result(held(Operation.POINTS, one, other)).value == 30
    assert obstacle(held(Operation.POINTS, one, replace(other, change_basis=None))) is Obstacle.NO_BASIS


def test_nothing_is_divided_by_nothing(crossings: Fact) -> None:
    none = replace(crossings, id="none", place="qiantang", value=Figure(Decimal(0), "rides"))
    assert obstacle(held(Operation.RATIO, crossings, none)) is Obstacle.ZERO


# What holds for all figures.

amounts = st.decimals(min_value=1, max_value=10**12, places=2).map(Decimal.normalize)


@BOUNDED
@given(
    one=amounts,
    other=amounts,
    change=st.decimals(min_value=-99, max_value=900, places=1),
    span=st.sampled_from([Span.DAY, Span.WEEK, Span.MONTH, Span.QUARTER]),
    approximate=st.booleans(),
)
def test_a_result_is_what_its_formula_comes_to(
    crossings: Fact, one: Decimal, other: Decimal, change: Decimal, span: Span, approximate: bool
) -> None:
    level = replace(crossings, value=Figure(one, "rides", approximate))
    elsewhere = replace(level, id="other", place="qiantang", value=Figure(other, "rides"))
    whole = replace(level, id="all", scope="tide", entities=("severn", "tide"), value=Figure(other, "rides"))
    growth = grown(level, change)
    outcomes = [
        rate(level, span),
        *(before(level, growth, item) for item in (Operation.BASE, Operation.INCREASE, Operation.FACTOR)),
        *(held(item, level, elsewhere) for item in (Operation.RATIO, Operation.DIFFERENCE, Operation.SUM)),
        held(Operation.SHARE, level, whole),
    ]
    for outcome in outcomes:
        found = result(outcome)
        assert evaluated(found.formula) == found.value, found.formula


@BOUNDED
@given(value=st.fractions(min_value=Fraction(1, 1000), max_value=10**9), digits=st.none() | st.integers(2, 4))
def test_a_result_is_shown_with_no_more_digits_than_it_is_good_for(value: Fraction, digits: int | None) -> None:
    found = Result(value, "", (), digits=digits)
    shown = Fraction(found.rounded)
    assert abs(shown - value) <= value / 2 / 10 ** (min(digits or 3, 3) - 1)
    assert found.hedged == (shown != value)
    if digits is not None:
        assert len(found.rounded.normalize().as_tuple().digits) <= digits


def test_numbers_are_written_plainly() -> None:
    assert [write(Decimal(text)) for text in ("2340000", "1.770", "1E+3", "0.5")] == [
        "2,340,000",
        "1.77",
        "1,000",
        "0.5",
    ]
