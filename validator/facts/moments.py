"""Moments of different units: times, days and years."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

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


def _year(moment: Moment) -> int:
    return moment if isinstance(moment, int) else moment.year


def day_of(moment: date | datetime) -> date:
    """The day of a date or of a local time."""
    return moment.date() if isinstance(moment, datetime) else moment
