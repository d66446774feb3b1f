"""What holds of any change of any sample."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.made import (
    CHANGES,
    EDITION,
    FOLLOWING,
    OF_APPLICANT,
    RECORD,
    SAMPLES,
    Manifest,
    Way,
    around_of,
    day_of,
    evaluated,
    manifest_of,
    outcomes_of,
    walk,
    with_manifest,
)
from validator.engine import evaluate
from validator.model import (
    Outcome,
    Severity,
)
from validator.report import Report

# What holds for any application

# Each drawing is a copy, since what is drawn may be changed further.
_SPOILING: st.SearchStrategy[Any] = st.sampled_from(
    [None, {"a": 1}, [[]], -5, "\n", 10**30, True]
).map(deepcopy)


def _places(manifest: Manifest) -> list[Way]:
    return [way for way, _ in walk(manifest)]


def _differently(manifest: Manifest, data: st.DataObject) -> Way | None:
    """Change one place of a manifest: take it away, turn it round or spoil it."""
    places = _places(manifest)
    if not places:
        return None
    way = data.draw(st.sampled_from(places))
    around, key = around_of(manifest, way), way[-1]
    how = data.draw(st.sampled_from(["remove", *CHANGES, "spoil"]))
    if how == "remove":
        del around[key]
    else:
        around[key] = data.draw(_SPOILING) if how == "spoil" else CHANGES[how](around[key])
    return way


@given(st.sampled_from(SAMPLES), st.integers(0, 3), st.data())
def test_evaluation_changes_nothing_it_is_given(name: str, times: int, data: st.DataObject) -> None:
    manifest = manifest_of(name)
    for _ in range(times):
        _differently(manifest, data)
    bundle = with_manifest(name, manifest)
    before, members = deepcopy(manifest), dict(bundle.members)
    lists = deepcopy(EDITION.code_lists)

    first = evaluate(EDITION, bundle, day_of(name))
    second = evaluate(EDITION, bundle, day_of(name))

    assert manifest == before
    assert list(manifest) == list(before)
    assert bundle.members == members
    assert EDITION.code_lists == lists
    assert first == second


def _failed_in_row_8(report: Report) -> set[str]:
    return {
        each.requirement.id
        for each in report.results
        if each.requirement.row == "documents"
        and each.outcome is Outcome.FAILED
        and each.requirement.severity is Severity.ERROR
    }


_KINDS = sorted(EDITION.code_lists["document_kinds"])


@given(st.sampled_from(SAMPLES), st.integers(0, 2), st.data())
def test_one_more_document_never_makes_a_package_less_complete(
    name: str, times: int, data: st.DataObject
) -> None:
    manifest = manifest_of(name)
    for _ in range(times):
        _differently(manifest, data)
    if not isinstance(manifest.get("documents"), list):
        manifest["documents"] = []
    ids = [
        each["id"]
        for key in ("staff", "premises", "changes")
        for each in (manifest[key] if isinstance(manifest.get(key), list) else [])
        if isinstance(each, dict) and isinstance(each.get("id"), str)
    ]
    more: dict[str, Any] = {
        "kind": data.draw(st.sampled_from(_KINDS)),
        "file": data.draw(st.sampled_from("ab")),
    }
    if (form := data.draw(st.none() | st.integers(2, 5))) is not None:
        more["form"] = form
    if (concerns := data.draw(st.none() | st.sampled_from([*ids, "applicant"]))) is not None:
        more["concerns"] = concerns
    before = _failed_in_row_8(evaluated(name, manifest))
    # An id that is not one may be named by a document, which is then at fault itself.
    spoilt = [each for each in ids if not 0 < len(each.strip()) == len(each) <= 64]

    at = data.draw(st.integers(0, len(manifest["documents"])))
    manifest["documents"].insert(at, more)
    after = _failed_in_row_8(evaluated(name, manifest))

    assert after - before <= ({"application.fields"} if concerns in spoilt else set())


@pytest.mark.parametrize(
    ("name", "key", "value", "requirement"),
    [
        *[("clinic-several-faults", "applicant", None, "documents.diploma")],
        *[("clinic-several-faults", "applicant", {}, "documents.diploma")],
        *[("clinic-several-faults", "applicant", "Clinic", "documents.diploma")],
        *[("doctor-with-staff", "staff", None, "documents.diploma")],
        *[("doctor-with-staff", "staff", "s1", "documents.diploma")],
    ],
)
def test_whoever_is_listed_may_be_the_one_of_whom_nothing_can_be_read(
    name: str, key: str, value: object, requirement: str
) -> None:
    manifest = manifest_of(name)
    manifest["documents"] = [each for each in manifest["documents"] if each["kind"] != "diploma"]
    assert outcomes_of(evaluated(name, manifest))[requirement] is Outcome.FAILED

    outcomes = outcomes_of(evaluated(name, {**manifest, key: value}))

    assert outcomes[requirement] is Outcome.UNDETERMINED


@pytest.mark.parametrize("submitted_at", [None, "tomorrow", "2026-02-30T10:00:00+05:00"])
def test_a_payment_ahead_is_open_while_nobody_knows_whether_it_is_a_draft(
    submitted_at: object,
) -> None:
    name = "clinic-reissue-incomplete"
    manifest = manifest_of(name)
    assert outcomes_of(evaluated(name, manifest))["fee.reissue"] is Outcome.PASSED
    del manifest["submitted_at"]
    assert outcomes_of(evaluated(name, manifest))["fee.reissue"] is Outcome.FAILED

    manifest["submitted_at"] = submitted_at

    assert outcomes_of(evaluated(name, manifest))["fee.reissue"] is Outcome.UNDETERMINED


@given(st.sampled_from(SAMPLES), st.integers(0, 2), st.data())
def test_what_is_decided_stays_so_when_a_spoilt_value_is_put_right(
    name: str, times: int, data: st.DataObject
) -> None:
    right = manifest_of(name)
    for _ in range(times):
        _differently(right, data)
    spoilt = deepcopy(right)
    way = data.draw(st.sampled_from(_places(spoilt)))
    around_of(spoilt, way)[way[-1]] = None

    before, after = (outcomes_of(evaluated(name, each)) for each in (spoilt, right))

    for requirement, outcome in before.items():
        # The form has a fault less; what looks at the grounds follows the other requirements. What
        # is spoilt on record is for the applicant not on record (see test_invariants.py).
        passed_over = way[0] in RECORD and requirement in OF_APPLICANT
        if requirement not in {"application.fields", *FOLLOWING} and not passed_over:
            assert outcome in (after[requirement], Outcome.UNDETERMINED), requirement
    form = "record.fields" if way[0] in RECORD else "application.fields"
    assert before[form] is Outcome.FAILED
