"""Decimal numbers, exact: an area of 12.5.

A manifest holds one as a text, `"12.5"`, or as a whole number. A bare 12.5 is refused with how to
write it: many programs keep such a number as the nearest binary fraction, and what they write again
is not always what was typed. There is one way to write a number: no exponent, no sign but a minus,
no zero before other digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import partial
from typing import Any, Final

from validator.form.fields import Field
from validator.form.formats import SLIP
from validator.model import Args, Declared, Named, declare

NOT_A_DECIMAL = declare("not_a_decimal", field=Named, **SLIP)
VALUE_TOO_SMALL = declare("value_too_small", field=Named, limit=int | Decimal)
VALUE_TOO_LARGE = declare("value_too_large", field=Named, limit=int | Decimal)

DECIMAL: Final = "decimal"
_PATTERN: Final = r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?"
_DECIMAL: Final = re.compile(_PATTERN)
_MOST: Final = 10**15 - 1
"""The largest number, and with a minus the smallest: beyond it a figure is a slip of the finger."""
_TYPED: Final = re.compile(
    r"(-?[0-9]{1,3}(?:[ \xa0\u202f][0-9]{3})+|-?[0-9]{1,15})(?:([.,])([0-9]{1,9}))?"
)
_OF_THOUSANDS: Final = 3
_FORMAT: Final = "decimal:"


def wrong_decimal(rule: Field, value: Any) -> tuple[Declared, Args] | None:
    """What is wrong with a text or whole number, and what is said of it; None for nothing."""
    if not (_DECIMAL.fullmatch(value) if isinstance(value, str) else -_MOST <= value <= _MOST):
        return NOT_A_DECIMAL, {}
    number = Decimal(value)
    if rule.min is not None and number < rule.min:
        return VALUE_TOO_SMALL, {"limit": rule.min}
    if rule.max is not None and number > rule.max:
        return VALUE_TOO_LARGE, {"limit": rule.max}
    return None


def decimal_typed(text: str) -> str | None:
    """A decimal number as people write it, as a manifest holds it; None where that is not certain.

    Three digits behind a comma or a point may be thousands; only what is written in the one way of
    a manifest is then taken as it is.
    """
    if _DECIMAL.fullmatch(text):
        return text
    found = _TYPED.fullmatch(text)
    if found is None or len(found[3] or "") == _OF_THOUSANDS:
        return None
    whole = re.sub(r"[ \xa0\u202f]", "", found[1])
    made = f"{whole}.{found[3]}" if found[3] else whole
    return made if _DECIMAL.fullmatch(made) else None


def decimal_schema(rule: Field) -> dict[str, Any]:
    """The same in the words of JSON Schema, which compares no texts: a format of ours does."""
    made: dict[str, Any] = {"type": ["integer", "string"], "pattern": f"^{_PATTERN}$"}
    made["minimum"], made["maximum"] = -_MOST, _MOST
    if rule.min is not None:
        made["minimum"] = int(Decimal(rule.min).to_integral_value(ROUND_CEILING))
    if rule.max is not None:
        made["maximum"] = int(Decimal(rule.max).to_integral_value(ROUND_FLOOR))
    if rule.min is not None or rule.max is not None:
        least, most = ("" if each is None else each for each in (rule.min, rule.max))
        made["format"] = f"{_FORMAT}{least}:{most}"
    made["patternErrorMessage"] = 'A decimal number in quotes with a point, such as "12.5".'
    return made


def decimal_formats(schema: Any) -> Mapping[str, Callable[[str], bool]]:
    """The formats of ours in a schema, each with what tells whether a text has it."""
    return {name: partial(_has_format, _rule_of(name)) for name in _formats_in(schema)}


def _formats_in(schema: Any) -> Iterator[str]:
    waiting = [schema]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            name = here.get("format")
            if isinstance(name, str) and name.startswith(_FORMAT):
                yield name
            waiting += here.values()
        elif isinstance(here, list):
            waiting += here


def _rule_of(name: str) -> Field:
    least, most = (
        Decimal(each) if each else None for each in name.removeprefix(_FORMAT).split(":")
    )
    return Field(DECIMAL, min=least, max=most)


def _has_format(rule: Field, value: str) -> bool:
    return wrong_decimal(rule, value) is None
