"""An application that is begun: from options and tables, and never over one that is there."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from tests.command import call
from tests.project import SERVICES
from validator import source

pytestmark = pytest.mark.usefixtures("law_of_then")

FIRM = ("--service", "issue", "--set", "applicant.type=Заңды тұлға", "--set", "subject=licence")
TABLE = """\
Сотрудники;;;;
ФИО;ИИН;Год окончания;Телефон;Подвиды
Пример Үлгі;840317400004;2012;8701;outpatient.therapy
Ұлан Пример;930428400007;давно;;outpatient.therapy
"""


def _manifest(folder: Path) -> Any:
    return source.read((folder / "application.yaml").read_bytes(), "application.yaml")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_clinic_begins_with_its_table(tmp_path: Path, encoding: str) -> None:
    table, folder = tmp_path / "staff.csv", tmp_path / "new" / "clinic"
    table.write_text(TABLE, encoding)
    done = call("init", folder, *FIRM, "--rows", f"staff={table}", "--lang", "ru")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    manifest = _manifest(folder)
    assert [each["id"] for each in manifest["staff"]] == ["staff-1", "staff-2"]
    assert manifest["staff"][1]["studies_finished"] == "давно"
    assert "«Телефон», в заявлении нет" in done.stderr
    assert "Строка 4, «Год окончания учёбы специалиста»" in done.stderr
    assert "Маманның" not in (folder / "application.yaml").read_text("utf-8")
    diplomas = [each for each in manifest["documents"] if each["kind"] == "diploma"]
    assert diplomas == [
        {"kind": "diploma", "file": "documents/diploma-staff-1.pdf", "concerns": "staff-1"}
    ]
    checked = call("check", folder, "--lang", "ru")
    assert checked.returncode == 1
    assert "ЧЕРНОВИК" in checked.stdout
    assert "Заполните поле address" in checked.stdout


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    for name in ("application.yaml", "APPLICATION.JSON", "application.yml"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / name).write_text("mine")
        done = call("init", folder, *FIRM)
        assert done.returncode == 2
        assert (folder / name).read_text() == "mine"
        assert len(list(folder.iterdir())) == 1
    assert call("init", tmp_path / "application.yml" / "application.yml", *FIRM).returncode == 2


def test_papers_that_are_there_already_stay(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "form-3.pdf").write_bytes(b"%PDF")
    assert call("init", tmp_path, *FIRM).returncode == 0
    assert (tmp_path / "documents" / "form-3.pdf").read_bytes() == b"%PDF"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "--service (issue"),
        (("--service", "x"), "say the service"),
        ((*FIRM, "--rows", "staff"), "premises, staff, changes"),
        ((*FIRM, "--rows", "documents=x.csv"), "premises, staff, changes"),
        ((*FIRM, "--rows", "applicant=x.csv"), "premises, staff, changes"),
        ((*FIRM, "--rows", "staff=gone.csv"), "gone.csv"),
        ((*FIRM, "--rows", "staff=."), "."),
        ((*FIRM, "--rows", "staff=empty.csv"), "no row of titles"),
        ((*FIRM, "--set", "staff.0.name=x", "--rows", "staff=staff.csv"), "given twice"),
        ((*FIRM, "--rows", "staff=huge.csv"), "larger than"),
    ],
)
def test_wrong_calls(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    (tmp_path / "staff.csv").write_text(TABLE, "utf-8")
    (tmp_path / "empty.csv").write_text("")
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(5 << 20)
    done = call("init", "new", *options, cwd=tmp_path, environment={"LANG": "C"})
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_table_that_makes_too_long_a_manifest_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "staff.csv"
    table.write_text("name;position\n" + f"{'a' * 30000};{'b' * 30000}\n" * 20)
    done = call("init", tmp_path / "new", *FIRM, "--rows", f"staff={table}")
    assert done.returncode == 2
    assert not (tmp_path / "new").exists()


def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("validator.cli.init.keep", full)
    done = call("init", tmp_path, *FIRM)
    assert done.returncode == 2
    assert "application.yaml" in done.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "documents"]


def test_another_service_begins_as_well(tmp_path: Path) -> None:
    (tmp_path / "hives.csv").write_text("id,Число рамок\nh1,24\nh2,8\n", "utf-8")
    options = (
        "--specs",
        SERVICES / "specs",
        "--service",
        "extend",
        "--rows",
        "site.hives=hives.csv",
    )
    done = call("init", "new", *options, "--as-of", "2025-05-05", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    manifest = _manifest(tmp_path / "new")
    assert manifest["site"]["hives"][0]["frames"] == 24
    assert [each["concerns"] for each in manifest["documents"]] == ["h1"]
