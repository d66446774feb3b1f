"""The `sarif-multitool` of SARIF's authors: a real reader of such files, and a strict one."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

from tests.project import ROOT


def command() -> Path | None:
    """Where the program is: in the environment, on the path or among the project's node modules."""
    named = os.environ.get("SARIF_MULTITOOL") or shutil.which("Sarif.Multitool")
    if named:
        return Path(named)
    own = ROOT.glob("node_modules/@microsoft/sarif-multitool-*/*")
    programs = ("Sarif.Multitool", "Sarif.Multitool.exe")
    found = next((each for each in own if each.name in programs), None)
    if found is not None and not os.access(found, os.X_OK):
        found.chmod(found.stat().st_mode | stat.S_IXUSR)  # npm leaves that to a script it refuses
    return found


def remarks(program: Path, file: Path) -> list[tuple[str, str, str]]:
    """What it has to say of a file: rule, level and which of the rule's messages.

    Its exit code is 0 whatever it finds.
    """
    out = file.with_suffix(".found")
    options = ("--rule-kind", "Sarif;Gh;Ghas", "--level", "Error;Warning;Note")
    kinds = ("--kind", "Fail;Open;Review;Informational")
    (run,) = _run(program, "validate", file, *options, *kinds, out=out)["runs"]
    rules = {each["id"]: each for each in run["tool"]["driver"]["rules"]}
    found = []
    for each in run["results"]:
        usual = rules[each["ruleId"]].get("defaultConfiguration", {}).get("level", "warning")
        found.append((each["ruleId"], each.get("level", usual), each["message"]["id"]))
    return found


def states(program: Path, before: Path, after: Path) -> list[str]:
    """How it sees each result of a file against an earlier one: `new`, `unchanged`, `absent`."""
    out = after.with_suffix(".matched")
    (run,) = _run(program, "match-results-forward", after, "-r", before, out=out)["runs"]
    return [each["baselineState"] for each in run["results"]]


def _run(program: Path, *args: str | Path, out: Path) -> dict[str, Any]:
    subprocess.run(
        [program, *args, "-o", out, "--log", "ForceOverwrite"], check=True, capture_output=True
    )
    read: dict[str, Any] = json.loads(out.read_text("utf-8-sig"))
    return read
