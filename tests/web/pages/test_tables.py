"""Tables of people on their page: pasted, or as a file; and what keeps a page from its answer."""

from __future__ import annotations

import asyncio
import io
import sys
from typing import Any

import openpyxl
import pytest

from tests.project import SAMPLES
from tests.web.pages.test_drafts import zipped
from tests.web.pages.test_pages import begun, client, specs, visitor
from tests.web.pages.visitor import Visitor, text_in
from validator.batch.pool import NoWorkersError
from validator.batch.ready import Ready
from validator.plan.tables import MAX_BYTES
from validator.web.pages import workspaces
from validator.web.pages.draft import MOST_ENTRIES
from validator.web.pages.look import look_at

__all__ = ["client", "specs", "visitor"]  # the fixtures

IIN = "930428400007"
HEADS = ["ФИО", "ИИН", "Должность", "Подвиды деятельности специалиста", "Год окончания", "Прочее"]
MEDIA = "application/octet-stream"


@pytest.fixture
def staff(visitor: Visitor) -> Visitor:
    """At the page of people of an application for two subtypes, with nobody in it yet."""
    root = begun(visitor, "issue")
    visitor.goes_to(f"{root}/s/subtypes")
    visitor.fills(subtypes=["", "outpatient.paediatrics", "outpatient.dentistry"])
    visitor.presses()
    visitor.goes_to(f"{root}/s/staff")
    return visitor


def workbook(*rows: list[Any]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def sends(visitor: Visitor, content: bytes, name: str = "staff.xlsx") -> None:
    visitor.attaches("table", (name, content, MEDIA))
    visitor.presses("paste")


def test_a_workbook_is_taken_and_what_is_doubtful_is_told(staff: Visitor) -> None:
    person = ["Пример Анна", int(IIN), "врач", "педиатрия; стоматология", 2017, "x"]
    sends(staff, workbook(["Персонал"], HEADS, person, ["Пример", "=A1", "врач", "", 2012]))
    assert "the list has 2 entries now" in staff.text
    (notice,) = (e for e in staff.page.iter("div") if e.get("class") == "notice")
    assert [text_in(each) for each in notice.iter("li")] == [
        "Column 6, “Прочее”, is no field of the application, and is not read",
        "Row 4, “Specialist's IIN”: a formula whose result was not saved",
    ]
    staff.goes_to(f"{staff.path}/0")
    assert staff.filled["staff.0.name"] == ["Пример Анна"]
    assert staff.filled["staff.0.iin"] == [IIN]
    chosen = {"outpatient.paediatrics", "outpatient.dentistry"}  # and not those in hospital
    assert set(staff.filled["staff.0.subtypes"]) - {""} == chosen


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_rows_without_heads_go_by_the_columns_of_the_page(staff: Visitor, encoding: str) -> None:
    row = f"Пример Анна;{IIN};врач;педиатрия, стоматология;2017;нет;да"
    sends(staff, row.encode(encoding), "staff.csv")
    staff.goes_to(f"{staff.path}/0")
    assert staff.filled["staff.0.studies_finished"] == ["2017"]
    assert staff.filled["staff.0.employment_in_gateway"] == ["true"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04 and nothing", "This is not a table that can be read. Save it"),
        (b"\xd0\xcf\x11\xe0 and so on", "old version of Excel, or one with a password"),
        (b";" * (MAX_BYTES + 1), "The table is larger than"),
        (b"", "No entry was found in the rows"),
        (f"Пример;{IIN}\n".encode() * (MOST_ENTRIES + 1), "at most 300 entries"),
    ],
    ids=["broken", "locked", "large", "empty", "many"],
)
def test_why_a_file_is_not_taken_is_told_beside_it(
    staff: Visitor, content: bytes, why: str
) -> None:
    staff.fills(paste="Пример\tБорис")
    sends(staff, content)
    (told,) = staff.faults
    assert why in told
    assert staff.filled["paste"] == ["Пример\tБорис"]  # nothing is taken, and nothing lost
    (file,) = (each for each in staff.page.iter("input") if each.get("type") == "file")
    assert "table-fault" in (file.get("aria-describedby") or "")


def test_without_the_library_the_page_says_so(
    staff: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "not installed" not in staff.text
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    staff.goes_to(staff.path)
    assert "library that reads Excel workbooks is not installed" in staff.text
    (file,) = (each for each in staff.page.iter("input") if each.get("type") == "file")
    assert "xlsx" not in (file.get("accept") or "")


def test_rows_that_a_script_added_are_taken_and_gone_ones_are_gone(visitor: Visitor) -> None:
    begun(visitor, "issue")
    visitor.presses("go:fee")
    action = visitor.path

    def pays(**texts: str) -> dict[str, list[str]]:
        data = {name.replace("__", "."): text for name, text in texts.items()}
        visitor._arrived(visitor.client.post(action, data={**data, "do": "later"}))
        visitor.goes_to(action)
        return {name: said for name, said in visitor.filled.items() if "amount" in name}

    two = pays(**{"rows:fee": "2", "fee__0__amount": "1", "fee__1__amount": "2"})
    assert two == {"fee.0.amount": ["1"], "fee.1.amount": ["2"]}
    assert pays(**{"rows:fee": "1", "fee__0__amount": "2"}) == {"fee.0.amount": ["2"]}


def test_no_process_to_check_in_is_told_on_a_page(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = begun(visitor, "issue")

    def refuse(*_: object) -> None:
        raise NoWorkersError

    monkeypatch.setattr(Ready, "ask", refuse)
    answer = visitor.client.get(f"{root}/report")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert "No process that checks can be started. Send it again later" in answer.text


def test_others_are_answered_while_a_long_application_is_looked_at(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []

    def looked(*given: Any) -> Any:
        with pytest.raises(RuntimeError):  # else nobody else is answered meanwhile
            asyncio.get_running_loop()
        looks.append(given)
        return look_at(*given)

    monkeypatch.setattr(workspaces, "look_at", looked)
    content = zipped(SAMPLES / "clinic-draft")
    visitor._arrived(visitor.client.post("/en/open", files={"zip": ("a.zip", content)}))
    root = visitor.path.removesuffix("/answers")
    for path, do in (("s/subject", "later"), ("s/staff", "continue"), ("papers", "stay")):
        visitor.goes_to(f"{root}/{path}")
        visitor.presses(do)
    assert len(looks) > 2
