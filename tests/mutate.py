"""Changes the code that decides and looks whether a test fails: `python -m tests.mutate [MODULE…]`.

One operator, constant or condition of a function is changed at a time, and the tests of its module
are run until one fails. What none notices is printed: a test is missing there, or the code says
more than it means. `--count` and `--seed` draw some of all changes; the same seed draws the same.
Ends with 1 where something went unnoticed.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import io
import os
import resource
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

import pytest

from tests.project import ROOT

ROOMS: Final = ("checks", "engine", "facts", "law")
"""Where it is decided."""

_ALL: Final = ("tests/engine/test_verdicts.py", "tests/engine/test_applicant.py")
_TESTS: Final[Mapping[str, Sequence[str]]] = {
    "checks": ("tests/checks", "tests/engine/test_provider.py", *_ALL, "tests/specs/test_cases.py"),
    "engine": ("tests/engine/test_assess.py", "tests/engine/test_provider.py", *_ALL),
    "facts": ("tests/facts", "tests/form/test_form.py", "tests/engine/test_provider.py", *_ALL),
    "law": ("tests/law", "tests/engine/test_trace.py", *_ALL),
}
"""The tests of a room's modules, beside a file of tests that bears a module's own name."""

_LONGEST: Final = 300
"""Seconds of processor time that the tests of one change may take; what hangs is noticed."""

_SWAPPED: Final[Mapping[type[ast.AST], type[ast.AST]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one module.

    Attributes:
        module: its name.
        line: where it is changed.
        what: how.
        tree: the whole module, changed.
    """

    module: str
    line: int
    what: str
    tree: ast.Module


def modules() -> list[str]:
    """The modules that decide."""
    files = (each for room in ROOMS for each in sorted((ROOT / "validator" / room).glob("*.py")))
    return [f"validator.{each.parent.name}.{each.stem}" for each in files if each.stem[0] != "_"]


def mutants(module: str) -> Iterator[Mutant]:
    """Every change of a module's functions."""
    tree = ast.parse(_file(module).read_text("utf-8"))
    places = [place for place, _ in _changes(tree)]
    for number, line in enumerate(places):
        changed = deepcopy(tree)
        _, change = list(_changes(changed))[number]
        yield Mutant(module, line, change(), ast.fix_missing_locations(changed))


def _file(module: str) -> Path:
    return ROOT.joinpath(*module.split(".")).with_suffix(".py")


def _changes(tree: ast.Module) -> Iterator[tuple[int, Any]]:
    """The line of each change, and what makes it and tells what it was."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body:
                for node in ast.walk(statement):
                    if isinstance(node, ast.expr | ast.stmt):
                        for change in _of(node):
                            yield node.lineno, change


def _of(node: ast.AST) -> Iterator[Any]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _SWAPPED:
        yield lambda: _swap(node, "ops", node.ops[0])
    elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in _SWAPPED:
        yield lambda: _swap(node, "op", node.op)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int):
        new = node.value + 1 if type(node.value) is int else not node.value
        yield lambda: _set(node, "value", new)
    elif isinstance(node, ast.If | ast.IfExp):
        yield lambda: _set(node, "test", ast.UnaryOp(ast.Not(), node.test))
        yield lambda: _set(node, "test", ast.Constant(value=False))
    elif isinstance(node, ast.Continue):
        yield lambda: _become(node, ast.Pass)


def _swap(node: Any, name: str, old: ast.AST) -> str:
    new = _SWAPPED[type(old)]()
    setattr(node, name, [new, *node.ops[1:]] if name == "ops" else new)
    return f"{type(old).__name__} becomes {type(new).__name__}"


def _set(node: Any, name: str, new: Any) -> str:
    old = getattr(node, name)
    setattr(node, name, new)
    shown = [ast.unparse(each) if isinstance(each, ast.AST) else each for each in (old, new)]
    return f"{shown[0]} becomes {shown[1]}"


def _become(node: Any, sort: type[ast.AST]) -> str:
    old = type(node).__name__
    node.__class__ = sort
    return f"{old} becomes {sort.__name__}"


def tests_of(module: str) -> list[str]:
    """The tests to be run for a module, its own first."""
    _, room, name = module.split(".")
    own = ROOT / "tests" / room / f"test_{name}.py"
    return [*([own.as_posix()] if own.exists() else []), *_TESTS[room]]


def is_noticed(mutant: Mutant, tests: Sequence[str]) -> bool:
    """Whether a test fails where the code is changed, in a process of its own."""
    child = os.fork()
    if not child:
        code = 1
        with contextlib.suppress(BaseException):
            resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST, _LONGEST))
            _put(importlib.import_module(mutant.module), mutant)
            code = _failing(tests)
        os._exit(code)
    _, status = os.waitpid(child, 0)
    return status != 0


def _failing(tests: Sequence[str]) -> int:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return int(pytest.main([*tests, "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]))


def _put(module: ModuleType, mutant: Mutant) -> None:
    """Give the functions of a module, and of its classes, the code of the changed ones."""
    new = compile(mutant.tree, str(module.__file__), "exec")
    codes = {each.co_qualname if hasattr(each, "co_qualname") else "": each for each in _codes(new)}
    for function in _functions(vars(module).values(), module.__name__, set()):
        if (code := codes.get(function.__qualname__)) is not None:
            function.__code__ = code


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)


def _functions(values: Iterable[Any], module: str, seen: set[int]) -> Iterator[FunctionType]:
    for value in values:
        inner = getattr(value, "__wrapped__", None) or getattr(value, "func", None)
        for each in (value, inner, getattr(value, "fget", None), getattr(value, "run", None)):
            if isinstance(each, FunctionType) and each.__module__ == module:
                yield each
        if isinstance(value, type) and value.__module__ == module and id(value) not in seen:
            seen.add(id(value))
            yield from _functions(vars(value).values(), module, seen)


def run(
    names: Sequence[str], count: int | None, seed: int, tests: Sequence[str] = ()
) -> list[Mutant]:
    """Try the changes of some modules, and print which of them nobody notices.

    Args:
        count: how many of the changes; None is all of them.
        tests: those to be run; for each module its own if left out.
    """
    found = [each for name in names for each in mutants(name)]
    drawn = found if count is None else Random(seed).sample(found, min(count, len(found)))  # noqa: S311
    drawn.sort(key=lambda each: (each.module, each.line))
    left = []
    for module in dict.fromkeys(each.module for each in drawn):
        asked = tests or tests_of(module)
        with contextlib.redirect_stdout(io.StringIO()):
            pytest.main([*asked, "--collect-only", "-q", "-p", "no:cacheprovider"])  # imports them
        own = [each for each in drawn if each.module == module]
        unchanged = replace(own[0], tree=ast.parse(_file(module).read_text("utf-8")))
        if is_noticed(unchanged, asked):
            raise SystemExit(f"{module}: its tests fail as it is")
        for mutant in own:
            if not is_noticed(mutant, asked):
                left.append(mutant)
                print(f"{module}:{mutant.line}: {mutant.what}: nobody notices", flush=True)
    print(f"{len(drawn)} of {len(found)} changes, {len(left)} unnoticed")
    return left


def main() -> int:
    """Read the call."""
    asked = argparse.ArgumentParser(prog="python -m tests.mutate", description=__doc__)
    asked.add_argument("modules", nargs="*", help="Such as validator.law.money; all that decide.")
    asked.add_argument("--count", type=int, help="How many changes; all of them if left out.")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--tests", nargs="*", default=(), help="Run these instead of its own.")
    given = asked.parse_args()
    os.environ.pop("PYTEST_ADDOPTS", None)  # those of a run around this one, such as counting lines
    left = run(given.modules or modules(), given.count, given.seed, given.tests)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
