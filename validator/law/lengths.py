"""Lengths of time as laws give them: minutes, hours, days, working days, months and years."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from typing import Final

from validator.law.calendar import Calendar

LENGTH_PATTERN: Final = "^[1-9][0-9]{0,3}(m|h|d|wd|mo|y)$"
"""How the specs write one: `24h`, `45d`, `2wd`, `6mo`."""

_EXACT: Final = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}
_MONTHS: Final = {"mo": 1, "y": 12}


@dataclass(frozen=True, slots=True)
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
        if self.months is not None:
            return months_after(start, self.months)
        return days_after(start, self.count)


def length_of(text: str) -> Length:
    """The length that a text of `LENGTH_PATTERN` means."""
    count, unit = re.findall("[0-9]+|[a-z]+", text)
    return Length(int(count), unit)


def days_after(day: date, count: int) -> date:
    """So many days later; the last day there is, where that would be after it."""
    return day + timedelta(days=min(count, (date.max - day).days))


def months_after(day: date, count: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
