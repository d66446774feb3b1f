"""What remains of reports once they are written: enough for totals and the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from validator.model import OF_WHOLE, Outcome, Severity, Skipped, Verdict
from validator.report import Report

_BROKEN: Final = "internal_error"
"""The problem that says so of a bundle."""


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
        left: how many bundles were not reached, since an end was asked for.
    """

    skipped: tuple[Skipped, ...] = ()
    left: int = 0

    @property
    def partial(self) -> bool:
        """Whether the run ended before it had reached every bundle."""
        return self.left > 0


def tallied(report: Report, *, broken: bool = False) -> Tallied:
    """What counts of a report."""
    return Tallied(report.verdict, report.severities, broken)


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
