"""What is wrong, in words for somebody who sees fields and no file: no keys, no quotation marks."""

from __future__ import annotations

from typing import Final

from validator.law.regulation import Requirement
from validator.model import Args, Message, Named
from validator.output.causes import what_to_do
from validator.output.mask import Mask
from validator.report import Finding, Report
from validator.words.messages import Terms, say
from validator.web.pages.look import Fault

_OF_FORM: Final = (
    *("field_missing", "field_misnamed", "value_null", "text_empty", "not_a_date"),
    *("date_impossible", "not_a_time", "time_impossible", "not_twelve_digits", "not_an_iin"),
    *("not_a_bin", "check_digit_wrong", "not_a_phone", "not_a_mobile", "not_an_email"),
    *("email_sign", "expected_text", "number_needs_quotes", "expected_number"),
    *("expected_boolean", "expected_list", "expected_map", "value_unknown", "value_too_small"),
    *("value_too_large", "list_too_short", "reference_unknown", "id_repeated"),
)
"""Messages about a field by itself, which has words of its own beside it."""

term = Terms(*(f"pages.fault.{each}" for each in _OF_FORM))


def words_of(fault: Fault, report: Report, lang: str) -> str:
    """What is wrong with a field and what to do about it, the same above the form and beside it."""
    message = fault.finding.message
    if (key := f"pages.fault.{message.key}") in term:
        wanted = ("field", "limit", "sign", "id")
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
