"""Arithmetic over facts that state figures: what follows from them, exactly, or what stands in the way. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from fractions import Fraction

from bot.factbase.models import Fact, Figure
from bot.qa.figures import PERCENT, POINTS, about, figure_of, same_time, spans, unit_of


class Operation(StrEnum):
    """What can be worked out."""

    RATE = "rate"
    BASE = "base"
    INCREASE = "increase"
    FACTOR = "factor"
    RATIO = "ratio"
    DIFFERENCE = "difference"
    POINTS = "points"
    SHARE = "share"
    SUM = "sum"


class Span(StrEnum):
    """A span of time over which a count is spread."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Obstacle(StrEnum):
    """Why something is not worked out."""

    PERIODS = "periods"
    SCOPES = "scopes"
    MEASURES = "measures"
    SUBJECTS = "subjects"
    UNITS = "units"
    NESTED = "nested"
    NO_CHANGE = "no_change"
    NO_LEVEL = "no_level"
    NO_BASIS = "no_basis"
    OTHER_BASIS = "other_basis"
    NO_PERIOD = "no_period"
    NOT_COUNTED = "not_counted"
    SPAN = "span"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class Result:
    """A figure worked out: its exact value, the formula that gives it, and the facts, the one it starts from first."""

    value: Fraction
    formula: str
    facts: tuple[Fact, ...]
    unit: str | None = None
    approximate: bool = False
    """It rests on figures that are themselves rounded."""
    digits: int | None = None
    """How many digits the figures that it rests on are good for, where they are approximate."""

    @property
    def rounded(self) -> Decimal:
        """The value with no more digits than it is good for."""
        whole = self.value.denominator == 1
        if self.digits is None and whole:
            return Decimal(self.value.numerator)
        exact = Decimal(self.value.numerator) / Decimal(self.value.denominator)
        places = 0 if abs(exact) >= 100 else 2 - exact.adjusted()
        if self.digits is not None:
            places = min(places, self.digits - 1 - exact.adjusted())
        rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
        return rounded.normalize() if rounded != rounded.to_integral_value() else Decimal(int(rounded))

    @property
    def hedged(self) -> bool:
        """Say whether the figure as shown is not certain to the last digit."""
        return self.approximate or Fraction(self.rounded) != self.value


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is not worked out, and the facts that it would have come from."""

    obstacle: Obstacle
    facts: tuple[Fact, ...]
    span: Span | None = None


Outcome = Result | Refusal

ROUND = 1000
"""A figure that is a multiple of this was most likely rounded where it was printed."""


def write(value: Decimal) -> str:
    """Write a number plainly, with its thousands set apart."""
    plain = f"{value:,f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def rate(fact: Fact, span: Span, *, counted: bool = True) -> Outcome:
    """Spread a count evenly over the months (days, …) that it was counted in; `counted` says that it is a count."""
    figure = fact.value
    if figure is None:
        return Refusal(Obstacle.NO_LEVEL, (fact,))
    if fact.period is None or fact.period.start is None or fact.period.end is None:
        return Refusal(Obstacle.NO_PERIOD, (fact,))
    if unit_of(figure) == PERCENT or not counted:
        return Refusal(Obstacle.NOT_COUNTED, (fact,))
    value = Fraction(figure.value)
    days = (fact.period.end - fact.period.start).days + 1
    if span in (Span.DAY, Span.WEEK):
        length = 1 if span is Span.DAY else 7
        if days <= length:
            return Refusal(Obstacle.SPAN, (fact,), span)
        times = "" if length == 1 else f" × {length}"
        return _result(value * length / days, f"{write(figure.value)} / {days}{times}", (fact,), (figure,))
    length = {Span.MONTH: 1, Span.QUARTER: 3}.get(span, 12)
    months = fact.period.months
    if months is None or months % length:
        return Refusal(Obstacle.SPAN, (fact,), span)
    count = months // length
    return _result(value / count, f"{write(figure.value)} / {count}", (fact,), (figure,))


def before(level: Fact | None, growth: Fact | None, operation: Operation = Operation.BASE) -> Outcome:
    """Work back from a level and the change that led to it: what it was, by how much it grew, or how many times."""
    facts = tuple(fact for fact in (level, growth) if fact is not None)
    if growth is None or growth.change is None:
        return Refusal(Obstacle.NO_CHANGE, facts)
    if growth.change_basis is None:
        return Refusal(Obstacle.NO_BASIS, facts)
    change = growth.change
    if operation is Operation.FACTOR and unit_of(change) == PERCENT:
        value = 1 + Fraction(change.value) / 100
        return _result(value, f"1 + {_signed(change.value)} / 100", (growth,), (), hedged=True)
    if level is None or level.value is None:
        return Refusal(Obstacle.NO_LEVEL, facts)
    figure = level.value
    if unit_of(change) != PERCENT or unit_of(figure) == PERCENT:
        return Refusal(Obstacle.UNITS, facts)
    factor = 1 + change.value / 100
    if factor <= 0:
        return Refusal(Obstacle.ZERO, facts)
    was = Fraction(figure.value) / Fraction(factor)
    formula = f"{write(figure.value)} / {write(factor)}"
    inputs = (figure, Figure(factor, None, change.approximate))
    if operation is Operation.INCREASE:
        return _result(
            Fraction(figure.value) - was, f"{write(figure.value)} - {formula}", facts, inputs, figure.unit, hedged=True
        )
    return _result(was, formula, facts, inputs, figure.unit, hedged=True)


def hold_against(operation: Operation, one: Fact, other: Fact, above: Mapping[str, frozenset[str]]) -> Outcome:
    """Hold one figure against another; `above` gives for each id all that it is, is part of or belongs to."""
    obstacle = _obstacle(operation, one, other, above)
    if obstacle is not None:
        return Refusal(obstacle, (one, other))
    facts, figures = (one, other), (figure_of(one), figure_of(other))
    small, large = sorted(figures, key=lambda figure: abs(figure.value))
    match operation:
        case Operation.SUM:
            total = Fraction(figures[0].value) + Fraction(figures[1].value)
            return _result(total, " + ".join(map(_plain, figures)), facts, figures, large.unit)
        case Operation.RATIO | Operation.SHARE if small.value == 0:
            return Refusal(Obstacle.ZERO, facts)
        case Operation.RATIO:
            return _result(Fraction(large.value) / Fraction(small.value), _over(large, small), facts, figures, None)
        case Operation.SHARE:
            part, whole = figures if _within(one, other, above) else figures[::-1]
            share = Fraction(part.value) / Fraction(whole.value) * 100
            return _result(share, f"{_over(part, whole)} × 100", facts, figures, PERCENT)
        case _:
            small, large = sorted(figures, key=lambda figure: figure.value)
            unit = POINTS if unit_of(large) == PERCENT else large.unit
            gap = Fraction(large.value) - Fraction(small.value)
            return _result(gap, f"{_plain(large)} - {_plain(small)}", facts, figures, unit)


def _obstacle(operation: Operation, one: Fact, other: Fact, above: Mapping[str, frozenset[str]]) -> Obstacle | None:
    """What keeps two figures apart: they may differ in one respect, and in one that the operation bridges."""
    if unit_of(figure_of(one)) != unit_of(figure_of(other)) or (one.value is None) != (other.value is None):
        return Obstacle.UNITS
    differing = [
        obstacle
        for obstacle, same in (
            (Obstacle.PERIODS, same_time(one, other)),
            (Obstacle.SCOPES, one.scope == other.scope),
            (Obstacle.MEASURES, one.measure == other.measure),
            (Obstacle.SUBJECTS, about(one) == about(other) and one.place == other.place),
        )
        if not same
    ]
    if one.value is None and None in (one.change_basis, other.change_basis):
        return Obstacle.NO_BASIS
    if not differing:
        return Obstacle.NESTED if one.id == other.id or operation in (Operation.SHARE, Operation.SUM) else None
    if len(differing) > 1:
        return differing[0]
    return differing[0] if not _bridged(operation, differing[0], one, other, above) else None


def _bridged(
    operation: Operation, differing: Obstacle, one: Fact, other: Fact, above: Mapping[str, frozenset[str]]
) -> bool:
    """Say whether an operation may hold figures against each other that differ in this one respect."""
    nested = _within(one, other, above) or _within(other, one, above)
    match operation:
        case Operation.SHARE:
            return nested and differing is not Obstacle.PERIODS
        case Operation.SUM:
            apart = one.period is not None and other.period is not None and not one.period.overlaps(other.period)
            return apart if differing is Obstacle.PERIODS else differing is not Obstacle.MEASURES and not nested
        case _ if differing is Obstacle.PERIODS:
            return spans(one) and spans(other) and _months(one) is not None and _months(one) == _months(other)
        case _ if differing is Obstacle.SUBJECTS:
            return unit_of(figure_of(one)) != PERCENT
        case _:
            return True


def _within(one: Fact, other: Fact, above: Mapping[str, frozenset[str]]) -> bool:
    """Say whether what one figure counts is counted in the other as well."""
    pairs = ((one.scope, other.scope), (one.measure, other.measure), (one.place, other.place))
    return all(inner == outer or (inner is not None and outer in above.get(inner, ())) for inner, outer in pairs)


def _months(fact: Fact) -> int | None:
    return fact.period.months if fact.period is not None else None


def _plain(figure: Figure) -> str:
    return _signed(figure.value)


def _signed(value: Decimal) -> str:
    return write(value) if value >= 0 else f"({write(value)})"


def _over(one: Figure, other: Figure) -> str:
    return f"{_plain(one)} / {_plain(other)}"


def _result(
    value: Fraction,
    formula: str,
    facts: tuple[Fact, ...],
    figures: tuple[Figure, ...],
    unit: str | None = "",
    *,
    hedged: bool = False,
) -> Result:
    """Put a result together; the unit is the first figure's where none is given."""
    rough = [figure for figure in figures if figure.approximate]
    round_ones = any(figure.value and figure.value % ROUND == 0 for figure in figures)
    digits = max(2, min(len(figure.value.normalize().as_tuple().digits) for figure in figures)) if rough else None
    if unit == "":
        unit = figures[0].unit if figures else None
    return Result(value, formula, facts, unit, hedged or round_ones or bool(rough), digits)
