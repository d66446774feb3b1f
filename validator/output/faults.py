"""What a report says of faults: what has to be mended, and what could not be decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import Final

from validator.model import Args, Duty, Outcome, Problem, Severity, declare
from validator.output.causes import causes_of, what_to_do, what_to_type
from validator.output.sheet import BULLET
from validator.output.teller import Teller
from validator.report import Finding, Result, Status
from validator.words.messages import Terms, fix, named, say

term = Terms(
    *("heading.problems", "heading.remarks", "heading.gone", "undecided.more"),
    f"heading.{Outcome.UNDETERMINED}",
    *(f"severity.{each}" for each in Severity),
    *(f"heading.{word}.{duty}" for word in ("mend", "todo") for duty in Duty),
    *(f"status.{each}" for each in Status),
)

WAIVED = declare("waived", approver=str, last=date, reason=str)

_MOST: Final = 5
"""Requirements that are told by their titles where more hang on one value; of others, the ids."""


class FaultTeller(Teller):
    """Tells what is at fault."""

    def _faults(self) -> None:
        for duty in Duty:
            word = "todo" if self.report.draft else "mend"
            self._items(f"heading.{word}.{duty}", (Severity.ERROR,), (duty,))
        self._items("heading.remarks", (Severity.WARNING, Severity.NOTE), tuple(Duty))
        self._gone()
        self._undecided()

    def _items(self, heading: str, severities: Sequence[Severity], duties: Sequence[Duty]) -> None:
        """What failed, the gravest first, each as what to do and why.

        Of fields that are not filled in, one after the other, why stands below the last.
        """
        failed = [result for result in self.report.results if result.outcome is Outcome.FAILED]
        chosen = [
            result
            for severity in severities
            for duty in duties
            for result in failed
            if result.requirement.severity is severity and result.requirement.duty is duty
        ]
        if chosen:
            self.sheet.heading(term(heading, self.lang))
        for result in chosen:
            items = groupby(result.findings, partial(self._advice, result))
            told = [(advice, tuple(findings)) for advice, findings in items]
            for (advice, findings), following in zip(told, (*told[1:], ("", ())), strict=True):
                self._item(result, advice, findings)
                if not (_are_absent(findings) and _are_absent(following[1])):
                    with_duty = result.requirement.severity is not Severity.ERROR
                    self.sheet.detail(self._authority(result, with_duty=with_duty), "dim")
            if (held := result.waiver) is not None:
                args: Args = {"approver": held.approver, "last": held.expires}
                self._say(WAIVED(**args, reason=held.reason))

    def _advice(self, result: Result, finding: Finding) -> str:
        return what_to_do(finding, result.requirement, self.mask, self.lang)

    def _item(self, result: Result, advice: str, findings: Iterable[Finding]) -> None:
        self.number += 1
        severity = result.requirement.severity
        is_error = severity is Severity.ERROR
        mark = "" if is_error else f"{term(f'severity.{severity}', self.lang)}: "
        self.sheet.item(f"{self.number}.", mark + advice, "bold" if is_error else "bold yellow")
        for finding in findings:
            said = say(self._named(self.mask.message(finding.message)), self.lang)
            told = ": ".join(filter(None, (self._place(finding.location), said)))
            status = term(f"status.{finding.status}", self.lang) if finding.status else ""
            self.sheet.detail(" · ".join(filter(None, (told, status))))

    def _gone(self) -> None:
        """What the baseline told of this bundle and is there no more."""
        if self.report.gone:
            self.sheet.heading(term("heading.gone", self.lang))
        for each in self.report.gone:
            self.sheet.item(BULLET, self.mask(each.text))
            self.sheet.detail(each.requirement, "dim")

    def _undecided(self) -> None:
        """What could not be decided: each cause once, and what hangs on it.

        What to type stands with the finding, where there is one of that value.
        """
        causes = causes_of(self._of(Outcome.UNDETERMINED))
        failed = self._of(Outcome.FAILED)
        told = {finding.location.pointer for each in failed for finding in each.findings}
        if causes:
            self.sheet.heading(term(f"heading.{Outcome.UNDETERMINED}", self.lang))
        for cause in causes:
            if cause.reason is not None:
                self.sheet.item(BULLET, say(self.mask.message(cause.reason), self.lang))
            if cause.lack is not None and cause.lack.location.pointer not in told:
                place = self._place(cause.lack.location)
                said = what_to_type(cause.lack, self.mask, self.lang)
                self.sheet.detail(": ".join(filter(None, (place, said))))
            shown = cause.results[: _MOST if len(cause.results) > _MOST + 1 else None]
            for result in shown:
                title = named(result.requirement.title, self.lang)
                self.sheet.detail(f"{title} · {self._authority(result)}", "dim")
            if others := [each.requirement.id for each in cause.results[len(shown) :]]:
                args: Args = {"total": len(others), "names": ", ".join(others)}
                self.sheet.detail(term("undecided.more", self.lang, **args), "dim")

    def _problems(self) -> None:
        if self.report.problems:
            self.sheet.heading(term("heading.problems", self.lang))
        for problem in self.report.problems:
            self._problem(problem)

    def _problem(self, problem: Problem) -> None:
        message = self.mask.message(problem.message)
        said, advice = say(message, self.lang), fix(message, self.lang)
        is_error = problem.severity is Severity.ERROR
        weight = term(f"severity.{problem.severity}", self.lang)
        mark = "" if is_error else f"{weight}: "
        self.sheet.item(BULLET, mark + (advice or said), "bold" if is_error else "")
        place = self._place(problem.location)
        if advice or place:
            self.sheet.detail(": ".join(filter(None, (place, said if advice else ""))))


def _are_absent(findings: Sequence[Finding]) -> bool:
    """Whether something is told, and nothing but needed fields that are not there."""
    keys = {each.message.key for each in findings}
    return bool(keys) and keys <= {"field_missing", "field_misnamed"}
