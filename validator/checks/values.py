"""Checks of a single value."""

from __future__ import annotations

from collections.abc import Iterator

from validator.checks.field_parameters import FieldPath, TestedValue
from validator.checks.registry import kind
from validator.errors import NeedsPerson
from validator.facts.conditions import Test
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, Path
from validator.model import Args, Named, Outcome, Violation, declare

VALUE_THERE = declare("value_there", field=Named)
VALUE_ABSENT = declare("value_absent", field=Named)
VALUE_NOT_ALLOWED = declare("value_not_allowed", field=Named, value=Named | str | int)
VALUE_DIFFERS = declare(
    "value_differs", field=Named, value=Named | str | int, other=Named, asked=Named | str | int
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
    elif not test.met_by(found):
        args: Args = {"field": path.named, "value": path.say(found)}
        yield Violation(facts.pointer(path), VALUE_NOT_ALLOWED(**args))


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
