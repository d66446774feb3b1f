"""The first line of a report: the verdict, and whose fault it is."""

from __future__ import annotations

from typing import Final

from validator.model import Duty, Verdict
from validator.report import Report
from validator.words.messages import Terms

STYLES: Final = {
    Verdict.COMPLIANT: "bold green",
    Verdict.NON_COMPLIANT: "bold red",
    Verdict.UNREADABLE: "bold red",
    Verdict.UNDETERMINED: "bold yellow",
    Verdict.PENDING: "",
}

term = Terms(
    *("draft", "headline.applicant", "headline.both", "headline.provider"),
    "headline.provider.in_order",
    *(f"verdict.{each}" for each in Verdict),
    *(f"draft.{each}" for each in Verdict if each is not Verdict.UNREADABLE),
)


def judged(report: Report, verdict: Verdict, lang: str) -> str:
    """What a verdict is called, which is something else of a draft."""
    return term(f"{'draft' if report.draft else 'verdict'}.{verdict}", lang)


def headline(report: Report, lang: str) -> tuple[str, str]:
    """The line without the name of the bundle, and its colour."""
    words, style = _said(report, lang)
    if report.draft:
        return f"{term('draft', lang).upper()}: {words}", style
    return words.upper(), style


def _said(report: Report, lang: str) -> tuple[str, str]:
    verdicts, style = report.verdicts, STYLES[report.verdict]
    faulty = [duty for duty in Duty if verdicts.get(duty) is Verdict.NON_COMPLIANT]
    if faulty == [Duty.PROVIDER]:
        applicant = verdicts[Duty.APPLICANT]
        key = "headline.provider"
        if applicant is Verdict.COMPLIANT:
            key = "headline.provider.in_order"
        return term(key, lang, verdict=judged(report, applicant, lang)), "bold yellow"
    if not faulty or report.draft:
        return judged(report, report.verdict, lang), style
    return term("headline.both" if len(faulty) > 1 else "headline.applicant", lang), style
