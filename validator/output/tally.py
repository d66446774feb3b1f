"""What remains of reports once they are written: enough for totals and the exit code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from validator.errors import Fault
from validator.model import OF_WHOLE, Severity, Skipped, Verdict
from validator.report import Report


@dataclass(frozen=True, slots=True)
class Tallied:
    """What counts of one report.

    Attributes:
        severities: of the requirements that failed and of the problems, as far as they are counted.
        broken: whether a fault of ours kept its bundle from being judged.
        counted: the verdict that the exit code counts, where that is another one.
    """

    verdict: Verdict
    severities: frozenset[Severity] = frozenset()
    broken: bool = False
    counted: Verdict | None = None


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
        waived: how many failures are waived; None without waivers.
        idle: the waivers that do not hold or were of no use, in the order of their file.
        compared: what there is against a baseline; None without one.
    """

    skipped: tuple[Skipped, ...] = ()
    waived: int | None = None
    idle: tuple[IdleWaiver, ...] = ()
    compared: Compared | None = None


def tallied(report: Report, *, broken: bool = False) -> Tallied:
    """What counts of a report."""
    return Tallied(report.verdict, report.severities, broken)


def count_verdicts(tally: Tally) -> dict[str, int]:
    """How many reports have each verdict, by its name."""
    counted = Counter[Verdict]()
    for each, count in tally.items():
        counted[each.verdict] += count
    return {verdict.value: counted[verdict] for verdict in OF_WHOLE}
