"""A checklist for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from validator.output.json_text import Data, dump
from validator.output.view import View
from validator.plan.papers import Checklist, Paper
from validator.words.messages import named, say

_SCHEMA: Final = "checklist/v1"


def one(checklist: Checklist, view: View) -> bytes:
    """All of it as one document."""
    regulation, course = checklist.edition.regulation, checklist.course
    report = checklist.report
    data: Data = {
        "schema": _SCHEMA,
        "standard": regulation.standard,
        "edition": regulation.edition,
        "service": checklist.service,
        "as_of": report.as_of and report.as_of.date.isoformat(),
        "papers": list(_papers(checklist, view)),
        "fee_due": report.derived.fee_due,
        "trace": [say(each, view.lang) for each in checklist.fee_trace],
        "accepted_on": course and course.accepted_on.isoformat(),
        "due_on": course and [each.term.due.isoformat() for each in course.due if each.of_service],
        "manual": [each.requirement.id for each in checklist.for_people],
    }
    return f"{dump(data, 2)}\n".encode()


def _papers(checklist: Checklist, view: View) -> Iterable[Data]:
    for needed, papers in (
        ("yes", checklist.asked),
        ("no", checklist.spared),
        ("unknown", checklist.open),
    ):
        yield from (_paper(each, needed, checklist, view) for each in papers)


def _paper(paper: Paper, needed: str, checklist: Checklist, view: View) -> Data:
    requirement = paper.rule.requirement
    kinds = [str(each.id) for each in paper.kinds]
    return {
        "needed": needed,
        "requirement": requirement.id,
        "citation": requirement.cite(checklist.service),
        "kind": kinds[0],
        **({"kinds": kinds} if len(kinds) > 1 else {}),
        **({"count": paper.count} if paper.count > 1 else {}),
        "title": named(requirement.title, view.lang),
        **({"concerns": paper.concerns} if paper.concerns else {}),
        **({"lacking": paper.lacking} if paper.lacking is not None else {}),
    }
