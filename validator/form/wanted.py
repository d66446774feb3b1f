"""What to write into a field: said where a value is missing or wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from validator.closest import alike, called, latin, searched
from validator.facts.examination import FIELD_MISSING
from validator.form.fields import Field
from validator.form.text_forms import example_of, has_form
from validator.model import Args, Message, Named, declare

VALUE_UNKNOWN = declare(
    "value_unknown",
    field=Named,
    value=str,
    closest=str,
    what=str | None,
    values=tuple | None,
    codes=str | None,
)
"""`closest` is what was meant for certain; `values` are some to choose from, `codes` their list."""

_MOST: Final = 8
"""Values of a field that are all listed; more are looked up."""

_BY_FORMAT: Final[Mapping[str, str]] = {
    "date": "not_a_date",
    "time": "not_a_time",
    "iin": "not_twelve_digits",
    "bin": "not_twelve_digits",
    "mobile": "not_a_phone",
    "email": "not_an_email",
    "path": "not_a_path",
    "sha256": "not_a_digest",
    "id": "not_an_id",
}
_BY_TYPE: Final[Mapping[str, str]] = {
    "integer": "expected_number",
    "decimal": "not_a_decimal",
    "boolean": "expected_boolean",
    "list": "expected_list",
    "dict": "expected_map",
}
"""Messages whose advice tells how a value is written."""


def field_missing(field: Named, rule: Field) -> Message:
    """That a field is needed and not there, with what to type."""
    of = rule.item if rule.item is not None and rule.item.allowed else rule
    if of.allowed:
        return FIELD_MISSING(field=field, **_choice(of))
    if has_form(rule):
        return FIELD_MISSING(field=field, what="form", example=example_of(rule))
    how = _BY_TYPE.get(rule.type) or _BY_FORMAT.get(rule.format or "")
    return FIELD_MISSING(field=field, **({"what": "how", "how": how} if how else {}))


def value_unknown(field: Named, rule: Field, value: str, *, suggest: bool) -> Message:
    """That a field has a value which is none of its own, with what may have been meant.

    Nothing is guessed by letters: other law may follow from a code that looks nearly like it.
    """
    titles = _titles(rule) if suggest else {}
    meant = called(value, titles) or next((x for x in titles if x == latin(value)), None)
    args: Args = _choice(rule)
    if meant is not None:
        args = {"what": "latin" if alike(value, str(meant)) else "exact"}
    elif rule.code_list is not None and len(titles) > _MOST:
        found = searched(value, titles)[:_MOST]
        if found:
            values = tuple(Named(each, titles[each]) for each in found)
            args = {"what": "alike", "values": values, "codes": rule.code_list}
    closest = "" if meant is None else str(meant)
    return VALUE_UNKNOWN(field=field, value=value, closest=closest, **args)


def _choice(rule: Field) -> Args:
    """The values of a field if they are few, or where they are listed."""
    if len(rule.allowed or ()) <= _MOST:
        titles = _titles(rule)
        return {"what": "choice", "values": tuple(Named(each, titles[each]) for each in titles)}
    return {} if rule.code_list is None else {"what": "list", "codes": rule.code_list}


def _titles(rule: Field) -> Mapping[str | int, Mapping[str, str]]:
    return {each: rule.codes.get(each, {}) for each in rule.allowed or ()}
