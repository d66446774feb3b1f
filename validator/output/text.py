"""Reports as pages of a terminal: plain text in lines of a width, with colours where asked for."""

from __future__ import annotations

from validator.output.page import Page
from validator.output.tally import Tally
from validator.output.telling import tell
from validator.output.totals import summary, tell_marks, tell_skipped
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
    """The totals, where there are several reports, and what was not checked."""
    said = summary(tally, view.lang)
    if said is None:
        return b""
    page = Page(view.width, color=view.color)
    if tally:
        page.rule()
    page.paragraph(said)
    tell_skipped(tally, view.lang, page)
    tell_marks(tally, view.lang, page)
    return page.text().encode()
