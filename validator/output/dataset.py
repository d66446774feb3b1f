"""Findings as a folder of Parquet files, a folder a month, for questions over many runs.

The rows and columns of the CSV, and `as_of`, the day that counted. Folders are named as DuckDB and
others read them: `standard=…/edition=…/month=2026-01`. What no edition was chosen for has none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from validator.output.findings import COLUMNS, Row, rows_of, rows_of_skipped
from validator.output.json_text import dump
from validator.output.parquet import convert
from validator.output.tally import Tally
from validator.output.view import View
from validator.report import Report

PARTS: Final = ("standard", "edition", "month")
"""Columns whose values are the names of folders; all of them are words of the specs, or a month."""
_COLUMNS: Final = (*COLUMNS, "as_of", "month")
_ROWS: Final = 20_000
"""Rows that wait for their folders."""


def one(report: Report, view: View) -> bytes:
    """One report, as rows of JSON; they become Parquet when all are there."""
    return b"".join(_line(row, report) for row in rows_of(report, view))


def head(_view: View) -> bytes:
    """Nothing."""
    return b""


def between(_view: View) -> bytes:
    """Nothing: a line ends itself."""
    return b""


def tail(tally: Tally, view: View) -> bytes:
    """A row for whatever was not checked although it looks like an application."""
    return b"".join(f"{dump(row)}\n".encode() for row in rows_of_skipped(tally, view.lang))


def divide(rows: Path, made: Path) -> None:
    """Write rows into a folder that is not there yet.

    Raises:
        OSError: there is no room for them.
    """
    options = f"PARTITION_BY ({', '.join(PARTS)})"
    convert(rows, made, _COLUMNS, options, {"partitioned_write_flush_threshold": _ROWS})


def _line(row: Row, report: Report) -> bytes:
    day = None
    if report.regulation is None:
        row["standard"] = None  # which may be any text of the applicant's
    elif report.as_of is not None:
        day = report.as_of.date.isoformat()
    return f"{dump({**row, 'as_of': day, 'month': day and day[:7]})}\n".encode()
