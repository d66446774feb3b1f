"""Findings against those of an earlier run: new, unchanged, or gone.

A finding is known by its bundle, its requirement, its message, where in the application it is, and
how many alike stand before it: never by its line, which moves with every change above it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from validator.facts.examination import FINDINGS_UNTOLD
from validator.form.cerberus import FAULTS_UNTOLD
from validator.frozen import frozen
from validator.model import Location, Outcome, Problem, Verdict
from validator.output.mask import Mask
from validator.report import Finding, Gone, Report, Status

FindingKey = tuple[str, str, str, int]
"""Requirement, message, place, and of a message that counts others how many they are."""

_COUNTING: Final = (FAULTS_UNTOLD.key, FINDINGS_UNTOLD.key)


@frozen
class Before:
    """What the baseline tells of one bundle.

    Attributes:
        findings: as recorded, by what they are known by; several may be alike.
        problems: how many there were of a sort at a place.
        open: the requirements that were not decided, or left to a person, and which of the two.
        evaluated: whether any requirement was looked at.
    """

    verdict: Verdict
    findings: dict[FindingKey, list[Gone]]
    problems: Counter[tuple[str, str]]
    open: Mapping[str, str]
    evaluated: bool


def before_of(recorded: Any) -> Before:
    """What a report as JSON data, which keeps its schema, says of its bundle."""
    findings: dict[FindingKey, list[Gone]] = defaultdict(list)
    open_ = {}
    for result in recorded["results"]:
        if result["outcome"] in (Outcome.UNDETERMINED, Outcome.MANUAL):
            open_[result["requirement"]] = result["outcome"]
        for each in result["findings"]:
            requirement, message = result["requirement"], each["message"]
            at = Location(**each["location"])
            key = _key(requirement, message, at, each["args"].get("count"))
            findings[key].append(Gone(requirement, message, at.pointer, each["text"]))
    problems = Counter(
        (each["id"], _place(Location(**each["location"]))) for each in recorded["problems"]
    )
    verdict = Verdict(recorded["verdict"])
    return Before(verdict, findings, problems, open_, bool(recorded["results"]))


def compare(report: Report, before: Before | None, mask: Mask) -> Report:
    """A report in which every finding says whether the baseline had it, and what is gone.

    Args:
        before: None where the baseline has nothing of the bundle.
        mask: what masks the personal data of the report; a baseline may be masked or not.
    """
    left = {key: list(each) for key, each in before.findings.items()} if before else {}
    results = []
    for result in report.results:
        findings = tuple(
            replace(each, status=_status(result.requirement.id, each, left, mask))
            for each in result.findings
        )
        results.append(replace(result, findings=findings) if findings else result)
    gone = tuple(each for alike in left.values() for each in alike)
    return replace(report, results=tuple(results), gone=gone)


def new_problems(report: Report, before: Before | None, mask: Mask) -> Iterator[Problem]:
    """The problems of a report that the baseline did not have."""
    left = Counter(before.problems) if before else Counter[tuple[str, str]]()
    for each in report.problems:
        where = each.location, mask.location(each.location)
        places = [(each.message.key, _place(at)) for at in where]
        known = next((place for place in places if left[place]), None)
        if known is None:
            yield each
        else:
            left[known] -= 1


def _status(
    requirement: str, finding: Finding, left: dict[FindingKey, list[Gone]], mask: Mask
) -> Status:
    for each in (mask.finding(finding), finding):
        message = each.message
        key = _key(requirement, message.key, each.location, message.args.get("count"))
        if alike := left.get(key):
            alike.pop(0)
            return Status.UNCHANGED
    return Status.NEW


def _key(requirement: str, message: str, location: Location, count: object) -> FindingKey:
    number = count if message in _COUNTING and isinstance(count, int) else 0
    return requirement, message, _place(location), number


def _place(location: Location) -> str:
    """The value in the application; a file where it is about one as a whole."""
    return location.file if location.pointer is None else f"#{location.pointer}"
