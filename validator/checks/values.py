"""Checks of a single value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from validator.checks.field_parameters import FieldPath
from validator.checks.registry import kind
from validator.checks.tested_value import TestedValue
from validator.errors import MissingFact, NeedsPerson
from validator.facts.conditions import Test, bound_on
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, Path
from validator.law.lengths import Length
from validator.model import Args, Message, Named, Outcome, Violation, declare

VALUE_THERE = declare("value_there", field=Named)
VALUE_ABSENT = declare("value_absent", field=Named)
VALUE_NOT_ALLOWED = declare("value_not_allowed", field=Named, value=Named | str | int | Decimal)
VALUE_UNDER_SUM = declare(
    "value_under_sum", field=Named, value=int | Decimal, limit=int | Decimal, day=date
)
VALUE_OVER_SUM = declare(
    "value_over_sum", field=Named, value=int | Decimal, limit=int | Decimal, day=date
)
DATE_TOO_OLD = declare("date_too_old", field=Named, at=date, until=date, day=date)
DATE_STILL_AHEAD = declare("date_still_ahead", field=Named, at=date, day=date)
DATE_TOO_LATE = declare("date_too_late", field=Named, at=date, reached=date, day=date)
VALUE_DIFFERS = declare(
    "value_differs",
    field=Named,
    value=Named | str | int | Decimal,
    other=Named,
    asked=Named | str | int | Decimal,
)


@kind(test=TestedValue())
def value(facts: Facts, test: Test) -> Iterator[Violation]:
    """A value is there and meets the words given; without any it only has to be there."""
    path = test.path
    found = facts.need(path) if test.exists is None else facts.get(path)
    if test.exists is False:
        if found is not ABSENT:
            yield Violation(facts.pointer(path), VALUE_THERE(field=path.named))
    elif found is ABSENT:
        yield Violation(facts.pointer(path), VALUE_ABSENT(field=path.named))
    else:
        for message in _breaches(test, found, facts):
            yield Violation(facts.pointer(path), message)


def _breaches(test: Test, found: Any, facts: Facts) -> Iterator[Message]:
    """What is wrong with a value that is there; what is certain comes before what is not known.

    Raises:
        MissingFact: a limit is not known.
    """
    if not test.may_be(found):
        yield _not_allowed(test, found)
        return
    unknown: MissingFact | None = None
    for word in test.limits:
        try:
            if not test.keeps(word, found, facts):
                yield _limit_broken(test, word, found, facts)
        except MissingFact as missing:
            unknown = unknown or missing
    if unknown is not None:
        raise unknown


def _not_allowed(test: Test, found: Any) -> Message:
    return VALUE_NOT_ALLOWED(field=test.path.named, value=test.path.say(found))


def _limit_broken(test: Test, word: str, found: Any, facts: Facts) -> Message:
    """By which limit a value is wrong, and whence that is, where it is not a mere number."""
    limit, field = getattr(test, word), test.path.named
    if isinstance(limit, int | Decimal):
        return _not_allowed(test, found)
    day = facts.day_that_counts()
    if not isinstance(limit, Length):
        args: Args = {"field": field, "value": found, "limit": bound_on(limit, facts), "day": day}
        return (VALUE_UNDER_SUM if word == "min" else VALUE_OVER_SUM)(**args)
    at = date.fromisoformat(found)
    if word == "before":
        return DATE_TOO_LATE(field=field, at=at, reached=limit.later(at), day=day)
    if at > day:
        return DATE_STILL_AHEAD(field=field, at=at, day=day)
    return DATE_TOO_OLD(field=field, at=at, until=limit.later(at), day=day)


@kind(path=FieldPath(), as_=FieldPath())
def same_value(facts: Facts, path: Path, as_: Path) -> Iterator[Violation]:
    """A value is the same as that of another field."""
    asked, found = facts.need(as_), facts.need(path)
    if (type(found), found) != (type(asked), asked):
        args: Args = {
            "field": path.named,
            "value": path.say(found),
            "other": as_.named,
            "asked": as_.say(asked),
        }
        yield Violation(facts.pointer(path), VALUE_DIFFERS(**args))


@kind(outcomes=(Outcome.MANUAL,))
def manual(facts: Facts) -> Iterator[Violation]:  # noqa: ARG001  # every check is given the facts
    """Only a person can tell."""
    raise NeedsPerson
