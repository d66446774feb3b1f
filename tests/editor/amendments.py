"""What amendments take, as a table: `python -m tests.editor.amendments`.

Each is made in a copy of the law of then: how many lines of the law and of its stories it takes,
how many stories it breaks before and after what they start from is mended, and what the tools said.
Numbers after the command choose some of them.
"""

from __future__ import annotations

import difflib
import json
import re
import shutil
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.command import call
from tests.editor.amendment_texts import AMENDMENTS, NEW, OLD, STANDARD, Amendment
from tests.project import ROOT
from tests.then import THEN


def copied(folder: Path) -> Path:
    """The specs of one edition of then, and a new one that is its copy."""
    specs = folder / "specs"
    shutil.copytree(THEN, specs, ignore=shutil.ignore_patterns("2023-202-v"))
    words = ("spec", "new-edition", STANDARD, OLD, NEW, "--from", "2027-09-01", "--specs", specs)
    done = call(*words)
    assert done.returncode == 0, done.stderr
    return specs


@dataclass(frozen=True)
class Row:
    """What an amendment took: lines of the law and of stories, stories broken before and after."""

    law_lines: int
    story_lines: int
    broken: int
    left: int
    lint: str
    test: str
    diff: str


def tried(amendment: Amendment) -> Row:
    """Make an amendment and ask the tools."""
    with TemporaryDirectory() as folder:
        specs = copied(Path(folder))
        before = _texts(specs)
        amendment.amend(specs)
        amended = _texts(specs)
        broken, test = _tested(specs)
        amendment.mend(specs)
        mended = _texts(specs)
        left = _tested(specs)[0] if amendment.stories else broken
        law, stories = _lines(before, amended)
        more = _lines(amended, mended)
        return Row(
            law + more[0], stories + more[1], broken, left, _linted(specs), test, _differs(specs)
        )


def _texts(specs: Path) -> dict[str, list[str]]:
    return {
        path.relative_to(specs).as_posix(): path.read_text("utf-8").splitlines()
        for path in specs.rglob("*.yaml")
        if f"/{OLD}/" not in path.as_posix()
    }


def _lines(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> tuple[int, int]:
    """Lines that came or went: of the law, and of stories."""
    count = Counter[bool]()
    for name, lines in after.items():
        diff = difflib.unified_diff(before[name], lines, n=0, lineterm="")
        gone, came = 0, 0
        for line in list(diff)[2:]:
            gone, came = gone + line.startswith("-"), came + line.startswith("+")
        count["/cases/" in name] += max(gone, came)
    return count[False], count[True]


def _tested(specs: Path) -> tuple[int, str]:
    words = ("--edition", NEW, "--samples", ROOT / "samples", "--lang", "en")
    done = call("spec", "test", "--specs", specs, *words)
    assert done.returncode in (0, 1), done.stderr
    failed = int(re.findall(r"failed (\d+)", done.stdout)[-1])
    heads = [line for line in done.stdout.splitlines() if " – cases: " in line]
    return failed, "; ".join(re.sub(r"^\S+:\d+:\d+: ", "", each) for each in heads[:3])


def _linted(specs: Path) -> str:
    samples = ("--samples", ROOT / "samples", "--format", "json", "--edition", NEW)
    found = json.loads(call("spec", "lint", "--specs", specs, *samples).stdout)
    remarks = Counter(each["lint"] for each in found["faults"] if each["level"] != "note")
    return ", ".join(f"{name} {number}" for name, number in remarks.items()) or "–"


def _differs(specs: Path) -> str:
    done = call("spec", "diff", OLD, NEW, "--specs", specs, "--lang", "en")
    lines = done.stdout.splitlines()
    return "; ".join(line.strip(" –") for line in lines if line.startswith(("  – ", " !! ")))


def main(wanted: Sequence[str]) -> None:
    """Print the table."""
    for number, amendment in enumerate(AMENDMENTS, 1):
        if wanted and str(number) not in wanted:
            continue
        row = tried(amendment)
        print(f"{number}. {amendment.name}")
        print(
            f"   lines: law {row.law_lines}, stories {row.story_lines}; "
            f"stories broken {row.broken}, after bases {row.left}"
        )
        for word in ("lint", "test", "diff"):
            print(f"   {word}: {getattr(row, word)}")


if __name__ == "__main__":
    main(sys.argv[1:])
