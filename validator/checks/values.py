"""Checks of a single value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validator.checks.registry import kind
from validator.errors import NeedsPerson
from validator.facts.conditions import Test
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, Path
from validator.model import Args, Named, Violation, declare

VALUE_THERE = declare("value_there", field=Named)

VALUE_ABSENT = declare("value_absent", field=Named)
VALUE_NOT_ALLOWED = declare("value_not_allowed", field=Named, value=Named | str | int)
VALUE_DIFFERS = declare(
    "value_differs", field=Named, value=Named | str | int, other=Named, asked=Named | str | int
)

FIELD = {"type": "string", "format": "field"}


def _as_test(
    path: Path,
    exists: bool | None = None,
    allowed: tuple[Any, ...] | None = None,
    min: int | None = None,  # noqa: A002  # the words that Cerberus and the specs use
    max: int | None = None,  # noqa: A002
) -> dict[str, Any]:
    return {"test": Test(path, exists, allowed, min, max)}


@kind(
    "path",
    prepare=_as_test,
    path=FIELD,
    exists={
        "type": "boolean",
        "description": "true: absence itself is the breach. false: it has no place there.",
    },
    allowed={
        "type": "array",
        "minItems": 1,
        "items": {"type": ["string", "integer", "boolean"]},
        "description": "It is one of these.",
    },
    min={"type": "integer", "description": "It is at least this."},
    max={"type": "integer", "description": "It is at most this."},
)
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


@kind("path", "as_", path=FIELD, as_=FIELD)
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


@kind(needs_person=lambda _: True)
def manual(facts: Facts) -> Iterator[Violation]:  # noqa: ARG001  # every check is given the facts
    """Only a person can tell."""
    raise NeedsPerson
