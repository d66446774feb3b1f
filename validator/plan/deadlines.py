"""When an application would be accepted and decided, and the last moment to submit it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final, cast

from validator.checks.term_parameters import TermOf
from validator.engine.derived import trace_of_acceptance, trace_of_limit, trace_of_term
from validator.errors import CallError
from validator.facts.conditions import Condition
from validator.facts.day_spans import settled
from validator.facts.moments import day_of
from validator.facts.paths import ACCEPTED_ON, AS_OF, SUBMITTED_AT, Path
from validator.facts.time_limits import TimeLimit
from validator.frozen import frozen
from validator.law.calendar import Term, zone_of
from validator.law.lengths import Length
from validator.law.setting import Hours
from validator.model import Message, declare
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition, Rule

NO_MOMENT_IN_TIME = declare("no_moment_in_time", service=str, day=date)

_PRESENT: Final = (AS_OF, SUBMITTED_AT.dotted)
"""What stands for the day on which an application is submitted."""
_LONGEST: Final = timedelta(days=400)
"""How far back a moment is looked for: longer than any term with its days off."""


@frozen
class Due:
    """One term of a service, from submission or acceptance on.

    Attributes:
        rule: the requirement that it is of.
        when: in which cases it counts; None is always.
        by_law: whether the law above the act gives it.
        limit: what the row says of it.
    """

    rule: Rule
    term: Term
    when: Condition | None
    by_law: bool
    limit: TimeLimit

    @property
    def of_service(self) -> bool:
        """Whether it is what the row gives the service itself, whatever may become of it."""
        return not self.by_law and not self.term.extended and self.limit.of_service

    def trace(self) -> Iterator[Message]:
        """How its last day comes about."""
        return trace_of_term(self.term) if self.by_law else trace_of_limit(self.limit, self.term)


@frozen
class Course:
    """What becomes of an application for a service that is submitted at a moment.

    Attributes:
        submitted: local time.
        accepted_on: the working day from which the terms run.
        is_last: whether it is the last moment for what was asked for.
        when: of which applications it is told, where hours differ; None is of all others.
        every_day: whether such applications are taken on days off as well.
    """

    edition: Edition
    service: str
    submitted: datetime
    accepted_on: date
    due: tuple[Due, ...]
    is_last: bool = False
    when: Condition | None = None
    every_day: bool = False

    def trace(self) -> Message:
        """Why it counts as accepted on its day."""
        return trace_of_acceptance(self.submitted, self.accepted_on, every_day=self.every_day)


@frozen
class LastDay:
    """The last day on which to ask for something, counted from a day that it follows."""

    edition: Edition
    service: str
    rule: Rule
    day: date


Kept = tuple[Condition | None, Hours]
"""Hours in which applications are taken, and for which of them; None is for all others."""


def hours_kept(edition: Edition) -> Iterator[Kept]:
    """The hours in which the applications of an edition are taken, those of all others first."""
    yield None, edition.setting.hours
    for when, hours in edition.setting.other_hours:
        yield cast("Condition", when), hours


def course_of(edition: Edition, service: str, moment: datetime, kept: Kept | None = None) -> Course:
    """What becomes of an application that is submitted at a moment (with its offset).

    Args:
        kept: the hours in which it is taken; those that have no condition, if left out.

    Raises:
        MissingFact: the calendar does not cover a day of it.
    """
    setting = edition.setting
    when, hours = kept or (None, setting.hours)
    submitted = setting.calendar.local(moment)
    accepted = setting.calendar.accepted_on(submitted, hours.closes, every_day=hours.every_day)
    due = tuple(_due(edition, service, submitted, accepted))
    return Course(edition, service, submitted, accepted, due, when=when, every_day=hours.every_day)


def last_moment(
    catalogue: Catalogue, standard: str, service: str, by: date, which: int = 0
) -> Course:
    """The course of the last application that has to be decided by a day.

    Where there are several terms, the longest counts.

    Args:
        which: of the hours that an edition keeps.

    Raises:
        CallError: there is no such moment while an edition is in force.
        MissingFact: the calendar does not cover a day of it.
    """
    for back in range(min(_LONGEST, by - date.min).days + 1):
        day = by - timedelta(days=back)
        head = catalogue.choose(standard, day)
        edition = None if head is None else catalogue.edition(standard, head.edition)
        if edition is not None and service in edition.services:
            calendar = edition.setting.calendar
            kept = next(islice(hours_kept(edition), which, None), None)
            if kept is not None and (kept[1].every_day or calendar.is_working(day)):
                closes = datetime.combine(day, kept[1].closes, zone_of(calendar.zone))
                course = course_of(edition, service, closes, kept)
                ends = [each.term.due for each in course.due if each.limit.to_decision]
                if ends and max(ends) <= by:
                    return replace(course, is_last=True)
    raise CallError.of(NO_MOMENT_IN_TIME(service=service, day=by))


def last_days(edition: Edition, service: str, since: date) -> Iterator[LastDay]:
    """Until when what has to follow a day within so many days can be asked for."""
    for rule in edition.rules:
        later, at_most = rule.parameters.get("later"), rule.parameters.get("at_most")
        if service not in rule.requirement.services or not isinstance(at_most, Length):
            continue
        if isinstance(later, Path) and later.dotted in _PRESENT and at_most.exact is None:
            day = at_most.after(since, edition.setting.calendar)
            if day < date.max:
                yield LastDay(edition, service, rule, day)


def _due(edition: Edition, service: str, submitted: datetime, accepted: date) -> Iterator[Due]:
    """The terms that begin with the application; of others nobody knows the beginning yet."""
    calendar = edition.setting.calendar
    starts = {ACCEPTED_ON: accepted, AS_OF: submitted, SUBMITTED_AT.dotted: submitted}
    days = {name: day_of(moment) for name, moment in starts.items()}
    for rule in edition.rules:
        limit = rule.given(TermOf)
        if limit is None or service not in rule.requirement.services:
            continue
        left = settled(rule.when, days)
        if (start := starts.get(limit.since.dotted)) is None or left is False:
            continue
        when = None if left is True else left
        yield Due(rule, limit.after(start, calendar), when, by_law=False, limit=limit)
        if limit.extended is not None:
            term = limit.after(start, calendar, extended=True)
            yield Due(rule, term, limit.extended.when, by_law=False, limit=limit)
        if (longer := rule.parameters.get("by_law")) is not None:
            term = calendar.add_working_days(accepted, longer.days)
            yield Due(rule, term, longer.when, by_law=True, limit=limit)
