"""Deadlines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.explanation.checked import flat, when_lines
from validator.explanation.law_words import condition_lines, service_name
from validator.explanation.pages import wrapped
from validator.output.view import View
from validator.plan.deadlines import Course, Due, LastDay
from validator.words.messages import Terms, named, say

term = Terms("deadline.until", "deadline.last_moment", "deadline.by_law", "deadline.when")


def one(results: Sequence[Course | LastDay], view: View) -> bytes:
    """Each service, and below it how its days come about."""
    parts = ["\n".join(wrapped(line, view.width) for line in _part(e, view.lang)) for e in results]
    return ("\n\n".join(parts) + "\n").encode()


def _part(each: Course | LastDay, lang: str) -> Iterator[str]:
    law = each.edition.regulation
    yield f"{service_name(each.edition, each.service, lang)} ({law.standard} {law.edition})"
    if isinstance(each, LastDay):
        requirement = each.rule.requirement
        citation = each.edition.regulation.clauses[requirement.cite(each.service)]
        yield f"  {term('deadline.until', lang, day=each.day)}"
        yield f"  {named(requirement.title, lang)} ({citation.called(lang)})"
        return
    if each.when is not None:
        for line in condition_lines(each.when, lang):
            yield f"  {term('deadline.when', lang)}: {line}"
    if each.is_last:
        yield f"  {term('deadline.last_moment', lang, moment=each.submitted)}"
    yield f"  {say(each.trace(), lang)}"
    for due in each.due:
        yield from _due(each, due, lang)


def _due(course: Course, due: Due, lang: str) -> Iterator[str]:
    if due.by_law:
        clause = course.edition.regulation.clauses[due.rule.requirement.by_law or ""]
        yield f"  {term('deadline.by_law', lang, clause=clause.called(lang))}"
    for line in flat(when_lines(due.rule, lang, due.when)) if due.when is not None else ():
        yield f"    {term('deadline.when', lang)}: {line}"
    for message in due.trace():
        yield f"    {say(message, lang)}"
