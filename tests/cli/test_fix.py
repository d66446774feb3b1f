"""`validator fix`: shows, and on request does, just what is certain."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command import call
from tests.project import SAMPLES

pytestmark = pytest.mark.usefixtures("law_of_then")


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    folder = tmp_path / "clinic"
    shutil.copytree(SAMPLES / "clinic-draft", folder)
    manifest = folder / "application.yaml"
    text = manifest.read_text("utf-8").replace('"190240000300"', "190240000300 # мы")
    manifest.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    return folder


def test_it_shows_and_changes_nothing_unless_asked(clinic: Path) -> None:
    manifest = clinic / "application.yaml"
    before = manifest.read_bytes()
    shown = call("fix", clinic, "--lang", "kk")
    assert (shown.returncode, manifest.read_bytes()) == (0, before)
    assert '\n-  bin: 190240000300 # мы\n+  bin: "190240000300" # мы\n' in shown.stdout
    assert "--write" in shown.stderr
    written = call("fix", clinic, "--write", "--lang", "kk")
    assert written.stdout == shown.stdout
    assert manifest.read_bytes() == before.replace(b"190240000300", b'"190240000300"')
    again = call("fix", clinic, "--write", "--lang", "ru")
    assert (again.returncode, again.stdout) == (0, "")
    assert "исправлять наверняка нечего" in again.stderr
    assert sorted(each.name for each in clinic.iterdir()) == ["application.yaml", "documents"]


def test_what_is_signed_is_not_touched(clinic: Path) -> None:
    manifest = clinic / "application.yaml"
    manifest.write_bytes(manifest.read_bytes() + b"signature: {file: application.p7s}\r\n")
    assert call("fix", clinic).returncode == 0  # there is none yet
    (clinic / "application.p7s").write_bytes(b"0")
    done = call("fix", clinic, "--write", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is signed" in done.stderr
    assert b": 190240000300" in manifest.read_bytes()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", "cannot be read"),
        ("standard: other", "other"),
        ("standard: medical-activity-licence\nsubmitted_at: '1999-01-01T00:00:00+05:00'", "1999"),
    ],
)
def test_what_is_no_application_is_told(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "application.yaml").write_text(text)
    done = call("fix", tmp_path, environment={"LANG": "C"})
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


def test_a_file_is_no_folder(clinic: Path) -> None:
    assert call("fix", clinic / "application.yaml").returncode == 2
    assert call("fix", clinic.parent).returncode == 2


def test_what_somebody_changes_meanwhile_is_kept(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda _: b"theirs")
    done = call("fix", clinic, "--write", "--lang", "en")
    assert done.returncode == 2
    assert "changed meanwhile" in done.stderr
