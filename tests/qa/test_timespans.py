"""Spans of time as people name them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.factbase.periods import parse_period
from bot.qa.languages import language
from bot.qa.normalization import clean
from bot.qa.timespans import Timespan, in_one_year, read_timespans


def spans(text: str) -> tuple[Timespan, ...]:
    return read_timespans(clean(text), language("en"))


def span(text: str) -> Timespan:
    (found,) = spans(text)
    return found


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("in 2021", "2021"),
        ("during FY 2021", "2021"),
        ("in March 2021", "2021-03"),
        ("Mar 2021", "2021-03"),
        ("2021-03", "2021-03"),
        ("on 4 September 2021", "2021-09-04"),
        ("September 4th, 2021", "2021-09-04"),
        ("on 2021-09-04", "2021-09-04"),
        ("from January to March 2021", "2021-01/2021-03"),
        ("Jan-Mar 2021", "2021-01/2021-03"),
        ("January through March of 2021", "2021-01/2021-03"),
        ("between January and March 2021", "2021-01/2021-03"),
        ("2021, January to March", "2021-01/2021-03"),
        ("November 2020 to February 2021", "2020-11/2021-02"),
        ("the first three months of 2021", "2021-01/2021-03"),
        ("in the first 7 months of 2021", "2021-01/2021-07"),
        ("the first half of 2021", "2021-01/2021-06"),
        ("the second half of 2021", "2021-07/2021-12"),
        ("H1 2021", "2021-01/2021-06"),
        ("2021 H2", "2021-07/2021-12"),
        ("the first half of 21", "2021-01/2021-06"),
        ("second quarter of '21", "2021-04/2021-06"),
        ("how many back in 21?", "2021"),
        ("all of 2021", "2021"),
        ("1H21", "2021-01/2021-06"),
        ("Q3 2021", "2021-07/2021-09"),
        ("the third quarter of 2021", "2021-07/2021-09"),
        ("the last quarter of 2021", "2021-10/2021-12"),
        ("2021Q1", "2021-01/2021-03"),
        ("2019-2021", "2019/2021"),
        ("from 2019 to 2021", "2019/2021"),
        ("between 2019 and 2021", "2019/2021"),
        ("the year before 2021", "2020"),
        ("Aug 21", "2021-08"),
        ("up to July '21", "2021-01/2021-07"),
        ("7M 2021", "2021-01/2021-07"),
        ("seven months of 2021", "2021-01/2021-07"),
        ("the first two quarters of 2021", "2021-01/2021-06"),
        ("summer 2021", "2021-06/2021-08"),
        ("in 2021 by the end of July", "2021-01/2021-07"),
    ],
)
def test_a_span_covers_the_days_that_it_names(text: str, period: str) -> None:
    named = parse_period(period)
    assert span(text).bounds == (named.start, named.end)
    assert span(text).same_days(named)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from January to March", 1, 3),
        ("in the first half", 1, 6),
        ("H2", 7, 12),
        ("in Q2", 4, 6),
        ("in March", 3, 3),
        ("the first five months", 1, 5),
    ],
)
def test_without_a_year_only_the_months_are_known(text: str, first: int, last: int) -> None:
    found = span(text)
    assert found.bounds is None
    assert found.as_period() is None
    assert (found.first_month, found.last_month) == (first, last)
    assert found.same_days(parse_period(f"2021-{first:02}/2021-{last:02}"))
    assert not found.same_days(parse_period("2021-01/2021-12"))


def test_months_are_of_the_only_year_that_is_named_elsewhere() -> None:
    (months,) = in_one_year(spans("In 2021 it was wild, how many came from May to July?"))
    assert months.bounds == (date(2021, 5, 1), date(2021, 7, 31))


def test_all_months_are_of_the_only_year_that_is_named() -> None:
    found = in_one_year(spans("Which was higher in 2021, the range from May to July or that from October to December?"))
    assert [item.bounds for item in found] == [
        (date(2021, 5, 1), date(2021, 7, 31)),
        (date(2021, 10, 1), date(2021, 12, 31)),
    ]


def test_months_are_of_no_year_where_several_are_named() -> None:
    found = in_one_year(spans("In 2021, not in 2020, how many came from May to July?"))
    assert [item.year for item in found] == [2021, 2020, None]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("in 2021", "in"),
        ("by 2021", "by"),
        ("by the end of 2021", "by"),
        ("no later than 2021", "by"),
        ("from 2021", "from"),
        ("since March 2021", "from"),
        ("before 2021", "before"),
        ("prior to 2021", "before"),
        ("after 2021", "after"),
        ("as of 2021", "as_of"),
        ("from January to March 2021", "in"),
    ],
)
def test_the_words_before_a_span_say_how_it_bounds(text: str, relation: str) -> None:
    assert span(f"was it high {text}?").relation == relation


@pytest.mark.parametrize(
    "text", ["the 2021 report", "the report of 2021", "your article from 2021", "the March 2021 paper"]
)
def test_the_date_of_a_document_is_told_from_the_date_of_an_event(text: str) -> None:
    assert span(f"what does {text} say about tides?").document
    assert not span("what was the range in 2021?").document


@pytest.mark.parametrize("text", ["last year", "this year", "next year", "yesterday", "this quarter"])
def test_last_year_and_the_like_name_no_days(text: str) -> None:
    found = span(f"how high was it {text}?")
    assert found.relative
    assert found.bounds is None
    assert not found.same_days(parse_period("2021"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "how high is it",
        "2,021 metres",
        "2021.5",
        "$2021",
        "2021%",
        "in 1821",
        "room 20211",
        "half of it",
        "a second opinion",
        "it may rise and march on, then fall",
    ],
)
def test_what_names_no_time_is_not_read_as_one(text: str) -> None:
    assert spans(text) == ()


def test_a_day_that_does_not_exist_has_no_bounds() -> None:
    assert [found.bounds for found in spans("on 30 February 2021") if found.day is not None] in ([], [None])


def test_several_spans_come_in_the_order_in_which_they_stand() -> None:
    first, second = spans("compare March 2021 with the first half of 2019")
    assert first.bounds == (date(2021, 3, 1), date(2021, 3, 31))
    assert second.bounds == (date(2019, 1, 1), date(2019, 6, 30))


def test_a_span_stands_where_it_says() -> None:
    text = clean("was it higher in March 2021 than before?")
    (found,) = read_timespans(text, language("en"))
    assert text[found.start : found.end] == found.words == "march 2021"


def test_a_leap_day_belongs_to_its_february() -> None:
    assert span("in February 2024").bounds == (date(2024, 2, 1), date(2024, 2, 29))
