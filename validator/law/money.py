"""Dated values and the sums made of them. Sums are in tenge, in `Decimal`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from validator.errors import MissingFact
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


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value in force from a day on, and how far it can be trusted."""

    since: date
    value: Decimal
    standing: str
    source: Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the law changes from time to time, such as an index.

    Attributes:
        values: ascending by day.
        until: the last day for which they are known; None where the last one holds until further
            notice.
    """

    id: str
    title: Text
    values: tuple[DatedValue, ...]
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


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money and how it came about."""

    value: Decimal
    trace: tuple[Message, ...] = ()


NO_SUM: Final = Sum(Decimal(0))


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """So many times a dated parameter."""

    count: Decimal
    parameter: Parameter

    def on(self, day: date) -> Sum:
        """The sum on a day.

        Raises:
            MissingFact: the parameter has no value for that day.
        """
        dated = self.parameter.on(day)
        value = self.count * dated.value
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


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """A percentage of another sum, up to a limit."""

    percent: Decimal
    of: Amount
    at_most: Amount | None = None

    def on(self, day: date) -> Sum:
        """The sum on a day.

        Raises:
            MissingFact: a parameter has no value for that day.
        """
        base = self.of.on(day)
        value = base.value * self.percent / 100
        args: Args = {"percent": self.percent, "base": base.value, "sum": value}
        trace = (*base.trace, SUM_OF_SHARE(**args))
        if self.at_most is None:
            return Sum(value, trace)
        limit = self.at_most.on(day).value
        key = SUM_LIMITED if value > limit else SUM_BELOW_LIMIT
        return Sum(min(value, limit), (*trace, key(limit=limit)))


Amount = Times | Share


@dataclass(frozen=True, slots=True)
class Due:
    """What is due for an application: whole tenge, the day whose values count, the arithmetic."""

    value: int
    day: date
    trace: tuple[Message, ...]


@lru_cache
def due_on(amount: Amount | None, day: date) -> Due:
    """A fee on a day, rounded to whole tenge (half up); no amount is no fee.

    Raises:
        MissingFact: a parameter has no value for that day.
    """
    total = NO_SUM if amount is None else amount.on(day)
    return Due(int(total.value.to_integral_value(ROUND_HALF_UP)), day, total.trace)
