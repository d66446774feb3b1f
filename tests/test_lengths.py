"""What the linters do not count: a function is read on one screen."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import validator

MOST: Final = 60
"""Lines of a function; of a command those behind its options, which it has as many of as it has."""


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.name}: {each.name}"
        for path in Path(validator.__file__).parent.rglob("*.py")
        for each in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(each, ast.FunctionDef)
        and (each.end_lineno or 0) - (each.body[0] if _is_command(each) else each).lineno >= MOST
    ]
    assert long == []


def _is_command(function: ast.FunctionDef) -> bool:
    return any("click.command" in ast.unparse(each) for each in function.decorator_list)
