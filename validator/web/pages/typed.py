"""What people type at home, in the form in which a manifest holds it, and back again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from validator.closest import called
from validator.facts.blanks import is_blank
from validator.facts.paths import ABSENT
from validator.form.decimals import DECIMAL, decimal_typed
from validator.form.fields import Field
from validator.form.formats import TEXT_FORMATS
from validator.form.mending import slip_of_text, slip_of_type
from validator.form.text_forms import wrong_text
from validator.model import Text
from validator.signs import is_hidden

YES, NO = "true", "false"
"""What the answers to a question of yes or no are called in a form."""

LONGEST: Final = 10_000
"""Characters of an answer that are kept; nobody types more, and a report repeats none of them."""

_NOISE: Final = re.compile(r"[\s\"'«»“”„‟`().-]+")


def value_of(rule: Field, text: str) -> Any:
    """A value as its field has it; the text itself where it cannot be one, for the form to tell.

    `ABSENT` where there is nothing to see in it.
    """
    text = _plain(text)
    if is_blank(text):
        return ABSENT
    if rule.allowed is not None:
        return _code_of(rule, text)
    if rule.type == "string":
        return _text_of_format(rule, text)
    return text if (typed := _number_or_truth(rule, text)) is None else typed


def _number_or_truth(rule: Field, text: str) -> int | str | None:
    if rule.type == DECIMAL:
        return decimal_typed(text)
    # What a person's own number is mended to is told nobody but themselves.
    mended = slip_of_type(replace(rule, personal=False), text).get("mended", "")
    if rule.type == "boolean" and mended:
        return mended == YES
    return int(mended) if rule.type == "integer" and mended else None


def values_of(rule: Field, texts: Sequence[str]) -> Any:
    """The value of a field out of all that a form has for it; `ABSENT` for nothing."""
    if rule.type != "list" or rule.item is None:
        return value_of(rule, texts[-1]) if texts else ABSENT
    values = (value_of(rule.item, each) for each in texts)
    kept = [each for each in values if each is not ABSENT]
    return list(dict.fromkeys(kept)) if kept else ABSENT


def text_of(rule: Field, value: Any) -> str:
    """A value as people write it."""
    if value is ABSENT or value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if rule.check_with == "date" and isinstance(value, str) and not TEXT_FORMATS["date"](value):
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    return str(value) if isinstance(value, str | int) else ""


def _plain(text: str) -> str:
    """A text without what cannot be seen in it, its blanks made one."""
    shown = "".join(" " if is_hidden(each) else each for each in text[:LONGEST])
    return " ".join(shown.split())


def _code_of(rule: Field, text: str) -> Any:
    """The code that a text is, or that is called so in some language."""
    for each in rule.allowed or ():
        if text == str(each):
            return each
    titles: Mapping[Any, Text] = {each: rule.codes.get(each, {}) for each in rule.allowed or ()}
    found = called(text, titles)
    return text if found is None else found


def _text_of_format(rule: Field, text: str) -> str:
    name = rule.format or "text"
    if wrong_text(rule, text) is None and name != "mobile":
        return text
    if name in ("iin", "bin"):
        digits = _NOISE.sub("", text)
        return digits if digits.isascii() and digits.isdecimal() else text
    if name == "mobile":
        return _telephone(text)
    mended = slip_of_text(replace(rule, personal=False), text).get("mended", "")
    return mended.strip('"') or text


def _telephone(text: str) -> str:
    """A number of Kazakhstan as `+7` and ten digits, however it was written."""
    import phonenumbers as phone  # 30 ms to load

    try:
        number = phone.parse(text, "KZ")
    except phone.NumberParseException:
        return text
    if not phone.is_valid_number_for_region(number, "KZ"):
        return text
    return str(phone.format_number(number, phone.PhoneNumberFormat.E164))
