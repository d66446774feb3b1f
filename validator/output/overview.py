"""What people see of many reports at once: one by one in short, and the totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from validator.frozen import frozen
from validator.model import Duty, GroundState, Outcome, Severity, Verdict
from validator.output.causes import causes_of, what_to_do
from validator.output.headline import STYLES, headline
from validator.output.mask import Mask
from validator.output.tally import Point, Tally
from validator.output.view import View
from validator.report import Report, Result
from validator.words.messages import Terms, fix, named, say

_SHORT: Final = "row.draft"
_JUDGED: Final = (Verdict.COMPLIANT, Verdict.NON_COMPLIANT, Verdict.UNDETERMINED)

term = Terms(
    *("outline", "heading.remarks", "heading.undetermined", "heading.manual"),
    *("row.more", "row.bundle", "row.told_in_full", "row.pending", "row.waived", "totals.failed"),
    "totals.grounds",
    *(f"duty.{each}" for each in Duty),
    *(f"row.{each}" for each in Duty),
    *(f"verdict.{each}" for each in Verdict),
    *(f"{_SHORT}.{each}" for each in _JUDGED),
)

_MOST: Final = 3
"""What is told of one report in words; of the rest, the ids."""


@frozen
class Side:
    """What became of one side of a report, in a word or two, and how that is shown."""

    word: str
    style: str


@frozen
class Overview:
    """One report among many.

    Attributes:
        style: of its verdict, as in a headline.
        points: who has to do what, and what is open; a paragraph each.
    """

    bundle: str
    sides: tuple[Side, ...]
    style: str
    points: tuple[str, ...]


@frozen
class Total:
    """What is counted under one heading: how often, and what; the most first."""

    heading: str
    lines: tuple[tuple[int, str], ...]


def overview_of(report: Report, view: View) -> Overview:
    """A report as a row."""
    sides = tuple(_side(report, report.verdicts[duty], view.lang) for duty in Duty)
    return Overview(
        report.bundle, sides, headline(report, view.lang)[1], tuple(_points(report, view))
    )


def columns(lang: str) -> tuple[str, ...]:
    """What stands above the columns of sides, and of bundles."""
    return (*(term(f"row.{duty}", lang) for duty in Duty), term("row.bundle", lang))


def longest_sides(lang: str) -> tuple[tuple[str, ...], ...]:
    """All that can stand in each column of a side, so that its width is known before the rows."""
    words = [term(f"verdict.{each}", lang) for each in Verdict if each is not Verdict.PENDING]
    words += [term(f"{_SHORT}.{each}", lang) for each in _JUDGED]
    words.append(term("row.pending", lang))
    return tuple((term(f"row.{duty}", lang), *words) for duty in Duty)


def totals_of(tally: Tally, lang: str) -> Iterator[Total]:
    """What fails, what is worth a remark, what is open, and the grounds that apply."""
    failed = [each for each in tally.points if each.state is Outcome.FAILED]
    errors = [each for each in failed if each.severity is Severity.ERROR]
    remarks = [each for each in failed if each.severity is not Severity.ERROR]
    open_ = [each for each in tally.points if each.state is Outcome.UNDETERMINED]
    grounds = [each for each in tally.points if each.state is GroundState.APPLIES]
    for key, points in (
        ("totals.failed", errors),
        ("totals.grounds", grounds),
        ("heading.undetermined", open_),
        ("heading.remarks", remarks),
    ):
        if points:
            yield Total(term(key, lang), tuple(_counted(tally, points, lang)))


def how_to_see_all(lang: str) -> str:
    """Where the rest of what reports say is to be found."""
    return term("row.told_in_full", lang)


def _counted(tally: Tally, points: Iterable[Point], lang: str) -> Iterator[tuple[int, str]]:
    for point in sorted(points, key=lambda each: (-tally.points[each], each.id, each.standard)):
        said = named(point.title, lang)
        if point.duty is not None:
            said = f"{said} · {term(f'duty.{point.duty}', lang)} · {point.id}"
        yield tally.points[point], said


def _side(report: Report, verdict: Verdict, lang: str) -> Side:
    if verdict is Verdict.PENDING:
        key = "row.pending"
    else:
        key = f"{_SHORT if report.draft and verdict in _JUDGED else 'verdict'}.{verdict}"
    return Side(term(key, lang), STYLES[verdict])


def _points(report: Report, view: View) -> Iterator[str]:
    """Who has to do what first, then what is open, then what is only worth a remark."""
    lang, mask = view.lang, view.mask(report)
    weighty = [each for each in report.problems if each.severity is Severity.ERROR]
    for problem in weighty[:_MOST]:
        message = mask.message(problem.message)
        yield fix(message, lang) or say(message, lang)
    errors = [
        result
        for duty in Duty
        for result in report.results
        if _failed(result, error=True) and result.requirement.duty is duty
    ]
    for result in errors[:_MOST]:
        duty = term(f"duty.{result.requirement.duty}", lang)
        advice = what_to_do(result.findings[0], result.requirement, mask, lang)
        beside = [str(len(result.findings))] if len(result.findings) > 1 else []
        beside += [term("row.waived", lang)] if result.waiver is not None else []
        more = f" ({', '.join(beside)})" if beside else ""
        yield f"{duty}: {advice} · {result.requirement.id}{more}"
    names = [*(each.requirement.id for each in errors[_MOST:])]
    names += [each.message.key for each in weighty[_MOST:]]
    if names:
        yield term("row.more", lang, total=len(names), names=_listed(names))
    yield from _open(report, mask, lang)
    names = [each.requirement.id for each in report.results if _failed(each, error=False)]
    names += [each.message.key for each in report.problems if each.severity is not Severity.ERROR]
    if names:
        yield f"{term('heading.remarks', lang)}: {_listed(names)}"


def _open(report: Report, mask: Mask, lang: str) -> Iterator[str]:
    """What keeps a report from being decided: a value, the law, or what is left to people."""
    causes = causes_of(each for each in report.results if each.outcome is Outcome.UNDETERMINED)
    heading = term("heading.undetermined", lang)
    for cause in causes[:_MOST]:
        why = "" if cause.reason is None else f"{say(mask.message(cause.reason), lang)} · "
        yield f"{heading}: {why}{_listed(each.requirement.id for each in cause.results)}"
    if names := [each.requirement.id for cause in causes[_MOST:] for each in cause.results]:
        yield f"{heading}: {_listed(names)}"
    if report.verdict is Verdict.UNDETERMINED and not causes:
        if report.regulation is not None and report.regulation.authority != "ministry":
            yield term("outline", lang)
        names = [e.requirement.id for e in report.results if e.outcome is Outcome.MANUAL]
        if names:
            yield f"{term('heading.manual', lang)}: {_listed(names)}"


def _failed(result: Result, *, error: bool) -> bool:
    is_error = result.requirement.severity is Severity.ERROR
    return result.outcome is Outcome.FAILED and is_error is error


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
