"""Terms of the provider."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.facts.made import SETTING, SUBMITTED, facts_of, lacking, path_to, violations_of
from validator.errors import MissingFact, NotApplicable
from validator.facts.time_limits import TimeLimit
from validator.law.lengths import Length
from validator.law.setting import RowEntry

_TWO_DAYS = {"term": TimeLimit(Length(2, "wd")), "result": path_to("result")}


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        ("2026-01-05T23:59:59+05:00", []),
        ("2026-01-05T18:59:59Z", []),
        ("2026-01-05T19:00:00Z", [("/processing/decided_at", "decision_late")]),
        ("2026-01-06T00:00:00+05:00", [("/processing/decided_at", "decision_late")]),
        ("2025-12-30T10:30:00+05:00", []),
    ],
)
def test_a_decision_is_in_time_up_to_the_end_of_the_due_day(decided: str, expected: Any) -> None:
    facts = facts_of({**SUBMITTED, "processing": {"decided_at": decided}})

    assert violations_of("deadline", facts, **_TWO_DAYS) == expected


@pytest.mark.parametrize(("day", "is_late"), [(None, False), (5, False), (6, True)])
def test_no_decision_is_late_once_a_later_day_is_given(day: int | None, is_late: bool) -> None:
    facts = facts_of(SUBMITTED, today=date(2026, 1, day) if day else None)

    if is_late:
        assert violations_of("deadline", facts, **_TWO_DAYS) == [
            ("/processing/decided_at", "decision_overdue")
        ]
    else:
        with pytest.raises(NotApplicable):
            violations_of("deadline", facts, **_TWO_DAYS)


def test_a_result_without_the_day_of_decision_leaves_the_term_open() -> None:
    facts = facts_of({**SUBMITTED, "result": "licence"})

    assert lacking("deadline", facts, **_TWO_DAYS) == "/processing/decided_at"


def test_a_draft_has_no_term() -> None:
    facts = facts_of({"service": "issue"}, today=date(2030, 1, 1))

    with pytest.raises(NotApplicable):
        violations_of("deadline", facts, **_TWO_DAYS)
    with pytest.raises(NotApplicable):
        facts.case.term()


def test_what_is_accepted_or_decided_is_no_draft() -> None:
    decided = facts_of({"service": "issue", "processing": {"decided_at": "2026-01-12T10:00:00Z"}})
    accepted = facts_of({"service": "issue", "accepted_on": "2026-01-12"})

    assert lacking("deadline", decided, **_TWO_DAYS) == "/submitted_at"
    path = path_to("accepted_on")
    assert lacking("accepted_not_before", accepted, path=path) == "/submitted_at"
    assert lacking("acceptance_delay", accepted, path=path, tolerated=0) == "/submitted_at"


@pytest.mark.parametrize(
    ("manifest", "malformed", "pointer"),
    [
        ({"service": "x", "submitted_at": "2026-01-12T10:00:00Z"}, ["/service"], "/service"),
        ({"submitted_at": "2026-01-12T10:00:00Z"}, [], "/service"),
        ({"service": "issue", "submitted_at": "x"}, ["/submitted_at"], "/submitted_at"),
        ({"service": "issue", "submitted_at": "2050-01-12T10:00:00Z"}, [], ""),
    ],
)
def test_a_term_hangs_on_service_and_submission(
    manifest: dict[str, Any], malformed: list[str], pointer: str
) -> None:
    with pytest.raises(MissingFact) as caught:
        facts_of(manifest, malformed).case.term()

    assert caught.value.pointer == pointer


def test_a_service_without_a_term_has_none() -> None:
    setting = replace(SETTING, terms=())

    with pytest.raises(NotApplicable):
        facts_of(SUBMITTED, setting=setting).case.term()


def test_of_two_terms_at_once_neither_is_taken() -> None:
    two = (
        RowEntry(("issue",), None, _TWO_DAYS["term"]),
        RowEntry(("issue", "reissue"), None, TimeLimit(Length(3, "wd"))),
    )
    facts = facts_of(SUBMITTED, setting=replace(SETTING, terms=two))

    with pytest.raises(MissingFact) as caught:
        facts.case.term()

    assert caught.value.message.key == "entries_overlap"
    reissue = facts_of({**SUBMITTED, "service": "reissue"}, setting=facts.case.setting)
    assert reissue.case.term().due == date(2026, 1, 6)


@pytest.mark.parametrize(
    ("recorded", "is_early", "is_late", "is_too_late"),
    [
        ("2025-12-29", True, False, False),
        ("2025-12-30", False, False, False),
        ("2025-12-31", False, True, False),
        # The next working day after that is Monday the 5th; the days before it are off.
        ("2026-01-04", False, None, True),
        ("2026-01-05", False, None, True),
    ],
)
def test_acceptance_is_recorded_on_its_day(
    recorded: str, is_early: bool, is_late: bool | None, is_too_late: bool
) -> None:
    facts, path = facts_of({**SUBMITTED, "a": recorded}), path_to("a")
    late = [("/a", "accepted_late")]

    early = violations_of("accepted_not_before", facts, path=path)
    assert early == ([("/a", "accepted_early")] if is_early else [])
    assert violations_of("acceptance_delay", facts, path=path, tolerated=1) == late * is_too_late
    if is_late is None:
        with pytest.raises(NotApplicable):
            violations_of("acceptance_delay", facts, path=path, tolerated=0, told_until=1)
    else:
        found = violations_of("acceptance_delay", facts, path=path, tolerated=0, told_until=1)
        assert found == late * is_late


def test_a_term_over_an_estimated_holiday_is_not_certain() -> None:
    submitted = {"service": "issue", "submitted_at": "2028-04-28T10:00:00+05:00"}
    case = facts_of(submitted).case
    skipped = case.term().skipped

    found = violations_of("term_certain", facts_of(submitted))

    assert found == [("/submitted_at", "holiday_estimated")] * sum(d.estimated for d in skipped)
    assert found


def test_a_term_over_announced_holidays_is() -> None:
    assert violations_of("term_certain", facts_of(SUBMITTED)) == []
