"""The whole process, from start to exit, against what would be used instead.

`python -m tests.benchmarks.peers [--count N] [--rounds K]` writes an inbox of N applications to
trade on a market, as YAML and as JSON, and has each program look at it, in turn, K times. Printed
are ratios of medians, of wall time and of processor time (children counted), in Markdown.
`--papers N` measures N bundles with ten papers of 2 MB each instead. `--install` fetches the other
programs into `.peers/` first; what is not there is left out, and the table says so.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from pathlib import Path

from tests.benchmarks.peers import aims, papers, programs, table
from tests.benchmarks.peers.manifests import write


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.peers")
    parser.add_argument("--count", type=int, default=10_000, help="applications of the inbox")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--papers", type=int, metavar="N", help="measure N bundles with papers")
    parser.add_argument("--install", action="store_true", help="fetch the other programs first")
    asked = parser.parse_args()
    if asked.install:
        programs.install()
    load = os.getloadavg()[0]
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f}.", flush=True
    )
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if asked.papers:
            print(papers.measured(folder, asked.papers, asked.rounds))
            return
        for suffix in table.SUFFIXES:
            write(folder / suffix, asked.count, suffix)
        took = table.measure(folder, asked.count, asked.rounds)
        print(table.shown(took, asked.count, asked.rounds), flush=True)
        print(aims.shown(folder, took, asked.count, asked.rounds))


if __name__ == "__main__":
    main()
