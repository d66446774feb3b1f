"""What a report has to say, one by one: each finding, what is undetermined, and each problem.

These are what the formats of build servers list. The words are masked as in every format.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from enum import IntEnum
from typing import Final

from validator.frozen import frozen
from validator.model import Args, Location, Outcome, Problem, Severity
from validator.output.causes import what_to_do, what_to_type
from validator.output.faults import WAIVED
from validator.output.mask import Mask
from validator.output.tally import Tally
from validator.output.view import View
from validator.report import Finding, Report, Result
from validator.words.messages import fix, named, say, visible

BUNDLE: Final = "validator/bundle"
"""Stands for the requirement in a remark on the bundle as a whole; none can be called so."""

SKIPPED: Final = "validator/skipped"
"""Stands for it in a remark on what was not checked."""


class Weight(IntEnum):
    """How much a remark weighs, the gravest first."""

    ERROR = 0
    UNDETERMINED = 1
    WARNING = 2
    NOTE = 3


_WEIGHTS: Final = {
    Severity.ERROR: Weight.ERROR,
    Severity.WARNING: Weight.WARNING,
    Severity.NOTE: Weight.NOTE,
}


@frozen
class Remark:
    """One thing that is told of a bundle.

    Attributes:
        bundle: the name of the bundle.
        rule: the id of the requirement, or `BUNDLE`.
        key: of its message.
        text: what is wrong, on one line.
        advice: what to do about it, empty where nothing is known.
        place: the file of the bundle and the place in it; an empty file is the bundle itself.
        result: what became of the requirement, None for a problem of the bundle.
        status: against a baseline, None without one.
        waived: by whose word it does not count, empty where it does.
        number: from 1, among those of the bundle that their lines alone would tell apart.
    """

    bundle: str
    rule: str
    weight: Weight
    key: str
    text: str
    advice: str
    place: Location
    result: Result | None = None
    status: str | None = None
    waived: str = ""
    number: int = 1

    @property
    def sentences(self) -> str:
        """What is wrong and what to do about it; in an archive, in which file of it."""
        said = self.placed if _is_archive(self.bundle) else self.text
        return " ".join(map(_sentence, filter(None, (said, self.advice, self.waived))))

    @property
    def heeded(self) -> Weight:
        """What it weighs for whoever looks at a build: what is waived is a note."""
        return Weight.NOTE if self.waived else self.weight

    @property
    def placed(self) -> str:
        """What is wrong, after the file, line and column where it is."""
        parts = (visible(self.place.file), self.place.line, self.place.column)
        place = ":".join(str(each) for each in parts if each)
        return ": ".join(filter(None, (place, self.text)))

    @property
    def fingerprint(self) -> str:
        """A digest that is the same in the next run, whatever moved to another line."""
        place = self.place.pointer or self.place.file
        parts = (self.bundle, self.rule, self.key, place, self.number)
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    @property
    def path(self) -> str:
        """The path of the file that it is about; of what is in an archive, that of the archive."""
        return path_of(self.bundle, self.place.file)

    @property
    def line(self) -> int | None:
        """Its line in the file of `path`."""
        return None if _is_archive(self.bundle) else self.place.line

    @property
    def column(self) -> int | None:
        """Its column in the file of `path`."""
        return None if _is_archive(self.bundle) else self.place.column


def remarks_of(report: Report, view: View) -> Iterator[Remark]:
    """What a report tells: problems of the bundle first, then the requirements in their order."""
    mask = view.mask(report)
    seen = Counter[tuple[str, str, str]]()
    for each in _all(report, view.lang, mask):
        like = each.rule, each.key, each.place.pointer or each.place.file
        seen[like] += 1
        yield replace(each, number=seen[like])


def skipped_remarks(tally: Tally, lang: str) -> Iterator[Remark]:
    """What looks like an application and was not checked, which leaves it undetermined."""
    for each in tally.skipped:
        said = visible(say(each.message, lang)), visible(fix(each.message, lang) or "")
        key = each.message.key
        yield Remark(each.path, SKIPPED, Weight.UNDETERMINED, key, *said, Location(""))


def path_of(bundle: str, file: str) -> str:
    """The path of a file of a bundle, without a needless `./` before it."""
    inside = "" if _is_archive(bundle) else file
    path = "/".join(filter(None, (bundle.rstrip("/") or bundle, inside)))
    return re.sub(r"^(\./+)+(?=.)", "", path)


def _all(report: Report, lang: str, mask: Mask) -> Iterator[Remark]:
    for problem in report.problems:
        yield _of_problem(report.bundle, problem, lang, mask)
    for result in report.results:
        if result.outcome in (Outcome.FAILED, Outcome.UNDETERMINED) and not result.findings:
            yield _of_result(report, result, lang, mask)
        for finding in result.findings:
            yield _of_finding(report.bundle, result, finding, lang, mask)


def _of_problem(bundle: str, problem: Problem, lang: str, mask: Mask) -> Remark:
    message = mask.message(problem.message)
    advice = fix(message, lang) or ""
    return Remark(
        *(bundle, BUNDLE, _WEIGHTS[problem.severity], message.key),
        *(visible(say(message, lang)), visible(advice), mask.location(problem.location)),
    )


def _of_finding(bundle: str, result: Result, finding: Finding, lang: str, mask: Mask) -> Remark:
    masked, requirement = mask.finding(finding), result.requirement
    advice = what_to_do(finding, requirement, mask, lang)
    return Remark(
        *(bundle, requirement.id, _WEIGHTS[requirement.severity], masked.message.key),
        *(visible(say(masked.message, lang)), visible(advice), masked.location, result),
        *(finding.status, _waived(result, lang, mask)),
    )


def _of_result(report: Report, result: Result, lang: str, mask: Mask) -> Remark:
    """Of one without a finding: the reason, or else what the requirement asks for."""
    reason, lack, demand = result.reason, result.lack, result.requirement
    key, text, advice = "", named(demand.title, lang), ""
    place, weight = Location(report.manifest_file), _WEIGHTS[demand.severity]
    if result.outcome is Outcome.UNDETERMINED:
        weight = Weight.UNDETERMINED
    if reason is not None:
        key, text = reason.key, say(mask.message(reason), lang)
    if lack is not None:
        advice, place = what_to_type(lack, mask, lang), mask.location(lack.location)
    said = visible(text), visible(advice)
    waived = _waived(result, lang, mask)
    return Remark(report.bundle, demand.id, weight, key, *said, place, result, waived=waived)


def _waived(result: Result, lang: str, mask: Mask) -> str:
    held = result.waiver
    if held is None:
        return ""
    args: Args = {"approver": held.approver, "last": held.expires, "reason": held.reason}
    return visible(say(mask.message(WAIVED(**args)), lang))


def _is_archive(bundle: str) -> bool:
    return bundle.lower().endswith(".zip")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
