"""Values that are only typed otherwise are mended where that is certain (fault row 42)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.form.fields import Field
from validator.form.formats import date_, time_
from validator.form.mending import slip_of_text, slip_of_type

DATE = Field("string", check_with="date")
TIME = Field("string", check_with="time")
IIN = Field("string", check_with="iin", personal=True)
EMAIL = Field("string", check_with="email", personal=True)


def _mended(value: str) -> dict[str, str]:
    return {"what": "mended", "mended": value}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *[("12.01.2026", "2026-01-12"), ("1.2.2026", "2026-02-01"), ("31.12.2025", "2025-12-31")],
        *[("2026.01.12", "2026-01-12"), ("2026/1/12", "2026-01-12"), ("20260112", "2026-01-12")],
        *[("31/12/2025", "2025-12-31"), ("12/12/2025", "2025-12-12"), ("2026-1-2", "2026-01-02")],
        *[("12.01.2026 г.", "2026-01-12"), ("12.01.2026 жылы", "2026-01-12")],
        # Day or month, no such day, no day at all.
        *[("01/02/2026", None), ("1-2-2026", None), ("30.02.2026", None), ("31.13.2026", None)],
        *[
            ("12.01.26", None),
            ("1.1.1026", None),
            ("вчера", None),
            ("12.01-2026", None),
            ("", None),
        ],
    ],
)
def test_row_42_a_date_is_written_as_it_has_to_be(typed: str, meant: str | None) -> None:
    assert slip_of_text(DATE, typed) == ({} if meant is None else _mended(f'"{meant}"'))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-01-12T10:15:00", "2026-01-12T10:15:00+05:00"),
        ("2026-01-12 10:15", "2026-01-12T10:15:00+05:00"),
        ("12.01.2026 9:05", "2026-01-12T09:05:00+05:00"),
        ("12.01.2026, 10.15.30", "2026-01-12T10:15:30+05:00"),
        ("2026-01-12 10:15 +0500", "2026-01-12T10:15:00+05:00"),
        ("2026-01-12 10:15 Z", "2026-01-12T10:15:00Z"),
        ("2024-03-01T00:00:00", "2024-03-01T00:00:00+05:00"),
        ("2024-02-29T23:59:00", None),  # Almaty was six hours ahead then, other places five
        *[("2026-01-12", None), ("2026-01-12 25:00", None), ("01/02/2026 10:15", None), ("", None)],
    ],
)
def test_row_42_a_time_is_given_its_offset(typed: str, meant: str | None) -> None:
    assert slip_of_text(TIME, typed) == ({} if meant is None else _mended(f'"{meant}"'))


@given(st.text(alphabet="0123456789.-/ :TZ+г", max_size=30))
def test_row_42_what_is_mended_is_in_order(typed: str) -> None:
    for rule, wrong in ((DATE, date_), (TIME, time_)):
        if (mended := slip_of_text(rule, typed).get("mended")) is not None:
            assert mended == f'"{mended[1:-1]}"'
            assert wrong(mended[1:-1]) is None


@pytest.mark.parametrize(
    ("rule", "typed"),
    [
        (EMAIL, "“office@clinic.example”"),
        (EMAIL, "«office@clinic.example»,"),
        (IIN, "“840317400004”"),
        (IIN, "'840317400004'"),
        (DATE, "“2026-01-12”"),
    ],
)
def test_row_42_quotation_marks_are_told_and_the_value_is_not_repeated(
    rule: Field, typed: str
) -> None:
    assert slip_of_text(rule, typed) == {"what": "quotes"}


def test_row_42_quotation_marks_around_what_is_wrong_anyway_are_not_blamed() -> None:
    assert slip_of_text(IIN, "“840317400005”") == {}
    assert slip_of_text(IIN, "") == {}


@pytest.mark.parametrize("typed", ["8.60412E+11", "8,60412E+11", "8.60412е+11", "8.6E11"])
def test_row_42_a_number_that_a_spreadsheet_rounded(typed: str) -> None:
    assert slip_of_text(IIN, typed) == {"what": "rounded"}
    assert slip_of_text(EMAIL, typed) == {}


@pytest.mark.parametrize(
    ("value", "slip"),
    [
        (860412000000, {"what": "rounded"}),  # 8.60412E+11 without quotation marks
        (840317400004, {}),
        (0, {}),
    ],
)
def test_row_42_the_same_as_a_number(value: int, slip: dict[str, str]) -> None:
    assert slip_of_type(IIN, value) == slip


@pytest.mark.parametrize(
    ("sort", "value", "mended"),
    [
        *[("integer", "43250", "43250"), ("integer", "43 250 тенге", "43250")],
        *[("integer", "43\xa0250 ₸", "43250"), ("integer", "43250,50", None)],
        *[("integer", "43,250", None), ("integer", "840317400004", None), ("integer", True, None)],
        *[("boolean", "да", "true"), ("boolean", "Жоқ", "false"), ("boolean", "no", "false")],
        *[("boolean", 1, "true"), ("boolean", 0, "false"), ("boolean", 2, None)],
        *[("boolean", "maybe", None), ("boolean", None, None), ("integer", None, None)],
    ],
)
def test_row_42_numbers_and_yes_and_no(sort: str, value: Any, mended: str | None) -> None:
    assert slip_of_type(Field(sort), value) == ({} if mended is None else _mended(mended))
    assert slip_of_type(Field(sort, personal=True), value) == {}


@pytest.mark.parametrize(
    ("sort", "value", "what"),
    [
        *[("list", "– a – b", "dash"), ("list", "-a", "dash"), ("list", "a", None)],
        *[("dict", "type:legal_entity name:X", "colon"), ("dict", "x", None), ("dict", 5, None)],
    ],
)
def test_row_44_what_yaml_takes_for_a_text(sort: str, value: Any, what: str | None) -> None:
    assert slip_of_type(Field(sort), value) == ({} if what is None else {"what": what})
