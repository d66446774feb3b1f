"""Reports as they are told, whatever the format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from validator.output import render
from validator.output.gathering import gather, load_format
from validator.output.table import FORMATS, Told
from validator.output.tally import Tally, tallied
from validator.output.view import View
from validator.report import Report

TEXTS: Final = tuple(each.name for each in FORMATS[Told.REPORTS].values() if not each.binary)
"""The formats of reports that are texts."""


def told(report: Report, form: str, lang: str = "en") -> str:
    """All of a report in a format; of one that is no text, what it is made of."""
    if form in TEXTS:
        return render(report, form, lang, full=True)
    return load_format(form).one(report, View(lang)).decode()


def pieces(reports: Sequence[Report], form: str, view: View) -> list[bytes]:
    """Several reports, in the pieces in which they are written."""
    one, gathering = load_format(form).one, gather(form, view)
    tally = Tally(map(tallied, reports))
    before = [gathering.begin(), *(gathering.add(one(each, view)) for each in reports)]
    return [*before, *gathering.end(tally)]
