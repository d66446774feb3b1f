"""Deadlines for a calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from validator.errors import CallError
from validator.explanation.law_words import condition_lines, service_name
from validator.model import declare
from validator.output.view import View
from validator.plan.deadlines import Course, Due, LastDay
from validator.words.messages import Terms, named, say

CALENDAR_NEEDS_LIBRARY = declare("calendar_needs_library")

term = Terms("deadline.accepted", "deadline.due", "deadline.until")

Event = tuple[date, str, str]
"""Its day, its title, and what stands in it."""


def one(results: Sequence[Course | LastDay], view: View) -> bytes:
    """A calendar of whole days; equal inputs give equal bytes.

    Raises:
        CallError: the library that writes it is not installed.
    """
    try:
        import icalendar
    except ImportError:
        raise CallError.of(CALENDAR_NEEDS_LIBRARY()) from None
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//public-service-validator//deadlines//EN")
    calendar.add("version", "2.0")
    for day, title, text in (event for each in results for event in _events(each, view.lang)):
        event = icalendar.Event()
        event.add("uid", hashlib.sha256(f"{day} {title}".encode()).hexdigest()[:32])
        # No time of the run: an event is known by what it says.
        event.add("dtstamp", datetime.combine(day, time(), UTC))
        event.add("dtstart", day)
        event.add("summary", title)
        event.add("description", text)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(each: Course | LastDay, lang: str) -> Iterator[Event]:
    title = service_name(each.edition, each.service, lang)
    if isinstance(each, Course) and each.when is not None:
        title = f"{title} ({'; '.join(condition_lines(each.when, lang))})"
    if isinstance(each, LastDay):
        said = term("deadline.until", lang, day=each.day)
        yield each.day, f"{title}: {said}", named(each.rule.requirement.title, lang)
        return
    accepted = say(each.trace(), lang)
    yield each.accepted_on, f"{title}: {term('deadline.accepted', lang)}", accepted
    for due in each.due:
        lines = [say(message, lang) for message in due.trace()]
        yield due.term.due, f"{title}: {_what(due, lang)}", "\n".join(lines)


def _what(due: Due, lang: str) -> str:
    """What is due: the decision, or what another term is for."""
    if due.limit.to_decision:
        return term("deadline.due", lang)
    return named(due.rule.requirement.title, lang)
