"""How much of what was found is told: a report names so many findings, and counts the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from validator.facts.examination import FINDINGS_UNTOLD, MOST_FINDINGS
from validator.form.cerberus import FAULTS_UNTOLD
from validator.model import Location, Message, Problem
from validator.report import Finding, Result

_COUNTED: Final = (FAULTS_UNTOLD.key, FINDINGS_UNTOLD.key)

_OWN: Final = 2
"""Places that each requirement has for itself: its first finding, and how many are not told."""


def bounded(
    results: tuple[Result, ...], problems: tuple[Problem, ...]
) -> tuple[tuple[Result, ...], tuple[Problem, ...]]:
    """Results and problems with no more findings than are told; the last of some counts the rest.

    Each requirement keeps its first one. What is left is given out in the order of the law, to the
    problems last.
    """
    if sum(len(each.findings) for each in results) + len(problems) <= MOST_FINDINGS:
        return results, problems
    groups = sum(1 for each in results if each.findings) + (1 if problems else 0)
    left = MOST_FINDINGS - _OWN * groups
    told = []
    for result in results:
        most = _OWN + left
        if len(result.findings) > most:
            findings = result.findings[: most - 1]
            untold = _count(result.findings[most - 1 :])
            where = Location(result.findings[most - 1].location.file)
            result = replace(result, findings=(*findings, Finding(untold, where)))  # noqa: PLW2901
        left += (_OWN - len(result.findings)) if result.findings else 0
        told.append(result)
    most = _OWN + left
    if len(problems) > most:
        rest = problems[most - 1 :]
        problems = (
            *problems[: most - 1],
            Problem(_count(rest), Location(""), rest[0].severity),
        )
    return tuple(told), problems


def _count(untold: Sequence[Finding | Problem]) -> Message:
    """How many findings are not told, with those that are counted already."""
    counted = 0
    for each in untold:
        more = each.message.args.get("count", 0) if each.message.key in _COUNTED else 1
        counted += more if isinstance(more, int) else 1
    return FINDINGS_UNTOLD(count=counted)
