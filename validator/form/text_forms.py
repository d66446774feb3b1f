"""Forms of a text that an edition gives as data: so many digits, how it begins, how long it is.

They stand beside the named formats and need no code. Digits are those of ASCII, and a length is
counted in characters (code points). A sum of rules for texts is all there is: no patterns, since
nobody who reads the law can check one, and a slip in one accepts too much without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from validator.form.fields import Field
from validator.form.formats import SLIP, TEXT_FORMATS, details_of
from validator.model import Args, Declared, Named, declare

NOT_SO_MANY_DIGITS = declare("not_so_many_digits", field=Named, limit=int, example=str, **SLIP)
WRONG_BEGINNING = declare("wrong_beginning", field=Named, beginning=str, example=str, **SLIP)
TEXT_TOO_SHORT = declare("text_too_short", field=Named, limit=int, **SLIP)
TEXT_TOO_LONG = declare("text_too_long", field=Named, limit=int, **SLIP)

FORMS: Final = ("digits", "starts_with", "minlength", "maxlength")
"""The words for them, in the order in which they are looked at."""

_DIGITS: Final = "1234567890"
_DIGIT: Final = re.compile("[0-9]*")
_SYNTAX: Final = re.compile(r"[\^$\\.*+?()[\]{}|]")


def wrong_text(rule: Field, value: str) -> tuple[Declared, Args] | None:
    """What is wrong with a text of a field, and what the message says of it; None for nothing."""
    name = rule.format
    found = None if name is None else TEXT_FORMATS[name](value)
    if found is not None:
        return found, details_of(found, value)
    return next(_broken(rule, value), None)


def _broken(rule: Field, value: str) -> Iterator[tuple[Declared, Args]]:
    if rule.digits is not None and not has_digits(value, rule.digits):
        yield NOT_SO_MANY_DIGITS, {"limit": rule.digits, "example": example_of(rule)}
    if rule.starts_with is not None and not value.startswith(rule.starts_with):
        yield WRONG_BEGINNING, {"beginning": rule.starts_with, "example": example_of(rule)}
    if rule.minlength is not None and len(value) < rule.minlength:
        yield TEXT_TOO_SHORT, {"limit": rule.minlength}
    if rule.maxlength is not None and len(value) > rule.maxlength:
        yield TEXT_TOO_LONG, {"limit": rule.maxlength}


def has_digits(value: str, count: int) -> bool:
    """Whether a text is so many digits of ASCII and nothing else."""
    return len(value) == count and _DIGIT.fullmatch(value) is not None


def has_form(rule: Field) -> bool:
    """Whether an example shows what its text looks like."""
    return rule.type == "string" and (rule.digits is not None or rule.starts_with is not None)


def example_of(rule: Field) -> str:
    """A text that has the forms of a field."""
    begun = rule.starts_with or ""
    least = rule.digits or max(rule.minlength or 0, len(begun) + 3)
    length = min(least, rule.maxlength or least)
    missing = max(0, length - len(begun))
    return begun + (_DIGITS * (missing // len(_DIGITS) + 1))[:missing]


def form_schema(rule: Field) -> Mapping[str, Any]:
    """The same in the words of JSON Schema."""
    patterns = []
    if rule.digits is not None:
        patterns.append(f"^[0-9]{{{rule.digits}}}$")
    if rule.starts_with is not None:
        # Only what has a meaning is escaped: editors refuse a mark before any other sign.
        escaped = _SYNTAX.sub(r"\\\g<0>", rule.starts_with)
        patterns.append(f"^{escaped}")
    made: dict[str, Any] = {"minLength": rule.minlength or 1}
    if rule.maxlength is not None:
        made["maxLength"] = rule.maxlength
    if patterns:
        made["allOf"] = [{"pattern": each} for each in patterns]
    return made


def fits_none(raw: Mapping[str, Any]) -> str:
    """The word of a rule of `application.yaml` with which no text fits; empty where one may."""
    digits, begun = raw.get("digits"), raw.get("starts_with", "")
    least, most = raw.get("minlength", 0), raw.get("maxlength")
    if digits is not None and not _DIGIT.fullmatch(begun):
        return "starts_with"
    if len(begun) > min(each for each in (digits, most, len(begun)) if each is not None):
        return "starts_with"
    if digits is not None and digits < least:
        return "minlength"
    if most is not None and max(digits or 0, least) > most:
        return "maxlength"
    return ""
