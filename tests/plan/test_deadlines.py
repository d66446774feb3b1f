"""Deadlines: what `check` would derive, asked before there is an application."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.command import call
from tests.then import THEN
from validator.engine.derived import derived
from validator.errors import CallError, MissingFact
from validator.facts.examination import Examination
from validator.facts.facts import Case
from validator.law.calendar import zone_of
from validator.model import LANGUAGES
from validator.plan.deadlines import course_of, last_days, last_moment
from validator.standard.catalogue import Catalogue

pytestmark = pytest.mark.usefixtures("law_of_then")

STANDARD = "medical-activity-licence"
CATALOGUE = Catalogue(THEN)
EDITION = CATALOGUE.edition(STANDARD, "2025-93")
ZONE = zone_of("Asia/Almaty")


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("service", "submitted", "accepted", "due"),
    [
        # 13, 3 and 2 working days; 2 January and the 7th are holidays, the 5th and 6th are worked
        ("issue", "2026-01-12T10:00", "2026-01-12", "2026-01-29"),
        ("issue", "2026-01-12T18:30", "2026-01-12", "2026-01-29"),
        ("issue", "2026-01-12T18:30:01", "2026-01-13", "2026-01-30"),
        ("issue", "2026-01-10T10:00", "2026-01-12", "2026-01-29"),
        ("duplicate", "2026-01-12T10:00", "2026-01-12", "2026-01-14"),
        ("duplicate", "2026-01-15T10:00", "2026-01-15", "2026-01-19"),
        ("reissue", "2026-01-14T10:00", "2026-01-14", "2026-01-19"),
    ],
)
def test_the_course_of_an_application(
    service: str, submitted: str, accepted: str, due: str
) -> None:
    course = course_of(EDITION, service, _local(submitted))
    assert course.accepted_on.isoformat() == accepted
    assert course.due[0].term.due.isoformat() == due
    assert not course.due[0].by_law


def test_a_term_by_the_law_above_stands_beside_that_of_the_row() -> None:
    course = course_of(EDITION, "reissue", _local("2026-01-12T10:00"))
    row, by_law = course.due
    assert (row.term.due, row.when) == (date(2026, 1, 15), None)
    assert (by_law.term.due, by_law.by_law) == (date(2026, 2, 2), True)
    assert by_law.when is not None


_MOMENTS = st.datetimes(datetime(2025, 12, 1), datetime(2026, 10, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, tzinfo=ZONE)
)
_SERVICES = st.sampled_from(EDITION.services)


@given(_SERVICES, _MOMENTS)
def test_it_is_what_a_check_derives(service: str, moment: datetime) -> None:
    manifest = {"service": service, "submitted_at": moment.isoformat()}
    case = Case(EDITION.setting, manifest, {}, moment.date(), Examination())
    course = course_of(EDITION, service, moment)
    found = derived(case)
    assert course.accepted_on == found.accepted_on
    assert course.due[0].term.due == found.due_on


@given(_SERVICES, st.dates(date(2026, 2, 1), date(2026, 10, 31)))
def test_a_second_later_would_be_too_late(service: str, by: date) -> None:
    last = last_moment(CATALOGUE, STANDARD, service, by)
    assert last.is_last
    assert max(each.term.due for each in last.due) <= by
    later = course_of(EDITION, service, last.submitted + timedelta(seconds=1))
    assert max(each.term.due for each in later.due) > by


def test_before_there_was_an_edition_there_is_no_moment() -> None:
    with pytest.raises(CallError):
        last_moment(CATALOGUE, STANDARD, "issue", date(1999, 1, 1))


def test_beyond_the_calendar_nothing_is_guessed() -> None:
    with pytest.raises(MissingFact):
        course_of(EDITION, "issue", _local("2100-01-12T10:00"))


def test_the_days_of_a_reissue_are_counted_from_the_change() -> None:
    (found,) = last_days(EDITION, "reissue", date(2026, 1, 12))
    assert (found.rule.requirement.id, found.day) == ("reissue.in_time", date(2026, 2, 11))
    assert list(last_days(EDITION, "issue", date(2026, 1, 12))) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_people_read_why(lang: str) -> None:
    done = call("deadline", "--submitted", "2026-01-12T18:31", "--service", "issue", "--lang", lang)
    assert done.returncode == 0
    assert "18:31" in done.stdout
    assert "deadline." not in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_programs_read_each_day() -> None:
    options = ("--submitted", "2026-01-12T18:31", "--service", "issue", "--format", "json")
    (found,) = json.loads(call("deadline", *options).stdout)["deadlines"]
    assert found["submitted_at"] == "2026-01-12T18:31:00+05:00"
    (due,) = found["due"]
    assert (due["citation"], due["due_on"]) == ("list.3.1", "2026-01-30")
    skipped = [each["date"] for each in due["skipped"]]
    assert skipped == ["2026-01-17", "2026-01-18", "2026-01-24", "2026-01-25"]


def test_a_calendar_takes_it_in(tmp_path: Path) -> None:
    file = tmp_path / "days.ics"
    options = ("--submitted", "2026-01-12T10:00", "--service", "issue", "-o", f"ics={file}")
    assert call("deadline", *options, "--lang", "kk").returncode == 0
    first = file.read_bytes()
    events = icalendar.Calendar.from_ical(first).walk("VEVENT")
    days = [each.decoded("dtstart") for each in events]
    assert days == [date(2026, 1, 12), date(2026, 1, 29)]
    assert len({str(each["uid"]) for each in events}) == 2
    call("deadline", *options, "--lang", "kk")
    assert file.read_bytes() == first


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--submitted", "soon"), "is no time"),
        (("--submitted", "2026-01-12", "--since", "2026-01-12"), "only one of"),
        (("--service", "nothing"), "nothing is bound"),
        (("--standard", "nothing"), "nothing"),
        (("--since", "2026-01-12", "--service", "issue"), "nothing is bound"),
        (("--submitted", "2100-01-12T10:00"), "2100"),
        (("--submitted", "1999-01-12T10:00"), "1999"),
        (("--decided-by", "1999-01-12"), "1999"),
        (("--decided-by", "0001-01-01"), ""),
        (("--since", "9999-12-31"), "nothing is bound"),
        (("--submitted", "0001-01-01T00:00+14:00"), ""),
    ],
)
def test_wrong_calls(options: tuple[str, ...], words: str) -> None:
    done = call("deadline", *options, environment={"LANG": "C"})
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
