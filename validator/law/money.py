"""Dated values and the sums made of them. Sums are in tenge, in `Decimal`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, NoReturn, Protocol

from validator.errors import MissingFact
from validator.frozen import frozen
from validator.model import Args, Message, Named, Standing, Text, declare

PARAMETER_UNKNOWN = declare("parameter_unknown", parameter=Named, day=date)
SUM_OF_INDEX = declare(
    "sum_of_index",
    count=int | Decimal,
    index=int | Decimal,
    sum=int | Decimal,
    parameter=Named,
    day=date,
    since=date,
    standing=Standing,
    source=Named,
)
SUM_OF_SHARE = declare("sum_of_share", percent=int | Decimal, base=int | Decimal, sum=int | Decimal)
SUM_LIMITED = declare("sum_limited", limit=int | Decimal)
SUM_BELOW_LIMIT = declare("sum_below_limit", limit=int | Decimal)
SUM_RAISED = declare("sum_raised", limit=int | Decimal)
SUM_ABOVE_LEAST = declare("sum_above_least", limit=int | Decimal)
SUM_FIXED = declare("sum_fixed", sum=int | Decimal)
SUM_OF_FIELD = declare("sum_of_field", field=Named, sum=int | Decimal)
SUM_ROUNDED = declare("sum_rounded", what=str, sum=int | Decimal)


class FieldOfSum(Protocol):
    """A field of the application that holds a sum."""

    @property
    def pointer(self) -> str:
        """Where it stands."""

    @property
    def named(self) -> Named:
        """What it is called."""


Read = Callable[[Any], int]
"""Reads the sum in a field; a missing or malformed one raises MissingFact."""


def _unread(of: FieldOfSum) -> NoReturn:
    """Without an application nobody knows what stands in it."""
    raise MissingFact(of.pointer)


@frozen
class DatedValue:
    """A value in force from a day on, and how far it can be trusted."""

    since: date
    value: Decimal
    standing: str
    source: Text


@frozen
class Parameter:
    """A value that the law changes from time to time, such as an index.

    Attributes:
        values: ascending by day.
        until: the last day for which they are known; None where the last one holds until further
            notice.
    """

    id: str
    title: Text = field(hash=False)
    values: tuple[DatedValue, ...] = field(hash=False)
    until: date | None = None

    def on(self, day: date) -> DatedValue:
        """The value in force on a day.

        Raises:
            MissingFact: the day lies before the first value, or after the last day known.
        """
        if self.until is None or day <= self.until:
            for dated in reversed(self.values):
                if dated.since <= day:
                    return dated
        raise MissingFact("", PARAMETER_UNKNOWN(parameter=Named(self.id, self.title), day=day))


@frozen
class Sum:
    """A sum of money and how it came about."""

    value: Decimal
    trace: tuple[Message, ...] = ()


_EXACT: Final = Context(prec=200)
"""More digits than a product of figures in the specs ever has."""

NO_SUM: Final = Sum(Decimal(0))


def exact(number: float) -> int | Decimal:
    """A number of the specs as it is written there: 0.1 is a tenth, and no fraction near it."""
    return number if isinstance(number, int) else Decimal(str(number))


@frozen
class Times:
    """So many times a dated parameter."""

    count: Decimal
    parameter: Parameter

    def on(self, day: date, read: Read = _unread) -> Sum:  # noqa: ARG002  # all are asked alike
        """The sum on a day.

        Raises:
            MissingFact: the parameter has no value for that day.
        """
        dated = self.parameter.on(day)
        value = _EXACT.multiply(self.count, dated.value)
        args: Args = {
            "count": self.count,
            "index": dated.value,
            "sum": value,
            "parameter": Named(self.parameter.id, self.parameter.title),
            "day": day,
            "since": dated.since,
            "standing": Standing(dated.standing),
            "source": Named(self.parameter.id, dated.source),
        }
        return Sum(value, (SUM_OF_INDEX(**args),))


@frozen
class Tenge:
    """A sum that the law gives in figures."""

    value: Decimal

    def on(self, day: date, read: Read = _unread) -> Sum:  # noqa: ARG002  # all are asked alike
        """The sum, which is the same on every day."""
        return Sum(self.value, (SUM_FIXED(sum=self.value),))


@frozen
class InField:
    """The sum that stands in a field of the application, in whole tenge."""

    of: FieldOfSum

    def on(self, day: date, read: Read = _unread) -> Sum:  # noqa: ARG002  # all are asked alike
        """The sum, which is the same on every day.

        Raises:
            MissingFact: the field is missing or malformed.
        """
        value = Decimal(read(self.of))
        return Sum(value, (SUM_OF_FIELD(field=self.of.named, sum=value),))


@frozen
class Share:
    """A percentage of another sum, raised to a least one and cut down to a greatest one."""

    percent: Decimal
    of: Amount
    at_most: Amount | None = None
    at_least: Amount | None = None

    def on(self, day: date, read: Read = _unread) -> Sum:
        """The sum on a day.

        Raises:
            MissingFact: a parameter has no value for that day, or a field holds none.
        """
        base = self.of.on(day, read)
        value = _EXACT.divide(_EXACT.multiply(base.value, self.percent), Decimal(100))
        args: Args = {"percent": self.percent, "base": base.value, "sum": value}
        trace = (*base.trace, SUM_OF_SHARE(**args))
        if self.at_least is not None:
            limit = self.at_least.on(day, read).value
            trace = (*trace, (SUM_RAISED if value < limit else SUM_ABOVE_LEAST)(limit=limit))
            value = max(value, limit)
        if self.at_most is not None:
            limit = self.at_most.on(day, read).value
            trace = (*trace, (SUM_LIMITED if value > limit else SUM_BELOW_LIMIT)(limit=limit))
            value = min(value, limit)
        return Sum(value, trace)


class Rounding(StrEnum):
    """How a sum becomes one in whole tenge."""

    HALF_UP = "half_up"
    UP = "up"
    DOWN = "down"


_ROUNDINGS: Final[Mapping[Rounding, str]] = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.UP: ROUND_CEILING,
    Rounding.DOWN: ROUND_FLOOR,
}


@frozen
class Rounded:
    """A sum that is rounded to whole tenge where it stands."""

    of: Amount
    how: Rounding

    def on(self, day: date, read: Read = _unread) -> Sum:
        """The sum on a day.

        Raises:
            MissingFact: it is not known.
        """
        exact = self.of.on(day, read)
        value = exact.value.to_integral_value(_ROUNDINGS[self.how])
        return Sum(value, (*exact.trace, SUM_ROUNDED(what=self.how.value, sum=value)))


Amount = Times | Tenge | InField | Share | Rounded


def made_of(amount: Amount | None) -> Iterator[Times | Tenge | InField]:
    """The sums that a sum is made of, its limits among them."""
    if isinstance(amount, Share):
        for each in (amount.of, amount.at_most, amount.at_least):
            yield from made_of(each)
    elif isinstance(amount, Rounded):
        yield from made_of(amount.of)
    elif amount is not None:
        yield amount


def parameters_of(amount: Amount | None) -> Iterator[Parameter]:
    """The dated parameters that a sum is made of."""
    return (each.parameter for each in made_of(amount) if isinstance(each, Times))


def fields_of(amount: Amount | None) -> Iterator[Any]:
    """The fields of the application that a sum is made of."""
    return (each.of for each in made_of(amount) if isinstance(each, InField))


def may_be_nothing(amount: Amount) -> bool:
    """Whether what stands in a field may make a sum 0."""
    if isinstance(amount, Rounded):
        return may_be_nothing(amount.of)
    if isinstance(amount, Share):
        least, most = amount.at_least, amount.at_most
        if most is not None and may_be_nothing(most):
            return True
        return may_be_nothing(amount.of) and (least is None or may_be_nothing(least))
    return isinstance(amount, InField)


@frozen
class Due:
    """What is due for an application: whole tenge, the day whose values count, the arithmetic."""

    value: int
    day: date
    trace: tuple[Message, ...]


@lru_cache
def due_on(amount: Amount | None, day: date) -> Due:
    """A fee on a day, rounded to whole tenge (half up); no amount is no fee.

    Raises:
        MissingFact: a parameter has no value for that day, or it stands in an application.
    """
    return _due(NO_SUM if amount is None else amount.on(day), day)


def due_for(amount: Amount | None, day: date, read: Read) -> Due:
    """The same for an application.

    Raises:
        MissingFact: a parameter has no value for that day, or a field holds no sum.
    """
    if amount is None or not any(fields_of(amount)):
        return due_on(amount, day)
    return _due(amount.on(day, read), day)


def _due(total: Sum, day: date) -> Due:
    return Due(int(total.value.to_integral_value(ROUND_HALF_UP)), day, total.trace)
