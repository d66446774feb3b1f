"""What may have been meant by a name that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache


def closest(word: str, known: Iterable[str]) -> str:
    """The name closest to a word, an empty text if none is close."""
    return _closest(word, tuple(known))


@lru_cache(maxsize=1024)  # one slip is often made in many applications, and the search takes 5 ms
def _closest(word: str, known: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(word, known, 1)), "")
