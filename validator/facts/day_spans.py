"""The days between which a rule applies, as one more test of its condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from validator.errors import MissingFact, NotApplicable
from validator.facts.conditions import Test
from validator.facts.facts import Facts
from validator.facts.manifest_values import Values
from validator.facts.paths import SUBMITTED_AT


@dataclass(frozen=True, slots=True)
class DaySpan(Test):
    """That a day, such as the one of submission, lies between two days; both count.

    Attributes:
        first, last: None where there is no such limit.
    """

    first: date | None = None
    last: date | None = None

    def holds(self, values: Values) -> bool:
        """Whether the day lies between them.

        Raises:
            MissingFact: the day is not known, be it malformed or not there yet.
        """
        if not isinstance(values, Facts):
            raise TypeError("a day is asked of an application and its items")
        try:
            day = values.day(self.path)
        except NotApplicable:  # it follows from a submission, and this is a draft
            raise MissingFact(SUBMITTED_AT.pointer) from None
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def lies_within(self, other: DaySpan) -> bool:
        """Whether no day of it lies outside of another one."""
        return (other.first is None or (self.first is not None and self.first >= other.first)) and (
            other.last is None or (self.last is not None and self.last <= other.last)
        )
