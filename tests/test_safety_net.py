"""The commands that look for faults find those that are there; a sample of what they do."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from tests import mutate
from tests.fuzz.__main__ import run
from tests.fuzz.canaries import Canary
from tests.fuzz.inputs import SORTS, Input, drawn
from tests.fuzz.oracle import faults_of
from tests.project import ROOT
from validator.engine import assess
from validator.model import Duty, Verdict
from validator.report import Report

ORACLE = "tests.fuzz.oracle.assess"


def test_nothing_is_wrong_with_a_sample_of_changed_applications() -> None:
    assert run(25, seed=1) == {}


@pytest.mark.parametrize("sort", SORTS)
def test_the_same_seed_draws_the_same_application(sort: str) -> None:
    one, other = (drawn(Random(3), sort) for _ in range(2))  # noqa: S311
    assert one == other
    assert one.sort == sort


def _given() -> Input:
    return drawn(Random(11), "values")  # noqa: S311


def _sorts() -> set[str]:
    return {each.sort for each in faults_of(_given(), Random(0))}  # noqa: S311


def test_a_crash_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Report:
        raise RuntimeError

    assert _sorts() == set()
    monkeypatch.setattr(ORACLE, broken)
    assert _sorts() == {"crash"}


def test_what_takes_long_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.oracle.SLOWEST", 0)
    assert _sorts() == {"hang"}


def test_a_verdict_that_is_better_than_due_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def kind(*args: Any) -> Report:
        report = assess(*args)
        verdicts = dict.fromkeys(Duty, Verdict.COMPLIANT)
        return replace(report, verdict=Verdict.COMPLIANT, verdicts=verdicts)

    monkeypatch.setattr(ORACLE, kind)
    assert _sorts() == {"verdict"}


def test_a_leak_is_found() -> None:
    given = replace(_given(), canaries=[Canary("x", ("medical-activity-licence",))])
    assert {each.sort for each in faults_of(given, Random(0))} == {"leak"}  # noqa: S311


def test_every_module_that_decides_can_be_changed_and_has_its_tests() -> None:
    assert {each.split(".")[1] for each in mutate.modules()} == set(mutate.ROOMS)
    for module in mutate.modules():
        assert all((ROOT / each).exists() for each in mutate.tests_of(module)), module
    found = list(mutate.mutants("validator.law.money"))
    assert len({(each.line, each.what) for each in found}) > 15


@pytest.mark.parametrize(
    ("tests", "said", "code"),
    [
        (["tests/law/test_money.py"], "2 of ", 0),
        (["tests/test_figures.py"], "nobody notices", 1),
    ],
)
def test_a_change_is_noticed_where_there_are_tests(tests: list[str], said: str, code: int) -> None:
    call = [sys.executable, "-m", "tests.mutate", "validator.law.money", "--count", "2", "--seed"]
    done = subprocess.run(
        [*call, "1", "--tests", *tests], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said in done.stdout, done.stderr
    assert done.returncode == code
