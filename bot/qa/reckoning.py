"""Answers that are worked out: the facts that a calculation starts from are found, and it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, product

from mypy_extensions import mypyc_attr

from bot.factbase.models import Fact, FactBase, Modality
from bot.qa.arithmetic import Obstacle, Operation, Outcome, Refusal, Result, before, hold_against, rate
from bot.qa.calculations import Calculation, asks_for
from bot.qa.decisions import Decider, Decision
from bot.qa.figures import PERCENT, POINTS, about, currency_of, figure_of, same_subject, unit_of
from bot.qa.formulation import Formulation
from bot.qa.languages import DEFAULT, language
from bot.qa.mentions import Mention
from bot.qa.mismatches import Constraint
from bot.qa.models import Ambiguous, Answered, Computed, Corrected, Nearest, Shown
from bot.qa.phrasing import Phrasing
from bot.qa.quantities import Quantity
from bot.qa.ranking import Scored, unranked
from bot.qa.reading import Reader
from bot.qa.relations import ancestors
from bot.qa.slots import Reading
from bot.qa.substance import content, is_bare
from bot.qa.thresholds import PAIRED, STANDS
from bot.qa.timespans import read_timespans

_ALONE = frozenset({Operation.RATE, Operation.BASE, Operation.INCREASE, Operation.FACTOR})
"""Operations on one figure, and on the change that led to it."""
_AGAINST_EARLIER = _ALONE - {Operation.RATE}
"""Those that reckon with the change."""
_BACKWARDS = {Operation.DIFFERENCE: Operation.INCREASE, Operation.RATIO: Operation.FACTOR}
"""What a comparison of two times comes to where the change between them is known."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a question stands: how to lean it on the conversation, and the facts of the turns before, newest first."""

    lean: Callable[[Reading], tuple[Reading, Reading, frozenset[str]]] | None = None
    said: tuple[tuple[Fact, ...], ...] = ()


@mypyc_attr(allow_interpreted_subclasses=True, serializable=True)
class Reckoner:
    """Works out what questions ask to have worked out, over one fact base."""

    def __init__(self, base: FactBase, reader: Reader, decider: Decider, phrasing: Phrasing) -> None:
        self._base = base
        self._reader = reader
        self._decider = decider
        self._formulation = Formulation(base.glossary, phrasing)
        self._above = ancestors(base.glossary)
        self._kinds = {entity.id: entity.kind for entity in base.glossary.entities.values()}

    def decide(
        self, calculations: Iterable[Calculation], reading: Reading, plain: Decision, setting: Setting
    ) -> Decision | None:
        """Work out the first that can be; None where the figures are not known, or a document states what is asked."""
        for calculation in calculations:
            rest = replace(
                self._reader.read(calculation.rest, reading.language.tag), comparison=False, verification=False
            )
            if self._stated(calculation, rest, plain):
                return None
            if (found := self._reckoned(calculation, rest, reading, plain, setting)) is not None:
                return found
        return None

    def _reckoned(
        self, calculation: Calculation, rest: Reading, reading: Reading, plain: Decision, setting: Setting
    ) -> Decision | None:
        tag = reading.language.tag
        if calculation.derived:
            calculation, rest = _later(calculation, rest)
        choosing = replace(rest, asked=reading.asked)
        if not setting.said and is_bare(choosing):
            choice = self._decider.decide(choosing)
            if isinstance(choice.answer, Ambiguous):
                return choice
        quantities, rest = rest.quantities, replace(rest, asked=(), quantities=())
        earlier = _year_apart(rest)
        if calculation.operation in _AGAINST_EARLIER and earlier is not None:
            calculation, rest = replace(calculation, year=earlier[1]), earlier[0]
        found: Outcome | Decision | None
        if calculation.operation in _ALONE:
            found = self._of_one(calculation, rest, setting)
        else:
            found = None
            if earlier is not None and calculation.operation in _BACKWARDS:
                found = self._against_earlier(calculation, rest, *earlier)
            found = found or self._of_two(calculation, rest, setting)
        if found is None or isinstance(found, Decision):
            return found
        claimed = tuple(item for item in quantities if item.weight >= 1 and not _among(item, found.facts))
        if claimed and (len(claimed) > 1 or not reading.verification or isinstance(found, Refusal)):
            return None  # a number that no fact knows is never passed over in silence
        return self._decision(calculation, found, claimed, plain, tag if language(tag).replies else DEFAULT)

    # What is known already.

    def _stated(self, calculation: Calculation, rest: Reading, plain: Decision) -> bool:
        """Say whether a document states what is asked, so that nothing needs to be worked out."""
        if not isinstance(plain.answer, Answered):
            return False
        fact = plain.answer.facts[0].fact
        if calculation.operation is Operation.POINTS:
            return fact.change is not None and not self._variants(rest)
        if calculation.operation is Operation.SHARE and fact.change is not None:
            return False
        if calculation.operation is Operation.SHARE and fact.value is not None and unit_of(fact.value) == PERCENT:
            return True
        if calculation.operation in _AGAINST_EARLIER and fact.value is None:
            # A change says what it was before only by being reckoned with.
            return fact.change is not None and unit_of(fact.change) != PERCENT
        texts = (fact.statement, fact.headline or "", *fact.questions)
        return any(
            asks_for(text.casefold(), told, calculation.operation, calculation.span)
            for text in texts
            for told in {DEFAULT, rest.language.tag}
        )

    # Operands.

    def _of_one(self, calculation: Calculation, rest: Reading, setting: Setting) -> Outcome | Decision | None:
        """Work with one figure: the one that the rest of the question asks for, or the last one shown."""
        dated = bool(setting.said or rest.timespans or calculation.year is not None or calculation.same_time)
        fact = self._one(rest, setting) if dated or calculation.operation is Operation.RATE else None
        if fact is None:
            return None  # nothing, or nothing that "a year earlier" could be earlier than
        level = fact if fact.value is not None else self._beside(fact, lambda other: other.value is not None)
        growth = fact if fact.change is not None else self._beside(fact, lambda other: other.change is not None)
        if calculation.operation is Operation.RATE:
            assert calculation.span is not None  # noqa: S101 - narrows the type for mypy: a rate has a span
            if level is None:
                return None if growth is None else Refusal(Obstacle.NO_LEVEL, (growth,))
            outcome = rate(level, calculation.span, counted=_counted(level))
            if isinstance(outcome, Result) and outcome.formula.endswith(" / 1"):
                return Decision(Answered((Shown(level, 1.0),)), "a document states the figure for just that span")
            return outcome
        if growth is None and calculation.operation is not Operation.BASE:
            return None
        if growth is not None and (refusal := self._other_basis(calculation, level, growth)) is not None:
            return refusal
        return before(level, growth, calculation.operation)

    def _against_earlier(self, calculation: Calculation, rest: Reading, later: Reading, year: int) -> Outcome | None:
        """Compare with an earlier time for which no figure is stated, but follows from the change since."""
        early = replace(rest, timespans=tuple(span for span in rest.timespans if span.year == year))
        if self._operands(calculation.operation, early):
            return None
        backwards = replace(calculation, operation=_BACKWARDS[calculation.operation], year=year)
        found = self._of_one(backwards, later, Setting())
        return None if isinstance(found, Decision) else found

    def _one(self, rest: Reading, setting: Setting) -> Fact | None:
        """Find the fact that one figure is taken from."""
        if not content(rest):
            return next((fact for facts in setting.said[:1] for fact in facts if self._figured(fact)), None)
        alone: tuple[Reading, Reading | None, frozenset[str]] = (rest, None, frozenset())
        ways = [alone]
        if setting.lean is not None and (rest.continues or rest.pronoun):
            ways = [setting.lean(rest)]
        elif setting.lean is not None:
            ways.insert(1 if content(rest) >= STANDS else 0, setting.lean(rest))
        return next((item.profile.fact for way in ways for item in self._figures(*way)), None)

    def _figured(self, fact: Fact) -> bool:
        return fact.value is not None or fact.change is not None or self._beside(fact, lambda _: True) is not None

    def _beside(self, fact: Fact, fits: Callable[[Fact], bool]) -> Fact | None:
        """Find another fact with a figure of the very same thing: the level to a change, the change to a level."""
        if fact.measure is None:
            return None
        return next(
            (
                other
                for other in self._base.served
                if other is not fact
                and (other.value is not None or other.change is not None)
                and fits(other)
                and same_subject(fact, other)
            ),
            None,
        )

    def _other_basis(self, calculation: Calculation, level: Fact | None, growth: Fact) -> Refusal | None:
        """Refuse where the change is not against just the time asked for: the same months, a year before."""
        if growth.change_basis is None or growth.period is None or growth.period.start is None:
            return None
        wanted = calculation.year if calculation.year is not None else growth.period.start.year - 1
        basis = growth.change_basis.casefold()
        years = [span.year for span in read_timespans(basis, language(DEFAULT)) if span.year is not None]
        relative = asks_for(basis, DEFAULT, Operation.BASE, None)
        if years == [wanted] or (relative and wanted == growth.period.start.year - 1):
            return None
        return Refusal(Obstacle.OTHER_BASIS, tuple(fact for fact in (level, growth) if fact is not None))

    def _of_two(self, calculation: Calculation, rest: Reading, setting: Setting) -> Outcome | None:
        """Work with two figures: both named in the question, or one of them shown just before, or both."""
        pairs = self._pairs(calculation.operation, rest, setting)
        refused: Refusal | None = None
        for pair in pairs:
            one, other = pair if not _alike(*pair) else sorted(pair, key=_order)
            outcome = hold_against(calculation.operation, one, other, self._above)
            if isinstance(outcome, Result):
                return outcome
            refused = refused or outcome
        return refused

    def _pairs(self, operation: Operation, rest: Reading, setting: Setting) -> Iterator[tuple[Fact, Fact]]:
        """Give the pairs of facts that may be meant, the likeliest first."""
        said = [tuple(fact for fact in facts if _suits(operation, fact)) for facts in setting.said]
        if not content(rest):
            if said and len(said[0]) > 1:
                yield said[0][0], said[0][1]
            elif len(said) > 1 and said[0] and said[1]:
                yield said[1][0], said[0][0]
            return
        if variants := self._variants(rest):
            strict = [self._operands(operation, variant) for variant in variants]
            # What is known for another time only is found all the same, so as to say that the times differ.
            loose = [
                found or self._operands(operation, variant, any_time=True)
                for found, variant in zip(strict, variants, strict=True)
            ]
            if not any(strict):
                loose = [
                    [fact for fact in facts if _inside(fact, variant)]
                    for facts, variant in zip(loose, variants, strict=True)
                ]
            yield from _ordered(*loose)
            return
        if said and said[0] and (rest.pronoun or rest.continues or setting.lean is not None):
            lean = setting.lean(rest) if setting.lean is not None else (rest, None, frozenset())
            others = [fact for fact in self._operands(operation, *lean) if fact is not said[0][0]]
            yield from ((said[0][0], fact) for fact in others[:PAIRED])
            return
        alike = self._operands(operation, rest)[:PAIRED]
        yield from ((one, other) for at, one in enumerate(alike) for other in alike[at + 1 :] if _alike(one, other))

    def _operands(
        self,
        operation: Operation,
        reading: Reading,
        context: Reading | None = None,
        answers: frozenset[str] = frozenset(),
        *,
        any_time: bool = False,
    ) -> list[Fact]:
        figures = self._figures(reading, context, answers, any_time=any_time)
        return [item.profile.fact for item in figures if _suits(operation, item.profile.fact)]

    def _figures(
        self,
        reading: Reading,
        context: Reading | None = None,
        answers: frozenset[str] = frozenset(),
        *,
        any_time: bool = False,
    ) -> tuple[Scored, ...]:
        waived = {Constraint.ASKED, Constraint.NUMBER} | ({Constraint.PERIOD} if any_time else set())
        return self._decider.stating(reading, waived, context, answers)

    def _variants(self, reading: Reading) -> tuple[Reading, ...]:
        """The question once for each of the two figures it names: two times, measures or names, taken in order."""
        times = _poles(reading.timespans, lambda span: (span.bounds, span.words) if not span.relative else None)
        measures = _poles(reading.mentions, lambda mention: next(mention.of("measure"), None))
        names = self._named(reading)
        if not (times or measures or names):
            return ()
        variants = []
        for side in (0, 1):
            others = (measures[1 - side] if measures else ()) + (names[1 - side] if names else ())
            spans = times[side] if times else reading.timespans
            variants.append(replace(reading.without(others), timespans=spans, pronoun=False))
        return tuple(variants)

    def _named(self, reading: Reading) -> tuple[tuple[Mention, ...], tuple[Mention, ...]] | None:
        """The mentions of each of two names of one kind."""
        by_kind: dict[str, list[Mention]] = {}
        for mention in reading.mentions:
            for id in mention.of("entity"):
                by_kind.setdefault(self._kinds[id], []).append(mention)
        for mentions in by_kind.values():
            poles = _poles(mentions, lambda mention: next(mention.of("entity"), None))
            if poles is not None:
                return poles
        return None

    def _decision(
        self, calculation: Calculation, outcome: Outcome, claimed: tuple[Quantity, ...], plain: Decision, tag: str
    ) -> Decision:
        ids = {fact.id for fact in outcome.facts}
        scores = {
            item.profile.fact.id: item.score for item in unranked(plain.candidates) if item.profile.fact.id in ids
        }
        facts = tuple(Shown(fact, round(min(scores.get(fact.id, 0.0), 1.0), 4)) for fact in outcome.facts)
        if isinstance(outcome, Refusal):
            return Decision(
                Nearest(facts, (), refused=self._formulation.refusal(outcome, tag)),
                f"not worked out: {outcome.obstacle.value}",
                plain.candidates,
            )
        computed = Computed(
            float(outcome.value),
            outcome.formula,
            tuple(fact.id for fact in outcome.facts),
            self._formulation.result(calculation, outcome, tag),
        )
        untrue = tuple(item.words for item in claimed if not _is(item, outcome))
        return Decision(
            Corrected(facts, untrue, computed) if untrue else Answered(facts, computed),
            f"worked out ({calculation.operation.value}): {outcome.formula}",
            plain.candidates,
        )


def _suits(operation: Operation, fact: Fact) -> bool:
    """Say whether a fact states a figure that an operation on two of them may take."""
    if operation is Operation.POINTS:
        return (fact.value is not None or fact.change is not None) and unit_of(figure_of(fact)) == PERCENT
    return fact.value is not None


def _poles(items: Iterable[object], key: Callable[..., object]) -> tuple[tuple, tuple] | None:  # type: ignore[type-arg]  # of whatever the items are
    """Part items into those of the first and of the second of two keys, or of two pairs; else give None."""
    by_key: dict[object, list[object]] = {}
    for item in items:
        if (found := key(item)) is not None:
            by_key.setdefault(found, []).append(item)
    if len(by_key) not in (2, 4):
        return None
    groups = list(by_key.values())
    half = len(groups) // 2
    return tuple(chain(*groups[:half])), tuple(chain(*groups[half:]))


def _counted(fact: Fact) -> bool:
    """Say whether a figure is a count over its time: a sum of money of nothing in particular was paid at once."""
    return fact.scope is not None or fact.value is None or currency_of(fact.value.unit or "") is None


def _alike(one: Fact, other: Fact) -> bool:
    """Say whether two figures are of one thing at different times."""
    return (one.measure, one.scope) == (other.measure, other.scope) and about(one) == about(other)


def _inside(fact: Fact, reading: Reading) -> bool:
    """Say whether a figure is for some part of a span of time that a question names."""
    named = [period for span in reading.timespans if (period := span.as_period()) is not None]
    return fact.period is not None and any(period.contains(fact.period) for period in named)


def _order(fact: Fact) -> tuple[bool, str]:
    """What was so comes before what was planned, and earlier times before later ones."""
    moment = fact.as_of or fact.period
    return fact.modality is not Modality.STATED, moment.text if moment is not None else ""


def _ordered(first: list[Fact], second: list[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Give the pairs of two lists, the likeliest first; those that hold for one time before others."""
    pairs = [(one, other) for one, other in product(first[:PAIRED], second[:PAIRED]) if one is not other]
    overlapping = [
        (one, other)
        for one, other in pairs
        if one.period is not None and other.period is not None and one.period.overlaps(other.period)
    ]
    yield from overlapping or pairs


def _is(quantity: Quantity, result: Result) -> bool:
    """Say whether a number of the question stands for a result, as exactly as it is put."""
    unit = PERCENT if result.unit in (PERCENT, POINTS) and quantity.unit == PERCENT else None
    exact = Decimal(result.value.numerator) / Decimal(result.value.denominator)
    return quantity.agrees(abs(result.rounded), unit) or quantity.agrees(abs(exact), unit)


def _year_apart(rest: Reading) -> tuple[Reading, int] | None:
    """Leave out the earlier of two times that are a year apart, and give its year; None where there are no such two."""
    spans = [span for span in rest.timespans if span.year is not None]
    if len(spans) != 2 or len(rest.timespans) != 2:
        return None
    early, late = sorted(spans, key=lambda span: span.year or 0)
    months = (early.first_month, early.last_month) == (late.first_month, late.last_month)
    if not months or early.year is None or late.year != early.year + 1:
        return None
    return replace(rest, timespans=(late,)), early.year


def _among(quantity: Quantity, facts: tuple[Fact, ...]) -> bool:
    """Say whether a number of the question is one of the facts' figures."""
    figures = [figure for fact in facts for figure in (fact.value, fact.change) if figure is not None]
    known = [(abs(figure.value), PERCENT if unit_of(figure) == PERCENT else None) for figure in figures]
    return any(quantity.agrees(value, unit) for value, unit in known)


def _later(calculation: Calculation, rest: Reading) -> tuple[Calculation, Reading]:
    """Ask for the year after the one named: the change of that one leads back to it."""
    named = [span.year for span in rest.timespans if span.year is not None]
    if len(named) != 1:
        return calculation, rest
    spans = tuple(
        replace(span, year=span.year + 1, last_year=None) if span.year is not None else span for span in rest.timespans
    )
    return replace(calculation, year=named[0]), replace(rest, timespans=spans)
