"""Periods of time as ISO 8601 writes them, at the precision that is known.

A period is a closed range of days read from `2019`, `2023-08`, `2023-08-04`, an interval of two of these
(`2023-01/2023-07`, both ends included), or an interval open at one end (`2024/..`, `../2022`).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_INSTANT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


@dataclass(frozen=True, slots=True)
class Period:
    """A range of days, `start` and `end` included; None is an open end. `text` is how it was written."""

    text: str
    start: date | None
    end: date | None

    def contains(self, other: Period) -> bool:
        """Say whether every day of `other` is a day of this period."""
        return (self.start is None or (other.start is not None and self.start <= other.start)) and (
            self.end is None or (other.end is not None and other.end <= self.end)
        )

    def overlaps(self, other: Period) -> bool:
        """Say whether the two share a day."""
        return (self.start is None or other.end is None or self.start <= other.end) and (
            self.end is None or other.start is None or other.start <= self.end
        )

    def same_days(self, other: Period) -> bool:
        """Say whether both cover exactly the same days, however they are written."""
        return self.start == other.start and self.end == other.end

    @property
    def months(self) -> int | None:
        """The number of whole calendar months covered, None for an open or ragged range."""
        if self.start is None or self.end is None or self.start.day != 1:
            return None
        if self.end.day != calendar.monthrange(self.end.year, self.end.month)[1]:
            return None
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1


def parse_period(text: str) -> Period:
    """Read an ISO 8601 period; raise ValueError saying what is wrong with it."""
    ends = text.strip().split("/")
    if len(ends) > 2:
        raise ValueError(f"the period {text!r} has more than one '/'")
    if len(ends) == 1:
        start, end = _days(ends[0], text)
        return Period(text.strip(), start, end)
    open_start, open_end = ends[0] == "..", ends[1] == ".."
    if open_start and open_end:
        raise ValueError(f"the period {text!r} is open at both ends")
    first = None if open_start else _days(ends[0], text)[0]
    last = None if open_end else _days(ends[1], text)[1]
    if first is not None and last is not None and first > last:
        raise ValueError(f"the period {text!r} ends before it begins")
    return Period(text.strip(), first, last)


def _days(instant: str, text: str) -> tuple[date, date]:
    match = _INSTANT.match(instant)
    if match is None:
        raise ValueError(f"the period {text!r} is not ISO 8601 (2019, 2023-08, 2023-01/2023-07, 2024/..)")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is not None and month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if year is not None and month is not None and day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        assert year is not None and month is not None and day is not None  # noqa: S101, PT018 - narrows types for mypy
        return date(year, month, day), date(year, month, day)
    except (ValueError, calendar.IllegalMonthError) as error:
        raise ValueError(f"the period {text!r} names a day or month that does not exist") from error
