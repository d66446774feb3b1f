"""What to write into a field: said where a value is missing, before anybody has got it wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from validator.form import cerberus, formats
from validator.form.fields import Field
from validator.model import Declared, Message, Named

_BY_FORMAT: Final[Mapping[str, Declared]] = {
    "text": formats.TEXT_EMPTY,
    "date": formats.NOT_A_DATE,
    "time": formats.NOT_A_TIME,
    "iin": formats.NOT_TWELVE_DIGITS,
    "bin": formats.NOT_TWELVE_DIGITS,
    "mobile": formats.NOT_A_PHONE,
    "email": formats.NOT_AN_EMAIL,
    "path": formats.NOT_A_PATH,
    "sha256": formats.NOT_A_DIGEST,
    "id": formats.NOT_AN_ID,
}
_BY_TYPE: Final[Mapping[str, Declared]] = {
    "integer": cerberus.EXPECTED_NUMBER,
    "boolean": cerberus.EXPECTED_BOOLEAN,
    "list": cerberus.EXPECTED_LIST,
    "dict": cerberus.EXPECTED_MAP,
}


def wanted(rule: Field, field: Named) -> Message | None:
    """The message whose advice tells how a value of a field is written; None for a choice."""
    declared = _BY_TYPE.get(rule.type)
    if declared is None and rule.format is not None:
        declared = _BY_FORMAT[rule.format]
    return None if declared is None or rule.allowed else declared(field=field)
