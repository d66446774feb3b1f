"""Reports for programs: `report/v1` as one JSON document, or one report a line."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from textwrap import indent
from typing import Any, Final

from validator.law.regulation import Requirement
from validator.model import Arg, Location, Message, Named, Outcome, Problem, Verdict
from validator.output.mask import Mask
from validator.report import Finding, Report, Result
from validator.words.messages import fix, named, say

REPORT_SCHEMA: Final = "report/v1"
_NAME: Final = "public-service-validator"
_DECIDING: Final = ("holidays", "phonenumbers", "tzdata")
"""Libraries whose data a verdict rests on: days off, numbers of telephones, the local time."""

_REASONED: Final = (Outcome.UNDETERMINED, Outcome.MANUAL)
_UNSAFE: Final = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)
"""What JSON need not escape, although a terminal may act on it."""

Data = dict[str, Any]


def report_data(report: Report, lang: str, mask: Mask) -> Data:
    """One report as JSON data."""
    regulation = report.regulation
    derived = report.derived
    return {
        "bundle": {"name": mask(report.bundle), "manifest_sha256": report.manifest_sha256},
        "standard": _masked(report.standard, mask),
        "edition": regulation and regulation.edition,
        "spec_sha256": regulation and regulation.spec_sha256,
        "service": _masked(report.service, mask),
        "as_of": report.as_of
        and {"date": report.as_of.date.isoformat(), "source": report.as_of.source},
        "verdict": report.verdict.value,
        "verdicts": {duty.value: verdict.value for duty, verdict in report.verdicts.items()},
        "counts": report.counts,
        "derived": {
            "accepted_on": derived.accepted_on and derived.accepted_on.isoformat(),
            "due_on": derived.due_on and derived.due_on.isoformat(),
            "fee_due": derived.fee_due,
            "trace": [say(mask.message(each), lang) for each in derived.trace],
        },
        "problems": [_problem(each, lang, mask) for each in report.problems],
        "refusal_grounds": [
            {"ground": each.ground, "state": each.state.value, "because": list(each.because)}
            for each in report.grounds
        ],
        "results": [_result(each, lang, mask) for each in report.results],
    }


def document(reports: Iterable[Data]) -> Iterator[str]:
    """One JSON document; a report is given on before the next one is asked for."""
    counted: Counter[str] = Counter()
    yield _dump({"schema": REPORT_SCHEMA, "engine": _engine()}, step=2).removesuffix("\n}")
    yield ',\n  "reports": ['
    for each in reports:
        yield ",\n" if counted else "\n"
        yield indent(_dump(each, step=2), " " * 4)  # no text in it has a break of its own
        counted[each["verdict"]] += 1
    yield "\n  ],\n" if counted else "],\n"
    yield _dump({"summary": _summary(counted)}, step=2).removeprefix("{\n") + "\n"


def lines(reports: Iterable[Data]) -> Iterator[str]:
    """A report a line, and the summary as the last one."""
    counted: Counter[str] = Counter()
    for each in reports:
        counted[each["verdict"]] += 1
        yield _dump(each) + "\n"
    yield _dump({"summary": _summary(counted)}) + "\n"


def _dump(data: Data, step: int | None = None) -> str:
    separators = None if step else (",", ":")
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=step, separators=separators)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _summary(counted: Counter[str]) -> Data:
    return {"bundles": counted.total(), **{each.value: counted[each] for each in Verdict}}


def _result(result: Result, lang: str, mask: Mask) -> Data:
    requirement = result.requirement
    data: Data = {
        "requirement": requirement.id,
        "citation": result.citation,
        "duty": requirement.duty.value,
        "outcome": result.outcome.value,
        "severity": requirement.severity.value,
        "consequence": requirement.consequence,
        "findings": [_finding(each, requirement, lang, mask) for each in result.findings],
    }
    if result.outcome in _REASONED and result.reason is not None:
        data["reason"] = say(mask.message(result.reason), lang)
    return data


def _finding(finding: Finding, requirement: Requirement, lang: str, mask: Mask) -> Data:
    message = mask.message(finding.message)
    return {
        "message": message.key,
        "args": _args(message),
        "text": say(message, lang),
        "fix": fix(message, lang) or named(requirement.fix, lang),
        "location": _location(finding.location, mask),
    }


def _problem(problem: Problem, lang: str, mask: Mask) -> Data:
    message = mask.message(problem.message)
    advice = fix(message, lang)
    return {
        "id": message.key,
        "text": say(message, lang),
        **({"fix": advice} if advice else {}),
        "severity": problem.severity.value,
        "location": _location(problem.location, mask),
    }


def _location(location: Location, mask: Mask) -> Data:
    shown = mask.location(location)
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
        return list(value)
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, Decimal):
        # As a number it would pass through binary fractions in the reader's hands.
        return int(value) if value == value.to_integral_value() else format(value, "f")
    return value


def _masked(text: str | None, mask: Mask) -> str | None:
    return None if text is None else mask(text)


@cache
def _engine() -> Data:
    data = {name: version(name) for name in _DECIDING}
    return {"name": _NAME, "version": version(_NAME), "data": data}
