"""`validator check --only`: the part of a report about a requirement, a clause or a row."""

from __future__ import annotations

import json
from subprocess import CompletedProcess
from typing import Any

import pytest

import validator
from tests.command import call

pytestmark = pytest.mark.usefixtures("law_of_then")

FAULTY = "samples/clinic-several-faults"
SOUND = "samples/clinic-new"


def _check(*args: str) -> CompletedProcess[str]:
    return call("check", *args, "--lang", "en")


def _report(bundle: str, only: str | None = None) -> tuple[int, dict[str, Any]]:
    chosen = () if only is None else ("--only", only)
    done = _check(bundle, "--format", "json", *chosen)
    (report,) = json.loads(done.stdout)["reports"]
    return done.returncode, report


def _named(report: dict[str, Any]) -> list[str]:
    return [result["requirement"] for result in report["results"]]


def test_one_requirement_that_fails() -> None:
    code, report = _report(FAULTY, "fee.issue")
    assert code == 1
    assert _named(report) == ["fee.issue"]
    assert report["counts"]["total"] == 1
    assert report["verdict"] == "non_compliant"
    assert report["verdicts"] == {"applicant": "non_compliant", "provider": "undetermined"}
    assert [each["ground"] for each in report["refusal_grounds"]] == ["list.9.2"]


def test_what_holds_in_part_is_never_compliant() -> None:
    assert _report(SOUND)[0] == 0
    done = _check(SOUND, "--only", "list.8.1", "--format", "json")
    assert done.returncode == 5
    assert json.loads(done.stdout)["reports"][0]["verdict"] == "undetermined"
    assert done.stderr == "validator: a bundle is undetermined, as only list.8.1 was looked at\n"


@pytest.mark.parametrize("name", ["list.8.1", "list.8", "list.1", "list.9.6", "rules"])
def test_a_clause_stands_for_all_below_it(name: str) -> None:
    _, whole = _report(FAULTY)
    _, part = _report(FAULTY, name)
    wanted = [
        result
        for result in whole["results"]
        if any(
            clause == name or clause.startswith(f"{name}.")
            for clause in (result["citation"], result["consequence"])
        )
    ]
    assert wanted
    assert part["results"] == wanted
    assert part["derived"] == whole["derived"]


def test_a_row_is_no_other_row_that_begins_alike() -> None:
    assert _named(_report(SOUND, "list.1")[1]) == ["provider.addressed"]


def test_a_ground_that_requirements_bring_about_without_citing_it() -> None:
    named = _named(_report(FAULTY, "list.9.2")[1])
    assert named == ["fee.issue", "fee.reissue", "fee.duplicate"]


def test_grounds_keep_the_state_that_everything_gives_them() -> None:
    _, whole = _report(FAULTY)
    _, part = _report(FAULTY, "dates.studies")
    states = {each["ground"]: each for each in whole["refusal_grounds"]}
    assert part["refusal_grounds"] == [states["list.9.6"]]


def test_a_clause_that_nothing_encodes_decides_nothing() -> None:
    edition = validator.load_edition("medical-activity-licence", edition="2025-93")
    clauses = edition.regulation.clauses.values()
    clause = next(each.id for each in clauses if each.encoding == "not_encoded")
    code, report = _report(SOUND, clause)
    assert (code, report["results"], report["verdict"]) == (5, [], "undetermined")


@pytest.mark.parametrize(
    ("name", "proposed"),
    [("documents.diplom", "documents.diploma"), ("list.8.1.x", "list.8.1."), ("list.", "")],
)
def test_an_unknown_name(name: str, proposed: str) -> None:
    done = _check(SOUND, "--only", name)
    assert done.returncode == 2
    assert done.stdout == ""
    assert f"“{name}”" in done.stderr
    assert proposed in done.stderr


def test_text_and_help() -> None:
    done = _check(FAULTY, "--only", "fee.issue")
    assert done.returncode == 1
    assert "Evaluated 1 of 1" in done.stdout
    shown = _check("--help").stdout
    assert "--only NAME" in shown
    assert "undetermined at best" in " ".join(shown.split())
