"""The sample bundles give what was written down for them by hand, out of the regulation.

Beside each bundle `samples/NAME` or `samples/NAME.zip` stands `samples/NAME.expected.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import validator
from tests.project import SAMPLES, SPECS
from tests.sign_samples import TRUST, signature
from validator.bundle import find_bundles
from validator.engine import Options, assess
from validator.model import OF_WHOLE, Bundle, GroundState, Outcome
from validator.report import Report
from validator.source import read
from validator.standard.catalogue import Catalogue

SUFFIX = ".expected.yaml"
FIRST_STANDARD = "medical-activity-licence"
CLOCK = datetime(2026, 11, 22, tzinfo=UTC)
WITH_WRONG_NUMBERS = "clinic-several-faults"

NAMES = sorted(path.name.removesuffix(SUFFIX) for path in SAMPLES.glob("*" + SUFFIX))


def _path(name: str) -> Path:
    folder = SAMPLES / name
    return folder if folder.is_dir() else SAMPLES / f"{name}.zip"


def _bundle(name: str) -> Bundle:
    return validator.read_bundle(_path(name))


def _manifest(name: str) -> Mapping[str, Any]:
    return _bundle(name).manifest or {}


def _expected(name: str) -> dict[str, Any]:
    file = SAMPLES / (name + SUFFIX)
    value: dict[str, Any] = read(file.read_bytes(), file.name)
    return value


def _shown(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _found(report: Report) -> dict[str, Any]:
    """A report in the words of an expectation."""

    def with_outcome(outcome: Outcome) -> list[str]:
        return sorted(r.requirement.id for r in report.results if r.outcome is outcome)

    return {
        "verdict": report.verdict.value,
        "verdicts": {duty.value: verdict.value for duty, verdict in report.verdicts.items()},
        "failed": {
            result.requirement.id: {
                "citation": result.citation,
                "severity": result.requirement.severity.value,
                "consequence": result.requirement.consequence,
                "findings": len(result.findings),
            }
            for result in report.results
            if result.outcome is Outcome.FAILED
        },
        "undetermined": with_outcome(Outcome.UNDETERMINED),
        "manual": with_outcome(Outcome.MANUAL),
        "applies": [g.ground for g in report.grounds if g.state is GroundState.APPLIES],
        "derived": {
            "accepted_on": _shown(report.derived.accepted_on),
            "due_on": _shown(report.derived.due_on),
            **(
                {"due_on_by_law": _shown(by_law)}
                if (by_law := report.derived.due_on_by_law)
                else {}
            ),
            "fee_due": report.derived.fee_due,
        },
        "problems": sorted(problem.message.key for problem in report.problems),
    }


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(SPECS)


@pytest.mark.parametrize("name", NAMES)
def test_sample_gives_what_was_expected_of_it(catalogue: Catalogue, name: str) -> None:
    expected = _expected(name)
    as_of = expected.pop("options", {}).get("as_of")
    options = Options(clock=CLOCK, as_of=date.fromisoformat(as_of) if as_of else None)

    found = _found(assess(catalogue, _bundle(name), options))

    for key in ("undetermined", "manual", "applies", "problems"):
        expected[key] = sorted(expected[key])
    assert found == expected


def test_every_bundle_has_an_expectation_and_every_expectation_a_bundle() -> None:
    bundles = [Path(path).name.removesuffix(".zip") for path in find_bundles(SAMPLES).bundles]

    assert sorted(bundles) == NAMES


def test_expectations_of_drafts_name_the_day_that_counts() -> None:
    for name in NAMES:
        manifest = _manifest(name)
        is_draft = bool(manifest) and "submitted_at" not in manifest

        assert ("as_of" in _expected(name).get("options", {})) == is_draft, name


def test_samples_show_the_whole_range_of_applications() -> None:
    names = [name for name in NAMES if _manifest(name).get("standard") in (FIRST_STANDARD, None)]
    manifests = [manifest for manifest in map(_manifest, names) if manifest]

    assert len(names) >= 15
    assert {(m["service"], m["applicant"]["type"]) for m in manifests} == {
        (service, applicant)
        for service in ("issue", "reissue", "duplicate")
        for applicant in ("individual", "legal_entity")
    }
    assert {m["subject"] for m in manifests} == {"licence", "annex", "licence_and_annex"}
    assert any("submitted_at" not in m for m in manifests)
    assert any("submitted_at" in m and "processing" not in m for m in manifests)
    assert any("processing" in m for m in manifests)
    assert {_expected(name)["verdict"] for name in names} == set(OF_WHOLE)


def test_samples_show_each_way_to_hand_a_bundle_in() -> None:
    files = {_bundle(name).manifest_file for name in NAMES}
    zipped = [name for name in NAMES if _path(name).suffix == ".zip"]

    assert files >= {"application.yaml", "application.json"}
    assert zipped
    for name in zipped:
        raw = _path(name).read_bytes()
        in_cyrillic = [file for file in _bundle(name).members if not file.isascii()]
        assert in_cyrillic
        assert all(file.encode("cp866") in raw for file in in_cyrillic)


@pytest.mark.parametrize("name", NAMES)
def test_identification_numbers_are_right_save_where_that_is_the_point(name: str) -> None:
    wrong = [number for number in _numbers(_manifest(name)) if not _is_right(number)]

    assert bool(wrong) == (name == WITH_WRONG_NUMBERS)


def test_no_two_samples_or_people_share_a_number() -> None:
    bearers: dict[Any, set[tuple[str, str]]] = {}
    for name in NAMES:
        for bearer in _bearers(_manifest(name)):
            for number in _own_numbers(bearer):
                bearers.setdefault(str(number), set()).add((name, str(bearer.get("name"))))

    assert [each for each in bearers.values() if len(each) > 1] == []


def _numbers(manifest: Mapping[str, Any]) -> Iterator[Any]:
    """Every IIN and BIN in a manifest, as it stands there."""
    for bearer in _bearers(manifest):
        yield from _own_numbers(bearer)


def _own_numbers(bearer: Mapping[str, Any]) -> list[Any]:
    return [bearer[key] for key in ("iin", "bin") if key in bearer]


def _bearers(value: Any) -> Iterator[Mapping[str, Any]]:
    """Everybody in a manifest who has an IIN or a BIN."""
    entries = value if isinstance(value, list) else value.values()
    if isinstance(value, Mapping) and _own_numbers(value):
        yield value
    for entry in entries:
        if isinstance(entry, list | Mapping):
            yield from _bearers(entry)


def _is_right(number: Any) -> bool:
    """The rule of the check digit, written a second time so that no slip is shared."""
    if not (isinstance(number, str) and number.isascii() and number.isdigit()):
        return False
    digits = [int(digit) for digit in number]
    remainder = sum(digits[i] * (i + 1) for i in range(11)) % 11
    if remainder == 10:
        remainder = sum(digits[i] * ((i + 2) % 11 + 1) for i in range(11)) % 11
    return len(digits) == 12 and remainder == digits[11]


def test_every_signature_is_that_of_the_applicant_over_the_manifest_as_it_lies() -> None:
    """Whoever changes a manifest signs it anew."""
    trusting = Catalogue(SPECS, TRUST)
    for name in NAMES:
        bundle = _bundle(name)
        if bundle.manifest is None or "signature" not in bundle.manifest:
            continue
        file = bundle.manifest["signature"]["file"]
        made = signature(bundle.manifest_bytes, str(bundle.manifest_file))
        assert made == (file, bundle.members[file].content), f"{name}: python -m tests.sign_samples"
        options = Options(clock=CLOCK, as_of=date(2026, 2, 2))
        results = assess(trusting, bundle, options).results
        fits = [each.outcome for each in results if each.requirement.id == "signature.fits"]
        # Another service may leave it to a person whether a signature fits.
        if fits or bundle.manifest["standard"] == FIRST_STANDARD:
            assert fits == [Outcome.PASSED], name
