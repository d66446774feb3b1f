"""The form of a manifest: what breaks a field's rule, what is missing, what is personal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.project import ROOT
from tests.then import THEN
from validator.bundle import read_bundle
from validator.errors import SourceError
from validator.form.fields import Field
from validator.form.form import Form
from validator.form.record import Whole, without_blanks
from validator.form.schema import acceptance, manifest_schema
from validator.model import LANGUAGES, Named, Violation
from validator.places import pointer
from validator.source import read
from validator.standard.catalogue import Catalogue
from validator.words.messages import fix, say

STANDARD = "medical-activity-licence"
EDITION = Catalogue(THEN).edition(STANDARD, "2025-93")
GATE = EDITION.form.gate
UNGATED = Form(EDITION.form.fields, None)
PUBLISHED = acceptance(manifest_schema(EDITION.form.fields, ""))
RELATIONS = {"id_repeated", "id_taken", "reference_unknown"}
"""What hangs on two places of a manifest and no JSON Schema tells."""

Manifest = dict[str, Any]
Change = Callable[[Manifest], object]


def _sample(name: str) -> Manifest:
    folder = ROOT / "samples" / name
    manifest = read_bundle(folder if folder.is_dir() else f"{folder}.zip").manifest
    return deepcopy(dict(manifest or {}))


NAMES = sorted(path.name.removesuffix(".expected.yaml") for path in ROOT.glob("samples/*.yaml"))
SAMPLES = {
    name: manifest
    for name in NAMES
    if (manifest := _sample(name)) and manifest["standard"] == STANDARD
}
ISSUE, REISSUE, DOCTOR = "clinic-new", "clinic-reissue", "doctor-new"


def _examined(manifest: Manifest) -> list[Violation]:
    """What is wrong, which the gate must not change."""
    whole = Whole(without_blanks(manifest, EDITION.form.fields))
    violations = list(EDITION.form.examine(whole).violations)
    assert violations == list(UNGATED.examine(whole).violations)
    return violations


def _found(change: Change, name: str = ISSUE) -> list[tuple[str, str]]:
    """Place and message of all that is wrong with a sample after a change."""
    manifest = deepcopy(SAMPLES[name])
    change(manifest)
    return sorted((each.pointer, each.message.key) for each in _examined(manifest))


def _put(place: str, value: Any) -> Change:
    """Set the value at a place; keys of the samples need no escapes."""
    *way, last = place[1:].split("/")

    def change(manifest: Manifest) -> None:
        around: Any = manifest
        for part in way:
            around = around[int(part) if isinstance(around, list) else part]
        around[int(last) if isinstance(around, list) else last] = value

    return change


def _cut(place: str) -> Change:
    *way, last = place[1:].split("/")

    def change(manifest: Manifest) -> None:
        around: Any = manifest
        for part in way:
            around = around[int(part) if isinstance(around, list) else part]
        del around[int(last) if isinstance(around, list) else last]

    return change


def _walk(value: Any, *path: str | int) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value below the root, with the way to it."""
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inner:
        yield (*path, key), each
        if isinstance(each, dict | list):
            yield from _walk(each, *path, key)


# What is right


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - {"clinic-several-faults"}))
def test_samples_keep_the_form_for_gate_and_cerberus_alike(name: str) -> None:
    expected = [] if name != "clinic-undetermined" else _examined(SAMPLES[name])

    assert GATE is not None
    assert GATE(SAMPLES[name]) == (not expected)
    assert list(UNGATED._explainer.explain(SAMPLES[name])) == expected
    assert _examined(SAMPLES[name]) == expected


def test_a_sample_with_faults_is_held_up_by_both() -> None:
    manifest = SAMPLES["clinic-several-faults"]

    assert GATE is not None
    assert not GATE(manifest)
    assert list(UNGATED._explainer.explain(manifest)) != []


# The traps of Cerberus


@pytest.mark.parametrize("value", [True, False])
@pytest.mark.parametrize("place", ["/fee/amount", "/format", "/documents/0/form"])
def test_true_is_no_number(place: str, value: bool) -> None:
    assert _found(_put(place, value)) == [(place, "expected_number")]


@pytest.mark.parametrize("value", [0, 1, "true", "no", [], {}])
def test_nothing_but_true_and_false_is_a_boolean(value: Any) -> None:
    place = "/staff/0/retrained"

    assert _found(_put(place, value)) == [(place, "expected_boolean")]


def test_null_is_one_finding_wherever_it_stands() -> None:
    names = [ISSUE, REISSUE, DOCTOR, "doctor-duplicate", "clinic-refused-wrongly"]
    # Every field once, whichever item of a list or sample has it.
    fields = {
        tuple(isinstance(part, int) or part for part in path): (name, path)
        for name in names
        for path, _ in _walk(SAMPLES[name])
    }
    assert len(fields) > 50

    for name, path in fields.values():
        place = pointer(*path)
        found = [each for each in _found(_put(place, None), name) if each[1] not in RELATIONS]
        assert found == [(place, "value_null")], (name, place)


# A text in which nothing can be seen is absent: a fault where the value is needed, and only there.


@pytest.mark.parametrize("blank", ["", " \n\t", "\u200b", "\u3164"])
@pytest.mark.parametrize(
    "place",
    [
        *("/provider", "/applicant/name", "/applicant/bin", "/applicant/mobile", "/service"),
        *("/fee/reference", "/fee/paid_on", "/fee/amount", "/signature/file", "/applicant"),
        *("/staff/0/position", "/staff/0/retrained", "/premises/0/address", "/documents"),
    ],
)
def test_a_blank_where_a_value_is_needed_is_a_value_that_is_missing(place: str, blank: str) -> None:
    """Row 19: what nobody can see says nothing."""
    found = _found(_put(place, blank))

    assert (place, "field_missing") in found
    assert {message for _, message in found} == {"field_missing"}


@pytest.mark.parametrize("blank", ["", " ", "\u200b"])
@pytest.mark.parametrize(
    ("place", "sample"),
    [
        *[("/fee/payer", ISSUE), ("/submitted_at", ISSUE), ("/signature", ISSUE)],
        *[("/documents/0/sha256", ISSUE), ("/documents/2/concerns", ISSUE)],
        *[("/processing/previous_returned_on", "clinic-reissue")],
        *[("/processing/refusal/reason", "clinic-refused-wrongly"), ("/registers", ISSUE)],
        *[("/processing/permission_control/0/conclusion", ISSUE), ("/processing", ISSUE)],
    ],
)
def test_a_blank_where_a_value_may_be_left_out_is_no_fault(
    place: str, sample: str, blank: str
) -> None:
    assert _found(_put(place, blank), sample) == []


def test_a_list_has_no_blank_entries() -> None:
    assert _found(_put("/staff/0/subtypes/0", "")) == [("/staff/0/subtypes/0", "value_unknown")]


def test_a_blank_under_a_key_that_is_no_field_is_told() -> None:
    assert _found(_put("/colour", " ")) == [("/colour", "field_unknown")]


def test_a_map_without_blanks_stays_the_same_map() -> None:
    manifest = SAMPLES[ISSUE]

    assert without_blanks(manifest, EDITION.form.fields) is manifest


@pytest.mark.parametrize(
    ("place", "message"),
    [
        *[("/staff/0/iin", "not_twelve_digits"), ("/applicant/bin", "not_twelve_digits")],
        *[("/applicant/mobile", "not_a_phone"), ("/fee/paid_on", "not_a_date")],
        *[("/submitted_at", "not_a_time"), ("/applicant/email", "email_sign")],
        *[("/documents/0/file", "not_a_path"), ("/documents/0/sha256", "not_a_digest")],
        *[("/service", "value_unknown"), ("/staff/0/id", "not_an_id")],
    ],
)
def test_a_trailing_newline_is_seen(place: str, message: str) -> None:
    value: Any = SAMPLES[ISSUE]
    for part in place[1:].split("/"):
        value = value[int(part) if isinstance(value, list) else part]

    found = [each for each in _found(_put(place, f"{value}\n")) if each[1] not in RELATIONS]

    assert found == [(place, message)]


@pytest.mark.parametrize("digits", ["８４０３１７４００００４", "٨٤٠٣١٧٤٠٠٠٠٤"])
def test_digits_of_other_scripts_are_seen(digits: str) -> None:
    assert _found(_put("/staff/0/iin", digits)) == [("/staff/0/iin", "not_twelve_digits")]


@pytest.mark.parametrize("text", ["[NaN]", "[Infinity]", "[-Infinity]", "[1e999]", "[-1e999]"])
def test_what_is_no_number_does_not_come_in_as_json(text: str) -> None:
    with pytest.raises(SourceError):
        read(text.encode(), "application.json")


@pytest.mark.parametrize("text", [".nan", ".NaN", ".inf", "-.inf", "NaN", "Infinity"])
def test_what_is_no_number_comes_in_as_text_from_yaml(text: str) -> None:
    value = read(f"amount: {text}".encode(), "application.yaml")["amount"]

    assert _found(_put("/fee/amount", value)) == [("/fee/amount", "expected_number")]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 0.5, -1.5, "43250", [43250], {}])
def test_nothing_but_a_whole_number_is_a_number(value: Any) -> None:
    assert _found(_put("/fee/amount", value)) == [("/fee/amount", "expected_number")]


@pytest.mark.parametrize("text", ["43250.0", "4.325e4", "43250"])
@pytest.mark.parametrize("name", ["application.json", "application.yaml"])
def test_a_whole_number_may_be_written_with_a_point(name: str, text: str) -> None:
    value = read(f'{{"amount": {text}}}'.encode(), name)["amount"]

    assert type(value) is int
    assert _found(_put("/fee/amount", value)) == []


@pytest.mark.parametrize("value", [2**53 + 1, 2**63, 2**64, 10**30, 10**399])
def test_large_numbers_are_numbers(value: int) -> None:
    assert _found(_put("/fee/amount", value)) == []
    assert _found(_put("/fee/amount", -value)) == [("/fee/amount", "value_too_small")]


@pytest.mark.parametrize(
    "place", ["/staff/0/iin", "/applicant/bin", "/applicant/mobile", "/fee/reference", "/provider"]
)
def test_a_number_without_quotes_is_told_of_them(place: str) -> None:
    assert _found(_put(place, 840317400004)) == [(place, "number_needs_quotes")]


@pytest.mark.parametrize("value", [True, 1.5, [], {}])
def test_what_is_no_number_is_not_told_of_quotes(value: Any) -> None:
    assert _found(_put("/staff/0/iin", value)) == [("/staff/0/iin", "expected_text")]


@pytest.mark.parametrize(
    ("place", "message"),
    [
        *[("/provider", "expected_text"), ("/staff/0/subtypes/0", "expected_text")],
        *[("/service", "expected_text"), ("/fee/paid_on", "expected_text")],
        *[("/fee/amount", "expected_number"), ("/staff/0/studies_finished", "expected_number")],
        *[("/consents/restricted_personal_data", "expected_boolean")],
        *[("/subtypes", "expected_list"), ("/documents", "expected_list")],
        *[("/staff/0/subtypes", "expected_list"), ("/premises", "expected_list")],
        *[
            ("/applicant", "expected_map"),
            ("/staff/0", "expected_map"),
            ("/signature", "expected_map"),
        ],
        *[("/processing/agreement", "expected_map"), ("/documents/0", "expected_map")],
        *[("/processing/permission_control", "expected_list")],
        *[("/processing/permission_control/0", "expected_map")],
    ],
)
def test_each_type_is_asked_for(place: str, message: str) -> None:
    wrong = {"expected_list": {"a": 1}, "expected_map": [1], "expected_text": [1]}.get(message, "x")

    found = [each for each in _found(_put(place, wrong)) if each[1] not in RELATIONS]

    assert found == [(place, message)]


@pytest.mark.parametrize("place", ["/subtypes", "/documents", "/applicant", "/staff/0"])
def test_a_text_is_neither_list_nor_map(place: str) -> None:
    found = [each for each in _found(_put(place, "abc")) if each[1] not in RELATIONS]

    assert [each for each, _ in found] == [place]


@pytest.mark.parametrize("year", [1939, 2101, -1, 0])
def test_years_have_ends(year: int) -> None:
    message = "value_too_small" if year < 2000 else "value_too_large"

    assert _found(_put("/staff/0/studies_finished", year)) == [
        ("/staff/0/studies_finished", message)
    ]
    assert _found(_put("/staff/0/studies_finished", 1940)) == []
    assert _found(_put("/staff/0/studies_finished", 2100)) == []


def test_a_limit_is_told() -> None:
    manifest = deepcopy(SAMPLES[ISSUE])
    manifest["fee"]["amount"] = -1

    (violation,) = _examined(manifest)

    assert violation.message.args["limit"] == 0
    field = violation.message.args["field"]
    assert isinstance(field, Named)
    assert field.id == "amount"
    assert set(field.name) == set(LANGUAGES)


def test_several_faults_are_told_each_once() -> None:
    def change(manifest: Manifest) -> None:
        manifest["fee"] = {"amount": "much", "paid_on": "2026-02-30"}
        manifest["applicant"]["mobile"] = "+77272000000"
        manifest["staff"][1]["iin"] = "910725300002"

    assert _found(change) == [
        ("/applicant/mobile", "not_a_mobile"),
        ("/fee/amount", "expected_number"),
        ("/fee/paid_on", "date_impossible"),
        ("/fee/reference", "field_missing"),
        ("/staff/1/iin", "check_digit_wrong"),
    ]


# Keys and codes


@pytest.mark.parametrize(
    ("place", "closest"),
    [
        *[("/aplicant", "applicant"), ("/applicant/mobil", "mobile"), ("/fee/amout", "amount")],
        *[("/staff/1/retraned", "retrained"), ("/documents/0/knd", "kind")],
        *[("/processing/permission_control/0/visited", "visited_at"), ("/xyzzy", "")],
    ],
)
def test_an_unknown_key_is_told_with_the_closest_one(place: str, closest: str) -> None:
    manifest = deepcopy(SAMPLES[ISSUE])
    _put(place, "anything")(manifest)

    (violation,) = _examined(manifest)

    assert (violation.pointer, violation.message.key) == (place, "field_unknown")
    assert violation.message.args == {"key": place.rpartition("/")[2], "closest": closest}


@pytest.mark.parametrize("key", ["a/b~c", "", "0", "\n", "format ", "Format"])
def test_an_unknown_key_may_be_any_text(key: str) -> None:
    assert _found(lambda m: m.update({key: None})) == [(pointer(key), "field_unknown")]
    assert _found(lambda m: m["staff"][0].update({key: {"a": []}})) == [
        ("/staff/0" + pointer(key), "field_unknown")
    ]


def test_letters_that_only_look_right_are_told_as_such() -> None:
    (key,) = _examined({**SAMPLES[ISSUE], "format": 1, "\u0441hannel": "egov.kz"})[:1]
    (value,) = _examined({**SAMPLES[ISSUE], "channel": "\u0435gov.kz"})

    assert fix(key.message, "en") == "Write it in Latin letters: channel"
    assert fix(value.message, "en") == "Write it in Latin letters: egov.kz"


def test_a_long_unknown_key_is_not_repeated_whole() -> None:
    (violation,) = _examined({**SAMPLES[ISSUE], "k" * 5000: 1})

    assert f"“{'k' * 60}…”" in say(violation.message, "en")


def test_a_code_is_never_taken_by_its_case() -> None:
    assert _found(_put("/channel", "eGov.kz")) == [("/channel", "value_unknown")]


@pytest.mark.parametrize("name", [ISSUE, REISSUE, "doctor-duplicate"])
def test_needed_keys_are_missed(name: str) -> None:
    needed = {
        *("format", "standard", "service", "subject", "channel", "provider", "applicant"),
        "documents",
    }
    for key in needed & SAMPLES[name].keys():
        found = [each for each in _found(_cut(f"/{key}"), name) if each[1] not in RELATIONS]

        assert found == [(f"/{key}", "field_missing")], key


@pytest.mark.parametrize(
    "place",
    [
        *("/applicant/type", "/applicant/name", "/applicant/mobile", "/applicant/bin"),
        *("/staff/1/iin", "/staff/0/subtypes", "/premises/0/title", "/fee/paid_on"),
        *("/documents/3/file", "/consents/restricted_personal_data", "/signature/file"),
    ],
)
def test_needed_keys_of_maps_and_items_are_missed(place: str) -> None:
    assert _found(_cut(place)) == [(place, "field_missing")]


@pytest.mark.parametrize(
    "key", ["submitted_at", "fee", "consents", "signature", "processing", "registers"]
)
def test_what_may_be_left_out_may_be(key: str) -> None:
    assert _found(_cut(f"/{key}")) == []


def test_an_empty_manifest_lacks_what_every_manifest_needs() -> None:
    found = [(each.pointer, each.message.key) for each in _examined({})]

    assert sorted(found) == [
        (f"/{key}", "field_missing")
        for key in (
            *("applicant", "channel", "documents", "format", "provider", "service", "standard"),
            "subject",
        )
    ]


# What hangs on other fields


@pytest.mark.parametrize(
    ("name", "key", "needed"),
    [
        *[(ISSUE, "subtypes", True), (ISSUE, "premises", True), (ISSUE, "staff", True)],
        *[(REISSUE, "changes", True), (REISSUE, "previous_licence", True)],
        *[("doctor-duplicate", "previous_licence", True)],
        *[("clinic-annex", "previous_licence", True)],
    ],
)
def test_a_service_has_its_own_needs(name: str, key: str, needed: bool) -> None:
    found = [each for each in _found(_cut(f"/{key}"), name) if each[1] not in RELATIONS]

    assert found == ([(f"/{key}", "field_missing")] if needed else [])


@pytest.mark.parametrize("subject", ["licence", "licence_and_annex"])
def test_only_an_annex_alone_needs_the_earlier_licence(subject: str) -> None:
    def change(manifest: Manifest) -> None:
        manifest["subject"] = subject
        del manifest["previous_licence"]

    assert _found(change, "clinic-annex") == []


@pytest.mark.parametrize("service", [None, "isue", 5, ["issue"]])
def test_what_hangs_on_a_service_that_is_not_known_is_not_missed(service: Any) -> None:
    def change(manifest: Manifest) -> None:
        manifest["service"] = service
        del manifest["subtypes"]

    assert [place for place, _ in _found(change)] == ["/service"]


def test_nor_what_hangs_on_a_service_that_is_left_out() -> None:
    def change(manifest: Manifest) -> None:
        del manifest["service"], manifest["subtypes"]

    assert _found(change) == [("/service", "field_missing")]


def test_the_subject_matters_to_an_issue_only() -> None:
    assert _found(_put("/subject", "annex"), ISSUE) == [("/previous_licence", "field_missing")]
    assert _found(_put("/subject", "annex"), REISSUE) == []


@pytest.mark.parametrize("subject", [None, "annexe"])
def test_a_subject_that_is_not_known_leaves_open_only_what_it_decides(subject: Any) -> None:
    def change(manifest: Manifest) -> None:
        manifest["subject"] = subject
        manifest.pop("previous_licence", None)

    assert [place for place, _ in _found(change, ISSUE)] == ["/subject"]
    assert [place for place, _ in _found(change, REISSUE)] == ["/previous_licence", "/subject"]


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        *[(DOCTOR, "bin", "150340000109"), (DOCTOR, "bin", None), (DOCTOR, "bin", "rubbish")],
        *[(ISSUE, "iin", "840317400004"), (ISSUE, "studies_finished", 2001)],
    ],
)
def test_a_field_of_the_other_sort_of_applicant_is_out_of_place(
    name: str, key: str, value: Any
) -> None:
    assert (f"/applicant/{key}", "field_out_of_place") in _found(
        _put(f"/applicant/{key}", value), name
    )


@pytest.mark.parametrize(("name", "key"), [(DOCTOR, "iin"), (ISSUE, "bin")])
def test_a_number_is_needed_by_the_sort_of_applicant(name: str, key: str) -> None:
    assert _found(_cut(f"/applicant/{key}"), name) == [(f"/applicant/{key}", "field_missing")]


@pytest.mark.parametrize("kind", [None, "person", 1])
@pytest.mark.parametrize("name", [DOCTOR, ISSUE])
def test_of_an_applicant_of_no_known_sort_neither_number_is_asked(name: str, kind: Any) -> None:
    def change(manifest: Manifest) -> None:
        manifest["applicant"]["type"] = kind
        manifest["applicant"].pop("iin", None)
        manifest["applicant"].pop("bin", None)

    assert [place for place, _ in _found(change, name)] == ["/applicant/type"]
    assert [place for place, _ in _found(_put("/applicant/type", kind), name)] == [
        "/applicant/type"
    ]


def test_a_sort_of_applicant_that_is_left_out_asks_for_nothing() -> None:
    assert _found(_cut("/applicant/type"), DOCTOR) == [("/applicant/type", "field_missing")]


def test_ids_of_a_list_are_told_apart() -> None:
    def thrice(manifest: Manifest) -> None:
        manifest["staff"].append(deepcopy(manifest["staff"][0]))
        manifest["staff"][1]["id"] = "s1"

    assert _found(thrice) == [
        ("/documents/4/concerns", "reference_unknown"),
        ("/staff/1/id", "id_repeated"),
        ("/staff/2/id", "id_repeated"),
    ]


@pytest.mark.parametrize(
    ("place", "document"), [("/staff/1/id", "/documents/4"), ("/premises/0/id", "/documents/5")]
)
def test_an_id_is_not_the_name_of_the_applicant(place: str, document: str) -> None:
    def change(manifest: Manifest) -> None:
        _put(place, "applicant")(manifest)
        _put(f"{document}/concerns", "applicant")(manifest)

    assert _found(change) == [(place, "id_taken")]


def test_ids_of_two_lists_may_be_the_same() -> None:
    def change(manifest: Manifest) -> None:
        manifest["premises"][0]["id"] = "s1"
        manifest["documents"][5]["concerns"] = "s1"

    assert _found(change) == []


@pytest.mark.parametrize("value", [None, 5, "", "s 1", ["s1"]])
def test_ids_that_are_malformed_are_not_compared(value: Any) -> None:
    def change(manifest: Manifest) -> None:
        for person in manifest["staff"]:
            person["id"] = value

    assert "id_repeated" not in {message for _, message in _found(change)}


def test_items_that_are_no_maps_have_no_ids() -> None:
    def change(manifest: Manifest) -> None:
        manifest["staff"] += ["s1", None, 3]

    assert _found(change) == [
        ("/staff/2", "expected_map"),
        ("/staff/3", "value_null"),
        ("/staff/4", "expected_map"),
    ]


@pytest.mark.parametrize(
    "value", ["s3", "S1", "c1", "staff", "premises", "changes", "None", "true"]
)
def test_a_document_concerns_something_that_is_there(value: str) -> None:
    place = "/documents/2/concerns"

    assert _found(_put(place, value)) == [(place, "reference_unknown")]


@pytest.mark.parametrize("value", ["s1", "s2", "p1", "applicant"])
def test_a_document_may_concern_whatever_is_there(value: str) -> None:
    assert _found(_put("/documents/2/concerns", value)) == []


@pytest.mark.parametrize("value", ["staff", "None"])
def test_a_list_that_is_not_there_is_nothing_to_concern(value: str) -> None:
    place = "/documents/1/concerns"
    assert "staff" not in SAMPLES[REISSUE]

    assert _found(_put(place, value), REISSUE) == [(place, "reference_unknown")]


def test_an_item_without_an_id_has_no_name() -> None:
    def change(manifest: Manifest) -> None:
        del manifest["staff"][0]["id"]
        manifest["documents"][2]["concerns"] = "None"

    assert ("/documents/2/concerns", "reference_unknown") in _found(change)


@pytest.mark.parametrize(
    ("name", "place", "is_right"),
    [
        *[(ISSUE, "/subtypes", False), (ISSUE, "/premises", False), (REISSUE, "/changes", False)],
        *[(ISSUE, "/staff/0/subtypes", False), (ISSUE, "/documents", True)],
        *[
            (ISSUE, "/staff", True),
            ("clinic-refused-wrongly", "/processing/refusal/grounds", True),
        ],
    ],
)
def test_lists_that_may_be_empty(name: str, place: str, is_right: bool) -> None:
    found = [each for each in _found(_put(place, []), name) if each[1] not in RELATIONS]

    assert found == ([] if is_right else [(place, "list_too_short")])


@pytest.mark.parametrize("place", ["/fee", "/consents", "/signature", "/staff/0", "/documents/0"])
def test_an_empty_map_lacks_its_needed_keys(place: str) -> None:
    found = [each for each in _found(_put(place, {})) if each[1] not in RELATIONS]

    assert found
    assert {message for _, message in found} == {"field_missing"}
    assert all(where.startswith(f"{place}/") for where, _ in found)


# What the checks are told


def test_what_is_malformed_missing_and_unknown_is_told_apart() -> None:
    manifest = deepcopy(SAMPLES[DOCTOR])
    manifest["fee"]["amount"] = "43250"
    manifest["applicant"] |= {"bin": "150340000109", "colour": "red"}
    manifest["documents"][2]["concerns"] = "nobody"
    del manifest["premises"], manifest["applicant"]["name"]

    examined = EDITION.form.examine(Whole(manifest))

    assert examined.malformed == {"/fee/amount", "/applicant/bin", "/documents/2/concerns"}
    assert examined.missing == {"/premises", "/applicant/name"}
    assert len(examined.violations) == 6


def test_an_unknown_key_alone_leaves_every_value_good() -> None:
    examined = EDITION.form.examine(Whole({**SAMPLES[ISSUE], "colour": "red"}))

    assert len(examined.violations) == 1
    assert examined.malformed == examined.missing == frozenset()


def test_of_two_equal_ids_the_second_does_not_count() -> None:
    manifest = deepcopy(SAMPLES[ISSUE])
    manifest["staff"][1]["id"] = "s1"

    malformed = EDITION.form.examine(Whole(manifest)).malformed

    assert "/staff/1/id" in malformed
    assert "/staff/0/id" not in malformed


# What is a person's own


def _personal(manifest: Manifest) -> tuple[str, ...]:
    return EDITION.form.personal_values(Whole(manifest), EDITION.form.examine(Whole(manifest)))


def test_values_of_people_are_gathered_the_longest_first() -> None:
    values = _personal(SAMPLES[ISSUE])

    assert set(values) == {
        *("+77010000101", "office@clinic.example", "Aliya Example", "840317400004"),
        *("Berik Example", "910725300001"),
    }
    lengths = [len(each) for each in values]
    assert lengths == sorted(lengths, reverse=True)


def test_an_individuals_name_is_his_own() -> None:
    assert "Daulet Example" in _personal(SAMPLES[DOCTOR])
    assert "870902300003" in _personal(SAMPLES[DOCTOR])


@pytest.mark.parametrize("kind", [None, "person", 7, ""])
def test_what_may_be_a_persons_name_is_kept(kind: Any) -> None:
    manifest = deepcopy(SAMPLES[ISSUE])
    manifest["applicant"]["type"] = kind

    assert "Clinic Example LLP" in _personal(manifest)

    del manifest["applicant"]["type"]
    assert "Clinic Example LLP" in _personal(manifest)


def test_malformed_values_are_kept_too() -> None:
    manifest = deepcopy(SAMPLES[ISSUE])
    manifest["staff"][0] |= {"iin": 840317400004, "name": 17}
    manifest["staff"][1]["iin"] = "not quite 910725300001"
    manifest["applicant"] |= {"iin": "870902300003", "mobile": "+7 727 200 00 00", "email": "oops"}

    assert {
        *("840317400004", "17", "not quite 910725300001", "870902300003", "+7 727 200 00 00"),
        "oops",
    } <= set(_personal(manifest))


@pytest.mark.parametrize("value", [None, [], {}, "x", 5, [None, "x", {"name": ["y"]}]])
@pytest.mark.parametrize("key", ["applicant", "staff"])
def test_gathering_takes_any_shape(key: str, value: Any) -> None:
    assert isinstance(_personal({**SAMPLES[ISSUE], key: value}), tuple)


def test_missing_fields_are_named_in_the_order_of_the_form() -> None:
    manifest = {key: each for key, each in SAMPLES[ISSUE].items() if key in ("subject", "staff")}

    missing = [each.pointer[1:] for each in _examined(manifest) if each.pointer.count("/") == 1]

    assert missing == [key for key in EDITION.form.fields if key in missing]
    assert {"format", "standard", "service", "channel", "applicant"} <= set(missing)


def test_missing_fields_of_a_map_are_named_in_one_order() -> None:
    found = _examined({**SAMPLES[ISSUE], "applicant": {}})

    missing = [each.pointer for each in found if each.pointer.startswith("/applicant/")]
    always = [each for each in missing if _rule_at(each).always_required]
    assert always == sorted(always)
    assert len(always) > 2


def _rule_at(place: str) -> Field:
    _, around, key = place.split("/")
    return EDITION.form.fields[around].fields[key]


# What the gate accepts Cerberus accepts

_ODD_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
    st.sampled_from(
        [
            *("", " ", "\n", "２０２６-01-12", "2026-01-12", "2026-02-30", "2026-01-12T10:00:00Z"),
            *(
                "840317400004",
                "８４０３１７４０００４",
                "870902300003\n",
                "150340000109",
                "+77010000101",
            ),
            *("s1", "s2", "p1", "applicant", "../a", "a@b.kz", "true", "1", "null", "0" * 64),
            *("issue", "reissue", "duplicate", "annex", "individual", "legal_entity", "refusal"),
        ]
    ),
)
_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 2200),
    st.sampled_from([2**53 + 1, 2**64, -(2**70), 10**300, 43250.0, 1.0, 2014.0, 0.5, -0.0, 1e22]),
    _ODD_TEXTS,
    st.builds(list),
    st.builds(dict),
    st.lists(_ODD_TEXTS, max_size=2),
)
_KEYS = ["sha256", "iin", "bin", "studies_finished", "previous_licence", "changes", "staff", "form"]


def _around(manifest: Manifest, path: tuple[str | int, ...]) -> Any:
    value: Any = manifest
    for part in path[:-1]:
        value = value[part]
    return value


def _damage(manifest: Manifest, data: st.DataObject) -> None:
    """Damage one place of a manifest."""
    places = [path for path, _ in _walk(manifest)]
    if not places:
        return
    path = data.draw(st.sampled_from(places))
    around, key = _around(manifest, path), path[-1]
    how = data.draw(st.sampled_from(["remove", "empty", "negate", "value", "value", "swap", "add"]))
    value = around[key]
    if how == "remove":
        del around[key]
    elif how == "empty":
        around[key] = type(value)() if value is not None else ""
    elif how == "negate":
        around[key] = (
            not value if isinstance(value, bool) else -value if isinstance(value, int) else 0
        )
    elif how == "value":
        around[key] = data.draw(_VALUES)
    elif how == "swap":
        other = data.draw(st.sampled_from(places))
        around[key] = deepcopy(_around(manifest, other)[other[-1]])
    elif isinstance(around, dict):
        around[data.draw(st.sampled_from(_KEYS) | _ODD_TEXTS)] = data.draw(_VALUES)
    else:
        around.append(data.draw(_VALUES | st.just(deepcopy(value))))


@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 3), st.data())
def test_gate_and_cerberus_agree_on_any_manifest(
    name: str, times: int, data: st.DataObject
) -> None:
    damaged = deepcopy(SAMPLES[name])
    for _ in range(times):
        _damage(damaged, data)
    manifest = read(json.dumps(damaged).encode(), "application.json")
    assert GATE is not None

    accepted = GATE(manifest)

    assert accepted == (not list(UNGATED._explainer.explain(manifest)))
    told = {each.message.key for each in _examined(manifest)}
    assert PUBLISHED(without_blanks(manifest, EDITION.form.fields)) == (told <= RELATIONS)


@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 3), st.data())
def test_examining_changes_nothing_and_names_each_place_once(
    name: str, times: int, data: st.DataObject
) -> None:
    manifest = deepcopy(SAMPLES[name])
    for _ in range(times):
        _damage(manifest, data)
    before = deepcopy(manifest)

    examined = UNGATED.examine(Whole(manifest))

    assert manifest == before
    of_fields = [each.pointer for each in UNGATED._explainer.explain(manifest)]
    assert len(of_fields) == len(set(of_fields))
    # What may be needed or not is missing without being told of.
    assert {each.pointer for each in examined.violations} >= examined.malformed
