"""Spans of time as questions and statements name them ("first half of 2023", "Jan–Jul", "by 2022")."""

from __future__ import annotations

import calendar
import re
from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from mypy_extensions import mypyc_attr

from bot.factbase.periods import Period
from bot.qa.languages import Language, language
from bot.qa.sieve import Sieve, Sieved, words_in

LOOK_AROUND = 80
"""How many characters around a span of time are looked at for how it is put."""

_YEAR = r"(?:(?:19|20)\d\d)"


@mypyc_attr(native_class=False)
@dataclass(frozen=True, slots=True)
class Timespan:
    """A span of whole months as it was named. `year` is None where none was named; `words` is how it was put.

    `relation` is one of in, by, from, before, after, as_of; `document` says that it dates a document, not an event.
    `relative` marks "last year" and the like, which no document can settle.
    """

    kind: str
    year: int | None
    first_month: int
    last_month: int
    words: str
    start: int
    end: int
    last_year: int | None = None
    relation: str = "in"
    document: bool = False
    relative: bool = False
    day: int | None = None
    loosely: bool = False
    """Figures of a part of it will do: they are set side by side, or asked for altogether."""
    carried: bool = False
    """Taken from the question before: it tells figures apart, and bars nothing else."""
    lead: int = 0
    """How many characters before it tell the relation ("by the end of ")."""

    @property
    def bounds(self) -> tuple[date, date] | None:
        """First and last day, None where the year is not named."""
        if self.year is None:
            return None
        return _bounds(self.year, self.first_month, self.last_year, self.last_month, self.day)

    def same_days(self, period: Period) -> bool:
        """Say whether it names just the days of `period`; without a year, just its months."""
        bounds = self.bounds
        if bounds is not None:
            return bounds == (period.start, period.end)
        if period.start is None or period.end is None or self.relative or self.day is not None:
            return False
        return (
            period.start.year == period.end.year
            and period.months is not None
            and (self.first_month, self.last_month) == (period.start.month, period.end.month)
        )

    def as_period(self) -> Period | None:
        """The span as a period, None where the year is not named."""
        bounds = self.bounds
        return None if bounds is None else Period(self.words, *bounds)


@lru_cache(maxsize=4096)
def _bounds(
    year: int, first_month: int, last_year: int | None, last_month: int, day: int | None
) -> tuple[date, date] | None:
    """First and last day of a span of months or of one day; None where there is no such day."""
    if day is not None:
        try:
            only = date(year, first_month, day)
        except ValueError:
            return None
        return only, only
    last_year = year if last_year is None else last_year
    return date(year, first_month, 1), date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])


@dataclass(frozen=True, slots=True)
class _Grammar:
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    sieve: Sieve
    """Tells which of the patterns a text may hold."""
    relations: tuple[tuple[str, Sieved], ...]
    document_after: Sieved
    document_before: Sieved
    relative: Sieved | None
    year_before: Sieved | None


@cache
def _grammar(tag: str) -> _Grammar:
    words = language(tag).periods
    numbers = language(tag).numbers

    def alternatives(items: object) -> str:
        return "(?:" + "|".join(re.escape(item) for item in sorted(items, key=len, reverse=True)) + ")"  # type: ignore[call-overload]  # any iterable of words

    segmented = language(tag).segmented
    edge = r"\b" if segmented else ""
    macros = {
        "{month}": edge + alternatives(words.months) if words.months else r"\d{1,2}",
        "{ordinal}": alternatives(words.ordinals) if words.ordinals else r"[1-4]",
        "{count}": r"(?:\d{1,2}" + ("|" + alternatives(numbers) if numbers else "") + ")",
        "{year}": _YEAR,
    }

    def expand(pattern: str) -> str:
        for macro, expression in macros.items():
            pattern = pattern.replace(macro, expression)
        return pattern

    lead = words.qualifiers
    patterns = tuple((kind, expand(pattern)) for kind, pattern in words.patterns)
    return _Grammar(
        patterns=tuple((kind, re.compile(pattern)) for kind, pattern in patterns),
        sieve=Sieve([pattern for _, pattern in patterns]),
        relations=tuple(
            (name, Sieved(rf"{edge}{expression}[\s-]*{lead}[\s-]*$")) for name, expression in words.relations.items()
        ),
        document_after=Sieved(rf"^(?:[\s-]*\w+)?[\s-]*{words.documents}{edge}"),
        document_before=Sieved(rf"{edge}{words.documents}{edge}\s*(?:\w+ )?{words.document_links}?[\s-]*{lead}[\s-]*$"),
        relative=Sieved(edge + alternatives(words.relative) + edge) if words.relative else None,
        year_before=Sieved("(?:" + "|".join(words.year_before) + ")$") if words.year_before else None,
    )


def read_timespans(text: str, lang: Language, words: Set[str] | None = None) -> tuple[Timespan, ...]:
    """Read every span of time in a cleaned text, in order of position; offsets are into that text.

    `words` are the `words_in` the text, where they are known.
    """
    grammar = _grammar(lang.tag)
    words = words_in(text) if words is None else words
    found: list[Timespan] = []
    taken = bytearray(len(text))
    for place in grammar.sieve.open(text, words):
        kind, pattern = grammar.patterns[place]
        for match in pattern.finditer(text):
            start, end = match.span()
            if start == end or any(taken[start:end]):
                continue
            span = _timespan(kind, match, lang)
            if span is None:
                continue
            taken[start:end] = b"\x01" * (end - start)
            found.append(_placed(span, text, grammar))
    if grammar.relative is not None:
        for match in grammar.relative.finditer(text, words):
            start, end = match.span()
            if not any(taken[start:end]):
                found.append(Timespan("relative", None, 1, 12, match.group(), start, end, relative=True))
    return _in_their_year(sorted(found, key=lambda span: span.start), text)


def _in_their_year(spans: list[Timespan], text: str) -> tuple[Timespan, ...]:
    """Give months that follow a year at once the year that they are of ("in 2023 by the end of July")."""
    joined: list[Timespan] = []
    for span in spans:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.kind == "year"
            and span.year is None
            and not span.relative
            and not text[before.end : span.start].strip(" ,")
        ):
            words = f"{before.words} {span.words}"
            joined[-1] = replace(span, year=before.year, last_year=before.year, words=words, start=before.start)
        else:
            joined.append(span)
    return tuple(joined)


def in_one_year(spans: tuple[Timespan, ...]) -> tuple[Timespan, ...]:
    """Give months without a year the only year named, wherever it stands ("January to July … , 2023")."""
    years = [span for span in spans if span.kind == "year" and not span.document]
    bare = [span for span in spans if span.year is None and not span.relative and not span.document]
    if len(years) != 1 or not bare or len(bare) + 1 != len(spans) or years[0].relation != "in":
        return spans
    year = years[0]

    def words(span: Timespan) -> str:
        return " ".join(item.words for item in spans if item in (span, year))

    return tuple(replace(span, year=year.year, last_year=year.year, words=words(span)) for span in bare)


def _timespan(kind: str, match: re.Match[str], lang: Language) -> Timespan | None:
    groups = match.groupdict()
    year = next((_year(groups[name]) for name in ("y2", "year", "y1") if groups.get(name)), None)
    words, start, end = match.group().strip(), match.start(), match.end()

    def months(first: int | None, last: int | None) -> Timespan | None:
        if first is None or last is None or not 1 <= first <= 12 or not 1 <= last <= 12:
            return None
        first_year = _year(groups["y1"]) if groups.get("y1") else year
        if first_year == year and first > last:
            return None
        return Timespan(kind, first_year, first, last, words, start, end, last_year=year)

    match kind:
        case "year" | "full_year":
            return Timespan(kind, year, 1, 12, words, start, end)
        case "years":
            first = _year(groups["year"])
            return None if year is None or first > year else Timespan(kind, first, 1, 12, words, start, end, year)
        case "month" | "iso_month":
            return months(*[_month(groups["m1"], lang)] * 2)
        case "months":
            return months(_month(groups["m1"], lang), _month(groups["m2"], lang))
        case "to_month":
            return months(1, _month(groups["m2"], lang))
        case "day" | "iso_day":
            month = _month(groups["m1"], lang)
            day = int(groups["day"])
            if month is None or not 1 <= day <= 31:
                return None
            return Timespan(kind, year, month, month, words, start, end, day=day)
        case "first_months":
            return months(1, _count(groups["count"], lang))
        case "early" | "late":
            return months(1, 6) if kind == "early" else months(7, 12)
        case "half" | "quarter":
            length = 6 if kind == "half" else 3
            ordinal = lang.periods.ordinals.get(groups["ord"]) or _count(groups["ord"], lang)
            return months((ordinal - 1) * length + 1, ordinal * length) if ordinal else None
        case named if named.startswith("months:"):
            first_month, _, last_month = named.removeprefix("months:").partition("-")
            return months(int(first_month), int(last_month))
    return None


def _placed(span: Timespan, text: str, grammar: _Grammar) -> Timespan:
    """Add how the words around a span use it: "by 2022", "the 2020 report", "the year before 2020"."""
    offset = max(0, span.start - LOOK_AROUND)
    before, after = text[offset : span.start], text[span.end : span.end + LOOK_AROUND]
    words_after, words_before = words_in(after), words_in(before)
    document = bool(
        grammar.document_after.search(after, words_after) or grammar.document_before.search(before, words_before)
    )
    if (
        grammar.year_before is not None
        and span.year is not None
        and (match := grammar.year_before.search(before, words_before))
    ):
        start = offset + match.start()
        return Timespan("year", span.year - 1, 1, 12, text[start : span.end], start, span.end)
    related = ((name, pattern.search(before, words_before)) for name, pattern in grammar.relations)
    relation, match = next(((name, match) for name, match in related if match is not None), ("in", None))
    if match is None:
        return replace(span, document=True) if document else span
    if span.kind in ("months", "years") and relation == "from":
        relation = "in"  # "from January to July" is the months themselves
    return replace(span, relation=relation, document=document, lead=len(before) - match.start())


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(text: str, lang: Language) -> int | None:
    return lang.periods.months.get(text) or _count(text, lang)


def _count(text: str, lang: Language) -> int | None:
    return int(text) if text.isdigit() else lang.numbers.get(text)
