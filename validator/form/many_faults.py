"""How many faults a field has, and the part of it that has them, or the first of very many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from validator.form.fields import Field

_ITEMS: Final = 1000
"""Items of a list whose faults are counted at a time, for each fault takes up memory."""

_BEGINNING: Final = 4000
"""Values of such a field in which those that are explained are looked for."""


class Gate(Protocol):
    """What tells quickly whether a manifest keeps the rules of some fields, and where not."""

    def __call__(self, manifest: Any, /) -> bool:
        """Whether it keeps them."""

    def faults(self, manifest: Any, /) -> Mapping[str, int]:
        """How many faults there are at each place, by its pointer."""


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of a field.

    Attributes:
        count: how many there are.
        items: the indexes of the items of a list that have any; None for what is no list.
        of_whole: whether some are the list's own.
    """

    count: int
    items: Sequence[int] | None = None
    of_whole: bool = True

    def narrowed(self, key: str, rule: Field, value: Any) -> Mapping[str, Any] | None:
        """The field with the faulty items of its list alone; None where all of it must be seen."""
        if not self.items or self.of_whole or len(self.items) < (rule.minlength or 0):
            return None
        if rule.maxlength is not None and len(value) > rule.maxlength:
            return None
        return {key: [value[index] for index in self.items]}


def find_faults(gate: Gate, key: str, part: Mapping[str, Any]) -> Faults:
    """Find the faults of a field."""
    value = part.get(key)
    if not isinstance(value, list) or not value:
        return Faults(sum(gate.faults(part).values()))
    count = 0
    of_whole = False
    indexes: set[int] = set()
    for start in range(0, len(value), _ITEMS):
        faults = gate.faults({key: value[start : start + _ITEMS]})
        count += sum(faults.values())
        items = {place.split("/", 3)[2] for place in faults if place.count("/") > 1}
        indexes.update(start + int(index) for index in items)
        of_whole = of_whole or any(place.count("/") == 1 for place in faults)
    return Faults(count, sorted(indexes), of_whole)


def beginning_of(
    key: str, rule: Field, value: Any, indexes: Sequence[int] | None
) -> Mapping[str, Any]:
    """A part of a field that has its first faults; of a list the items that have any."""
    left = iter(range(_BEGINNING))
    if indexes is None:
        return {key: _beginning(rule, value, left)}
    item = rule if rule.several else rule.item
    items = []
    for index in indexes:
        items.append(_beginning(item, value[index], left))
        if next(left, None) is None:
            break
    return {key: items}


def _beginning(rule: Field | None, value: Any, left: Iterator[int]) -> Any:
    """The beginning of a value, while so many values are left; in a map all that is known stays."""
    next(left, None)
    if isinstance(value, dict):
        fields = rule.fields if rule is not None else {}
        return {
            name: _beginning(fields.get(name), each, left)
            for name, each in value.items()
            if name in fields or next(left, None) is not None
        }
    if isinstance(value, list):
        items: list[Any] = []
        least = max(1, (rule.minlength if rule is not None else None) or 1)
        for each in value:
            if len(items) >= least and next(left, None) is None:
                break
            items.append(_beginning(rule.item if rule is not None else None, each, left))
        return items
    return value
