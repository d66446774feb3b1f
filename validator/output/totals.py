"""What is told to people at the end: how many reports there are, and what was not checked."""

from __future__ import annotations

from validator.model import declare
from validator.output.sheet import BULLET, Sheet
from validator.output.tally import Tally, count_verdicts
from validator.words.messages import Terms, say

term = Terms(
    *("heading.skipped", "heading.waivers", "heading.baseline", "summary", "summary.partial")
)

WAIVED_IN_ALL = declare("waived_in_all", count=int)
COMPARED = declare("compared", new=int, unchanged=int, gone=int)
BASELINE_ABSENT = declare("baseline_absent", count=int)


def summary(tally: Tally, lang: str) -> str | None:
    """The totals, where there are several reports, or something else to tell of them.

    Where the run was ended before all of them, that stands there too.
    """
    if tally.total() <= 1 and not (tally.skipped or tally.partial or is_marked(tally)):
        return None
    said = term("summary", lang, bundles=tally.total(), **count_verdicts(tally))
    return f"{said}. {term('summary.partial', lang, left=tally.left)}" if tally.partial else said


def is_marked(tally: Tally) -> bool:
    """Whether there were waivers, or a baseline."""
    return tally.waived is not None or tally.compared is not None


def tell_marks(tally: Tally, lang: str, sheet: Sheet) -> None:
    """Put onto a sheet what became of waivers, and what there is against a baseline."""
    if tally.waived is not None:
        sheet.heading(term("heading.waivers", lang))
        sheet.paragraph(say(WAIVED_IN_ALL(count=tally.waived), lang))
    for each in tally.idle:
        sheet.item(BULLET, f"{each.requirement} · {each.bundle}", "bold")
        sheet.detail(each.fault.told(lang))
    if (found := tally.compared) is not None:
        sheet.heading(term("heading.baseline", lang))
        said = COMPARED(new=found.new, unchanged=found.unchanged, gone=found.gone)
        sheet.paragraph(say(said, lang))
        if found.absent:
            sheet.paragraph(say(BASELINE_ABSENT(count=found.absent), lang))


def tell_skipped(tally: Tally, lang: str, sheet: Sheet) -> None:
    """Put onto a sheet what looks like an application and was not checked."""
    if tally.skipped:
        sheet.heading(term("heading.skipped", lang))
    for each in tally.skipped:
        sheet.item(BULLET, each.path, "bold")
        sheet.detail(say(each.message, lang))
