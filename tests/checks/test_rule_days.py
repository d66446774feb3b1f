"""Rules with a first and a last day, and hours that differ from application to application."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from tests.checks.made import STANDARD, compiled, entry, kiosk, outcome, report
from tests.editor.lint.made import found_in, line_of
from validator.editor.diff.changes import Effect
from validator.editor.diff.measures import applies
from validator.engine.derived import trace_of_acceptance
from validator.errors import SpecError
from validator.explanation.pages import explain
from validator.facts.conditions import Condition
from validator.facts.day_spans import DaySpan
from validator.facts.paths import AS_OF
from validator.facts.paths import Path as Field
from validator.law.calendar import zone_of
from validator.model import LANGUAGES, Outcome
from validator.plan.deadlines import course_of, hours_kept, last_moment
from validator.standard.catalogue import Catalogue
from validator.words.messages import say, term

PASSED, FAILED, OPEN = Outcome.PASSED, Outcome.FAILED, Outcome.UNDETERMINED
AWAY = Outcome.INAPPLICABLE

# The application was submitted on Monday, 5 February 2024; a large kiosk of 60 square metres.


def _small(days: str) -> tuple[str, str, str]:
    """A rule that the application breaks on the days on which it applies."""
    return entry(
        "other",
        f"id: area.test, duty: applicant, check: {{kind: value, path: area, max: 50}}, {days}",
    )


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("from: 2024-02-05", FAILED),
        ("from: 2024-02-06", AWAY),
        ("until: 2024-02-05", FAILED),
        ("until: 2024-02-04", AWAY),
        ("from: 2024-02-05, until: 2024-02-05", FAILED),
        ("from: 2024-02-12, day: processing.decided_at", FAILED),
        ("from: 2024-02-13, day: processing.decided_at", AWAY),
        ("from: 2024-02-12, day: $due_on", FAILED),
        ("from: 2024-02-13, day: $due_on", AWAY),
        ("from: 2024-02-05, day: $accepted_on", FAILED),
        ("from: 2024-02-01, day: fee.paid_on", FAILED),
        ("until: 2024-01-31, day: fee.paid_on", AWAY),
        ("from: 2024-02-05, when: {size: {allowed: [large]}}", FAILED),
        ("from: 2024-02-05, when: {size: {allowed: [small]}}", AWAY),
        ("from: 2024-02-06, when: {size: {allowed: [large]}}", AWAY),
    ],
)
def test_a_rule_applies_from_its_first_day_to_its_last(
    tmp_path: Path, days: str, expected: Outcome
) -> None:
    assert outcome(report(compiled(kiosk(tmp_path, _small(days))), {}), "area.test") is expected


@pytest.mark.parametrize(
    ("days", "changes", "expected"),
    [
        ("from: 2024-02-06", {"submitted_at": "soon"}, OPEN),
        ("from: 2024-02-06, day: processing.decided_at", {"processing": None}, OPEN),
        ("from: 2024-02-06, day: processing.decided_at", {"processing": {"decided_at": "x"}}, OPEN),
        ("from: 2024-02-06, day: $accepted_on", {"submitted_at": None}, OPEN),
        ("from: 2024-02-05", {"submitted_at": None}, FAILED),
        # What does not apply anyway hangs on no day.
        ("from: 2024-02-06, when: {size: {allowed: [small]}}", {"submitted_at": "soon"}, AWAY),
    ],
)
def test_where_the_day_is_not_known_nothing_is_switched_off(
    tmp_path: Path, days: str, changes: dict[str, Any], expected: Outcome
) -> None:
    edition = compiled(kiosk(tmp_path, _small(days)))

    is_draft = changes.get("submitted_at", "") is None
    found = report(edition, changes, as_of=date(2024, 2, 5) if is_draft else None)

    assert outcome(found, "area.test") is expected


def test_a_term_may_give_way_to_another_one_on_a_day(tmp_path: Path) -> None:
    old = "    working_days: 5\n"
    first = (STANDARD, old, "    working_days: 5\n    until: 2024-02-04\n")
    second = entry(
        "deadlines",
        "id: deadline.new, services: [grant], duty: provider, working_days: 3, from: 2024-02-05",
    )
    found = report(compiled(kiosk(tmp_path, first, second)), {})

    assert found.derived.due_on == date(2024, 2, 8)
    assert outcome(found, "deadline.grant") is AWAY
    assert outcome(found, "deadline.new") is FAILED


@pytest.mark.parametrize(
    ("days", "keys"),
    [
        ("from: 2024-02-30", ["spec_impossible_date"]),
        ("from: 2024-03-02, until: 2024-03-01", ["spec_empty_range"]),
        ("until: 2023-12-31", ["lint_never_holds"]),
        ("day: $due_on", ["spec_missing_either"]),
        ("from: 2024-03-02, day: size", ["lint_wrong_test"]),
        ("from: 2024-03-02, day: nothing", ["spec_unknown_field"]),
    ],
)
def test_days_that_cannot_be_meant_are_told(tmp_path: Path, days: str, keys: list[str]) -> None:
    with pytest.raises(SpecError) as caught:
        compiled(kiosk(tmp_path, _small(days)))

    assert [each.message.key for each in caught.value.faults] == keys


@pytest.mark.parametrize(("until", "is_fault"), [("2024-02-04", False), ("2024-02-05", True)])
def test_of_two_terms_on_one_day_neither_is_taken(
    tmp_path: Path, until: str, is_fault: bool
) -> None:
    first = (STANDARD, "    working_days: 5\n", f"    working_days: 5\n    until: {until}\n")
    second = entry(
        "deadlines",
        "id: deadline.new, services: [grant], duty: provider, working_days: 3, from: 2024-02-05",
    )
    specs = kiosk(tmp_path, first, second)

    if is_fault:
        with pytest.raises(SpecError) as caught:
            compiled(specs)
        assert [each.message.key for each in caught.value.faults] == ["lint_entries_overlap"]
    else:
        assert compiled(specs)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_explanation_tells_the_days(tmp_path: Path, lang: str) -> None:
    days = "from: 2024-03-01, until: 2024-06-30, day: $accepted_on"
    told = explain(compiled(kiosk(tmp_path, _small(days))), "area.test", lang)

    ends = {"from": date(2024, 3, 1), "until": date(2024, 6, 30)}
    said = ", ".join(term(f"test.{end}", lang, day=day) for end, day in ends.items())
    assert said in " ".join(told.split())
    assert "$accepted_on" not in told


def _span(first: date | None, last: date | None) -> Condition:
    return Condition(((DaySpan(Field((AS_OF,)), first=first, last=last),),))


def test_a_rule_that_begins_earlier_asks_for_more() -> None:
    march, april = _span(date(2024, 3, 1), None), _span(date(2024, 4, 1), None)
    ended = _span(date(2024, 4, 1), date(2024, 4, 30))

    assert applies(april, march) is Effect.TIGHTENED
    assert applies(march, april) is Effect.LOOSENED
    assert applies(None, march) is Effect.LOOSENED
    assert applies(march, ended) is Effect.LOOSENED
    assert applies(ended, _span(None, date(2024, 4, 29))) is Effect.UNCLEAR


def test_a_deadline_is_told_of_the_term_of_its_day(tmp_path: Path) -> None:
    first = (STANDARD, "    working_days: 5\n", "    working_days: 5\n    until: 2024-02-04\n")
    second = entry(
        "deadlines",
        "id: deadline.new, services: [grant], duty: provider, working_days: 3, from: 2024-02-05",
    )
    edition = compiled(kiosk(tmp_path, first, second))
    zone = zone_of("Asia/Almaty")

    for day, expected in ((2, date(2024, 2, 9)), (5, date(2024, 2, 8))):
        (due,) = course_of(edition, "grant", datetime(2024, 2, day, 10, tzinfo=zone)).due
        assert (due.term.due, due.when) == (expected, None)


# Hours

_HOURS = (
    STANDARD,
    '{from: "13:00", until: "14:00"}}\n',
    '{from: "13:00", until: "14:00"}}\n'
    "  other_hours:\n"
    "    - {when: {size: {allowed: [large]}}, every_day: true}\n"
    '    - {when: {area: {max: 20}}, opens: "10:00", closes: "12:00"}\n',
)
_SMALL = {"size": "small", "lit": None, "area": 30}
_TINY = {"size": "small", "lit": None, "area": 20}


@pytest.mark.parametrize(
    ("values", "submitted", "accepted"),
    [
        # Of others from nine to six; Saturday the 3rd is off.
        (_SMALL, "2024-02-02T18:00:00+06:00", date(2024, 2, 2)),
        (_SMALL, "2024-02-02T18:00:01+06:00", date(2024, 2, 5)),
        (_SMALL, "2024-02-03T10:00:00+06:00", date(2024, 2, 5)),
        # Round the clock, on days off as well.
        ({}, "2024-02-03T00:00:00+06:00", date(2024, 2, 3)),
        ({}, "2024-02-02T23:59:59+06:00", date(2024, 2, 2)),
        # From ten to twelve.
        (_TINY, "2024-02-02T12:00:00+06:00", date(2024, 2, 2)),
        (_TINY, "2024-02-02T12:00:01+06:00", date(2024, 2, 5)),
        # Two of them at once, or nobody knows which.
        ({"area": 20}, "2024-02-02T12:00:01+06:00", None),
        ({"area": "wide"}, "2024-02-02T12:00:01+06:00", None),
    ],
)
def test_applications_are_taken_in_hours_of_their_own(
    tmp_path: Path, values: dict[str, Any], submitted: str, accepted: date | None
) -> None:
    found = report(compiled(kiosk(tmp_path, _HOURS)), {**values, "submitted_at": submitted})

    assert found.derived.accepted_on == accepted
    term = outcome(found, "deadline.grant")
    assert (term is OPEN) == (accepted is None)


@pytest.mark.parametrize(
    ("also", "told"),
    [
        ("", True),
        ("size: {forbidden: [small]}, ", True),
        ("lit: {exists: false}, ", True),
        ("size: {allowed: [small]}, ", False),
        ("size: {forbidden: [large]}, ", False),
    ],
)
def test_hours_that_may_hold_at_once_are_told(tmp_path: Path, also: str, told: bool) -> None:
    file, old, new = _HOURS
    other = new.replace("{area: {max", f"{{{also}area: {{max")
    found = found_in(kiosk(tmp_path, (file, old, other)))

    lines = [each.fault.line for each in found if each.lint.id == "hours-overlap"]
    assert lines == [line_of(tmp_path / "specs", STANDARD, "area: {max: 20}")] * told


def test_an_item_asks_for_the_hours_of_the_application_too(tmp_path: Path) -> None:
    hours = "check: {kind: in_hours, path: $.submitted_at}"
    asked = entry("other", f"id: hours.each, duty: applicant, for_each: [documents], {hours}")
    edition = compiled(kiosk(tmp_path, _HOURS, asked))
    found = report(edition, {"submitted_at": "2024-02-03T10:00:00+06:00"})

    assert outcome(found, "hours.each") is Outcome.PASSED


@pytest.mark.parametrize(
    ("path", "values", "expected"),
    [
        ("submitted_at", {"submitted_at": "2024-02-03T03:00:00+06:00"}, PASSED),
        ("submitted_at", {**_SMALL, "submitted_at": "2024-02-03T03:00:00+06:00"}, FAILED),
        ("submitted_at", {**_TINY, "submitted_at": "2024-02-02T09:59:59+06:00"}, FAILED),
        ("submitted_at", {**_TINY, "submitted_at": "2024-02-02T10:00:00+06:00"}, PASSED),
        # A decision falls within those of the provider, whatever the application.
        ("processing.decided_at", {"processing": {"decided_at": "2024-02-10T10:00:00Z"}}, FAILED),
    ],
)
def test_each_moment_falls_within_its_hours(
    tmp_path: Path, path: str, values: dict[str, Any], expected: Outcome
) -> None:
    rule = entry(
        "other", f"id: hours.test, duty: provider, check: {{kind: in_hours, path: {path}}}"
    )

    found = report(compiled(kiosk(tmp_path, _HOURS, rule)), values)

    assert outcome(found, "hours.test") is expected


def test_a_deadline_is_told_for_each_of_the_hours(tmp_path: Path) -> None:
    specs = kiosk(tmp_path, _HOURS)
    edition = compiled(specs)
    saturday = datetime(2024, 2, 3, 13, tzinfo=zone_of("Asia/Almaty"))
    _, by_night, _ = hours_kept(edition)
    courses = [course_of(edition, "grant", saturday, each) for each in hours_kept(edition)]

    assert [each.accepted_on.day for each in courses] == [5, 3, 5]
    assert [each.when is None for each in courses] == [True, False, False]
    late = course_of(edition, "grant", saturday.replace(hour=23, minute=59, second=59), by_night)
    assert (late.accepted_on.day, late.trace().args.get("what")) == (3, None)
    by = date(2024, 2, 9)
    last = [last_moment(Catalogue(specs), "kiosk-permit", "grant", by, each) for each in (0, 1, 2)]
    assert [f"{each.submitted:%d %H:%M}" for each in last] == ["02 18:00", "04 23:59", "02 12:00"]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('opens: "10:00", closes: "12:00"', 'opens: "10:00"', "spec_missing_key"),
        ('closes: "12:00"', 'closes: "10:00"', "spec_empty_range"),
        ("area: {max: 20}", "aria: {max: 20}", "spec_unknown_field"),
        ("area: {max: 20}", "area: {max: 0}", "lint_never_holds"),
    ],
)
def test_hours_that_cannot_be_meant_are_told(tmp_path: Path, old: str, new: str, key: str) -> None:
    file, before, text = _HOURS
    with pytest.raises(SpecError) as caught:
        compiled(kiosk(tmp_path, (file, before, text.replace(old, new))))

    assert [each.message.key for each in caught.value.faults] == [key]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_days_off_count_the_next_day_is_the_next_one(tmp_path: Path, lang: str) -> None:
    calendar = compiled(kiosk(tmp_path)).setting.calendar
    friday = datetime(2024, 2, 2, 18, 0, 1, tzinfo=zone_of("Asia/Almaty"))
    found = calendar.accepted_on(friday, time(18), every_day=True)
    every, usual = (trace_of_acceptance(friday, found, every_day=each) for each in (True, False))

    assert found == date(2024, 2, 3)
    assert say(every, lang) != say(usual, lang)
    assert calendar.accepted_on(friday.replace(second=0), time(18), every_day=True).day == 2
