"""A folder and the zip that is made of it are one application."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

import validator
from tests.command import call
from tests.project import SAMPLES
from validator.bundle import read_bundle
from validator.bundle.entries import Limits, Refused
from validator.bundle.packing import pack

FOLDERS = sorted({each.parent for each in SAMPLES.glob("*/application.[jy]*")})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda each: each.name)
def test_a_zip_is_judged_as_its_folder(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "made.zip"
    if folder.name == "doctor-unreadable":
        done = call("pack", folder, "-o", target)
        assert (done.returncode, target.exists()) == (2, False)
        return
    assert call("pack", folder, "-o", target).returncode == 0
    first = target.read_bytes()
    bundles = [read_bundle(each, "same") for each in (folder, target)]
    reports = [validator.check(each, documents="head").verdicts for each in (folder, target)]
    assert reports[0] == reports[1]
    assert bundles[0].manifest_bytes == bundles[1].manifest_bytes
    named = [{n: m for n, m in each.members.items() if m.named} for each in bundles]
    assert {n: (m.size, m.head) for n, m in named[0].items()} == {
        n: (m.size, m.head) for n, m in named[1].items()
    }
    for each in folder.rglob("*"):
        os.utime(each)
    assert call("pack", folder, "-o", target, "--force").returncode == 0
    assert target.read_bytes() == first
    assert {each.date_time for each in zipfile.ZipFile(target).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    shutil.copytree(SAMPLES / "clinic-draft", tmp_path / "clinic")
    return tmp_path / "clinic"


def test_what_is_not_named_is_left_out_and_told(clinic: Path) -> None:
    (clinic / "notes.txt").write_text("mine")
    done = call("pack", "clinic", "--lang", "en", cwd=clinic.parent)
    assert done.returncode == 0
    assert "does not name it: notes.txt" in done.stderr
    assert "notes.txt" not in zipfile.ZipFile(clinic.parent / "clinic.zip").namelist()
    assert call("pack", ".", cwd=clinic).returncode == 2  # the same archive, which is there


def test_names_of_files_keep_their_letters(clinic: Path) -> None:
    name = "documents/Өтініш №3.pdf"
    (clinic / "documents" / "form-3.pdf").rename(clinic / name)
    manifest = clinic / "application.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("documents/form-3.pdf", name), "utf-8")
    assert call("pack", clinic).returncode == 0
    assert name in read_bundle(clinic.with_suffix(".zip")).members


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few people make links")
def test_what_lies_behind_a_link_is_not_packed(clinic: Path) -> None:
    paper = clinic / "documents" / "form-3.pdf"
    paper.rename(clinic.parent / "form-3.pdf")
    paper.symlink_to(clinic.parent / "form-3.pdf")
    done = call("pack", clinic, "--lang", "en")
    assert done.returncode == 2
    assert "documents/form-3.pdf is a link" in done.stderr
    assert not clinic.with_suffix(".zip").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("clinic", "-o", "made.tar"), ".zip"),
        (("clinic", "-o", "clinic/made.zip"), "outside"),
        (("clinic", "-o", "nowhere/made.zip"), "nowhere/made.zip"),
        (("clinic", "-o", "there.zip"), "--force"),
        (("there.zip",), "there.zip"),
        (("gone",), "gone"),
        (("empty",), "empty"),
    ],
)
def test_wrong_calls(clinic: Path, options: tuple[str, ...], words: str) -> None:
    (clinic.parent / "there.zip").write_bytes(b"mine")
    (clinic.parent / "empty").mkdir()
    done = call("pack", *options, cwd=clinic.parent, environment={"LANG": "C"})
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert (clinic.parent / "there.zip").read_bytes() == b"mine"
    assert {each.name for each in clinic.parent.iterdir()} == {"clinic", "empty", "there.zip"}


@pytest.mark.parametrize(
    "limits", [Limits(max_members=3), Limits(max_member_bytes=10), Limits(max_total_bytes=100)]
)
def test_limits_are_those_of_a_check(clinic: Path, limits: Limits) -> None:
    with (clinic.parent / "made.zip").open("w+b") as file, pytest.raises(Refused):
        pack(str(clinic), file, limits)
