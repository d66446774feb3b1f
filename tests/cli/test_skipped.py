"""Nothing is skipped in silence and nothing is overwritten (fault rows 24, 29 and 48)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.command import call
from tests.project import SERVICES
from validator.cli import codes
from validator.model import LANGUAGES

SPECS: Final = ("--specs", str(SERVICES / "specs"))
GRANT: Final = SERVICES / "bundles" / "grant-in-order"


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A folder with a bundle in order, and others that only look like one."""
    made = tmp_path / "box"
    shutil.copytree(GRANT, made / "good")
    (made / "upper").mkdir()
    (made / "upper" / "Application.yaml").touch()
    (made / "upper" / "paper.pdf").touch()
    (made / "a.rar").touch()
    (made / "dead").symlink_to("nowhere")
    return made


@pytest.mark.parametrize("lang", LANGUAGES)
def test_row_24_each_is_told_on_stderr_with_what_to_do(box: Path, lang: str) -> None:
    done = call("check", box, *SPECS, "--lang", lang)
    assert done.returncode == codes.UNDETERMINED
    lines = done.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        f"{box}/a.rar",
        f"{box}/dead",
        f"{box}/upper/Application.yaml",
    ]
    assert "application.yaml" in lines[2].replace(str(box), "")
    assert not any("looks_like" in line for line in lines)  # there are words


def test_row_24_programs_are_told_too(box: Path) -> None:
    done = call("check", box, *SPECS, "--format", "json")
    summary = json.loads(done.stdout)["summary"]
    assert (summary["bundles"], summary["compliant"], summary["undetermined"]) == (1, 1, 0)
    assert [each["path"] for each in summary["skipped"]] == [
        f"{box}/a.rar",
        f"{box}/dead",
        f"{box}/upper/Application.yaml",
    ]
    assert all(each["text"].startswith("Not checked: ") for each in summary["skipped"])
    last = call("check", box, *SPECS, "--format", "ndjson").stdout.splitlines()[-1]
    assert json.loads(last)["summary"] == summary


def test_row_24_people_are_told_where_the_report_ends(box: Path) -> None:
    out = call("check", box, *SPECS, "--lang", "en").stdout
    said = out[out.index("Applications: 1; compliant 1") :]
    for name in ("a.rar", "dead", "upper/Application.yaml"):
        assert f"{box}/{name}" in said.replace("\n    ", "")


def test_nothing_was_skipped_is_said_too() -> None:
    done = call("check", GRANT, *SPECS, "--format", "json")
    assert done.returncode == codes.OK
    assert json.loads(done.stdout)["summary"]["skipped"] == []


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        (["box/good"], codes.OK),
        (["box/good", "box/a.rar"], codes.UNDETERMINED),
        (["box/a.rar"], codes.UNDETERMINED),  # in the place of 4
        (["box/dead"], codes.UNDETERMINED),
        (["box/upper"], codes.UNDETERMINED),
        (["box/upper/Application.yaml"], codes.UNDETERMINED),
        (["empty"], codes.NOTHING),
        (["empty", "box/a.rar"], codes.NOTHING),  # 4 comes before 5
        (["box/a.rar", "broken.zip"], codes.FAULTS),  # and 1 before 5
    ],
)
def test_row_24_what_was_skipped_counts_as_undetermined(
    box: Path, paths: list[str], code: int
) -> None:
    (box.parent / "empty").mkdir()
    (box.parent / "broken.zip").touch()
    assert call("check", *paths, *SPECS, cwd=box.parent).returncode == code


def test_one_path_inside_another_is_told_once(box: Path) -> None:
    done = call("check", box, box / "a.rar", box / "upper", *SPECS, "--lang", "en")
    assert len(done.stderr.splitlines()) == 3


def test_a_manifest_stands_for_its_folder(box: Path) -> None:
    done = call("check", "good/application.yaml", "good", *SPECS, "--format", "json", cwd=box)
    assert done.returncode == codes.OK
    assert [each["bundle"]["name"] for each in json.loads(done.stdout)["reports"]] == ["good"]


def test_a_name_with_an_escape_sequence_is_inert_on_stderr(tmp_path: Path) -> None:
    (tmp_path / "\x1b[2J.rar").touch()
    done = call("check", tmp_path, *SPECS)
    assert "\x1b" not in done.stderr + done.stdout
    assert "\\x1b[2J.rar" in done.stderr


# ------------------------------------------------------------------------------------ -o


_PAPERS: Final = sorted(
    each.relative_to(GRANT).as_posix() for each in GRANT.rglob("*") if each.is_file()
)


def _refused(output: str, *paths: str | Path, cwd: Path) -> None:
    """The call is a wrong one, and no file is another one than before."""
    before = {each: each.read_bytes() for each in cwd.rglob("*") if each.is_file()}
    done = call("check", *paths, *SPECS, "-o", output, "--lang", "en", cwd=cwd)
    assert done.returncode == codes.USAGE
    assert "is a file of an application, which the report would replace" in done.stderr
    assert {each: each.read_bytes() for each in cwd.rglob("*") if each.is_file()} == before


@pytest.mark.parametrize("asked", ["{}", "json={}"])
@pytest.mark.parametrize("name", _PAPERS)
def test_row_29_no_file_of_an_application_is_replaced(box: Path, name: str, asked: str) -> None:
    """Be it the manifest, a document or the signature."""
    _refused(asked.format(f"good/{name}"), "good", cwd=box)


@pytest.mark.parametrize("paths", [["."], ["good"], ["good/application.yaml"], ["../box"]])
@pytest.mark.parametrize(
    "spelling", ["good/{}", "./good/{}", "upper/../good/{}", "linked/{}", "paper"]
)
def test_row_29_whatever_its_path_is_and_whoever_asks(
    box: Path, spelling: str, paths: list[str]
) -> None:
    name = next(each for each in _PAPERS if each.endswith(".pdf"))
    (box / "linked").symlink_to("good")
    (box / "paper").symlink_to(f"good/{name}")
    _refused(spelling.format(name), *paths, cwd=box)


@pytest.mark.parametrize("output", ["a.rar", "upper/Application.yaml", "upper/paper.pdf"])
def test_row_29_nor_is_what_looks_like_one(box: Path, output: str) -> None:
    _refused(output, ".", cwd=box)


def test_row_29_a_report_of_yesterday_is_replaced(box: Path) -> None:
    (box / "reports").mkdir()
    target = box / "reports" / "report.txt"
    target.write_text("old", encoding="utf-8")
    assert call("check", "good", *SPECS, "-o", target, cwd=box).returncode == codes.OK
    assert target.read_text(encoding="utf-8") != "old"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_row_48_an_ending_that_says_another_format_is_told(tmp_path: Path, lang: str) -> None:
    output = tmp_path / "report.html"
    done = call("check", GRANT, *SPECS, "-o", output, "--lang", lang)
    assert done.returncode == codes.OK
    first, second = done.stderr.splitlines()
    assert ".html" in first
    assert "text" in first
    assert str(output) in second


@pytest.mark.parametrize(("lang", "word"), [("ru", "Нет"), ("kk", "жоқ"), ("en", "No such")])
def test_row_48_a_wrong_call_is_told_in_its_language(lang: str, word: str) -> None:
    assert word in call("check", "--nothing", "--lang", lang).stderr
    assert word in call("check", "--nothing", environment={"LC_ALL": f"{lang}_KZ.UTF-8"}).stderr
