"""How long a process takes from start to exit."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Took:
    """Seconds of wall time, and of processor time with that of all its children."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} ({self.cpu:.2f})"

    def __sub__(self, other: Took) -> Took:
        return Took(self.wall - other.wall, self.cpu - other.cpu)

    def over(self, other: Took) -> str:
        """How many times as long as another one, as text: wall (CPU)."""
        return str(Took(self.wall / other.wall, self.cpu / other.cpu))


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


_ENVIRONMENT: Final = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}
"""Nobody who is not at work on a program has its modules compiled anew at every start."""


def run(command: Sequence[str | Path], folder: Path, output: Path) -> Took:
    """Call a program in a folder, with what it says and its errors in a file."""
    before, start = _processor(), perf_counter()
    with output.open("wb") as file, output.with_suffix(".errors").open("wb") as errors:
        # What it ends with is not asked: most find something wrong.
        subprocess.run(
            command, cwd=folder, stdout=file, stderr=errors, check=False, env=_ENVIRONMENT
        )
    return Took(perf_counter() - start, _processor() - before)


def medians(works: Mapping[Key, Callable[[], Took]], rounds: int) -> dict[Key, Took]:
    """Medians of works that are done in turn, so that a machine that drifts tilts none."""
    took: dict[Key, list[Took]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            took[name].append(work())
    return {
        name: Took(median(one.wall for one in each), median(one.cpu for one in each))
        for name, each in took.items()
    }
