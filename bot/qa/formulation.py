"""What was worked out, or why it was not, put into words."""

from __future__ import annotations

from mypy_extensions import mypyc_attr

from bot.factbase.models import Fact, Figure, Glossary
from bot.factbase.periods import Period
from bot.qa.arithmetic import Obstacle, Operation, Refusal, Result, write
from bot.qa.calculations import Calculation
from bot.qa.figures import PERCENT, POINTS, about, currency_of, figure_of
from bot.qa.languages import DEFAULT, language
from bot.qa.phrasing import Phrasing, replies


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Formulation:
    """Puts results and refusals into words, in each language that replies are written in."""

    def __init__(self, glossary: Glossary, phrasing: Phrasing) -> None:
        self._glossary = glossary
        self._phrasing = phrasing

    def result(self, calculation: Calculation, result: Result, tag: str) -> str:
        """Put a result into words ("about 390,000 vehicles a month")."""
        words = replies(tag)
        value = write(abs(result.rounded))
        operation = calculation.operation.value
        if calculation.operation is Operation.INCREASE and result.value < 0:
            operation = "decrease"
        basis = next((fact.change_basis for fact in result.facts if fact.change_basis is not None), "")
        span = words[f"span_{calculation.span.value}"] if calculation.span is not None else ""
        return words[operation].format(
            value=words["about"].format(value=value) if result.hedged else value,
            unit=self._unit(result, tag),
            basis=basis,
            span=span,
        )

    def _unit(self, result: Result, tag: str) -> str:
        """What is counted: the unit, in another language by the name of the currency or of what is counted."""
        words = replies(tag)
        if result.unit in (None, PERCENT):
            return result.unit or ""
        if result.unit == POINTS:
            return words["currency"].format(unit=words["percentage_points"])
        unit = str(result.unit)
        if tag == DEFAULT:
            return words["unit"].format(unit=unit)
        if (money := currency_of(unit)) is not None:
            return words["currency"].format(unit=_name_of(money, tag))
        scope = result.facts[0].scope
        return words["unit"].format(unit=self._phrasing.name(scope, tag) if scope else unit)

    def refusal(self, refusal: Refusal, tag: str) -> str:
        """Say why nothing is worked out."""
        words = replies(tag)
        span = words[f"span_{refusal.span.value}"] if refusal.span is not None else ""
        named = [self._told(refusal.obstacle, fact, tag) for fact in refusal.facts]
        period = next((fact.period for fact in refusal.facts if fact.period is not None), None)
        basis = next((fact.change_basis for fact in refusal.facts if fact.change_basis is not None), "")
        reason = words[f"refused_{refusal.obstacle.value}"].format(
            first=named[0],
            second=named[-1],
            basis=basis,
            span=span,
            period=self._phrasing.period(period, tag) if period is not None else "",
        )
        return words["refused"].format(reason=reason)

    def _told(self, obstacle: Obstacle, fact: Fact, tag: str) -> str:
        """What a fact is given for, in the respect in which the two differ."""
        match obstacle:
            case Obstacle.PERIODS:
                return self._when(fact.period or fact.as_of, tag)
            case Obstacle.MEASURES:
                return self._measure(fact.measure, tag)
            case Obstacle.UNITS:
                figure = figure_of(fact) if fact.value is not None or fact.change is not None else Figure(0, None)  # type: ignore[arg-type]  # no number is looked at
                return figure.unit or write(figure.value)
            case Obstacle.SCOPES | Obstacle.NESTED if fact.scope is not None:
                return self._phrasing.name(fact.scope, tag)
            case _:
                subject = fact.place or next((id for id in fact.entities if id in about(fact)), None)
                return self._phrasing.name(subject, tag) if subject is not None else self._phrasing.choice(fact, tag)

    def _when(self, period: Period | None, tag: str) -> str:
        return replies(tag)["no_period"] if period is None else self._phrasing.period(period, tag)

    def _measure(self, id: str | None, tag: str) -> str:
        measure = self._glossary.measures.get(id or "")
        if measure is None:
            return id or "–"
        return measure.names_in.get(tag, (measure.name,))[0]


def _name_of(currency: str, tag: str) -> str:
    """What a currency is called in a language; its code where the language has no word for it."""
    names = language(tag).currencies.items()
    return next((name for name, code in names if code == currency and len(name) > 1), currency)
