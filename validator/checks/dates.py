"""Checks of the order and the distance of dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from validator.checks.field_parameters import TIME, MomentField, PairsOf
from validator.checks.parameters import Tighter
from validator.checks.registry import kind
from validator.checks.value_parameters import CalendarDay, Duration, Flag
from validator.errors import MissingFact, NotApplicable
from validator.facts.facts import Facts
from validator.facts.moments import Moment, elapsed, passed
from validator.facts.paths import ABSENT, AS_OF, SUBMITTED_AT, Path
from validator.law.lengths import Length
from validator.model import DAY_OF_CHECK, Args, Named, Violation, declare

DATE_AFTER = declare(
    "date_after", earlier=Named, later=Named, earlier_at=date | int, later_at=date | int
)
_INTERVAL: Final = {
    "earlier": Named,
    "later": Named,
    "earlier_at": date | int,
    "later_at": date | int,
    "count": int,
    "what": str | None,
}
INTERVAL_TOO_SHORT = declare("interval_too_short", **_INTERVAL)
INTERVAL_TOO_LONG = declare("interval_too_long", **_INTERVAL)
OUTSIDE_HOURS = declare("outside_hours", field=Named, at=datetime)
DAY_UNCERTAIN = declare("day_uncertain", day=date, until=date, **{"from": date})

_NONE = timedelta()


@kind(
    earlier=MomentField(years=True, derived=True),
    later=MomentField(years=True, derived=True, not_same_as="earlier"),
    at_least=Duration(
        tighter=Tighter.HIGHER,
        between=("earlier", "later"),
        description="A distance: a number and at once m (minutes), h (hours), d (calendar days),"
        " wd (working days), mo (months) or y (years), such as 24h.",
    ),
    at_most=Duration(
        tighter=Tighter.LOWER,
        between=("earlier", "later"),
        not_under="at_least",
        description="A distance in the same units, such as 30d.",
    ),
    ordered=Flag(description="Whether the order itself is asked for; it is."),
)
def interval(
    facts: Facts,
    earlier: Path,
    later: Path,
    *,
    at_least: Length | None = None,
    at_most: Length | None = None,
    ordered: bool = True,
) -> Iterator[Violation]:
    """One date comes before another, by a least and a greatest distance; equal is in order."""
    first, second = facts.moment(earlier), facts.moment(later)
    distance = elapsed(first, second)
    count: Args = {}
    calendar = facts.case.setting.calendar
    if at_most is not None and passed(first, second, at_most, calendar) > 0:
        key = INTERVAL_TOO_LONG
        count = _counted(at_most, "d")
    elif distance < _NONE and ordered:
        key = DATE_AFTER
    elif at_least and distance >= _NONE and passed(first, second, at_least, calendar) < 0:
        key = INTERVAL_TOO_SHORT
        count = _counted(at_least, "h")
    else:
        return
    dates = _dates(facts, earlier, later, first, second)
    # A day that follows from the application has no place of its own in the manifest.
    own = next((path for path in (earlier, later) if not path.is_derived), SUBMITTED_AT)
    place = facts.pointer(own)
    yield Violation(place, key(**dates, **count))


@kind(
    pairs=PairsOf(
        ends=(
            MomentField(name="earlier", years=True, derived=True),
            MomentField(name="later", years=True, derived=True, not_same_as="earlier"),
        ),
        description="Pairs of dates, the earlier one first.",
    ),
)
def chronology(facts: Facts, pairs: tuple[dict[str, Path], ...]) -> Iterator[Violation]:
    """Of each pair of dates that are both there, the first is not after the second."""
    compared = False
    unknown: MissingFact | None = None
    for pair in pairs:
        earlier, later = pair["earlier"], pair["later"]
        try:
            first = facts.moment_if_any(earlier)
            second = None if first is None else facts.moment_if_any(later)
        except NotApplicable:
            continue  # a day that follows from a submission, of a draft
        except MissingFact as missing:
            unknown = missing
            continue
        if first is None or second is None:
            continue
        compared = True
        if elapsed(first, second) < _NONE:
            dates = _dates(facts, earlier, later, first, second)
            yield Violation(facts.pointer(later), DATE_AFTER(**dates))
    if unknown is not None:
        raise unknown
    if not compared:
        raise NotApplicable


def _counted(length: Length, usual: str) -> Args:
    """A length for a message, which has wordings for each unit beside its usual one."""
    what: Args = {} if length.unit == usual else {"what": length.unit}
    return {"count": length.count, **what}


def _dates(facts: Facts, earlier: Path, later: Path, first: Moment, second: Moment) -> Args:
    return {
        "earlier": _named(facts, earlier),
        "later": _named(facts, later),
        "earlier_at": first,
        "later_at": second,
    }


def _named(facts: Facts, path: Path) -> Named:
    """The field; of a draft the day that counts is no field of its own."""
    is_day_of_check = path.dotted == AS_OF and facts.case.root.get(SUBMITTED_AT) is ABSENT
    return DAY_OF_CHECK if is_day_of_check else path.named


@kind(path=MomentField(formats=TIME))
def in_hours(facts: Facts, path: Path) -> Iterator[Violation]:
    """A time falls on a working day within the provider's hours."""
    moment = facts.moment(path)
    if not isinstance(moment, datetime):
        raise MissingFact(facts.pointer(path))
    is_submission = facts.pointer(path) == SUBMITTED_AT.pointer
    # Applications are taken in hours of their own, visits and decisions fall within the usual ones.
    hours = facts.case.hours() if is_submission else facts.case.setting.hours
    worked = hours.every_day or facts.case.setting.calendar.is_working(moment.date())
    if not (worked and hours.include(moment.time())):
        args: Args = {"field": path.named, "at": moment}
        yield Violation(facts.pointer(path), OUTSIDE_HOURS(**args))


# A span of days that is out of bounds: the sooner it begins and the later it ends, the tighter.
@kind(
    from_=CalendarDay(tighter=Tighter.LOWER),
    until=CalendarDay(tighter=Tighter.HIGHER, not_before="from"),
)
def day_outside(facts: Facts, from_: date, until: date) -> Iterator[Violation]:
    """The day that counts lies outside a span of days."""
    day = facts.case.day_that_counts()
    if from_ <= day <= until:
        args: Args = {"day": day, "from": from_, "until": until}
        yield Violation("/submitted_at", DAY_UNCERTAIN(**args))
