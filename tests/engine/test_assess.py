"""The edition and the day are chosen, and what cannot be judged is told."""

from __future__ import annotations

import pickle
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import validator
from tests.engine.made import (
    CATALOGUE,
    EDITION,
    ISSUE,
    NOON,
    STANDARD,
    UNREADABLE,
    ZONE,
    _names,
    assessed,
    bundle_of,
    evaluated,
    manifest_of,
    outcomes_of,
    report_of,
    with_manifest,
)
from tests.project import ROOT
from validator.bundle import read_bundle
from validator.engine import (
    INTERNAL_ERROR,
    Options,
    assess,
    day_that_counts,
    evaluate,
    undecided,
)
from validator.errors import CallError
from validator.facts.paths import ABSENT
from validator.model import (
    Message,
    Outcome,
    Severity,
    Verdict,
)
from validator.output import render
from validator.report import AsOf
from validator.words.messages import say

pytestmark = pytest.mark.usefixtures("law_of_then")


def test_an_unreadable_bundle_is_just_that() -> None:
    for report in (
        assess(CATALOGUE, bundle_of(UNREADABLE), Options(NOON)),
        evaluate(EDITION, bundle_of(UNREADABLE), AsOf(date(2026, 1, 1), "clock")),
    ):
        assert report.verdict is Verdict.UNREADABLE
        assert set(report.verdicts.values()) == {Verdict.UNREADABLE}
        assert report.results == ()
        assert report.grounds == ()
        assert report.problems
        assert Severity.ERROR in report.severities
        assert report.regulation is None
        assert not report.draft


@pytest.mark.parametrize(
    ("standard", "key"),
    [
        *[("medical-licence", "standard_unknown"), ("", "standard_missing")],
        *[(5, "standard_missing"), (None, "standard_missing"), (ABSENT, "standard_missing")],
        *[([STANDARD], "standard_missing"), ("../" + STANDARD, "standard_missing")],
    ],
)
def test_a_standard_that_is_not_known_leaves_everything_open(standard: Any, key: str) -> None:
    manifest = manifest_of(ISSUE) | {"standard": standard}
    if standard is ABSENT:
        del manifest["standard"]

    report = assessed(manifest)

    assert report.verdict is Verdict.UNDETERMINED
    assert report.results == ()
    assert report.problems[0].message.key == key
    assert report.problems[0].location.file == "application.json"
    assert report.as_of is None


def test_a_field_is_called_as_the_list_calls_it_in_which_it_is_wrong() -> None:
    manifest = manifest_of("doctor-with-staff")
    manifest["staff"][0]["studies_finished"] = manifest["applicant"]["studies_finished"] = 2031

    report = evaluated("doctor-with-staff", manifest)

    (result,) = [each for each in report.results if each.requirement.id == "dates.studies"]
    assert {(f.location.pointer, say(f.message, "en").split("”")[0]) for f in result.findings} == {
        ("/applicant/studies_finished", "“Year the applicant finished studies"),
        ("/staff/0/studies_finished", "“Year the specialist finished studies"),
    }


@pytest.mark.parametrize("wrong", [datetime(2026, 1, 12, tzinfo=UTC), "2026-01-12", 20260112])
def test_a_day_is_neither_a_time_nor_a_text(wrong: Any) -> None:
    bundle = bundle_of(ISSUE)
    for call in (
        lambda: validator.load_edition(STANDARD, wrong),
        lambda: validator.evaluate(EDITION, bundle, wrong),
        lambda: validator.evaluate(EDITION, bundle, today=wrong),
    ):
        with pytest.raises(TypeError, match=f"has to be a date, not a {type(wrong).__name__}"):
            call()


@pytest.mark.parametrize("name", _names())
def test_a_report_can_be_handed_to_another_process(name: str) -> None:
    assert pickle.loads(pickle.dumps(report_of(name))) == report_of(name)  # noqa: S301  # our own bytes


def test_before_the_first_edition_there_is_none() -> None:
    first = CATALOGUE.heads(STANDARD)[0].first

    report = assessed(manifest_of(ISSUE) | {"submitted_at": "2001-01-01T10:00:00Z"})

    assert report.verdict is Verdict.UNDETERMINED
    assert not report.draft
    assert report.problems[0].message == Message(
        "no_edition", {"standard": STANDARD, "day": date(2001, 1, 1), "first": first}
    )
    assert report.as_of == AsOf(date(2001, 1, 1), "submitted_at")
    assert report.results == ()


def test_an_edition_that_is_asked_for_is_taken_whatever_the_day() -> None:
    report = assessed(
        manifest_of(ISSUE) | {"submitted_at": "2001-01-01T10:00:00Z"}, edition="2025-93"
    )

    assert report.regulation == EDITION.regulation
    assert len(report.results) == len(EDITION.rules)
    assert report.verdict is not Verdict.COMPLIANT


def test_an_edition_that_is_not_there_is_an_error_of_the_call() -> None:
    with pytest.raises(CallError) as caught:
        assessed(manifest_of(ISSUE), edition="1999-1")

    (fault,) = caught.value.faults
    assert fault.message.key == "edition_unknown"
    assert "2025-93" in str(fault.message.args["known"])


@pytest.mark.parametrize("day", [date(2025, 11, 18), date(2026, 3, 1), date(2040, 1, 1)])
def test_the_day_of_submission_chooses_the_edition(day: date) -> None:
    submitted = {"submitted_at": f"{day.isoformat()}T00:00:00+05:00"}

    report = assessed(manifest_of(ISSUE) | submitted, as_of=date(2001, 1, 1))

    assert report.as_of == AsOf(day, "submitted_at")
    assert report.regulation is not None
    assert report.regulation.edition == "2025-93"


@pytest.mark.parametrize("submitted", [ABSENT, None, "soon", 20260112, "2026-01-12T10:00:00"])
def test_without_it_the_day_that_is_asked_for_counts_and_then_the_clock(submitted: Any) -> None:
    manifest = manifest_of(ISSUE) | {"submitted_at": submitted}
    if submitted is ABSENT:
        del manifest["submitted_at"]

    asked = assessed(manifest, as_of=date(2026, 2, 3))
    clock = assessed(manifest, clock=datetime(2026, 2, 3, 19, tzinfo=UTC))

    assert asked.as_of == AsOf(date(2026, 2, 3), "option")
    assert clock.as_of == AsOf(date(2026, 2, 4), "clock")
    assert asked.draft == (submitted is ABSENT)


@pytest.mark.parametrize(
    ("submitted", "day"),
    [
        *[("2025-12-31T18:59:59Z", date(2025, 12, 31)), ("2025-12-31T19:00:00Z", date(2026, 1, 1))],
        *[("2026-01-01T12:00:00+14:00", date(2026, 1, 1)), ("2199-12-31T23:59:59-23:59", None)],
    ],
)
def test_the_day_is_the_providers(submitted: str, day: date | None) -> None:
    bundle = with_manifest(ISSUE, {"submitted_at": submitted})

    as_of = day_that_counts(bundle, ZONE, Options(NOON))

    assert as_of.date == (day or date(2200, 1, 2))


@pytest.mark.parametrize("name", ["list.6", "list.6.1", "fee.issue", "list.9.2"])
def test_a_part_of_a_report_is_never_compliant(name: str) -> None:
    whole = assessed(manifest_of(ISSUE))
    part = assessed(manifest_of(ISSUE), only=name)

    assert whole.verdict is Verdict.COMPLIANT
    assert part.verdict is Verdict.UNDETERMINED
    assert set(outcomes_of(part)) < set(outcomes_of(whole))
    assert "fee.issue" in outcomes_of(part)
    assert part.counts["total"] == len(part.results)

    unpaid = manifest_of(ISSUE)
    del unpaid["fee"]
    assert assessed(unpaid, only=name).verdict is Verdict.NON_COMPLIANT
    assert assessed(unpaid, only="list.3").verdict is Verdict.UNDETERMINED


def test_whether_an_absent_list_is_needed_may_not_be_known() -> None:
    manifest = manifest_of("clinic-draft")
    del manifest["staff"]
    for service in ("issue", ["issue"], None):
        report = evaluated("clinic-draft", {**manifest, "service": service})
        (studies,) = [each for each in report.results if each.requirement.id == "dates.studies"]
        assert studies.outcome is Outcome.UNDETERMINED


def test_a_part_that_an_edition_does_not_have_is_not_judged() -> None:
    report = assessed(manifest_of(ISSUE), only="law.32")

    assert report.results == ()
    assert report.verdict is Verdict.UNDETERMINED


def test_a_part_that_there_is_not_is_an_error_of_the_call() -> None:
    with pytest.raises(CallError) as caught:
        CATALOGUE.require(None, "fee.isue")

    (fault,) = caught.value.faults
    assert fault.message == Message("name_unknown", {"name": "fee.isue", "closest": "fee.issue"})


def test_a_fault_of_ours_is_no_verdict() -> None:
    report = undecided(bundle_of(ISSUE), INTERNAL_ERROR(error="ZeroDivisionError"))

    assert report.verdict is Verdict.UNDETERMINED
    assert report.problems[0].message == Message("internal_error", {"error": "ZeroDivisionError"})
    unread = undecided(bundle_of(UNREADABLE), INTERNAL_ERROR(error="OSError"))
    assert unread.verdict is Verdict.UNDETERMINED


def test_a_call_without_options_takes_the_clock() -> None:
    manifest = manifest_of("doctor-draft")

    report = assessed(manifest)

    assert report.as_of == AsOf(date(2026, 11, 22), "clock")


def test_row_43_a_near_match_is_told_once(tmp_path: Path) -> None:
    """The document that is missing and the file that nothing names are one finding."""
    folder = shutil.copytree(ROOT / "samples" / ISSUE, tmp_path / "b")
    (folder / "documents" / "lease-p1.pdf").rename(folder / "documents" / "Lease-p1.PDF")
    (folder / "notes.txt").touch()
    report = assess(CATALOGUE, read_bundle(folder), Options(NOON))
    told = [
        finding.message.args
        for result in report.results
        for finding in result.findings
        if finding.message.key == "file_missing"
    ]
    near = "documents/Lease-p1.PDF"
    assert told == [{"file": "documents/lease-p1.pdf", "near": near, "what": "near"}]
    assert [each.location.file for each in report.problems] == ["notes.txt"]


def test_row_41_a_manifest_of_two_lines_is_told_by_its_causes() -> None:
    """Whatever hangs on the service is told under it, with its place and what to type."""
    report = assess(
        CATALOGUE,
        with_manifest(ISSUE, {"format": 1, "standard": STANDARD}),
        Options(NOON),
    )
    waiting = [each for each in report.results if each.outcome is Outcome.UNDETERMINED]
    of_service = [each for each in waiting if each.reason and "/service" in str(each.reason.args)]
    assert len(of_service) > 30
    assert {each.reason and each.reason.key for each in of_service} == {"missing_value"}
    lack = of_service[0].lack
    assert lack is not None
    assert lack.location.line == 1
    assert all(each.lack == lack for each in of_service)
    text = render(report, "text", "en")
    assert text.count("/service") == 1
    assert text.count("Fill in service (") == 1
    assert text.count("issue (Issue") == 1
