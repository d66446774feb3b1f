"""Terms between any two moments, several at once, and those that were extended."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import validator
from tests.checks.made import STANDARD, compiled, entry, kiosk, moment, outcome, report, result
from validator.checks import KINDS
from validator.errors import SpecError
from validator.explanation.pages import explain
from validator.form.fields import FieldNames
from validator.model import LANGUAGES, Outcome
from validator.words.messages import say

_ID = "id: deadline.test, duty: provider, services: [grant]"
_GRANT = (STANDARD, "    working_days: 5\n", "    term: {calendar_days: 10}\n")
NOTICE = entry("deadlines", f"{_ID}, term: {{calendar_days: 3, until: processing.noticed_on}}")
QUEUE = entry(
    "deadlines",
    f"{_ID}, term: {{minutes: 20, from: processing.came_at, until: processing.served_at}}",
)
LONGER = (
    "term: {working_days: 2, from: submitted_at, until: processing.noticed_on, "
    "extended: {when: {lit: {allowed: [true]}}, by: {calendar_days: 4}}}"
)
_CAME = "2024-02-06T10:00:00+06:00"
PASSED, FAILED, OPEN = Outcome.PASSED, Outcome.FAILED, Outcome.UNDETERMINED
AHEAD = Outcome.INAPPLICABLE

# The application was submitted on Monday, 5 February 2024, at 10:00, and accepted that day.


def _record(**values: str) -> dict[str, Any]:
    return {"processing": values}


@pytest.mark.parametrize(
    ("decided", "expected"),
    [("2024-02-15T23:59:59+06:00", PASSED), ("2024-02-16T00:00:00+06:00", FAILED)],
)
def test_calendar_days_run_from_acceptance_to_the_decision(
    tmp_path: Path, decided: str, expected: Outcome
) -> None:
    found = report(compiled(kiosk(tmp_path, _GRANT)), _record(decided_at=decided))

    assert outcome(found, "deadline.grant") is expected
    assert found.derived.due_on == date(2024, 2, 15)
    assert found.derived.further == {}


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("{calendar_days: 12}", date(2024, 2, 17)),  # a Saturday
        ("{calendar_days: 12, to_working_day: true}", date(2024, 2, 19)),
        ("{working_days: 5}", date(2024, 2, 12)),
        ("{minutes: 30, from: submitted_at}", date(2024, 2, 5)),
    ],
)
def test_the_term_of_the_service_gives_its_due_day(tmp_path: Path, words: str, due: date) -> None:
    change = (STANDARD, "    working_days: 5\n", f"    term: {words}\n")

    assert report(compiled(kiosk(tmp_path, change)), {}).derived.due_on == due


@pytest.mark.parametrize(
    ("record", "today", "expected"),
    [
        ({"noticed_on": "2024-02-08"}, None, PASSED),
        ({"noticed_on": "2024-02-09"}, None, FAILED),
        ({}, None, AHEAD),
        ({}, date(2024, 2, 8), AHEAD),
        ({}, date(2024, 2, 9), FAILED),
        ({"noticed_on": "soon"}, date(2024, 3, 9), OPEN),
    ],
)
def test_a_further_term_runs_beside_that_of_the_service(
    tmp_path: Path, record: dict[str, str], today: date | None, expected: Outcome
) -> None:
    edition = compiled(kiosk(tmp_path, moment("noticed_on", "date"), NOTICE))
    found = report(edition, _record(**record), today)

    assert outcome(found, "deadline.test") is expected
    assert found.derived.due_on == date(2024, 2, 12)
    assert found.derived.further == {"deadline.test": date(2024, 2, 8)}
    late = {"deadline.grant": date(2024, 2, 12)} if today else {}
    for name, due in late.items():
        assert today is not None
        assert outcome(found, name) is (FAILED if today > due else AHEAD)


def test_a_term_does_not_wait_for_its_own_last_day(tmp_path: Path) -> None:
    days = "working_days: 2\n", "working_days: 2\n    day: $due_on\n    from: 2024-03-01\n"
    with pytest.raises(SpecError) as caught:
        compiled(kiosk(tmp_path, (STANDARD, *days)))

    assert [each.message.args for each in caught.value.faults] == [
        {"word": "day", "what": "own_term"}
    ]


@pytest.mark.parametrize("until", ["processing.noticed_on", "$.processing.noticed_on"])
def test_a_moment_is_one_however_it_is_spelt(tmp_path: Path, until: str) -> None:
    again = NOTICE[2].replace("processing.noticed_on", until).replace("deadline.test", "deadline.b")
    both = (NOTICE[0], NOTICE[1], NOTICE[2] + again.removeprefix(NOTICE[1]))
    with pytest.raises(SpecError) as caught:
        compiled(kiosk(tmp_path, moment("noticed_on", "date"), both))

    assert [each.message.key for each in caught.value.faults] == ["lint_entries_overlap"]


@pytest.mark.parametrize(
    ("record", "today", "expected"),
    [
        ({"came_at": _CAME, "served_at": "2024-02-06T10:20:00+06:00"}, None, PASSED),
        ({"came_at": _CAME, "served_at": "2024-02-06T10:20:01+06:00"}, None, FAILED),
        ({"came_at": _CAME}, date(2024, 2, 6), AHEAD),
        ({"came_at": _CAME}, date(2024, 2, 7), FAILED),
        ({"served_at": "2024-02-06T10:20:00+06:00"}, None, OPEN),
        ({}, date(2030, 1, 1), AHEAD),
    ],
)
def test_minutes_are_counted_exactly_from_what_is_on_record(
    tmp_path: Path, record: dict[str, str], today: date | None, expected: Outcome
) -> None:
    edition = compiled(kiosk(tmp_path, moment("came_at"), moment("served_at"), QUEUE))

    assert outcome(report(edition, _record(**record), today), "deadline.test") is expected


@pytest.mark.parametrize(
    ("lit", "noticed", "expected"),
    [
        # Two working days end on Wednesday the 7th, four calendar days more on the 11th.
        (True, "2024-02-11", PASSED),
        (True, "2024-02-12", FAILED),
        (False, "2024-02-07", PASSED),
        (False, "2024-02-08", FAILED),
        ("maybe", "2024-02-07", PASSED),
        ("maybe", "2024-02-08", OPEN),
        ("maybe", "2024-02-11", OPEN),
        ("maybe", "2024-02-12", FAILED),
    ],
)
def test_a_term_is_longer_where_it_was_extended(
    tmp_path: Path, lit: Any, noticed: str, expected: Outcome
) -> None:
    added = entry("deadlines", f"{_ID}, {LONGER}")
    edition = compiled(kiosk(tmp_path, moment("noticed_on", "date"), added))
    found = report(edition, {"lit": lit, **_record(noticed_on=noticed)})

    assert outcome(found, "deadline.test") is expected
    due = {True: date(2024, 2, 11), False: date(2024, 2, 7)}
    assert found.derived.further == ({"deadline.test": due[lit]} if lit in due else {})


def test_a_draft_has_no_term_yet(tmp_path: Path) -> None:
    edition = compiled(kiosk(tmp_path, moment("noticed_on", "date"), NOTICE))
    draft = {"submitted_at": None, "processing": None}
    found = report(edition, draft, date(2030, 1, 1), date(2024, 2, 5))

    assert outcome(found, "deadline.test") is AHEAD
    from_day = entry(
        "deadlines", f"{_ID}, term: {{calendar_days: 3, from: $as_of, until: fee.paid_on}}"
    )
    begun = compiled(kiosk(tmp_path / "as_of", from_day))
    unpaid = report(begun, draft | {"fee": None}, date(2030, 1, 1), date(2024, 2, 5))
    assert outcome(unpaid, "deadline.test") is AHEAD
    noticed = report(edition, draft | _record(noticed_on="2024-02-08"), None, date(2024, 2, 5))
    assert outcome(noticed, "deadline.test") is OPEN


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reports_and_explanations_tell_it_in_its_own_unit(tmp_path: Path, lang: str) -> None:
    specs = kiosk(tmp_path, moment("noticed_on", "date"), NOTICE)
    found = report(compiled(specs), _record(noticed_on="2024-02-09"))

    (finding,) = result(found, "deadline.test").findings
    words = {"kk": "күнтізбелік күн", "ru": "3 календарных дня", "en": "3 calendar days"}
    assert words[lang] in say(finding.message, lang)
    assert words[lang] in say(found.derived.trace[-2], lang)
    assert "$" not in (told := explain(compiled(specs), "deadline.test", lang))
    assert "term_" not in told
    data = json.loads(validator.render(found, "json"))["reports"][0]["derived"]
    assert data["terms"] == [{"requirement": "deadline.test", "due_on": "2024-02-08"}]


def _faults(specs: Path) -> list[str]:
    with pytest.raises(SpecError) as caught:
        compiled(specs)
    return [each.message.key for each in caught.value.faults]


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("{calendar_days: 30}", ["lint_entries_overlap"]),
        ("{calendar_days: 30, from: submitted_at}", ["lint_entries_overlap"]),
        ("{calendar_days: 30, from: $as_of}", ["lint_entries_overlap"]),
        ("{calendar_days: 30, from: $accepted_on}", ["lint_entries_overlap"]),
        ("{from: submitted_at}", ["spec_missing_either"]),
        ("{minutes: 20}", ["spec_missing_key"]),
        ("{minutes: 20, working_days: 1, from: submitted_at}", ["spec_unknown_key"]),
        ("{calendar_days: 20, working_days: 1}", ["spec_unknown_key"]),
        ("{working_days: 0}", ["spec_too_small"]),
        ("{calendar_days: 99999999999}", ["spec_too_large"]),
        ("{minutes: 20, from: $accepted_on}", ["lint_wrong_test", "lint_entries_overlap"]),
        ("{calendar_days: 2, from: size}", ["lint_wrong_test"]),
        ("{calendar_days: 2, from: nothing}", ["spec_unknown_field"]),
        ("{calendar_days: 2, until: $due_on}", ["lint_wrong_test"]),
    ],
)
def test_what_cannot_be_meant_is_told(tmp_path: Path, words: str, keys: list[str]) -> None:
    assert _faults(kiosk(tmp_path, entry("deadlines", f"{_ID}, term: {words}"))) == keys


def test_a_term_from_a_moment_to_itself_is_idle() -> None:
    term = {"calendar_days": 2, "from": "submitted_at", "until": "submitted_at"}
    names = FieldNames({}, ({},))

    found = KINDS["deadline"].parameters["term"].troubles({"term": term}, names)

    assert "lint_always_holds" in [each.message.key for each in found]


def test_an_intermediate_term_is_none_of_the_service(tmp_path: Path) -> None:
    change = (
        STANDARD,
        "    working_days: 5\n",
        "    term: {working_days: 5, until: fee.paid_on}\n",
    )

    assert _faults(kiosk(tmp_path, change)) == ["lint_service_without"]
