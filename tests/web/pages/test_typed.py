"""What people type at home becomes what a manifest holds, and is shown to them as they typed it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.facts.paths import ABSENT
from validator.form.fields import Field
from validator.web.pages.typed import LONGEST, text_of, value_of, values_of

TEXT = Field(type="string")
DATE = Field(type="string", check_with="date")
NUMBER = Field(type="string", check_with="iin", personal=True)
MOBILE = Field(type="string", check_with="mobile", personal=True)
WHOLE = Field(type="integer")
ANSWER = Field(type="boolean")
CODE = Field(
    type="string",
    allowed=("lease", "own"),
    codes={"lease": {"ru": "Аренда", "kk": "Жалға алу"}, "own": {"ru": "Собственность"}},
)
FORM = Field(type="integer", allowed=(2, 3))


@pytest.mark.parametrize(
    ("rule", "typed", "kept"),
    [
        (DATE, "12.01.2026", "2026-01-12"),
        (DATE, " 12/1/2026 ", "12/1/2026"),  # the month may be the first of January or of December
        (DATE, "13/1/2026", "2026-01-13"),
        (DATE, "12.01.2026 г.", "2026-01-12"),
        (DATE, "2026-01-12", "2026-01-12"),
        (DATE, "31.02.2026", "31.02.2026"),
        (NUMBER, "930428 400 007", "930428400007"),
        (NUMBER, "«930428400007»", "930428400007"),
        (NUMBER, "93042840000", "93042840000"),
        (NUMBER, "93О428400007", "93О428400007"),
        (MOBILE, "8 (701) 123-45-67", "+77011234567"),
        (MOBILE, "+7 701 1234567", "+77011234567"),
        (MOBILE, "87011234567", "+77011234567"),
        (MOBILE, "701 123", "701 123"),
        (WHOLE, "43 250 тг", 43250),
        (WHOLE, "43 250 тенге", 43250),
        (WHOLE, "0", 0),
        (WHOLE, "много", "много"),
        (ANSWER, "true", True),
        (ANSWER, "нет", False),
        (ANSWER, "Иә", True),
        (ANSWER, "не знаю", "не знаю"),
        (CODE, "lease", "lease"),
        (CODE, "жалға  алу", "lease"),
        (CODE, "субаренда", "субаренда"),
        (FORM, "2", 2),
        (FORM, "4", "4"),
        (TEXT, "  Пример \t\n Айгуль\x00 ", "Пример Айгуль"),
        (TEXT, " \u200b ", ABSENT),
        (TEXT, "", ABSENT),
    ],
)
def test_what_is_typed_is_kept_in_the_form_of_a_manifest(
    rule: Field, typed: str, kept: Any
) -> None:
    value = value_of(rule, typed)
    assert (type(value), value) == (type(kept), kept)


def test_a_list_has_each_of_its_entries_once_and_no_empty_one() -> None:
    rule = Field(type="list", item=CODE)
    assert values_of(rule, ["", "own", "lease", "own"]) == ["own", "lease"]
    assert values_of(rule, [""]) is ABSENT


@pytest.mark.parametrize(
    ("rule", "value", "shown"),
    [
        (DATE, "2026-01-12", "12.01.2026"),
        (DATE, "31.02.2026", "31.02.2026"),
        (ANSWER, False, "false"),
        (WHOLE, 43250, "43250"),
        (TEXT, ABSENT, ""),
        (TEXT, {"a": 1}, ""),
    ],
)
def test_a_value_is_shown_as_people_write_it(rule: Field, value: Any, shown: str) -> None:
    assert text_of(rule, value) == shown


@given(st.sampled_from([TEXT, DATE, NUMBER, MOBILE, WHOLE, ANSWER, CODE, FORM]), st.text())
def test_what_is_shown_and_sent_again_stays_the_same(rule: Field, typed: str) -> None:
    value = value_of(rule, typed)
    assert value_of(rule, text_of(rule, value)) == value


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_can_be_typed(day: date) -> None:
    assert value_of(DATE, f"{day:%d.%m.%Y}") == day.isoformat()


def test_a_very_long_answer_is_cut() -> None:
    assert len(value_of(TEXT, "я" * (LONGEST * 3))) == LONGEST
