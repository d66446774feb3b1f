"""SARIF: what is kept where there is too much, and what waivers, baselines and editions add."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft4Validator
from junitparser import JUnitXml, Skipped

from tests.output.test_gathering import REPORTS
from validator.model import Location, Message, Outcome, Problem, Severity, Verdict
from validator.output import render
from validator.output.gathering import tell_together
from validator.output.remarks import BUNDLE, SKIPPED
from validator.output.sarif import MOST, gather, one
from validator.output.tally import Tallied, Tally
from validator.output.view import View
from validator.report import Finding, Report, Status, Waiver

EN = View("en")
FAULTY = next(each for each in REPORTS if each.verdict is Verdict.NON_COMPLIANT)
SCHEMA = Draft4Validator(
    json.loads((Path(__file__).parent / "schema" / "sarif-schema-2.1.0.json").read_text("utf-8"))
)


def _run(text: str | bytes) -> dict[str, Any]:
    """The one run of a file that is as OASIS lays down."""
    document = json.loads(text)
    assert [each.message for each in SCHEMA.iter_errors(document)] == []
    (run,) = document["runs"]
    found: dict[str, Any] = run
    return found


def _with(severity: Severity, count: int) -> Report:
    """A report of so many problems of the bundle and nothing else."""
    each = Problem(Message("source_syntax"), Location("application.yaml", None, 3, 1), severity)
    return replace(FAULTY, results=(), problems=(each,) * count)


@pytest.mark.parametrize("errors", [0, 1, 10])
def test_of_too_many_results_the_worst_are_kept_and_that_is_told(errors: int) -> None:
    gathering = gather(EN)
    parts = [one(_with(Severity.NOTE, MOST - 10), EN), one(_with(Severity.WARNING, 11), EN)]
    parts += [one(_with(Severity.ERROR, errors), EN)] if errors else []
    for each in parts:
        assert gathering.add(each) == b""

    run = _run(b"".join(gathering.end(Tally())))

    assert Counter(each["level"] for each in run["results"]) == {
        **({"error": errors} if errors else {}),
        "warning": 11,
        "note": MOST - 11 - errors,
    }
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith(f"Only the {MOST:,} gravest of {MOST + 1 + errors:,}")


def test_as_many_as_are_read_are_told_without_a_word() -> None:
    run = _run(tell_together([_with(Severity.NOTE, MOST)], "sarif", EN))

    assert len(run["results"]) == MOST
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_a_fault_of_ours_is_no_success() -> None:
    tally = Tally([Tallied(Verdict.UNDETERMINED, broken=True)])

    run = _run(b"".join(gather(EN).end(tally)))

    assert run["invocations"] == [{"executionSuccessful": False}]
    assert run["results"] == []


def test_rules_that_two_editions_have_are_one_with_both_their_words() -> None:
    editions = {each.regulation.edition for each in REPORTS if each.regulation is not None}
    assert len(editions) == 2

    rules = _run(tell_together(REPORTS, "sarif", EN))["tool"]["driver"]["rules"]

    assert len({each["id"] for each in rules}) == len(rules)
    both = [e for e in rules if all(f"(beekeeping-permit, {d})" in e["help"]["text"] for d in "12")]
    demanded = [{each.requirement.id for each in report.results} for report in REPORTS]
    assert {each["id"] for each in both} == set.intersection(*demanded)
    assert {each["id"] for each in rules} == set.union(*demanded, {BUNDLE, SKIPPED})


def test_rules_come_in_the_order_of_the_law_and_once() -> None:
    rules = _run(tell_together([FAULTY, FAULTY], "sarif", EN))["tool"]["driver"]["rules"]

    assert [e["id"] for e in rules][2:] == [e.requirement.id for e in FAULTY.results]
    assert all(each["help"]["text"].count("beekeeping-permit") == 1 for each in rules[2:])


WAIVER = Waiver("The press is away until summer", "Head of the department", date(2026, 12, 31))


def _waived() -> Report:
    """The faulty report, the first failure of it waived, findings held against a baseline."""
    results, waived = [], False
    for each in FAULTY.results:
        found = tuple(replace(e, status=Status.UNCHANGED) for e in each.findings)
        is_first = each.outcome is Outcome.FAILED and not waived
        waived = waived or is_first
        results.append(replace(each, findings=found, waiver=WAIVER if is_first else None))
    return replace(FAULTY, results=tuple(results))


def test_a_waived_failure_is_suppressed_and_stays_what_it_is() -> None:
    results = _run(render(_waived(), "sarif"))["results"]

    assert len(results) == len(_run(render(FAULTY, "sarif"))["results"])
    suppressed = [each for each in results if each["suppressions"]]
    assert suppressed
    for each in suppressed:
        assert (each["kind"], each["level"]) == ("fail", "error")
        (one_,) = each["suppressions"]
        assert (one_["kind"], one_["status"]) == ("external", "accepted")
        assert "The press is away until summer" in one_["justification"]
        assert "Head of the department" in one_["justification"]
    assert all("suppressions" in each for each in results)


def test_a_baseline_s_word_is_the_state_of_a_result() -> None:
    results = _run(render(_waived(), "sarif"))["results"]
    findings = [each for each in results if each["ruleId"] != BUNDLE]

    assert {each["baselineState"] for each in findings} == {"unchanged"}
    assert all("baselineState" not in each for each in _run(render(FAULTY, "sarif"))["results"])


def test_a_waived_failure_fails_no_build() -> None:
    report = _waived()
    (first,) = [each for each in report.results if each.waiver is not None]

    suite = next(iter(JUnitXml.fromstring(render(report, "junit").encode())))
    (case,) = [each for each in suite if each.name == first.requirement.id]
    assert [type(each) for each in case.result] == [Skipped]
    assert "The press is away until summer" in case.result[0].text
    issues = json.loads(render(report, "gitlab"))
    own = [each for each in issues if each["check_name"] == first.requirement.id]
    assert {each["severity"] for each in own} == {"info"}
    log = render(report, "github").splitlines()
    shown = [each for each in log if f"title={first.requirement.id}" in each]
    assert shown == []
    assert any(each.startswith("Note: ") and first.requirement.id in each for each in log)


def test_nothing_in_a_text_is_a_link_or_a_place_for_an_argument() -> None:
    name = "{0} [here](http://x) %s"
    message = Message("file_not_named", {"file": name})
    odd = Problem(message, Location(name), Severity.WARNING)

    run = _run(render(replace(FAULTY, results=(), problems=(odd,)), "sarif"))

    (result,) = run["results"]
    assert "{{0}} [here] (http://x) %s" in result["message"]["text"]


def test_what_is_undetermined_is_open_and_stands_in_the_manifest() -> None:
    first = FAULTY.results[0]
    reason = Message("check_broke", {"error": "ValueError"})
    open_ = replace(first, outcome=Outcome.UNDETERMINED, findings=(), reason=reason)

    run = _run(render(replace(FAULTY, results=(open_,), problems=()), "sarif"))

    (result,) = run["results"]
    assert (result["kind"], result["level"]) == ("open", "none")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "extend-at-fault/application.yaml"


def test_what_failed_is_told_though_nothing_was_found() -> None:
    first = next(each for each in FAULTY.results if each.outcome is Outcome.FAILED)
    bare = replace(FAULTY, results=(replace(first, findings=()),), problems=())

    (result,) = _run(render(bare, "sarif"))["results"]
    assert (result["ruleId"], result["level"]) == (first.requirement.id, "error")
    (issue,) = json.loads(render(bare, "gitlab"))
    assert issue["severity"] == "critical"
    assert "::error file=extend-at-fault/application.yaml,title=" in render(bare, "github")
    suites = JUnitXml.fromstring(render(bare, "junit").encode())
    assert (suites.tests, suites.failures, suites.errors) == (1, 1, 0)


def test_findings_that_only_their_line_tells_apart_have_numbers() -> None:
    first = next(each for each in FAULTY.results if each.findings)
    twice = tuple(
        Finding(first.findings[0].message, Location("application.yaml", "/fee", line))
        for line in (3, 9)
    )

    run = _run(render(replace(FAULTY, results=(replace(first, findings=twice),)), "sarif"))

    marks = [each["partialFingerprints"] for each in run["results"] if each["ruleId"] != BUNDLE]
    assert [each["primaryLocationLineHash"].rpartition(":")[2] for each in marks] == ["1", "2"]
    assert len({each["validator/v1"] for each in marks}) == 2
