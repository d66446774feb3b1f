"""The kiosk's standard with entries of a test's own, and what becomes of its application then."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import validator
from tests.project import KIOSK
from validator.bundle import read_bundle
from validator.model import Outcome
from validator.report import Report, Result
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition

STANDARD: Final = "kiosk-permit/1/standard.yaml"
FORM: Final = "kiosk-permit/1/application.yaml"
_TEXT: Final = "{kk: а, ru: а, en: a}"
_BUNDLE: Final = read_bundle(KIOSK / "samples" / "kiosk")

ENTRY: Final = f"citation: list.1, severity: error, consequence: none, title: {_TEXT}, fix: {_TEXT}"
"""What every requirement of a test says."""


def kiosk(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of the kiosk's specs in which texts of some files are replaced."""
    specs = folder / "specs"
    shutil.copytree(KIOSK / "specs", specs)
    for name, old, new in changes:
        file = specs / name
        text = file.read_text("utf-8")
        assert text.count(old) == 1, old
        file.write_text(text.replace(old, new), "utf-8")
    return specs


def moment(name: str, sort: str = "time") -> tuple[str, str, str]:
    """A change that adds a moment to the record."""
    last = "      decided_at:\n"
    field = f"      {name}:\n        type: string\n        check_with: {sort}\n"
    return FORM, last, f"{field}        label: {_TEXT}\n{last}"


def entry(row: str, text: str) -> tuple[str, str, str]:
    """A change that puts a requirement at the beginning of a row."""
    old = f"\n{row}:\n"
    return STANDARD, old, f"{old}  - {{{text}, {ENTRY}}}\n"


def compiled(specs: Path) -> Edition:
    """The edition of a copy."""
    return Catalogue(specs).edition("kiosk-permit", "1")


def report(
    edition: Edition,
    changes: Mapping[str, Any],
    today: date | None = None,
    as_of: date | None = None,
) -> Report:
    """What becomes of the kiosk's application with other values; None takes one away."""
    manifest = {**(_BUNDLE.manifest or {}), **changes}
    manifest = {key: value for key, value in manifest.items() if value is not None}
    text = json.dumps(manifest).encode()
    bundle = replace(_BUNDLE, manifest=manifest, manifest_bytes=text, layouts={})
    return validator.evaluate(edition, bundle, as_of, today=today)


def result(found: Report, requirement: str) -> Result:
    """What became of a requirement."""
    return next(each for each in found.results if each.requirement.id == requirement)


def outcome(found: Report, requirement: str) -> Outcome:
    """The outcome of a requirement."""
    return result(found, requirement).outcome
