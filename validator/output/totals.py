"""What is told to people at the end: how many reports there are, and what was not checked."""

from __future__ import annotations

from validator.output.sheet import BULLET, Sheet
from validator.output.tally import Tally, count_verdicts
from validator.words.messages import Terms, say

term = Terms("heading.skipped", "summary", "summary.partial")


def summary(tally: Tally, lang: str) -> str | None:
    """The totals, where there are several reports, or something that was not checked.

    Where the run was ended before all of them, that stands there too.
    """
    if tally.total() <= 1 and not tally.skipped and not tally.partial:
        return None
    said = term("summary", lang, bundles=tally.total(), **count_verdicts(tally))
    return f"{said}. {term('summary.partial', lang, left=tally.left)}" if tally.partial else said


def tell_skipped(tally: Tally, lang: str, sheet: Sheet) -> None:
    """Put onto a sheet what looks like an application and was not checked."""
    if tally.skipped:
        sheet.heading(term("heading.skipped", lang))
    for each in tally.skipped:
        sheet.item(BULLET, each.path, "bold")
        sheet.detail(say(each.message, lang))
