"""Conditions on the values of an application, three-valued: what is unknown is neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from validator.errors import MissingFact
from validator.facts.manifest_values import Values
from validator.facts.paths import ABSENT, Path


@dataclass(frozen=True, slots=True)
class Test:
    """One condition on one value, in the words that fields use too.

    Attributes:
        any: of a list: what some one of its entries has to meet.
    """

    path: Path
    exists: bool | None = None
    allowed: tuple[Any, ...] | None = None
    min: int | None = None
    max: int | None = None
    any: Condition | None = None

    keys: frozenset[tuple[type, Any]] | None = field(init=False)

    def __post_init__(self) -> None:
        # With its type, since true is not 1 in JSON.
        keys = None if self.allowed is None else frozenset((type(v), v) for v in self.allowed)
        object.__setattr__(self, "keys", keys)

    def holds(self, values: Values) -> bool:
        """Whether it holds; a value that may be absent, and is, meets only `exists: false`.

        Raises:
            MissingFact: the value is malformed, or needed and not there.
        """
        value = values.known(self.path)
        if value is ABSENT:
            return self.exists is False
        if self.any is not None:
            return self._by_an_entry(self.any, values)
        return self.met_by(value)

    def _by_an_entry(self, condition: Condition, values: Values) -> bool:
        unknown: MissingFact | None = None
        for entry in values.each(self.path):
            try:
                if condition.holds(entry):
                    return True
            except MissingFact as missing:
                unknown = unknown or missing
        if unknown is not None:
            raise unknown
        return False

    def met_by(self, value: Any) -> bool:
        """Whether a value that is there meets it."""
        if self.keys is not None and (type(value), value) not in self.keys:
            return False
        return (
            self.exists is not False
            and (self.min is None or value >= self.min)
            and (self.max is None or value <= self.max)
        )


Alternatives = tuple[tuple[Test, ...], ...]
"""Several sets of tests; of one of them all have to hold."""


@dataclass(frozen=True, slots=True)
class Condition:
    """When something applies: one of several sets of tests, of which all must hold."""

    alternatives: Alternatives

    def holds(self, values: Values) -> bool:
        """Three-valued: what is unknown matters only where it could turn the answer.

        Raises:
            MissingFact: the answer hangs on a value that is malformed or missing.
        """
        unknown: MissingFact | None = None
        for tests in self.alternatives:
            lacking: MissingFact | None = None
            for test in tests:
                try:
                    if not test.holds(values):
                        break
                except MissingFact as missing:
                    lacking = lacking or missing
            else:
                if lacking is None:
                    return True
                unknown = lacking
        if unknown is not None:
            raise unknown
        return False

    def decided(self, values: Values) -> bool:
        """Whether it holds, where each value that it asks for has to be there.

        Raises:
            MissingFact: a value is malformed or absent.
        """
        for tests in self.alternatives:
            for test in tests:
                values.need(test.path)
        return self.holds(values)


def both_of(first: Condition | None, second: Condition) -> Condition:
    """The condition that holds where two hold; the second one, where there is no first."""
    if first is None:
        return second
    pairs = ((one, other) for one in first.alternatives for other in second.alternatives)
    return Condition(tuple((*one, *other) for one, other in pairs))


def within(value: Any, index: int) -> Any:
    """A value in which fields are called as one of the lists calls them that a rule runs over.

    Args:
        value: a path, test or condition, or lists and maps of such.
        index: of the list.
    """
    if isinstance(value, Path):
        return replace(value, label=value.labels[index]) if value.labels else value
    if isinstance(value, Test):
        return replace(value, path=within(value.path, index), any=within(value.any, index))
    if isinstance(value, Condition):
        return Condition(within(value.alternatives, index))
    if isinstance(value, tuple):
        return tuple(within(each, index) for each in value)
    if isinstance(value, Mapping):
        return {key: within(each, index) for key, each in value.items()}
    return value
