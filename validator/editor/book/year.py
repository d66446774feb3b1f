"""A year's working days, month by month."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import cast

from validator.editor.book import book_words
from validator.editor.book.chapters import Phrase
from validator.editor.book.contents import Day, Month, Note, Year
from validator.explanation.law_words import condition_lines
from validator.facts.conditions import Condition
from validator.law.calendar import DayOff
from validator.law.setting import Hours, Setting
from validator.model import Text
from validator.words.messages import Terms

term = Terms(
    "book.day.worked",
    "book.hours",
    "book.lunch",
    "book.any_hour",
    "aspect.every_day",
    *(f"book.off.{each}" for each in ("moved", "swapped")),
)

_WEEKEND = "weekend"


def year_of(setting: Setting, year: int, lang: str) -> Year:
    """The working days of a year; a day that the calendar does not cover is `unknown`."""
    days, known = list(_days(year)), setting.calendar
    off = {day: known.day_off(day) for day in days if known.covers(day)}
    # Which days of the week are usually off is the country's affair.
    weekend = {day.weekday() for day, each in off.items() if each and each.reason == _WEEKEND}
    shown = {day: _day(day, off, weekend) for day in days}
    months = tuple(_month(year, month, shown, off, lang) for month in range(1, 13))
    return Year(
        year=year,
        working=sum(month.working for month in months),
        estimated=sum(day.estimated for day in shown.values()),
        weekdays=book_words.weekdays(lang),
        months=months,
        hours=_hours(setting.hours, lang),
        other_hours=tuple(_others(setting, lang)),
    )


def _days(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def _day(day: date, off: dict[date, DayOff | None], weekend: set[int]) -> Day:
    if day not in off:
        return Day(day, "unknown", estimated=False)
    found = off[day]
    if found is None:
        return Day(day, "worked" if day.weekday() in weekend else "work", estimated=False)
    sort = "weekend" if found.name is None else "holiday"
    return Day(day, sort, found.estimated)


def _month(
    year: int, month: int, shown: dict[date, Day], off: dict[date, DayOff | None], lang: str
) -> Month:
    weeks = calendar.Calendar().monthdayscalendar(year, month)
    days = [day for date_, day in shown.items() if date_.month == month]
    return Month(
        name=book_words.months(lang)[month - 1],
        working=sum(day.sort in {"work", "worked"} for day in days),
        weeks=tuple(
            tuple(shown[date(year, month, day)] if day else None for day in week) for week in weeks
        ),
        notes=tuple(_notes(days, off, lang)),
    )


def _notes(days: list[Day], off: dict[date, DayOff | None], lang: str) -> Iterator[Note]:
    """What is to be said of the days of a month, days that follow one another together."""
    runs: list[tuple[list[int], tuple[Phrase, str, bool]]] = []
    for day in days:
        found = off.get(day.date)
        if day.sort == "worked":
            said = Phrase(term("book.day.worked", lang), None), "", False
        elif found is not None and found.name is not None:
            said = _phrase(found.name, lang), _reason(found, lang), found.estimated
        else:
            continue
        if runs and runs[-1][1] == said and runs[-1][0][-1] == day.date.day - 1:
            runs[-1][0].append(day.date.day)
        else:
            runs.append(([day.date.day], said))
    for numbers, (name, reason, estimated) in runs:
        yield Note(_span(numbers), name, reason, estimated)


def _phrase(name: Text, lang: str) -> Phrase:
    """A holiday's name, which stays Kazakh where the calendar file has no other."""
    kept = name[lang] == name["kk"] and book_words.language_of(name[lang]) != lang
    return Phrase(name[lang], "kk" if kept and lang != "kk" else None)


def _reason(day: DayOff, lang: str) -> str:
    """Why a day is off where that does not go without saying."""
    return term(f"book.off.{day.reason}", lang) if day.reason in {"moved", "swapped"} else ""


def _span(numbers: list[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _hours(hours: Hours, lang: str) -> str | None:
    if (hours.opens, hours.closes) == (time.min, time.max):
        return None
    said = term("book.hours", lang, opens=_clock(hours.opens), closes=_clock(hours.closes))
    if hours.lunch is None:
        return said
    start, end = map(_clock, hours.lunch)
    return f"{said}; {term('book.lunch', lang, start=start, end=end)}"


def _others(setting: Setting, lang: str) -> Iterator[str]:
    """The hours of applications that differ from those of the provider, a line each."""
    for when, hours in setting.other_hours:
        who = " / ".join(condition_lines(cast("Condition", when), lang))
        said = _hours(hours, lang) or term("book.any_hour", lang)
        every = f"; {term('aspect.every_day', lang)}" if hours.every_day else ""
        yield f"{who} – {said}{every}"


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}"
