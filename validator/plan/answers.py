"""An application as far as somebody has said it in a call: `applicant.type=individual`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any, Final

from validator.closest import closest
from validator.errors import CallError
from validator.form.as_typed import value_typed
from validator.form.fields import Field
from validator.model import Message, Named, declare
from validator.standard.edition import Edition

ANSWER_NO_FIELD = declare("answer_no_field", name=str, closest=str)
ANSWER_NO_VALUE = declare("answer_no_value", name=Named, value=str, known=tuple)
ANSWER_SHAPE = declare("answer_shape", text=str)

_MOST_ITEMS: Final = 200
"""Items of a list that are taken; of what is longer there is a draft."""


def manifest_of(edition: Edition, service: str, answers: Iterable[str]) -> dict[str, Any]:
    """A manifest of what was answered; items of lists get ids where they have none.

    Args:
        answers: each `FIELD=VALUE`, items of lists by their number: `people.0.name=Sample`.

    Raises:
        CallError: there is no such field, or it does not take the value.
    """
    manifest: dict[str, Any] = {"standard": edition.regulation.standard, "service": service}
    for answer in answers:
        name, equals, value = answer.partition("=")
        if not equals:
            raise CallError.of(ANSWER_SHAPE(text=answer))
        _put(manifest, edition.form.fields, name.strip().split("."), name, value.strip())
    put_ids(manifest, edition.form.fields)
    return manifest


def put_ids(values: dict[str, Any], fields: Mapping[str, Field]) -> None:
    """Give the entries of lists ids where they are known by one and have none, in every map."""
    for key, value in values.items():
        rule = fields.get(key)
        if rule is None or not rule.items:
            continue
        entries = value if isinstance(value, list) else [value]
        for entry in filter(lambda each: isinstance(each, dict), entries):
            put_ids(entry, rule.items)
        if isinstance(value, list) and rule.unique_by is not None:
            _put_ids(key, rule.unique_by, [each for each in value if isinstance(each, dict)])


def _put_ids(key: str, by: str, entries: Sequence[dict[str, Any]]) -> None:
    taken = {each[by] for each in entries if isinstance(each.get(by), str)}
    free = (name for number in count(1) if (name := f"{key}-{number}") not in taken)
    for each in entries:
        if not each.get(by):
            each[by] = next(free)


def _put(
    here: dict[str, Any], fields: Mapping[str, Field], way: Sequence[str], name: str, value: str
) -> None:
    part, *rest = way
    rule = fields.get(part)
    if rule is None:
        raise CallError.of(ANSWER_NO_FIELD(name=name, closest=closest(part, fields)))
    if not rest:
        here[part] = _value(name, rule, value)
        return
    number = _number(rest[0]) if rule.items else None
    is_list = rule.type == "list" or (rule.several and number is not None)
    if rule.type not in ("list", "dict") or (is_list and (number is None or not rest[1:])):
        raise CallError.of(ANSWER_NO_FIELD(name=name, closest=""))
    below = here.setdefault(part, [] if is_list else {})
    if isinstance(below, list) is not is_list:  # a map of which there may be several is said twice
        raise CallError.of(ANSWER_NO_FIELD(name=name, closest=""))
    if not is_list:
        _put(below, rule.fields, rest, name, value)
    elif number is not None:
        below.extend({} for _ in range(number + 1 - len(below)))
        _put(below[number], rule.items, rest[1:], name, value)


def _number(text: str) -> int | None:
    """The number of an item, from 0; None for what is none, or for more than are taken."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(_MOST_ITEMS))):
        return None
    return int(text) if int(text) < _MOST_ITEMS else None


def _value(name: str, rule: Field, text: str) -> Any:
    value = value_typed(rule, text)
    if value is None:
        raise CallError.of(no_value(name, rule, text))
    return value


def no_value(name: str, rule: Field, text: str) -> Message:
    """That a text is no value of a field, of codes with all there are."""
    of = rule.item or rule
    known = tuple(map(str, of.allowed or ())) or {"boolean": ("yes", "no")}.get(rule.type, ())
    return ANSWER_NO_VALUE(name=Named(name, rule.label), value=text, known=known)
