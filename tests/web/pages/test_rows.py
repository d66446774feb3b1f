"""Rows of a spreadsheet become entries of a list, in whatever way they were copied or saved."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import validator
from tests.then import EDITION, STANDARD, THEN
from validator.web.pages.draft import MOST_ENTRIES
from validator.web.pages.rows import columns_of, decoded, entries_in

STAFF = validator.load_edition(STANDARD, edition=EDITION, specs=THEN).form.fields["staff"]
CLAIMED = {"subtypes": ["outpatient.paediatrics", "outpatient.dentistry"]}
ROW = "Пример Анна\t930428 400 007\tврач\tпедиатрия; стоматология\t2017\tнет\tда"
ENTRY = {
    "name": "Пример Анна",
    "iin": "930428400007",
    "position": "врач",
    "subtypes": ["outpatient.paediatrics", "outpatient.dentistry"],
    "studies_finished": 2017,
    "retrained": False,
    "employment_in_gateway": True,
}


def taken(text: str) -> list[dict[str, Any]]:
    found, more = entries_in(text, STAFF, CLAIMED)
    assert not more
    return found


def test_columns_are_all_questions_but_the_name_of_an_entry() -> None:
    assert list(columns_of(STAFF)) == list(ENTRY)


@pytest.mark.parametrize(
    "text",
    [
        ROW,
        f"\r\n{ROW}\r\n\r\n",
        'Пример Анна;930428400007;врач;"педиатрия; стоматология";2017;нет;да',
        'Пример Анна,930428400007,врач,"педиатрия, стоматология",2017,нет,да',
        "ИИН специалиста\tМаманның тегі, аты, әкесінің аты\tPosition\tПодвиды деятельности"
        " специалиста\tЗаметки\tГод окончания учёбы специалиста\tПрохождение переподготовки\t"
        "Наличие данных о трудовом договоре в ШЭП\n"
        "930428400007\tПример Анна\tврач\tпедиатрия;стоматология\tпрочее\t2017\tнет\tда",
    ],
    ids=["pasted", "with empty lines", "csv of Excel", "csv", "with headings"],
)
def test_a_row_is_an_entry(text: str) -> None:
    assert taken(text) == [ENTRY]


def test_a_few_words_mean_no_code_that_the_application_does_not_name() -> None:
    (found,), _ = entries_in(ROW, STAFF, {})
    assert found["subtypes"] == ["педиатрия", "стоматология"]  # in hospital or out of it


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_file_is_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    text = ROW.replace("\t", ";").replace("; ", ",")
    assert taken(decoded(text.encode(encoding)))[0]["name"] == "Пример Анна"


def test_what_cannot_be_a_value_is_kept_for_the_form_to_tell() -> None:
    (found,) = taken("Пример Анна\t12345\tврач\t\tнедавно\tможет быть")
    assert found == {
        "name": "Пример Анна",
        "iin": "12345",
        "position": "врач",
        "studies_finished": "недавно",
        "retrained": "может быть",
    }


def test_more_rows_than_a_list_has_are_told() -> None:
    assert len(taken(f"{ROW}\n" * MOST_ENTRIES)) == MOST_ENTRIES
    assert entries_in(f"{ROW}\n" * (MOST_ENTRIES + 1), STAFF, CLAIMED)[1]


@given(st.text() | st.binary().map(decoded))
def test_any_text_can_be_pasted(text: str) -> None:
    found, _ = entries_in(text, STAFF, CLAIMED)
    assert all(each and each.keys() <= ENTRY.keys() for each in found)
