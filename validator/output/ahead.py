"""What lies ahead of a draft: how it is handed in, and the days if that is done now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from validator.model import Args, Verdict
from validator.output.sheet import BULLET, Sheet
from validator.prospect import Filing, Timeline
from validator.report import Report
from validator.words.messages import Terms, named

term = Terms(
    *("heading.next", "next.sign", "next.file", "next.hours", "next.hours.lunch"),
    *("next.hours.always", "next.hours.every_day"),
    *("ahead.due", "ahead.due_by_law"),
)


def ready(report: Report) -> bool:
    """Whether it is a draft in which nothing is left to do."""
    return report.draft and report.verdict is Verdict.COMPLIANT


def tell_next(report: Report, lang: str, sheet: Sheet) -> None:
    """Put onto a sheet how what is in order is handed in, when it is decided, and where to ask."""
    filing, regulation = report.outlook.filing(), report.regulation
    if filing is None or regulation is None:
        return
    sheet.heading(term("heading.next", lang))
    if filing.signed:
        sheet.item(BULLET, term("next.sign", lang, file=report.manifest_file))
    if filing.channels:
        where = ", ".join(named(each.name, lang, str(each.id)) for each in filing.channels)
        sheet.item(BULLET, term("next.file", lang, where=where))
    if (timeline := report.outlook.timeline()) is not None:
        sheet.item(BULLET, " · ".join(days_ahead(timeline, lang)))
    for clause in filing.clauses:
        sheet.item(BULLET, named(regulation.clauses[clause].says, lang))


def hours(filing: Filing, lang: str) -> str:
    """The provider's working hours in a sentence."""
    if filing.hours.every_day:
        return _every_day(filing, lang)
    args: Args = {"opens": _clock(filing.hours.opens), "closes": _clock(filing.hours.closes)}
    if filing.hours.lunch is None:
        return term("next.hours", lang, **args)
    first, last = map(_clock, filing.hours.lunch)
    return term("next.hours.lunch", lang, **args, first=first, last=last)


def _every_day(filing: Filing, lang: str) -> str:
    if (filing.hours.opens, filing.hours.closes) == (time.min, time.max):
        return term("next.hours.always", lang)
    args: Args = {"opens": _clock(filing.hours.opens), "closes": _clock(filing.hours.closes)}
    return term("next.hours.every_day", lang, **args)


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}"


def days_ahead(timeline: Timeline, lang: str) -> Iterator[str]:
    """When a draft would be accepted and decided."""
    args: Args = {
        "submitted": timeline.submitted,
        "accepted": timeline.accepted_on,
        "due": timeline.due_on,
    }
    yield term("ahead.due", lang, **args)
    if timeline.due_on_by_law is not None:
        yield term("ahead.due_by_law", lang, due=timeline.due_on_by_law)
