"""Sums of money as the specs write them: what they name, told without compiling them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

SHARE: Final = "percent"
OF: Final = "of"
LIMITS: Final = ("at_most", "at_least")
FIXED: Final = "tenge"
FIELD: Final = "field"
ROUND: Final = "round"

_OWN: Final = frozenset((SHARE, OF, *LIMITS, FIXED, FIELD, ROUND))
"""Words of a sum that name no dated parameter."""

_BOUNDS: Final = ("min", "max")

Said = Mapping[str, Any]


def bounds_said(words: Said) -> Iterator[Said]:
    """The sums that bound a value in the words of a test or a check."""
    return (words[word] for word in _BOUNDS if isinstance(words.get(word), dict))


def tests_said(condition: Any) -> Iterator[Said]:
    """The words of every test in a condition, those of entries of lists among them."""
    for tests in condition if isinstance(condition, list) else [condition]:
        for words in tests.values() if isinstance(tests, dict) else ():
            yield words
            yield from tests_said(words.get("any"))


def parameters_said(said: Said) -> Iterator[str]:
    """The dated parameters that a sum is made of."""
    for each in _parts(said):
        if SHARE not in each:
            yield from each.keys() - _OWN


def fields_said(said: Said) -> Iterator[str]:
    """The fields of the application that a sum is made of."""
    return (str(each[FIELD]) for each in _parts(said) if FIELD in each)


def _parts(said: Said) -> Iterator[Said]:
    yield said
    for word in (OF, *LIMITS) if SHARE in said else ():
        if isinstance(said.get(word), dict):
            yield from _parts(said[word])
