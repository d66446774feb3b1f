"""Copies of the kiosk's standard in which a fault is planted, and what is found in them."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from subprocess import CompletedProcess

from tests.command import call
from tests.project import KIOSK, ROOT
from validator.editor.lint.linter import lint
from validator.editor.lint.lints import Remark
from validator.editor.lint.story_lints import Bundles
from validator.standard.folder import read_folder

SMALL = KIOSK / "specs"
SAMPLES = KIOSK / "samples"
BUNDLES = Bundles(SAMPLES, datetime(2024, 6, 1, tzinfo=UTC))
STANDARD = "kiosk-permit/1/standard.yaml"
APPLICATION = "kiosk-permit/1/application.yaml"
SECOND = "kiosk-permit/2/standard.yaml"
CLAUSES = "kiosk-permit/1/clauses.yaml"
CASES = "kiosk-permit/1/cases/all.yaml"
RATE = "parameters/rate.yaml"
CALENDAR = "calendars/kz.yaml"
TRUST = "trust/index.yaml"
TODAY = date(2024, 6, 1)


def run(*args: str | Path, cwd: Path = ROOT) -> CompletedProcess[str]:
    return call("spec", "lint", *args, cwd=cwd, environment={"LANG": "en_GB.UTF-8"})


def found_in(specs: Path) -> tuple[Remark, ...]:
    folder = read_folder(specs)
    assert folder is not None
    return lint(folder, BUNDLES, today=TODAY).remarks


def edit(specs: Path, name: str | Path, old: str, new: str) -> None:
    path = specs / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(specs: Path, name: str, part: str) -> int:
    lines = (specs / name).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if part in line)


def second_edition(specs: Path, first: str = "2025-01-01", until: str = "2024-12-31") -> Path:
    """A copy of the first edition, which ends before it."""
    shutil.copytree(specs / "kiosk-permit" / "1", specs / "kiosk-permit" / "2")
    for name in ("standard", "application", "clauses"):
        edit(specs, f"kiosk-permit/2/{name}.yaml", 'edition: "1"', 'edition: "2"')
    act = "Ойдан шығарылған бұйрық, ru: Выдуманный приказ, en: A made-up order"
    other = "Тағы бір бұйрық, ru: Другой приказ, en: Another order"
    edit(specs, SECOND, act, other)
    edit(specs, SECOND, "from: 2024-01-01", f"from: {first}")
    edit(specs, STANDARD, "from: 2024-01-01,", f"from: 2024-01-01, until: {until},")
    return specs / "kiosk-permit" / "2" / "standard.yaml"


def ids(specs: Path) -> set[str]:
    return {each.lint.id for each in found_in(specs)}


# ------------------------------------------------------------------------------- the command


def small(specs: Path, *args: str) -> CompletedProcess[str]:
    return run("--specs", specs, "--samples", SAMPLES, *args)
