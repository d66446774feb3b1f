"""Signed applications from end to end: a folder, a zip, a record beside, one changed byte."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from base64 import encodebytes
from pathlib import Path
from typing import Any, Final

import pytest

from tests.bundle.made import Part, made
from tests.command import call
from tests.project import COMMAND, SAMPLES
from tests.sign_samples import TRUST
from tests.then import THEN
from validator.bundle import read_bundle

SAMPLE: Final = SAMPLES / "clinic-confirmed"
OURS: Final = ("--specs", THEN, "--trust", TRUST)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A signed application with its record in a file of its own."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "clinic"))


def zipped(folder: Path) -> Path:
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    parts = [Part(each.relative_to(folder).as_posix(), each.read_bytes()) for each in files]
    path = folder.with_suffix(".zip")
    path.write_bytes(made(parts))
    return path


def checked(path: Path, *options: str | Path) -> tuple[int, dict[str, Any]]:
    """Exit code, and what became of the signature."""
    done = call("check", path, "--format", "json", *options)
    (report,) = json.loads(done.stdout)["reports"]
    results = {each["requirement"]: each for each in report["results"]}
    return done.returncode, results["signature.fits"]


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("sort", ["folder", "zip"])
def test_it_fits_in_a_folder_and_in_a_zip(bundle: Path, sort: str) -> None:
    path = zipped(bundle) if sort == "zip" else bundle

    code, fits = checked(path, *OURS)

    # A person's word for what is now decided alike is idle, which is a warning.
    assert (code, fits["outcome"], fits["findings"]) == (0, "passed", [])
    assert "GOST 34.10-2015 (512)" in fits["basis"]
    assert "nobody has certified" in fits["basis"]
    assert "reason" not in fits


@pytest.mark.parametrize("sort", ["folder", "zip"])
def test_one_byte_of_the_manifest_is_too_many(bundle: Path, sort: str) -> None:
    with (bundle / "application.yaml").open("ab") as file:
        file.write(b"\n")
    path = zipped(bundle) if sort == "zip" else bundle

    code, fits = checked(path, *OURS)

    assert (code, fits["outcome"], fits["citation"]) == (1, "failed", "list.10.2")
    (finding,) = fits["findings"]
    assert finding["message"] == "signature_other_content"
    assert finding["location"]["pointer"] == "/signature/file"
    assert finding["location"]["file"] == "application.yaml"
    assert finding["location"]["line"] == 40
    assert fits["consequence"] == "incomplete_package"


def test_the_record_beside_may_change(bundle: Path) -> None:
    spoil(bundle / "record.yaml", "2026-02-13T11:00", "2026-02-12T11:00")

    assert checked(bundle, *OURS)[1]["outcome"] == "passed"
    (bundle / "record.yaml").unlink()
    assert checked(bundle, *OURS)[1]["outcome"] == "passed"


def test_in_other_forms_of_the_same_signature(bundle: Path) -> None:
    file = bundle / "application.p7s"
    der = file.read_bytes()
    lines = encodebytes(der)
    for data in (lines, b"-----BEGIN PKCS7-----\r\n" + lines + b"-----END PKCS7-----\r\n"):
        file.write_bytes(data)
        assert checked(bundle, *OURS)[1]["outcome"] == "passed"
    file.write_bytes(der[:-1])
    assert [each["message"] for each in checked(bundle, *OURS)[1]["findings"]] == [
        "signature_not_cms"
    ]


def test_somebody_elses_signature(bundle: Path) -> None:
    shutil.copy(SAMPLES / "clinic-new" / "application.p7s", bundle)

    _, fits = checked(bundle, *OURS)

    assert [each["message"] for each in fits["findings"]] == [
        "signature_other_content",
        "signature_of_another",
    ]


def test_the_number_is_masked_whoever_signed(bundle: Path) -> None:
    """The certificate's number is in no report, the applicant's own as ever."""
    shutil.copy(SAMPLES / "clinic-new" / "application.p7s", bundle)

    for form in ("text", "json", "ndjson"):
        said = call("check", bundle, "--format", form, *OURS, "--lang", "en").stdout
        assert "840317400004" not in said
        assert "150340000109" not in said


def test_without_the_authority_a_person_tells(bundle: Path) -> None:
    spoil(bundle / "record.yaml", "requirement: signature.fits", "requirement: documents.digests")
    code, fits = checked(bundle, "--specs", THEN)

    assert fits["outcome"] == "manual"
    assert "AUTHORITY OF THE SAMPLES" in fits["reason"]
    assert "The portal" in fits["reason"]
    assert "basis" not in fits
    assert code == 1  # of the confirmation that nobody asks for


def test_a_wrong_folder_of_certificates(bundle: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    broken = Path(shutil.copytree(TRUST, tmp_path / "broken"))
    spoil(broken / "index.yaml", "sha256: ef", "sha256: fe")
    gone = tmp_path / "gone"

    for folder, code, said in ((gone, 2, "gone"), (empty, 2, "index.yaml"), (broken, 3, "digest")):
        done = call("check", bundle, "--specs", THEN, "--trust", folder, "--lang", "en")
        assert (done.returncode, done.stdout) == (code, "")
        assert said in done.stderr


def test_the_installed_command_as_well(bundle: Path) -> None:
    done = subprocess.run(
        [COMMAND, "check", bundle, *OURS, "--lang", "kk"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "Осы бағдарлама тексерген" in done.stdout


def test_a_signed_bundle_can_be_pickled(bundle: Path) -> None:
    read = read_bundle(bundle)

    assert read.members["application.p7s"].content
    assert pickle.loads(pickle.dumps(read)) == read  # noqa: S301  # made here


def test_nothing_of_it_is_loaded_where_nothing_is_signed() -> None:
    code = (
        "import sys, validator\n"
        f"validator.check({str(SAMPLES / 'clinic-paper')!r}, documents='head')\n"
        "print({'asn1crypto', 'cryptography'} & sys.modules.keys())"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"
