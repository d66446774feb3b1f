"""A baseline: which findings are new, which were there already, and which are gone."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from shutil import copytree
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

import validator
from tests.command import call
from tests.project import ROOT
from tests.then import THEN
from validator import source
from validator.batch.baseline import before_of, compare
from validator.batch.recorded import read_recorded
from validator.cli import codes
from validator.model import Bundle
from validator.output import render
from validator.output.view import View
from validator.report import Report
from validator.standard.edition import Edition

DAYS: Final = ("--today", "2026-11-22", "--as-of", "2026-11-22")
HEAD: Final = ("--documents", "head", "--specs", THEN, *DAYS)
FAULTS: Final = "samples/clinic-several-faults"
SOME: Final = (
    *(FAULTS, "samples/clinic-late-decision", "samples/clinic-undetermined"),
    *("samples/clinic-zipped.zip", "samples/doctor-reissue-late", "samples/doctor-unreadable"),
)
SCHEMA: Final = Draft202012Validator(
    json.loads(
        (Path(validator.__file__).parent / "schemas" / "report.schema.json").read_text("utf-8")
    )
)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of an earlier run on all samples, in both formats."""
    folder = tmp_path_factory.mktemp("old")
    outputs = [f"--output={each}={folder / f'old.{each}'}" for each in ("json", "ndjson")]
    assert call("check", "samples", *outputs, *HEAD).returncode == codes.FAULTS
    return folder


def _told(*args: str | Path) -> tuple[int, dict[str, Any]]:
    done = call("check", *args, "--format", "json", *HEAD)
    told = json.loads(done.stdout)
    SCHEMA.validate(told)
    return done.returncode, told


def _statuses(told: dict[str, Any]) -> Counter[str]:
    return Counter(
        each["status"]
        for report in told["reports"]
        for result in report["results"]
        for each in result["findings"]
    )


def test_against_itself_nothing_is_new_and_nothing_is_gone(old: Path) -> None:
    code, told = _told("samples", "--baseline", old / "old.json")
    assert code == codes.FAULTS  # what was there already is counted unless asked otherwise
    statuses = _statuses(told)
    assert set(statuses) == {"unchanged"}
    unchanged = statuses["unchanged"]
    assert unchanged > 0
    said = {"new": 0, "unchanged": unchanged, "gone": 0, "absent": 0}
    assert told["summary"]["baseline"] == said
    assert all("gone" not in each for each in told["reports"])


def test_a_baseline_is_read_alike_masked_or_not_and_formatted_by_others(
    old: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.ndjson"
    call("check", *SOME, "--show-personal-data", "--format", "ndjson", "-o", whole, *HEAD)
    document = json.loads((old / "old.json").read_text("utf-8"))
    dense, wide = tmp_path / "dense.json", tmp_path / "wide.json"
    dense.write_text(json.dumps(document), encoding="utf-8")
    wide.write_text(json.dumps(document, indent=8).replace("\n", "\r\n"), encoding="utf-8")
    for each in (old / "old.ndjson", whole, dense, wide):
        assert set(_statuses(_told(*SOME, "--baseline", each)[1])) == {"unchanged"}


def test_what_is_new_and_what_is_gone_is_told(old: Path, tmp_path: Path) -> None:
    lines = (old / "old.ndjson").read_text("utf-8").splitlines()
    reports = [json.loads(each) for each in lines]
    (mine,) = [each for each in reports[:-1] if each["bundle"]["name"] == FAULTS]
    failed = [each for each in mine["results"] if each["findings"]]
    (fee,) = [each for each in failed if each["requirement"] == "fee.issue"]
    fee["findings"][0]["message"] = "fee_absent"
    fee["findings"][0]["text"] = "The fee of then"
    changed = tmp_path / "old.ndjson"
    changed.write_text("\n".join(map(json.dumps, reports)) + "\n", encoding="utf-8")
    code, told = _told(FAULTS, "--baseline", changed, "--fail-on-new")
    assert code == codes.FAULTS
    findings = sum(len(each["findings"]) for each in failed)
    assert _statuses(told) == {"new": 1, "unchanged": findings - 1}
    gone = {"requirement": "fee.issue", "message": "fee_absent", "text": "The fee of then"}
    assert told["reports"][0]["gone"] == [{**gone, "pointer": "/fee/amount"}]
    counted = {"new": 1, "unchanged": findings - 1, "gone": 1, "absent": len(lines) - 2}
    assert told["summary"]["baseline"] == counted
    for format_ in ("text", "html"):
        said = call("check", FAULTS, "--baseline", changed, "--format", format_, *HEAD)
        assert "The fee of then" in said.stdout
        assert "new since the baseline" in said.stdout
        assert "no longer there: 1" in " ".join(said.stdout.split())


# ---------------------------------------------------------------------------------- exit codes


def _drop(report: dict[str, Any], **changes: Any) -> None:
    report |= changes


def _decide_all(report: dict[str, Any]) -> None:
    for each in report["results"]:
        if each["outcome"] == "undetermined":
            each["outcome"] = "passed"
            del each["reason"]


def _no_findings(report: dict[str, Any]) -> None:
    for each in report["results"]:
        if each["outcome"] == "failed":
            each |= {"outcome": "passed", "findings": []}


@pytest.mark.parametrize(
    ("sample", "change", "code"),
    [
        ("clinic-several-faults", None, codes.OK),
        ("clinic-several-faults", _no_findings, codes.FAULTS),
        ("clinic-several-faults", _decide_all, codes.UNDETERMINED),
        ("clinic-late-decision", None, codes.OK),
        ("clinic-undetermined", None, codes.OK),
        ("clinic-undetermined", _decide_all, codes.UNDETERMINED),
        ("doctor-unreadable", None, codes.FAULTS),  # of what nobody can read nothing is unchanged
        ("clinic-new", None, codes.OK),
    ],
)
def test_with_fail_on_new_the_code_counts_what_is_new(
    sample: str,
    change: Callable[[dict[str, Any]], None] | None,
    code: int,
    old: Path,
    tmp_path: Path,
) -> None:
    reports = [json.loads(each) for each in (old / "old.ndjson").read_text("utf-8").splitlines()]
    for each in reports[:-1]:
        if change is not None and each["bundle"]["name"] == f"samples/{sample}":
            change(each)
    file = tmp_path / "old.ndjson"
    file.write_text("\n".join(map(json.dumps, reports)), encoding="utf-8")
    found, told = _told(f"samples/{sample}", "--baseline", file, "--fail-on-new")
    assert found == code
    plain = _told(f"samples/{sample}")[1]
    assert [e["verdict"] for e in told["reports"]] == [e["verdict"] for e in plain["reports"]]


def test_a_bundle_that_the_baseline_does_not_have_is_new_as_a_whole(
    old: Path, tmp_path: Path
) -> None:
    lines = (old / "old.ndjson").read_text("utf-8").splitlines()
    file = tmp_path / "old.ndjson"
    for sample, code in (
        ("clinic-several-faults", codes.FAULTS),
        ("clinic-undetermined", codes.UNDETERMINED),
        ("clinic-new", codes.OK),
    ):
        kept = [each for each in lines if f'"samples/{sample}"' not in each]
        assert len(kept) < len(lines)
        file.write_text("\n".join(kept), encoding="utf-8")
        found, told = _told(f"samples/{sample}", "--baseline", file, "--fail-on-new")
        assert found == code
        assert "unchanged" not in _statuses(told)


def test_warnings_count_as_new_where_they_are_to_be_counted(old: Path, tmp_path: Path) -> None:
    options = ("samples/doctor-reissue-late", "--fail-on", "warning")
    assert _told(*options)[0] == codes.FAULTS
    assert _told(*options, "--baseline", old / "old.json", "--fail-on-new")[0] == codes.OK
    empty = tmp_path / "empty.ndjson"
    call("check", "samples/clinic-new", "--format", "ndjson", "-o", empty, *HEAD)
    assert _told(*options, "--baseline", empty, "--fail-on-new")[0] == codes.FAULTS


def test_what_was_passed_over_before_is_not_new(tmp_path: Path) -> None:
    inbox, file = tmp_path / "inbox", tmp_path / "old.ndjson"
    copytree(ROOT / "samples" / "clinic-new", inbox / "clinic-new")
    (inbox / "Application.YAML").touch()
    first = call("check", inbox, "--format", "ndjson", "-o", file, *HEAD)
    assert first.returncode == codes.UNDETERMINED
    options = ("check", inbox, "--baseline", file, "--fail-on-new", *HEAD)
    assert call(*options).returncode == codes.OK
    (inbox / "application.yaml.txt").touch()
    assert call(*options).returncode == codes.UNDETERMINED


def test_a_run_that_was_cut_off_is_not_gone_on_with_by_another_measure(
    old: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes((old / "old.ndjson").read_bytes())
    done = call("check", FAULTS, "--resume", file, "--baseline", old / "old.json", *HEAD)
    assert done.returncode == codes.USAGE
    assert "--baseline" in done.stderr


def test_new_ones_alone_need_a_baseline() -> None:
    done = call("check", FAULTS, "--fail-on-new")
    assert done.returncode == codes.USAGE
    assert "--baseline" in done.stderr


def test_any_number_of_processes_writes_the_same(old: Path, tmp_path: Path) -> None:
    found = []
    for jobs in ("1", "2"):
        out = tmp_path / f"{jobs}.ndjson"
        call(
            *("check", *SOME, "--baseline", old / "old.json", "--jobs", jobs, *HEAD),
            *("--format", "ndjson", "-o", out),
        )
        found.append(out.read_bytes())
    assert found[0] == found[1]
    assert b'"unchanged"' in found[0]


def test_the_new_reports_may_take_the_place_of_the_old_ones(old: Path, tmp_path: Path) -> None:
    file = tmp_path / "old.ndjson"
    file.write_bytes((old / "old.ndjson").read_bytes())
    for _ in range(2):
        options = ("--baseline", file, "--fail-on-new", "--format", "ndjson", "-o", file, *HEAD)
        assert call("check", FAULTS, *options).returncode == codes.OK
    assert json.loads(file.read_text("utf-8").splitlines()[-1])["summary"]["baseline"]["new"] == 0


# ------------------------------------------------------------------------------------- bad files


def _document(old: Path, **changes: Any) -> str:
    return json.dumps({**json.loads((old / "old.json").read_text("utf-8")), **changes}, indent=1)


BEHIND: Final = -1
"""The line after a whole file."""

BROKEN: Final[dict[str, tuple[Callable[[Path], str | bytes], int]]] = {
    "empty": (lambda _: "", 1),
    "blank": (lambda _: "\n\n", 2),
    "text": (lambda _: "no json\n", 1),
    "a list": (lambda _: "[]\n", 1),
    "a number": (lambda _: "1\n", 1),
    "another object": (lambda _: '{"a": 1}\n', 1),
    "deep": (lambda _: "[" * 100_000, 1),
    "deep document": (lambda _: '{"schema": ' + "[" * 100_000, 1),
    "bytes": (lambda _: b"\xff\xfe\x00{", 1),
    "no summary": (lambda old: "\n".join(_lines(old)[:3]) + "\n", 3),
    "half a line": (lambda old: "\n".join([*_lines(old)[:3], _lines(old)[3][:100]]), 4),
    "half a line first": (lambda old: _lines(old)[0][:100], 1),
    "a wrong line": (lambda old: "\n".join([*_lines(old)[:3], "{}", *_lines(old)[3:]]), 4),
    "a wrong summary": (lambda old: "\n".join([*_lines(old)[:3], '{"summary": {}}']), 4),
    "two files": (lambda old: "\n".join(_lines(old) * 2), BEHIND),
    "told twice": (lambda old: "\n".join([*_lines(old)[:3], *_lines(old)[2:]]), 4),
    "another version": (lambda old: _document(old, schema="report/v2"), 1),
    "no version": (lambda old: _document(old, schema=None), 1),
    "half a document": (lambda old: _document(old)[:10_000], 0),
    "no reports": (lambda old: _document(old, reports={}), 0),
    "a wrong report": (lambda old: _document(old, reports=[{"a": "\n"}]), 0),
    "no summary in it": (lambda old: _document(old, summary={}), 0),
}


def _lines(old: Path) -> list[str]:
    return (old / "old.ndjson").read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_whole_file_of_reports_is_a_wrong_call_with_its_line(
    name: str, old: Path, tmp_path: Path
) -> None:
    make, line = BROKEN[name]
    made, file = make(old), tmp_path / "broken"
    file.write_bytes(made if isinstance(made, bytes) else made.encode())
    done = call("check", FAULTS, "--baseline", file, *HEAD)
    assert done.returncode == codes.USAGE
    (said,) = done.stderr.splitlines()
    found = re.match(rf"{re.escape(str(file))}:(\d+): ", said)
    assert found is not None, said
    assert (len(_lines(old)) + 1 if line == BEHIND else line) in (0, int(found[1]))
    assert done.stdout == ""


def test_a_baseline_that_is_no_file_is_a_wrong_call(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone"):
        assert call("check", FAULTS, "--baseline", path, *HEAD).returncode == codes.USAGE


def test_a_baseline_that_changes_meanwhile_is_told(old: Path, tmp_path: Path) -> None:
    file = tmp_path / "old.ndjson"
    file.write_bytes((old / "old.ndjson").read_bytes())
    recorded = read_recorded(str(file))
    assert recorded.get(FAULTS)["bundle"]["name"] == FAULTS
    assert recorded.get("samples/none") is None
    file.write_bytes(b"x" * file.stat().st_size)
    with pytest.raises(validator.CallError, match="changed while it was read"):
        recorded.get(FAULTS)


def test_little_is_kept_of_a_large_baseline(old: Path, tmp_path: Path) -> None:
    line = next(each for each in _lines(old) if f'"{FAULTS}"' in each)
    file = tmp_path / "large.ndjson"
    with file.open("w", encoding="utf-8") as out:
        for number in range(300):
            out.write(line.replace(FAULTS, f"inbox/{number}") + "\n")
        out.write(_lines(old)[-1])
    recorded = read_recorded(str(file))
    assert len(recorded) == 300
    assert recorded.keys.itemsize * len(recorded.keys) == 8 * 300
    assert recorded.spans.itemsize * len(recorded.spans) == 16 * 300
    assert recorded.get("inbox/299")["bundle"]["name"] == "inbox/299"


# -------------------------------------------------------------------------- what a finding is

MANIFEST: Final = (ROOT / "samples" / "clinic-several-faults" / "application.yaml").read_text(
    encoding="utf-8"
)


@cache
def _edition() -> Edition:
    return validator.load_edition("medical-activity-licence", edition="2025-93", specs=THEN)


def _report_of(text: str) -> Report:
    read = validator.read_bundle(ROOT / "samples" / "clinic-several-faults", documents="head")
    data = text.encode()
    value = source.read(data, "application.yaml")
    made = Bundle(FAULTS, value, "application.yaml", data, read.members, read.problems)
    return validator.evaluate(_edition(), made)


def _compared(before: Report, after: Report, *, whole: bool = False) -> Report:
    recorded = json.loads(render(before, "ndjson", show_personal_data=whole).splitlines()[0])
    return compare(after, before_of(recorded), View("en").mask(after))


def _keys_in_another_order(value: Any, draw: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {key: _keys_in_another_order(value[key], draw) for key in keys}
    if isinstance(value, list):
        return [_keys_in_another_order(each, draw) for each in value]
    return value


@given(st.data(), st.booleans())
def test_a_finding_is_the_same_on_another_line_and_in_a_manifest_of_another_order(
    data: st.DataObject, whole: bool
) -> None:
    before = _report_of(MANIFEST)
    blank = data.draw(st.integers(0, 30))
    value = _keys_in_another_order(source.read(MANIFEST.encode(), "application.yaml"), data.draw)
    text = "\n" * blank + json.dumps(value, indent=data.draw(st.sampled_from([None, 1, 4])))
    after = _compared(before, _report_of(text), whole=whole)
    statuses = {
        (result.requirement.id, each.status) for result in after.results for each in result.findings
    }
    signature = ("signature.fits", "new")  # which covers the bytes
    assert len(statuses) > 1
    assert {status for _, status in statuses - {signature}} == {"unchanged"}
    assert after.gone == ()


@given(st.data())
def test_as_many_are_unchanged_and_gone_as_there_were(data: st.DataObject) -> None:
    def some() -> Report:
        value = deepcopy(source.read(MANIFEST.encode(), "application.yaml"))
        for key in data.draw(st.sets(st.sampled_from([*value, "extra"]))) - {"standard"}:
            if key in value:
                del value[key]
            else:
                value[key] = 1
        return _report_of(json.dumps(value))

    before, after = some(), some()
    marked = _compared(before, after)
    was = sum(len(each.findings) for each in before.results)
    findings = [each for result in marked.results for each in result.findings]
    statuses = Counter(each.status for each in findings)
    assert statuses["unchanged"] + len(marked.gone) == was
    assert statuses["unchanged"] + statuses["new"] == len(findings)
    keys = {(r.requirement.id, f.message.key) for r in before.results for f in r.findings}
    for result in marked.results:
        for each in result.findings:
            if (result.requirement.id, each.message.key) not in keys:
                assert each.status == "new"
    assert [each.verdict for each in (marked, after)] == [after.verdict] * 2


@pytest.mark.parametrize(("name", "code"), [("one.txt", codes.OK), ("two.txt", codes.FAULTS)])
def test_a_problem_of_another_file_is_new(tmp_path: Path, name: str, code: int) -> None:
    bundle, old = tmp_path / "bundle", tmp_path / "old.json"
    copytree(ROOT / "samples" / "clinic-new", bundle)
    stray = bundle / "one.txt"
    stray.touch()
    call("check", bundle, "--format", "json", "-o", old, *HEAD)
    stray.rename(bundle / name)
    asked = ("--baseline", old, "--fail-on-new", "--fail-on", "warning")
    assert _told(bundle, *asked)[0] == code
