"""Checks of the provider's term."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from validator.checks.field_parameters import DAY, MomentField
from validator.checks.parameters import Tighter
from validator.checks.registry import kind
from validator.checks.term_parameters import LongerTerm, ResultOfTerm, TermByLaw, TermOf
from validator.checks.value_parameters import WholeNumber
from validator.errors import MissingFact, NotApplicable
from validator.facts.facts import Facts
from validator.facts.moments import day_of
from validator.facts.paths import ABSENT, SUBMITTED_AT, Path
from validator.facts.time_limits import TimeLimit
from validator.law.calendar import Term
from validator.model import Args, Named, Violation, declare

ACCEPTED_EARLY = declare("accepted_early", derived=date, recorded=date)
ACCEPTED_LATE = declare("accepted_late", derived=date, recorded=date)
DECISION_LATE = declare("decision_late", due=date, decided=date, count=int)
DECISION_OVERDUE = declare("decision_overdue", due=date, today=date, count=int)
TERM_LATE = declare(
    "term_late", since=Named, until=Named, at=date, due=date, count=int, what=str | None
)
TERM_OVERDUE = declare(
    "term_overdue", since=Named, until=Named, today=date, due=date, count=int, what=str | None
)
TERM_OPEN = declare("term_open", due=date, last=date)
HOLIDAY_ESTIMATED = declare("holiday_estimated", day=date, name=Named)


@kind(
    row="deadlines",
    one_applies=True,
    not_with={"term": ("by_law",)},
    term=TermOf(description="How long it may take, between two moments."),
    result=ResultOfTerm(field="processing.result", optional=True),
    by_law=TermByLaw(description="Another term that the law above the act gives in some cases."),
)
def deadline(
    facts: Facts,
    term: TimeLimit,
    *,
    result: Path | None = None,
    by_law: LongerTerm | None = None,
) -> Iterator[Violation]:
    """What a term is for happens before it is over; by default the decision, after acceptance.

    Where the law above gives more, it is open between the two days which of them counts.
    """
    happened = facts.get(term.until)
    today = facts.case.today
    if result is not None and facts.get(result) is not ABSENT:
        facts.need(term.until)  # what has a result has been decided, whatever the record leaves out
    if happened is ABSENT and today is None:
        raise NotApplicable
    if happened is not ABSENT:
        facts.need(SUBMITTED_AT if term.since.is_derived else term.since)  # it was no draft
    start = facts.case.began(term)
    over = term.after(start, facts.case.setting.calendar)
    moment = today if happened is ABSENT else facts.moment(term.until)
    if isinstance(moment, int):
        raise MissingFact(facts.pointer(term.until))
    if moment is not None and over.is_over(moment):
        yield from _overrun(facts, term, start, moment, by_law)
    elif happened is ABSENT:
        raise NotApplicable


def _overrun(
    facts: Facts,
    term: TimeLimit,
    start: date | datetime,
    moment: date | datetime,
    by_law: LongerTerm | None,
) -> Iterator[Violation]:
    """What is told of a term that is over at a moment, unless it was extended.

    Raises:
        NotApplicable: it was, and nothing has happened, nor has to have.
        MissingFact: it may have been, or the law above gives more or may do so, and that is not
            overrun yet.
    """
    calendar = facts.case.setting.calendar
    ended, extended = term.after(start, calendar), False
    if term.extended is not None:
        longer = term.after(start, calendar, extended=True)
        try:
            extended = facts.meet(term.extended.when)
        except MissingFact:
            if not longer.is_over(moment):
                raise
        if extended and not longer.is_over(moment):
            if facts.get(term.until) is ABSENT:
                raise NotApplicable
            return
        ended = longer if extended else ended
    if term.is_usual and not extended:
        row = ended.due, term.length.count
        args = _by_row_or_law(facts, day_of(moment), term.until, row, by_law)
        keys, told = (DECISION_OVERDUE, DECISION_LATE), {"decided": day_of(moment)}
    else:
        keys, told = (TERM_OVERDUE, TERM_LATE), {"at": moment}
        args = _of_term(term, ended, extended=extended)
    if facts.get(term.until) is ABSENT:
        yield Violation(facts.pointer(term.until), keys[0](today=day_of(moment), **args))
    else:
        yield Violation(facts.pointer(term.until), keys[1](**told, **args))


def _of_term(term: TimeLimit, ended: Term, *, extended: bool) -> Args:
    return {
        "since": term.since.named,
        "until": term.until.named,
        "due": ended.ends_at or ended.due,
        "count": term.length.count,
        "what": "extended" if extended else term.word,
    }


def _by_row_or_law(
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
