"""Forms of a text that stand in the specs: digits, a beginning, a length."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.editor.lint.made import ids
from tests.standard.made import (
    KIOSK_AS_IT_IS,
    changed,
    changes_in,
    compiled,
    refused,
    result_of,
    sources_of,
)
from tests.texts import wording
from validator.editor.diff import compare
from validator.engine import Options
from validator.facts.paths import ABSENT
from validator.form.as_typed import value_typed
from validator.form.cerberus import Explainer
from validator.form.fields import Field
from validator.form.formats import TEXT_FORMATS
from validator.form.schema import Gate, manifest_schema
from validator.form.text_forms import FORMS, example_of, fits_none, wrong_text
from validator.model import LANGUAGES, Outcome
from validator.plan.layout import lay_out
from validator.web.pages.asked import mode_of
from validator.web.pages.typed import value_of
from validator.words.messages import fix, say


def _wrong(value: str, **forms: Any) -> str | None:
    found = wrong_text(Field("string", **forms), value)
    return None if found is None else found[0].key


@pytest.mark.parametrize(
    ("value", "forms", "wrong"),
    [
        ("012345", {"digits": 6}, None),
        *((each, {"digits": 6}, "not_so_many_digits") for each in ("12345", "1234567", "12345a")),
        *(
            (each, {"digits": 6}, "not_so_many_digits")
            for each in ("123 456", "123456\n", "-12345")
        ),
        # Digits of other scripts, and signs that only count as digits.
        *((each, {"digits": 3}, "not_so_many_digits") for each in ("١٢٣", "１２３", "12²", "12٣")),
        ("+7701", {"starts_with": "+7"}, None),
        ("+7", {"starts_with": "+7"}, None),
        *((each, {"starts_with": "+7"}, "wrong_beginning") for each in ("77", " +7", "+8", "+")),
        *((each, {"starts_with": "a.c"}, "wrong_beginning") for each in ("abc", "A.c")),
        *(("x" * n, {"minlength": 3}, None if n >= 3 else "text_too_short") for n in (2, 3)),
        *(("x" * n, {"maxlength": 3}, None if n <= 3 else "text_too_long") for n in (3, 4)),
        ("қәі", {"maxlength": 3}, None),  # characters, not bytes
        ("  ", {"maxlength": 3}, "text_empty"),
        ("77012345678", {"digits": 11, "starts_with": "77"}, None),
        ("87012345678", {"digits": 11, "starts_with": "77"}, "wrong_beginning"),
        # Of a named format and a form the format is told first.
        ("2026-02-30", {"check_with": "date", "starts_with": "2027"}, "date_impossible"),
        ("2026-02-28", {"check_with": "date", "starts_with": "2027"}, "wrong_beginning"),
    ],
)
def test_a_text_has_the_forms_of_its_field(
    value: str, forms: dict[str, Any], wrong: str | None
) -> None:
    assert _wrong(value, **forms) == wrong


_BEGINNINGS = st.sampled_from(["+7", "A.", "(", "\\d", "12", "№ ", "^$", "[a-z]*", "-", "/"])
_RULES = st.fixed_dictionaries(
    {},
    optional={
        "digits": st.integers(1, 4),
        "starts_with": _BEGINNINGS,
        "minlength": st.integers(1, 4),
        "maxlength": st.integers(1, 4),
        "check_with": st.sampled_from(["id", "email", "text"]),
    },
)
_TEXTS = st.text(st.sampled_from("0129٣１²+7A.(\\d)№ ^$[a-z]*-/қ\n\u200b"), max_size=5)


@given(_RULES, _TEXTS, _BEGINNINGS)
def test_gate_and_cerberus_agree(forms: dict[str, Any], text: str, begun: str) -> None:
    rule = Field("string", **forms)
    for value in (text, begun + text):
        told = list(Explainer({"x": rule}, None).explain({"x": value}))
        assert Gate({"x": rule})({"x": value}) == (not told)
        assert [each.message.key for each in told] == [
            each for each in (_wrong(value, **forms),) if each
        ]


@given(st.integers(0, 4), st.integers(0, 4), st.integers(1, 5))
def test_they_agree_on_the_length_of_a_list(least: int, most: int, count: int) -> None:
    rule = Field("list", minlength=least or None, maxlength=most or None, item=Field("string"))
    for items in (["x"] * count, [*["x"] * count, 5]):
        gate = Gate({"x": rule})
        told = [each.message.key for each in Explainer({"x": rule}, gate).explain({"x": items})]
        assert gate({"x": items}) == (not told)
        assert ("list_too_long" in told) == bool(most and len(items) > most)
        assert ("list_too_short" in told) == (len(items) < least)


@given(_RULES)
def test_an_example_is_right_unless_no_text_is(forms: dict[str, Any]) -> None:
    own = {word: each for word, each in forms.items() if word in FORMS}
    rule = Field("string", **own)
    is_right = wrong_text(rule, example_of(rule)) is None
    assert is_right == (fits_none(own) == "")


_SHOWN = wording("Куәлік нөмірі", "Номер свидетельства", "Number of the certificate")
_AREA = "  area:\n    type: integer\n"


def _form(words: str) -> tuple[str, str]:
    return _AREA, f"  pin:\n    type: string\n    {words}\n    label: {_SHOWN}\n{_AREA}"


_PIN = _form("digits: 6\n    starts_with: '07'\n    required: true")


def test_a_finding_says_what_is_wanted_with_an_example(tmp_path: Path) -> None:
    edition = compiled(changed(tmp_path, _PIN))

    def told(pin: Any) -> list[str]:
        given = {} if pin is ABSENT else {"pin": pin}
        result = result_of(edition, "form.fields", **given)
        assert result.outcome is (Outcome.FAILED if result.findings else Outcome.PASSED)
        return [
            f"{say(each.message, lang)}. {fix(each.message, lang)}"
            for each in result.findings
            for lang in LANGUAGES
        ]

    assert told("071234") == []
    for wrong in ("1234567", "171234", 71234, ABSENT):
        assert len(told(wrong)) == len(LANGUAGES)
    assert "has to be exactly so many digits: 6. Write digits alone" in told("0712345")[2]
    assert "has to begin with “07”. Write it in quotes, such as" in told("171234")[2]
    assert all("071234" in each for wrong in ("7", "171234", ABSENT) for each in told(wrong))
    assert 'Write it so: "071234"' in told("07 12-34")[2]
    assert "Take away the quotation marks" in told("«071234»")[2]
    # What is malformed decides nothing else.
    assert result_of(edition, "form.fields", pin="7").outcome is Outcome.FAILED


def test_what_is_typed_offered_and_published_has_the_form(tmp_path: Path) -> None:
    edition = compiled(changed(tmp_path, _PIN))
    rule = edition.form.fields["pin"]
    assert mode_of(rule) == "numeric"
    assert (value_typed(rule, "07 12 34"), value_typed(rule, "12345")) == ("071234", None)
    assert (value_of(rule, "07-12-34"), value_of(rule, "12345")) == ("071234", "12345")
    told = {key: KIOSK_AS_IT_IS[key] for key in ("standard", "service", "size", "lit")}
    laid = lay_out(edition, told, Options(datetime(2024, 2, 5, tzinfo=UTC)), "en")
    assert "Such as 071234" in laid.text
    schema = manifest_schema(edition.form.fields, "Kiosk")["properties"]["pin"]
    assert schema["allOf"] == [{"pattern": "^[0-9]{6}$"}, {"pattern": "^07"}]
    assert "071234" in json.dumps(schema)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("digits: 6", []),
        ("digits: 0", ["spec_too_small"]),
        ("digits: 101", ["spec_too_large"]),
        ("minlength: 5\n    maxlength: 4", ["spec_no_such_text"]),
        ("minlength: 4\n    maxlength: 4", []),
        ("digits: 6\n    maxlength: 5", ["spec_no_such_text"]),
        ("digits: 6\n    minlength: 7", ["spec_no_such_text"]),
        ("digits: 6\n    starts_with: KZ", ["spec_no_such_text"]),
        ("digits: 1\n    starts_with: '12'", ["spec_no_such_text"]),
        ("maxlength: 1\n    starts_with: '+7'", ["spec_no_such_text"]),
        ("starts_with: 7", ["spec_wrong_type"]),
        ("digits: 6\n    allowed: [a]", ["lint_wrong_test"]),
    ],
)
def test_what_no_text_can_be_is_refused(words: str, wrong: list[str], tmp_path: Path) -> None:
    specs = changed(tmp_path, _form(words))
    if wrong:
        assert refused(specs) == wrong
    else:
        assert compiled(specs).form.fields["pin"].type == "string"
        assert ids(specs) & {"wrong-value", "empty-range", "wrong-test"} == set()


def test_forms_are_compared_and_varied(tmp_path: Path) -> None:
    made = {
        words: sources_of(changed(tmp_path / str(number), _form(words)))
        for number, words in enumerate(
            ["maxlength: 9", "digits: 6", "digits: 7", "starts_with: '0'", "starts_with: '07'"]
        )
    }
    plain, six, seven, zero, seventh = made.values()
    for old, new, effects in (
        (six, seven, [("digits", "shifted")]),
        (plain, six, [("digits", "tightened"), ("maxlength", "loosened")]),
        (six, plain, [("digits", "loosened"), ("maxlength", "tightened")]),
        (zero, seventh, [("starts_with", "tightened")]),
        (seventh, zero, [("starts_with", "loosened")]),
        (zero, six, [("digits", "tightened"), ("starts_with", "loosened")]),
    ):
        told = [(d.what, d.effect.value) for c in compare(old, new).changes for d in c.details]
        assert told == effects
    assert changes_in(tmp_path / "1" / "specs", "pin", "digits") == ["6 → 5", "6 → 7"]
    assert changes_in(tmp_path / "3" / "specs", "pin", "starts_with") == ['"0" → ∅']
    assert changes_in(tmp_path / "0" / "specs", "pin", "maxlength") == ["9 → 8", "9 → 10"]


def test_no_named_format_is_left_out() -> None:
    """A form stands beside every format; both are looked at."""
    for name in TEXT_FORMATS:
        assert _wrong("?", check_with=name, digits=2) is not None
