"""Terms as the specs give them: how long, from which moment and to which, what extends them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from validator.facts.conditions import Condition
from validator.facts.moments import day_of
from validator.facts.paths import ACCEPTED_ON, AS_OF, DECIDED_AT, SUBMITTED_AT, Path, from_root
from validator.frozen import frozen
from validator.law.calendar import Calendar, DayOff, Term
from validator.law.lengths import Length, days_after

WORDS: Final = {"working_days": "wd", "calendar_days": "d", "minutes": "m"}
"""The words in which a term says how long it is, and their units."""

ACCEPTANCE: Final = Path((ACCEPTED_ON,))
"""Where a term begins unless it says otherwise."""

_STARTS: Final = (ACCEPTED_ON, AS_OF, SUBMITTED_AT.dotted)
"""Where the term of the service itself begins: either names the beginning of the procedure."""


@frozen
class Extension:
    """What makes a term longer, and by how much; it is counted from the end of the term."""

    when: Condition
    by: Length


@frozen
class TimeLimit:
    """A term between two moments.

    Attributes:
        since, until: where it begins, and what has to have happened before it is over.
        to_working_day: whether a last day that is off gives way to the next working day.
    """

    length: Length
    since: Path = ACCEPTANCE
    until: Path = DECIDED_AT
    to_working_day: bool = False
    extended: Extension | None = None

    @property
    def word(self) -> str:
        """In which word of the specs it says how long it is."""
        return next(word for word, unit in WORDS.items() if unit == self.length.unit)

    @property
    def to_decision(self) -> bool:
        """Whether it is over with the decision."""
        return self.until == DECIDED_AT

    @property
    def of_service(self) -> bool:
        """Whether it is the term of the service itself: from its beginning to the decision."""
        return self.to_decision and self.since.dotted in _STARTS

    @property
    def is_usual(self) -> bool:
        """Whether it is so many working days from acceptance to the decision, and no more."""
        return (self.since, self.until, self.length.unit) == (ACCEPTANCE, DECIDED_AT, "wd")

    def after(self, start: date | datetime, calendar: Calendar, *, extended: bool = False) -> Term:
        """The term that begins at a moment (a local time where it is counted in minutes).

        Raises:
            MissingFact: the calendar does not cover a day that has to be known.
        """
        more = (self.extended.by,) if extended and self.extended is not None else ()
        lengths = (self.length, *more)
        if isinstance(start, datetime) and self.length.unit == "m":
            try:
                end = calendar.local(start + timedelta(minutes=sum(each.count for each in lengths)))
            except OverflowError:
                raise calendar.unknown(start.date()) from None
            return Term(start.date(), end.date(), (), end, bool(more))
        due, skipped = day_of(start), list[DayOff]()
        for each in lengths:
            if each.unit == "wd":
                counted = calendar.add_working_days(due, each.count)
                due = counted.due
                skipped.extend(counted.skipped)
            else:
                due = days_after(due, each.count)
        while self.to_working_day and (off := calendar.day_off(due)) is not None:
            skipped.append(off)
            due = days_after(due, 1)
        return Term(day_of(start), due, tuple(skipped), extended=bool(more))


def pair_of(entry: Mapping[str, Any]) -> tuple[str, str]:
    """Between which moments the term of an entry runs; those of the service's own are one pair."""
    raw = entry.get("term", {})
    since = from_root(raw.get("from", ACCEPTED_ON), "")
    until = from_root(raw.get("until", DECIDED_AT.dotted), "")
    if until == DECIDED_AT.dotted and since in _STARTS:
        since = ACCEPTED_ON
    return since, until


def gives_term(row: str, entry: Mapping[str, Any]) -> bool:
    """Whether an entry of a row gives a service its own term, up to the decision."""
    if row != "deadlines" or "check" in entry:
        return False
    return pair_of(entry) == (ACCEPTED_ON, DECIDED_AT.dotted)
