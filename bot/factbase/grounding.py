"""Numbers held against what they rest on: a statement says none that its quotes, dates and names do not hold."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bot.errors import Fault
from bot.factbase.draft import Draft, Written
from bot.factbase.findings import excerpt
from bot.factbase.models import Entity, Fact, Measure, Source
from bot.factbase.numerals import read_numbers, values_in_words
from bot.factbase.periods import Period

_REMEDY = "correct the number, or quote the words that hold it"


def find_unfounded_numbers(draft: Draft) -> Iterator[Fault]:
    """Refuse a number that nothing of its fact holds: no quote, period, date or name."""
    sources = {written.model.id: written.model for written in draft.sources}
    glossary: dict[str, Entity | Measure] = {}
    glossary |= {written.model.id: written.model for written in draft.measures}
    glossary |= {written.model.id: written.model for written in draft.entities}
    numbered = {
        name.casefold(): values_in_words(name)
        for model in glossary.values()
        for name in _names(model)
        if any(char.isdecimal() for char in name)
    }
    for written in draft.facts:
        # Where evidence could not be read or found, its own fault comes first; numbers would only follow from it.
        if len(written.model.evidence) != len(written.entry.node.items_of("evidence")):
            continue
        quoted = _values_of_evidence(written.model, sources)
        founded = quoted | _values_of_dates(written.model) | _values_of_names(written.model, glossary)
        for what, language, wording, path in _wordings(written.model):
            folded = wording.casefold()
            named = frozenset[Decimal]().union(*(values for name, values in numbered.items() if name in folded))
            for number in read_numbers(wording, language):
                if number.values.isdisjoint(founded | named):
                    yield written.fault(
                        f"{what} says {excerpt(number.text, 40)!r}, but no quote, period, date or name of the"
                        f" fact does: {_REMEDY}",
                        *path,
                    )
        yield from _unquoted_figures(written, quoted)


def _unquoted_figures(written: Written[Fact], quoted: set[Decimal]) -> Iterator[Fault]:
    for key, figure in (("value", written.model.value), ("change", written.model.change)):
        if figure is not None and figure.value.copy_abs() not in quoted:
            yield written.fault(f"`{key}` is {figure.value}, but no quote of the fact says so: {_REMEDY}", key)


def _wordings(fact: Fact) -> Iterator[tuple[str, str | None, str, tuple[str, ...]]]:
    """Give every text that a reply may show: what it is, its language, its words, and the keys it stands under."""
    yield "the statement", None, fact.statement, ("statement",)
    if fact.headline is not None:
        yield "the headline", None, fact.headline, ("headline",)
    for tag, wording in fact.statement_in.items():
        yield f"the statement in {tag!r}", tag, wording, ("statement_in", tag)


def _values_of_evidence(fact: Fact, sources: dict[str, Source]) -> set[Decimal]:
    values: set[Decimal] = set()
    for evidence in fact.evidence:
        source = sources[evidence.source]
        values |= values_in_words(evidence.quote, source.language) | _values_of_period(source.published)
    return values


def _values_of_dates(fact: Fact) -> set[Decimal]:
    values: set[Decimal] = set()
    for period in (fact.period, fact.as_of):
        if period is not None:
            values |= _values_of_period(period)
            if fact.change is not None:  # a change compares with the year before
                values |= {Decimal(day.year - 1) for day in (period.start, period.end) if day is not None}
    return values


def _values_of_names(fact: Fact, glossary: dict[str, Entity | Measure]) -> set[Decimal]:
    ids = (*fact.entities, *fact.said_by, fact.scope, fact.place, fact.measure)
    models = (glossary[name] for name in ids if name in glossary)
    return {value for model in models for name in _names(model) for value in values_in_words(name)}


def _values_of_period(period: Period) -> set[Decimal]:
    """Give the numbers that a period is spoken of with: its years, months, days, length, quarter and half."""
    values = {Decimal(part) for end in period.text.split("/") for part in end.split("-") if part.isdecimal()}
    months = period.months
    if months is not None and period.start is not None:
        values.add(Decimal(months))
        if months in (3, 6) and (period.start.month - 1) % months == 0:
            values.add(Decimal((period.start.month - 1) // months + 1))
    return values


def _names(model: Entity | Measure) -> Iterator[str]:
    yield model.name
    yield from model.aliases
    if isinstance(model, Entity):
        yield from model.in_document
    for names in model.names_in.values():
        yield from names
