"""How fast, as ratios taken in one process: `python -m tests.benchmarks.speed`.

A bundle of eighty fields and ten documents is read and decided, as YAML and as JSON, against what
`yaml.CSafeLoader` takes to load its manifest alone. Its signature counts as verified, which takes
many times as long as all the rest (`cost_of_signature.py`), and its papers are not opened. And the
command is started, against what Python takes to import three of its libraries. Each figure is the
median of pairs taken in turn, so that a machine whose speed drifts does not tilt it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import yaml

import validator
from tests.engine.made import signed
from validator.bundle import read_bundle
from validator.engine import Options, assess
from validator.model import Verdict
from validator.standard.catalogue import Catalogue

ROOT = Path(__file__).parent.parent.parent
COMMAND = Path(sys.executable).with_name("validator")
ROUNDS = 25
REPEATS = 40


def bundles(folder: Path) -> tuple[Path, Path]:
    """The largest compliant application one would see every day, as YAML and as JSON."""
    as_yaml = Path(shutil.copytree(ROOT / "samples" / "clinic-new", folder / "yaml"))
    manifest = as_yaml / "application.yaml"
    first = "documents:\n"
    extra = ""
    for number in range(4):
        file = f"documents/more-{number}.pdf"
        form = (as_yaml / "documents" / "form-3.pdf").read_bytes()
        (as_yaml / file).write_bytes(form + b"\n" * (number + 1))  # each another one
        extra += f"  - kind: employment_record\n    concerns: s1\n    file: {file}\n"
    text = manifest.read_text("utf-8").replace(first, first + extra)
    manifest.write_text(text, encoding="utf-8")
    as_json = Path(shutil.copytree(as_yaml, folder / "json"))
    value = read_bundle(as_yaml).manifest
    (as_json / "application.json").write_text(json.dumps(value, indent=2), encoding="utf-8")
    (as_json / "application.yaml").unlink()
    return as_yaml, as_json


def fields(value: object) -> int:
    """How many values that are no list and no map a manifest has."""
    if isinstance(value, dict | list):
        return sum(map(fields, value.values() if isinstance(value, dict) else value))
    return 1


def ratio(work: Callable[[], object], against: Callable[[], object], repeats: int) -> float:
    """Median of the ratio of two timings taken in turn."""
    ratios = []
    work(), against()
    for _ in range(ROUNDS):
        ratios.append(seconds(work, repeats) / seconds(against, repeats))
    return median(ratios)


def seconds(work: Callable[[], object], repeats: int) -> float:
    """How long so many calls take."""
    start = perf_counter()
    for _ in range(repeats):
        work()
    return perf_counter() - start


def main() -> None:
    """Measure and print."""
    catalogue = Catalogue(validator.default_specs())
    options = Options(clock=datetime.now(UTC))
    with tempfile.TemporaryDirectory() as folder:
        as_yaml, as_json = bundles(Path(folder))
        text = (as_yaml / "application.yaml").read_bytes()

        def decide(path: Path) -> None:
            report = assess(catalogue, signed(read_bundle(path)), options)
            assert report.verdict is Verdict.COMPLIANT
            assert not report.problems

        def load() -> None:
            yaml.load(text, yaml.CSafeLoader)

        manifest = read_bundle(as_yaml).manifest
        assert manifest is not None
        print(f"{fields(manifest)} fields, {len(manifest['documents'])} documents")
        for name, path, most in (("YAML", as_yaml, 1.0), ("JSON", as_json, 0.5)):
            found = ratio(lambda path=path: decide(path), load, REPEATS)  # type: ignore[misc]
            print(f"read and decide, {name}: {found:.2f} of CSafeLoader's time (at most {most})")

    def run(*command: str | Path) -> Callable[[], object]:
        return lambda: subprocess.run(command, cwd=ROOT, capture_output=True, check=True)

    imports = run(sys.executable, "-c", "import click, yaml, jsonschema")
    check = ratio(run(COMMAND, "check", "samples/clinic-new"), imports, 1)
    print(f"validator check of one bundle: {check:.2f} of three imports' time (at most 3)")
    help_ = ratio(run(COMMAND, "--help"), imports, 1)
    print(f"validator --help: {help_:.2f} of three imports' time (at most 1)")


if __name__ == "__main__":
    main()
