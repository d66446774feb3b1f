"""Lengths of time as laws give them: minutes, hours, days, working days, months and years."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from typing import Final

from validator.frozen import frozen
from validator.law.calendar import Calendar

LENGTH_PATTERN: Final = "^[1-9][0-9]{0,3}(m|h|d|wd|mo|y)$"
"""How the specs write one: `24h`, `45d`, `2wd`, `6mo`."""

FINER_THAN_YEARS: Final = ("m", "h", "wd")
"""Units in which nobody can count between mere years."""

SPAN_PATTERN: Final = "^[1-9][0-9]{0,3}(d|mo|y)$"
"""How they write one that no clock and no calendar of working days is asked for."""

_EXACT: Final = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}
_MONTHS: Final = {"mo": 1, "y": 12}
_DAYS: Final = {"d": (1, 1), "mo": (28, 31), "y": (365, 366)}
"""How many days a unit has at least and at most."""


@frozen
class Length:
    """A length of time in one unit.

    Attributes:
        unit: `m` minutes, `h` hours, `d` calendar days, `wd` working days, `mo` months, `y` years.
    """

    count: int
    unit: str

    @property
    def exact(self) -> timedelta | None:
        """What the clock makes of it; None of days and what is coarser, which are local days."""
        of_one = _EXACT.get(self.unit)
        return None if of_one is None else of_one * self.count

    @property
    def months(self) -> int | None:
        """Of months and years, how many months; None of the rest."""
        of_one = _MONTHS.get(self.unit)
        return None if of_one is None else of_one * self.count

    def after(self, start: date, calendar: Calendar) -> date:
        """The last day of it, where the day after `start` is the first; of days and coarser.

        A month ends with the day that bears the number of `start`, or with its last day.

        Raises:
            MissingFact: the calendar does not cover a working day of it.
        """
        if self.unit == "wd":
            return calendar.add_working_days(start, self.count).due
        return self.later(start)

    def later(self, day: date) -> date:
        """The day so long after another one; of days, months and years.

        Where the month has no such day it is the month's last one: a year after 29 February is
        28 February.
        """
        return (
            days_after(day, self.count) if self.months is None else months_after(day, self.months)
        )

    @property
    def days(self) -> tuple[int, int]:
        """Of days, months and years, how many days it has at least and at most."""
        least, most = _DAYS[self.unit]
        return self.count * least, self.count * most


def length_of(text: str) -> Length:
    """The length that a text of `LENGTH_PATTERN` means."""
    count, unit = re.findall("[0-9]+|[a-z]+", text)
    return Length(int(count), unit)


def is_under(length: Length, other: Length) -> bool:
    """Whether one length is shorter than another one, wherever in a calendar the two lie."""
    if length.unit == other.unit:
        return length.count < other.count
    if length.months is not None and other.months is not None:
        return length.months < other.months
    if length.unit in _DAYS and other.unit in _DAYS:
        return length.days[1] < other.days[0]
    return _bounds(length)[1] <= _bounds(other)[0]


def _bounds(length: Length) -> tuple[timedelta, timedelta]:
    """Between two times, the shortest distance that is of a length, and what is longer than any."""
    if length.exact is not None:
        return length.exact, length.exact
    if length.unit == "wd":
        return timedelta(days=length.count - 1), timedelta.max
    least, most = length.days
    return timedelta(days=least - 1), timedelta(days=most + 1)


def days_after(day: date, count: int) -> date:
    """So many days later; the last day there is, where that would be after it."""
    return day + timedelta(days=min(count, (date.max - day).days))


def months_after(day: date, count: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
