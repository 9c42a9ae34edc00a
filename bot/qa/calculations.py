"""What a question asks to have worked out, and the question that is left without the asking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.qa.arithmetic import Operation, Span
from bot.qa.languages import language
from bot.qa.placement import joined
from bot.qa.sieve import Sieve, words_in
from bot.qa.slots import FIGURES, Ask, Reading

DERIVED = "derived"
_ORDER = (
    Operation.POINTS,
    Operation.INCREASE,
    Operation.FACTOR,
    Operation.BASE,
    Operation.SHARE,
    Operation.RATIO,
    Operation.DIFFERENCE,
    Operation.SUM,
    Operation.RATE,
)
"""Which of several readings of the same words goes first: the narrower one."""

_FIGURES = FIGURES | {Ask.THING, Ask.MANNER}
"""What a question that asks for a figure may ask for."""
_PROPORTIONS = frozenset({Operation.SHARE, Operation.RATIO, Operation.FACTOR, Operation.POINTS})
"""What never comes to a sum of money."""


@dataclass(frozen=True, slots=True)
class Calculation:
    """An operation that a question asks for; `rest` is the question without the words that ask for it."""

    operation: Operation
    rest: str
    span: Span | None = None
    year: int | None = None
    """The year named for what a change is against ("the same months of 2022")."""
    same_time: bool = False
    """Put as the same months, not as some time a year ago from now."""
    derived: bool = False
    """The time before the change is what the question names; it is to be found from the time after."""


@dataclass(frozen=True, slots=True)
class _Asking:
    operation: Operation
    span: Span | None
    pattern: re.Pattern[str]
    derived: bool = False


@cache
def askings(tag: str) -> tuple[Sieve, tuple[_Asking, ...]]:
    """A language's patterns, the narrower operations first, and what sifts them; made when first needed."""
    sections = language(tag).arithmetic
    keyed: list[tuple[str, Operation, Span | None]] = []
    for operation in _ORDER:
        if operation is Operation.RATE:
            keyed += [(f"per_{span.value}", operation, span) for span in Span]
        else:
            keyed.append((operation.value, operation, None))
        if operation is Operation.BASE:
            keyed.append((DERIVED, operation, None))
    patterns = [
        (pattern, operation, span, key == DERIVED)
        for key, operation, span in keyed
        for pattern in sections.get(key, ())
    ]
    return Sieve([pattern for pattern, *_ in patterns]), tuple(
        _Asking(operation, span, re.compile(pattern), derived) for pattern, operation, span, derived in patterns
    )


@cache
def _besides(tag: str) -> re.Pattern[str] | None:
    """Match words that only say that something is worked out ("on average")."""
    patterns = language(tag).arithmetic.get("besides", ())
    return re.compile("|".join(patterns)) if patterns else None


def _found(text: str, tag: str) -> Iterator[tuple[_Asking, re.Match[str]]]:
    sieve, patterns = askings(tag)
    for place in sieve.open(text, words_in(text)):
        if (match := patterns[place].pattern.search(text)) is not None:
            yield patterns[place], match


def read_calculations(reading: Reading) -> tuple[Calculation, ...]:
    """Find what a question may ask to have worked out, the narrower first; nothing where it asks for two things."""
    if reading.verification and not reading.quantities:
        return ()
    if reading.broad or not reading.asks <= _FIGURES:
        return ()
    cleaned, _ = joined(reading.words)
    found: dict[Operation, tuple[_Asking, re.Match[str]]] = {}
    growth = any(item.ask is Ask.PERCENT for item in reading.asked)
    for asking, match in _found(cleaned, reading.language.tag):
        # "What increase over a year earlier" asks for the change, "judging by the growth rate" works with it.
        if growth and asking.operation is Operation.BASE and not asking.derived:
            continue
        if Ask.MONEY not in reading.asks or asking.operation not in _PROPORTIONS:
            found.setdefault(asking.operation, (asking, match))
    if len(found) > 1 and Operation.RATE in found:
        own = found.pop(Operation.RATE)[1]
        if not any(_covered(own, match) for _, match in found.values()):
            return ()
    return tuple(_calculation(asking, match, cleaned, reading.language.tag) for asking, match in found.values())


def _calculation(asking: _Asking, match: re.Match[str], cleaned: str, tag: str) -> Calculation:
    named = match.groupdict().get("year")
    year = int(named) if named else None
    rest = _without(cleaned, match)
    if (besides := _besides(tag)) is not None:
        rest = besides.sub(" ", rest)
    same_time = match.groupdict().get("same") is not None
    return Calculation(asking.operation, " ".join(rest.split()), asking.span, year, same_time, asking.derived)


def asks_for(text: str, tag: str, operation: Operation, span: Span | None) -> bool:
    """Say whether a text speaks of what the operation would work out, so that it need not be."""
    return any((asking.operation, asking.span) == (operation, span) for asking, _ in _found(text, tag))


def _covered(inner: re.Match[str], outer: re.Match[str]) -> bool:
    return outer.start() <= inner.start() and inner.end() <= outer.end()


def _without(text: str, match: re.Match[str]) -> str:
    """Leave out what the unnamed groups of a match hold, or all of it where it has none."""
    unnamed = set(range(1, match.re.groups + 1)) - set(match.re.groupindex.values())
    places = [match.span(at) for at in sorted(unnamed) if match.span(at) != (-1, -1)]
    kept = list(text)
    for start, end in places or [match.span()]:
        kept[start:end] = " " * (end - start)
    return "".join(kept)
