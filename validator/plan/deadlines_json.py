"""Deadlines for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from validator.explanation.law_words import condition_lines
from validator.law.calendar import DayOff
from validator.output.json_text import Data, dump
from validator.output.view import View
from validator.plan.deadlines import Course, Due, LastDay
from validator.words.messages import named

_SCHEMA: Final = "deadlines/v1"


def one(results: Sequence[Course | LastDay], view: View) -> bytes:
    """All of it as one document."""
    data = [_course(each, view) if isinstance(each, Course) else _last(each) for each in results]
    return f"{dump({'schema': _SCHEMA, 'deadlines': data}, 2)}\n".encode()


def _of(each: Course | LastDay) -> Data:
    regulation = each.edition.regulation
    return {
        "standard": regulation.standard,
        "edition": regulation.edition,
        "service": each.service,
    }


def _course(course: Course, view: View) -> Data:
    return {
        **_of(course),
        **(
            {}
            if course.when is None
            else {"when": "; ".join(condition_lines(course.when, view.lang))}
        ),
        "submitted_at": course.submitted.isoformat(),
        "accepted_on": course.accepted_on.isoformat(),
        "due": [_due(each, course, view) for each in course.due],
    }


def _due(due: Due, course: Course, view: View) -> Data:
    requirement = due.rule.requirement
    return {
        "requirement": requirement.id,
        "citation": requirement.by_law if due.by_law else requirement.cite(course.service),
        "conditional": due.when is not None,
        **({} if due.limit.to_decision else {"until": due.limit.until.dotted}),
        "due_on": due.term.due.isoformat(),
        "skipped": [_skipped(each, view) for each in due.term.skipped],
    }


def _skipped(day: DayOff, view: View) -> Data:
    return {
        "date": day.date.isoformat(),
        "reason": day.reason,
        "name": None if day.name is None else named(day.name, view.lang),
        "estimated": day.estimated,
    }


def _last(each: LastDay) -> Data:
    requirement = each.rule.requirement
    return {
        **_of(each),
        "requirement": requirement.id,
        "citation": requirement.cite(each.service),
        "last_day": each.day.isoformat(),
    }
