"""`--files`: the applications that changed files belong to."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.command import call
from tests.project import SAMPLES

pytestmark = pytest.mark.usefixtures("law_of_then")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two applications, a zip, and files that belong to none."""
    for name in ("clinic-new", "clinic-several-faults"):
        shutil.copytree(SAMPLES / name, tmp_path / "applications" / name)
    shutil.copy(SAMPLES / "clinic-zipped.zip", tmp_path / "applications")
    (tmp_path / "README.md").write_text("-", encoding="utf-8")
    return tmp_path


def _checked(repository: Path, *files: str) -> tuple[int, list[str]]:
    done = call("check", "--files", "--format", "ndjson", *files, cwd=repository)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, [each["bundle"]["name"] for each in lines if "bundle" in each]


@pytest.mark.parametrize(
    "file",
    [
        "applications/clinic-new/application.yaml",
        "applications/clinic-new/documents/form-3.pdf",
        "applications/clinic-new/documents/deep/er/new.pdf",  # gone, or never there
        "./applications/clinic-new/record.yaml",
    ],
)
def test_a_file_leads_to_its_application(repository: Path, file: str) -> None:
    assert _checked(repository, file) == (0, ["applications/clinic-new"])


def test_an_application_is_checked_once(repository: Path) -> None:
    files = [f"applications/clinic-new/documents/{n}.pdf" for n in range(3)]
    files += ["applications/clinic-several-faults/application.yaml", "README.md"]
    expected = ["applications/clinic-new", "applications/clinic-several-faults"]
    assert _checked(repository, *files) == (1, expected)


def test_an_archive_is_one(repository: Path) -> None:
    code, names = _checked(repository, "applications/clinic-zipped.zip", "README.md")
    assert (code, names) == (0, ["applications/clinic-zipped.zip"])


@pytest.mark.parametrize("file", ["README.md", "applications/gone.pdf", "gone.zip", "a/b/c.yaml"])
def test_files_of_no_application_are_no_fault(repository: Path, file: str) -> None:
    done = call("check", "--files", file, cwd=repository)
    assert (done.returncode, done.stdout) == (0, "")
    assert "none of these files" in done.stderr or done.stderr


def test_what_looks_like_an_application_is_told(repository: Path) -> None:
    (repository / "applications" / "late.rar").write_bytes(b"Rar!")
    done = call("check", "--files", "applications/late.rar", cwd=repository)
    assert done.returncode == 5
    assert "late.rar" in done.stderr


def test_an_application_around_an_application_is_the_one(repository: Path) -> None:
    inner = repository / "applications" / "clinic-new" / "documents" / "inner"
    shutil.copytree(SAMPLES / "clinic-several-faults", inner)
    file = "applications/clinic-new/documents/inner/application.yaml"
    assert _checked(repository, file) == (0, ["applications/clinic-new"])


def test_a_repository_may_be_an_application(tmp_path: Path) -> None:
    here = Path(shutil.copytree(SAMPLES / "clinic-new", tmp_path / "here"))
    assert _checked(here, "documents/form-3.pdf") == (0, ["."])


def test_a_file_by_its_whole_path(repository: Path) -> None:
    file = str(repository / "applications" / "clinic-new" / "application.yaml")
    code, names = _checked(repository, file)
    assert (code, len(names)) == (0, 1)
