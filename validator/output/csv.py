"""Findings as a table that a spreadsheet opens: nothing in it is taken for a formula."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from validator.output.findings import COLUMNS, Row, rows_of, rows_of_skipped
from validator.output.tally import Tally
from validator.output.view import View
from validator.report import Report

_MARK: Final = "\ufeff"
"""By which spreadsheets know that a file is UTF-8."""
_FORMULA: Final = "=+-@\u2212"
"""What begins a formula, in whatever width it is written; the last one is the sign for minus."""
_BEGUN: Final = re.compile(r"""(^|;)([\s"'`«»“”„‘’]*)(?=([^\w\s"'`«»“”„‘’]))""")
"""Where a cell begins: a spreadsheet of a country that splits at semicolons sees one behind each.

Blanks and quotation marks before a formula are taken away by some programs.
"""


def one(report: Report, view: View) -> bytes:
    """One report, as rows."""
    return _rows(rows_of(report, view))


def head(_view: View) -> bytes:
    """The names of the columns, which are the same in every language."""
    return _MARK.encode() + _lines([COLUMNS])


def between(_view: View) -> bytes:
    """Nothing: a row ends itself."""
    return b""


def tail(tally: Tally, view: View) -> bytes:
    """What was not checked."""
    return _rows(rows_of_skipped(tally, view.lang))


def harmless(text: str) -> str:
    """A text with an apostrophe before whatever a spreadsheet would take for a formula."""
    return _BEGUN.sub(_shielded, text)


def _shielded(found: re.Match[str]) -> str:
    before, around, sign = found.groups()
    plain = unicodedata.normalize("NFKC", sign)
    return f"{before}'{around}" if plain[0] in _FORMULA else found[0]


def _rows(rows: Iterable[Row]) -> bytes:
    return _lines(
        [harmless(each) if isinstance(each, str) else each for each in row.values()] for row in rows
    )


def _lines(rows: Iterable[Iterable[str | int | None]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
