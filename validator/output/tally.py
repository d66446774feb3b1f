"""What remains of reports once they are written: enough for totals and the exit code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from validator.model import OF_WHOLE, Severity, Skipped, Verdict
from validator.report import Report


@dataclass(frozen=True, slots=True)
class Tallied:
    """What counts of one report.

    Attributes:
        severities: of the requirements that failed and of the problems.
        broken: whether a fault of ours kept its bundle from being judged.
    """

    verdict: Verdict
    severities: frozenset[Severity] = frozenset()
    broken: bool = False


class Tally(Counter[Tallied]):
    """How many reports there are of a kind; thousands of them are of a few kinds.

    Attributes:
        skipped: what looks like an application and was not checked, in the order of its paths.
    """

    skipped: tuple[Skipped, ...] = ()


def tallied(report: Report, *, broken: bool = False) -> Tallied:
    """What counts of a report."""
    return Tallied(report.verdict, report.severities, broken)


def count_verdicts(tally: Tally) -> dict[str, int]:
    """How many reports have each verdict, by its name."""
    counted = Counter[Verdict]()
    for each, count in tally.items():
        counted[each.verdict] += count
    return {verdict.value: counted[verdict] for verdict in OF_WHOLE}
