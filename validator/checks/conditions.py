"""Conditions on the values of an application, three-valued: what is unknown is neither."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from validator.checks.facts import ABSENT, Facts, Path
from validator.errors import MissingFact


@dataclass(frozen=True, slots=True)
class Test:
    """One condition on one value, in the words that fields use too."""

    path: Path
    exists: bool | None = None
    allowed: tuple[Any, ...] | None = None
    min: int | None = None
    max: int | None = None

    _allowed: frozenset[tuple[type, Any]] | None = field(init=False)

    def __post_init__(self) -> None:
        # With its type, since true is not 1 in JSON.
        keys = None if self.allowed is None else frozenset((type(v), v) for v in self.allowed)
        object.__setattr__(self, "_allowed", keys)

    def holds(self, facts: Facts) -> bool:
        """Whether it holds; a value that may be absent, and is, meets only `exists: false`.

        Raises:
            MissingFact: the value is malformed, or needed and not there.
        """
        value = facts.known(self.path)
        if value is ABSENT:
            return self.exists is False
        return self.met_by(value)

    def met_by(self, value: Any) -> bool:
        """Whether a value that is there meets it."""
        if self._allowed is not None and (type(value), value) not in self._allowed:
            return False
        return (
            self.exists is not False
            and (self.min is None or value >= self.min)
            and (self.max is None or value <= self.max)
        )


@dataclass(frozen=True, slots=True)
class Condition:
    """When something applies: one of several sets of tests, of which all must hold."""

    alternatives: tuple[tuple[Test, ...], ...]

    def holds(self, facts: Facts) -> bool:
        """Three-valued: what is unknown matters only where it could turn the answer.

        Raises:
            MissingFact: the answer hangs on a value that is malformed or missing.
        """
        if facts.case.whole:  # nothing is unknown, so the first answer is the last
            for tests in self.alternatives:
                for test in tests:
                    if not test.holds(facts):
                        break
                else:
                    return True
            return False
        unknown: MissingFact | None = None
        for tests in self.alternatives:
            try:
                if _all(tests, facts):
                    return True
            except MissingFact as missing:
                unknown = missing
        if unknown is not None:
            raise unknown
        return False

    def decided(self, facts: Facts) -> bool:
        """Whether it holds, where each value that it asks for has to be there.

        Raises:
            MissingFact: a value is malformed or absent.
        """
        for tests in self.alternatives:
            for test in tests:
                facts.need(test.path)
        return self.holds(facts)


def _all(tests: tuple[Test, ...], facts: Facts) -> bool:
    unknown: MissingFact | None = None
    for test in tests:
        try:
            if not test.holds(facts):
                return False
        except MissingFact as missing:
            unknown = unknown or missing
    if unknown is not None:
        raise unknown
    return True
