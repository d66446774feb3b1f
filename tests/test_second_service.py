"""A second service is a second folder of YAML: no line of Python knows the first one.

`tests/services/` holds a made-up standard in two editions, with a calendar, a parameter, services,
documents and grounds of its own, and bundles to check against it.
"""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import validator
from tests.command import call
from tests.project import ROOT, SERVICES
from tests.then import THEN
from validator.editor.stories import Story, prepare, read_cases
from validator.editor.trials import try_out
from validator.errors import CallError
from validator.model import LANGUAGES, GroundState, Outcome, Severity, Verdict
from validator.report import Report
from validator.standard.catalogue import Catalogue
from validator.standard.shapes import ROWS

SPECS = SERVICES / "specs"
BUNDLES = SERVICES / "bundles"
STANDARD = "beekeeping-permit"
ON_THE_DAY = {
    "extend-at-fault": date(2025, 5, 16),
    "grant-in-order": date(2025, 4, 14),
    "grant-refused": date(2025, 7, 1),  # 30 June by the clock of the sender
}
CATALOGUE = Catalogue(SPECS)
ALL_CASES = [
    case for edition in ("1", "2") for case in read_cases(CATALOGUE.draft(STANDARD, edition))
]

FAULTS = {
    "deadline.extend": [("decision_late", "/processing/decided_at", 38, 15)],
    "result.fits": [("value_not_allowed", "/processing/result", 39, 11)],
    "fee.extend": [("fee_too_low", "/fee/amount", 28, 11)],
    "schedule.accepted": [("accepted_late", "/processing/accepted_on", 37, 16)],
    "schedule.decided": [("outside_hours", "/processing/decided_at", 38, 15)],
    "form.fields": [
        ("value_unknown", "/site/hives/1/boxes/1/colour", 24, 19),
        ("value_too_large", "/site/hives/1/boxes/1/height_cm", 25, 22),
    ],
    "documents.hive_drawing": [("document_missing_for", "/site/hives/1", 20, 7)],
    "site.far_from_road": [("value_not_allowed", "/site/metres_to_road", 15, 19)],
    "documents.digests": [("file_digest", "/documents/0/sha256", 35, 13)],
    "site.lease_runs": [("interval_too_short", "/site/leased_from", 16, 16)],
    "permit.still_valid": [("date_after", "/earlier_permit/expires_on", 26, 43)],
    "season.certain": [("day_uncertain", "/submitted_at", 5, 15)],
}
"""What is wrong with `extend-at-fault`: message, pointer, line and column, by requirement."""

# A server has a path of its own that tells whether it is there.
FIRST_SERVICE = re.compile(
    r"medic|licen[cs]|diploma|clinic|doctor|physician|nurs(?:e|ing)|(?<![\"/_])health|patient|hospital"
    r"|pharma|surg|dentist|therap|diagnos|ambulan|vaccin|disease|specialist|retrain|premises"
    r"|sub.?types?\b|permission.control"
    r"|лиценз|медиц|медик|диплом|клиник|врач|здравоохран|здоровь|пациент|больниц|поликлин|аптек"
    r"|медсестр|хирург|стоматолог|терап|диагност|болезн|специалист|переподготов|подвид"
    r"|дәрігер|денсаулық|емхана|аурухана|дәріхана|емделуші|емдеу|науқас|мейіргер|маман"
    r"|қайта даярла|кіші түр|рұқсат беру бақылау"
)


def _report(name: str) -> Report:
    edition = validator.load_edition(STANDARD, ON_THE_DAY[name], specs=SPECS)
    return validator.evaluate(edition, validator.read_bundle(BUNDLES / name))


def _check(*paths: str | Path, specs: Path = SPECS) -> tuple[int, dict[str, Any]]:
    """Exit code and JSON report of the command, run where the paths need no folder."""
    done = call("check", *paths, "--specs", specs, "--format", "json", cwd=BUNDLES)
    assert "internal error" not in done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.fixture(scope="module")
def by_command() -> dict[str, Any]:
    """The report of every bundle as the command gives it, by the name of its folder."""
    code, found = _check(".")
    assert code == 1
    assert found["summary"] == {
        "bundles": 3,
        "compliant": 1,
        "non_compliant": 2,
        "undetermined": 0,
        "unreadable": 0,
        "skipped": [],
    }
    return {Path(each["bundle"]["name"]).name: each for each in found["reports"]}


def _failed(report: Report, severity: Severity | None = None) -> set[str]:
    return {
        result.requirement.id
        for result in report.results
        if result.outcome is Outcome.FAILED and severity in (None, result.requirement.severity)
    }


def _found(report: Report) -> dict[str, list[tuple[str, str | None, int | None, int | None]]]:
    return {
        result.requirement.id: [
            (
                finding.message.key,
                finding.location.pointer,
                finding.location.line,
                finding.location.column,
            )
            for finding in result.findings
        ]
        for result in report.results
        if result.findings
    }


def _grounds(report: Report) -> dict[str, tuple[GroundState, tuple[str, ...]]]:
    return {each.ground: (each.state, each.because) for each in report.grounds}


def _derived(report: Report) -> tuple[date | None, date | None, int | None]:
    return report.derived.accepted_on, report.derived.due_on, report.derived.fee_due


def test_second_service_fills_every_row() -> None:
    for name in ("1", "2"):
        edition = validator.load_edition(STANDARD, edition=name, specs=SPECS)

        assert {rule.requirement.row for rule in edition.rules} == set(ROWS)
        assert edition.services == ("grant", "extend")
        assert edition.grounds == ("row.9.a", "row.9.b", "row.9.c", "row.9.d")


def test_application_in_order_is_compliant() -> None:
    report = _report("grant-in-order")

    assert report.verdict is Verdict.COMPLIANT
    assert set(report.verdicts.values()) == {Verdict.COMPLIANT}
    assert _failed(report) == set()
    assert report.problems == ()
    assert {state for state, _ in _grounds(report).values()} == {GroundState.DOES_NOT_APPLY}
    assert report.counts == {
        "total": 31,
        "passed": 24,
        "failed": 0,
        "inapplicable": 6,
        "undetermined": 0,
        "manual": 1,
    }


def test_extra_day_off_puts_the_due_day_off() -> None:
    accepted, due, fee = _derived(_report("grant-in-order"))

    # Five working days after Monday 14 April end on the 21st where Wednesday 16 is worked.
    assert (accepted, due) == (date(2025, 4, 14), date(2025, 4, 22))
    assert fee == 6074  # 6 units of 1012.25, half a tenge up


def test_extra_working_day_brings_the_due_day_forward() -> None:
    accepted, due, _ = _derived(_report("extend-at-fault"))

    # One working day after Friday 16 May ends on Monday 19 where Saturday 17 is off.
    assert (accepted, due) == (date(2025, 5, 16), date(2025, 5, 17))


def test_limit_of_the_fee_binds() -> None:
    report = _report("extend-at-fault")
    trace = [message.key for message in report.derived.trace]

    # Half of 6 units is 3 units, 3036.75; the limit is 2 units, 2024.50, half a tenge up.
    assert report.derived.fee_due == 2025
    assert trace[-3:] == ["sum_of_index", "sum_of_share", "sum_limited"]


def test_faults_of_both_sides_are_found_where_they_stand() -> None:
    report = _report("extend-at-fault")

    assert _found(report) == FAULTS
    assert set(report.verdicts.values()) == {Verdict.NON_COMPLIANT}
    assert _failed(report, Severity.WARNING) == {"season.certain"}
    assert _failed(report, Severity.NOTE) == {"schedule.decided"}
    assert _grounds(report) == {
        "row.9.a": (GroundState.UNDECIDED, ("register.no_ban",)),
        "row.9.b": (GroundState.APPLIES, ("site.far_from_road",)),
        "row.9.c": (
            GroundState.APPLIES,
            ("documents.digests", "site.lease_runs", "permit.still_valid"),
        ),
        "row.9.d": (GroundState.APPLIES, ("fee.extend",)),
    }


def test_clause_cited_is_that_of_the_service() -> None:
    cited = {
        name: {result.requirement.id: result.citation for result in _report(name).results}
        for name in ON_THE_DAY
    }

    assert cited["grant-in-order"]["result.fits"] == "row.5.a"
    assert cited["extend-at-fault"]["result.fits"] == "row.5.b"


def test_editions_follow_one_another_without_a_gap() -> None:
    chosen = {
        day: validator.load_edition(STANDARD, day, specs=SPECS).regulation.edition
        for day in (date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2030, 1, 1))
    }

    assert list(chosen.values()) == ["1", "1", "2", "2"]
    with pytest.raises(CallError):
        validator.load_edition(STANDARD, date(2024, 12, 31), specs=SPECS)


def test_refusal_under_the_next_edition() -> None:
    report = _report("grant-refused")

    assert _derived(report) == (date(2025, 7, 1), date(2025, 7, 4), 7200)
    assert [verdict.value for verdict in report.verdicts.values()] == ["non_compliant", "compliant"]
    assert _found(report) == {
        "form.paper": [("value_not_allowed", "/route", 8, 8)],
        "site.far_from_road": [("value_not_allowed", "/site/metres_to_road", 14, 19)],
        "refusal.holds": [("ground_contradicted", "/processing/refusal/grounds/1", 29, 9)],
    }
    assert [ground.ground for ground in report.grounds if ground.because] == ["row.9.b"]


def test_same_refusal_has_no_ground_under_the_edition_before() -> None:
    edition = validator.load_edition(STANDARD, edition="1", specs=SPECS)
    report = validator.evaluate(edition, validator.read_bundle(BUNDLES / "grant-refused"))

    assert GroundState.APPLIES not in {state for state, _ in _grounds(report).values()}
    assert [each[1] for each in _found(report)["refusal.holds"]] == [
        "/processing/refusal/grounds/0",
        "/processing/refusal/grounds/1",
    ]


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.name)
def test_case_of_the_second_service_comes_true(case: Story) -> None:
    edition = CATALOGUE.edition(STANDARD, case.file.path.parts[1])

    stories = prepare([case], BUNDLES, clock=datetime(2025, 5, 1, tzinfo=UTC))

    assert [trial.differences for trial in try_out(stories, edition)] == [()]


def test_nothing_is_wrong_with_the_second_service() -> None:
    """Whoever takes it for a model starts from specs that the linter has nothing against."""
    done = call("spec", "lint", SPECS, "--samples", BUNDLES, "--strict", "--lang", "en")

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ON_THE_DAY)
def test_command_says_the_same_as_the_library(by_command: dict[str, Any], name: str) -> None:
    report, shown = _report(name), by_command[name]

    assert shown["standard"] == STANDARD
    assert shown["as_of"] == {"date": ON_THE_DAY[name].isoformat(), "source": "submitted_at"}
    assert shown["verdict"] == report.verdict.value
    assert shown["verdicts"] == {
        duty.value: verdict.value for duty, verdict in report.verdicts.items()
    }
    assert shown["counts"] == report.counts
    assert [each["outcome"] for each in shown["results"]] == [
        result.outcome.value for result in report.results
    ]
    assert [each["ground"] for each in shown["refusal_grounds"]] == list(_grounds(report))


def test_command_chooses_the_edition_by_the_clock_of_the_standard(
    by_command: dict[str, Any],
) -> None:
    editions = {name: shown["edition"] for name, shown in by_command.items()}

    assert editions == {"extend-at-fault": "1", "grant-in-order": "1", "grant-refused": "2"}


def test_command_shows_days_fee_findings_and_grounds(by_command: dict[str, Any]) -> None:
    shown = by_command["extend-at-fault"]
    derived = {key: shown["derived"][key] for key in ("accepted_on", "due_on", "fee_due")}
    found = {
        result["requirement"]: [
            (
                finding["message"],
                *(finding["location"][key] for key in ("pointer", "line", "column")),
            )
            for finding in result["findings"]
        ]
        for result in shown["results"]
        if result.get("findings")
    }

    assert derived == {"accepted_on": "2025-05-16", "due_on": "2025-05-17", "fee_due": 2025}
    assert found == FAULTS
    assert {each["ground"]: each["state"] for each in shown["refusal_grounds"]} == {
        "row.9.a": "undecided",
        "row.9.b": "applies",
        "row.9.c": "applies",
        "row.9.d": "applies",
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_report_speaks_each_language_and_hides_people(lang: str) -> None:
    report = _report("grant-refused")
    assert report.regulation is not None

    text = " ".join(validator.render(report, "text", lang=lang).split())

    assert report.regulation.title[lang] in text
    assert "row.9.b" in text
    assert "Dana Example" not in text
    assert "911123500024" not in text


def test_both_services_live_in_one_folder_of_specs(tmp_path: Path) -> None:
    both = tmp_path / "specs"
    shutil.copytree(THEN, both)
    shutil.copytree(SPECS, both, dirs_exist_ok=True)
    first = ROOT / "samples" / "clinic-new"

    code, found = _check("grant-in-order", first, specs=both)

    assert {each["standard"]: each["verdict"] for each in found["reports"]} == {
        STANDARD: "compliant",
        "medical-activity-licence": "compliant",
    }
    assert code == 0


def test_the_engine_knows_no_service() -> None:
    package = ROOT / "validator"
    hits = [
        f"{path.relative_to(ROOT)}:{number}: {found.group()}"
        for suffix in ("py", "po", "json")
        for path in sorted(package.rglob(f"*.{suffix}"))
        if package / "specs" not in path.parents
        and not path.match("schemas/manifest.*.schema.json")  # generated from the specs
        and not path.match("schemas/record.*.schema.json")
        for number, line in enumerate(path.read_text("utf-8").lower().splitlines(), 1)
        if (found := FIRST_SERVICE.search(line))
    ]

    assert hits == []
