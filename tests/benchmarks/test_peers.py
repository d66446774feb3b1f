"""What the programs of the benchmark are said to say is what they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from shutil import rmtree
from typing import Any

import jsonschema_rs
import pytest

from tests.benchmarks.peers import table
from tests.benchmarks.peers.manifests import (
    FAULTS,
    MALFORMED,
    Fault,
    Manifest,
    clean,
    drawn,
    malformed,
    seeded,
    spoilt,
    write,
    write_bundle,
    written,
)
from tests.benchmarks.peers.programs import ENCODINGS, HERE, PEERS, SPECS
from tests.benchmarks.peers.with_cerberus import Days, load
from tests.benchmarks.speed import fields
from tests.command import call
from validator.bundle import read_bundle
from validator.engine import Options, assess
from validator.model import Outcome, Verdict
from validator.report import Report
from validator.standard.catalogue import Catalogue

CATALOGUE = Catalogue(SPECS)
OPTIONS = Options(clock=datetime(2026, 11, 30, tzinfo=UTC))


def test_the_standard_is_one_that_the_linter_takes_and_its_cases_hold() -> None:
    folders = ("--specs", str(SPECS), "--samples", str(HERE / "samples"))
    assert call("spec", "lint", "--strict", *folders).returncode == 0
    assert call("spec", "test", *folders).returncode == 0


def judged(folder: Path, manifest: Manifest, suffix: str = "yaml") -> Report:
    write_bundle(folder / "bundle", manifest, suffix, folder / "paper.pdf")
    report = assess(CATALOGUE, read_bundle(folder / "bundle"), OPTIONS)
    rmtree(folder / "bundle")
    return report


def test_each_of_the_25_checks_has_a_fault_that_it_finds(tmp_path: Path) -> None:
    report = judged(tmp_path, clean(seeded(1), "grant"))
    requirements = {each.requirement.id for each in report.results}
    assert len(requirements) == 25
    assert {each.check for each in FAULTS} == requirements


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_fails_one_check(fault: Fault, tmp_path: Path) -> None:
    for seed in range(3):
        report = judged(tmp_path, spoilt(seeded(seed), fault))
        failed = [each.requirement.id for each in report.results if each.outcome is Outcome.FAILED]
        assert failed == [fault.check]
        assert report.verdict is Verdict.NON_COMPLIANT


@pytest.mark.parametrize("service", ["grant", "renew"])
@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_a_clean_application_is_compliant(service: str, suffix: str, tmp_path: Path) -> None:
    for seed in range(4):
        report = judged(tmp_path, clean(seeded(seed), service), suffix)
        assert report.verdict is Verdict.COMPLIANT


def test_an_inbox_is_the_same_each_time_and_a_tenth_of_it_is_malformed() -> None:
    inbox = list(drawn(1000))
    assert inbox == list(drawn(1000))
    wrong = [each.wrong for each in inbox]
    assert (wrong.count(""), wrong.count(MALFORMED)) == (700, 100)
    assert set(wrong) == {"", MALFORMED, *(each.name for each in FAULTS)}
    assert all(60 <= fields(each.manifest) <= 80 for each in inbox if not each.wrong)


@cache
def cerberus() -> Callable[[Manifest], bool]:
    valid: Callable[[Manifest], bool] = Days(load(str(ENCODINGS / "cerberus.yaml"))).validate
    return valid


@cache
def json_schema() -> Callable[[Any], bool]:
    schema = load(str(ENCODINGS / "application.schema.yaml"))
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid


@pytest.mark.parametrize(
    ("name", "made"), [("Cerberus", cerberus), ("check-jsonschema", json_schema)]
)
def test_a_peer_rejects_what_we_reject_where_it_says_the_check(
    name: str, made: Callable[[], Callable[[Manifest], bool]]
) -> None:
    (peer,) = (each for each in PEERS if each.name == name)
    valid = made()
    for seed in range(2):
        for fault in FAULTS:
            assert valid(spoilt(seeded(seed), fault)) == (fault.name in peer.misses), fault.name
        for service in ("grant", "renew"):
            assert valid(clean(seeded(seed), service))
        assert not valid(malformed(seeded(seed)))


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Ten applications in each form, for one program of ours and Cerberus."""
    monkeypatch.setattr(table, "OURS", table.OURS[:1])
    monkeypatch.setattr(table, "PEERS", [each for each in PEERS if each.name == "Cerberus"])
    for suffix in table.SUFFIXES:
        write(tmp_path / suffix, 10, suffix)
    return tmp_path


def test_a_table_of_ratios_comes_of_it(inbox: Path) -> None:
    took = table.measure(inbox, 10, 1)
    first, _, ratios, *_ = table.shown(took, 10, 1).split("\n\n", 1)[1].splitlines()
    assert first == "| against | of 25 checks | ndjson, 1 job, YAML | ndjson, 1 job, JSON |"
    assert re.fullmatch(r"\| Cerberus \| 6, 1 in part( \| [0-9.]+ \([0-9.]+\)){2} \|", ratios)


def test_a_program_that_says_less_than_it_is_said_to_is_not_measured(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (peer,) = (each for each in PEERS if each.name == "Cerberus")
    monkeypatch.setattr(table, "PEERS", [replace(peer, misses=frozenset())])
    monkeypatch.setattr(table, "OURS", ())
    decided_late = next(each for each in FAULTS if each.name == "decided late")
    late = spoilt(seeded(1), decided_late)
    (inbox / "yaml" / "000003" / "application.yaml").write_text(written(late, "yaml"), "utf-8")
    with pytest.raises(ValueError, match="Cerberus: 000003 are not judged as they should be"):
        table.measure(inbox, 10, 1)
