"""An application as far as somebody has said it in a call: `applicant.type=individual`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from validator.closest import closest
from validator.errors import CallError, Fault
from validator.form.fields import Field
from validator.model import Message, Named, declare
from validator.standard.edition import Edition

ANSWER_NO_FIELD = declare("answer_no_field", name=str, closest=str)
ANSWER_NO_VALUE = declare("answer_no_value", name=Named, value=str, known=tuple)
ANSWER_SHAPE = declare("answer_shape", text=str)

_YES: Final = ("yes", "true", "1", "да", "иә")
_NO: Final = ("no", "false", "0", "нет", "жоқ")
_MOST_DIGITS: Final = 16
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
            raise _wrong(ANSWER_SHAPE(text=answer))
        _put(manifest, edition.form.fields, name.strip().split("."), name, value.strip())
    for key, value in manifest.items():
        if isinstance(value, list) and "id" in edition.form.fields[key].items:
            for number, item in enumerate(value, start=1):
                item.setdefault("id", f"{key}-{number}")
    return manifest


def _put(
    here: dict[str, Any], fields: Mapping[str, Field], way: Sequence[str], name: str, value: str
) -> None:
    part, *rest = way
    rule = fields.get(part)
    if rule is None:
        raise _wrong(ANSWER_NO_FIELD(name=name, closest=closest(part, fields)))
    if not rest:
        here[part] = _value(name, rule, value)
        return
    number = _number(rest[0]) if rule.items else None
    is_list = rule.type == "list" or (rule.several and number is not None)
    if rule.type not in ("list", "dict") or (is_list and (number is None or not rest[1:])):
        raise _wrong(ANSWER_NO_FIELD(name=name, closest=""))
    below = here.setdefault(part, [] if is_list else {})
    if isinstance(below, list) is not is_list:  # a map of which there may be several is said twice
        raise _wrong(ANSWER_NO_FIELD(name=name, closest=""))
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
    """A value as the field has it; what is no such value is told, codes with all there are."""
    if rule.type == "list":
        item = rule.item or rule
        return [_value(name, item, each.strip()) for each in text.split(",") if each.strip()]
    if rule.type == "boolean" and text.lower() in _YES + _NO:
        return text.lower() in _YES
    if rule.type == "integer" and text.isascii() and text.isdecimal() and len(text) < _MOST_DIGITS:
        return int(text)
    if rule.type == "string" and (rule.allowed is None or text in rule.allowed):
        return text
    known = tuple(map(str, rule.allowed or ())) or {"boolean": ("yes", "no")}.get(rule.type, ())
    raise _wrong(ANSWER_NO_VALUE(name=Named(name, rule.label), value=text, known=known))


def _wrong(message: Message) -> CallError:
    return CallError([Fault(message)])
