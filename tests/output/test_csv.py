"""Findings as a table for spreadsheets: nothing is lost, and nothing is run."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.made import evaluated, manifest_of, report_of
from tests.output.made import pieces
from validator.model import Location, Message, Outcome, Problem, Skipped, Verdict
from validator.output.csv import harmless, tail
from validator.output.findings import COLUMNS, rows_of
from validator.output.tally import Tally
from validator.output.view import View
from validator.report import Finding, Gone, Report, Status, Waiver

ENGLISH: Final = View("en")
GOOD: Final = replace(report_of("doctor-new"), bundle="inbox/good")


def _faulty() -> Report:
    manifest = manifest_of("doctor-new")
    manifest["fee"]["amount"] -= 1
    manifest["applicant"]["mobile"] = "87172112233"
    return replace(evaluated("doctor-new", manifest), bundle="inbox/bad")


BAD: Final = _faulty()


def _read(reports: Sequence[Report]) -> list[dict[str, str]]:
    text = b"".join(pieces(reports, "csv", ENGLISH)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_it_is_written_as_spreadsheets_read_it() -> None:
    written = b"".join(pieces([GOOD, BAD], "csv", ENGLISH))
    assert written.startswith(b"\xef\xbb\xbfrow,bundle,standard,edition,service,verdict,")
    assert written.endswith(b"\r\n")
    assert written.count(b"\n") == written.count(b"\r") == len(_read([GOOD, BAD])) + 1


def test_the_names_of_columns_stay() -> None:
    """Scripts of others hang on them."""
    assert " ".join(COLUMNS) == (
        "row bundle standard edition service verdict verdict_applicant verdict_provider requirement"
        " citation duty outcome severity consequence message text fix file pointer line column"
        " status waiver"
    )


def test_each_finding_has_a_row_and_a_bundle_without_any_has_one_too() -> None:
    rows = _read([GOOD, BAD])
    assert [each["row"] for each in rows if each["bundle"] == "inbox/good"] == ["bundle"]
    found = [
        (result.requirement.id, each.message.key)
        for result in BAD.results
        for each in result.findings
    ]
    told = [each for each in rows if each["row"] == "finding"]
    assert [(each["requirement"], each["message"]) for each in told] == found
    fee = next(each for each in told if each["requirement"] == "fee.issue")
    assert fee["citation"] == "list.6.1"
    assert fee["duty"] == "applicant"
    assert fee["outcome"] == "failed"
    assert fee["severity"] == "error"
    assert fee["consequence"] == "list.9.2"
    assert fee["text"] == "The fee is 1 tenge short: 43,249 paid, 43,250 due"
    assert fee["fix"].startswith("Pay what is missing of the fee")
    assert fee["pointer"] == "/fee/amount"
    assert (fee["verdict"], fee["verdict_applicant"]) == ("non_compliant", "non_compliant")


def test_a_requirement_without_a_finding_has_a_row_that_says_why() -> None:
    manifest = manifest_of("doctor-new")
    manifest["fee"]["amount"] = "a lot"
    report = evaluated("doctor-new", manifest)
    open_ = [each for each in report.results if each.outcome is Outcome.UNDETERMINED]
    rows = [each for each in _read([report]) if each["row"] == "result"]
    assert [each["requirement"] for each in rows] == [each.requirement.id for each in open_]
    assert rows
    assert all(each["text"] and each["outcome"] == "undetermined" for each in rows)


def test_problems_and_what_was_not_checked_have_rows() -> None:
    problem = Problem(Message("source_syntax"), Location("application.yaml", None, 3, 1))
    odd = replace(
        GOOD,
        bundle="odd",
        problems=(problem,),
        results=(),
        regulation=None,
        verdict=Verdict.UNREADABLE,
    )
    (row,) = _read([odd])
    assert (row["row"], row["message"], row["line"]) == ("problem", "source_syntax", "3")
    assert row["verdict"] == "unreadable"
    tally = Tally()
    tally.skipped = (Skipped("=inbox/a.rar", Message("bundle_fatal")),)
    (line,) = csv.reader([tail(tally, ENGLISH).decode()])
    assert line[:2] == ["skipped", "'=inbox/a.rar"]
    assert line[COLUMNS.index("text")]


def test_waivers_and_what_a_baseline_had_are_told() -> None:
    results = tuple(
        replace(
            each,
            waiver=Waiver("agreed", "A. Sadykova", date(2026, 12, 31)),
            findings=tuple(replace(one, status=Status.NEW) for one in each.findings),
        )
        if each.outcome is Outcome.FAILED
        else each
        for each in BAD.results
    )
    gone = Gone("fee.issue", "fee_absent", "/fee", "No fee")
    rows = _read([replace(BAD, results=results, gone=(gone,))])
    found = [each for each in rows if each["row"] == "finding"]
    assert {each["status"] for each in found} == {"new"}
    assert {each["waiver"] for each in found} == {"agreed, A. Sadykova, 2026-12-31"}
    (last,) = [each for each in rows if each["row"] == "gone"]
    assert (last["requirement"], last["status"], last["text"]) == ("fee.issue", "gone", "No fee")


FORMULAS: Final = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "\u22121",
    "﹣1",
    "⁼1",
)


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("before", ["", " ", "\t", "\r", "\u00a0", '"', "'", "«", '" ', "“'"])
@pytest.mark.parametrize("first", ["", "text;", 'a "b"; '])
def test_a_formula_has_an_apostrophe_before_it(formula: str, before: str, first: str) -> None:
    told = harmless(first + before + formula)
    assert told.replace("'", "") == (first + before + formula).replace("'", "")
    assert not _runs(told)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fee.issue",
        "/fee/amount",
        "in/box-1",
        "a=b",
        "1-2",
        "“quoted” text",
        "Сбор – 1",
        "№ 5; 6",
    ],
)
def test_what_is_no_formula_stays(text: str) -> None:
    assert harmless(text) == text


def _runs(cell: str) -> bool:
    """Whether a program might run a cell, or a piece of it where it splits at semicolons."""
    pieces = (re.sub(r"""^[\s"«»“”„‘’`]*""", "", each) for each in cell.split(";"))
    return any(unicodedata.normalize("NFKC", each[:1]) in set("=+-@\u2212") for each in pieces)


@pytest.mark.parametrize("text", [";=", ";;=1", " ;\t-a", "a;;@b"])
def test_a_sign_behind_an_empty_piece_is_no_formula(text: str) -> None:
    assert not _runs(harmless(text))


@given(st.text(st.sampled_from("=+-@＝－;;'\"« \t\r\n,a1|") | st.characters(), max_size=12))
def test_no_text_is_run_whatever_it_is(text: str) -> None:
    assert not _runs(harmless(text))
    assert harmless(text).replace("'", "") == text.replace("'", "")


@given(
    name=st.text(st.sampled_from("=+@-;,'\"\r\n\t|") | st.characters(), min_size=1),
    file=st.text(st.sampled_from("=+@-;,'\"\r\n\t|") | st.characters(exclude_categories=["Cs"])),
)
def test_whatever_a_bundle_holds_the_table_keeps_its_shape(name: str, file: str) -> None:
    where = Location(file, "/documents/0", 7, 1)
    result = next(each for each in BAD.results if each.findings)
    found = Finding(Message("file_missing", {"file": file}), where)
    results = (replace(result, findings=(found,)),)
    report = replace(BAD, bundle=name, results=results, problems=(), personal=())
    (row,) = _read([report])
    (wanted,) = rows_of(report, ENGLISH)
    assert {key: each.replace("'", "") for key, each in row.items()} == {
        key: str("" if each is None else each).replace("'", "") for key, each in wanted.items()
    }
    assert not any(_runs(each) for each in row.values())
