"""The pages under docs/ and the README: what they say works, and what is written is up to date."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from shutil import copytree, rmtree
from typing import Final
from unittest.mock import patch

import click
import pytest

import validator
from tests.command import call
from tests.project import ROOT
from tests.then import THEN
from validator.cli.commands import cli
from validator.editor.new_edition import new_edition
from validator.model import CYRILLIC

DOCS: Final = ROOT / "docs"
PAGES: Final = runpy.run_path(str(DOCS / "write.py"))["PAGES"]
BY_HAND: Final = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "README.md", *DOCS.glob("*.md"))
    if path.name not in PAGES
)

_BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ENDS: Final = re.compile(r"# ends with (\d+)$")
_LINK: Final = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")
_HOME: Final = re.compile(r"`(validator(?:\.\w+)+)`")
_PLAIN: Final = re.compile(
    r"(?:\.venv/bin/)?validator"
    r" ((?!serve)[a-z]+ [^|<>$;&*`]+)"
)
"""What needs neither a shell nor a process of its own."""
_FIRST: Final = 1
"""What the README says that its first command ends with."""


def blocks(page: str) -> list[tuple[str, str]]:
    """Language and content of everything that stands between fences."""
    return _BLOCK.findall((ROOT / page).read_text("utf-8"))


@pytest.mark.parametrize("name", PAGES)
def test_what_is_written_by_the_script_is_up_to_date(name: str) -> None:
    written = (DOCS / name).read_text("utf-8")
    assert written == PAGES[name](), "run python docs/write.py"


@pytest.mark.parametrize("page", [*BY_HAND, *(f"docs/{name}" for name in PAGES)])
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for path, heading in _LINK.findall(text):
        target = ((ROOT / page).parent / path) if path else ROOT / page
        assert target.exists(), path
        if heading:
            said = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            assert heading in {each.lower().replace(" ", "-") for each in said}


def test_every_page_is_listed() -> None:
    listed = {path for path, _ in _LINK.findall((DOCS / "README.md").read_text("utf-8"))}
    assert {path.name for path in DOCS.glob("*.md")} - {"README.md"} <= listed


@pytest.mark.parametrize("page", BY_HAND)
def test_what_is_named_lives_where_a_page_says(page: str) -> None:
    for name in _HOME.findall((ROOT / page).read_text("utf-8")):
        assert lives(name), name


def lives(name: str) -> bool:
    above, _, last = name.rpartition(".")
    try:
        return hasattr(import_module(above), last) or bool(import_module(name))
    except ModuleNotFoundError:
        return False


# ------------------------------------------------------------------- what the pages tell to do


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project that commands may change, with the command where the README has it."""
    for folder in ("specs", "samples", "docs"):
        copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "validator").symlink_to(ROOT / "validator")
    command = tmp_path / ".venv" / "bin" / "validator"
    command.parent.mkdir(parents=True)
    call = f'exec env PYTHONPATH="{tmp_path}" "{sys.executable}" -m validator "$@"'
    command.write_text(f"#!/bin/sh\n{call}\n", "utf-8")
    command.chmod(0o755)
    return tmp_path


def lines(block: str) -> Iterator[tuple[str, int]]:
    """The commands of a block, and the exit code that each is said to have."""
    for line in block.splitlines():
        if "pytest" in line:
            continue  # it is running already
        *_, command = line.split(" && ")  # what comes before sets up what is there
        ends = _ENDS.search(line)
        code = _FIRST if command != line else int(ends[1]) if ends else 0
        # Every change in turn takes minutes; one is enough to see the command work.
        yield command.replace("--mutate", "--mutate --sample 1"), code


def run(project: Path, language: str, block: str) -> str:
    """What the commands or the Python of a block print; each has to end as it says."""
    environment = os.environ | {
        "PATH": f"{project / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(project),
        "LC_ALL": "C.UTF-8",
    }
    calls: list[tuple[list[str], int]] = []
    if language == "python":
        calls = [([sys.executable, "-c", block], 0)]
    elif language == "sh":
        calls = [(["bash", "-c", line], code) for line, code in lines(block)]
    printed = []
    for words, code in calls:
        if words[0] == "bash" and (plain := _PLAIN.fullmatch(words[-1].partition(" #")[0])):
            # The specs of the copy are changed by what is told to editors alone.
            specs = (project if plain[1].startswith("spec ") else ROOT) / "specs"
            with patch.object(validator, "default_specs", lambda specs=specs: specs):
                done = call(*shlex.split(plain[1]), cwd=project, environment=environment)
        else:
            done = subprocess.run(
                words,
                cwd=project,
                env=environment,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
        assert done.returncode == code, (words, done.stdout, done.stderr)
        printed.append(done.stdout)
    return "".join(printed)


WINDOWS: Final = [
    (page, line)
    for page in BY_HAND
    for kind, block in blocks(page)
    if kind == "powershell"
    for line in block.splitlines()
]
_OWN: Final = ".venv\\Scripts\\validator "
_FORMS: Final = (
    r"py -m venv \.venv",
    r"\.venv\\Scripts\\python -m pip install -q -c constraints\.txt -e \"\.\[[a-z,]+\]\"",
    r"\$env:VALIDATOR_LANG = \"(kk|ru)\"",
    r"Copy-Item -Recurse (samples\\[\w-]+) my-application",
)
"""What a page tells to type in PowerShell beside the command itself."""


def test_there_are_commands_for_windows_in_two_languages() -> None:
    assert {page for page, _ in WINDOWS} == {f"docs/quick-start-{lang}.md" for lang in CYRILLIC}


@pytest.mark.parametrize(("page", "line"), WINDOWS)
def test_a_command_for_windows_is_of_a_right_shape(page: str, line: str) -> None:
    """It cannot be run here: its command, options and samples have to be there."""
    if not line.startswith(_OWN):
        assert any(re.fullmatch(form, line) for form in _FORMS), (page, line)
        return
    words = line.removeprefix(_OWN).replace("\\", "/").split()
    if words == ["--help"]:
        return
    context = click.Context(cli)
    command = cli.get_command(context, words[0])
    assert command is not None, (page, line)
    paths = [each for each in words[1:] if each.startswith("samples/")]
    assert all((ROOT / each).exists() for each in paths), (page, line)
    known = [each if each not in paths else str(ROOT / each) for each in words[1:]]
    command.make_context(words[0], known, resilient_parsing=False)


GUIDE: Final = "docs/how-to-change-the-law.md"
TRANSLATED: Final = {f"docs/how-to-change-the-law-{lang}.md": lang for lang in CYRILLIC}
"""The guide for editors in other languages, whose commands are those of the English one."""


@pytest.mark.parametrize("page", TRANSLATED)
def test_a_guide_in_another_language_has_the_same_commands(page: str) -> None:
    """They are run as the English guide has them, and what they show in this language is made."""
    told = [block for kind, block in blocks(page) if kind == "sh"]
    lang = TRANSLATED[page]
    assert [each.replace(f"--lang {lang}", "--lang en") for each in told] == [
        block for kind, block in blocks(GUIDE) if kind == "sh"
    ]
    headings = [
        re.findall(r"^#+ ", (ROOT / each).read_text("utf-8"), re.M) for each in (page, GUIDE)
    ]
    assert headings[0] == headings[1]


@pytest.mark.parametrize("page", TRANSLATED)
def test_a_guide_in_another_language_shows_what_is_printed(page: str, tmp_path: Path) -> None:
    specs = tmp_path / "specs"
    copytree(THEN, specs)
    lang = TRANSLATED[page]
    (standard,), (old, new) = _guided(r"new-edition (\S+)"), _guided(r"diff (\S+) (\S+)")
    new_edition(specs, standard, old, new, date(2027, 3, 1))
    file = specs / standard / new / "standard.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("at_least: 24h", "at_least: 48h"), "utf-8")
    args = ("spec", "diff", old, new, "--specs", specs, "--bundles", "samples/clinic-annex")
    printed = call(*args, "--lang", lang).stdout
    (shown,) = [block for kind, block in blocks(page) if kind == "text"]
    at = 0
    for line in shown.splitlines():
        if line != "…":
            found = printed.find(f"{line}\n", at)
            assert found >= 0, line
            at = found + len(line)


def _guided(call_: str) -> tuple[str, ...]:
    """What the guide names in a call."""
    found = re.search(f"validator spec {call_}", (ROOT / GUIDE).read_text("utf-8"))
    assert found is not None
    return found.groups()


@pytest.mark.parametrize(
    "page",
    [
        page
        for page in BY_HAND
        if page not in TRANSLATED and any(kind != "text" for kind, _ in blocks(page))
    ],
)
def test_commands_do_what_a_page_says(project: Path, page: str) -> None:
    """The guide for editors changes the law of then, whatever has landed since."""
    if page == GUIDE:
        rmtree(project / "specs")
        copytree(THEN, project / "specs")
    printed = ""
    for language, block in blocks(page):
        if language != "text":
            printed = run(project, language, block) or printed
            continue
        at = 0
        for line in block.splitlines():
            if line.strip() not in {"", "…"}:
                found = printed.find(f"{line}\n", at)
                assert found >= 0, line
                at = found + len(line)
