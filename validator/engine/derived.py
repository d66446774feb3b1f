"""What follows from an application: acceptance, due day, fee, and how they came about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime

from validator.checks.fees import fee_due
from validator.facts.facts import Case
from validator.facts.time_limits import TimeLimit
from validator.law.calendar import DayOff, Term
from validator.model import Args, Message, Named, declare
from validator.report import Derived

TRACE_ACCEPTED = declare("trace_accepted", submitted=datetime, accepted=date)
TRACE_ACCEPTED_LATER = declare(
    "trace_accepted_later", submitted=datetime, accepted=date, what=str | None
)
TRACE_WEEKEND = declare("trace_weekend", day=date)
TRACE_HOLIDAY = declare("trace_holiday", day=date, name=Named)
TRACE_HOLIDAY_ESTIMATED = declare("trace_holiday_estimated", day=date, name=Named)
TRACE_DUE = declare("trace_due", count=int, accepted=date, due=date)
TRACE_TERM = declare(
    "trace_term", since=Named, until=Named, began=date, due=date, count=int, what=str | None
)
TRACE_DUE_BY_LAW = declare("trace_due_by_law", count=int, due=date)
TRACE_NO_FEE = declare("trace_no_fee")

_OF_DAYS = frozenset(
    each.key
    for each in (
        *(TRACE_ACCEPTED, TRACE_ACCEPTED_LATER, TRACE_WEEKEND, TRACE_HOLIDAY),
        *(TRACE_HOLIDAY_ESTIMATED, TRACE_DUE, TRACE_TERM, TRACE_DUE_BY_LAW),
    )
)


def derived(case: Case) -> Derived:
    """What follows from an application, as far as it is known."""
    trace: list[Message] = []
    accepted = due = by_law = fee = None
    with suppress(Exception):  # unknown, not due, or a check that breaks, as its rule tells
        submitted, accepted = case.submitted(), case.accepted_on()
        every_day = case.hours().every_day
        trace.append(trace_of_acceptance(submitted, accepted, every_day=every_day))
        term = case.term()
        due = term.due
        trace.extend(trace_of_limit(case.limit(), term))
        if (longer := case.term_by_law()) is not None:
            by_law = longer.due
            trace.append(TRACE_DUE_BY_LAW(count=_days_of(longer), due=by_law))
    further: dict[str, date] = {}
    with suppress(Exception):
        for entry, term in case.further_terms():
            further[entry.requirement] = term.due
            trace.extend(trace_of_limit(entry.what, term))
    with suppress(Exception):
        owed = fee_due(case.root)
        fee = owed.value
        trace.extend(owed.trace or [TRACE_NO_FEE()])
    return Derived(accepted, due, by_law, fee, tuple(trace), further)


def fee_trace(derived: Derived) -> tuple[Message, ...]:
    """How the fee came about, without the days."""
    return tuple(each for each in derived.trace if each.key not in _OF_DAYS)


def trace_of_acceptance(submitted: datetime, accepted: date, *, every_day: bool = False) -> Message:
    """Why an application submitted at a local time counts as accepted on a day."""
    if submitted.date() == accepted:
        return TRACE_ACCEPTED(submitted=submitted, accepted=accepted)
    what: Args = {"what": "every_day"} if every_day else {}
    return TRACE_ACCEPTED_LATER(submitted=submitted, accepted=accepted, **what)


def trace_of_term(term: Term) -> Iterator[Message]:
    """How the last day of a term came about: each day that was not counted, and the count."""
    for day in term.skipped:
        yield _skipped(day)
    yield TRACE_DUE(count=_days_of(term), accepted=term.start, due=term.due)


def trace_of_limit(limit: TimeLimit, term: Term) -> Iterator[Message]:
    """How the last day of a term came about, in the words of the specs."""
    if limit.is_usual and not term.extended:
        yield from trace_of_term(term)
        return
    for day in term.skipped:
        yield _skipped(day)
    yield TRACE_TERM(
        since=limit.since.named,
        until=limit.until.named,
        began=term.start,
        due=term.ends_at or term.due,
        count=limit.length.count,
        what="extended" if term.extended else limit.word,
    )


def _days_of(term: Term) -> int:
    return (term.due - term.start).days - len(term.skipped)


def _skipped(day: DayOff) -> Message:
    if day.name is None:
        return TRACE_WEEKEND(day=day.date)
    key = TRACE_HOLIDAY_ESTIMATED if day.estimated else TRACE_HOLIDAY
    return key(day=day.date, name=Named(day.reason, day.name))
