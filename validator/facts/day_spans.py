"""The days between which a rule applies, as one more test of its condition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from validator.errors import MissingFact, NotApplicable
from validator.facts.conditions import Condition, Test
from validator.facts.facts import Facts
from validator.facts.manifest_values import Values
from validator.facts.paths import SUBMITTED_AT
from validator.frozen import frozen


@frozen
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
        return self.includes(day)

    def includes(self, day: date) -> bool:
        """Whether a day lies between them."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def lies_within(self, other: DaySpan) -> bool:
        """Whether no day of it lies outside of another one."""
        return (other.first is None or (self.first is not None and self.first >= other.first)) and (
            other.last is None or (self.last is not None and self.last <= other.last)
        )


def apart(condition: Condition | None) -> tuple[Condition | None, Condition | None]:
    """The days between which a rule applies, and on what it applies then; None is always."""
    alternatives = () if condition is None else condition.alternatives
    span = next(
        (each for tests in alternatives for each in tests if isinstance(each, DaySpan)), None
    )
    if span is None:
        return None, condition
    rest = tuple(tuple(each for each in tests if each != span) for tests in alternatives)
    return Condition(((span,),)), None if rest == ((),) else Condition(rest)


def settled(condition: Condition | None, days: Mapping[str, date]) -> Condition | bool:
    """What is left of a condition where some days are known; True holds always, False never.

    Args:
        days: by the paths that name them.
    """
    left = []
    for tests in ((),) if condition is None else condition.alternatives:
        spans = [each for each in tests if isinstance(each, DaySpan) and each.path.dotted in days]
        if all(each.includes(days[each.path.dotted]) for each in spans):
            left.append(tuple(each for each in tests if each not in spans))
    return True if () in left else bool(left) and Condition(tuple(left))
