"""The table of peers: our time over theirs, for the same manifests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import product
from pathlib import Path
from typing import Final

from tests.benchmarks.peers.manifests import FAULTS, drawn
from tests.benchmarks.peers.programs import PEERS, Program, loader, ours
from tests.benchmarks.peers.timing import Took, medians, run

SUFFIXES: Final = ("yaml", "json")
OURS: Final = tuple(ours(form, jobs) for form, jobs in product(("ndjson", "text"), (1, 2)))
LOADER: Final = "yaml.CSafeLoader"
_CHECKS: Final = len({each.check for each in FAULTS})

Times = dict[tuple[str, str], Took]
"""What programs took, by their names and the ending of the manifests."""


def markdown(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table."""
    named = list(head)
    lines = (named, ["---"] * len(named), *rows)
    return "".join(f"| {' | '.join(each)} |\n" for each in lines)


def shown(took: Times, count: int, rounds: int) -> str:
    """The table, and the seconds that its ratios were made of."""
    columns = [(program.name, suffix) for program, suffix in product(OURS, SUFFIXES)]

    def row(peer: str, said: str) -> list[str]:
        cells = (
            took[name, suffix].over(took[peer, suffix]) if (peer, suffix) in took else "is absent"
            for name, suffix in columns
        )
        return [peer, said, *cells]

    rows = [row(each.name, "{}, {} in part".format(*each.says())) for each in PEERS]
    head = (f"{name.removeprefix('ours, ')}, {suffix.upper()}" for name, suffix in columns)
    table = markdown(("against", f"of {_CHECKS} checks", *head), [*rows, row(LOADER, "0")])
    alone = markdown(
        ("seconds", *map(str.upper, SUFFIXES)),
        (
            [name, *(str(took.get((name, suffix), "")) for suffix in SUFFIXES)]
            for name in dict.fromkeys(name for name, _ in took)
        ),
    )
    said = f"{count:,} applications, medians of {rounds}: our time over theirs, wall (processor)."
    return f"{said}\n\n{table}\n{alone}"


def measure(folder: Path, count: int, rounds: int) -> Times:
    """What each program that is there takes for the manifests of `yaml` and `json`.

    Raises:
        ValueError: a program rejects an application that it should not, or the other way round.
    """
    there = (*OURS, *(each for each in PEERS if each.needs.exists()))
    output = folder / "output"
    works: dict[tuple[str, str], Callable[[], Took]] = {}
    for suffix in SUFFIXES:
        root = folder / suffix
        names = sorted(str(each.relative_to(root)) for each in root.glob("*/application.*"))
        for program in there:
            expected = {
                f"{number:06}"
                for number, each in enumerate(drawn(count))
                if each.wrong and each.wrong not in program.misses
            }
            call = partial(run, program.command(names), root, output)
            works[program.name, suffix] = partial(_held, program, call, output, expected)
        works[LOADER, suffix] = partial(run, loader(names), root, output)
    return medians(works, rounds)


def _held(program: Program, call: Callable[[], Took], output: Path, expected: set[str]) -> Took:
    """What a program took, which is held to what it is said to say."""
    took = call()
    if program.rejected is not None:
        said = output.read_text("utf-8"), output.with_suffix(".errors").read_text("utf-8")
        found = {Path(each).parts[0] for each in program.rejected(*said)}
        if found != expected:
            some = ", ".join(sorted(found ^ expected)[:5])
            raise ValueError(f"{program.name}: {some} are not judged as they should be: {said[1]}")
    return took
