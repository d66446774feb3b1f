"""What holds for every application, in whatever state it and its record are."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.made import signed
from tests.project import ROOT
from tests.then import THEN
from validator.bundle import read_bundle
from validator.engine import Options, day_that_counts, evaluate
from validator.model import (
    Bundle,
    Duty,
    GroundState,
    Location,
    Message,
    Outcome,
    Problem,
    Severity,
    Verdict,
)
from validator.report import Report
from validator.standard.catalogue import Catalogue

CATALOGUE = Catalogue(THEN)
EDITIONS = [
    CATALOGUE.edition("medical-activity-licence", name) for name in ("2025-93", "2023-202-v")
]
SAMPLES = [
    *("clinic-new", "doctor-new", "clinic-annex", "clinic-draft", "doctor-with-staff"),
    *("clinic-reissue", "doctor-reissue-late", "clinic-refused-rightly", "clinic-fee-in-parts"),
    *("doctor-duplicate", "clinic-duplicate-electronic", "clinic-several-faults"),
    *("clinic-not-considered", "clinic-two-premises", "clinic-spin-off"),
]
GRANTS = ("licence", "annex", "licence_and_annex", "reissued", "duplicate")
RECORD = ("processing", "registers")
CONFIRMABLE = [
    rule.requirement.id for rule in EDITIONS[0].rules if rule.requirement.who is not None
]
DAY = date(2026, 1, 12)
NOON = datetime(2026, 11, 22, 7, tzinfo=UTC)
ZONE = "Asia/Almaty"

Manifest = dict[str, Any]
Way = tuple[str | int, ...]


@cache
def _sample(name: str) -> Bundle:
    return signed(read_bundle(ROOT / "samples" / name, name))


def _ways(value: Any, way: Way = ()) -> Iterator[Way]:
    """The way to every value below one."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in items:
        yield (*way, key)
        if isinstance(each, dict | list):
            yield from _ways(each, (*way, key))


def _holder(manifest: Any, way: Way) -> Any:
    for key in way[:-1]:
        manifest = manifest[key]
    return manifest


_ODD_VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", "\u200b", True, False, 0, 43250, "rubbish", "2026-01-20", [], {}, "applicant"]
)
_CODES: dict[str, list[Any]] = {
    "service": ["issue", "reissue", "duplicate"],
    "subject": ["licence", "annex", "licence_and_annex"],
    "channel": ["egov.kz", "paper"],
    "type": ["individual", "legal_entity"],
    "medium": ["paper", "electronic"],
    "condition": ["valid", "lost", "damaged"],
    "qualification": ["met", "not_met"],
    "answer": ["positive", "negative"],
    "conclusion": ["positive", "negative"],
    "result": [
        *("licence", "annex", "licence_and_annex", "reissued", "duplicate", "refusal"),
        "consideration_refused",
    ],
    "reorganisation": ["merger", "spin_off", "division"],
    "notified_by": ["sms", "other_recorded", "other_unrecorded"],
    "premises": [["p1"], ["p2", "p1"], ["p9"], []],
    "permission_control": [[], [{}], [{"conclusion": "negative"}, {"conclusion": "positive"}]],
    "grounds": [["list.9.1"], ["list.9.2", "list.9.6"], ["list.9.3"], ["law.43"], []],
}
_TRUTH = st.booleans()


@st.composite
def _applications(draw: st.DrawFn) -> tuple[str, Manifest]:
    """A sample of any service and stage, changed in some places into what it may say or may not."""
    name = draw(st.sampled_from(SAMPLES))
    manifest: Manifest = deepcopy(dict(_sample(name).manifest or {}))
    for key in draw(st.sets(st.sampled_from([*RECORD, "submitted_at", "fee", "consents"]))):
        if draw(_TRUTH):
            manifest.pop(key, None)
    if draw(_TRUTH):
        manifest["registers"] = {
            key: draw(_TRUTH)
            for key in draw(
                st.sets(
                    st.sampled_from(["activity_banned", "barred_for_debt", "special_right_lost"])
                )
            )
        }
    if draw(_TRUTH) and isinstance(manifest.get("processing"), dict):
        manifest["processing"]["confirmations"] = [
            {"requirement": each, "holds": draw(_TRUTH), "by": "w", "confirmed_on": "2026-01-20"}
            for each in draw(st.lists(st.sampled_from(CONFIRMABLE), max_size=3))
        ]
    for _ in range(draw(st.integers(0, 4))):
        way = draw(st.sampled_from(list(_ways(manifest))))
        holder, last = _holder(manifest, way), way[-1]
        if (codes := _CODES.get(str(last))) is not None and draw(_TRUTH):
            holder[last] = deepcopy(draw(st.sampled_from(codes)))
        elif draw(_TRUTH):
            holder[last] = deepcopy(draw(_ODD_VALUES))  # what is drawn is drawn again, unchanged
        else:
            del holder[last]
    return name, manifest


def _report(name: str, manifest: Manifest, edition: Any = EDITIONS[0], **parts: Any) -> Report:
    bundle = replace(
        _sample(name),
        manifest=manifest,
        manifest_file="application.json",
        manifest_bytes=b"{}",
        **parts,
    )
    return evaluate(edition, bundle, day_that_counts(bundle, ZONE, Options(NOON, as_of=DAY)))


def _of(report: Report, duty: Duty) -> dict[str, tuple[Outcome, str]]:
    """The outcomes of a side's requirements but for those that count whole applications' faults."""
    return {
        each.requirement.id: (each.outcome, each.requirement.kind)
        for each in report.results
        if each.requirement.duty is duty
    }


@given(_applications(), st.sampled_from(EDITIONS))
def test_a_ground_that_applies_never_stands_under_a_compliant_applicant(
    application: tuple[str, Manifest], edition: Any
) -> None:
    report = _report(*application, edition)

    if any(each.state is GroundState.APPLIES for each in report.grounds):
        assert report.verdicts[Duty.APPLICANT] is Verdict.NON_COMPLIANT
        assert report.verdict is Verdict.NON_COMPLIANT


@given(_applications(), st.sampled_from(EDITIONS))
def test_a_verdict_follows_from_what_is_told(
    application: tuple[str, Manifest], edition: Any
) -> None:
    report = _report(*application, edition)

    assert report.verdict is not Verdict.PENDING
    for duty, verdict in report.verdicts.items():
        failed = [
            each
            for each in report.results
            if each.requirement.duty is duty
            and each.requirement.severity is Severity.ERROR
            and each.outcome is Outcome.FAILED
        ]
        assert bool(failed) == (verdict is Verdict.NON_COMPLIANT)
        assert all(each.findings for each in failed)
    sides = set(report.verdicts.values())
    assert (Verdict.NON_COMPLIANT in sides) == (report.verdict is Verdict.NON_COMPLIANT)
    if report.verdict is Verdict.UNDETERMINED:
        assert Verdict.UNDETERMINED in sides or sides == {Verdict.PENDING}
    if report.verdict is Verdict.COMPLIANT:
        assert Verdict.UNDETERMINED not in sides


@given(_applications(), st.sampled_from(EDITIONS))
def test_a_grant_never_stands_compliant_beside_a_ground(
    application: tuple[str, Manifest], edition: Any
) -> None:
    report = _report(*application, edition)

    processing = application[1].get("processing")
    granted = isinstance(processing, dict) and processing.get("result") in GRANTS
    if granted and any(each.state is GroundState.APPLIES for each in report.grounds):
        assert report.verdicts[Duty.PROVIDER] is Verdict.NON_COMPLIANT


@given(_applications(), st.sampled_from(EDITIONS))
def test_consideration_is_never_refused_in_order_while_nothing_is_missing(
    application: tuple[str, Manifest], edition: Any
) -> None:
    name, manifest = application
    if not isinstance(manifest.get("processing"), dict):
        manifest["processing"] = {}
    manifest["processing"]["result"] = "consideration_refused"

    report = _report(name, manifest, edition)

    gaps = [
        each
        for each in report.results
        if each.requirement.consequence == "incomplete_package" and each.outcome is Outcome.FAILED
    ]
    if not gaps:
        assert report.verdicts[Duty.PROVIDER] is not Verdict.COMPLIANT


@given(_applications(), st.data())
def test_a_slip_in_the_record_is_for_the_applicant_not_on_record(
    application: tuple[str, Manifest], data: st.DataObject
) -> None:
    name, manifest = application
    ways = [way for way in _ways(manifest) if way[0] in RECORD]
    if not ways:
        return
    way = data.draw(st.sampled_from(ways))
    spoilt, without = deepcopy(manifest), deepcopy(manifest)
    _holder(spoilt, way)[way[-1]] = data.draw(st.sampled_from([None, 3.5]))
    del _holder(without, way)[way[-1]]

    by_slip, by_absence = _report(name, spoilt), _report(name, without)

    assert _of(by_slip, Duty.APPLICANT) == _of(by_absence, Duty.APPLICANT)
    assert by_slip.verdicts[Duty.APPLICANT] is by_absence.verdicts[Duty.APPLICANT]
    assert by_slip.verdicts[Duty.PROVIDER] is Verdict.NON_COMPLIANT
    assert by_slip.derived == by_absence.derived


@given(_applications())
def test_a_record_that_cannot_be_read_is_for_the_applicant_not_on_record(
    application: tuple[str, Manifest],
) -> None:
    name, manifest = application
    left = {key: value for key, value in manifest.items() if key not in RECORD}
    trouble = Problem(Message("record_not_a_map"), Location("record.yaml"))

    unreadable = _report(name, manifest, record_file="record.yaml", record_trouble=trouble)
    without = _report(name, left)

    assert unreadable.verdicts[Duty.PROVIDER] is Verdict.NON_COMPLIANT
    assert unreadable.verdicts[Duty.APPLICANT] is without.verdicts[Duty.APPLICANT]


@given(_applications(), st.data())
def test_a_slip_of_the_applicants_is_no_breach_of_the_providers(
    application: tuple[str, Manifest], data: st.DataObject
) -> None:
    name, manifest = application
    ways = [way for way in _ways(manifest) if way[0] not in RECORD]
    way = data.draw(st.sampled_from(ways))
    spoilt = deepcopy(manifest)
    _holder(spoilt, way)[way[-1]] = data.draw(st.sampled_from([None, 3.5]))

    before, after = (_of(_report(name, each), Duty.PROVIDER) for each in (manifest, spoilt))

    failed = {each for each, (outcome, _) in after.items() if outcome is Outcome.FAILED}
    assert failed <= {each for each, (outcome, _) in before.items() if outcome is Outcome.FAILED}


@given(_applications())
def test_the_record_says_the_same_in_a_file_of_its_own(
    application: tuple[str, Manifest],
) -> None:
    name, manifest = application
    record = {key: value for key, value in manifest.items() if key in RECORD}
    left = {key: value for key, value in manifest.items() if key not in RECORD}

    inside = _report(name, manifest)
    beside = _report(name, left, record=record, record_file="record.json", record_bytes=b"{}")

    assert [(each.requirement.id, each.outcome) for each in inside.results] == [
        (each.requirement.id, each.outcome) for each in beside.results
    ]
    assert inside.verdicts == beside.verdicts
    assert inside.grounds == beside.grounds


@given(_applications())
def test_what_a_person_has_confirmed_is_open_no_longer(
    application: tuple[str, Manifest],
) -> None:
    name, manifest = application
    if not isinstance(manifest.get("processing"), dict):
        manifest["processing"] = {}
    manifest["processing"].pop("confirmations", None)
    before = _report(name, manifest)
    open_ = [each.requirement.id for each in before.results if each.outcome is Outcome.MANUAL]
    manifest["processing"]["confirmations"] = [
        {"requirement": each, "holds": True, "by": "w", "confirmed_on": "2026-01-20"}
        for each in open_
    ]

    after = _report(name, manifest)

    outcomes = {each.requirement.id: each.outcome for each in after.results}
    assert {outcomes[each] for each in open_} <= {Outcome.PASSED}
    assert Outcome.MANUAL not in outcomes.values()
    assert after.verdicts[Duty.APPLICANT] is before.verdicts[Duty.APPLICANT]


def test_the_samples_are_of_every_service_and_stage() -> None:
    manifests = [dict(_sample(name).manifest or {}) for name in SAMPLES]

    assert {each["service"] for each in manifests} == {"issue", "reissue", "duplicate"}
    assert {each["applicant"]["type"] for each in manifests} == {"individual", "legal_entity"}
    assert {"submitted_at" in each for each in manifests} == {True, False}
    assert {"processing" in each for each in manifests} == {True, False}
    for duty in Duty:
        assert {_report(*each).verdicts[duty] for each in zip(SAMPLES, manifests, strict=True)} >= {
            Verdict.COMPLIANT
        }
