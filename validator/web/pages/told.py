"""What is wrong, in words for somebody who sees fields and no file: no keys, no quotation marks."""

from __future__ import annotations

from validator.law.regulation import Requirement
from validator.model import Args, Message, Named
from validator.output.causes import what_to_do
from validator.output.mask import Mask
from validator.report import Finding, Report
from validator.web.pages.look import DECLARED_BY_FORM, Fault
from validator.words.messages import Terms, say

term = Terms(*(f"pages.fault.{each}" for each in DECLARED_BY_FORM))


def words_of(fault: Fault, report: Report, lang: str) -> str:
    """What is wrong with a field and what to do about it, the same above the form and beside it."""
    message = fault.finding.message
    if (key := f"pages.fault.{message.key}") in term:
        wanted = ("field", "limit", "sign", "id", "value", "beginning", "example")
        args: Args = {name: message.args[name] for name in wanted if name in message.args}
        return term(key, lang, **args)
    return in_full(fault.finding, fault.result.requirement, report, lang)


def in_full(finding: Finding, requirement: Requirement, report: Report, lang: str) -> str:
    """What a report says of a finding, and what to do about it."""
    mask = Mask(report.personal, report.files, active=False, anybody=False)
    said = _without_keys(say(finding.message, lang), finding.message).rstrip(".")
    advice = what_to_do(finding, requirement, mask, lang).rstrip(".")
    return f"{said}. {advice}." if advice and advice not in said else f"{said}."


def _without_keys(text: str, message: Message) -> str:
    """A sentence without the keys by which a manifest calls the fields that it names."""
    for arg in message.args.values():
        if isinstance(arg, Named):
            text = text.replace(f" ({arg.id})", "")
    return text
