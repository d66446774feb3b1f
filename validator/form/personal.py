"""Which values of a manifest are a person's own, to be kept from view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from validator.facts.conditions import Condition
from validator.facts.manifest_values import Values
from validator.form.fields import Field

_HOLDING: Final = (dict, list)
_SIMPLE: Final = (str, int, float)


def personal_values(
    fields: Mapping[str, Field],
    known: Mapping[str, Field],
    value: Any,
    scope: Values,
    base: str = "",
) -> Iterator[str]:
    """Every value of a map that is a person's own; where it is no map, nobody can tell which.

    Args:
        fields: those that are personal or lead to such.
        known: all that the map may have; what stands under another key may be a misspelt one's.
        scope: what the conditions of the fields begin from: the whole manifest, or the list's item.
        base: pointer of the map.
    """
    if not isinstance(value, dict):
        yield from _all_of(value)
        return
    if not value.keys() <= known.keys():
        is_persons = any(rule.personal for rule in fields.values())
        for key in value.keys() - known.keys():
            if is_persons or isinstance(value[key], _HOLDING):
                yield from _all_of(value[key])
    for key, rule in fields.items():
        found = value.get(key)
        if rule.personal and _is_personal(rule.personal, scope):
            yield from _all_of(found)
        else:
            yield from _below(rule, known[key], found, scope, f"{base}/{key}")


def _below(rule: Field, known: Field, value: Any, scope: Values, place: str) -> Iterator[str]:
    """What is a person's own in a map, in each of several maps or in the items of a list."""
    if rule.several and isinstance(value, list):
        for index, part in enumerate(value):
            inside = f"{place}/{index}"
            yield from personal_values(rule.fields, known.fields, part, scope, inside)
    elif rule.fields:
        yield from personal_values(rule.fields, known.fields, value, scope, place)
    elif rule.item is not None and known.item is not None:
        items = value if isinstance(value, list) else _all_of(value)
        for index, item in enumerate(items):
            inside = f"{place}/{index}"
            own = Values(scope.examination, inside, item, scope.root)
            yield from personal_values(rule.item.fields, known.item.fields, item, own, inside)


def _all_of(value: Any) -> Iterator[str]:
    """Every text and number at or below a value, keys among them."""
    if isinstance(value, _HOLDING):
        for each in value:
            yield from _all_of(each)
        if isinstance(value, dict):
            yield from _all_of(list(value.values()))
    elif isinstance(value, _SIMPLE) and not isinstance(value, bool):
        yield str(value)


def _is_personal(personal: bool | Condition, scope: Values) -> bool:
    if isinstance(personal, bool):
        return personal
    try:
        return personal.holds(scope)
    except Exception:  # noqa: BLE001  # unknown, or a condition that breaks
        return True  # what may be a person's is kept from view
