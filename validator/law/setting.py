"""What an edition lays down for every application: calendar, hours, terms and fees."""

from __future__ import annotations

from datetime import time
from typing import Any, Generic, Protocol, TypeVar

from validator.frozen import frozen
from validator.law.calendar import Calendar
from validator.law.money import Amount

T = TypeVar("T")


class Holds(Protocol):
    """A condition, as far as an entry needs one."""

    def holds(self, facts: Any) -> bool:
        """Whether it holds for the application."""


@frozen
class Hours:
    """The provider's working hours; both ends of each half of the day belong to it."""

    opens: time
    closes: time
    lunch: tuple[time, time] | None
    every_day: bool = False
    """Whether they are those of days off as well."""

    def include(self, moment: time) -> bool:
        """Whether a local time of day falls within them."""
        if not self.opens <= moment <= self.closes:
            return False
        return self.lunch is None or not self.lunch[0] < moment < self.lunch[1]


@frozen
class RowEntry(Generic[T]):
    """What an entry of the row of fees or of terms asks for, and when."""

    services: tuple[str, ...]
    when: Holds | None
    what: T
    requirement: str = ""
    """The id of the entry."""


@frozen
class Setting:
    """What an edition lays down for every application."""

    calendar: Calendar
    hours: Hours
    terms: tuple[RowEntry[Any], ...]
    """The terms of the services themselves, up to the decision."""
    fees: tuple[RowEntry[Amount], ...]
    terms_by_law: tuple[RowEntry[int], ...] = ()
    """Working days that the law above the act gives in some cases instead."""
    other_hours: tuple[tuple[Holds, Hours], ...] = ()
    """The hours in which applications are taken for which a condition holds."""
    further_terms: tuple[RowEntry[Any], ...] = ()
    """Terms between other moments."""
    trusted: tuple[bytes, ...] = ()
    """Certificates of the authorities whose word for a signer is taken, in DER."""
