"""What of a report the exit code counts: neither what is waived nor, if asked, what is not new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from validator.batch.baseline import Before, before_of, compare, new_problems
from validator.batch.recorded import RecordedReports
from validator.batch.waivers import WAIVER_UNUSED, Held, WaiverStanding, WaiverState
from validator.engine.verdicts import verdicts_of
from validator.frozen import frozen
from validator.model import Outcome, Verdict
from validator.output.mask import Mask
from validator.output.tally import Compared, IdleWaiver, Tallied, Tally
from validator.output.view import View
from validator.report import Report, Result, Status, partial_verdict
from validator.standard.edition import Edition


@frozen
class Marks:
    """What waivers and a baseline made of one report.

    Attributes:
        waivers: of each waiver of its bundle, by its number, whether there was something to waive.
        waived: how many failures are waived.
    """

    waivers: Mapping[int, bool] = field(default_factory=dict)
    waived: int = 0
    new: int = 0
    unchanged: int = 0
    gone: int = 0


@frozen
class Marking:
    """How reports are marked, and what is counted of them; it can be handed to another process.

    Attributes:
        held: the waivers that hold.
        baseline: what they are compared with; None compares nothing.
        only_new: whether what the baseline had already is not counted.
        strict: whether what only a person can tell counts as undetermined.
        partial: whether the reports tell some of the requirements alone.
    """

    held: Held
    baseline: RecordedReports | None = None
    only_new: bool = False
    strict: bool = False
    partial: bool = False

    def mark(
        self, report: Report, edition: Edition | None, plain: Tallied
    ) -> tuple[Report, Tallied, Marks]:
        """A report with its marks, and what counts of it.

        Args:
            edition: the one that it was checked against, if it was.
            plain: what counts of it without marks.

        Raises:
            CallError: the file of the baseline is another one now.
        """
        report, used = self.held.waive(report)
        before, mask = None, View("en").mask(report)
        if self.baseline is not None:
            recorded = self.baseline.get(report.bundle)
            before = None if recorded is None else before_of(recorded)
            report = compare(report, before, mask)
        statuses = [each.status for result in report.results for each in result.findings]
        marks = Marks(
            used,
            sum(each.waiver is not None for each in report.results),
            statuses.count(Status.NEW),
            statuses.count(Status.UNCHANGED),
            len(report.gone),
        )
        return report, replace(plain, **self._counted(report, edition, before, mask)), marks

    def _counted(
        self, report: Report, edition: Edition | None, before: Before | None, mask: Mask
    ) -> dict[str, Any]:
        kept = [each for each in report.results if not self._disregards(each)]
        verdict = self._verdict(report, edition)
        problems = report.problems
        if self.only_new:
            problems = tuple(new_problems(report, before, mask))
            if verdict is Verdict.UNDETERMINED and self._was_open(report, before):
                verdict = Verdict.COMPLIANT
        failed = (each for each in kept if each.outcome is Outcome.FAILED)
        severities = {each.requirement.severity for each in failed}
        severities.update(each.severity for each in problems)
        return {"severities": frozenset(severities), "counted": verdict}

    def _disregards(self, result: Result) -> bool:
        """Whether a result failed and is not counted."""
        if result.outcome is not Outcome.FAILED:
            return False
        if result.waiver is not None:
            return True
        return self.only_new and all(each.status == Status.UNCHANGED for each in result.findings)

    def _verdict(self, report: Report, edition: Edition | None) -> Verdict:
        """The verdict of what is left once failures that are not counted are set aside."""
        if edition is None or not any(map(self._disregards, report.results)):
            return report.verdict
        if self.partial:
            return partial_verdict([e for e in report.results if not self._disregards(e)])
        # Set aside, and not passed: a bundle of which nothing else is decided is undetermined.
        aside = [
            replace(each, outcome=Outcome.INAPPLICABLE) if self._disregards(each) else each
            for each in report.results
        ]
        return verdicts_of(edition, aside, strict=self.strict)[0]

    def _was_open(self, report: Report, before: Before | None) -> bool:
        """Whether a bundle that is undetermined now was no less so in the baseline."""
        if before is None or before.evaluated != bool(report.results):
            return False
        outcomes = {Outcome.UNDETERMINED} | ({Outcome.MANUAL} if self.strict else set())
        open_ = [each.requirement.id for each in report.results if each.outcome in outcomes]
        if open_:
            return all(before.open.get(each) in outcomes for each in open_)
        return before.verdict in (Verdict.UNDETERMINED, report.verdict)


class Ledger:
    """Adds up what waivers and a baseline made of the reports of a run.

    Args:
        waivers: how each waiver stands; None without a file of them.
        baseline: what the reports are compared with, if anything.
    """

    def __init__(
        self,
        waivers: Sequence[WaiverStanding] | None = None,
        baseline: RecordedReports | None = None,
    ) -> None:
        self._waivers = waivers
        self._baseline = baseline
        self._used: dict[int, bool] = {}
        self._waived = self._new = self._unchanged = self._gone = 0

    def add(self, marks: Marks | None) -> None:
        """Take in what was made of one more report; None where nothing was."""
        if marks is None:
            return
        for number, used in marks.waivers.items():
            self._used[number] = used or self._used.get(number, False)
        self._waived += marks.waived
        self._new += marks.new
        self._unchanged += marks.unchanged
        self._gone += marks.gone

    def conclude(self, tally: Tally, names: Sequence[str], *, partial: bool) -> None:
        """Put into a tally what there is to tell at the end.

        Args:
            names: the bundles that were checked.
            partial: whether some requirements or some bundles alone were looked at, so that it is
                not known which waivers are of no use.
        """
        if self._waivers is not None:
            tally.waived = self._waived
            tally.idle = tuple(self.idle(partial=partial))
        if self._baseline is not None:
            absent = len(self._baseline) - sum(name in self._baseline for name in names)
            tally.compared = Compared(self._new, self._unchanged, self._gone, absent)

    def idle(self, *, partial: bool = False) -> Iterator[IdleWaiver]:
        """The waivers that do not hold, or had nothing to waive."""
        for number, each in enumerate(self._waivers or ()):
            entry, state, said = each.entry, each.state, each.said
            if state is WaiverState.HOLDS and not (partial or self._used.get(number)):
                names = {"requirement": entry.requirement, "bundle": entry.bundle}
                what = "met" if number in self._used else "absent"
                state, said = WaiverState.UNUSED, WAIVER_UNUSED(**names, what=what)
            if said is not None:
                yield IdleWaiver(entry.requirement, entry.bundle, state.value, entry.fault(said))
