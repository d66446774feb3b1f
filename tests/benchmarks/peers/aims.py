"""What is aimed at beside the table of peers, and how near we are."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from typing import Final

from tests.benchmarks.peers.manifests import Manifest, clean, malformed, seeded, write_bundle
from tests.benchmarks.peers.programs import SPECS, ours
from tests.benchmarks.peers.table import LOADER, OURS, Times, markdown
from tests.benchmarks.peers.timing import Took, medians, run
from validator.bundle import read_bundle
from validator.engine import Options, assess
from validator.standard.catalogue import Catalogue

_ONE, _TWO, _TEXT, _ = (each.name for each in OURS)
_MOST: Final = 500
"""Bundles at most of each sort that is made here."""
_PAPER: Final = 3_000_000
"""Bytes."""


def shown(folder: Path, took: Times, count: int, rounds: int) -> str:
    """A table of what is aimed at and what was found."""
    few = max(10, min(count, _MOST))
    return markdown(
        ("what", "found", "aim"),
        [
            *_against_others(took),
            *_malformed(folder, few, rounds),
            _large_papers(folder, few // 10, rounds),
            _start(folder, rounds),
        ],
    )


def _against_others(took: Times) -> list[list[str]]:
    rows = []
    for name in ("ajv-cli", "regorus", "check-jsonschema"):
        for suffix in ("yaml", "json"):
            most = {"yaml": "2.0", "json": "2.5"}[suffix] if name == "ajv-cli" else "1.0"
            if (name, suffix) not in took:
                continue
            found = took[_TWO, suffix].wall / took[name, suffix].wall
            said = f"2 jobs against {name}, {suffix.upper()}, wall"
            rows.append([said, f"{found:.2f}", f"at most {most}"])
    loaded = took[LOADER, "yaml"].cpu
    for name, most in ((_ONE, "2.5"), (_TEXT, "6")):
        found = took[name, "yaml"].cpu / loaded
        rows.append([f"{name} against {LOADER}, processor", f"{found:.2f}", f"at most {most}"])
    for suffix in ("yaml", "json"):
        found = took[_ONE, suffix].wall / took[_TWO, suffix].wall
        rows.append(
            [f"2 jobs against 1, {suffix.upper()}, wall", f"{found:.2f} times", "at least 1.8"]
        )
    return rows


def _made(folder: Path, count: int, make: Callable[[Random], Manifest]) -> Path:
    random = seeded(2)
    for number in range(count):
        write_bundle(folder / f"{number:06}", make(random), "yaml", folder / "paper.pdf")
    (folder / "paper.pdf").unlink()
    return folder


def _malformed(folder: Path, count: int, rounds: int) -> list[list[str]]:
    """A malformed application against a clean one: decided alone, and all from start to exit."""
    clean_ones = _made(folder / "clean", count, partial(clean, service="grant"))
    malformed_ones = _made(folder / "malformed", count, malformed)
    first = _made(folder / "one", 1, partial(clean, service="grant"))
    catalogue = Catalogue(SPECS)
    options = Options(clock=datetime.now(UTC))
    bundles = [
        [read_bundle(each) for each in sorted(some.iterdir())]
        for some in (clean_ones, malformed_ones)
    ]

    def decide(which: int) -> float:
        start = process_time()
        for each in bundles[which]:
            assess(catalogue, each, options)
        return process_time() - start

    decide(0)
    decided = median(1 / (decide(0) / decide(1)) for _ in range(max(rounds, 5)))
    program = ours("ndjson", 1)
    took = medians(
        {
            some: partial(run, program.command([]), some, folder / "output")
            for some in (first, clean_ones, malformed_ones)
        },
        rounds,
    )
    whole = (took[malformed_ones] - took[first]).over(took[clean_ones] - took[first])
    said = "malformed against clean"
    return [
        [f"{said}, decided, processor", f"{decided:.2f}", "at most 3"],
        [f"{said}, whole process less its start, wall (processor)", whole, "at most 3"],
    ]


def _large_papers(folder: Path, count: int, rounds: int) -> list[str]:
    """Milliseconds that ten papers of 3 MB, no two of one size, cost over tiny ones.

    All bundles have links to the same ten files.
    """
    kinds = {}
    for name, size in (("tiny", 100), ("large", _PAPER)):
        kinds[name] = _made(folder / name, count, partial(clean, service="renew"))
        papers = [folder / f"{name}-{number}.pdf" for number in range(10)]
        for number, paper in enumerate(papers):
            paper.write_bytes(b"%PDF-1.7\n".ljust(size + number))
        for bundle in kinds[name].iterdir():
            manifest = bundle / "application.yaml"
            more = ""
            for number, paper in enumerate(papers):
                (bundle / "papers" / f"{number}.pdf").hardlink_to(paper)
                more += f"- kind: photo\n  file: papers/{number}.pdf\n"
            text = manifest.read_text("utf-8").replace("documents:\n", f"documents:\n{more}")
            manifest.write_text(text, encoding="utf-8")
    program = ours("ndjson", 1)
    took = medians(
        {
            name: partial(run, program.command([]), some, folder / "output")
            for name, some in kinds.items()
        },
        rounds,
    )
    over = took["large"] - took["tiny"]
    each = Took(1000 * over.wall / count, 1000 * over.cpu / count)
    return ["ten papers of 3 MB over tiny ones, ms a bundle", str(each), "at most 1"]


def _start(folder: Path, rounds: int) -> list[str]:
    """One bundle, start to exit, against an interpreter that imports three libraries."""
    imports = (sys.executable, "-c", "import click, yaml, jsonschema")
    took = medians(
        {
            "ours": partial(run, OURS[2].command([]), folder / "one", folder / "output"),
            "imports": partial(run, imports, folder, folder / "output"),
        },
        max(rounds, 5),
    )
    found = took["ours"].over(took["imports"])
    return ["one bundle against three imports, wall (processor)", found, "at most 2.3"]
