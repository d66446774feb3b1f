"""The one way in which data becomes JSON."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from typing import Any, Final

Data = dict[str, Any]

_UNSAFE: Final = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)
"""What JSON need not escape, although a terminal may act on it."""


def dump(data: Data, step: int | None = None) -> str:
    """Data as JSON: on one line, or indented by so many blanks a level.

    No text in it has a line break of its own.
    """
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", _encoder(step).encode(data))


@cache
def _encoder(step: int | None) -> json.JSONEncoder:
    separators = None if step else (",", ":")
    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=step, separators=separators)


def plain_number(number: Decimal) -> int | str:
    """A decimal number as JSON can say it: whole, else as a text.

    As a number it would pass through binary fractions in the reader's hands.
    """
    return int(number) if number == number.to_integral_value() else format(number, "f")
