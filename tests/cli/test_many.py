"""Many bundles on the command line: a table or each in full, findings alone, and other formats."""

from __future__ import annotations

import csv
import json
import os
import pty
import subprocess
from pathlib import Path
from shutil import copytree
from typing import Final

import pyarrow.parquet
import pytest

from tests.command import call
from tests.project import COMMAND, SERVICES
from validator.cli import codes
from validator.model import LANGUAGES
from validator.output.view import MANY
from validator.words.messages import term

SPECS: Final = ("--specs", SERVICES / "specs", "--lang", "en")
BUNDLE: Final = SERVICES / "bundles" / "extend-at-fault"


def _inbox(folder: Path, number: int) -> Path:
    inbox = folder / "inbox"
    for each in range(number):
        copytree(BUNDLE, inbox / f"hive-{each}")
    return inbox


@pytest.mark.parametrize(
    ("number", "options", "is_table"),
    [(MANY - 1, (), False), (MANY, (), True), (MANY, ("--full",), False), (1, ("--full",), False)],
)
def test_from_five_bundles_on_text_is_a_table(
    tmp_path: Path, number: int, options: tuple[str, ...], is_table: bool
) -> None:
    found = call("check", _inbox(tmp_path, number), *SPECS, *options)
    assert found.returncode == codes.FAULTS
    assert found.stdout.startswith("Applicant ") is is_table
    assert (term("totals.failed", "en") in found.stdout) is is_table
    full = sum(each.startswith("NOT COMPLIANT") for each in found.stdout.splitlines())
    assert full == (0 if is_table else number)
    unbroken = "".join(found.stdout.split())  # a long path is folded
    names = [each for each in range(number) if f"hive-{each}" in unbroken]
    assert len(names) == number


def test_five_are_many_and_four_are_not() -> None:
    """Four reports are about two hundred lines, which somebody still reads."""
    assert MANY == 5


def test_of_what_only_looks_like_many_each_is_told_in_full(tmp_path: Path) -> None:
    inbox = _inbox(tmp_path, 1)
    for each in range(MANY):
        (inbox / f"{each}.rar").write_bytes(b"Rar!")
    found = call("check", inbox, *SPECS)
    assert found.stdout.startswith("NOT COMPLIANT")


def test_results_that_failed_alone(tmp_path: Path) -> None:
    inbox, told = _inbox(tmp_path, 2), {}
    for each in ("all", "failed"):
        found = call("check", inbox, *SPECS, "--format", "json", "--results", each)
        assert found.returncode == codes.FAULTS
        told[each] = json.loads(found.stdout)["reports"]
    for whole, shorter in zip(told["all"], told["failed"], strict=True):
        assert shorter["counts"] == whole["counts"]
        assert len(shorter["results"]) + shorter["results_left_out"] == whole["counts"]["total"]
        assert {each["outcome"] for each in shorter["results"]} <= {"failed", "undetermined"}
        assert "results_left_out" not in whole


@pytest.mark.parametrize("form", ["text", "html", "csv", "markdown", "parquet"])
def test_results_are_a_matter_of_json_alone(tmp_path: Path, form: str) -> None:
    inbox = _inbox(tmp_path, 1)
    for each in ("all", "failed"):
        call("check", inbox, *SPECS, "-o", f"{form}={tmp_path / each}", "--results", each)
    assert (tmp_path / "all").read_bytes() == (tmp_path / "failed").read_bytes()


def test_a_table_is_read_back(tmp_path: Path) -> None:
    table, rows = tmp_path / "a.csv", tmp_path / "a.parquet"
    inbox = _inbox(tmp_path, 3)
    (inbox / "=x.rar").write_bytes(b"Rar!")
    found = call("check", inbox, *SPECS, "-o", f"csv={table}", "-o", f"parquet={rows}")
    assert found.returncode == codes.FAULTS
    with table.open(encoding="utf-8-sig", newline="") as file:
        told = list(csv.DictReader(file))
    assert len({each["bundle"] for each in told if each["row"] != "skipped"}) == 3
    assert [each["bundle"] for each in told if each["row"] == "skipped"] == [f"{inbox}/=x.rar"]
    assert pyarrow.parquet.read_table(rows).num_rows == len(told)


# ------------------------------------------------------------------------------- Parquet


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("output", [("--format", "parquet"), ("-o", "parquet=a.parquet")])
def test_what_is_not_installed_is_a_wrong_call_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, output: tuple[str, str]
) -> None:
    monkeypatch.setattr("validator.cli.outputs.find_spec", lambda _: None)
    found = call(
        *("check", BUNDLE, "--specs", SERVICES / "specs", "--lang", lang, *output), cwd=tmp_path
    )
    assert (found.returncode, found.stdout) == (codes.USAGE, "")
    assert "duckdb" in found.stderr
    assert "pip install 'public-service-validator[parquet]'" in found.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("output", [("--format", "parquet"), ("-o", "parquet=-")])
def test_what_is_no_text_is_not_written_to_a_terminal(output: tuple[str, str]) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "wb") as out, os.fdopen(ours, "rb"):
        done = subprocess.run(
            [COMMAND, "check", BUNDLE, *SPECS, *output],
            stdout=out,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == codes.USAGE
    assert "-o parquet=FILE" in done.stderr


def test_a_pipe_takes_what_is_no_text(tmp_path: Path) -> None:
    done = subprocess.run(
        [COMMAND, "check", BUNDLE, *SPECS, "--format", "parquet"], capture_output=True, check=False
    )
    assert done.returncode == codes.FAULTS
    path = tmp_path / "piped"
    path.write_bytes(done.stdout)
    assert pyarrow.parquet.read_table(path).num_rows > 0
