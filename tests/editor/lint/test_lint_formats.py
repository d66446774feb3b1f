"""The command, its formats and its wrong calls."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.absent import absent
from tests.command import call
from tests.editor.lint.made import (
    APPLICATION,
    CALENDAR,
    CASES,
    CLAUSES,
    RATE,
    SAMPLES,
    SECOND,
    STANDARD,
    edit,
    line_of,
    run,
    second_edition,
    small,
)
from validator.editor.lint import lint_github, lint_json
from validator.editor.lint.lint_text import marked
from validator.editor.lint.lints import LINTS, Found, Remark, remark
from validator.errors import Fault
from validator.model import LANGUAGES, Message, Severity
from validator.output.view import View
from validator.words.messages import say


def test_text_names_the_place_and_marks_it(specs: Path) -> None:
    edit(specs, STANDARD, "    working_days: 5", "    working_day: 5")
    done = small(specs, "--lang", "en")
    path = (specs / STANDARD).as_posix()
    line = line_of(specs, STANDARD, "working_day: 5")
    message = Message("spec_misspelt_key", {"key": "working_day", "closest": "working_days"})
    assert "did you mean" in say(message, "en").lower()
    assert (
        f"{path}:{line}:5 error unknown-key {say(message, 'en')}\n"
        "        working_day: 5\n"
        "        ^\n"
    ) in done.stdout
    assert done.stdout.endswith("files: 7\n")
    assert done.returncode == 1
    assert done.stderr == ""


def test_the_gravest_comes_first(specs: Path) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.44")
    edit(specs, CLAUSES, "en: The term is", "en: The  term is")
    edit(specs, RATE, "standing: law", "standing: press")
    lines = small(specs, "--lang", "en", "--notes").stdout.splitlines()
    levels = [line.split(" ")[1] for line in lines if line.startswith(specs.as_posix())]
    assert levels == ["error", "warning", "note"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_speaks_every_language(specs: Path, lang: str) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.3")
    done = small(specs, "--lang", lang)
    assert say(Message("lint_unused_clause", {"name": "list.4"}), lang) in done.stdout
    assert done.returncode == 0


def test_strict_makes_a_warning_count(specs: Path) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.3")
    assert small(specs).returncode == 0
    assert small(specs, "--strict").returncode == 1


def test_a_note_never_counts(specs: Path) -> None:
    edit(specs, RATE, "standing: law", "standing: press")
    assert small(specs, "--strict").returncode == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_row_49_notes_are_counted_and_listed_if_asked_for(specs: Path, lang: str) -> None:
    edit(specs, RATE, "standing: law", "standing: press")
    for format_ in ("text", "github"):
        assert RATE not in small(specs, "--lang", lang, "--format", format_).stdout
        assert RATE in small(specs, "--lang", lang, "--format", format_, "--notes").stdout
    edit(
        specs,
        APPLICATION,
        "    plan: {kk",
        "    sketch: {kk: Нобай, ru: Эскиз, en: Sketch}\n    plan: {kk",
    )
    edit(specs, RATE, "standing: law", "standing: press")
    kinds = ["note standing-not-law: 2", "note unused-document-kind: 1"]
    said = small(specs, "--lang", lang).stdout.splitlines()
    assert said[:2] == kinds
    assert "--notes" in said[2]
    assert len(said) == 4
    assert "--notes" not in small(specs, "--lang", lang, "--notes").stdout
    data = json.loads(small(specs, "--format", "json").stdout)
    assert [each["level"] for each in data["faults"]] == ["note"] * 3


def test_row_49_without_notes_none_are_offered(specs: Path) -> None:
    assert "--notes" not in small(specs, "--lang", "en").stdout


@pytest.mark.parametrize("format_", ["text", "github", "json"])
def test_row_52_a_name_with_an_escape_sequence_is_inert(specs: Path, format_: str) -> None:
    """A file of cases, and a case in it, that would clear a terminal."""
    cases = specs / CASES
    text = cases.read_text("utf-8").replace("name: ", 'name: "\\e[2J" # ', 1)
    (cases.parent / "\x1b[2J.yaml").write_text(text + "  - 1\n", "utf-8")
    done = small(specs, "--notes", "--format", format_)
    assert "\x1b" not in done.stdout + done.stderr
    assert "[2J.yaml" in done.stdout


def test_row_52_a_case_that_fails_names_its_file_inertly(specs: Path) -> None:
    cases = specs / CASES
    cases.rename(cases.parent / "\x1b[2J.yaml")
    edit(specs, STANDARD, "    working_days: 5", "    working_days: 4")
    done = call("spec", "test", "--specs", specs, "--samples", SAMPLES)
    assert "\x1b" not in done.stdout + done.stderr


def test_json_says_the_same(specs: Path) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.44")
    done = small(specs, "--format", "json")
    data = json.loads(done.stdout)
    assert data["schema"] == "lint/v1"
    assert data["summary"] == {"files": 7, "error": 1, "warning": 0, "note": 0}
    (fault,) = [each for each in data["faults"] if each["level"] == "error"]
    assert fault == {
        "lint": "unknown-clause",
        "level": "error",
        "file": (specs / STANDARD).as_posix(),
        "line": line_of(specs, STANDARD, "list.44"),
        "column": 15,
        "message": "spec_unknown_clause",
        "text": "There is no clause “list.44”",
    }
    assert done.returncode == 1


def test_github_shows_annotations(specs: Path) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.44")
    done = run("specs", "--samples", SAMPLES, "--format", "github", cwd=specs.parent)
    line = line_of(specs, STANDARD, "list.44")
    assert done.stdout == (
        f"::error file=specs/{STANDARD},line={line},col=15,title=unknown-clause"
        "::There is no clause “list.44”\n"
    )
    assert done.returncode == 1


def test_github_escapes_what_would_end_an_annotation() -> None:
    fault = Fault(Message("50%\n::x", {}), "a,b:c%.yaml", 1, 2)
    lint = replace(LINTS["stray-file"], level=Severity.NOTE)
    assert lint_github.one(Found([Remark(lint, fault)], {}, notes=True), View("en")).decode() == (
        "::notice file=a%2Cb%3Ac%25.yaml,line=1,col=2,title=stray-file::50%25%0A::x\n"
    )


def test_a_name_cannot_act_on_a_terminal_through_json() -> None:
    fault = Fault(Message("spec_missing", {}), "a\x1b\u202e\u2028\udcff.yaml", 1, 2)
    text = lint_json.one(Found([remark(fault)], {}), View("en")).decode()
    assert text.isascii()
    assert json.loads(text)["faults"][0]["file"] == fault.file


def test_a_path_shows_only_what_lies_there(specs: Path) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.44")
    edit(specs, RATE, "standing: law", "standing: press")
    for path, wanted in (
        (RATE, {"standing-not-law"}),
        ("parameters", {"standing-not-law"}),
        ("kiosk-permit/1", {"unknown-clause"}),
        (CLAUSES, set()),
        (CALENDAR, set()),
    ):
        done = run(specs / path, "--samples", SAMPLES, "--format", "json")
        assert {each["lint"] for each in json.loads(done.stdout)["faults"]} == wanted
        assert done.returncode == (1 if "unknown-clause" in wanted else 0)


def test_an_edition_shows_its_own_files_and_what_it_uses(specs: Path) -> None:
    second_edition(specs)
    for name in (STANDARD, SECOND):
        edit(specs, name, "citation: list.4", "citation: list.44")
    edit(specs, RATE, "standing: law", "standing: press")
    text = (specs / RATE).read_text("utf-8")
    (specs / RATE).with_name("other.yaml").write_text(
        text.replace("id: rate", "id: other"), "utf-8"
    )

    done = small(specs, "--edition", "2", "--format", "json")

    found = {(each["file"], each["lint"]) for each in json.loads(done.stdout)["faults"]}
    files = {file for file, _ in found}
    assert ((specs / SECOND).as_posix(), "unknown-clause") in found
    assert (specs / RATE).as_posix() in files
    assert (specs / STANDARD).as_posix() not in files
    assert (specs / "parameters/other.yaml").as_posix() not in files
    # Of one edition no less is told than of all.
    told = json.loads(small(specs, "--format", "json").stdout)["faults"]
    assert found == {(each["file"], each["lint"]) for each in told if each["file"] in files}
    lost = small(specs, "--edition", "3", "--lang", "en")
    assert lost.returncode == 2
    assert "there is 1, 2" in lost.stderr


def _git(folder: Path, *args: str) -> None:
    if shutil.which("git") is None:
        absent("git")
    named = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", folder, *named, *args], check=True, capture_output=True)


def test_what_was_there_at_the_last_commit_is_not_told_again(specs: Path) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.44")
    _git(specs.parent, "init", "-q")
    whole = small(specs, "--changed", "--format", "json")  # nothing is committed yet
    assert len(json.loads(whole.stdout)["faults"]) == 1
    _git(specs.parent, "add", ".")
    _git(specs.parent, "commit", "-qm", "Specs")
    # The old fault moves to another line, and a new one of the same kind joins it.
    edit(specs, STANDARD, "provider: []", "provider:\n  []")
    edit(specs, STANDARD, "citation: list.2", "citation: list.22")

    done = small(specs, "--changed", "--format", "json")

    found = json.loads(done.stdout)["faults"]
    assert [each["lint"] for each in found if each["level"] == "error"] == ["unknown-clause"]
    assert "list.22" in next(each["text"] for each in found if each["level"] == "error")
    assert done.returncode == 1
    said = small(specs, "--changed", "--lang", "en").stdout
    assert "there at the last commit: 1" in said
    _git(specs.parent, "commit", "-qam", "More")
    assert small(specs, "--changed", "--strict").returncode == 0


def test_without_a_repository_there_is_nothing_to_compare_with(
    specs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", specs.parent.as_posix())
    done = small(specs, "--changed", "--lang", "en")
    assert done.returncode == 2
    assert "no git repository" in done.stderr


def test_paths_inside_of_the_specs_may_be_relative(specs: Path) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.44")
    done = run("1/standard.yaml", "--samples", SAMPLES, cwd=specs / "kiosk-permit")
    assert done.stdout.startswith(f"{specs.as_posix()}/{STANDARD}:")


def test_no_spec_is_nothing_to_lint(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    for args in (["--specs", tmp_path / "specs"], [tmp_path]):
        done = run(*args)
        assert done.returncode == 4
        assert done.stdout == ""
        assert "no spec found" in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_file_that_is_no_spec_is_nothing_to_lint(specs: Path) -> None:
    (specs / "notes.txt").write_text("x", "utf-8")
    assert run(specs / "notes.txt", "--samples", SAMPLES).returncode == 4


def test_wrong_calls(specs: Path) -> None:
    assert run(specs, "--specs", specs).returncode == 2
    assert run(specs / "nowhere").returncode == 2
    assert run("--format", "xml").returncode == 2


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("a: b", 4, ["    a: b\n", "       ^\n"]),
        ("\ta: b", 5, ["    →a: b\n", "        ^\n"]),
        ("a:\xa0b", 3, ["    a:°b\n", "      ^\n"]),
        ("a: \x1b[2J", 1, ["    a: \\x1b[2J\n", "    ^\n"]),
        ("", 1, ["\n", "    ^\n"]),
        ("x" * 300, 200, [f"    …{'x' * 100}…\n", f"     {' ' * 50}^\n"]),
    ],
)
def test_the_place_in_a_line_is_marked(line: str, column: int, shown: list[str]) -> None:
    assert list(marked(line, column)) == shown
