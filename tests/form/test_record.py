"""The provider's record beside the manifest: whose fault it is, and where findings stand."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import validator
from tests.engine.made import signed
from tests.project import ROOT
from tests.then import THEN
from validator.bundle import read_bundle
from validator.model import Bundle, Duty, Outcome, Verdict
from validator.output import render
from validator.report import Finding, Report

EDITION = validator.load_edition("medical-activity-licence", edition="2025-93", specs=THEN)
DAY = date(2026, 1, 12)

MANIFEST, BREAK = "application.yaml", "\nprocessing:\n"
WHOLE = (ROOT / "samples" / "clinic-new" / MANIFEST).read_text(encoding="utf-8")
APPLICATION, RECORD = (f"{part}\n" for part in WHOLE.split(BREAK))
RECORD = f"processing:\n{RECORD}"
OTHERS = {
    path.relative_to(ROOT / "samples" / "clinic-new").as_posix(): path.read_bytes()
    for path in sorted((ROOT / "samples" / "clinic-new").rglob("*"))
    if path.is_file() and path.name != MANIFEST
}


def _read(root: Path, files: Mapping[str, str | bytes]) -> Bundle:
    for name, data in {**OTHERS, MANIFEST: APPLICATION, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return signed(read_bundle(root, "b"))  # what is moved between the files is signed anew


def _report(bundle: Bundle, **options: Any) -> Report:
    return validator.evaluate(EDITION, bundle, DAY, **options)


def _findings(report: Report, requirement: str = "record.fields") -> tuple[Finding, ...]:
    return next(each.findings for each in report.results if each.requirement.id == requirement)


def _outcomes(report: Report) -> dict[str, Outcome]:
    return {each.requirement.id: each.outcome for each in report.results}


def _places(report: Report, requirement: str = "record.fields") -> Iterator[tuple[Any, ...]]:
    for each in _findings(report, requirement):
        at = each.location
        yield each.message.key, at.file, at.pointer, at.line


@pytest.mark.parametrize("name", ["record.yaml", "record.yml", "record.json"])
def test_a_record_beside_the_manifest_counts_as_one_in_it(tmp_path: Path, name: str) -> None:
    inside = _report(_read(tmp_path / "inside", {MANIFEST: WHOLE}))
    record = RECORD
    if name.endswith(".json"):
        record = json.dumps(_record(tmp_path / "json"))
    beside = _read(tmp_path / "beside", {name: record})
    report = _report(beside)

    assert report.problems == inside.problems == ()
    assert _outcomes(report) == _outcomes(inside)
    assert report.verdicts == inside.verdicts
    assert report.grounds == inside.grounds
    assert beside.record_file == name
    assert report.record_sha256 == hashlib.sha256(record.encode()).hexdigest()
    assert report.manifest_sha256 == hashlib.sha256(APPLICATION.encode()).hexdigest()
    assert inside.record_sha256 is None


def _record(root: Path) -> Mapping[str, Any]:
    record = _read(root, {"record.yaml": RECORD}).record
    assert record is not None
    return record


def test_a_zip_holds_a_record_too() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        members: dict[str, str | bytes] = {
            **OTHERS,
            MANIFEST: APPLICATION,
            "record.yaml": RECORD,
        }
        for name, data in members.items():
            archive.writestr(f"clinic/{name}", data)

    bundle = read_bundle(target, "b.zip")

    assert bundle.record_file == "record.yaml"
    assert bundle.problems == ()
    assert _report(bundle).verdicts[Duty.PROVIDER] is Verdict.COMPLIANT


def test_a_finding_stands_in_the_file_that_it_is_about(tmp_path: Path) -> None:
    files = {
        MANIFEST: APPLICATION.replace("service: issue", "service: isue"),
        "record.yaml": RECORD.replace("qualification: met", "qualification: partly"),
    }
    report = _report(_read(tmp_path, files))

    (key, file, pointer, line) = next(_places(report, "application.fields"))
    assert (key, file, pointer) == ("value_unknown", MANIFEST, "/service")
    assert files[MANIFEST].splitlines()[line - 1] == "service: isue"
    ((key, file, pointer, line),) = _places(report)
    assert (key, file, pointer) == ("value_unknown", "record.yaml", "/processing/qualification")
    assert files["record.yaml"].splitlines()[line - 1].strip() == "qualification: partly"


def test_an_applicants_finding_may_stand_in_the_record(tmp_path: Path) -> None:
    record = RECORD.replace("activity_banned: false", "activity_banned: true")
    report = _report(_read(tmp_path, {"record.yaml": record}))

    ((key, file, pointer, _),) = _places(report, "register.activity_banned")
    assert (key, file) == ("value_not_allowed", "record.yaml")
    assert pointer == "/registers/activity_banned"


UNREADABLE: Mapping[str, tuple[str | bytes, str]] = {
    "no YAML": ("processing: {\n", "source_bracket"),
    "a list": ("- processing\n", "record_not_a_map"),
    "nothing": ("", "source_empty"),
    "a key twice": ("registers: {}\nregisters: {}\n", "source_duplicate_key"),
    "an anchor": ("registers: &x {}\n", "source_anchor"),
    "no UTF-8": (b"registers: {\xff: 1}\n", "source_not_utf8"),
    "too much": (b"#" * (1 << 20) + b"\n{}", "source_too_large"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_record_is_the_providers_fault_alone(tmp_path: Path, name: str) -> None:
    data, key = UNREADABLE[name]
    report = _report(_read(tmp_path, {"record.yaml": data}))
    outcomes = _outcomes(report)

    assert report.verdicts == {
        Duty.APPLICANT: Verdict.COMPLIANT,
        Duty.PROVIDER: Verdict.NON_COMPLIANT,
    }
    assert [(found, file) for found, file, *_ in _places(report)] == [(key, "record.yaml")]
    assert outcomes["application.fields"] is Outcome.PASSED
    assert outcomes["qualification.met"] is outcomes["register.activity_banned"] is Outcome.MANUAL
    assert outcomes["deadline.issue"] is Outcome.UNDETERMINED
    assert report.problems == ()


def test_where_the_record_cannot_be_read_is_told(tmp_path: Path) -> None:
    report = _report(_read(tmp_path, {"record.yaml": "registers:\n  a: 1\n  a: 2\n"}))

    (finding,) = _findings(report)
    assert (finding.location.line, finding.location.column) == (3, 3)


def test_an_unreadable_record_leaves_open_what_the_manifest_has_of_it(tmp_path: Path) -> None:
    report = _report(_read(tmp_path, {MANIFEST: WHOLE, "record.json": "[]"}))

    assert _outcomes(report)["qualification.met"] is Outcome.MANUAL
    assert _outcomes(report)["result.issue"] is Outcome.UNDETERMINED
    assert report.verdicts[Duty.APPLICANT] is Verdict.COMPLIANT


def test_of_two_records_none_counts(tmp_path: Path) -> None:
    report = _report(_read(tmp_path, {"record.yaml": RECORD, "record.json": "{}"}))

    (finding,) = _findings(report)
    assert finding.message.key == "record_ambiguous"
    assert finding.message.args["files"] == ("record.yaml", "record.json")
    assert report.record_sha256 is None
    assert report.problems == ()  # neither of them is a file that nothing names
    assert report.verdicts[Duty.APPLICANT] is Verdict.COMPLIANT


def test_a_link_is_no_record(tmp_path: Path) -> None:
    outside = tmp_path / "record.yaml"
    outside.write_text(RECORD, encoding="utf-8")
    root = tmp_path / "b"
    root.mkdir()
    (root / "record.yaml").symlink_to(outside)
    report = _report(_read(root, {}))

    assert [key for key, *_ in _places(report)] == ["record_not_a_file"]
    assert _outcomes(report)["qualification.met"] is Outcome.MANUAL


def test_keys_that_have_no_place_in_a_record(tmp_path: Path) -> None:
    record = "colour: red\nconsents: {restricted_personal_data: false}\nregisters: {}\n"
    files = {MANIFEST: f"{APPLICATION}registers: {{activity_banned: true}}\n", "record.yml": record}
    report = _report(_read(tmp_path, files))

    assert list(_places(report)) == [
        ("field_unknown", "record.yml", "/colour", 1),
        ("record_not_providers", "record.yml", "/consents", 2),
        ("record_said_twice", "record.yml", "/registers", 3),
    ]
    # The applicant's own word stands, and of what is said twice nothing does.
    assert _outcomes(report)["consents.restricted_data"] is Outcome.PASSED
    assert _outcomes(report)["register.activity_banned"] is Outcome.MANUAL


def test_only_the_manifest_names_the_standard_and_the_day(tmp_path: Path) -> None:
    record = 'standard: other\nsubmitted_at: "2020-01-12T10:00:00+05:00"\n'
    bundle = _read(tmp_path, {"record.yaml": record})

    assert validator.check(tmp_path).as_of == _report(bundle).as_of
    assert _report(bundle).standard == "medical-activity-licence"


def test_what_of_a_record_is_a_persons_own_is_masked(tmp_path: Path) -> None:
    number = "870902300003"
    record = f"staff: [{{iin: '{number}', name: Ivan Zzyzx}}]\nregisters: {{note: '{number}'}}\n"
    report = _report(_read(tmp_path, {"record.yaml": record}))

    for form in ("text", "json"):
        shown = render(report, form, "en")
        assert number not in shown
        assert "Zzyzx" not in shown
    assert "Ivan Zzyzx" in report.personal


def test_what_the_record_names_is_named(tmp_path: Path) -> None:
    record = RECORD.replace("qualification: met", "qualification: met\n  protocol: protocol.pdf")
    bundle = _read(tmp_path, {"record.yaml": record, "protocol.pdf": b"%PDF-1.4"})

    assert [each.message.key for each in bundle.problems] == []


def test_a_record_is_no_bundle_by_itself(tmp_path: Path) -> None:
    (tmp_path / "record.yaml").write_text(RECORD, encoding="utf-8")

    assert [each.message.key for each in read_bundle(tmp_path).problems] == ["manifest_missing"]


# A person's word

_SAID = """  confirmations:
    - {requirement: documents.truthful, holds: %s, by: "%s", confirmed_on: "2026-01-20", note: seen}
"""


def _confirmed(root: Path, holds: str, by: str = "the specialist") -> Report:
    record = RECORD.replace("registers:", f"{_SAID % (holds, by)}registers:")
    return _report(_read(root, {"record.yaml": record}))


def test_by_whose_word_a_requirement_is_met_is_told(tmp_path: Path) -> None:
    report = _confirmed(tmp_path, "true")
    (result,) = [each for each in report.results if each.confirmation]
    data = json.loads(render(report, "json", "en"))["reports"][0]["results"]
    (told,) = [each for each in data if "confirmation" in each]

    assert result.requirement.id == told["requirement"] == "documents.truthful"
    assert told["confirmation"] == {"by": "the specialist", "confirmed_on": "2026-01-20"}
    assert told["outcome"] == "passed"
    assert "reason" not in told
    text = render(report, "text", "en", full=True)
    assert "Met: confirmed by the specialist on 20 January 2026" in text
    assert "Note: seen" in text


def test_by_whose_word_a_requirement_is_not_met_is_told(tmp_path: Path) -> None:
    report = _confirmed(tmp_path, "false")

    assert next(_places(report, "documents.truthful"))[:3] == (
        "confirmed_otherwise",
        "record.yaml",
        "/processing/confirmations/0",
    )
    assert "Not met: confirmed by the specialist" in render(report, "text", "en")


def test_a_word_cannot_act_on_a_terminal(tmp_path: Path) -> None:
    text = render(_confirmed(tmp_path, "true", r"\x1b[2J\u202eqt 870902300003"), "text", "en")

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "870902300003" not in text
