"""Reports for programs: `report/v1` as one JSON document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from validator.law.regulation import Requirement
from validator.model import Arg, Location, Message, Named, Outcome, Problem
from validator.output.evidence import engine, evidence_data
from validator.output.json_text import Data, dump, plain_number
from validator.output.mask import Mask
from validator.output.tally import Tally, count_verdicts
from validator.output.view import View
from validator.report import Derived, Finding, Report, Result
from validator.words.messages import fix, named, say

REPORT_SCHEMA: Final = "report/v1"

_REASONED: Final = (Outcome.UNDETERMINED, Outcome.MANUAL)
_SAID: Final = ("requirement", "citation", "duty", "outcome", "severity", "consequence")

Said = tuple[str | None, ...]
"""What a result says without its findings: the above, and the reason if it has one."""

_CHANGING: Final = (Outcome.FAILED, Outcome.UNDETERMINED)
_STEP: Final = 2


def one(report: Report, view: View) -> bytes:
    """One report, as an entry of the document's list."""
    mask = view.mask(report)
    text = dump(report_data(report, view, mask), _STEP)
    results = ",\n".join(result_texts(report, view, mask, _STEP))
    if results:
        text = "\n".join((text.removesuffix("]\n}"), _indented(results), "  ]", "}"))
    return f"\n{_indented(text)}".encode()


def head(_view: View) -> bytes:
    """Whose document it is."""
    text = dump({"schema": REPORT_SCHEMA, "engine": engine()}, _STEP).removesuffix("\n}")
    return f'{text},\n  "reports": ['.encode()


def between(_view: View) -> bytes:
    """What stands between two entries of a list."""
    return b","


def tail(tally: Tally, view: View) -> bytes:
    """The totals."""
    text = dump({"summary": summary(tally, view.lang)}, _STEP).removeprefix("{\n")
    closed = "\n  ]" if tally else "]"
    return f"{closed},\n{text}\n".encode()


def summary(tally: Tally, lang: str) -> Data:
    """How many bundles there are, how many of each verdict, and what was not checked.

    That the run was ended before all of them stands there only where it was.
    """
    skipped = [{"path": each.path, "text": say(each.message, lang)} for each in tally.skipped]
    partial = {"partial": True} if tally.partial else {}
    data = {"bundles": tally.total(), **count_verdicts(tally), "skipped": skipped, **partial}
    return {**data, **_marked(tally, lang)}


def _marked(tally: Tally, lang: str) -> Data:
    """What became of waivers, and what there is against a baseline, each only where it is there."""
    data: Data = {}
    if tally.waived is not None:
        idle = [
            {
                "requirement": each.requirement,
                "bundle": each.bundle,
                "state": each.state,
                "file": each.fault.file,
                "line": each.fault.line,
                "text": say(each.fault.message, lang),
            }
            for each in tally.idle
        ]
        data["waivers"] = {"waived": tally.waived, "idle": idle}
    if (found := tally.compared) is not None:
        data["baseline"] = asdict(found)
    return data


def report_data(report: Report, view: View, mask: Mask) -> Data:
    """One report as JSON data, but for its results, which are most of it."""
    lang = view.lang
    regulation = report.regulation
    derived = report.derived
    return {
        "bundle": {
            "name": report.bundle,
            "manifest_sha256": report.manifest_sha256,
            "record_sha256": report.record_sha256,
        },
        "standard": _own(report, report.standard, mask),
        "edition": regulation and regulation.edition,
        "spec_sha256": regulation and regulation.spec_sha256,
        "service": _own(report, report.service, mask),
        "as_of": report.as_of
        and {"date": report.as_of.date.isoformat(), "source": report.as_of.source},
        "verdict": report.verdict.value,
        "verdicts": {duty.value: verdict.value for duty, verdict in report.verdicts.items()},
        "counts": report.counts,
        "derived": {
            "accepted_on": derived.accepted_on and derived.accepted_on.isoformat(),
            "due_on": derived.due_on and derived.due_on.isoformat(),
            "due_on_by_law": derived.due_on_by_law and derived.due_on_by_law.isoformat(),
            "fee_due": derived.fee_due,
            **_further(derived),
            "trace": [say(mask.message(each), lang) for each in derived.trace],
        },
        "problems": [_problem(each, lang, mask) for each in report.problems],
        "refusal_grounds": [
            {"ground": each.ground, "state": each.state.value, "because": list(each.because)}
            for each in report.grounds
        ],
        **evidence_data(report, view, mask),
        **_gone(report, mask),
        **({"results_left_out": _left_out(report)} if view.only_failed else {}),
        "results": [],
    }


def _left_out(report: Report) -> int:
    """How many results a reader who wants the failed ones does not get."""
    return sum(each.outcome not in _CHANGING for each in report.results)


def result_texts(report: Report, view: View, mask: Mask, step: int | None = None) -> Iterator[str]:
    """Each result of a report that is told, as JSON."""
    lang = view.lang
    for result in report.results:
        if view.only_failed and result.outcome not in _CHANGING:
            continue
        requirement, outcome, reason = result.requirement, result.outcome, None
        if outcome in _REASONED and result.reason is not None:
            reason = say(mask.message(result.reason), lang)
        said = (
            *(requirement.id, result.citation, requirement.duty, outcome),
            *(requirement.severity, requirement.consequence, reason),
        )
        if outcome in _CHANGING or result.confirmation is not None or result.basis is not None:
            findings = [_finding(each, requirement, lang, mask) for each in result.findings]
            rests_on = _basis(result, lang, mask) | _confirmation(result, mask)
            rests_on |= _waiver(result, mask)
            yield dump(_result(said, findings) | rests_on, step)
        else:
            yield _unchanging(said, step)


@lru_cache(maxsize=10_000)  # a few hundred an edition and a language
def _unchanging(said: Said, step: int | None) -> str:
    """A result that is the same in most reports, kept by all that is said of it."""
    return dump(_result(said, []), step)


def _result(said: Said, findings: list[Data]) -> Data:
    *texts, reason = said
    data: Data = {**dict(zip(_SAID, texts, strict=True)), "findings": findings}
    return data if reason is None else {**data, "reason": reason}


def _basis(result: Result, lang: str, mask: Mask) -> Data:
    """On what it rests that it passed, where that is said."""
    return {} if result.basis is None else {"basis": say(mask.message(result.basis), lang)}


def _confirmation(result: Result, mask: Mask) -> Data:
    """By whose word it was decided, where it was by one."""
    said = result.confirmation
    if said is None:
        return {}
    return {"confirmation": {"by": mask(said.by), "confirmed_on": said.confirmed_on.isoformat()}}


def _waiver(result: Result, mask: Mask) -> Data:
    """By whose word its failure does not count, where it does not."""
    held = result.waiver
    if held is None:
        return {}
    said = {"reason": mask(held.reason), "approver": mask(held.approver)}
    return {"waiver": {**said, "expires": held.expires.isoformat()}}


def _further(derived: Derived) -> Data:
    """The terms beside that of the service; a report of an application without any has none."""
    terms = [
        {"requirement": name, "due_on": day.isoformat()} for name, day in derived.further.items()
    ]
    return {"terms": terms} if terms else {}


def _gone(report: Report, mask: Mask) -> Data:
    """What the baseline told and is there no more, where there is any."""
    gone = [
        {
            "requirement": each.requirement,
            "message": each.message,
            "pointer": each.pointer and mask(each.pointer, words=False),
            "text": mask(each.text),
        }
        for each in report.gone
    ]
    return {"gone": gone} if gone else {}


def _finding(finding: Finding, requirement: Requirement, lang: str, mask: Mask) -> Data:
    masked = mask.finding(finding)
    message = masked.message
    return {
        "message": message.key,
        "args": _args(message),
        "text": say(message, lang),
        "fix": fix(message, lang) or named(requirement.fix, lang),
        "location": _location(masked.location),
        **({"status": str(finding.status)} if finding.status else {}),
    }


def _problem(problem: Problem, lang: str, mask: Mask) -> Data:
    message = mask.message(problem.message)
    advice = fix(message, lang)
    return {
        "id": message.key,
        "text": say(message, lang),
        **({"fix": advice} if advice else {}),
        "severity": problem.severity.value,
        "location": _location(mask.location(problem.location)),
    }


def _location(shown: Location) -> Data:
    return {
        "file": shown.file,
        "pointer": shown.pointer,
        "line": shown.line,
        "column": shown.column,
    }


def _args(message: Message) -> Data:
    return {name: _arg(value) for name, value in message.args.items()}


def _arg(value: Arg) -> Any:
    if isinstance(value, Named):
        return value.id
    if isinstance(value, tuple):
        return [_arg(each) for each in value]
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain_number(value)
    return value


def _own(report: Report, text: str | None, mask: Mask) -> str | None:
    """A name out of the application, which is the specs' own where these could be chosen."""
    return text if text is None or report.regulation is not None else mask(text)


def _indented(text: str) -> str:
    """A text of several lines, none of them empty, four columns further in."""
    return "    " + text.replace("\n", "\n    ")
