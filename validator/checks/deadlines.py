"""Checks of the provider's term."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from validator.checks.field_parameters import DAY, FixedField, MomentField
from validator.checks.parameters import Tighter
from validator.checks.registry import kind
from validator.checks.term_parameters import LongerTerm, TermByLaw
from validator.checks.value_parameters import WholeNumber, WorkingDays
from validator.errors import MissingFact, NotApplicable
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, DECIDED_AT, SUBMITTED_AT, Path
from validator.model import Args, Named, Violation, declare

ACCEPTED_EARLY = declare("accepted_early", derived=date, recorded=date)
ACCEPTED_LATE = declare("accepted_late", derived=date, recorded=date)
DECISION_LATE = declare("decision_late", due=date, decided=date, count=int)
DECISION_OVERDUE = declare("decision_overdue", due=date, today=date, count=int)
TERM_OPEN = declare("term_open", due=date, last=date)
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
    by_law=TermByLaw(description="Another term that the law above the act gives in some cases."),
)
def deadline(
    facts: Facts,
    decided: Path,
    working_days: int,
    *,
    result: Path | None = None,
    by_law: LongerTerm | None = None,
) -> Iterator[Violation]:
    """The decision falls on or before the last of so many working days after acceptance.

    Where the law above gives more, it is open between the two days which of them counts.
    """
    decided_at = facts.get(decided)
    today = facts.case.today
    if result is not None and facts.get(result) is not ABSENT:
        facts.need(decided)  # what has a result has been decided, whatever the record leaves out
    if decided_at is ABSENT and today is None:
        raise NotApplicable
    if decided_at is not ABSENT:
        facts.need(SUBMITTED_AT)  # what has been decided is no draft
    due = facts.case.working_days(working_days).due
    day = today if decided_at is ABSENT else facts.day(decided)
    if day is not None and day > due:
        row = due, working_days
        args = _overrun(facts, day, decided, row, by_law)
        if decided_at is ABSENT:
            yield Violation(facts.pointer(decided), DECISION_OVERDUE(today=day, **args))
        else:
            yield Violation(facts.pointer(decided), DECISION_LATE(decided=day, **args))
    elif decided_at is ABSENT:
        raise NotApplicable


def _overrun(
    facts: Facts,
    day: date,
    decided: Path,
    row: tuple[date, int],
    by_law: LongerTerm | None,
) -> Args:
    """The last day that is overrun, and the working days up to it.

    Args:
        row: both of them by the row.

    Raises:
        MissingFact: the law above gives more, or may do so, and that is not overrun yet.
    """
    due, count = row
    if by_law is None:
        return {"due": due, "count": count}
    last = facts.case.working_days(by_law.days).due
    try:
        if not facts.meet(by_law.when):
            return {"due": due, "count": count}
    except MissingFact:
        if day <= last:
            raise
        return {"due": due, "count": count}
    if day <= last:
        raise MissingFact(facts.pointer(decided), TERM_OPEN(due=due, last=last))
    return {"due": last, "count": by_law.days}


@kind(
    path=MomentField(),
    working_days=WholeNumber(
        tighter=Tighter.LOWER, minimum=1, description="Working days, at most."
    ),
)
def decided_within(facts: Facts, path: Path, working_days: int) -> Iterator[Violation]:
    """What has been decided was decided within so many working days after acceptance."""
    facts.need(SUBMITTED_AT)  # what has been decided is no draft
    day, due = facts.day(path), facts.case.working_days(working_days).due
    if day > due:
        args: Args = {"due": due, "decided": day, "count": working_days}
        yield Violation(facts.pointer(path), DECISION_LATE(**args))


@kind(path=MomentField(formats=DAY))
def accepted_not_before(facts: Facts, path: Path) -> Iterator[Violation]:
    """The day of acceptance on record is not earlier than the day that the schedule gives."""
    derived, recorded = _acceptance(facts, path)
    if recorded < derived:
        args: Args = {"derived": derived, "recorded": recorded}
        yield Violation(facts.pointer(path), ACCEPTED_EARLY(**args))


@kind(
    path=MomentField(formats=DAY),
    tolerated=WholeNumber(
        tighter=Tighter.LOWER, minimum=0, description="Working days that do no harm."
    ),
    told_until=WholeNumber(
        tighter=Tighter.UNTOLD,
        minimum=1,
        description="Working days up to which this tells it; left out: any.",
    ),
)
def acceptance_delay(
    facts: Facts, path: Path, tolerated: int, told_until: int | None = None
) -> Iterator[Violation]:
    """The day of acceptance on record is not later than the day that the schedule gives."""
    derived, recorded = _acceptance(facts, path)
    if recorded <= facts.case.working_days(tolerated).due:
        return
    if told_until is not None and recorded > facts.case.working_days(told_until).due:
        raise NotApplicable  # so late that another requirement tells it
    args: Args = {"derived": derived, "recorded": recorded}
    yield Violation(facts.pointer(path), ACCEPTED_LATE(**args))


def _acceptance(facts: Facts, path: Path) -> tuple[date, date]:
    """The day of acceptance that the schedule gives, and the one on record."""
    facts.need(SUBMITTED_AT)  # what has been accepted is no draft
    return facts.case.accepted_on(), date.fromisoformat(facts.need(path))


@kind()
def term_certain(facts: Facts) -> Iterator[Violation]:
    """No day off between submission and the end of the term is a holiday still estimated."""
    for day in facts.case.days_off():
        if day.estimated:
            args: Args = {"day": day.date, "name": Named(day.date.isoformat(), day.name or {})}
            yield Violation("/submitted_at", HOLIDAY_ESTIMATED(**args))
