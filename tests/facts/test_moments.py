"""Moments and the time between them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.facts.made import DAY, SETTING, facts_of, first_item, lacking, path_to
from validator.errors import MissingFact
from validator.facts.moments import elapsed, passed
from validator.facts.paths import AS_OF, Path
from validator.law.calendar import zone_of
from validator.law.lengths import Length

# Moments


def test_moments_are_dates_local_times_years_and_the_day_that_counts() -> None:
    facts = facts_of({"d": "2026-01-12", "t": "2026-01-12T20:30:00Z", "y": 2014, "z": 1})

    assert facts.moment(path_to("d")) == date(2026, 1, 12)
    assert facts.moment(path_to("y")) == 2014
    assert facts.moment(Path((AS_OF,))) == DAY
    moment = facts.moment(path_to("t"))
    assert isinstance(moment, datetime)
    assert moment.replace(tzinfo=None) == datetime(2026, 1, 13, 1, 30)  # noqa: DTZ001
    assert facts.day(path_to("t")) == date(2026, 1, 13)
    with pytest.raises(MissingFact):
        facts.day(path_to("y"))


@pytest.mark.parametrize("spoof", ["2030-01-01", "", [], 2030])
def test_no_field_passes_for_the_day_that_counts(spoof: Any) -> None:
    manifest = {AS_OF: spoof, "d": "2030-01-01", "items": [{AS_OF: spoof, "d": "2030-01-01"}]}
    facts = facts_of(manifest)
    for each in (facts, first_item(facts, "items")):
        assert each.moment(path_to("d")) == date(2030, 1, 1)
        assert each.moment(Path((AS_OF,))) == DAY


def test_a_malformed_time_of_submission_leaves_the_day_unknown() -> None:
    facts = facts_of({"submitted_at": "2026-01-12 10:15", "d": "2026-01-01"}, ["/submitted_at"])
    as_of, field = Path((AS_OF,)), path_to("d")
    span = {"from_": date(2020, 1, 1), "until": date(2020, 1, 3)}

    assert lacking("interval", facts, earlier=field, later=as_of) == "/submitted_at"
    assert lacking("chronology", facts, pairs=({"earlier": field, "later": as_of},)) == (
        "/submitted_at"
    )
    assert lacking("day_outside", facts, **span) == "/submitted_at"


def _at(hour: int, minute: int = 0, day: int = 12) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


ALMATY: Final = zone_of("Asia/Almaty")
BEFORE_THE_CLOCK: Final = datetime(2024, 2, 29, 23, 30, tzinfo=ALMATY, fold=0)
AFTER_THE_CLOCK: Final = datetime(2024, 2, 29, 23, 30, tzinfo=ALMATY, fold=1)
"""Almaty put its clocks back by an hour at midnight before 1 March 2024."""


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (date(2026, 1, 12), date(2026, 1, 13), timedelta(days=1)),
        (_at(10), _at(10, 1), timedelta(minutes=1)),
        (BEFORE_THE_CLOCK, AFTER_THE_CLOCK, timedelta(hours=1)),
        (_at(23), date(2026, 1, 12), timedelta()),
        (date(2026, 1, 12), _at(0), timedelta()),
        (_at(0, day=14), date(2026, 1, 12), timedelta(days=-2)),
        (2014, date(2014, 1, 1), timedelta()),
        (date(2015, 1, 1), 2014, timedelta(days=-365)),
        (2014, _at(0), timedelta(days=12 * 365)),
        (2014, 2013, timedelta(days=-365)),
    ],
)
def test_time_passes_in_the_coarser_unit(earlier: Any, later: Any, expected: timedelta) -> None:
    assert elapsed(earlier, later) == expected


_DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
_COUNTS = st.integers(1, 600)


@given(_DAYS, _DAYS, _COUNTS)
def test_days_are_the_difference_of_two_dates(earlier: date, later: date, count: int) -> None:
    found = passed(earlier, later, Length(count, "d"), SETTING.calendar)
    days = (later - earlier).days

    assert found == (days > count) - (days < count)


@given(_DAYS, _COUNTS)
def test_a_month_ends_with_the_same_number_or_with_its_last_day(day: date, count: int) -> None:
    end = Length(count, "mo").after(day, SETTING.calendar)

    assert (end.year - day.year) * 12 + end.month - day.month == count
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)
    for off, sign in ((-1, -1), (0, 0), (1, 1)):
        moment = end + timedelta(days=off)
        assert passed(day, moment, Length(count, "mo"), SETTING.calendar) == sign


@given(st.dates(date(2026, 1, 1), date(2026, 6, 30)), st.integers(1, 60))
def test_working_days_are_those_of_the_calendar(day: date, count: int) -> None:
    end = Length(count, "wd").after(day, SETTING.calendar)
    off = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]

    assert sum(map(SETTING.calendar.is_working, off)) == count
    assert SETTING.calendar.is_working(end)
