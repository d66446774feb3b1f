"""Values that are only typed in another way than asked for: what went wrong, and how to type them.

A value is mended where it can mean one thing alone. It is repeated only where it is nobody's own:
of a person's number the report says what to do, and not what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from validator.form.decimals import DECIMAL, decimal_typed, wrong_decimal
from validator.form.fields import Field
from validator.form.formats import date_, time_
from validator.form.text_forms import has_form, wrong_text

_DAY: Final = r"(?P<day>[0-9]{1,2})([./-])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})"
_YEAR_FIRST: Final = r"(?P<year>[0-9]{4})([./-]?)(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})"
_CLOCK: Final = r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2}))?"
_OFFSET: Final = r"(?P<offset>[Zz]|[+-][0-9]{2}:?[0-9]{2})?"
_DATES: Final = tuple(map(re.compile, (_DAY, _YEAR_FIRST)))
_TIMES: Final = tuple(
    re.compile(f"{each}(?:[Tt,]? *){_CLOCK} *{_OFFSET}") for each in (_DAY, _YEAR_FIRST)
)
_YEAR_END: Final = re.compile(r" *(?:г\.?|года|ж\.?|жылы)$")

_ONE_OFFSET_SINCE: Final = date(2024, 3, 1)
"""The day from which all of Kazakhstan is five hours ahead of UTC."""

_TWELVE: Final = 12
_LONGEST: Final = 60
"""Characters of a value that is looked at: no value that is only typed otherwise has more."""
_QUOTES: Final = "“”„‟«»‹›‘’‚‛\"'`"
_AROUND: Final = re.compile(rf"[{_QUOTES}\s]+|[{_QUOTES}\s,;.]+$")
_ROUNDED: Final = re.compile(r"[0-9][.,][0-9]+ ?[EeЕе]\+?[0-9]{1,2}")
_CUT: Final = 10**5
_AMOUNT: Final = re.compile(r"[0-9]{1,3}(?:[ \xa0\u202f'][0-9]{3})+|[0-9]{1,9}")
_UNIT: Final = re.compile(r"\s*(?:тенге|теңге|тг\.?|KZT|₸)$", re.IGNORECASE)
_YES: Final = frozenset(("yes", "да", "иә", "true", "1"))
_NO: Final = frozenset(("no", "нет", "жоқ", "false", "0"))
_DASHED: Final = re.compile(r"[-‐‑‒–—−•*]\s*\S")
_UNSPACED: Final = re.compile(r"[a-z_]+:\S")
_DASHES: Final = "-‐‑‒–—−"
_BETWEEN: Final = re.compile(rf"[{_DASHES}\s]")
_TELEPHONE: Final = re.compile(rf"\+?[0-9](?:[\s.(){_DASHES}]*[0-9]){{9,10}}")
_EXACT: Final = 15
"""Characters of a number up to which a binary fraction shows the digits that were typed."""
_LOCAL: Final = 10
"""Digits of a telephone number without what stands for the country, or for a call over distance."""


def retyped(rule: Field, value: Any) -> str | None:
    """The text that a field has to have, of what can mean nothing else; None where that is open.

    What the rule of the field takes as it is stays so, a telephone that is not in full excepted.
    """
    if rule.type == DECIMAL:
        made = _decimal(value)
        return made if made is not None and wrong_decimal(rule, made) is None else None
    if isinstance(value, bool) or not isinstance(value, str | int) or rule.type != "string":
        return None
    text = str(value) if isinstance(value, int) else value
    if len(text) > _LONGEST:
        return None
    mend = _digits if rule.digits else _RETYPING.get(rule.format or "", str.strip)
    written = (mend(text.strip()), mend(unquoted(text)))
    found = next((each for each in written if _takes(rule, each)), value)
    return None if found == value else str(found)


def _decimal(value: Any) -> str | None:
    """A decimal number as a manifest has it, of another writing; None where that is not certain.

    A bare number is one only as far as its digits are those that were typed.
    """
    if isinstance(value, float):
        text = repr(value)
        return decimal_typed(text) if len(text) <= _EXACT else None
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    made = decimal_typed(unquoted(value.strip()))
    return None if made == value else made


def _takes(rule: Field, text: str) -> bool:
    if rule.allowed is not None:
        return text in rule.allowed
    has_rule = rule.check_with is not None or has_form(rule)
    return has_rule and wrong_text(rule, text) is None


def _digits(text: str) -> str:
    """Digits without the blanks and dashes between them; an empty text for any other sign."""
    found = _BETWEEN.sub("", text)
    return found if found.isascii() and found.isdecimal() else ""


def unquoted(text: str) -> str:
    """A text without quotation marks around it, and what stands behind them."""
    return _AROUND.sub("", text) if text[:1] in _QUOTES or text[-1:] in _QUOTES else text


def _telephone(text: str) -> str:
    """A number of Kazakhstan as it is dialled from everywhere; an empty text for another."""
    if not _TELEPHONE.fullmatch(text):
        return ""
    digits = "".join(each for each in text if each.isdecimal())
    if len(digits) == _LOCAL and not text.startswith("+"):
        return f"+7{digits}"
    return f"+7{digits[1:]}" if digits[0] == "7" or text[0] == "8" else ""


def truth_of(text: str) -> bool | None:
    """Whether a word says yes or no; None for one that says neither."""
    word = text.casefold()
    return True if word in _YES else False if word in _NO else None


def amount_of(text: str) -> int | None:
    """A whole number, as sums are written; None for anything else."""
    found = _AMOUNT.fullmatch(_UNIT.sub("", text))
    return int(re.sub(r"[^0-9]", "", found[0])) if found else None


def slip_of_text(rule: Field, value: Any) -> dict[str, str]:
    """What a text shows of how it came to break its format; nothing where that is not certain."""
    name = rule.format or ""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return {}
    bare = unquoted(value)
    if bare != value and wrong_text(rule, bare) is None:
        return {"what": "quotes"}
    if name in ("iin", "bin") and _ROUNDED.fullmatch(value.strip()):
        return {"what": "rounded"}
    mend = _digits if rule.digits else _MENDING.get(name)
    mended = mend(bare.strip()) if mend is not None and rule.personal is False else ""
    if not mended or wrong_text(rule, mended) is not None:
        return {}
    return {"what": "mended", "mended": f'"{mended}"'}


def slip_of_type(rule: Field, value: Any) -> dict[str, str]:
    """The same of a value of another type than its field's."""
    if rule.type == "string":
        is_cut = isinstance(value, int) and abs(value) >= _CUT and value % _CUT == 0
        return {"what": "rounded"} if is_cut and rule.format in ("iin", "bin") else {}
    text = value.strip() if isinstance(value, str) and len(value) <= _LONGEST else ""
    if rule.type == "list" and _DASHED.match(text):
        return {"what": "dash"}
    if rule.type == "dict" and _UNSPACED.match(text):
        return {"what": "colon"}
    mended = ""
    if rule.personal is False and rule.type == "integer":
        number = amount_of(text)
        mended = "" if number is None else str(number)
    elif rule.personal is False and rule.type == DECIMAL:
        typed = _decimal(value)
        mended = "" if typed is None else f'"{typed}"'
    elif rule.personal is False and rule.type == "boolean":
        truth = truth_of(str(value) if isinstance(value, int) else text)
        mended = "" if truth is None else str(truth).lower()
    return {"what": "mended", "mended": mended} if mended else {}


def _date(text: str) -> str:
    text = _YEAR_END.sub("", text)
    return next((_day_of(found) for each in _DATES if (found := each.fullmatch(text))), "")


def _day_of(found: re.Match[str]) -> str:
    """The day that a date tells; an empty text where it could be the month as well."""
    year, month, day = (int(found[part]) for part in ("year", "month", "day"))
    is_open = found[2] in ("/", "-") and found.start("year") > found.start("day")
    if is_open and month != day and max(month, day) <= _TWELVE:
        return ""
    made = f"{year:04}-{month:02}-{day:02}"
    return made if date_(made) is None else ""


def _time(text: str) -> str:
    found = next((found for each in _TIMES if (found := each.fullmatch(text))), None)
    day = _day_of(found) if found else ""
    if found is None or not day:
        return ""
    offset = (found["offset"] or "").upper()
    if not offset and date.fromisoformat(day) >= _ONE_OFFSET_SINCE:
        offset = "+05:00"
    if len(offset) == len("+0500"):
        offset = f"{offset[:3]}:{offset[3:]}"
    clock = f"{int(found['hour']):02}:{found['minute']}:{found['second'] or '00'}"
    made = f"{day}T{clock}{offset}"
    return made if time_(made) is None else ""


_MENDING: Final[Mapping[str, Callable[[str], str]]] = {"date": _date, "time": _time}
_RETYPING: Final[Mapping[str, Callable[[str], str]]] = {"date": _date, "mobile": _telephone}
"""What is typed otherwise without a person who reads it again."""
