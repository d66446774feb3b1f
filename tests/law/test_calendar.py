"""Working days, local time, and the two data files they and the fees rest on."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from typing import Any

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.project import ROOT, SPECS
from validator.errors import MissingFact
from validator.law.calendar import Calendar, DayOff, build_calendar, library_of
from validator.model import LANGUAGES
from validator.source import read

ZONE = "Asia/Almaty"
DAY_ENDS = time(18, 30)
FIRST, LAST = date(2018, 1, 1), date(2030, 12, 31)


def _spec(path: str) -> Any:
    return read((SPECS / path).read_bytes(), path)


KZ: dict[str, Any] = _spec("calendars/kz.yaml")
MCI: dict[str, Any] = _spec("parameters/mci.yaml")
# The file as it stands will gain corrections; what the library and the code do is tested without.
UNCORRECTED: dict[str, Any] = {
    **KZ,
    "extra_days_off": [],
    "extra_working_days": [],
    "confirmed": [],
}
NAMES = {kk: {"kk": kk, **others} for kk, others in KZ["names"].items()}
ANNOUNCED = NAMES["Құрбан айт"]
SOURCE = {"kk": "Қаулы", "ru": "Постановление", "en": "Decree"}

LIBRARY = build_calendar(UNCORRECTED, ZONE)


@pytest.fixture
def calendar() -> Calendar:
    return build_calendar(UNCORRECTED, ZONE)


def _corrected(**lists: list[dict[str, Any]]) -> Calendar:
    return build_calendar({**UNCORRECTED, **lists}, ZONE)


def _days(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


class TestTerms:
    @pytest.mark.parametrize(
        ("accepted", "plus_2", "plus_3", "plus_13"),
        [
            ("2025-11-20", "2025-11-24", "2025-11-25", "2025-12-09"),
            ("2025-12-19", "2025-12-23", "2025-12-24", "2026-01-12"),
            ("2025-12-30", "2026-01-05", "2026-01-06", "2026-01-21"),
            ("2026-03-05", "2026-03-10", "2026-03-11", "2026-03-30"),
            ("2026-03-19", "2026-03-26", "2026-03-27", "2026-04-10"),
            ("2026-04-28", "2026-04-30", "2026-05-04", "2026-05-20"),
            ("2026-08-20", "2026-08-24", "2026-08-25", "2026-09-08"),
            ("2025-02-28", "2025-03-04", "2025-03-05", "2025-03-20"),
            ("2024-04-26", "2024-04-30", "2024-05-02", "2024-05-20"),
        ],
    )
    def test_reference_table(
        self, calendar: Calendar, accepted: str, plus_2: str, plus_3: str, plus_13: str
    ) -> None:
        start = date.fromisoformat(accepted)
        due = [calendar.add_working_days(start, n).due.isoformat() for n in (2, 3, 13)]
        assert due == [plus_2, plus_3, plus_13]

    def test_start_is_not_counted(self, calendar: Calendar) -> None:
        monday = date(2025, 11, 24)
        term = calendar.add_working_days(monday, 0)
        assert (term.start, term.due, term.skipped) == (monday, monday, ())
        assert calendar.add_working_days(monday, 1).due == date(2025, 11, 25)

    def test_start_on_a_day_off(self, calendar: Calendar) -> None:
        term = calendar.add_working_days(date(2025, 11, 22), 1)  # a Saturday
        assert term.due == date(2025, 11, 24)
        assert [off.date for off in term.skipped] == [date(2025, 11, 23)]

    def test_skipped_days_say_why(self, calendar: Calendar) -> None:
        skipped = calendar.add_working_days(date(2026, 3, 20), 1).skipped
        nowruz = NAMES["Наурыз мейрамы"]
        assert skipped == (
            DayOff(date(2026, 3, 21), "holiday", nowruz, False),
            DayOff(date(2026, 3, 22), "holiday", nowruz, False),
            DayOff(date(2026, 3, 23), "holiday", nowruz, False),
            DayOff(date(2026, 3, 24), "moved", nowruz, False),
            DayOff(date(2026, 3, 25), "moved", nowruz, False),
        )

    def test_negative_term(self, calendar: Calendar) -> None:
        with pytest.raises(ValueError, match="-1 working days"):
            calendar.add_working_days(date(2026, 3, 20), -1)


class TestDays:
    @pytest.mark.parametrize(("year", "count"), [(2025, 246), (2026, 247)])
    def test_production_calendar(self, calendar: Calendar, year: int, count: int) -> None:
        days = _days(date(year, 1, 1), date(year, 12, 31))
        assert sum(map(calendar.is_working, days)) == count

    @pytest.mark.parametrize(
        "day",
        [
            date(2024, 5, 4),  # Saturday, for the 8th
            date(2025, 1, 5),  # Sunday, for the 3rd
            date(2020, 5, 11),  # Monday, for the 8th
            date(2026, 8, 31),  # nothing is moved from 30 August, a Sunday, any more
            date(2027, 8, 30),
            date(2028, 8, 30),
            date(2026, 10, 27),
            date(2026, 3, 16),
        ],
    )
    def test_working(self, calendar: Calendar, day: date) -> None:
        assert calendar.is_working(day)
        assert calendar.day_off(day) is None

    @pytest.mark.parametrize(
        ("day", "reason", "english"),
        [
            (date(2026, 1, 10), "weekend", None),
            (date(2026, 8, 30), "weekend", None),
            (date(2025, 8, 30), "holiday", "Constitution Day"),
            (date(2025, 9, 1), "moved", "Constitution Day"),
            (date(2027, 3, 15), "holiday", "Constitution Day"),
            (date(2027, 1, 4), "moved", "New Year"),
            (date(2024, 5, 8), "swapped", "Day off in exchange"),
            (date(2025, 1, 3), "swapped", "Day off in exchange"),
            (date(2020, 5, 8), "swapped", "Day off in exchange"),
            (date(2023, 1, 7), "holiday", "Orthodox Christmas"),  # a Saturday, not moved
        ],
    )
    def test_off(self, calendar: Calendar, day: date, reason: str, english: str | None) -> None:
        off = calendar.day_off(day)
        assert off is not None
        assert not calendar.is_working(day)
        assert (off.date, off.reason, off.estimated) == (day, reason, False)
        assert (off.name and off.name["en"]) == english

    @pytest.mark.parametrize("day", [date(2023, 1, 9), date(2024, 1, 8), date(2024, 6, 17)])
    def test_religious_holidays_do_not_move(self, calendar: Calendar, day: date) -> None:
        assert calendar.is_working(day)

    def test_next_working(self, calendar: Calendar) -> None:
        assert calendar.next_working(date(2025, 11, 20)) == date(2025, 11, 21)
        assert calendar.next_working(date(2024, 5, 3)) == date(2024, 5, 4)
        assert calendar.next_working(date(2025, 12, 31)) == date(2026, 1, 5)

    @pytest.mark.parametrize("year", [2018, 2024, 2027])
    def test_agrees_with_the_library(self, calendar: Calendar, year: int) -> None:
        library = holidays.country_holidays("KZ", years=year, language="kk")
        for day in _days(date(year, 1, 1), date(year, 12, 31)):
            assert calendar.is_working(day) == library.is_working_day(day)

    def test_december_worked_for_january(self) -> None:
        # The only swap across years that the library knows; this file does not reach back to it.
        covers = {"from": "2013-01-01", "until": "2014-12-31"}
        old = build_calendar({**UNCORRECTED, "covers": covers}, ZONE)
        assert old.is_working(date(2013, 12, 28))
        assert not old.is_working(date(2014, 1, 3))


class TestEstimates:
    def test_kurban_ait_to_come(self, calendar: Calendar) -> None:
        days = [date(2026, 5, 27), date(2027, 5, 16), date(2028, 5, 5), date(2029, 4, 24)]
        found = [calendar.day_off(day) for day in [*days, date(2030, 4, 13)]]
        estimated = [off for off in found if off is not None and off.estimated]
        # Fewer each year, as dates are announced and the library learns them.
        assert estimated
        for off in estimated:
            assert off.reason == "holiday"
            assert off.name == ANNOUNCED

    def test_the_library_still_estimates(self, calendar: Calendar) -> None:
        days = [off for day in _days(FIRST, LAST) if (off := calendar.day_off(day))]
        estimated = {off.date.year for off in days if off.estimated}
        assert 2030 in estimated
        assert estimated.isdisjoint(range(2018, 2026))

    def test_term_over_an_estimate(self, calendar: Calendar) -> None:
        skipped = calendar.add_working_days(date(2030, 4, 12), 1).skipped
        assert [off.estimated for off in skipped] == [True, False]

    def test_confirmed(self) -> None:
        calendar = _corrected(confirmed=[{"date": "2030-04-13", "source": SOURCE}])
        off = calendar.day_off(date(2030, 4, 13))
        assert off == DayOff(date(2030, 4, 13), "holiday", ANNOUNCED, False)

    def test_moved_estimate(self, monkeypatch: pytest.MonkeyPatch) -> None:
        names = (
            "Жаңа жыл (қайта белгіленген демалыс)",
            "Құрбан айт (қайта белгіленген демалыс, бағаланған)",
        )
        _rename(monkeypatch, date(2026, 1, 2), "; ".join(names))
        off = build_calendar(UNCORRECTED, ZONE).day_off(date(2026, 1, 2))
        assert off is not None
        assert (off.reason, off.estimated) == ("moved", True)
        assert off.name == {
            lang: f"{NAMES['Жаңа жыл'][lang]}; {NAMES['Құрбан айт'][lang]}" for lang in LANGUAGES
        }
        assert off.name["en"] == "New Year; Kurban Ait"

    def test_holiday_without_translation(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _rename(monkeypatch, date(2026, 1, 2), "Жаңа мереке")
        off = build_calendar(UNCORRECTED, ZONE).day_off(date(2026, 1, 2))
        assert off is not None
        assert off.name == dict.fromkeys(LANGUAGES, "Жаңа мереке")


def _rename(monkeypatch: pytest.MonkeyPatch, day: date, names: str) -> None:
    """Makes the library call `day` by other names."""
    made = library_of("KZ")

    def renamed(**options: Any) -> holidays.HolidayBase:
        library = made(**options)
        library.pop(day)
        library[day] = names
        return library

    monkeypatch.setattr("validator.law.calendar.library_of", lambda _country: renamed)


class TestCorrections:
    def test_announced_a_day_later(self) -> None:
        calendar = _corrected(
            extra_days_off=[{"date": "2026-05-28", "name": ANNOUNCED, "source": SOURCE}],
            extra_working_days=[{"date": "2026-05-27", "source": SOURCE}],
        )
        assert calendar.is_working(date(2026, 5, 27))
        off = DayOff(date(2026, 5, 28), "correction", ANNOUNCED, False)
        assert calendar.day_off(off.date) == off
        term = calendar.add_working_days(date(2026, 5, 26), 2)
        assert (term.due, term.skipped) == (date(2026, 5, 29), (off,))

    def test_weekend_worked(self) -> None:
        calendar = _corrected(extra_working_days=[{"date": "2026-05-30", "source": SOURCE}])
        assert calendar.next_working(date(2026, 5, 29)) == date(2026, 5, 30)

    def test_day_off_wins_over_working_day(self) -> None:
        day = {"date": "2026-05-30", "source": SOURCE}
        calendar = _corrected(extra_days_off=[{**day, "name": ANNOUNCED}], extra_working_days=[day])
        off = calendar.day_off(date(2026, 5, 30))
        assert off is not None
        assert off.reason == "correction"


class TestClock:
    @pytest.mark.parametrize(
        ("moment", "local"),
        [
            ("2024-02-28T19:00:00+00:00", "2024-02-29T01:00:00+06:00"),
            ("2024-02-29T17:59:59+00:00", "2024-02-29T23:59:59+06:00"),
            ("2024-02-29T19:00:00+00:00", "2024-03-01T00:00:00+05:00"),
            ("2026-07-01T12:00:00Z", "2026-07-01T17:00:00+05:00"),
        ],
    )
    def test_local(self, calendar: Calendar, moment: str, local: str) -> None:
        assert calendar.local(_at(moment)).isoformat() == local

    def test_no_offset(self, calendar: Calendar) -> None:
        with pytest.raises(ValueError, match="no offset"):
            calendar.local(datetime(2026, 1, 12, 10))  # noqa: DTZ001 -- that is the case

    @pytest.mark.parametrize("zone", ["", "Asia", "Asia/Nowhere", "../zones", "asia/almaty"])
    def test_unknown_zone(self, zone: str) -> None:
        with pytest.raises(ValueError, match="is not known"):
            build_calendar(UNCORRECTED, zone)

    @pytest.mark.parametrize(
        ("submitted", "accepted"),
        [
            ("2025-11-20T18:30:00+05:00", "2025-11-20"),
            ("2025-11-20T18:30:00.000001+05:00", "2025-11-21"),
            ("2025-11-20T18:30:01+05:00", "2025-11-21"),
            ("2025-11-20T08:59:00+05:00", "2025-11-20"),
            ("2025-11-20T00:00:00+05:00", "2025-11-20"),
            ("2025-11-20T13:30:00+05:00", "2025-11-20"),  # lunch
            ("2025-11-20T23:59:59+05:00", "2025-11-21"),
            ("2025-11-21T18:31:00+05:00", "2025-11-24"),  # Friday evening
            ("2025-11-22T10:00:00+05:00", "2025-11-24"),  # Saturday
            ("2025-12-16T10:00:00+05:00", "2025-12-17"),  # Independence Day
            ("2025-12-31T19:00:00+05:00", "2026-01-05"),
            ("2024-05-04T10:00:00+05:00", "2024-05-04"),  # a Saturday worked
            ("2025-11-20T13:30:00Z", "2025-11-20"),
            ("2025-11-20T13:30:01Z", "2025-11-21"),
            ("2025-11-19T20:00:00Z", "2025-11-20"),  # past midnight here
            ("2025-11-20T22:00:00+14:00", "2025-11-20"),
            ("2025-11-21T03:00:00+14:00", "2025-11-20"),  # still the day before here
            ("2024-02-29T12:30:00Z", "2024-02-29"),  # 18:30 at +06:00
            ("2024-03-01T13:30:00Z", "2024-03-01"),  # 18:30 at +05:00
        ],
    )
    def test_accepted_on(self, calendar: Calendar, submitted: str, accepted: str) -> None:
        assert calendar.accepted_on(_at(submitted), DAY_ENDS).isoformat() == accepted


class TestCoverage:
    @pytest.mark.parametrize("day", [date.min, date(2017, 12, 31), date(2031, 1, 1), date.max])
    def test_outside(self, calendar: Calendar, day: date) -> None:
        assert not calendar.covers(day)
        noon = datetime.combine(day, time(12), UTC)
        for ask in (
            lambda: calendar.day_off(day),
            lambda: calendar.is_working(day),
            lambda: calendar.next_working(day),
            lambda: calendar.add_working_days(day, 0),
            lambda: calendar.add_working_days(day, 13),
            lambda: calendar.accepted_on(noon, DAY_ENDS),
        ):
            with pytest.raises(MissingFact) as caught:
                ask()
            assert caught.value.pointer == ""
            assert caught.value.message.key == "calendar_does_not_cover"
            assert caught.value.message.args == {"day": day, "until": LAST}

    def test_running_out(self, calendar: Calendar) -> None:
        assert calendar.covers(FIRST)
        assert calendar.covers(LAST)
        assert calendar.is_working(LAST)
        for ask in (
            lambda: calendar.next_working(LAST),
            lambda: calendar.add_working_days(date(2030, 12, 20), 13),
            lambda: calendar.add_working_days(FIRST, 10**9),
            lambda: calendar.accepted_on(_at("2030-12-31T18:31:00+05:00"), DAY_ENDS),
        ):
            with pytest.raises(MissingFact) as caught:
                ask()
            assert caught.value.message.args["day"] == date(2031, 1, 1)

    @pytest.mark.parametrize(
        "moment",
        [
            datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
            datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        ],
    )
    def test_end_of_time(self, calendar: Calendar, moment: datetime) -> None:
        with pytest.raises(MissingFact):
            calendar.accepted_on(moment, DAY_ENDS)

    @pytest.mark.parametrize(
        ("first", "last"), [("2026-01-02", "2026-01-01"), ("2026-01-01", "9999-12-31")]
    )
    def test_impossible(self, first: str, last: str) -> None:
        with pytest.raises(ValueError, match=f"from {first} to {last}"):
            build_calendar({**UNCORRECTED, "covers": {"from": first, "until": last}}, ZONE)

    def test_correction_outside_is_no_answer(self) -> None:
        calendar = _corrected(extra_working_days=[{"date": "2031-01-04", "source": SOURCE}])
        with pytest.raises(MissingFact):
            calendar.is_working(date(2031, 1, 4))


class TestProperties:
    """Within 2024 to 2027, against a count that knows only the library."""

    STARTS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
    COUNTS = st.integers(0, 60)
    WORKED = holidays.country_holidays("KZ", years=range(2024, 2029), language="kk").is_working_day

    @given(STARTS, COUNTS)
    def test_naive_count(self, start: date, n: int) -> None:
        worked = (day for day in _days(start + timedelta(days=1), LAST) if self.WORKED(day))
        expected = [start, *(day for day, _ in zip(worked, range(n), strict=False))]
        assert LIBRARY.add_working_days(start, n).due == expected[-1]

    @given(STARTS, STARTS, COUNTS, COUNTS)
    def test_monotone(self, one: date, other: date, few: int, many: int) -> None:
        start, later = sorted((one, other))
        n, more = sorted((few, many))
        due = LIBRARY.add_working_days(start, n).due
        assert due <= LIBRARY.add_working_days(later, n).due
        # Strictly so in the count.
        assert due + timedelta(days=more - n) <= LIBRARY.add_working_days(start, more).due

    @given(STARTS, COUNTS)
    def test_skipped_and_counted_make_the_span(self, start: date, n: int) -> None:
        term = LIBRARY.add_working_days(start, n)
        skipped = [off.date for off in term.skipped]
        assert len(skipped) + n == (term.due - start).days
        assert skipped == sorted(set(skipped))
        assert all(start < day < term.due for day in skipped)
        assert n == 0 or LIBRARY.is_working(term.due)

    @given(STARTS, COUNTS, COUNTS)
    def test_terms_add_up(self, start: date, n: int, m: int) -> None:
        there = LIBRARY.add_working_days(LIBRARY.add_working_days(start, n).due, m)
        assert there.due == LIBRARY.add_working_days(start, n + m).due

    def test_crossing_every_holiday(self) -> None:
        off = [day for day in _days(date(2024, 1, 1), date(2027, 12, 31)) if LIBRARY.day_off(day)]
        for day in off:
            term = LIBRARY.add_working_days(day - timedelta(days=1), 1)
            assert day in [skipped.date for skipped in term.skipped]
            assert all(self.WORKED(d) == (d == term.due) for d in _days(day, term.due))

    @given(st.datetimes(datetime(2018, 1, 3), datetime(2030, 12, 1), timezones=st.timezones()))  # noqa: DTZ001 -- hypothesis adds the zone
    def test_acceptance(self, submitted: datetime) -> None:
        accepted = LIBRARY.accepted_on(submitted, DAY_ENDS)
        local = LIBRARY.local(submitted)
        assert LIBRARY.is_working(accepted)
        assert accepted >= local.date()
        assert not any(map(LIBRARY.is_working, list(_days(local.date(), accepted))[1:-1]))


class TestMachine:
    def test_a_calendar_can_be_copied_and_pickled(self, calendar: Calendar) -> None:
        day = date(2026, 3, 24)
        calendar.day_off(day)
        for twin in (copy.deepcopy(calendar), pickle.loads(pickle.dumps(calendar))):  # noqa: S301 -- our own
            assert twin == calendar
            assert twin.day_off(day) == calendar.day_off(day)
            assert twin.local(_at("2026-01-12T12:00:00Z")).hour == 17

    @pytest.mark.parametrize(
        "environment",
        [
            {"LC_ALL": "C", "TZ": "America/New_York", "PYTHONTZPATH": ""},
            {
                "LC_ALL": "ru_RU.UTF-8",
                "LANGUAGE": "uk:ru",
                "LANG": "uk_UA.UTF-8",
                "TZ": "Asia/Tokyo",
            },
        ],
    )
    def test_locale_and_zone_of_the_machine(self, environment: dict[str, str]) -> None:
        script = (
            "import sys; from datetime import *\n"
            "from validator.law.calendar import build_calendar\n"
            "assert 'holidays' not in sys.modules\n"
            f"calendar = build_calendar({UNCORRECTED!r}, {ZONE!r})\n"
            "assert 'holidays' not in sys.modules\n"
            "print(ascii(calendar.add_working_days(date(2029, 4, 20), 13)))\n"
            "print(calendar.local(datetime(2024, 2, 29, 23, tzinfo=UTC)))\n"
        )
        term = LIBRARY.add_working_days(date(2029, 4, 20), 13)
        local = LIBRARY.local(datetime(2024, 2, 29, 23, tzinfo=UTC))
        found = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, **environment},
            check=True,
            capture_output=True,
            text=True,
        )
        assert found.stdout.splitlines() == [ascii(term), str(local)]

    def test_years_are_asked_for_once_and_as_needed(
        self, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[Any] = []
        made = library_of("KZ")

        def noted(**options: Any) -> holidays.HolidayBase:
            asked.append(options["years"])
            return made(**options)

        monkeypatch.setattr("validator.law.calendar.library_of", lambda _country: noted)
        for _ in range(3):
            calendar.add_working_days(date(2025, 12, 19), 13)
        assert asked == [(2025, 2026), (2026, 2027)]

    def test_a_country_alone_is_the_one_of_the_library(self) -> None:
        alone = library_of("KZ")(years=range(2018, 2031), language="kk")
        assert alone == holidays.country_holidays("KZ", years=range(2018, 2031), language="kk")
        with pytest.raises(ValueError, match="XX"):
            library_of("XX")


class TestCalendarFile:
    def test_as_it_stands(self) -> None:
        calendar = build_calendar(KZ, ZONE)
        assert (KZ["id"], calendar.country) == ("kz", "KZ")
        assert (calendar.first, calendar.last) == (FIRST, LAST)
        assert all(calendar.is_working(day) is not None for day in _days(FIRST, LAST))

    def test_every_holiday_has_its_names(self, calendar: Calendar) -> None:
        days = [off for day in _days(FIRST, LAST) if (off := calendar.day_off(day))]
        met = {off.name["kk"] for off in days if off.name}
        assert met == set(KZ["names"])
        for name in KZ["names"].values():
            assert set(name) == set(LANGUAGES) - {"kk"}
            assert all(name.values())

    def test_corrections_are_sourced_and_of_days_covered(self) -> None:
        for key in ("extra_days_off", "extra_working_days", "confirmed"):
            for item in KZ[key]:
                assert FIRST <= date.fromisoformat(item["date"]) <= LAST
                assert all(item["source"][lang] for lang in LANGUAGES)


class TestIndexFile:
    def test_values(self) -> None:
        days = [item["from"] for item in MCI["values"]]
        assert days == sorted(set(days))
        assert days[0] == "2018-01-01"
        assert days[-1] <= MCI["until"]
        assert all(type(item["value"]) is int and item["value"] > 0 for item in MCI["values"])

    def test_form(self) -> None:
        assert (MCI["id"], MCI["unit"]) == ("mci", "tenge")
        days = [date.fromisoformat(item["from"]) for item in MCI["values"]]
        assert all(one < other for one, other in pairwise(days))
        for item in MCI["values"]:
            assert type(item["value"]) is int
            assert item["standing"] in {"law", "press", "secondary", "reading"}

    def test_every_language(self) -> None:
        for text in (MCI["title"], *(item["source"] for item in MCI["values"])):
            assert tuple(text) == LANGUAGES
            assert all(text.values())

    def test_april_2022_never_counts_for_fees(self) -> None:
        assert 3180 not in [item["value"] for item in MCI["values"]]
        [source] = [item["source"] for item in MCI["values"] if item["from"] == "2022-01-01"]
        assert all("3180" in source[lang] for lang in LANGUAGES)
