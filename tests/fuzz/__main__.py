"""Checks applications changed at random: `python -m tests.fuzz [--count N] [--seed S] [--sort X]`.

Each is read, decided and told in every format. Looked for are crashes, more than two seconds, a
verdict that is better than due, and personal data that are told. The same seed draws the same
applications: `--seed S --count 1` draws the one that was found by its own seed. Ends with 1 where
anything was found.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from random import Random
from time import process_time

from tests.fuzz.inputs import SORTS, drawn
from tests.fuzz.oracle import faults_of
from validator.inspect.opener import Opener

_SHOWN = 20
"""Faults of one sort that are printed whole."""


def run(count: int, seed: int, sort: str | None = None) -> Counter[str]:
    """Check so many applications, and print what is found; gives how often each sort was."""
    found = Counter[str]()
    drawn_sorts = Counter[str]()
    slowest = 0.0
    with Opener() as opener:
        for number in range(seed, seed + count):
            draw = Random(number)  # noqa: S311  # nothing secret is drawn
            given = drawn(draw, sort)
            start = process_time()
            for fault in faults_of(given, draw, opener):
                found[fault.sort] += 1
                if found[fault.sort] <= _SHOWN:
                    print(f"seed {number}, {given.sort}: {fault.sort}: {fault.text}", flush=True)
            slowest = max(slowest, process_time() - start)
            drawn_sorts[given.sort] += 1
    told = ", ".join(f"{found[each]} {each}" for each in ("crash", "hang", "verdict", "leak"))
    print(
        f"{count:,} from {seed:,} ({dict(drawn_sorts)}): {told}; slowest {slowest:.2f} s",
        flush=True,
    )
    return found


def main() -> int:
    """Read the call."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("--count", type=int, default=1000, help="How many applications.")
    asked.add_argument("--seed", type=int, default=0, help="The first one's.")
    asked.add_argument("--sort", choices=list(SORTS), help="How they are changed; in all ways.")
    given = asked.parse_args()
    return 1 if run(given.count, given.seed, given.sort) else 0


if __name__ == "__main__":
    sys.exit(main())
