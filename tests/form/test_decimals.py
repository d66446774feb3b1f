"""Decimal numbers: written in one way, compared exactly."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from validator import source
from validator.editor.diff import compare
from validator.engine import Options
from validator.form.as_typed import value_typed
from validator.form.cerberus import Explainer
from validator.form.decimals import decimal_typed
from validator.form.fields import Field
from validator.form.mending import retyped
from validator.form.schema import Gate, manifest_schema
from validator.model import LANGUAGES, Outcome
from validator.plan.layout import lay_out
from validator.standard.edition import Edition
from validator.web.pages.asked import mode_of
from validator.web.pages.typed import value_of
from validator.words.messages import fix, say

_TEXT = wording("Сөз", "Слово", "Word")
_PLAIN = Field("decimal")
_BOUNDED = Field("decimal", min=Decimal("0.1"), max=Decimal("100.05"))


def _told(value: Any, rule: Field = _PLAIN) -> list[str]:
    told = [each.message.key for each in Explainer({"x": rule}, None).explain({"x": value})]
    assert Gate({"x": rule})({"x": value}) == (not told)
    return told


@pytest.mark.parametrize(
    "value", ["12.5", "0", "0.5", "-0.5", "12", 12, 0, -7, "999999999999999.999999999", 10**15 - 1]
)
def test_one_way_to_write_a_number_is_taken(value: str | int) -> None:
    assert _told(value) == []


@pytest.mark.parametrize(
    "value",
    [
        *("12,5", "1e3", "NaN", "Infinity", "-", "", " ", "+1", ".5", "5.", "05", "00", "1 000"),
        *("12.5\n", " 12.5", "１２.５", "١٢", "1_000", "0x10", "12.5.1", "--1", "1/2", "½"),
        *("1" * 16, "1." + "1" * 10, 10**15, -(10**15), 12.5, 1e300, True, [12], {"a": 1}),
    ],
)
def test_no_other_way_is(value: Any) -> None:
    assert _told(value) == ["not_a_decimal"]


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        *[
            ("0.1", None),
            ("0.100", None),
            ("0.09", "small"),
            (0, "small"),
            ("-1", "small"),
            (1, None),
        ],
        *[
            ("100.05", None),
            ("100.050000001", "large"),
            (100, None),
            (101, "large"),
            ("1000", "large"),
        ],
    ],
)
def test_bounds_are_exact(value: str | int, wrong: str | None) -> None:
    assert _told(value, _BOUNDED) == ([f"value_too_{wrong}"] if wrong else [])


_BOUNDS = st.none() | st.decimals(-3, 3, places=1, allow_nan=False)


@given(_BOUNDS, _BOUNDS, st.text("0123-.5eE,+N١ \n", max_size=5) | st.integers(-4, 4))
def test_gate_and_cerberus_agree(least: Any, most: Any, value: str | int) -> None:
    told = _told(value, Field("decimal", min=least, max=most))
    assert len(told) <= 1
    if not told:
        assert least is None or Decimal(value) >= least
        assert most is None or Decimal(value) <= most


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-9999, max_value=9999)
)
def test_what_is_written_is_what_counts(number: Decimal) -> None:
    assert _told(f"{number:f}".replace("-0.000", "0.000")) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("12,5", "12.5"), ("12.5", "12.5"), ("1 250,75", "1250.75"), ("1\xa0250", "1250")],
        *[("1,250", None), ("12,500", None), ("12.500", "12.500"), ("1.250", "1.250")],
        *[
            ("", None),
            ("a", None),
            ("1e3", None),
            ("012,5", None),
            ("1,2,3", None),
            ("12,5 м", None),
        ],
    ],
)
def test_what_people_write_is_taken_where_it_is_one_thing_alone(
    text: str, value: str | None
) -> None:
    assert decimal_typed(text) == value
    if text:
        assert value_typed(_PLAIN, text) == value
        assert value_of(_PLAIN, text) == (value or text)


_AREA = "  area:\n    type: integer\n    required: true\n    min: 1\n    max: 100\n"


def _kiosk(
    folder: Path, *changes: tuple[str, str], least: str = "0.5", most: str = "100"
) -> Edition:
    return compiled(_copy(folder, *changes, least=least, most=most))


def _copy(folder: Path, *changes: tuple[str, str], least: str = "0.5", most: str = "100") -> Path:
    decimal = f"  area:\n    type: decimal\n    required: true\n    min: {least}\n    max: {most}\n"
    return changed(folder, (_AREA, decimal), *changes)


_FINE = ("path: area, max: 50}", "path: area, max: 50.25}")
_SMALL: Any = {"size": "small", "remove": ("lit",)}


@pytest.mark.parametrize(
    ("area", "outcome"),
    [
        *[("50.25", "passed"), ("50.250000001", "failed"), (50, "passed"), (51, "failed")],
        *[("0.5", "passed"), ("0.49", "undetermined"), (50.1, "undetermined")],
        *[("many", "undetermined"), (None, "undetermined")],
    ],
)
def test_a_check_compares_exactly(area: Any, outcome: str, tmp_path: Path) -> None:
    edition = _kiosk(tmp_path, _FINE)
    assert result_of(edition, "area.of_small", area=area, **_SMALL).outcome.value == outcome
    large = result_of(edition, "area.of_small", area=area)
    assert large.outcome is Outcome.INAPPLICABLE


@pytest.mark.parametrize(("area", "applies"), [("12.5", True), ("12.49", False), (13, True)])
def test_so_does_a_condition(area: Any, applies: bool, tmp_path: Path) -> None:
    when = ("when: {size: {allowed: [small]}}", "when: {area: {min: 12.5}}")
    edition = _kiosk(tmp_path, when)
    outcome = result_of(edition, "area.of_small", area=area).outcome
    assert (outcome is not Outcome.INAPPLICABLE) == applies


def test_a_finding_says_how_it_is_written(tmp_path: Path) -> None:
    edition = _kiosk(tmp_path)
    for area, wanted in ((50.1, '"50.1"'), ("50,1", '"50.1"'), ("many", "12.5"), (1e-7, "12.5")):
        (finding,) = result_of(edition, "form.fields", area=area).findings
        assert all(wanted in str(fix(finding.message, lang)) for lang in LANGUAGES)
    (finding,) = result_of(edition, "form.fields", area="0.4").findings
    assert say(finding.message, "en").endswith("must not be less than 0.5")
    (finding,) = result_of(edition, "form.fields", remove=("area",)).findings
    assert "12.5" in str(fix(finding.message, "en"))
    (finding,) = result_of(
        _kiosk(tmp_path / "b", _FINE), "area.of_small", area="60.5", **_SMALL
    ).findings
    assert "60.5" in say(finding.message, "en")


@pytest.mark.parametrize(
    ("value", "made"),
    [
        *[("12,5", "12.5"), (12.5, "12.5"), ("«12.5»", "12.5"), (" 12.5 ", "12.5")],
        *[("12.5", None), (12, None), (True, None), ("1,250", None), ("many", None), (101.5, None)],
        *[(0.1 + 0.2, None), (1e20, None), (None, None), ("1" * 100, None)],
    ],
)
def test_what_is_only_written_otherwise_is_mended(value: Any, made: str | None) -> None:
    assert retyped(_BOUNDED, value) == made


def test_a_text_of_yaml_or_json_may_hold_it(tmp_path: Path) -> None:
    edition = _kiosk(tmp_path)
    for text, outcome in (
        ('"50.1"', "passed"),
        ("50", "passed"),
        ("50.0", "passed"),
        ("50.1", "failed"),
    ):
        for name in ("application.yaml", "application.json"):
            document = source.read(f'{{"area": {text}}}'.encode(), name)
            found = result_of(edition, "form.fields", area=document["area"])
            assert found.outcome.value == outcome


def test_it_is_offered_published_compared_and_varied(tmp_path: Path) -> None:
    edition = _kiosk(tmp_path / "a", _FINE)
    rule = edition.form.fields["area"]
    assert mode_of(rule) == "decimal"
    told = {key: KIOSK_AS_IT_IS[key] for key in ("standard", "service", "size", "lit")}
    laid = lay_out(edition, told, Options(datetime(2024, 2, 5, tzinfo=UTC)), "en")
    assert 'area: ""' in laid.text
    schema = manifest_schema(edition.form.fields, "Kiosk")
    assert schema["properties"]["area"]["type"] == ["integer", "string"]
    assert json.dumps(schema)
    fine = sources_of(_copy(tmp_path / "fine", _FINE))
    for other, effect in (
        (_copy(tmp_path / "b", _FINE, most="100.5"), "loosened"),
        (_copy(tmp_path / "c"), "tightened"),
    ):
        changes = compare(fine, sources_of(other)).changes
        details = [(d.what, d.effect.value) for c in changes for d in c.details]
        assert details == [("max", effect)]
    assert changes_in(tmp_path / "a" / "specs", "area", "min") == ["0.5 → 0.4", "0.5 → 0.6"]
    assert changes_in(tmp_path / "a" / "specs", "area.of_small", "max") == [
        *["50.25 → 50.24", "50.25 → 50.26"]
    ]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (("path: area, max: 50}", "path: area, max: 50.5}"), ["lint_wrong_test"]),
        (("    max: 100\n", "    max: 99.5\n"), ["spec_wrong_type"]),
    ],
)
def test_of_a_whole_number_only_a_whole_one_is_a_bound(
    change: tuple[str, str], wrong: list[str], tmp_path: Path
) -> None:
    assert refused(changed(tmp_path, change)) == wrong


def test_a_range_that_is_empty_is_refused(tmp_path: Path) -> None:
    decimal = "  area:\n    type: decimal\n    required: true\n    min: 0.6\n    max: 0.5\n"
    assert refused(changed(tmp_path, (_AREA, decimal))) == ["spec_empty_range"]


_ROOMS = (
    "  documents:\n    type: list\n",
    f"  rooms:\n    type: list\n    label: {_TEXT}\n    schema:\n      type: dict\n      schema:\n"
    f"        area: {{type: decimal, required: true, min: 0.5, label: {_TEXT}}}\n"
    "  documents:\n    type: list\n",
)
_TOTAL = (
    "check: {kind: value, path: area, max: 50}",
    "check: {kind: total, of: rooms, sum: area, max: 50.3}",
)


@pytest.mark.parametrize(
    ("areas", "outcome"),
    [
        *[(("25.1", "25.2"), "passed"), (("25.1", "25.200000001"), "failed"), ((), "passed")],
        *[((49, "1.3"), "passed"), (("25.1", "?"), "undetermined"), (("50", "?"), "failed")],
    ],
)
def test_a_total_adds_exactly(areas: tuple[Any, ...], outcome: str, tmp_path: Path) -> None:
    """Of a room whose area is not known half a metre is certain: its field says so."""
    edition = compiled(changed(tmp_path, _ROOMS, _TOTAL))
    rooms = [{"area": each} for each in areas]
    found = result_of(edition, "area.of_small", rooms=rooms, **_SMALL)
    assert found.outcome.value == outcome
