"""Tables of people as a clinic keeps them: rows become entries, and nothing is lost in silence."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.then import THEN
from validator.form.formats import TEXT_FORMATS
from validator.model import LANGUAGES
from validator.plan.table_rows import Rows, read_rows
from validator.plan.tables import MAX_BYTES, MAX_ROWS
from validator.standard.catalogue import Catalogue
from validator.words.messages import fix, say

FIELDS = Catalogue(THEN).edition("medical-activity-licence", "2025-93").form.fields["staff"].items
IIN = "840317400004"
ZEROS = next(
    number
    for number in (f"{each:012}" for each in range(20101500000, 20101500200))
    if TEXT_FORMATS["iin"](number) is None
)
"""Of somebody born in 2002, as a spreadsheet keeps it without the zero."""


def _read(data: bytes | str, columns: tuple[str, ...] = ()) -> Rows:
    return read_rows(data, FIELDS, columns)


def _keys(found: Rows) -> list[tuple[str, int | None, str]]:
    return [(each.message.key, each.index, each.key) for each in found.doubts]


def _workbook(*rows: list[Any], before: str = "") -> bytes:
    book = openpyxl.Workbook()
    if before:
        book.active.append([before])
        book.create_sheet("people")
    for row in rows:
        book.worksheets[-1].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


TITLES = [
    "Фамилия, имя, отчество специалиста",
    "ИИН специалиста",
    "Год окончания учёбы специалиста",
]
PERSON = {"name": "Пример Үлгі", "iin": IIN, "studies_finished": 2012}


@pytest.mark.parametrize(
    "titles",
    [
        TITLES,
        ["name", "iin", "studies_finished"],
        ["Name of the specialist", "Specialist's IIN", "Year the specialist finished studies"],
        ["Маманның тегі, аты, әкесінің аты", "Маманның ЖСН-і", "Маманның оқуды бітірген жылы"],
        # As they are called where nobody has seen the form.
        ["ФИО", "ИИН", "Год окончания"],
        ["Ф.И.О.", "иин:", "ГОД ОКОНЧАНИЯ УЧЁБЫ"],
        ["Т.А.Ә.", "ЖСН", "Оқуды бітірген жылы"],
    ],
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_columns_are_known_in_every_language(titles: list[str], delimiter: str) -> None:
    head = delimiter.join(f'"{each}"' for each in titles)
    found = _read(f"{head}\r\n{delimiter.join(map(str, PERSON.values()))}\r\n")
    assert found == Rows((PERSON,))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_as_it_was_saved(encoding: str) -> None:
    text = ";".join(TITLES) + f"\n Пример  Үлгі;{IIN};2012\n;;\n"
    assert _read(text.encode(encoding)) == Rows((PERSON,))


def test_the_code_page_of_windows_has_no_kazakh_letters() -> None:
    text = ";".join(TITLES) + f"\nИванова Анна;{IIN};2012\nСейтова ?лия;{IIN};2012\n"
    found = _read(text.encode("cp1251"))
    assert found.rows[0]["name"] == "Иванова Анна"
    assert _keys(found) == [("row_letters_lost", 1, "name")]
    assert not _read(text).doubts  # in UTF-8 somebody has typed it


def test_what_a_spreadsheet_tells_itself_is_not_a_row() -> None:
    found = _read(f'sep=;\r\nФИО;ИИН\r\nПример Үлгі;="{IIN}"\r\n')
    assert found == Rows(({"name": "Пример Үлгі", "iin": IIN},))


def test_a_workbook_as_it_is_kept() -> None:
    titles = ["№", *TITLES, "Прохождение переподготовки", "Подвиды деятельности специалиста"]
    kinds = "Амбулаторно-поликлиническая помощь: терапия; outpatient.paediatrics"
    row = [1, "Пример\nҮлгі ", int(IIN), 2012.0, "да", kinds]
    found = _read(_workbook([], ["Список сотрудников"], titles, row, [None], before="Лист"))
    made = {
        **PERSON,
        "retrained": True,
        "subtypes": ["outpatient.therapy", "outpatient.paediatrics"],
    }
    assert found.rows == (made,)
    assert _keys(found) == [("row_column_unknown", None, "")]
    assert found.doubts[0].message.args == {"column": 1, "title": "№"}


def _changed(book: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook whose sheet says something else."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as archive, zipfile.ZipFile(file, "w") as made:
        for name in archive.namelist():
            data = archive.read(name)
            made.writestr(name, data.replace(old, new) if "sheet1" in name else data)
    return file.getvalue()


def test_a_sheet_goes_as_far_as_its_rows_and_not_as_it_says() -> None:
    book = _workbook(["ФИО", "ИИН"], ["А", IIN], ["Б", IIN])
    short = _changed(book, b'<dimension ref="A1:B3"', b'<dimension ref="A1:B2"')
    assert short != book
    assert [each["name"] for each in _read(short).rows] == ["А", "Б"]
    last = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    assert len(_read(_changed(book, b"</sheetData>", last)).rows) == 2


def test_rows_without_anything_are_none() -> None:
    found = _read("\n;;\nФИО;ИИН\n;\nА;1\n" + ";\n" * (MAX_ROWS * 2))
    assert found.rows == ({"name": "А", "iin": "1"},)
    assert found.doubts[0].message.args["row"] == 5


def test_a_code_may_have_commas_in_its_title() -> None:
    title = (
        "Амбулаторно-поликлиническая помощь: медицинская реабилитология, восстановительное лечение"
    )
    text = f"ФИО\tПодвиды\nА Б\t{title}\nВ Г\toutpatient.therapy, outpatient.paediatrics\n"
    first, second = _read(text).rows
    assert first["subtypes"] == ["outpatient.medical_rehabilitation"]
    assert second["subtypes"] == ["outpatient.therapy", "outpatient.paediatrics"]


def test_names_may_stand_in_three_columns() -> None:
    found = _read(f"Фамилия;Имя;Отчество;ИИН\nПример;Үлгі;;{IIN}\n")
    assert found == Rows(({"name": "Пример Үлгі", "iin": IIN},))


@pytest.mark.parametrize("titles", ["ИИН;ИИН", "ИИН;iin", "ИИН специалиста;ИИН"])
def test_of_a_column_that_is_there_twice_none_is_read(titles: str) -> None:
    found = _read(f"ФИО;{titles}\nПример Үлгі;{IIN};{ZEROS}\n")
    assert found.rows == ({"name": "Пример Үлгі"},)
    assert _keys(found) == [("row_column_twice", None, "iin")]


def test_zeros_that_a_spreadsheet_dropped_are_put_back_and_told() -> None:
    found = _read(_workbook(["ФИО", "ИИН"], ["А", int(ZEROS)], ["Б", int(IIN)], ["В", 20101500]))
    assert [each["iin"] for each in found.rows] == [ZEROS, IIN, "20101500"]
    assert _keys(found) == [("row_zeros", 0, "iin"), ("row_value", 2, "iin")]
    assert found.doubts[0].message.args["row"] == 2


@pytest.mark.parametrize(
    ("title", "typed", "value", "is_certain"),
    [
        ("Год окончания", "двенадцатый", "двенадцатый", False),
        ("Год окончания", "1812", "1812", False),
        ("ИИН", "8,40317E+11", "8,40317E+11", False),
        ("ИИН", f"«{IIN}»", IIN, True),
        ("Подвиды", "магия", ["магия"], False),
        ("employment_in_gateway", "Жоқ", False, True),
        ("employment_in_gateway", "может быть", "может быть", False),
    ],
)
def test_what_is_not_clear_stays_as_it_was_typed(
    title: str, typed: str, value: object, is_certain: bool
) -> None:
    found = _read(f"Должность\t{title}\nврач\t{typed}\n")
    assert list(found.rows[0].values()) == ["врач", value]
    assert bool(found.doubts) is not is_certain


def test_signs_that_nobody_sees_are_none_of_a_name() -> None:
    found = _read("ФИО\tДолжность\n\u202eПри\u200bмер\x07\xa0Үлгі\tврач\n")
    assert found.rows[0]["name"] == "Пример Үлгі"


def test_what_was_pasted_may_have_quotation_marks_of_its_own() -> None:
    found = _read('ФИО\tДолжность\nПример Үлгі\t"Врач" отделения\n')
    assert found.rows[0]["position"] == '"Врач" отделения'


def test_without_titles_the_order_may_be_given() -> None:
    assert _read(f"Пример Үлгі\t{IIN}\t2012").rows == ()
    assert _keys(_read(f"Пример Үлгі\t{IIN}\t2012")) == [("rows_no_titles", None, "")]
    assert _read(f"Пример Үлгі\t{IIN}\t2012", tuple(PERSON)) == Rows((PERSON,))


def test_what_a_formula_gave_is_taken_and_what_it_did_not_is_told() -> None:
    found = _read(_workbook(["ФИО", "Год окончания"], ["Пример", "=2000+12"]))
    assert found.rows == ({"name": "Пример"},)
    assert _keys(found) == [("row_formula", 0, "studies_finished")]


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (33 << 20))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "rows_no_titles"),
        (b"\x98\x98;\x98", "rows_not_a_table"),
        (b"\xff\xfea", "rows_not_a_table"),
        ('ФИО;ИИН\n"Пример;1\n', "rows_not_a_table"),
        ("ФИО\0;ИИН", "rows_not_a_table"),
        (b"PK\x03\x04 and no archive", "rows_not_a_table"),
        (b"\xd0\xcf\x11\xe0", "rows_locked"),
        ("я" * (MAX_BYTES // 2 + 1), "rows_too_large"),
        ("ФИО;ИИН\n" + "а;1\n" * (MAX_ROWS + 1), "rows_too_many"),
        ("ФИО;ИИН\n" + "а;1\n" * (MAX_ROWS * 20), "rows_too_many"),
        (_bomb(), "rows_too_large"),
        (_workbook(["ФИО", "ИИН"])[:-30], "rows_not_a_table"),
    ],
    ids=range(12),
)
def test_a_table_that_cannot_be_read_says_why(data: bytes | str, key: str) -> None:
    found = _read(data)
    assert (found.rows, _keys(found)) == ((), [(key, None, "")])
    for lang in LANGUAGES:
        assert "rows_" not in say(found.doubts[0].message, lang)


def test_without_its_library_a_workbook_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _workbook(["ФИО", "ИИН"])
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    assert _keys(_read(data)) == [("rows_need_library", None, "")]


@given(
    st.binary(max_size=300) | st.text(max_size=300) | st.text(alphabet='ФИОН;,\t\n"=1', max_size=90)
)
def test_nothing_that_is_handed_over_breaks_it(data: bytes | str) -> None:
    for each in _read(data).doubts:
        assert say(each.message, "kk")
        assert each.message.key.startswith("rows_") or fix(each.message, "ru")


def test_a_day_of_a_workbook_is_a_date() -> None:
    fields = (
        Catalogue(THEN).edition("medical-activity-licence", "2025-93").form.fields["changes"].items
    )
    book = _workbook(["Дата изменения", "Основание"], [date(2026, 1, 12), "x"], ["12.01.2026", "y"])
    assert [each["occurred_on"] for each in read_rows(book, fields).rows] == ["2026-01-12"] * 2


def test_a_few_words_mean_a_code_only_among_those_that_are_offered() -> None:
    offered = {"subtypes": ["outpatient.paediatrics", "outpatient.dentistry"]}
    table = "name;subtypes\nПример;педиатрия, стоматология\nПример;педиатр\nПример;амбулаторн\n"
    table += "Пример;педиатрия стоматология\n"
    rows = read_rows(table, FIELDS, (), offered).rows
    assert [each["subtypes"] for each in rows] == [
        ["outpatient.paediatrics", "outpatient.dentistry"],
        ["outpatient.paediatrics"],
        ["амбулаторн"],  # it may be either
        ["педиатрия стоматология"],  # nothing has both in its title
    ]
    assert _read(table).rows[1]["subtypes"] == ["педиатр"]  # in hospital or out of it
