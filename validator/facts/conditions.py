"""Conditions on the values of an application, three-valued: what is unknown is neither."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from validator.errors import MissingFact
from validator.facts.manifest_values import Values
from validator.facts.paths import ABSENT, Path
from validator.frozen import frozen
from validator.law.lengths import Length
from validator.law.money import Amount

Bound = int | Decimal | Amount
"""A number, or a sum of money as it is on the day that counts."""


def bound_on(bound: Bound, values: Values) -> int | Decimal:
    """What a bound comes to for an application.

    Raises:
        MissingFact: a sum hangs on a day, a dated value or a field that is not known.
    """
    if isinstance(bound, int | Decimal):
        return bound
    return bound.on(values.day_that_counts(), values.need).value


@frozen
class Test:
    """One condition on one value, in the words that fields use too.

    Attributes:
        any: of a list: what some one of its entries has to meet.
        forbidden: it is none of these.
        within: of a date: it lies not more than so long before the day that counts, nor after it.
        before: of a date: it lies so long before the day that counts, or longer.
    """

    path: Path
    exists: bool | None = None
    allowed: tuple[Any, ...] | None = None
    min: Bound | None = None
    max: Bound | None = None
    any: Condition | None = None
    forbidden: tuple[Any, ...] | None = None
    within: Length | None = None
    before: Length | None = None

    keys: frozenset[tuple[type, Any]] | None = field(init=False, compare=False)
    banned: frozenset[tuple[type, Any]] = field(init=False, compare=False)
    limits: tuple[str, ...] = field(init=False, compare=False)
    """Those of its words that set a limit, which may hang on more than the value."""

    def __post_init__(self) -> None:
        # With its type, since true is not 1 in JSON.
        keys = None if self.allowed is None else frozenset((type(v), v) for v in self.allowed)
        banned = frozenset((type(v), v) for v in self.forbidden or ())
        limits = (each for each in _LIMITS if getattr(self, each) is not None)
        object.__setattr__(self, "keys", keys)
        object.__setattr__(self, "banned", banned)
        object.__setattr__(self, "limits", tuple(limits))

    def holds(self, values: Values) -> bool:
        """Whether it holds; a value that may be absent, and is, meets only `exists: false`.

        Raises:
            MissingFact: the value is malformed, or needed and not there, or a limit is not known.
        """
        value = values.known(self.path)
        if value is ABSENT:
            return self.exists is False
        if self.any is not None:
            return self._by_an_entry(self.any, values)
        return self.met_by(value, values)

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

    def met_by(self, value: Any, values: Values) -> bool:
        """Whether a value that is there meets it.

        Raises:
            MissingFact: it hangs on a limit that is not known.
        """
        if self.exists is False or not self.may_be(value):
            return False
        unknown: MissingFact | None = None
        for word in self.limits:
            try:
                if not self.keeps(word, value, values):
                    return False
            except MissingFact as missing:
                unknown = unknown or missing
        if unknown is not None:
            raise unknown
        return True

    def may_be(self, value: Any) -> bool:
        """Whether a value is one of those that are listed, and none of the forbidden ones."""
        if self.keys is not None and (type(value), value) not in self.keys:
            return False
        return not self.banned or (type(value), value) not in self.banned

    def keeps(self, word: str, value: Any, values: Values) -> bool:
        """Whether a value keeps the limit that one of the words of `limits` sets.

        Raises:
            MissingFact: the limit is not known.
        """
        return _LIMITS[word](value, getattr(self, word), values)


def _is_within(value: str, span: Length, values: Values) -> bool:
    given, day = date.fromisoformat(value), values.day_that_counts()
    return given <= day <= span.later(given)


def _is_before(value: str, span: Length, values: Values) -> bool:
    return span.later(date.fromisoformat(value)) <= values.day_that_counts()


_LIMITS: Final[Mapping[str, Callable[[Any, Any, Values], bool]]] = {
    "min": lambda value, bound, values: bool(value >= bound_on(bound, values)),
    "max": lambda value, bound, values: bool(value <= bound_on(bound, values)),
    "within": _is_within,
    "before": _is_before,
}
"""The words of a test that set a limit, and whether a value keeps it."""


Alternatives = tuple[tuple[Test, ...], ...]
"""Several sets of tests; of one of them all have to hold."""


@frozen
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


def sums_in(value: Any) -> Iterator[Amount]:
    """Every sum of money in a bound, a test or a condition, or in lists of such."""
    if isinstance(value, Amount):
        yield value
    elif isinstance(value, Test):
        yield from sums_in((value.min, value.max, value.any))
    elif isinstance(value, Condition):
        yield from sums_in(value.alternatives)
    elif isinstance(value, tuple):
        for each in value:
            yield from sums_in(each)
