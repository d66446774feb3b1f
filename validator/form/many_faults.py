"""Where a manifest has faults and how many, and the part of very many that is looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Protocol

from validator.form.fields import Field

_ITEMS: Final = 1000
"""Items of a list whose faults are counted at a time, for each fault takes up memory."""

_BEGINNING: Final = 4000
"""Values in which the faults that are explained are looked for, where there are very many."""

Way = tuple[str | int, ...]
"""How a value is reached from the root, by keys and by indexes of lists."""


class Gate(Protocol):
    """What tells quickly whether a manifest keeps the rules of its fields, and where not."""

    def __call__(self, manifest: Any, /) -> bool:
        """Whether it keeps them."""

    def faults(self, manifest: Any, /) -> Mapping[Way, int]:
        """How many faults there are at each place."""


def find_faults(gate: Gate, manifest: Mapping[str, Any]) -> Mapping[str, Mapping[Way, int]]:
    """How many faults there are at each place below the root, by the key of the root."""
    found: defaultdict[str, Counter[Way]] = defaultdict(Counter)
    for start, part in _parts(manifest):
        for way, count in gate.faults(part).items():
            if not way:
                continue  # what the root lacks, or has too much, is seen without a gate
            key, *below = way
            if start and below:
                below[0] = start + int(below[0])
            found[str(key)][key, *below] += count
    return found


def _parts(manifest: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """A manifest without its long lists, and parts of these, each with the index it begins at."""
    long = {
        key: value
        for key, value in manifest.items()
        if isinstance(value, list) and len(value) > _ITEMS
    }
    yield 0, {key: value for key, value in manifest.items() if key not in long}
    for key, value in long.items():
        for start in range(0, len(value), _ITEMS):
            yield start, {key: value[start : start + _ITEMS]}


def outermost(ways: Iterable[Way]) -> Iterator[Way]:
    """The ways in order, without those that lead through another one of them."""
    last: Way | None = None
    for way in sorted(ways):
        if last is None or way[: len(last)] != last:
            last = way
            yield way


def way_of(pointer: str) -> Way:
    """The way that a pointer leads; no key on it has a sign that pointers write otherwise."""
    return tuple(int(part) if part.isdecimal() else part for part in pointer.split("/")[1:])


def at_way(value: Any, way: Iterable[str | int]) -> Any:
    """What lies below a value."""
    for part in way:
        value = value[part]
    return value


def beginning_of(rule: Field, value: Any) -> Any:
    """The beginning of a value, in which all that is known of maps stays."""
    return _beginning(rule, value, iter(range(_BEGINNING)))


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
