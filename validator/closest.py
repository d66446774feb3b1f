"""What may have been meant by a name that is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

_LATIN: Final = str.maketrans(
    "аеіјкорсѕухһүАВЕІЈКМНОРСЅТУХҮ",
    "aeijkopcsyxhyABEIJKMHOPCSTYXY",
)
"""Cyrillic letters and the Latin ones that look the same."""

SUGGESTIONS: Final = 50
"""Unknown names of one application for which the closest one is looked for."""

_LONGEST: Final = 60
"""Characters of a word that the closest name is looked for by."""


def closest(word: str, known: Iterable[str]) -> str:
    """The name closest to a word, an empty text if none is close."""
    return _closest(latin(word[:_LONGEST]), tuple(known))


def latin(word: str) -> str:
    """A word as it looks, in Latin letters: who types by turns in two scripts mixes them."""
    return word.translate(_LATIN)


def alike(word: str, other: str) -> bool:
    """Whether a word looks like another one and is not, as it has Cyrillic letters."""
    return word != other == latin(word)


def clauses_near(name: str, clauses: Iterable[str]) -> Iterator[str]:
    """The clauses that may be proposed for a name: its neighbours are other law, not a slip."""
    wanted = latin(name)
    around = wanted.rpartition(".")[0]
    for clause in clauses:
        if clause == wanted or clause.rpartition(".")[0] != around:
            yield clause


@lru_cache(maxsize=1024)  # one slip is often made in many applications, and the search takes 5 ms
def _closest(word: str, known: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(word, known, 1)), "")
