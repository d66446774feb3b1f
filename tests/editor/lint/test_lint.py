"""Every lint is planted in small specs and found there, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.editor.lint.made import CASES, SMALL, edit, found_in, line_of
from tests.editor.lint.planted import MORE, PLANTED, Planted
from validator.editor.lint.lints import LINTS


def test_the_small_specs_are_clean() -> None:
    assert list(found_in(SMALL)) == []


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found_where_it_stands(specs: Path, fault: Planted) -> None:
    edit(specs, fault.file, fault.old, fault.new)
    found = found_in(specs)
    ids = {each.lint.id for each in found}
    # A requirement that is another one now has no case any more.
    assert ids - {"untested-requirement"} == {fault.lint, *fault.also} - {"untested-requirement"}
    assert fault.lint in ids
    if fault.where == CASES and fault.lint.startswith("unknown-"):
        assert "untested-requirement" not in ids  # a slip is told once
    mine = [each.fault for each in found if each.lint.id == fault.lint]
    assert {each.file for each in mine} == {(specs / fault.where).as_posix()}
    if fault.at == "X":  # the second of two lines that read alike
        lines = (specs / fault.where).read_text(encoding="utf-8").split("\n")
        last = max(n for n, line in enumerate(lines, 1) if "date: 2024-01-10" in line)
        assert [each.line for each in mine] == [last]
    elif fault.lint == "repeated-id":
        part = fault.at
        lines = (specs / fault.where).read_text(encoding="utf-8").split("\n")
        assert mine[0].line == max(n for n, line in enumerate(lines, 1) if part in line)
    elif fault.lint == "no-modeline":
        assert mine[0].line == 1
    else:
        assert line_of(specs, fault.where, fault.at) in {each.line for each in mine}


def test_every_lint_is_planted() -> None:
    assert {param.id.partition(":")[0] for param in PLANTED} | MORE == LINTS.keys()
