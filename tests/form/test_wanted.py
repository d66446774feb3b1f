"""Messages say what to type: keys beside titles, values with theirs (fault rows 25, 39 to 41)."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.form.test_form import EDITION, ISSUE, SAMPLES, Manifest, _examined
from validator.form.record import Whole
from validator.model import LANGUAGES, Named, Violation
from validator.words.messages import fix, say


def _ids(violation: Violation) -> list[Any]:
    values = violation.message.args.get("values", ())
    assert isinstance(values, tuple)
    return [each.id if isinstance(each, Named) else each for each in values]


def _of(place: str, value: Any) -> Violation:
    """What is told of a value that is put into the sample."""
    manifest = deepcopy(SAMPLES[ISSUE])
    *way, last = place.split("/")[1:]
    around: Any = manifest
    for part in way:
        around = around[int(part) if part.isdecimal() else part]
    around[int(last) if last.isdecimal() else last] = value
    return next(each for each in _examined(manifest) if each.pointer == place)


# ------------------------------------------------------------------------- rows 25 and 40


@pytest.mark.parametrize(
    ("place", "value", "meant"),
    [
        ("/premises/0/title", "аренда", "lease"),
        ("/premises/0/title", "Жалға алу", "lease"),
        ("/channel", "Portal egov.kz", "egov.kz"),
        ("/channel", "eGov.kz", "egov.kz"),
        ("/subtypes/0", "Outpatient.Therapy", "outpatient.therapy"),
    ],
)
def test_row_40_a_title_stands_for_its_value(place: str, value: str, meant: str) -> None:
    violation = _of(place, value)
    assert violation.message.key == "value_unknown"
    assert violation.message.args["what"] == "exact"
    for lang in LANGUAGES:
        assert (fix(violation.message, lang) or "").endswith(f": {meant}")


def test_letters_that_only_look_latin_are_told_as_such() -> None:
    assert (
        fix(_of("/channel", "\u0435gov.kz").message, "en") == "Write it in Latin letters: egov.kz"
    )


@pytest.mark.parametrize(
    ("place", "value"),
    [("/premises/0/title", "rent"), ("/service", "isue"), ("/subject", "licens")],
)
def test_row_40_few_values_are_listed_with_their_titles(place: str, value: str) -> None:
    """Nothing is guessed by letters: re-issue and issue are two services."""
    violation = _of(place, value)
    named, rule = EDITION.form.at(place) or (None, None)
    assert named is not None
    assert rule is not None
    assert violation.message.args["closest"] == ""
    assert _ids(violation) == list(rule.codes)
    for lang in LANGUAGES:
        said = fix(violation.message, lang) or ""
        assert all(f"{code} ({title[lang]})" in said for code, title in rule.codes.items())


def test_row_40_many_values_are_looked_up() -> None:
    violation = _of("/subtypes/0", "zzzzzzz")
    for lang in LANGUAGES:
        assert "validator codes subtypes" in (fix(violation.message, lang) or "")


def test_row_40_a_value_that_has_no_title_is_listed_too() -> None:
    assert fix(_of("/documents/0/form", 6).message, "en") == "Choose one of these: 2, 3, 4, 5"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("outpatient.dermatology", ["outpatient.dermatovenereology"]),
        ("outpatient.therapi", None),
        ("терапия", None),
        ("кардиология", ["outpatient.cardiology", "inpatient.cardiology"]),
    ],
)
def test_row_25_no_other_licence_is_proposed_by_its_letters(
    value: str, found: list[str] | None
) -> None:
    violation = _of("/subtypes/0", value)
    assert violation.message.args["closest"] == ""
    assert violation.message.args["what"] == "alike"
    if found is not None:
        assert _ids(violation) == found
    for lang in LANGUAGES:
        said = fix(violation.message, lang) or ""
        assert "haematology" not in said
        assert all(each in said for each in found or ["outpatient.therapy"])


# -------------------------------------------------------------------------------- row 39


@pytest.mark.parametrize("lang", LANGUAGES)
def test_row_39_a_title_for_a_key_is_one_finding(lang: str) -> None:
    """A form whose keys are the titles of its fields: each field is told once, where it stands."""
    fields = EDITION.form.fields
    needed = {"service", "subject", "channel", "provider", "applicant", "documents"}
    manifest: Manifest = {
        fields[key].label[lang] if key in needed else key: value
        for key, value in SAMPLES[ISSUE].items()
    }
    found = {each.pointer: each for each in _examined(manifest)}
    assert {each for each in found if each.count("/") == 1} >= {f"/{key}" for key in needed}
    for key in needed:
        violation = found[f"/{key}"]
        assert (violation.message.key, violation.message.args["what"]) == (
            "field_misnamed",
            "title",
        )
        assert violation.key == f"/{fields[key].label[lang]}"
        assert (fix(violation.message, lang) or "").endswith(f": {key}")
        assert f"{key} (" in say(violation.message, lang)
    assert not any(each.message.key == "field_unknown" for each in found.values())


def test_row_39_a_slip_in_a_key_is_one_finding_too() -> None:
    manifest = {("chanel" if key == "channel" else key): x for key, x in SAMPLES[ISSUE].items()}
    (violation,) = _examined(manifest)
    assert (violation.pointer, violation.key) == ("/channel", "/chanel")
    assert fix(violation.message, "en") == "Correct the key; did you mean channel?"
    assert EDITION.form.examine(Whole(manifest)).missing == {"/channel"}


def test_row_39_what_is_not_needed_is_told_by_its_key() -> None:
    manifest = {**SAMPLES[ISSUE], "Сборы": {}, "ИИН": "x"}
    manifest["applicant"] = {**manifest["applicant"], "БСН": "1"}
    found = {each.pointer: each.message for each in _examined(manifest)}
    assert found["/applicant/БСН"].args["closest"] == "bin"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_row_39_the_key_stands_beside_the_title(lang: str) -> None:
    manifest = {key: value for key, value in SAMPLES[ISSUE].items() if key != "channel"}
    (violation,) = _examined(manifest)
    title = EDITION.form.fields["channel"].label[lang]
    for text in (say(violation.message, lang), fix(violation.message, lang) or ""):
        assert "channel (" in text
        assert title in text
    wrong = say(_of("/fee/paid_on", "x").message, lang)
    assert "(paid_on)" in wrong


# -------------------------------------------------------------------------------- row 41


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("channel", "egov.kz (Portal egov.kz), elicense.kz (Portal elicense.kz), paper (On paper)"),
        ("subtypes", "validator codes subtypes"),
        ("documents", "each entry"),
        ("fee/paid_on", "2026-01-31"),
        ("applicant/email", "office@"),
        ("premises/0/title_in_gateway", "true"),
        ("fee/amount", "whole number"),
    ],
)
def test_row_41_a_missing_field_says_what_to_type(field: str, said: str) -> None:
    manifest = deepcopy(SAMPLES[ISSUE])
    *way, last = field.split("/")
    around: Any = manifest
    for part in way:
        around = around[int(part) if part.isdecimal() else part]
    del around[last]
    violation = next(each for each in _examined(manifest) if each.pointer == f"/{field}")
    advice = fix(violation.message, "en") or ""
    assert f"Fill in {last} (“" in advice
    assert said in advice
