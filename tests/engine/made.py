"""Reports of the samples and of changes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from tests.project import ROOT
from tests.then import THEN
from validator.bundle import read_bundle
from validator.engine import Options, assess, day_that_counts, evaluate
from validator.facts.conditions import Test
from validator.model import (
    Bundle,
    Duty,
    Outcome,
    Verdict,
)
from validator.report import AsOf, Report, Result
from validator.signed import Verification
from validator.source import read
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition

CATALOGUE = Catalogue(THEN)
STANDARD = "medical-activity-licence"
EDITION = CATALOGUE.edition(STANDARD, "2025-93")
ZONE = "Asia/Almaty"
NOON = datetime(2026, 11, 22, 7, tzinfo=UTC)


Test.__test__ = False  # type: ignore[attr-defined]  # a noun of the specs, no test of pytest's


ISSUE, REISSUE, DUPLICATE = "clinic-new", "clinic-reissue", "doctor-duplicate"
UNREADABLE = "doctor-unreadable"
Manifest = dict[str, Any]
Way = tuple[str | int, ...]


def _names() -> list[str]:
    """The samples that can be read and are of the first service."""
    names = (path.name.removesuffix(".expected.yaml") for path in ROOT.glob("samples/*.yaml"))
    return sorted(each for each in names if standard_of(each) == STANDARD)


def standard_of(name: str) -> Any:
    return (bundle_of(name).manifest or {}).get("standard")


@cache
def bundle_of(name: str) -> Bundle:
    folder = ROOT / "samples" / name
    return signed(read_bundle(folder if folder.is_dir() else f"{folder}.zip"))


def signed(bundle: Bundle) -> Bundle:
    """A bundle whose signatures fit, whatever becomes of its manifest."""
    members = {
        name: each if each.content is None else each._replace(verification=Verification())
        for name, each in bundle.members.items()
    }
    return replace(bundle, members=members)


@cache
def day_of(name: str) -> AsOf:
    file = ROOT / "samples" / f"{name}.expected.yaml"
    day = read(file.read_bytes(), file.name).get("options", {}).get("as_of")
    options = Options(NOON, as_of=date.fromisoformat(day) if day else None)
    return day_that_counts(bundle_of(name), ZONE, options)


def with_manifest(name: str, manifest: Mapping[str, Any]) -> Bundle:
    """A sample's bundle with another manifest; places in it do not matter here."""
    return replace(
        bundle_of(name), manifest=manifest, manifest_file="application.json", manifest_bytes=b"{}"
    )


def evaluated(name: str, manifest: Mapping[str, Any], edition: Edition = EDITION) -> Report:
    return evaluate(edition, with_manifest(name, manifest), day_of(name))


def manifest_of(name: str) -> Manifest:
    return deepcopy(dict(bundle_of(name).manifest or {}))


@cache
def report_of(name: str) -> Report:
    return evaluate(EDITION, bundle_of(name), day_of(name))


def outcomes_of(report: Report) -> dict[str, Outcome]:
    return {each.requirement.id: each.outcome for each in report.results}


SAMPLES = _names()
RECORD = ("processing", "registers")
FOLLOWING = {rule.requirement.id for rule in EDITION.rules if rule.after_all}
"""The requirements that look at what became of others."""


OF_APPLICANT = {
    rule.requirement.id for rule in EDITION.rules if rule.requirement.duty is Duty.APPLICANT
}


COMPLIANT = [name for name in SAMPLES if report_of(name).verdict is Verdict.COMPLIANT]


def result_of(report: Report, requirement: str) -> Result:
    return next(each for each in report.results if each.requirement.id == requirement)


def changed(name: str, **values: Any) -> Report:
    """A sample with values set by their keys joined by two underscores, `...` takes one away."""
    manifest = manifest_of(name)
    for key, value in values.items():
        *way, last = key.split("__")
        around = manifest
        for part in way:
            around = around.setdefault(part, {})
        if value is ...:
            del around[last]
        else:
            around[last] = value
    return evaluated(name, manifest)


# Which edition, which day


def assessed(manifest: Any, **options: Any) -> Report:
    bundle = with_manifest(ISSUE, manifest)
    return assess(CATALOGUE, bundle, Options(**{"clock": NOON, **options}))


# Damage done: every value of every sample in turn


def walk(value: Any, *way: str | int) -> Iterator[tuple[Way, Any]]:
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inner:
        yield (*way, key), each
        if isinstance(each, dict | list):
            yield from walk(each, *way, key)


def around_of(manifest: Any, way: Way) -> Any:
    for part in way[:-1]:
        manifest = manifest[part]
    return manifest


def emptied(value: Any) -> Any:
    return type(value)() if isinstance(value, str | list | dict) else ""


def negated(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return -value if isinstance(value, int) else f"not {value}"


def other_type(value: Any) -> Any:
    if isinstance(value, str):
        return 7
    if isinstance(value, dict):
        return [value]
    if isinstance(value, list):
        return {"0": value}
    return str(value)


CHANGES: dict[str, Callable[[Any], Any]] = {
    "null": lambda _: None,
    "emptied": emptied,
    "negated": negated,
    "other type": other_type,
}
