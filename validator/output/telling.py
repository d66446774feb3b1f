"""What a report says to people: the verdict first, then what to do about it, then why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from validator.model import Args, Duty, GroundState, Outcome, Severity, Verdict, declare
from validator.output.ahead import days_ahead, ready, tell_next
from validator.output.faults import FaultTeller
from validator.output.headline import STYLES, headline, judged
from validator.output.sheet import BULLET, Sheet
from validator.output.view import View
from validator.report import CONFIRMED_OTHERWISE, Report, Result
from validator.words.messages import Terms, named, say

term = Terms(
    *("derived.accepted_on", "derived.due_on", "derived.due_on_by_law", "derived.fee_due"),
    *("edition", "heading.basis", "heading.confirmed", "heading.derived", "heading.grounds"),
    *("in_force", "masked", "nothing_to_judge", "outline", "unchecked"),
    *("ground.because", "ground.depends", "ground.draft.applies", "counted", "counted.draft"),
    *("short.law", "short.people", "short.full", f"heading.{Outcome.MANUAL}"),
    *(f"duty.{each}" for each in Duty),
    *(f"ground.{each}" for each in GroundState),
    *(f"why.{each}" for each in ("submitted_at", "option", "clock", "clock_instead", "forced")),
)

CONFIRMED_MET = declare("confirmed_met", by=str, day=date)
CONFIRMED_NOTE = declare("confirmed_note", note=str)

_DECIDED: Final = (Outcome.FAILED, Outcome.PASSED)


def tell(report: Report, view: View, sheet: Sheet) -> None:
    """Put all that a report says to people onto a sheet."""
    ReportTeller(report, view, sheet).tell()


def tell_shortly(report: Report, view: View, sheet: Sheet) -> None:
    """Put onto a sheet what somebody has to know first: the rest hangs on it, or explains it."""
    ReportTeller(report, view, sheet).tell_shortly()


def tell_faults(report: Report, view: View, sheet: Sheet) -> None:
    """Put what has to be mended or decided onto a sheet, below the verdict."""
    ReportTeller(report, view, sheet).tell_faults()


class ReportTeller(FaultTeller):
    """Tells a report."""

    def tell(self) -> None:
        """All of it, in its order."""
        self._verdict()
        if not self.report.results:
            self._problems()
        self._edition()
        self._sides()
        self._faults()
        self._next()
        self._derived()
        self._ahead()
        self._grounds()
        self._left_to_people()
        self._rests_on()
        self._confirmed()
        if self.report.results:
            self._problems()
        self._end()

    def tell_shortly(self) -> None:
        """The verdict, what to do, the days, and who decides what is not checked."""
        self._verdict()
        if not self.report.results:
            self._problems()
        self._sides_in_short()
        self._law_in_short()
        self._faults()
        self._next()
        self._days_in_short()
        self._people_in_short()
        self._basis_in_short()
        if self.report.results:
            self._problems()
        self._end_in_short()

    def tell_faults(self) -> None:
        """What has to be mended or decided, and nothing of what is in order."""
        self._verdict()
        self._problems()
        self._faults()
        if self.mask.used:
            self.sheet.blank()
        self._masked()

    def _verdict(self) -> None:
        words, style = headline(self.report, self.lang)
        self.sheet.title(f"{words} · {self.report.bundle}", style)

    def _edition(self) -> None:
        regulation, lang, sheet = self.report.regulation, self.lang, self.sheet
        if regulation is None or self.report.as_of is None:
            return
        sheet.paragraph(named(regulation.title, lang))
        act = named(regulation.act, lang)
        sheet.paragraph(term("edition", lang, edition=regulation.edition, act=act))
        standing = regulation.standing
        sheet.paragraph(term("in_force", lang, day=regulation.in_force, standing=standing))
        self._why()

    def _why(self) -> None:
        """Why this edition counts, and that it is an outline where it is one."""
        regulation, as_of, lang = self.report.regulation, self.report.as_of, self.lang
        if regulation is None or as_of is None:
            return
        why = f"why.{as_of.source}" if regulation.covers(as_of.date) else "why.forced"
        if why == "why.clock" and not self.report.draft:  # a time is given, and malformed
            why = "why.clock_instead"
        self.sheet.paragraph(term(why, lang, day=as_of.date))
        if regulation.authority != "ministry":
            self.sheet.paragraph(term("outline", lang), "yellow")

    def _law_in_short(self) -> None:
        regulation = self.report.regulation
        if regulation is not None:
            title = named(regulation.title, self.lang)
            args: Args = {"title": title, "edition": regulation.edition}
            self.sheet.paragraph(term("short.law", self.lang, **args))
            self._why()

    def _sides(self) -> None:
        if self.report.results:
            self.sheet.blank()
        for said, style in self._told_sides():
            self.sheet.paragraph(said, style)

    def _sides_in_short(self) -> None:
        """What became of each side that anybody waits for, where the first line does not say it."""
        if ready(self.report):
            return
        pending = Verdict.PENDING if self.report.draft else None  # nobody waits for it yet
        waiting = [verdict is pending for verdict in self.report.verdicts.values()]
        told = zip(self._told_sides(), waiting, strict=False)
        sides = [said for (said, _), waits in told if not waits]
        if sides:
            self.sheet.paragraph(" · ".join(sides), STYLES[self.report.verdict])

    def _told_sides(self) -> Iterator[tuple[str, str]]:
        """What became of each side, and how that is shown."""
        for duty, verdict in self.report.verdicts.items() if self.report.results else ():
            anything = verdict is not Verdict.UNDETERMINED or any(
                result.requirement.duty is duty and _weighs(result)
                for result in self.report.results
            )
            words = term("nothing_to_judge", self.lang)
            if anything:
                words = judged(self.report, verdict, self.lang)
            style = STYLES[verdict] if anything else ""
            yield f"{term(f'duty.{duty}', self.lang)}: {words}", style

    def _next(self) -> None:
        """What comes after a draft that is in order."""
        if ready(self.report):
            tell_next(self.report, self.lang, self.sheet)

    def _ahead(self) -> None:
        """The days of a draft, as if it were submitted now."""
        if not self.report.draft or ready(self.report):
            return  # the latter is told with what comes next
        if (found := self.report.outlook.timeline()) is not None:
            for said in days_ahead(found, self.lang):
                self.sheet.paragraph(said)

    def _days_in_short(self) -> None:
        if ready(self.report):
            return  # they are told with what comes next, and the fee is paid
        if self.report.derived.trace:
            self.sheet.blank()
        self._days()
        self._fee()
        self._ahead()

    def _people_in_short(self) -> None:
        """Who decides what only a person or a register can tell, and how much of it."""
        people = Counter(
            named(each.requirement.who or each.requirement.title, self.lang)
            for each in self._of(Outcome.MANUAL)
        )
        if people:
            self.sheet.blank()
            each = (f"{who} ({count})" if count > 1 else who for who, count in people.items())
            args: Args = {"total": people.total(), "who": "; ".join(each)}
            self.sheet.paragraph(term("short.people", self.lang, **args))

    def _basis_in_short(self) -> None:
        """What passed by this program's own work, which somebody may want to look into."""
        titles = [named(e.requirement.title, self.lang) for e in self.report.results if e.basis]
        if titles:
            self.sheet.paragraph(f"{term('heading.basis', self.lang)}: {'; '.join(titles)}")

    def _end_in_short(self) -> None:
        if self.report.problems or not self._of(Outcome.MANUAL):
            self.sheet.blank()
        self._masked()
        said = self._how_much()
        if self.report.results:
            said = f"{said}. {term('short.full', self.lang)}"
        self.sheet.paragraph(said)

    def _left_to_people(self) -> None:
        """What only a person or a register can tell, and who."""
        chosen = self._of(Outcome.MANUAL)
        if chosen:
            self.sheet.heading(term(f"heading.{Outcome.MANUAL}", self.lang))
        for result in chosen:
            self.sheet.item(BULLET, named(result.requirement.title, self.lang))
            if result.reason is not None:
                self.sheet.detail(say(self.mask.message(result.reason), self.lang))
            self.sheet.detail(self._authority(result), "dim")

    def _rests_on(self) -> None:
        """What passed on a basis that somebody may want to know."""
        if any(each.basis for each in self.report.results):
            self.sheet.heading(term("heading.basis", self.lang))
        for result in self.report.results:
            if result.basis is not None:
                self.sheet.item(BULLET, named(result.requirement.title, self.lang))
                self._say(result.basis)
                self.sheet.detail(self._authority(result), "dim")

    def _confirmed(self) -> None:
        """What a person's word has decided."""
        confirmed = [(each, each.confirmation) for each in self.report.results]
        if any(said for _, said in confirmed):
            self.sheet.heading(term("heading.confirmed", self.lang))
        for result, said in confirmed:
            if said is not None:
                met = result.outcome is Outcome.PASSED
                self.sheet.item(BULLET, named(result.requirement.title, self.lang))
                args: Args = {"by": said.by, "day": said.confirmed_on}
                self._say((CONFIRMED_MET if met else CONFIRMED_OTHERWISE)(**args))
                if said.note is not None:
                    self._say(CONFIRMED_NOTE(note=said.note))
                self.sheet.detail(self._authority(result), "dim")

    def _derived(self) -> None:
        if not self.report.derived.trace:
            return
        self.sheet.heading(term("heading.derived", self.lang))
        self._days()
        self._fee()
        for message in self.report.derived.trace:
            self.sheet.item(BULLET, say(message, self.lang), "dim")

    def _days(self) -> None:
        derived = self.report.derived
        for word in ("accepted_on", "due_on", "due_on_by_law"):
            if (day := getattr(derived, word)) is not None:
                self.sheet.paragraph(term(f"derived.{word}", self.lang, day=day))

    def _fee(self) -> None:
        if (fee := self.report.derived.fee_due) is not None:
            self.sheet.paragraph(term("derived.fee_due", self.lang, sum=fee))

    def _grounds(self) -> None:
        regulation = self.report.regulation
        shown = [each for each in self.report.grounds if each.state != GroundState.DOES_NOT_APPLY]
        if regulation is None or not shown:
            return
        self.sheet.heading(term("heading.grounds", self.lang))
        for each in shown:
            applies = each.state is GroundState.APPLIES
            state = "draft.applies" if applies and self.report.draft else each.state.value
            said = term(f"ground.{state}", self.lang)
            if each.because:
                because = "ground.because" if applies else "ground.depends"
                args: Args = {"state": said, "names": ", ".join(each.because)}
                said = term(because, self.lang, **args)
            name = self._clause(each.ground)
            self.sheet.item(BULLET, f"{name}: {said}", "bold" if applies else "")
            self.sheet.detail(named(regulation.clauses[each.ground].says, self.lang))

    def _end(self) -> None:
        self.sheet.blank()
        if self._of(Outcome.MANUAL):
            self.sheet.paragraph(term("unchecked", self.lang))
        self._masked()
        self.sheet.paragraph(self._how_much())

    def _masked(self) -> None:
        if self.mask.used:
            self.sheet.paragraph(term("masked", self.lang))

    def _how_much(self) -> str:
        """How much was evaluated, and how much not."""
        counts = self.report.counts
        evaluated = counts[Outcome.PASSED] + counts[Outcome.FAILED]
        key = "counted.draft" if self.report.draft else "counted"
        return term(key, self.lang, evaluated=evaluated, **counts)


def _weighs(result: Result) -> bool:
    """Whether a result says anything about a verdict."""
    is_error = result.requirement.severity is Severity.ERROR
    return result.outcome is Outcome.UNDETERMINED or (is_error and result.outcome in _DECIDED)
