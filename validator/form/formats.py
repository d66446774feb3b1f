"""Named formats of text fields: each tells what is wrong with a text, or that nothing is.

Every format takes any text and returns the message about it, or None. They are matched whole and in
ASCII (`re.fullmatch`), since `\\d` would take other scripts' digits and `$` a trailing newline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from operator import mul
from typing import Any, Final

from validator.facts.blanks import is_blank
from validator.facts.moments import time_of
from validator.model import Args, Declared, Named, declare
from validator.signs import UNSEEN, is_hidden

SLIP: Final[dict[str, Any]] = {"what": str | None, "mended": str | None}
"""What went wrong, where that is known for certain, and the value as it has to be typed."""

TEXT_EMPTY = declare("text_empty", field=Named)
NOT_A_DATE = declare("not_a_date", field=Named, **SLIP)
DATE_IMPOSSIBLE = declare("date_impossible", field=Named)
NOT_A_TIME = declare("not_a_time", field=Named, **SLIP)
TIME_IMPOSSIBLE = declare("time_impossible", field=Named)
NOT_TWELVE_DIGITS = declare("not_twelve_digits", field=Named, **SLIP)
NOT_AN_IIN = declare("not_an_iin", field=Named)
NOT_A_BIN = declare("not_a_bin", field=Named)
CHECK_DIGIT_WRONG = declare("check_digit_wrong", field=Named)
NOT_A_PHONE = declare("not_a_phone", field=Named, **SLIP)
NOT_A_MOBILE = declare("not_a_mobile", field=Named)
NOT_AN_EMAIL = declare("not_an_email", field=Named, **SLIP)
EMAIL_SIGN = declare("email_sign", field=Named, sign=str, **SLIP)
NOT_A_PATH = declare("not_a_path", field=Named, **SLIP)
NOT_A_DIGEST = declare("not_a_digest", field=Named, **SLIP)
NOT_AN_ID = declare("not_an_id", field=Named, **SLIP)

EARLIEST, LATEST = 1900, 2199
"""Years between which a date is believed; anything else is a slip of the pen."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_ATOM = "A-Za-z0-9!#$%&'*+/=?^_`{|}~-"
_LABEL = "[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*"
_EMAIL = re.compile(rf"[{_ATOM}]+(?:\.[{_ATOM}]+)*@{_LABEL}(?:\.{_LABEL})+")
_EMAIL_NAME = re.compile("[^@]{1,64}@")
_STRAYS = re.compile(f"[^.{_ATOM}]"), re.compile("[^A-Za-z0-9.-]")
"""Signs that never stand before the `@` of an address, and after it."""

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SHA256 = re.compile(r"[0-9A-Fa-f]{64}")
_PHONE = re.compile(r"[+0-9 ()-]{5,25}")
_TWELVE = re.compile(r"[0-9]{12}")
_DRIVE = re.compile(r"[A-Za-z]:")

_LONGEST = 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
_WEIGHTS = tuple(range(1, 12)), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def text(value: str) -> Declared | None:
    """Any text in which something can be seen."""
    return TEXT_EMPTY if is_blank(value) else None


def date_(value: str) -> Declared | None:
    """A day of the calendar, `YYYY-MM-DD`."""
    if not _DATE.fullmatch(value):
        return NOT_A_DATE
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return DATE_IMPOSSIBLE
    return None if EARLIEST <= day.year <= LATEST else DATE_IMPOSSIBLE


def time_(value: str) -> Declared | None:
    """A moment with its offset from UTC (RFC 3339)."""
    if not _TIME.fullmatch(value):
        return NOT_A_TIME
    if value[-1] not in "Zz" and value[-2:] > "59":
        return TIME_IMPOSSIBLE  # Python takes +05:60 for +06:00
    try:
        moment = time_of(value)
    except ValueError:
        return TIME_IMPOSSIBLE
    return None if EARLIEST <= moment.year <= LATEST else TIME_IMPOSSIBLE


def _check_digit_is_right(digits: str) -> bool:
    """The check digit of an IIN or BIN: weighted sum modulo 11, a second pass where that is 10."""
    for weights in _WEIGHTS:
        control: int = sum(map(mul, map(int, digits), weights)) % 11
        if control != 10:  # noqa: PLR2004  # the one remainder that is no digit
            return control == int(digits[-1])
    return False


def iin(value: str) -> Declared | None:
    """Individual identification number: birth as YYMMDD, six more digits, the last a check."""
    if not _TWELVE.fullmatch(value):
        return NOT_TWELVE_DIGITS
    month, day = int(value[2:4]), int(value[4:6])
    # The century is not to be relied on, so that any 29 February may have been.
    if not (1 <= month <= len(_LONGEST) and 1 <= day <= _LONGEST[month - 1]):
        return NOT_AN_IIN
    return None if _check_digit_is_right(value) else CHECK_DIGIT_WRONG


def bin_(value: str) -> Declared | None:
    """Business identification number: registration as YYMM, type, kind, six more digits."""
    if not _TWELVE.fullmatch(value):
        return NOT_TWELVE_DIGITS
    if not ("01" <= value[2:4] <= "12" and value[4] in "456" and value[5] in "01234"):
        return NOT_A_BIN
    return None if _check_digit_is_right(value) else CHECK_DIGIT_WRONG


def mobile(value: str) -> Declared | None:
    """A mobile number of Kazakhstan, which text messages reach."""
    import phonenumbers as phone  # 30 ms to load

    if _mobile_in_full().fullmatch(value):
        return None
    if not _PHONE.fullmatch(value):
        return NOT_A_PHONE
    try:
        number = phone.parse(value, "KZ")
    except phone.NumberParseException:
        return NOT_A_PHONE
    if phone.region_code_for_number(number) != "KZ":
        return NOT_A_PHONE
    # Of a type other than "unknown" is only what is a valid number.
    found = phone.number_type(number)
    if found == phone.PhoneNumberType.UNKNOWN:
        return NOT_A_PHONE
    return None if found == phone.PhoneNumberType.MOBILE else NOT_A_MOBILE


@cache
def _mobile_in_full() -> re.Pattern[str]:
    """`+7` and a mobile number of the numbering plan: parsing it would take fifty times as long."""
    from phonenumbers import PhoneMetadata

    kazakhstan = PhoneMetadata.metadata_for_region("KZ")
    plan = kazakhstan and kazakhstan.mobile and kazakhstan.mobile.national_number_pattern
    return re.compile(rf"\+7(?:{plan or '(?!)'})", re.ASCII)


def email(value: str) -> Declared | None:
    """One address for electronic mail, and nothing around it."""
    if _EMAIL.fullmatch(value) and _EMAIL_NAME.match(value):
        return None
    return EMAIL_SIGN if _stray_sign(value) else NOT_AN_EMAIL


def _stray_sign(address: str) -> str:
    """The first sign that cannot stand where it does in an address; nothing where each can."""
    name, _, host = address.partition("@")
    for part, stray in zip((name, host), _STRAYS, strict=True):
        if found := stray.search(part):
            return found[0]
    if any("" in part.split(".") for part in (name, host) if part):
        return "."
    return "-" if any(each.strip("-") != each for each in host.split(".")) else ""


def details_of(message: Declared, value: str) -> Args:
    """What a message says of a wrong text beyond its field."""
    if message is not EMAIL_SIGN:
        return {}
    sign = _stray_sign(value)
    return {"sign": f"U+{ord(sign):04X}" if is_blank(sign) else sign}


def path(value: str) -> Declared | None:
    """A path below the bundle's root, `/` between its parts."""
    if "\\" in value or _DRIVE.match(value):
        return NOT_A_PATH
    if not value.isprintable() and any(map(is_hidden, value)):
        return NOT_A_PATH  # what cannot be seen in a name could make it look like another
    unsafe = any(part in {"", ".", ".."} for part in value.split("/"))
    return NOT_A_PATH if unsafe else None


def sha256(value: str) -> Declared | None:
    """A SHA-256 digest in hexadecimal."""
    return None if _SHA256.fullmatch(value) else NOT_A_DIGEST


def id_(value: str) -> Declared | None:
    """A short name that other entries refer to."""
    return None if _ID.fullmatch(value) else NOT_AN_ID


TEXT_FORMATS: Final[Mapping[str, Callable[[str], Declared | None]]] = {
    "text": text,
    "date": date_,
    "time": time_,
    "iin": iin,
    "bin": bin_,
    "mobile": mobile,
    "email": email,
    "path": path,
    "sha256": sha256,
    "id": id_,
}

_DAY: Final = "(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}"
_CLOCK: Final = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_PLAIN: Final = "[A-Za-z0-9_-][A-Za-z0-9_.-]*"

TEXT_SCHEMAS: Final[Mapping[str, Mapping[str, Any]]] = {
    "text": {"pattern": f"[^{UNSEEN}]"},
    "date": {"format": "date", "pattern": f"^{_DAY}$"},
    "time": {
        "format": "date-time",
        "pattern": rf"^{_DAY}[Tt]{_CLOCK}:[0-5][0-9](?:\.[0-9]+)?(?:[Zz]|[+-]{_CLOCK})$",
    },
    "iin": {"format": "iin", "pattern": f"^{_TWELVE.pattern}$"},
    "bin": {"format": "bin", "pattern": f"^{_TWELVE.pattern}$"},
    "mobile": {"format": "mobile", "pattern": f"^{_PHONE.pattern}$"},
    "email": {
        "pattern": f"^{_EMAIL.pattern}$",
        "allOf": [{"pattern": f"^{_EMAIL_NAME.pattern}"}],
    },
    "path": {"anyOf": [{"pattern": f"^{_PLAIN}(?:/{_PLAIN})*$"}, {"format": "path"}]},
    "sha256": {"pattern": f"^{_SHA256.pattern}$"},
    "id": {"pattern": f"^{_ID.pattern}$"},
}
"""Each format in the words of JSON Schema, which are checked in a tenth of the time.

A format of JSON Schema's own (`date`, `date-time`) means the days of the calendar; the others are
asked of the functions here, and `path` only where a name is not a plain one.
"""
