"""What a report says to people: the verdict first, then what to do about it, then why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby
from typing import Final

from validator.model import (
    Args,
    Duty,
    GroundState,
    Location,
    Message,
    Outcome,
    Problem,
    Severity,
    Verdict,
    declare,
)
from validator.output.causes import causes_of, what_to_do, what_to_type
from validator.output.clause_names import clause_name
from validator.output.headline import STYLES, headline, judged
from validator.output.sheet import BULLET, Sheet
from validator.output.view import View
from validator.report import CONFIRMED_OTHERWISE, Finding, Report, Result, Status
from validator.words.messages import Terms, fix, named, say

term = Terms(
    *("consequence.draft", "consequence.ground"),
    *("consequence.indicates", "consequence.none", "derived.accepted_on"),
    *("derived.due_on", "derived.due_on_by_law", "derived.fee_due"),
    *("edition", "heading.basis", "heading.confirmed", "heading.derived"),
    *("heading.grounds", "heading.problems", "in_force"),
    *("masked", "nothing_to_judge", "outline", "undecided.more"),
    "unchecked",
    *(f"duty.{each}" for each in Duty),
    *(f"severity.{each}" for each in Severity),
    *(f"heading.{word}.{duty}" for word in ("mend", "todo") for duty in Duty),
    *(f"heading.{each}" for each in (Outcome.UNDETERMINED, Outcome.MANUAL)),
    *(f"ground.{each}" for each in GroundState),
    *("heading.remarks", "ground.draft.applies"),
    *("ground.because", "ground.depends", "counted", "counted.draft", "heading.gone"),
    *(f"status.{each}" for each in Status),
    *(f"why.{each}" for each in ("submitted_at", "option", "clock", "clock_instead", "forced")),
    *(f"consequence.{each}" for each in ("incomplete_package",)),
)

CONFIRMED_MET = declare("confirmed_met", by=str, day=date)
CONFIRMED_NOTE = declare("confirmed_note", note=str)
WAIVED = declare("waived", approver=str, last=date, reason=str)

_MOST: Final = 5
"""Requirements that are told by their titles where more hang on one value; of others, the ids."""
_DECIDED: Final = (Outcome.FAILED, Outcome.PASSED)


def tell(report: Report, view: View, sheet: Sheet) -> None:
    """Put all that a report says to people onto a sheet."""
    _Teller(report, view, sheet).tell()


def tell_faults(report: Report, view: View, sheet: Sheet) -> None:
    """Put what has to be mended or decided onto a sheet, below the verdict."""
    _Teller(report, view, sheet).tell_faults()


class _Teller:
    """Tells one report."""

    def __init__(self, report: Report, view: View, sheet: Sheet) -> None:
        self.report = report
        self.lang = view.lang
        self.mask = view.mask(report)
        self.sheet = sheet
        self.number = 0

    def tell(self) -> None:
        """All of it, in its order."""
        self._verdict()
        if not self.report.results:
            self._problems()
        self._edition()
        self._sides()
        self._faults()
        self._derived()
        self._grounds()
        self._left_to_people()
        self._rests_on()
        self._confirmed()
        if self.report.results:
            self._problems()
        self._end()

    def tell_faults(self) -> None:
        """What has to be mended or decided, and nothing of what is in order."""
        self._verdict()
        self._problems()
        self._faults()
        if self.mask.used:
            self.sheet.blank()
            self.sheet.paragraph(self._term("masked"))

    def _faults(self) -> None:
        for duty in Duty:
            word = "todo" if self.report.draft else "mend"
            self._items(f"heading.{word}.{duty}", (Severity.ERROR,), (duty,))
        self._items("heading.remarks", (Severity.WARNING, Severity.NOTE), tuple(Duty))
        self._gone()
        self._undecided()

    def _term(self, key: str, **args: str | int) -> str:
        return term(key, self.lang, **args)

    def _verdict(self) -> None:
        words, style = headline(self.report, self.lang)
        self.sheet.title(f"{words} · {self.report.bundle}", style)

    def _edition(self) -> None:
        regulation, as_of, lang = self.report.regulation, self.report.as_of, self.lang
        if regulation is None or as_of is None:
            return
        sheet = self.sheet
        sheet.paragraph(named(regulation.title, lang))
        act = named(regulation.act, lang)
        sheet.paragraph(self._term("edition", edition=regulation.edition, act=act))
        standing = regulation.standing
        sheet.paragraph(term("in_force", lang, day=regulation.in_force, standing=standing))
        why = f"why.{as_of.source}" if regulation.covers(as_of.date) else "why.forced"
        if why == "why.clock" and not self.report.draft:  # a time is given, and malformed
            why = "why.clock_instead"
        sheet.paragraph(term(why, lang, day=as_of.date))
        if regulation.authority != "ministry":
            sheet.paragraph(self._term("outline"), "yellow")

    def _sides(self) -> None:
        if not self.report.results:
            return
        self.sheet.blank()
        for duty, verdict in self.report.verdicts.items():
            anything = verdict is not Verdict.UNDETERMINED or any(
                result.requirement.duty is duty and _weighs(result)
                for result in self.report.results
            )
            words = (
                judged(self.report, verdict, self.lang)
                if anything
                else self._term("nothing_to_judge")
            )
            style = STYLES[verdict] if anything else ""
            self.sheet.paragraph(f"{self._term(f'duty.{duty}')}: {words}", style)

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
            self.sheet.heading(self._term(heading))
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
        mark = "" if is_error else f"{self._term(f'severity.{severity}')}: "
        self.sheet.item(f"{self.number}.", mark + advice, "bold" if is_error else "bold yellow")
        for finding in findings:
            said = say(self._named(self.mask.message(finding.message)), self.lang)
            told = ": ".join(filter(None, (self._place(finding.location), said)))
            status = self._term(f"status.{finding.status}") if finding.status else ""
            self.sheet.detail(" · ".join(filter(None, (told, status))))

    def _gone(self) -> None:
        """What the baseline told of this bundle and is there no more."""
        if self.report.gone:
            self.sheet.heading(self._term("heading.gone"))
        for each in self.report.gone:
            self.sheet.item(BULLET, self.mask(each.text))
            self.sheet.detail(each.requirement, "dim")

    def _authority(self, result: Result, *, with_duty: bool = False) -> str:
        """The clause behind a result and what follows from it."""
        requirement = result.requirement
        parts = [self._term(f"duty.{requirement.duty}")] if with_duty else []
        parts.append(self._clause(result.citation))
        if result.outcome is Outcome.FAILED:
            parts.append(self._consequence(result))
        parts.append(requirement.id)
        return " · ".join(filter(None, parts))

    def _consequence(self, result: Result) -> str:
        consequence, draft = result.requirement.consequence, self.report.draft
        if (indicated := result.requirement.indicates) is not None:
            return f"{self._term('consequence.indicates')} {self._clause(indicated)}"
        if consequence == "none":
            is_error = result.requirement.severity is Severity.ERROR
            told = is_error and not (draft or result.requirement.silent)
            return self._term("consequence.none") if told else ""
        key = f"consequence.{consequence}"
        if key in term:
            words = self._term(key)
        else:  # it is a clause
            words = f"{self._term('consequence.ground')}: {self._clause(consequence)}"
        return self._term("consequence.draft", consequence=words) if draft else words

    def _clause(self, name: str) -> str:
        """A clause as readers of the act call it, its id beside it."""
        return clause_name(self.report.regulation, name, self.lang)

    def _named(self, message: Message) -> Message:
        """What is said of a ground names it as a clause is named."""
        ground = message.args.get("ground")
        if not isinstance(ground, str):
            return message
        return replace(message, args={**message.args, "ground": self._clause(ground)})

    def _place(self, location: Location) -> str:
        shown = self.mask.location(location)
        return ":".join(str(each) for each in (shown.file, shown.line, shown.column) if each)

    def _undecided(self) -> None:
        """What could not be decided: each cause once, and what hangs on it.

        What to type stands with the finding, where there is one of that value.
        """
        causes = causes_of(self._of(Outcome.UNDETERMINED))
        failed = self._of(Outcome.FAILED)
        told = {finding.location.pointer for each in failed for finding in each.findings}
        if causes:
            self.sheet.heading(self._term(f"heading.{Outcome.UNDETERMINED}"))
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
                more = self._term("undecided.more", total=len(others), names=", ".join(others))
                self.sheet.detail(more, "dim")

    def _left_to_people(self) -> None:
        """What only a person or a register can tell, and who."""
        chosen = self._of(Outcome.MANUAL)
        if chosen:
            self.sheet.heading(self._term(f"heading.{Outcome.MANUAL}"))
        for result in chosen:
            self.sheet.item(BULLET, named(result.requirement.title, self.lang))
            if result.reason is not None:
                self.sheet.detail(say(self.mask.message(result.reason), self.lang))
            self.sheet.detail(self._authority(result), "dim")

    def _of(self, outcome: Outcome) -> list[Result]:
        return [result for result in self.report.results if result.outcome is outcome]

    def _rests_on(self) -> None:
        """What passed on a basis that somebody may want to know."""
        if any(each.basis for each in self.report.results):
            self.sheet.heading(self._term("heading.basis"))
        for result in self.report.results:
            if result.basis is not None:
                self.sheet.item(BULLET, named(result.requirement.title, self.lang))
                self._say(result.basis)
                self.sheet.detail(self._authority(result), "dim")

    def _confirmed(self) -> None:
        """What a person's word has decided."""
        confirmed = [(each, each.confirmation) for each in self.report.results]
        if any(said for _, said in confirmed):
            self.sheet.heading(self._term("heading.confirmed"))
        for result, said in confirmed:
            if said is not None:
                met = result.outcome is Outcome.PASSED
                self.sheet.item(BULLET, named(result.requirement.title, self.lang))
                args: Args = {"by": said.by, "day": said.confirmed_on}
                self._say((CONFIRMED_MET if met else CONFIRMED_OTHERWISE)(**args))
                if said.note is not None:
                    self._say(CONFIRMED_NOTE(note=said.note))
                self.sheet.detail(self._authority(result), "dim")

    def _say(self, message: Message) -> None:
        self.sheet.detail(say(self.mask.message(message), self.lang))

    def _derived(self) -> None:
        derived, lang, sheet = self.report.derived, self.lang, self.sheet
        if not derived.trace:
            return
        sheet.heading(self._term("heading.derived"))
        if derived.accepted_on is not None:
            sheet.paragraph(term("derived.accepted_on", lang, day=derived.accepted_on))
        if derived.due_on is not None:
            sheet.paragraph(term("derived.due_on", lang, day=derived.due_on))
        if derived.due_on_by_law is not None:
            sheet.paragraph(term("derived.due_on_by_law", lang, day=derived.due_on_by_law))
        if derived.fee_due is not None:
            sheet.paragraph(term("derived.fee_due", lang, sum=derived.fee_due))
        for message in derived.trace:
            sheet.item(BULLET, say(message, lang), "dim")

    def _grounds(self) -> None:
        regulation = self.report.regulation
        shown = [each for each in self.report.grounds if each.state != GroundState.DOES_NOT_APPLY]
        if regulation is None or not shown:
            return
        self.sheet.heading(self._term("heading.grounds"))
        for each in shown:
            applies = each.state is GroundState.APPLIES
            state = "draft.applies" if applies and self.report.draft else each.state.value
            said = self._term(f"ground.{state}")
            if each.because:
                because = "ground.because" if applies else "ground.depends"
                said = self._term(because, state=said, names=", ".join(each.because))
            name = self._clause(each.ground)
            self.sheet.item(BULLET, f"{name}: {said}", "bold" if applies else "")
            self.sheet.detail(named(regulation.clauses[each.ground].says, self.lang))

    def _problems(self) -> None:
        if self.report.problems:
            self.sheet.heading(self._term("heading.problems"))
        for problem in self.report.problems:
            self._problem(problem)

    def _problem(self, problem: Problem) -> None:
        message = self.mask.message(problem.message)
        said, advice = say(message, self.lang), fix(message, self.lang)
        is_error = problem.severity is Severity.ERROR
        mark = "" if is_error else f"{self._term(f'severity.{problem.severity}')}: "
        self.sheet.item(BULLET, mark + (advice or said), "bold" if is_error else "")
        place = self._place(problem.location)
        if advice or place:
            self.sheet.detail(": ".join(filter(None, (place, said if advice else ""))))

    def _end(self) -> None:
        counts = self.report.counts
        self.sheet.blank()
        if counts[Outcome.MANUAL]:
            self.sheet.paragraph(self._term("unchecked"))
        if self.mask.used:
            self.sheet.paragraph(self._term("masked"))
        evaluated = counts[Outcome.PASSED] + counts[Outcome.FAILED]
        key = "counted.draft" if self.report.draft else "counted"
        self.sheet.paragraph(self._term(key, evaluated=evaluated, **counts))


def _are_absent(findings: Sequence[Finding]) -> bool:
    """Whether something is told, and nothing but needed fields that are not there."""
    keys = {each.message.key for each in findings}
    return bool(keys) and keys <= {"field_missing", "field_misnamed"}


def _weighs(result: Result) -> bool:
    """Whether a result says anything about a verdict."""
    is_error = result.requirement.severity is Severity.ERROR
    return result.outcome is Outcome.UNDETERMINED or (is_error and result.outcome in _DECIDED)
