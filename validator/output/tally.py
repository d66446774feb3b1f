"""What remains of reports once they are written: enough for totals and the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any, Final

from validator.errors import Fault
from validator.frozen import frozen
from validator.law.regulation import Regulation
from validator.model import (
    LANGUAGES,
    OF_WHOLE,
    Duty,
    GroundState,
    Outcome,
    Severity,
    Skipped,
    Text,
    Verdict,
)
from validator.report import Report

_BROKEN: Final = "internal_error"
"""The problem that says so of a bundle."""


@frozen
class Point:
    """What totals count: a requirement that failed or is open, or a ground that applies.

    Attributes:
        id: of the requirement, or the clause of the ground.
        title: in every language; that of the first edition where editions differ.
    """

    standard: str
    state: Outcome | GroundState
    id: str
    duty: Duty | None = None
    severity: Severity | None = None
    title: Text = field(default_factory=dict, compare=False)


@frozen
class Tallied:
    """What counts of one report.

    Attributes:
        severities: of the requirements that failed and of the problems, as far as they are counted.
        broken: whether a fault of ours kept its bundle from being judged.
        points: what the totals count of it.
        counted: the verdict that the exit code counts, where that is another one.
    """

    verdict: Verdict
    severities: frozenset[Severity] = frozenset()
    broken: bool = False
    points: tuple[Point, ...] = field(default=(), compare=False)
    counted: Verdict | None = None


@frozen
class IdleWaiver:
    """A waiver that does not hold, or was of no use, and why.

    Attributes:
        state: why, for programs.
        fault: why, for people, and where the waiver stands.
    """

    requirement: str
    bundle: str
    state: str
    fault: Fault


@frozen
class Compared:
    """What the reports are against a baseline.

    Attributes:
        new, unchanged, gone: findings of the bundles that were checked.
        absent: bundles of the baseline that were not.
    """

    new: int
    unchanged: int
    gone: int
    absent: int


class Tally(Counter[Tallied]):
    """How many reports there are of a kind; thousands of them are of a few kinds.

    Attributes:
        skipped: what looks like an application and was not checked, in the order of its paths.
        points: in how many reports each stands; there are no more than requirements and grounds.
        left: how many bundles were not reached, since an end was asked for.
        waived: how many failures are waived; None without waivers.
        idle: the waivers that do not hold or were of no use, in the order of their file.
        compared: what there is against a baseline; None without one.
    """

    def __init__(self, reports: Iterable[Tallied] = ()) -> None:
        super().__init__()
        self.skipped: tuple[Skipped, ...] = ()
        self.points = Counter[Point]()
        self.left = 0
        self.waived: int | None = None
        self.idle: tuple[IdleWaiver, ...] = ()
        self.compared: Compared | None = None
        for each in reports:
            self.add(each)

    def add(self, tallied: Tallied) -> None:
        """Count one report."""
        self[tallied] += 1
        self.points.update(tallied.points)

    @property
    def partial(self) -> bool:
        """Whether the run ended before it had reached every bundle."""
        return self.left > 0


def tallied(report: Report, *, broken: bool = False, in_total: bool = True) -> Tallied:
    """What counts of a report; what totals count of it only where somebody reads totals."""
    points: tuple[Point, ...] = ()
    if in_total and report.regulation is not None:
        points = tuple(_points(report, report.regulation))
    return Tallied(report.verdict, report.severities, broken, points)


def tallied_line(data: Mapping[str, Any]) -> Tallied:
    """What counts of a report that was written as a line of NDJSON: the same as of the report.

    Raises:
        LookupError, TypeError, ValueError: it is none.
    """
    failed = (each for each in data["results"] if each["outcome"] == Outcome.FAILED)
    told = [each["severity"] for each in (*failed, *data["problems"])]
    broken = any(each["id"] == _BROKEN for each in data["problems"])
    return Tallied(Verdict(data["verdict"]), frozenset(map(Severity, told)), broken)


def count_verdicts(tally: Tally) -> dict[str, int]:
    """How many reports have each verdict, by its name."""
    counted = Counter[Verdict]()
    for each, count in tally.items():
        counted[each.verdict] += count
    return {verdict.value: counted[verdict] for verdict in OF_WHOLE}


def _points(report: Report, regulation: Regulation) -> Iterator[Point]:
    standard = regulation.standard
    for result in report.results:
        if result.outcome in (Outcome.FAILED, Outcome.UNDETERMINED):
            of = result.requirement
            yield Point(standard, result.outcome, of.id, of.duty, of.severity, of.title)
    for ground in report.grounds:
        if ground.state is GroundState.APPLIES:
            clause = regulation.clauses[ground.ground]
            title = {each: f"{clause.called(each)}: {clause.says[each]}" for each in LANGUAGES}
            yield Point(standard, ground.state, ground.ground, title=title)
