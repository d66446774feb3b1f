"""Evidence: what reports say of how they were made, and decisions that are made again from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from typing import Any, Final

import pytest

import validator
from tests.command import call
from tests.project import ROOT
from tests.then import THEN
from validator.cli import codes

SPECS: Final = ("--specs", THEN)
SOME: Final = (
    *("samples/clinic-new", "samples/clinic-several-faults", "samples/clinic-zipped.zip"),
    *("samples/clinic-draft", "samples/doctor-unreadable", "samples/clinic-undetermined"),
)

SAMPLES: Final = len(list(ROOT.glob("samples/*.expected.yaml")))


def _check(file: Path, *args: str | Path) -> list[dict[str, Any]]:
    """Write reports, and read them again."""
    call("check", *args, "--format", "ndjson", "-o", file, *SPECS)
    return [json.loads(each) for each in file.read_text("utf-8").splitlines()[:-1]]


def _write(file: Path, reports: list[Any]) -> None:
    words = ("compliant", "non_compliant", "undetermined", "unreadable")
    summary = {"bundles": len(reports), **dict.fromkeys(words, 0), "skipped": []}
    lines = [*map(json.dumps, reports), json.dumps({"summary": summary})]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _verify(*args: str | Path, specs: Path = THEN) -> tuple[int, list[dict[str, Any]], str]:
    done = call("verify", *args, "--format", "json", "--specs", specs)
    return done.returncode, json.loads(done.stdout)["reports"], done.stderr


# ------------------------------------------------------------------------------------ evidence


def test_a_report_says_of_what_and_how_it_was_made(tmp_path: Path) -> None:
    options = ("--digests", "--strict", "--today", "2026-11-22", "--documents", "head")
    (report,) = _check(tmp_path / "a.ndjson", "samples/clinic-new", *options)
    evidence = report["evidence"]
    asked = {"today": "2026-11-22", "strict": True, "documents": "head"}
    assert evidence["options"] == {**asked, "lang": "en", "masked": True}
    assert evidence["engine"]["version"] == validator.__version__
    assert set(evidence["engine"]["data"]) == {"holidays", "phonenumbers", "tzdata"}
    assert evidence["specs"].keys() >= {"calendars/kz.yaml", "parameters/mci.yaml", "trust"}
    for name, digest in evidence["specs"].items():
        if name != "trust":
            assert digest == sha256((THEN / name).read_bytes()).hexdigest()
    folder = ROOT / "samples" / "clinic-new"
    assert evidence["papers"]
    for each in evidence["papers"]:
        assert each["sha256"] == sha256((folder / each["file"]).read_bytes()).hexdigest()


def test_papers_are_told_where_that_is_asked_for_and_change_nothing_else(tmp_path: Path) -> None:
    for sample in SOME:
        (plain,) = _check(tmp_path / "a.ndjson", sample)
        (with_papers,) = _check(tmp_path / "b.ndjson", sample, "--digests")
        assert "papers" not in plain["evidence"]
        papers = with_papers["evidence"].pop("papers")
        assert bool(papers) is (sample != "samples/doctor-unreadable")
        assert with_papers == plain


def test_names_of_papers_are_masked(tmp_path: Path) -> None:
    bundle = copytree(ROOT / "samples" / "clinic-new", tmp_path / "bundle")
    manifest = bundle / "application.yaml"
    text = manifest.read_text("utf-8")
    paper = next(each for each in (bundle / "documents").iterdir())
    paper.rename(paper.with_name("77010001234.pdf"))
    manifest.write_text(text.replace(paper.name, "77010001234.pdf"), encoding="utf-8")
    for options, shown in (((), False), (("--show-personal-data",), True)):
        (report,) = _check(tmp_path / "a.ndjson", bundle, "--digests", *options)
        assert ("77010001234" in json.dumps(report["evidence"])) is shown
        assert _verify(tmp_path / "a.ndjson")[0] == codes.OK


# ------------------------------------------------------------------------------- the same again


@pytest.mark.parametrize(
    ("format_", "options"),
    [
        ("json", ()),
        ("ndjson", ("--digests",)),
        ("json", ("--strict", "--documents", "head")),
        ("ndjson", ("--today", "2027-01-01", "--as-of", "2026-01-20")),
        ("json", ("--edition", "2025-93", "--only", "list.8")),
        ("ndjson", ("--lang", "kk", "--show-personal-data")),
        ("json", ("--results", "failed")),
    ],
)
def test_what_has_not_changed_is_the_same_to_the_byte(
    options: tuple[str, ...], format_: str, tmp_path: Path
) -> None:
    file = tmp_path / "reports"
    call("check", *SOME, *options, "--format", format_, "-o", file, *SPECS)
    code, told, _ = _verify(file)  # by their names
    assert [each["state"] for each in told] == ["same"] * len(SOME)
    assert code == codes.OK


def test_bundles_may_be_named_and_those_without_a_report_are_told(tmp_path: Path) -> None:
    file = tmp_path / "reports"
    _check(file, *SOME)
    code, told, said = _verify(file, "samples")
    assert [each["state"] for each in told] == ["same"] * len(SOME)
    assert (code, said.count("samples/")) == (codes.UNDETERMINED, SAMPLES - len(SOME))
    assert _verify(file, *SOME)[0] == codes.OK


def test_a_draft_is_decided_again_on_the_day_that_the_clock_gave(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    reports = _check(file, "samples/clinic-draft", "--as-of", "2026-02-10")
    assert reports[0]["as_of"] == {"date": "2026-02-10", "source": "option"}
    reports[0]["as_of"]["source"] = "clock"
    del reports[0]["evidence"]["options"]["as_of"]
    _write(file, reports)
    assert _verify(file)[0] == codes.OK


def test_waivers_and_a_baseline_are_no_part_of_a_decision(tmp_path: Path) -> None:
    late, file = "samples/clinic-late-decision", tmp_path / "a.ndjson"
    waivers = tmp_path / "waivers.json"
    waiver = {"requirement": "deadline.issue", "bundle": late, "reason": "r", "approver": "a"}
    waivers.write_text(json.dumps({"waivers": [{**waiver, "expires": "2099-12-31"}]}))
    reports = _check(file, late)
    changed = json.loads(json.dumps(reports))
    for each in changed[0]["results"]:
        for one in each["findings"]:
            one["message"] = "another"
    _write(tmp_path / "old.ndjson", changed)
    (marked,) = _check(file, late, "--waivers", waivers, "--baseline", tmp_path / "old.ndjson")
    assert marked != reports[0]
    assert {"gone", *reports[0]} == set(marked)
    assert _verify(file)[0] == codes.OK


def test_a_bundle_that_has_moved_is_known_by_its_manifest(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    _check(file, "samples/clinic-new", "samples/clinic-undetermined")
    for name in ("clinic-new", "clinic-undetermined"):
        copytree(ROOT / "samples" / name, tmp_path / "moved" / name.upper())
    code, told, _ = _verify(file, tmp_path / "moved")
    assert code == codes.OK
    assert [each["bundle"] for each in told] == [
        "samples/clinic-new",
        "samples/clinic-undetermined",
    ]


# --------------------------------------------------------------------------------- what differs


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle to spoil once its report is written."""
    return Path(copytree(ROOT / "samples" / "clinic-new", tmp_path / "bundle"))


def _fee(bundle: Path) -> None:
    file = bundle / "application.yaml"
    text = file.read_text("utf-8")
    assert "amount: 43250" in text
    file.write_text(text.replace("amount: 43250", "amount: 40000"), encoding="utf-8")


def _paper(bundle: Path) -> None:
    paper = min((bundle / "documents").iterdir())
    paper.write_bytes(paper.read_bytes() + b"\n")


def _no_paper(bundle: Path) -> None:
    min((bundle / "documents").iterdir()).unlink()


def _record(bundle: Path) -> None:
    (bundle / "record.yaml").write_text("registers: {activity_banned: true}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "differences"),
    [
        (_fee, {"verify_digest", "verify_verdict", "verify_outcome"}),
        (_paper, {"verify_paper", "verify_same_decision"}),
        (_no_paper, {"verify_paper", "verify_verdict", "verify_outcome"}),
        (_record, {"verify_digest", "verify_verdict", "verify_outcome"}),
    ],
)
def test_what_has_changed_in_a_bundle_is_named(
    change: Callable[[Path], None], differences: set[str], bundle: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.ndjson"
    _check(file, bundle, "--digests")
    change(bundle)
    code, (told,), _ = _verify(file)
    assert (code, told["state"]) == (codes.FAULTS, "differs")
    assert differences <= {each["id"] for each in told["differences"]}


def test_a_requirement_with_another_outcome_is_named(bundle: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    _check(file, bundle, "--lang", "kk")
    _fee(bundle)
    _, (told,), _ = _verify(file, bundle)
    outcomes = [each["args"] for each in told["differences"] if each["id"] == "verify_outcome"]
    assert {"requirement": "fee.issue", "then": "passed", "now": "failed"} in outcomes
    for lang in validator.LANGUAGES:
        said = call("verify", file, "--lang", lang, *SPECS).stdout
        assert "fee.issue" in said


def test_specs_that_have_changed_are_named_by_their_file(tmp_path: Path) -> None:
    specs, file = Path(copytree(THEN, tmp_path / "specs")), tmp_path / "a.ndjson"
    _check(file, "samples/clinic-new")
    calendar = specs / "calendars" / "kz.yaml"
    calendar.write_text(calendar.read_text("utf-8") + "\n# as before\n", encoding="utf-8")
    code, (told,), _ = _verify(file, specs=specs)
    assert code == codes.FAULTS
    named = [(each["id"], each["args"]) for each in told["differences"]]
    spec = {"file": "calendars/kz.yaml", "what": "changed"}
    assert ("verify_spec", spec) in named
    assert "verify_verdict" not in dict(named)


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (lambda report: report["evidence"]["engine"].update(version="0.0.9"), "verify_version"),
        (lambda report: report["evidence"]["engine"]["data"].update(tzdata="1"), "verify_version"),
        (lambda report: report.update(verdict="undetermined"), "verify_verdict"),
        (lambda report: report["counts"].update(passed=0), "verify_part"),
        (lambda report: report["derived"]["trace"].pop(), "verify_part"),
        (lambda report: report["results"].pop(), "verify_outcome"),
        (lambda report: report["results"][0].update(citation="x"), "verify_words"),
        (lambda report: report["evidence"]["options"].update(edition="1999"), "edition_unknown"),
        (lambda report: report["bundle"].update(manifest_sha256="0" * 64), "verify_digest"),
    ],
)
def test_whatever_was_changed_in_a_report_is_seen(
    change: Callable[[dict[str, Any]], object], difference: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.ndjson"
    reports = _check(file, "samples/clinic-new")
    change(reports[0])
    _write(file, reports)
    code, (told,), _ = _verify(file)
    assert code == codes.FAULTS
    assert difference in {each["id"] for each in told["differences"]}


# ------------------------------------------------------------------------------ how it can end


def test_how_it_ends_where_it_cannot_be_verified(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    reports = _check(file, "samples/clinic-new", "samples/clinic-several-faults")
    code, told, _ = _verify(file, "samples/clinic-new")
    assert (code, told[1]["state"]) == (codes.UNDETERMINED, "not_verified")
    del reports[0]["evidence"]
    reports[1]["evidence"]["options"]["today"] = "2026-02-31"
    _write(file, reports)
    code, told, _ = _verify(file)
    assert (code, [each["state"] for each in told]) == (codes.UNDETERMINED, ["not_verified"] * 2)
    reports[1]["verdict"], reports[1]["evidence"]["options"]["today"] = "compliant", "9999-12-31"
    _write(file, reports)
    assert _verify(file)[0] == codes.FAULTS  # which outweighs the other
    _write(file, [])
    assert _verify(file)[0] == codes.NOTHING


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "/", "samples", "..", ""])
def test_a_name_that_leads_nowhere_is_no_bundle(name: str, tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    reports = _check(file, "samples/clinic-new")
    reports[0]["bundle"]["name"] = name
    _write(file, reports)
    code, (told,), _ = _verify(file)
    assert code in (codes.FAULTS, codes.UNDETERMINED)
    assert told["state"] != "same"


def test_what_is_no_report_or_no_bundle_is_a_wrong_call(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    assert call("verify", file, *SPECS).returncode == codes.USAGE
    file.write_text("{}\n", encoding="utf-8")
    done = call("verify", file, *SPECS)
    assert done.returncode == codes.USAGE
    assert done.stderr.startswith(f"{file}:1: ")
    _check(file, "samples/clinic-new")
    assert call("verify", file, tmp_path / "gone", *SPECS).returncode == codes.USAGE


def test_specs_that_are_unusable_are_told_as_such(tmp_path: Path) -> None:
    specs, file = Path(copytree(THEN, tmp_path / "specs")), tmp_path / "a.ndjson"
    _check(file, "samples/clinic-new")
    (specs / "calendars" / "kz.yaml").write_text("[", encoding="utf-8")
    assert call("verify", file, "--specs", specs).returncode == codes.SPECS


def test_the_library_gives_evidence_too(tmp_path: Path) -> None:
    report = validator.check("samples/clinic-new", specs=THEN)
    file = tmp_path / "a.json"
    file.write_text(validator.render(report, "json"), encoding="utf-8")
    assert _verify(file)[0] == codes.OK
