"""Reports as pages of a terminal: plain text in lines of a width, with colours where asked for.

Of one there is what somebody has to know first, of many a row each and the totals, unless they are
wanted in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len

from validator.output.overview import (
    columns,
    how_to_see_all,
    longest_sides,
    overview_of,
    totals_of,
)
from validator.output.page import Page
from validator.output.tally import Tally
from validator.output.telling import tell, tell_shortly
from validator.output.totals import summary, tell_marks, tell_skipped
from validator.output.view import View
from validator.report import Report
from validator.words.messages import visible

_GAP: Final = 2
"""Columns between two columns of a table."""
_NARROWEST: Final = 24
"""Columns that the name of a bundle needs beside others; with less it has lines of its own."""


def one(report: Report, view: View) -> bytes:
    """One report, as a page or as a row."""
    page = Page(view.width, color=view.color)
    if _is_table(view):
        row = overview_of(report, view)
        _tell_row(page, view, [each.word for each in row.sides], row.bundle, row.style)
        for point in row.points:
            page.detail(point)
    elif view.full:
        tell(report, view, page)
    else:
        tell_shortly(report, view, page)
    return page.text().encode()


def head(view: View) -> bytes:
    """What stands above the rows of a table; else nothing, for the first verdict comes first."""
    page = Page(view.width, color=view.color)
    if _is_table(view) and _room(view) >= _NARROWEST:
        *sides, bundle = columns(view.lang)
        _tell_row(page, view, sides, bundle, "bold underline")
    return page.text().encode()


def between(view: View) -> bytes:
    """A line across, with space around it; nothing between rows."""
    return b"" if _is_table(view) else f"\n{'─' * view.width}\n\n".encode()


def tail(tally: Tally, view: View) -> bytes:
    """The totals, where there are several reports, and what was not checked."""
    said = summary(tally, view.lang)
    if said is None:
        return b""
    page = Page(view.width, color=view.color)
    if tally:
        page.rule()
    page.paragraph(said, "bold" if _is_table(view) else "")
    if _is_table(view):
        for total in totals_of(tally, view.lang):
            page.heading(total.heading)
            widest = len(str(total.lines[0][0]))
            for count, what in total.lines:
                page.paragraph(what, first=f" {count:>{widest}}  ", indent=widest + 3)
    tell_skipped(tally, view.lang, page)
    tell_marks(tally, view.lang, page)
    if _is_table(view):
        page.blank()
        page.paragraph(how_to_see_all(view.lang))
    return page.text().encode()


def _is_table(view: View) -> bool:
    return view.many and not view.full


def _widths(lang: str) -> list[int]:
    return [max(map(cell_len, words)) + _GAP for words in longest_sides(lang)]


def _room(view: View) -> int:
    """Columns that are left for the name of a bundle."""
    return view.width - sum(_widths(view.lang))


def _tell_row(page: Page, view: View, sides: Sequence[str], bundle: str, style: str) -> None:
    """A row; a name that is too long for its column has lines of its own, where it stays whole."""
    room = _room(view)
    if room < _NARROWEST:
        page.paragraph(bundle, style)
        for name, side in zip(columns(view.lang), sides, strict=False):
            page.detail(f"{name}: {side}", style)
        return
    widths = _widths(view.lang)
    first = "".join(side.ljust(width) for side, width in zip(sides, widths, strict=True))
    if cell_len(visible(bundle)) <= room:
        page.paragraph(bundle, style, first=first, indent=len(first))
    else:
        page.paragraph(first.rstrip(), style)
        page.detail(bundle, style)
