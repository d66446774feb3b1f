"""Reports for programs that read line by line: a report a line, and the totals as the last one."""

from __future__ import annotations

from validator.output.json import report_data, result_texts, summary
from validator.output.json_text import dump
from validator.output.tally import Tally
from validator.output.view import View
from validator.report import Report


def one(report: Report, view: View) -> bytes:
    """One report, as one line."""
    mask = view.mask(report)
    rest = dump(report_data(report, view, mask))
    results = ",".join(result_texts(report, view, mask))
    return f"{rest.removesuffix(']}')}{results}]}}\n".encode()


def head(_view: View) -> bytes:
    """Nothing."""
    return b""


def between(_view: View) -> bytes:
    """Nothing: a line ends itself."""
    return b""


def tail(tally: Tally, view: View) -> bytes:
    """The totals."""
    return f"{dump({'summary': summary(tally, view.lang)})}\n".encode()
