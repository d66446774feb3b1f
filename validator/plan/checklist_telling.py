"""A checklist told onto a sheet: what to bring, the fee, the days, and what a person decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.explanation.law_words import condition_lines, service_name
from validator.model import Args
from validator.output.sheet import BULLET, Sheet
from validator.output.view import View
from validator.plan.papers import Checklist, Paper
from validator.words.messages import Terms, named, say

term = Terms(
    *("checklist.title", "checklist.asked", "checklist.spared", "checklist.open", "checklist.fee"),
    *("checklist.days", "checklist.people", "checklist.for", "checklist.lacking", "checklist.law"),
    *("checklist.none", "checklist.page", "checklist.any", "checklist.count", "deadline.when"),
)


def tell(checklist: Checklist, view: View, sheet: Sheet) -> None:
    """Put a checklist onto a sheet, what has to be done first."""
    lang, regulation = view.lang, checklist.edition.regulation
    service = service_name(checklist.edition, checklist.service, lang)
    sheet.title(term("checklist.title", lang, service=service), "bold")
    day = checklist.report.as_of
    if day is not None:
        args: Args = {
            "standard": regulation.standard,
            "edition": regulation.edition,
            "day": day.date,
        }
        sheet.paragraph(term("checklist.law", lang, **args), "dim")
    sheet.heading(term("checklist.asked", lang))
    for number, paper in enumerate(checklist.asked, start=1):
        sheet.item(f"{number}.", named_paper(paper, lang), "bold")
        for line in choice_lines(paper, lang):
            sheet.detail(line)
        sheet.detail(_clause(checklist, paper, lang), "dim")
    if not checklist.asked:
        sheet.paragraph(term("checklist.none", lang))
    _tell_open(checklist, lang, sheet)
    _tell_spared(checklist.spared, lang, sheet)
    _tell_days(checklist, lang, sheet)
    sheet.heading(term("checklist.people", lang))
    for result in checklist.for_people:
        sheet.item(BULLET, named(result.requirement.title, lang))
        if result.reason is not None:
            sheet.detail(say(result.reason, lang), "dim")


def _tell_open(checklist: Checklist, lang: str, sheet: Sheet) -> None:
    if checklist.open:
        sheet.heading(term("checklist.open", lang))
    for paper in checklist.open:
        sheet.item(BULLET, named_paper(paper, lang))
        found = checklist.edition.form.at(paper.lacking or "")
        field = named(found[0].name, lang, str(found[0].id)) if found else ""
        key = (paper.lacking or "").strip("/").replace("/", ".")
        sheet.detail(term("checklist.lacking", lang, field=field, key=key))


def _tell_spared(papers: Sequence[Paper], lang: str, sheet: Sheet) -> None:
    if papers:
        sheet.heading(term("checklist.spared", lang))
    for paper in papers:
        sheet.item(BULLET, named_paper(paper, lang))
        for line in () if paper.when is None else condition_lines(paper.when, lang):
            sheet.detail(f"{term('deadline.when', lang)}: {line}", "dim")


def _tell_days(checklist: Checklist, lang: str, sheet: Sheet) -> None:
    sheet.heading(term("checklist.fee", lang))
    for message in checklist.fee_trace:
        sheet.item(BULLET, say(message, lang))
    if not checklist.fee_trace:
        sheet.paragraph(term("checklist.none", lang))
    course = checklist.course
    if course is None:
        return
    sheet.heading(term("checklist.days", lang))
    sheet.item(BULLET, say(course.trace(), lang))
    for due in course.due:
        if due.of_service:
            for message in due.trace():
                sheet.item(BULLET, say(message, lang))


def named_paper(paper: Paper, lang: str) -> str:
    """What a paper is called, and what it is about."""
    title = named(paper.rule.requirement.title, lang)
    return f"{title} {term('checklist.for', lang, id=paper.concerns)}" if paper.concerns else title


def choice_lines(paper: Paper, lang: str) -> Iterator[str]:
    """Which documents will do, where there are several, and how many are needed."""
    if len(paper.kinds) > 1:
        names = "; ".join(named(each.name, lang, str(each.id)) for each in paper.kinds)
        yield term("checklist.any", lang, names=names)
    if paper.count > 1:
        yield term("checklist.count", lang, number=paper.count)


def _clause(checklist: Checklist, paper: Paper, lang: str) -> str:
    requirement = paper.rule.requirement
    clause = checklist.edition.regulation.clauses[requirement.cite(checklist.service)]
    return f"{clause.called(lang)} · {requirement.id}"
