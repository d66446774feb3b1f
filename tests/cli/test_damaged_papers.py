"""Fault 14: what begins as a paper and cannot be opened is not there, by the command as called."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.command import call
from tests.inspect import made
from tests.project import ROOT
from tests.sign_samples import signed_anew

pytestmark = pytest.mark.usefixtures("law_of_then")

FORM, DIPLOMA = "information-form.pdf", "diploma-s1.jpg"
ASKED_BY = {FORM: "documents.information_form", DIPLOMA: "documents.diploma"}
IMAGE = made.image("JPEG", (400, 300))

CUT, LOCKED, NO_PAGE = "paper_cut_short", "paper_encrypted", "paper_no_page"
DAMAGED = [
    *[(FORM, b"%PDF-1.4\n", CUT), (FORM, made.GOOD[: len(made.GOOD) // 2], CUT)],
    *[(FORM, made.GOOD[:-6], CUT), (FORM, b"%PDF-1.7\n%%EOF\n", "paper_broken")],
    (FORM, made.encrypted(user="secret", owner="secret"), LOCKED),
    (FORM, made.pdf([made.CATALOGUE, b"<< /Type /Pages /Kids [] /Count 0 >>"]), NO_PAGE),
    *[(DIPLOMA, IMAGE[:200], CUT), (DIPLOMA, IMAGE[: len(IMAGE) // 2], CUT)],
]
SOUND = [
    *[(FORM, made.GOOD), (FORM, b"\r\n" + made.GOOD)],
    *[(FORM, made.encrypted(user="", owner="secret")), (DIPLOMA, IMAGE)],
]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "samples" / "clinic-new", tmp_path / "bundle"))


def _checked(bundle: Path, *options: str) -> tuple[int, dict[str, Any], dict[str, Any]]:
    """The exit code, the report, and its results by requirement."""
    done = call("check", bundle, "--format", "json", *options)
    (report,) = json.loads(done.stdout)["reports"]
    return done.returncode, report, {each["requirement"]: each for each in report["results"]}


@pytest.mark.parametrize(("name", "data", "message"), DAMAGED)
def test_14_a_paper_that_cannot_be_opened_is_not_there(
    bundle: Path, name: str, data: bytes, message: str
) -> None:
    (bundle / "documents" / name).write_bytes(data)

    code, report, results = _checked(bundle)

    asked = results[ASKED_BY[name]]
    assert (code, report["verdict"]) == (1, "non_compliant")
    assert report["verdicts"] == {"applicant": "non_compliant", "provider": "compliant"}
    assert (asked["outcome"], asked["consequence"]) == ("failed", "incomplete_package")
    assert [each["message"] for each in asked["findings"]] == [message]
    grounds = {each["ground"]: each["state"] for each in report["refusal_grounds"]}
    assert "applies" not in grounds.values()
    text = call("check", bundle, "--lang", "ru").stdout
    assert f"documents/{name}" in text


@pytest.mark.parametrize(("name", "data"), SOUND)
def test_14_a_paper_that_readers_open_is_there(bundle: Path, name: str, data: bytes) -> None:
    (bundle / "documents" / name).write_bytes(data)

    code, report, results = _checked(bundle)

    assert (code, report["verdict"]) == (0, "compliant")
    assert results[ASKED_BY[name]]["outcome"] == "passed"


@pytest.mark.parametrize(("name", "data"), [each[:2] for each in DAMAGED])
def test_14_where_papers_are_not_opened_a_person_tells(
    bundle: Path, name: str, data: bytes
) -> None:
    (bundle / "documents" / name).write_bytes(data)

    code, _, results = _checked(bundle, "--documents", "head")

    assert code == 0
    assert results["documents.files"]["outcome"] == "manual"


def test_14_one_in_order_beside_it_will_do(bundle: Path) -> None:
    manifest = bundle / "application.yaml"
    text = manifest.read_text(encoding="utf-8")
    extra = "documents:\n  - {kind: information_form, file: documents/earlier.pdf}\n"
    manifest.write_text(text.replace("documents:\n", extra, 1), encoding="utf-8")
    signed_anew(bundle)
    (bundle / "documents" / "earlier.pdf").write_bytes(b"%PDF-1.4\n")

    code, report, results = _checked(bundle)

    assert (code, report["verdict"]) == (0, "compliant")
    assert results[ASKED_BY[FORM]]["outcome"] == "passed"
    warned = results["documents.files"]
    assert (warned["outcome"], warned["severity"]) == ("failed", "warning")
    assert [each["message"] for each in warned["findings"]] == [CUT]
