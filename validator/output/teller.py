"""What all parts of a report have in common that is told to people."""

from __future__ import annotations

from dataclasses import replace

from validator.explanation import law_words
from validator.law.regulation import INCOMPLETE
from validator.model import Duty, Location, Message, Outcome, Severity
from validator.output.clause_names import clause_name
from validator.output.sheet import Sheet
from validator.output.view import View
from validator.report import Report, Result
from validator.words.messages import Terms, say

term = Terms(
    *("consequence.draft", "consequence.ground", "consequence.indicates", "consequence.none"),
    *(f"duty.{each}" for each in Duty),
)


class Teller:
    """Tells one report onto a sheet."""

    def __init__(self, report: Report, view: View, sheet: Sheet) -> None:
        self.report = report
        self.lang = view.lang
        self.mask = view.mask(report)
        self.sheet = sheet
        self.number = 0

    def _of(self, outcome: Outcome) -> list[Result]:
        return [result for result in self.report.results if result.outcome is outcome]

    def _say(self, message: Message) -> None:
        self.sheet.detail(say(self.mask.message(message), self.lang))

    def _authority(self, result: Result, *, with_duty: bool = False) -> str:
        """The clause behind a result and what follows from it."""
        requirement = result.requirement
        parts = [term(f"duty.{requirement.duty}", self.lang)] if with_duty else []
        parts.append(self._clause(result.citation))
        if result.outcome is Outcome.FAILED:
            parts.append(self._consequence(result))
        parts.append(requirement.id)
        return " · ".join(filter(None, parts))

    def _consequence(self, result: Result) -> str:
        consequence, draft = result.requirement.consequence, self.report.draft
        if (indicated := result.requirement.indicates) is not None:
            return f"{term('consequence.indicates', self.lang)} {self._clause(indicated)}"
        if consequence == "none":
            is_error = result.requirement.severity is Severity.ERROR
            told = is_error and not (draft or result.requirement.silent)
            return term("consequence.none", self.lang) if told else ""
        if consequence == INCOMPLETE:
            words = law_words.consequence(self.report.regulation, consequence, self.lang)
        else:  # it is a clause
            words = f"{term('consequence.ground', self.lang)}: {self._clause(consequence)}"
        return term("consequence.draft", self.lang, consequence=words) if draft else words

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
