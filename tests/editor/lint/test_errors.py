"""What lint calls an error makes the specs unusable for every command."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import validator
from tests.editor.lint.made import (
    CALENDAR,
    CASES,
    CLAUSES,
    RATE,
    SAMPLES,
    STANDARD,
    edit,
    found_in,
    ids,
    line_of,
    second_edition,
    small,
)
from tests.editor.lint.planted import OTHER_FEE, PLANTED, Planted
from tests.texts import wording
from validator.cli import run as command
from validator.editor.lint.lints import LINTS
from validator.errors import Fault, SpecError
from validator.model import Severity
from validator.words.messages import say

# ------------------------------------------------- what is an error here is one for everybody

OF_TESTS = {"case-unusable", "unknown-base", "unknown-requirement"}
"""Errors of an edition's tests, which decide nothing: `spec test` ends with 3 for them."""

NAMES = {f"unknown-{each}" for each in ("requirement", "clause", "ground", "field", "code")}
"""In a case only lint tells them: such a case can be run, and what it finds helps to mend it."""


def unlink_clauses(specs: Path) -> None:
    (specs / CLAUSES).unlink()


def gap(specs: Path) -> None:
    second_edition(specs, until="2024-12-30")


def overlap(specs: Path) -> None:
    second_edition(specs, until="2025-01-01")


ERRORS: list[Any] = [
    *(
        pytest.param(planting, lint, id=lint)
        for planting, lint in (
            (unlink_clauses, "unreadable-file"),
            (gap, "edition-gap"),
            (overlap, "edition-overlap"),
        )
    ),
    *(
        pytest.param(param.values[0], param.values[0].lint, id=param.id)
        for param in PLANTED
        if LINTS[param.values[0].lint].level is Severity.ERROR and param.values[0].file != CASES
    ),
]


def told(faults: Iterable[Fault]) -> set[str]:
    """Place and words of faults."""
    return {f"{e.file}:{e.line}:{e.column}: {say(e.message, 'en')}" for e in faults}


@pytest.mark.parametrize(("planting", "lint"), ERRORS)
def test_what_lint_calls_an_error_makes_the_specs_unusable(
    specs: Path, planting: Any, lint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if isinstance(planting, Planted):
        edit(specs, planting.file, planting.old, planting.new)
    else:
        planting(specs)
    wrong = [each for each in found_in(specs) if each.lint.level is Severity.ERROR]
    assert lint in {each.lint.id for each in wrong}

    with pytest.raises(SpecError) as caught:
        validator.load_edition("kiosk-permit", edition="1", specs=specs)
    assert told(caught.value.faults) == told(each.fault for each in wrong)

    assert command(["check", str(SAMPLES / "kiosk"), "--specs", str(specs), "--lang", "en"]) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert told(caught.value.faults) == {
        line if re.search(r":\d+:\d+: ", line) else line.replace(": ", ":None:None: ", 1)
        for line in shown.err.splitlines()[:-1]
    }


def test_every_lint_that_is_an_error_is_held_to_that() -> None:
    errors = {each.id for each in LINTS.values() if each.level is Severity.ERROR}
    assert {param.values[1] for param in ERRORS} == errors - OF_TESTS


@pytest.mark.parametrize("fault", [each for each in PLANTED if each.values[0].file == CASES])
def test_an_error_of_the_tests_of_an_edition_keeps_nobody_from_using_it(
    specs: Path, fault: Planted, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(specs, fault.file, fault.old, fault.new)
    assert command(["check", str(SAMPLES / "kiosk"), "--specs", str(specs), "--lang", "en"]) == 0
    assert "kiosk" in capsys.readouterr().out
    if LINTS[fault.lint].level is Severity.ERROR:
        args = ["spec", "test", "--specs", str(specs), "--samples", str(SAMPLES)]
        can_be_run = fault.lint in NAMES and fault.at != "lti"  # which is nothing to remove
        assert (command(args) == 3) is not can_be_run


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ('when: {lit: {allowed: ["true"]}}', "lint_wrong_test"),  # a text for a yes or no
        ("when: {area: {allowed: [large]}}", "lint_wrong_test"),
        ("when: {fee.paid_on: {min: 2024}}", "lint_wrong_test"),
        ("when: {documents.kind: {allowed: [plan]}}", "spec_unknown_field"),  # of no one item
        ("when: {area: {min: 101}, size: {allowed: [large]}}", "lint_never_holds"),
    ],
)
def test_a_fee_on_a_condition_that_nobody_meets_is_no_fee_forgone(
    specs: Path, words: str, wanted: str
) -> None:
    edit(specs, STANDARD, "when: {size: {allowed: [large]}}", words)
    with pytest.raises(SpecError) as caught:
        validator.load_edition("kiosk-permit", edition="1", specs=specs)
    assert [(each.message.key, each.line) for each in caught.value.faults] == [
        (wanted, line_of(specs, STANDARD, words))
    ]


def test_an_edition_is_not_held_back_by_another_standard(specs: Path) -> None:
    shutil.copytree(specs / "kiosk-permit", specs / "stall-permit")
    args = ["check", str(SAMPLES / "kiosk"), "--specs", str(specs), "--lang", "en"]
    with pytest.raises(SpecError):
        validator.load_edition("stall-permit", edition="1", specs=specs)
    assert validator.load_edition("kiosk-permit", edition="1", specs=specs).services
    assert command(args) == 0


@pytest.mark.parametrize("name", [STANDARD, CLAUSES, CASES, RATE, CALENDAR])
@pytest.mark.parametrize("sort", ["pipe", "endless"])
def test_what_never_ends_is_told_and_not_read(specs: Path, name: str, sort: str) -> None:
    """Fault row 28: a pipe or a link to a device in the place of any file of specs."""
    (specs / name).unlink()
    if sort == "pipe":
        os.mkfifo(specs / name)
    else:
        (specs / name).symlink_to("/dev/zero")
    wrong = [each for each in found_in(specs) if each.lint.level is Severity.ERROR]
    assert {(each.lint.id, each.fault.file) for each in wrong} == {
        ("unreadable-file", (specs / name).as_posix())
    }
    done = small(specs)
    assert done.returncode == 1
    assert f"{(specs / name).as_posix()} error unreadable-file" in done.stdout


@pytest.mark.parametrize(
    "name",
    [
        *("._standard.yaml", "kiosk-permit/1/._clauses.yaml", "kiosk-permit/1/cases/._all.yaml"),
        *("parameters/._rate.yaml", "calendars/.kz.yaml", ".git/1/standard.yaml"),
    ],
)
def test_what_is_hidden_is_no_spec(specs: Path, name: str) -> None:
    """Fault row 35: what macOS leaves beside specs."""
    (specs / name).parent.mkdir(parents=True, exist_ok=True)
    (specs / name).write_bytes(b"\x00\x05\x16\x07")  # as one system leaves beside its files
    assert found_in(specs) == ()
    assert validator.load_edition("kiosk-permit", edition="1", specs=specs).services


@pytest.mark.parametrize("encoding", ["encoded", "partly", "not_encoded"])
@pytest.mark.parametrize("clause", ["list.1", "list.2", "list.4", "list.5"])
@pytest.mark.parametrize("cited", [True, False])
def test_lint_and_coverage_call_the_same_clauses_contradicted(
    specs: Path, clause: str, encoding: str, cited: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fault row 51: list.10.5 was called `partly`; lint counted 0 contradictions, coverage 1."""
    path = specs / CLAUSES
    text = wording("Бұл нақты емес", "Это не точно", "It is not exact")
    entry = f"id: {clause}\n    says: {wording('Бұл заң', 'Это закон', 'It is law')}\n"
    reason = "" if encoding == "encoded" else f"    reason: {text}\n"
    made = re.sub(
        rf"id: {re.escape(clause)}\n(    .*\n)*",
        f"{entry}    encoding: {encoding}\n{reason}",
        path.read_text("utf-8"),
    )
    path.write_text(made, "utf-8")
    if not cited:  # by a requirement; the ground list.2 is listed as such all the same
        standard = (specs / STANDARD).read_text("utf-8")
        standard = standard.replace(f"citation: {clause}\n", "citation: list.3\n")
        standard = standard.replace(f"consequence: {clause}\n", "consequence: none\n")
        if clause == "list.2":
            standard = standard.replace("without: {", "without: {grounds: [list.2], ")
        (specs / STANDARD).write_text(standard, "utf-8")
    lints = {"unused-clause", "encoded-after-all"}
    linted = {str(e.fault.message.args["name"]) for e in found_in(specs) if e.lint.id in lints}
    args = ["spec", "coverage", "--specs", str(specs), "--format", "json"]
    code = command(args)
    (edition,) = json.loads(capsys.readouterr().out)["editions"]
    assert {each["clause"] for each in edition["clauses"] if each["contradicted"]} == linted
    assert code == (1 if linted else 0)
    is_cited = cited and clause != "list.5"
    assert linted == ({clause} if (encoding == "not_encoded") is is_cited else set())


@pytest.mark.parametrize(
    "words", ["    when: {size: {allowed: [small]}}\n", "    services: [renew]\n"]
)
def test_fees_that_exclude_one_another_are_no_overlap(specs: Path, words: str) -> None:
    edit(specs, STANDARD, "fees:\n", f"fees:\n{OTHER_FEE}{words}")
    edit(
        specs,
        STANDARD,
        "    citation: list.2\n    when",
        "    citation: list.2\n    services: [grant]\n    when",
    )
    assert "entries-overlap" not in ids(specs)


def test_a_fee_that_another_one_always_covers_is_told(specs: Path) -> None:
    edit(specs, STANDARD, "schedule:\n", f"{OTHER_FEE}schedule:\n")
    (fault,) = [each.fault for each in found_in(specs) if each.lint.id == "entries-overlap"]
    assert fault.line == line_of(specs, STANDARD, "id: fee.large")  # which can never decide
    assert fault.message.args == {"other": "fee.all", "name": "grant"}
