"""Moments of different units – times, days and years – and what lies between two of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from validator.law.calendar import Calendar
from validator.law.lengths import Length

Moment = date | datetime | int
"""A day, a local time or a year."""


def time_of(text: str) -> datetime:
    """A time with its offset, as RFC 3339 writes it; what is finer than a microsecond is dropped.

    Raises:
        ValueError: it is none, or a leap second.
    """
    return datetime.fromisoformat(text.upper())  # which takes no lower-case z


def elapsed(earlier: Moment, later: Moment) -> timedelta:
    """Time from one moment to another, in the coarser of their two units.

    Two times give the exact difference; a time and a date are compared as local dates; a year
    compared with anything is compared as a year (a difference of 0 means the same year).
    """
    if isinstance(earlier, int) or isinstance(later, int):
        return timedelta(days=365) * (_year(later) - _year(earlier))
    if isinstance(earlier, datetime) and isinstance(later, datetime):
        return later.astimezone(UTC) - earlier.astimezone(UTC)  # clocks may be changed in between
    return day_of(later) - day_of(earlier)


def passed(earlier: Moment, later: Moment, length: Length, calendar: Calendar) -> int:
    """Whether less than a length lies between two moments (-1), just that (0), or more (1).

    Minutes and hours are exact between two times. Days and what is coarser are those of the
    provider's calendar, whatever the time of day. Mere years have whole years between them.

    Raises:
        MissingFact: the calendar does not cover a working day of it.
        ValueError: working days from or to a mere year.
    """
    if isinstance(earlier, int) or isinstance(later, int):
        return _years_passed(earlier, later, length)
    if length.exact is not None:
        return _sign(elapsed(earlier, later) - length.exact)
    return _sign(day_of(later) - length.after(day_of(earlier), calendar))


def _years_passed(earlier: Moment, later: Moment, length: Length) -> int:
    if length.months is not None:
        months = 12 * (_year(later) - _year(earlier))
        return _sign(timedelta(months - length.months))
    if length.unit == "wd":
        raise ValueError("working days of a mere year")
    return _sign(elapsed(earlier, later) - (length.exact or timedelta(days=length.count)))


def _sign(over: timedelta) -> int:
    return (over > timedelta()) - (over < timedelta())


def _year(moment: Moment) -> int:
    return moment if isinstance(moment, int) else moment.year


def day_of(moment: date | datetime) -> date:
    """The day of a date or of a local time."""
    return moment.date() if isinstance(moment, datetime) else moment
