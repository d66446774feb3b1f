"""Checks of the provider's term."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from validator.checks.field_parameters import DAY, FixedField, MomentField
from validator.checks.parameters import Tighter
from validator.checks.registry import kind
from validator.checks.value_parameters import WorkingDays
from validator.errors import NotApplicable
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, DECIDED_AT, SUBMITTED_AT, Path
from validator.model import Args, Named, Violation, declare

ACCEPTED_LATE = declare("accepted_late", derived=date, recorded=date)
DECISION_LATE = declare("decision_late", due=date, decided=date, count=int)
DECISION_OVERDUE = declare("decision_overdue", due=date, today=date, count=int)
HOLIDAY_ESTIMATED = declare("holiday_estimated", day=date, name=Named)


@kind(
    row="deadlines",
    one_applies=True,
    decided=FixedField(field=DECIDED_AT.dotted),
    working_days=WorkingDays(
        tighter=Tighter.LOWER,
        minimum=1,
        description="Working days, counted from the first one after acceptance.",
    ),
    result=FixedField(field="processing.result", optional=True),
)
def deadline(
    facts: Facts, decided: Path, working_days: int, result: Path | None = None
) -> Iterator[Violation]:
    """The decision falls on or before the last of so many working days after acceptance."""
    decided_at = facts.get(decided)
    today = facts.case.today
    if result is not None and facts.get(result) is not ABSENT:
        facts.need(decided)  # what has a result has been decided, whatever the record leaves out
    if decided_at is ABSENT and today is None:
        raise NotApplicable
    if decided_at is not ABSENT:
        facts.need(SUBMITTED_AT)  # what has been decided is no draft
    due = facts.case.working_days(working_days).due
    if decided_at is ABSENT:
        if today is None or today <= due:
            raise NotApplicable
        args: Args = {"due": due, "today": today, "count": working_days}
        yield Violation(facts.pointer(decided), DECISION_OVERDUE(**args))
        return
    day = facts.day(decided)
    if day > due:
        args = {"due": due, "decided": day, "count": working_days}
        yield Violation(facts.pointer(decided), DECISION_LATE(**args))


@kind(path=MomentField(formats=DAY))
def acceptance_day(facts: Facts, path: Path) -> Iterator[Violation]:
    """The day of acceptance on record is not later than the day that the schedule gives."""
    facts.need(SUBMITTED_AT)  # what has been accepted is no draft
    derived = facts.case.accepted_on()
    recorded = date.fromisoformat(facts.need(path))
    if recorded > derived:
        args: Args = {"derived": derived, "recorded": recorded}
        yield Violation(facts.pointer(path), ACCEPTED_LATE(**args))


@kind()
def term_certain(facts: Facts) -> Iterator[Violation]:
    """No day off between submission and the end of the term is a holiday still estimated."""
    for day in facts.case.days_off():
        if day.estimated:
            args: Args = {"day": day.date, "name": Named(day.date.isoformat(), day.name or {})}
            yield Violation("/submitted_at", HOLIDAY_ESTIMATED(**args))
