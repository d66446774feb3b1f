"""The single file: what it does before the command is run. Making one takes minutes."""

from __future__ import annotations

import runpy
import subprocess
import sys
import tomllib
from typing import Final

from tests.project import ROOT

SCRIPT: Final = runpy.run_path(str(ROOT / ".ci" / "single-file"))


def _run(version: str | None, *args: str) -> subprocess.CompletedProcess[str]:
    code = SCRIPT["preamble"](version) + "\nprint(sys.argv[1:])"
    return subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, encoding="utf-8", check=False
    )


def test_without_a_command_it_serves() -> None:
    assert _run(None).stdout == "['serve']\n"
    assert _run(None, "check", "x").stdout == "['check', 'x']\n"


def test_another_python_is_told_in_three_languages() -> None:
    done = _run("2.7")
    assert (done.stdout, done.returncode) == ("", 1)
    assert len(done.stderr.splitlines()) == 3
    assert all("2.7" in each for each in done.stderr.splitlines())


def test_its_extras_are_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(SCRIPT["EXTRAS"].split(",")) <= set(project["optional-dependencies"])
