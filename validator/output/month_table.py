"""The days from submission to decision as the weeks of a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from validator.frozen import frozen
from validator.law.calendar import DayOff
from validator.prospect import Timeline
from validator.words.messages import Terms, day_in_prose, locale_of, named, visible

term = Terms(
    *("calendar.caption", "calendar.submitted", "calendar.assumed", "calendar.accepted"),
    *("calendar.due", "calendar.due_by_law", "calendar.weekends"),
    "calendar.estimated",
)

SIGNS: Final = {"submitted": "▷", "accepted": "●", "due": "■", "law": "□"}
"""What stands beside a day on which something happens."""

_WEEK: Final = 7
_MOST: Final = 20
"""Weeks of a calendar; a term that runs over more is told in words alone."""


@frozen
class Day:
    """A day of the calendar.

    Attributes:
        month: its name, where a month begins; empty elsewhere.
        kind: `weekend`, `holiday`, `counted`, or empty.
        signs: what happens on it.
        number: which day of the term it is; empty for others.
    """

    day: int
    month: str
    kind: str
    signs: str
    number: str


@frozen
class MonthTable:
    """Weeks from Monday on, and what the signs in them mean.

    Attributes:
        legend: a sign or a kind of day, and what it is.
    """

    caption: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Day, ...], ...]
    legend: tuple[tuple[str, str, str], ...]


def month_table(timeline: Timeline, lang: str) -> MonthTable | None:
    """The calendar of a timeline; None where it is too long for one."""
    last = max(filter(None, (timeline.due_on, timeline.due_on_by_law)))
    begin = timeline.submitted.date()
    monday = begin - timedelta(days=begin.weekday())
    weeks = (last - monday).days // _WEEK + 1
    if not 0 < weeks <= _MOST:
        return None
    days = tuple(_days(timeline, monday, weeks * _WEEK, last, lang))
    return MonthTable(
        term("calendar.caption", lang),
        _weekdays(lang),
        tuple(days[at : at + _WEEK] for at in range(0, len(days), _WEEK)),
        tuple(_legend(timeline, lang)),
    )


def _days(timeline: Timeline, monday: date, many: int, last: date, lang: str) -> Iterator[Day]:
    off = {each.date: each for each in timeline.days_off}
    happens = _happens(timeline)
    counted = 0
    for index in range(many):
        day = monday + timedelta(days=index)
        kind = _kind(off.get(day))
        if timeline.accepted_on < day <= last and day not in off:
            counted, kind = counted + 1, "counted"
        signs = "".join(SIGNS[each] for each in happens.get(day, ()))
        month = _month(day, lang) if day.day == 1 or index == 0 else ""
        yield Day(day.day, month, kind, signs, str(counted) if kind == "counted" else "")


def _kind(off: DayOff | None) -> str:
    if off is None:
        return ""
    return "weekend" if off.name is None else "holiday"


def _happens(timeline: Timeline) -> dict[date, list[str]]:
    found: dict[date, list[str]] = {}
    for what, day in (
        ("submitted", timeline.submitted.date()),
        ("accepted", timeline.accepted_on),
        ("due", timeline.due_on),
        ("law", timeline.due_on_by_law),
    ):
        if day is not None:
            found.setdefault(day, []).append(what)
    return found


def _legend(timeline: Timeline, lang: str) -> Iterator[tuple[str, str, str]]:
    word = "calendar.assumed" if timeline.assumed else "calendar.submitted"
    yield "", SIGNS["submitted"], term(word, lang, moment=timeline.submitted)
    yield "", SIGNS["accepted"], term("calendar.accepted", lang, day=timeline.accepted_on)
    yield "", SIGNS["due"], term("calendar.due", lang, day=timeline.due_on)
    if timeline.due_on_by_law is not None:
        yield "", SIGNS["law"], term("calendar.due_by_law", lang, day=timeline.due_on_by_law)
    if any(each.name is None for each in timeline.days_off):
        yield "weekend", "", term("calendar.weekends", lang)
    for each in timeline.days_off:
        if each.name is not None:
            said = f"{day_in_prose(each.date, lang)}: {visible(named(each.name, lang))}"
            if each.estimated:
                said = term("calendar.estimated", lang, holiday=said)
            yield "holiday", "", said


@lru_cache(maxsize=64)
def _weekdays(lang: str) -> tuple[str, ...]:
    from babel.dates import get_day_names

    names = get_day_names("abbreviated", "stand-alone", locale_of(lang))
    return tuple(names[each] for each in range(_WEEK))


@lru_cache(maxsize=1024)
def _month(day: date, lang: str) -> str:
    from babel.dates import format_date

    return format_date(day, "LLL", locale=locale_of(lang))
