"""What an applicant does more, or puts right, never makes matters worse; each kind of old fault."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.test_invariants import (
    CATALOGUE,
    EDITIONS,
    NOON,
    RECORD,
    ZONE,
    _applications,
    _holder,
    _sample,
    _ways,
)
from validator.engine import Options, day_that_counts, evaluate
from validator.model import Bundle, Duty, Member, Outcome, Severity, Verdict
from validator.output.headline import headline
from validator.output.view import View
from validator.report import Report

DAY = date(2026, 1, 12)
EDITION = CATALOGUE.edition("medical-activity-licence", "2025-93")
_TRUTH: st.SearchStrategy[Any] = st.booleans()
RANKS = [Verdict.COMPLIANT, Verdict.PENDING, Verdict.UNDETERMINED, Verdict.NON_COMPLIANT]

Manifest = dict[str, Any]
Change = Callable[[Manifest], object]


def _bundle(name: str, manifest: Manifest, **members: Member) -> Bundle:
    sample = _sample(name)
    return replace(
        sample,
        manifest=manifest,
        manifest_file="application.json",
        manifest_bytes=b"{}",
        members={**sample.members, **{each.name: each for each in members.values()}},
    )


def _report(
    name: str, manifest: Manifest, edition: Any = EDITION, today: date | None = None
) -> Report:
    return _evaluated(_bundle(name, manifest), edition, today)


def _evaluated(bundle: Bundle, edition: Any = EDITION, today: date | None = None) -> Report:
    as_of = day_that_counts(bundle, ZONE, Options(NOON, as_of=DAY))
    return evaluate(edition, bundle, as_of, today=today)


def _changed(name: str, *changes: Change, **options: Any) -> Report:
    manifest: Manifest = deepcopy(dict(_sample(name).manifest or {}))
    for change in changes:
        change(manifest)
    return _report(name, manifest, **options)


def _outcome(report: Report, name: str) -> Outcome:
    return next(each.outcome for each in report.results if each.requirement.id == name)


def _failed(report: Report, duty: Duty = Duty.APPLICANT) -> dict[str, list[str]]:
    return {
        each.requirement.id: [finding.message.key for finding in each.findings]
        for each in report.results
        if each.outcome is Outcome.FAILED and each.requirement.duty is duty
    }


def _warnings(report: Report) -> set[str]:
    return {
        each.requirement.id
        for each in report.results
        if each.outcome is Outcome.FAILED and each.requirement.severity is Severity.WARNING
    }


# Never worse


@given(
    _applications(),
    st.sampled_from(EDITIONS),
    st.integers(0, 60_000),
    st.integers(-400, 400),
)
def test_one_more_payment_never_makes_an_applicant_worse(
    application: tuple[str, Manifest], edition: Any, amount: int, days: int
) -> None:
    name, manifest = application
    before = _report(name, manifest, edition)
    fee = manifest.get("fee", [])
    if not isinstance(fee, dict | list):
        return
    day = before.as_of.date if before.as_of is not None else DAY
    part = {
        "amount": amount,
        "paid_on": (day + timedelta(days=days)).isoformat(),
        "reference": "ONE-MORE",
    }
    more = {**manifest, "fee": [*(fee if isinstance(fee, list) else [fee]), part]}

    after = _report(name, more, edition)

    sides = before.verdicts[Duty.APPLICANT], after.verdicts[Duty.APPLICANT]
    assert RANKS.index(sides[1]) <= RANKS.index(sides[0])


@given(_applications(), st.sampled_from(EDITIONS), st.data())
def test_one_more_paper_never_makes_an_applicant_worse(
    application: tuple[str, Manifest], edition: Any, data: st.DataObject
) -> None:
    name, manifest = application
    documents = manifest.get("documents")
    if not isinstance(documents, list):
        return
    entry: Manifest = {
        "kind": data.draw(st.sampled_from(list(edition.code_lists["document_kinds"]))),
        "file": "documents/one-more.pdf",
    }
    if data.draw(_TRUTH):
        entry["form"] = data.draw(st.integers(2, 5))
    concerns: list[str] = [
        each["id"]
        for key in ("staff", "premises", "changes")
        if isinstance(manifest.get(key), list)
        for each in manifest[key]
        if isinstance(each, dict) and isinstance(each.get("id"), str) and each["id"].isalnum()
    ]
    if concerns and data.draw(_TRUTH):
        entry["concerns"] = data.draw(st.sampled_from(concerns))
    member = Member("documents/one-more.pdf", 700, head=b"%PDF-1.7\n", sha256="7" * 64)

    before = _evaluated(_bundle(name, manifest), edition)
    more = {**manifest, "documents": [*documents, entry]}
    after = _evaluated(_bundle(name, more, more=member), edition)

    sides = before.verdicts[Duty.APPLICANT], after.verdicts[Duty.APPLICANT]
    assert RANKS.index(sides[1]) <= RANKS.index(sides[0])


@given(_applications(), st.sampled_from(EDITIONS), st.data())
def test_a_second_entry_alike_about_one_person_changes_nothing(
    application: tuple[str, Manifest], edition: Any, data: st.DataObject
) -> None:
    name, manifest = application
    staff = manifest.get("staff")
    if (
        not isinstance(staff, list)
        or not all(isinstance(each, dict) for each in staff)
        or not staff
    ):
        return
    before = _report(name, manifest, edition)
    twin = {**deepcopy(data.draw(st.sampled_from(staff))), "id": "one-more"}
    after = _report(name, {**manifest, "staff": [*staff, twin]}, edition)

    if before.verdicts[Duty.APPLICANT] is Verdict.COMPLIANT:
        assert after.verdicts[Duty.APPLICANT] is Verdict.COMPLIANT


_RIGHT: list[tuple[str, Change]] = [
    ("channel", lambda m: m.update(channel="egov.kz")),
    ("provider", lambda m: m.update(provider="Department of Astana")),
    ("fee", lambda m: m.update(fee={"amount": 90_000, "paid_on": "2025-11-25", "reference": "R"})),
    ("consents", lambda m: m.update(consents={"restricted_personal_data": True})),
    ("mobile", lambda m: m["applicant"].update(mobile="+7 701 000 00 01")),
    ("email", lambda m: m["applicant"].update(email="office@clinic.example")),
    ("address", lambda m: m["applicant"].update(address="Astana")),
    ("condition", lambda m: m["previous_licence"].update(condition="lost", medium="paper")),
    ("sha256", lambda m: [each.pop("sha256", None) for each in m["documents"]]),
]
"""Right values that serve whatever else an application says; a plain overpayment is a warning."""


@given(_applications(), st.sampled_from(EDITIONS), st.sampled_from(_RIGHT))
def test_a_corrected_value_never_makes_an_applicant_worse(
    application: tuple[str, Manifest], edition: Any, right: tuple[str, Change]
) -> None:
    name, manifest = application
    before = _report(name, manifest, edition)
    corrected = deepcopy(manifest)
    with suppress(KeyError, TypeError, AttributeError):  # there is nothing to put it right in
        right[1](corrected)

    after = _report(name, corrected, edition)

    sides = before.verdicts[Duty.APPLICANT], after.verdicts[Duty.APPLICANT]
    assert RANKS.index(sides[1]) <= RANKS.index(sides[0])
    passed = {
        each.requirement.id
        for each in before.results
        if each.requirement.severity is Severity.ERROR
        and each.requirement.duty is Duty.APPLICANT
        and each.outcome is Outcome.PASSED
    }
    assert not passed & _failed(after).keys()


@given(_applications(), st.sampled_from(EDITIONS), st.data())
def test_a_value_as_the_form_asks_never_makes_an_applicant_worse(
    application: tuple[str, Manifest], edition: Any, data: st.DataObject
) -> None:
    name, manifest = application
    ways = [way for way in _ways(manifest) if way[0] not in RECORD]
    way = data.draw(st.sampled_from(ways))
    spoilt = deepcopy(manifest)
    _holder(spoilt, way)[way[-1]] = data.draw(st.sampled_from([None, 3.5]))

    before, after = (_report(name, each, edition) for each in (spoilt, manifest))

    sides = before.verdicts[Duty.APPLICANT], after.verdicts[Duty.APPLICANT]
    assert RANKS.index(sides[1]) <= RANKS.index(sides[0])


# The kinds of old fault, each with two more of its kind


def _set(**values: Any) -> Change:
    return lambda manifest: manifest.update(values)


def _drop(*keys: str) -> Change:
    return lambda manifest: [manifest.pop(key) for key in keys]


def _paid(day: str) -> Change:
    return lambda manifest: manifest["fee"].update(paid_on=day)


@pytest.mark.parametrize("day", ["2026-01-29", "2026-03-10", "2027-01-05"])
def test_2_a_fee_paid_after_the_decision_was_not_paid(day: str) -> None:
    report = _changed("clinic-new", _paid(day))

    assert _failed(report)["fee.issue"] == ["fee_after_decision"]
    assert report.verdicts[Duty.APPLICANT] is Verdict.NON_COMPLIANT


@pytest.mark.parametrize("day", ["2026-01-21", "2026-03-10"])
def test_3_a_fee_that_is_still_to_come_was_not_paid(day: str) -> None:
    undecided = _drop("processing")
    today = date(2026, 1, 20)

    assert _failed(_changed("clinic-new", undecided, _paid(day), today=today))["fee.issue"] == [
        "fee_ahead"
    ]
    assert "fee.issue" not in _failed(
        _changed("clinic-new", undecided, _paid("2026-01-20"), today=today)
    )


def test_10_a_retrained_doctor_attaches_the_certificate_and_is_asked_once() -> None:
    def retrained(manifest: Manifest) -> None:
        manifest["applicant"]["retrained"] = True

    def among_the_staff(manifest: Manifest) -> None:
        manifest["staff"] = [
            {
                "id": "s1",
                "name": "Daulet Example",
                "iin": manifest["applicant"]["iin"],
                "position": "neurologist",
                "subtypes": ["outpatient.neurology"],
                "studies_finished": 2012,
                "retrained": manifest["applicant"]["retrained"],
                "employment_in_gateway": True,
            }
        ]

    never_asked = _changed("doctor-new", retrained)
    twice = _changed("doctor-new", retrained, among_the_staff)
    once = _changed("doctor-new", among_the_staff)

    certificate = "documents.retraining_certificate"
    assert _failed(never_asked) == {certificate: ["document_missing_for"]}
    assert _failed(twice) == {certificate: ["document_missing_for"]}
    assert once.verdicts[Duty.APPLICANT] is Verdict.COMPLIANT


@pytest.mark.parametrize(
    ("name", "ground", "misfits"),
    [
        *[
            ("clinic-reissue", "individual_name", True),
            ("clinic-reissue", "activity_renamed", False),
        ],
        *[("doctor-reissue-late", "legal_entity_name", True)],
        *[("clinic-reissue", "required_by_law", False)],
        *[("doctor-reissue-late", "object_address", False)],
        *[("clinic-reissue", "sole_proprietor_registration", True)],
    ],
)
def test_11_grounds_fit_the_applicant(name: str, ground: str, misfits: bool) -> None:
    def change(manifest: Manifest) -> None:
        manifest["changes"][0]["ground"] = ground

    failed = _failed(_changed(name, change)).keys()

    assert any(each.startswith("changes.fit_") for each in failed) == misfits


@pytest.mark.parametrize("name", ["clinic-new", "clinic-reissue", "doctor-duplicate"])
def test_12_documents_that_are_not_in_the_folder_meet_nothing(name: str) -> None:
    bundle = replace(_sample(name), members={})
    report = _evaluated(bundle)

    listed = len(dict(bundle.manifest or {})["documents"])
    missing = [each for each, keys in _failed(report).items() if "file_missing" in keys]
    assert len([each for each in missing if each.startswith("documents.")]) == listed
    assert {
        each.requirement.consequence for each in report.results if each.requirement.id in missing
    } == {"incomplete_package"}
    assert all(
        each.state.value != "applies" for each in report.grounds if each.ground == "list.9.6"
    )


@pytest.mark.parametrize("day", ["2025-11-17", "2025-11-18", "2025-11-24"])
def test_13_further_papers_harm_nothing_on_the_days_in_doubt(day: str) -> None:
    edition = CATALOGUE.edition(
        "medical-activity-licence", "2023-202-v" if day == "2025-11-17" else "2025-93"
    )
    report = _changed(
        "clinic-new",
        _set(submitted_at=f"{day}T10:00:00+05:00"),
        _drop("processing"),
        edition=edition,
    )

    assert "value_unknown" not in _failed(report).get("application.fields", [])
    assert _outcome(report, "edition.publication_assumed") is Outcome.FAILED


def test_15_one_file_for_everything_is_told() -> None:
    def everything(manifest: Manifest) -> None:
        for entry in manifest["documents"]:
            entry["file"] = "documents/form-3.pdf"
            entry.pop("sha256", None)
        manifest["signature"]["file"] = "documents/form-3.pdf"

    failed = _failed(_changed("clinic-new", everything))

    assert failed["documents.one_kind"] == ["file_of_two_kinds"] * 5
    assert failed["signature.apart"] == ["file_is_document"]


def test_15_copies_are_told_by_their_content() -> None:
    manifest: Manifest = deepcopy(dict(_sample("clinic-new").manifest or {}))
    files = [each["file"] for each in manifest["documents"]]
    head = b"%PDF-1.7\n"
    alike = {
        f"m{index}": Member(name, 900, head=head, sha256="a" * 64)
        for index, name in enumerate(files)
    }
    apart = {
        f"m{index}": Member(name, 900 + index, head=head, sha256="a" * 64)
        for index, name in enumerate(files)
    }
    unread = {
        f"m{index}": Member(name, 900, head=head, sha256=None) for index, name in enumerate(files)
    }

    found = [
        _failed(_evaluated(_bundle("clinic-new", manifest, **members))).get("documents.one_kind")
        for members in (alike, apart, unread)
    ]

    assert found == [["copy_of_two_kinds"] * 5, None, None]


def test_16_one_number_of_two_and_studies_of_a_child_are_warnings() -> None:
    def one_number(manifest: Manifest) -> None:
        manifest["staff"][1]["iin"] = manifest["staff"][0]["iin"]

    def child(manifest: Manifest) -> None:
        manifest["staff"][0]["studies_finished"] = 1985

    assert "people.number_of_one" in _warnings(_changed("clinic-new", one_number))
    assert "people.of_age" in _warnings(_changed("clinic-new", child))
    assert _warnings(_changed("clinic-new")) == set()


@pytest.mark.parametrize(
    "address",
    [
        *["“office@clinic.example”", "a@b.kz,", "<a@b.kz>", "mailto:a@b.kz", "a..b@c.kz"],
        *["a@b.kz; c@d.kz", "office@clinic.example."],
    ],
)
def test_20_a_sign_that_is_wrong_in_an_address_is_named(address: str) -> None:
    def change(manifest: Manifest) -> None:
        manifest["applicant"]["email"] = address

    assert _failed(_changed("clinic-new", change))["application.fields"] == ["email_sign"]


@pytest.mark.parametrize("left_out", ["activity_banned", "barred_for_debt", "special_right_lost"])
def test_38_a_register_that_is_not_given_is_left_to_a_person(left_out: str) -> None:
    report = _changed("clinic-new", lambda manifest: manifest["registers"].pop(left_out))

    assert _outcome(report, f"register.{left_out}") is Outcome.MANUAL
    assert report.verdict is Verdict.COMPLIANT


# Whose fault it is


def test_the_headline_says_whose_fault_it_is() -> None:
    late = _report("clinic-late-decision", dict(_sample("clinic-late-decision").manifest or {}))
    paper = _changed("clinic-new", _set(channel="paper"))
    both = _changed(
        "clinic-new",
        _set(channel="paper"),
        lambda m: m["processing"].update(qualification="not_met"),
    )

    assert headline(late, "en") == (
        "THE APPLICATION IS IN ORDER; THE PROVIDER IS AT FAULT",
        "bold yellow",
    )
    assert headline(paper, "en") == ("NOT COMPLIANT: THE APPLICANT'S SIDE", "bold red")
    assert headline(both, "en") == ("NOT COMPLIANT: BOTH SIDES", "bold red")


def test_one_cause_is_told_once() -> None:
    from validator.output.text import one

    report = _changed("clinic-new", _drop("service"))
    undetermined = [each for each in report.results if each.outcome is Outcome.UNDETERMINED]

    text = one(report, View("en")).decode()

    assert len(undetermined) > 20
    assert text.count("“Service asked for” is needed") == 1
    assert "issue (Issue of a licence and (or) an annex)" in " ".join(text.split())
    assert all(each.requirement.id in text for each in undetermined)
