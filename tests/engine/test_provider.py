"""What the provider answers for: grants and refusals, further consideration, controls.

Names with a number hold an old fault of that number, with more of its kind.

The expectations are worked out here a second time, in other words than those of the checks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import validator
from tests.engine.made import CATALOGUE, EDITION, ISSUE, STANDARD, manifest_of, with_manifest
from validator.model import Duty, GroundState, Outcome, Severity, Verdict
from validator.report import Report, Result
from validator.standard.edition import Edition

COMPLIANT, NON_COMPLIANT = Verdict.COMPLIANT, Verdict.NON_COMPLIANT
PENDING, UNDETERMINED = Verdict.PENDING, Verdict.UNDETERMINED
ALMATY = timezone(timedelta(hours=5))
ACCEPTED = date(2026, 1, 12)
SECOND_DAY = date(2026, 1, 14)

Manifest = dict[str, Any]


def _manifest(**changes: Any) -> Manifest:
    """The sample clinic; a name may lead into a map, its parts joined by `__`, and None removes."""
    made = manifest_of(ISSUE)
    for name, value in changes.items():
        *way, last = name.split("__")
        holder = made
        for part in way:
            holder = holder.setdefault(part, {})
        holder.pop(last, None)
        if value is not None:
            holder[last] = value
    return made


def _report(manifest: Manifest, edition: Edition = EDITION, **options: Any) -> Report:
    return validator.evaluate(edition, with_manifest(ISSUE, manifest), ACCEPTED, **options)


def _results(report: Report) -> Mapping[str, Result]:
    return {each.requirement.id: each for each in report.results}


def _failed(report: Report, duty: Duty = Duty.PROVIDER) -> set[str]:
    return {
        each.requirement.id
        for each in report.results
        if each.outcome is Outcome.FAILED and each.requirement.duty is duty
    }


def _refused(*grounds: str, **more: Any) -> dict[str, Any]:
    refusal = {"grounds": list(grounds), "reason": "It was looked at."}
    return {"processing__result": "refusal", "processing__refusal": refusal, **more}


CONTROL = {
    "notified_at": "2026-01-14T09:30:00+05:00",
    "notified_by": "sms",
    "visited_at": "2026-01-16T10:00:00+05:00",
    "conclusion": "positive",
}


# A grant against a ground


@pytest.mark.parametrize(
    ("changes", "ground"),
    [
        ({"processing__permission_control": [{**CONTROL, "conclusion": "negative"}]}, "list.9.4"),
        ({"processing__agreement__answer": "negative"}, "list.9.4"),
        ({"processing__qualification": "not_met"}, "list.9.3"),
        ({"fee": None}, "list.9.2"),
        ({"fee__amount": 43249}, "list.9.2"),
        ({"consents": None}, "list.9.8"),
        ({"consents__restricted_personal_data": False}, "list.9.8"),
        ({"registers__activity_banned": True}, "list.9.1"),
        ({"registers__barred_for_debt": True}, "list.9.5"),
        ({"registers__special_right_lost": True}, "list.9.7"),
    ],
)
def test_1_what_has_to_be_refused_is_not_granted(changes: dict[str, Any], ground: str) -> None:
    report = _report(_manifest(**changes))

    (finding,) = _results(report)["result.grant_against_ground"].findings
    assert finding.message.args == {"ground": ground}
    assert report.verdicts == {Duty.APPLICANT: NON_COMPLIANT, Duty.PROVIDER: NON_COMPLIANT}


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("licence", "annex"),
        ("licence", "licence_and_annex"),
        ("licence_and_annex", "licence"),
        ("licence_and_annex", "annex"),
    ],
)
def test_5_what_is_granted_is_what_was_asked_for(asked: str, given: str) -> None:
    report = _report(_manifest(subject=asked, processing__result=given))

    assert _failed(report) == {"result.as_asked"}


@pytest.mark.parametrize("said", [{"grounds": ["list.9.2"]}, {"reason": "Because."}])
def test_6_a_grant_has_no_refusal_beside_it(said: dict[str, Any]) -> None:
    report = _report(_manifest(processing__refusal=said))

    assert _failed(report) == {"result.grant_against_ground"}
    assert report.verdicts[Duty.APPLICANT] is COMPLIANT


# A refusal


@pytest.mark.parametrize("said", [{"reason": "Because."}, {"grounds": [], "reason": "Because."}])
def test_4_a_refusal_names_a_ground(said: dict[str, Any]) -> None:
    report = _report(_manifest(processing__result="refusal", processing__refusal=said))

    assert _failed(report) == {"refusal.grounds_established"}


@pytest.mark.parametrize("ground", ["list.9.1", "list.9.3", "list.9.4", "list.9.5", "list.9.7"])
def test_8_what_has_to_be_on_record_is_not_named_without_it(ground: str) -> None:
    bare = {"processing__permission_control": None, "processing__agreement": None}
    silent = {**bare, "processing__qualification": None, "registers": None}
    report = _report(_manifest(**_refused(ground, **silent)))

    assert _failed(report) == {"refusal.grounds_established"}
    assert report.verdicts[Duty.APPLICANT] is COMPLIANT


def test_9_a_slip_in_the_record_is_the_departments_form() -> None:
    for changes in (
        {"processing__permission_control": [{**CONTROL, "notified_by": "letter"}]},
        {"processing__decided_at": "in January"},
        _refused("list.9.9"),
    ):
        report = _report(_manifest(**changes))
        assert "record.fields" in _failed(report)
        assert report.verdicts[Duty.APPLICANT] is COMPLIANT
        assert not _failed(report, Duty.APPLICANT)


# Further consideration


def _not_considered(day: date, **changes: Any) -> Report:
    processing = {
        "accepted_on": f"{ACCEPTED}",
        "decided_at": f"{day}T12:00:00+05:00",
        "result": "consideration_refused",
        "refusal": {"reason": "A paper is missing."},
    }
    return _report(_manifest(processing=processing, **changes))


@given(st.dates(ACCEPTED, date(2026, 1, 31)), st.booleans(), st.booleans())
def test_further_consideration_is_refused_in_two_days_and_for_a_gap(
    day: date, is_missing: bool, has_form: bool
) -> None:
    documents = [each for each in _manifest()["documents"] if each["kind"] != "diploma"]
    papers = deepcopy(documents if is_missing else _manifest()["documents"])
    if not has_form:
        del papers[0]["form"]  # which leaves open whether the application form is the right one

    report = _not_considered(day, documents=papers)

    outcomes = {name: each.outcome for name, each in _results(report).items()}
    in_time = Outcome.PASSED if day <= SECOND_DAY else Outcome.FAILED
    assert outcomes["consideration.in_time"] is in_time
    gap = Outcome.FAILED if has_form else Outcome.UNDETERMINED
    assert outcomes["consideration.package_incomplete"] is (Outcome.PASSED if is_missing else gap)
    lawful = is_missing and day <= SECOND_DAY
    assert (report.verdicts[Duty.PROVIDER] is COMPLIANT) == lawful
    assert (report.verdicts[Duty.APPLICANT] is NON_COMPLIANT) == is_missing


def test_an_incomplete_package_may_be_granted_once_the_two_days_are_over() -> None:
    papers = [each for each in _manifest()["documents"] if each["kind"] != "diploma"]
    report = _report(_manifest(documents=papers))

    assert report.verdicts == {Duty.APPLICANT: NON_COMPLIANT, Duty.PROVIDER: COMPLIANT}
    assert not any(each.state is GroundState.APPLIES for each in report.grounds)


# Controls

_TIMES = st.integers(0, 12).map(
    lambda days: (datetime(2026, 1, 13, 10, tzinfo=ALMATY) + timedelta(days=days)).isoformat()
)
"""Few of them, so that two controls often fall on one."""

_CONTROLS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "premises": st.lists(st.sampled_from(["p1", "p2"]), unique=True),
            "notified_at": st.just("2026-01-12T12:00:00+05:00"),
            "notified_by": st.sampled_from(["sms", "other_recorded", "other_unrecorded"]),
            "visited_at": _TIMES,
            "conclusion": st.sampled_from(["positive", "negative"]),
        },
    ),
    max_size=4,
)
SECOND = {"id": "p2", "address": "Almaty", "title": "ownership", "title_in_gateway": True}


def _of_premises(controls: list[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    for name in ("p1", "p2"):
        yield [each for each in controls if name in each.get("premises", (name,))]


_AT = "visited_at"


def _last(group: list[dict[str, str]]) -> list[dict[str, str]]:
    """The last visited; where none was visited all of them."""
    times = {c[_AT]: datetime.fromisoformat(c[_AT]) for c in group if _AT in c}
    if not times:
        return group
    latest = max(times.values())
    return [c for c in group if _AT in c and times[c[_AT]] == latest]


def _served(controls: list[dict[str, str]], key: str) -> Outcome:
    """Each premises has a control: failed where one has none, open where no last one says it."""
    groups = list(_of_premises(controls))
    if not all(groups):
        return Outcome.FAILED
    complete = all(any(key in each for each in _last(group)) for group in groups)
    return Outcome.PASSED if complete else Outcome.UNDETERMINED


def _positive(controls: list[dict[str, str]]) -> Outcome:
    said: list[str | None] = []
    for group in _of_premises(controls):
        said += [c.get("conclusion") for c in _last(group)] or [None]
    if "negative" in said:
        return Outcome.FAILED
    return Outcome.MANUAL if None in said else Outcome.PASSED


@given(_CONTROLS)
def test_every_premises_has_its_control_and_each_control_answers_for_itself(
    controls: list[dict[str, str]],
) -> None:
    manifest = _manifest(processing__permission_control=controls)
    manifest["premises"].append(SECOND)

    report = _report(manifest)

    results = _results(report)
    assert results["permission_control.done"].outcome is _served(controls, "conclusion")
    assert results["permission_control.visited"].outcome is _served(controls, "visited_at")
    assert results["permission_control.positive"].outcome is _positive(controls)
    concluded = [each for each in controls if "conclusion" in each]
    unvisited = [each for each in concluded if "visited_at" not in each]
    assert len(results["permission_control.concluded_on_visit"].findings) == len(unvisited)
    asked = [each for each in controls if {"visited_at", "conclusion"} & each.keys()]
    unrecorded = [each for each in asked if each.get("notified_by") == "other_unrecorded"]
    assert len(results["notice.recorded"].findings) == len(unrecorded)
    if not asked:
        assert results["notice.in_time"].outcome is Outcome.INAPPLICABLE
    if report.verdicts[Duty.PROVIDER] is COMPLIANT:
        assert _served(controls, "conclusion") is _served(controls, "visited_at") is Outcome.PASSED
        assert _positive(controls) is not Outcome.FAILED


@given(_CONTROLS)
def test_the_order_in_which_controls_are_recorded_decides_nothing(
    controls: list[dict[str, str]],
) -> None:
    outcomes = []
    for each in (controls, controls[::-1]):
        manifest = _manifest(processing__permission_control=each)
        manifest["premises"].append(SECOND)
        results = _results(_report(manifest))
        outcomes.append({name: result.outcome for name, result in results.items()})

    assert outcomes[0] == outcomes[1]


def test_7_a_grant_with_a_premises_unvisited_is_the_departments_fault() -> None:
    manifest = _manifest(processing__permission_control=[{**CONTROL, "premises": ["p1"]}])
    manifest["premises"].append(SECOND)
    report = _report(manifest)

    assert _failed(report) == {"permission_control.done", "permission_control.visited"}
    (finding,) = _results(report)["permission_control.done"].findings
    assert finding.message.args["id"] == "p2"
    assert report.verdicts[Duty.APPLICANT] is COMPLIANT


def test_8_a_conclusion_without_a_visit_is_one_fault_behind_a_refusal_too() -> None:
    control = {**CONTROL, "conclusion": "negative"}
    del control["visited_at"]
    report = _report(_manifest(**_refused("list.9.4", processing__permission_control=[control])))

    assert _failed(report) == {"permission_control.concluded_on_visit"}


# What lies ahead


def test_38_what_lies_between_notice_and_visit_is_not_missing() -> None:
    told = {"notified_at": CONTROL["notified_at"], "notified_by": "unrecorded_call"}
    processing = {"accepted_on": f"{ACCEPTED}", "permission_control": [told]}
    report = _report(_manifest(processing=processing))

    outcomes = {name: each.outcome for name, each in _results(report).items()}
    for name in ("notice.in_time", "notice.recorded", "permission_control.done", "result.issue"):
        assert outcomes[name] is Outcome.INAPPLICABLE
    assert outcomes["permission_control.positive"] is Outcome.MANUAL
    assert report.verdicts == {Duty.APPLICANT: COMPLIANT, Duty.PROVIDER: COMPLIANT}


def test_38_a_register_that_was_not_asked_is_left_to_a_person() -> None:
    report = _report(_manifest(registers__barred_for_debt=None))

    outcomes = {name: each.outcome for name, each in _results(report).items()}
    assert outcomes["register.barred_for_debt"] is Outcome.MANUAL
    assert outcomes["register.activity_banned"] is Outcome.PASSED
    assert report.verdict is COMPLIANT


@pytest.mark.parametrize("record", [{}, {"processing": {}}])
@pytest.mark.parametrize(
    ("today", "verdict"), [(date(2026, 1, 29), PENDING), (date(2026, 1, 30), NON_COMPLIANT)]
)
def test_the_term_runs_out_with_a_record_or_without(
    record: dict[str, Any], today: date, verdict: Verdict
) -> None:
    report = _report(_manifest(**{"processing": None, **record}), today=today)

    assert report.verdicts[Duty.PROVIDER] is verdict
    assert report.verdicts[Duty.APPLICANT] is COMPLIANT


# Article 34


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2026, 9, 10), COMPLIANT),
        (date(2026, 9, 11), UNDETERMINED),
        (date(2026, 9, 28), UNDETERMINED),
        (date(2026, 9, 29), NON_COMPLIANT),
    ],
)
def test_between_the_two_terms_of_a_spin_off_it_is_open(day: date, verdict: Verdict) -> None:
    manifest = manifest_of("clinic-spin-off")
    manifest["processing"]["decided_at"] = f"{day}T12:00:00+05:00"
    report = validator.evaluate(EDITION, with_manifest("clinic-spin-off", manifest), day)

    assert report.verdicts[Duty.PROVIDER] is verdict
    assert report.derived.due_on == date(2026, 9, 10)
    assert report.derived.due_on_by_law == date(2026, 9, 28)
    text = validator.render(report, "text", lang="en")
    assert "By the law above the list, decision due by 28 September 2026" in text


EARLIER = CATALOGUE.edition(STANDARD, "2023-202-v")


@pytest.mark.parametrize(
    ("edition", "day"),
    [
        (EDITION, "2024-04-26"),
        (EDITION, "2025-11-17"),
        (EARLIER, "2025-11-18"),
        (EARLIER, "2026-01-12"),
        (EARLIER, "2022-12-31"),
    ],
)
def test_22_an_edition_that_is_not_in_force_on_the_day_is_told(edition: Edition, day: str) -> None:
    report = _report(_manifest(submitted_at=f"{day}T10:00:00+05:00"), edition)

    (problem,) = report.problems
    assert (problem.message.key, problem.severity) == ("edition_not_in_force", Severity.WARNING)
    (told,) = json.loads(validator.render(report, "json"))["reports"][0]["problems"]
    assert told["id"] == "edition_not_in_force"
    assert told["location"]["pointer"] == "/submitted_at"


@pytest.mark.parametrize(
    ("edition", "day"),
    [(EDITION, "2025-11-18"), (EARLIER, "2025-11-17"), (EARLIER, "2023-01-01")],
)
def test_22_an_edition_in_force_on_the_day_is_no_problem(edition: Edition, day: str) -> None:
    assert not _report(_manifest(submitted_at=f"{day}T10:00:00+05:00"), edition).problems
