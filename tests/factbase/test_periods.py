"""Periods are read from ISO 8601 at the precision that is known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.factbase.periods import Period, parse_period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2023-08", date(2023, 8, 1), date(2023, 8, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-08-04", date(2023, 8, 4), date(2023, 8, 4)),
        ("2023-01/2023-07", date(2023, 1, 1), date(2023, 7, 31)),
        ("2024/..", date(2024, 1, 1), None),
        ("../2022", None, date(2022, 12, 31)),
    ],
)
def test_a_period_is_a_closed_range_of_days(text: str, start: date | None, end: date | None) -> None:
    assert parse_period(text) == Period(text, start, end)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("last year", "is not ISO 8601 (2019, 2023-08, 2023-01/2023-07, 2024/..)"),
        ("2023-8", "is not ISO 8601 (2019, 2023-08, 2023-01/2023-07, 2024/..)"),
        ("", "is not ISO 8601 (2019, 2023-08, 2023-01/2023-07, 2024/..)"),
        ("2023-13", "names a day or month that does not exist"),
        ("2023-02-30", "names a day or month that does not exist"),
        ("0000", "names a day or month that does not exist"),
        ("0000-01", "names a day or month that does not exist"),
        ("2023/2022", "ends before it begins"),
        ("../..", "is open at both ends"),
        ("2021/2022/2023", "has more than one '/'"),
    ],
)
def test_a_bad_period_says_what_is_wrong_with_it(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=r"^the period ") as caught:
        parse_period(text)
    assert str(caught.value).endswith(why)


def test_months_are_counted_only_where_they_are_whole() -> None:
    assert parse_period("2023-01/2023-06").months == 6
    assert parse_period("2019").months == 12
    assert parse_period("2023-01-02/2023-06").months is None
    assert parse_period("2024/..").months is None


def test_open_periods_contain_and_overlap() -> None:
    from_2024 = parse_period("2024/..")
    assert from_2024.contains(parse_period("2025-03"))
    assert not from_2024.contains(parse_period("2023/2025"))
    assert from_2024.overlaps(parse_period("2023/2025"))
    assert not from_2024.overlaps(parse_period("../2023"))


_DAYS = st.dates(min_value=date(1, 1, 1))
_PRECISION = st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"])


def _written(day: date, precision: str) -> str:
    return day.isoformat()[: {"%Y-%m-%d": 10, "%Y-%m": 7, "%Y": 4}[precision]]


@given(_DAYS, _PRECISION)
def test_an_instant_holds_the_day_it_was_written_from(day: date, precision: str) -> None:
    text = _written(day, precision)
    period = parse_period(text)
    assert period.text == text
    assert period.contains(Period("", day, day))
    assert parse_period(f"{text}/{text}").same_days(period)


@given(_DAYS, _DAYS, _PRECISION)
def test_an_interval_reaches_from_its_first_to_its_last_day(one: date, other: date, precision: str) -> None:
    first, last = sorted((one, other))
    interval = parse_period(f"{_written(first, precision)}/{_written(last, precision)}")
    assert interval.contains(parse_period(_written(first, precision)))
    assert interval.contains(parse_period(_written(last, precision)))
    assert interval.overlaps(parse_period(f"../{_written(last, precision)}"))


@given(st.text(max_size=30))
def test_any_other_text_is_a_value_error(text: str) -> None:
    try:
        period = parse_period(text)
    except ValueError:
        return
    assert period.start is not None or period.end is not None
