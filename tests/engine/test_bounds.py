"""However much is wrong, a report tells so much of it and counts the rest."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import cycle
from random import Random
from typing import Any
from unicodedata import normalize

import pytest

from tests.engine.made import (
    EDITION,
    SAMPLES,
    bundle_of,
    day_of,
    evaluated,
    manifest_of,
    outcomes_of,
    report_of,
    result_of,
    with_manifest,
)
from tests.fuzz.inputs import change_value
from tests.output.made import TEXTS
from validator.bundle import read_bundle
from validator.engine import evaluate
from validator.facts.examination import MOST_FINDINGS
from validator.letters import MAX_PATH
from validator.model import (
    LANGUAGES,
    Duty,
    Location,
    Message,
    Outcome,
    Problem,
    Severity,
    Verdict,
)
from validator.output import render
from validator.report import Report

CLINIC = "clinic-new"


def _told(report: Report) -> int:
    return sum(len(each.findings) for each in report.results) + len(report.problems)


def _untold(report: Report, key: str = "findings_untold") -> list[Any]:
    found = [each.message for result in report.results for each in result.findings]
    found += [each.message for each in report.problems]
    return [each.args["count"] for each in found if each.key == key]


@cache
def _with_strays(count: int) -> Report:
    return evaluated(CLINIC, manifest_of(CLINIC) | {f"k{number}": 1 for number in range(count)})


@pytest.mark.parametrize("count", [1, MOST_FINDINGS - 1, MOST_FINDINGS])
def test_as_many_as_fit_are_all_told(count: int) -> None:
    report = _with_strays(count)
    assert _told(report) == count
    assert _untold(report) == []


@pytest.mark.parametrize("count", [MOST_FINDINGS + 1, 2 * MOST_FINDINGS])
def test_of_more_the_last_one_counts_the_rest(count: int) -> None:
    report = _with_strays(count)
    (untold,) = _untold(report)
    assert _told(report) == MOST_FINDINGS
    assert untold == count - (MOST_FINDINGS - 1)
    last = result_of(report, "application.fields").findings[-1]
    assert last.message.key == "findings_untold"
    assert report.verdicts[Duty.APPLICANT] is Verdict.NON_COMPLIANT


def test_each_requirement_that_failed_keeps_its_first_finding() -> None:
    manifest = manifest_of("clinic-several-faults")
    before = evaluated("clinic-several-faults", manifest)
    report = evaluated("clinic-several-faults", manifest | {f"k{n}": 1 for n in range(5000)})
    others = {each for each in outcomes_of(before).items() if each[0] != "application.fields"}
    assert others <= set(outcomes_of(report).items())
    for result in before.results:
        if result.requirement.id != "application.fields" and result.findings:
            assert result_of(report, result.requirement.id).findings == result.findings
    assert _told(report) <= MOST_FINDINGS


def test_problems_come_after_what_failed_and_are_counted_too() -> None:
    strays = tuple(
        Problem(Message("file_not_named", {"file": f"{n}"}), Location(f"{n}"), Severity.WARNING)
        for n in range(3000)
    )
    bundle = replace(bundle_of(CLINIC), problems=strays)
    report = evaluate(EDITION, bundle, day_of(CLINIC))
    assert report.problems[:-1] == strays[: MOST_FINDINGS - 1]
    assert _untold(report) == [3000 - (MOST_FINDINGS - 1)]
    assert report.problems[-1].severity is Severity.WARNING
    assert report.verdict is Verdict.COMPLIANT
    faulty = evaluate(
        EDITION,
        replace(with_manifest(CLINIC, manifest_of(CLINIC) | {"x": 1}), problems=strays),
        day_of(CLINIC),
    )
    assert [each.message.key for each in result_of(faulty, "application.fields").findings] == [
        "field_unknown"
    ]
    assert _told(faulty) == MOST_FINDINGS


def test_a_bundle_that_cannot_be_read_tells_as_many() -> None:
    unsafe = tuple(
        Problem(Message("archive_unsafe_name", {"file": f"../{n}"}), Location(f"../{n}"))
        for n in range(4000)
    )
    bundle = replace(bundle_of(CLINIC), manifest=None, problems=unsafe)
    report = evaluate(EDITION, bundle, day_of(CLINIC))
    assert report.verdict is Verdict.UNREADABLE
    assert _told(report) == MOST_FINDINGS
    assert _untold(report) == [4000 - (MOST_FINDINGS - 1)]


def test_the_rest_is_counted_in_every_format() -> None:
    report = _with_strays(1500)
    for form, lang in zip(TEXTS, cycle(LANGUAGES), strict=False):
        assert "501" in render(report, form, lang), (form, lang)


def test_a_field_with_very_many_faults_counts_for_nothing() -> None:
    manifest = manifest_of(CLINIC)
    right = dict(manifest["staff"][0])
    manifest["staff"] += [{**right, "id": f"g{n}"} for n in range(600)]
    manifest["staff"] += [{**right, "id": f"m{n}", "iin": "1", "name": None} for n in range(501)]

    report = evaluated(CLINIC, manifest)

    form = result_of(report, "application.fields")
    (untold,) = _untold(report, "faults_untold")
    assert len(form.findings) - 1 + untold == 1002
    assert form.outcome is Outcome.FAILED
    # The first fault is in the first item that has one, behind hundreds that have none.
    places = {each.location.pointer for each in form.findings}
    assert {"/staff", "/staff/602/iin", "/staff/602/name"} <= places
    assert not any(str(each).startswith("/staff/601/") for each in places)
    of_people = result_of(report, "people.number_of_one")
    assert of_people.outcome is Outcome.UNDETERMINED
    assert _told(report) <= MOST_FINDINGS


def test_a_map_with_very_many_unknown_keys_is_told_so() -> None:
    """Row 27."""
    manifest = manifest_of(CLINIC)
    manifest["fee"] |= {f"k{n}": 1 for n in range(3000)}
    report = evaluated(CLINIC, manifest)
    form = result_of(report, "application.fields")
    assert len(form.findings) - 1 + sum(_untold(report, "faults_untold")) == 3000
    assert report.verdicts[Duty.APPLICANT] is Verdict.NON_COMPLIANT
    assert result_of(report, "fee.issue").outcome is Outcome.UNDETERMINED


def test_the_gate_counts_the_faults_that_cerberus_finds() -> None:
    """Or the rest would be counted wrongly."""
    gate = EDITION.form.gate
    assert gate is not None
    explainer = EDITION.form._explainer
    seen = 0
    for seed in range(150):
        draw = Random(seed)  # noqa: S311
        manifest = manifest_of(draw.choice(SAMPLES))
        for _ in range(draw.randrange(1, 8)):
            change_value(manifest, draw, [])
        found = list(explainer.explain(manifest))
        places = {each.pointer for each in found}
        counted = sum(gate.faults(manifest).values())
        assert counted == len(places), (seed, gate.faults(manifest), places)
        seen += counted
    assert seen > 300


# Nothing is done to a text before its length is known


def test_no_text_that_is_too_long_for_a_name_is_brought_into_one_form(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    def guarded(form: Any, text: str) -> str:
        assert len(text) <= MAX_PATH
        return normalize(form, text)

    monkeypatch.setattr("validator.letters.normalize", guarded)
    marks = "a" + "\u0301\u0323" * 2000
    manifest = manifest_of(CLINIC)
    manifest["documents"][0]["file"] = manifest["signature"]["file"] = marks
    manifest["applicant"]["name"] = manifest["channel"] = manifest["staff"][0]["name"] = marks
    manifest[marks] = {marks: marks}
    (tmp_path / "application.json").write_bytes(b"{}")
    assert read_bundle(tmp_path).manifest == {}
    report = evaluated(CLINIC, manifest)
    for form in TEXTS:
        assert len(render(report, form, "kk")) < 200_000
    assert report_of(CLINIC).verdict is Verdict.COMPLIANT
