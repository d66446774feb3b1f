"""Spans of the calendar, such as 180 days or 16 years, counted from a day on."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

SPAN_PATTERN: Final = "^[1-9][0-9]{0,3}(d|mo|y)$"
"""How the specs write one: days, months or years."""

_MONTHS: Final = {"mo": 1, "y": 12}
_DAYS: Final = {"d": (1, 1), "mo": (28, 31), "y": (365, 366)}
"""How many days a unit has at least and at most."""


@dataclass(frozen=True, slots=True)
class Span:
    """So many days, months or years.

    Attributes:
        unit: `d`, `mo` or `y`.
    """

    count: int
    unit: str

    def after(self, day: date) -> date:
        """The day so long after another one.

        Where the month has no such day it is the month's last one: a year after 29 February is
        28 February.
        """
        try:
            if self.unit not in _MONTHS:
                return day + timedelta(days=self.count)
            year, month = divmod(
                day.year * 12 + day.month - 1 + self.count * _MONTHS[self.unit], 12
            )
            last = monthrange(year, month + 1)[1]
            return date(year, month + 1, min(day.day, last))
        except (OverflowError, ValueError):  # there is no day beyond the last one
            return date.max

    @property
    def days(self) -> tuple[int, int]:
        """How many days it has at least and at most, wherever it begins."""
        least, most = _DAYS[self.unit]
        return self.count * least, self.count * most

    def at_least(self, other: Span) -> bool:
        """Whether it is certainly as long as another one, or longer."""
        if self.unit in _MONTHS and other.unit in _MONTHS:
            return self.count * _MONTHS[self.unit] >= other.count * _MONTHS[other.unit]
        return self.days[0] >= other.days[1]


def span_of(text: str) -> Span:
    """The span that a text of the specs says, such as `180d`."""
    digits = text.rstrip("dmoy")
    return Span(int(digits), text.removeprefix(digits))
