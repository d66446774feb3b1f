"""Hundreds of bundles, most of them hostile: one report each and nothing else happens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.batch.hostile import build
from tests.project import COMMAND

AT_MOST = 200 << 20

# Runs a command as its only child, so that the peak of memory is that command's.
MEASURED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""

# The only bundles here that are in order.
IN_ORDER = {
    "texts": {
        *("yaml-bom", "yaml-crlf", "yaml-yaml-directive", "yaml-timestamp", "yaml-odd-offset"),
        *("json-good", "json-bom", "json-whole-fraction"),
    },
    "archives": {
        *("good", "dotted", "macos", "wrapped", "wrapped-utf8"),
        # What is in these and is not named is told, and is not looked at.
        *("members-9000", "nested", "link", "device"),
    },
}


def contents(folder: Path) -> set[str]:
    return {
        os.path.join(where, name)  # noqa: PTH118  # names that are no Unicode
        for where, folders, files in os.walk(folder)
        for name in (*folders, *files)
    }


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one call of the command makes of them all."""
    folder = tmp_path_factory.mktemp("hostile")
    count = build(folder / "bundles")
    before = contents(folder)
    out = tmp_path_factory.mktemp("out") / "reports.ndjson"
    options = ("--format", "ndjson", "-o", str(out))
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(COMMAND), "check", str(folder / "bundles"), *options],
        capture_output=True,
        check=False,
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
    )
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    return {
        "count": count,
        "code": done.returncode,
        "out": done.stdout.splitlines()[:-1] + done.stderr.splitlines(),
        "reports": {line["bundle"]["name"]: line for line in lines[:-1]},
        "summary": lines[-1]["summary"],
        "written": contents(folder) - before,
        "memory": int(done.stdout.splitlines()[-1]) * 1024,
    }


def test_one_report_each(run: dict[str, Any]) -> None:
    assert run["count"] >= 350
    assert len(run["reports"]) == run["summary"]["bundles"] == run["count"]


def test_the_run_ends_with_findings_and_says_nothing_else(run: dict[str, Any]) -> None:
    assert run["code"] == 1
    (line,) = run["out"]
    assert b"reports.ndjson is written" in line


def test_nothing_is_written_beside_the_report(run: dict[str, Any]) -> None:
    assert run["written"] == set()


def test_memory_stays_small(run: dict[str, Any]) -> None:
    assert run["memory"] < AT_MOST


def test_no_check_broke(run: dict[str, Any]) -> None:
    broken = [
        (name, result["requirement"], result["reason"])
        for name, report in run["reports"].items()
        for result in report["results"]
        if result["outcome"] == "undetermined" and "Error" in (result["reason"] or "")
    ]
    assert broken == []
    ids = {problem["id"] for each in run["reports"].values() for problem in each["problems"]}
    assert "internal_error" not in ids


@pytest.mark.parametrize("sort", IN_ORDER)
def test_only_what_is_in_order_is_compliant(run: dict[str, Any], sort: str) -> None:
    compliant = {
        Path(name).name.removesuffix(".zip")
        for name, report in run["reports"].items()
        if report["verdict"] == "compliant" and Path(name).parent.name == sort
    }
    assert compliant == IN_ORDER[sort]


def test_an_archive_that_wants_out_is_refused(run: dict[str, Any]) -> None:
    verdicts = Counter(
        report["verdict"]
        for name, report in run["reports"].items()
        if Path(name).stem.startswith(
            ("unsafe-", "duplicate", "case", "encrypted", "bomb", "size-")
        )
    )
    assert set(verdicts) == {"unreadable"}
    assert sum(verdicts.values()) >= 20
