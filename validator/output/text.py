"""Reports as pages of a terminal: plain text in lines of a width, with colours where asked for."""

from __future__ import annotations

from validator.output.page import Page
from validator.output.tally import Tally
from validator.output.telling import summary, tell
from validator.output.view import View
from validator.report import Report


def one(report: Report, view: View) -> bytes:
    """One report, as a page."""
    page = Page(view.width, color=view.color)
    tell(report, view, page)
    return page.text().encode()


def head(_view: View) -> bytes:
    """Nothing: the first verdict comes first."""
    return b""


def between(view: View) -> bytes:
    """A line across, with space around it."""
    return f"\n{'─' * view.width}\n\n".encode()


def tail(tally: Tally, view: View) -> bytes:
    """The totals, where there are several reports."""
    said = summary(tally, view.lang)
    if said is None:
        return b""
    page = Page(view.width, color=view.color)
    page.rule()
    page.paragraph(said)
    return page.text().encode()
