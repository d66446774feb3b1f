"""Keeps personal data out of reports: what a person may be known by is shown by its ends only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise, permutations
from typing import Final
from unicodedata import normalize

from validator.model import Arg, Location, Message

_DIGITS: Final = re.compile(r"(?<!\d)\d{12}(?!\d)")
_SEPARATORS: Final = re.compile(r"[\s_.()+-]")
_LETTERS: Final = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*){2,}")
_SHORTEST: Final = 3
"""Letters and digits that a value must have to be looked for inside of longer words."""
_LOCAL: Final = 10
"""Digits of a telephone without the country's."""
_SHORTEST_WORD: Final = 4
"""Letters that a word of a name must have to be masked where an ending follows it."""
_SHORTEST_START: Final = 2
"""Letters by which most words are seen to be of no name."""
_ENDING: Final = 4
"""Letters of an ending; Kazakh and Russian put them to names."""
_MOST_WORDS: Final = 3
"""Words of a name that is looked for in any order."""


class Mask:
    """Masks personal values in texts that come from a bundle.

    A value is found whatever its case, in any Unicode form, and with spaces, dots, hyphens and
    underscores put in or left out, since file names are made of names in that way.

    Attributes:
        used: whether anything has been masked so far.
    """

    def __init__(self, values: Iterable[str], *, active: bool = True) -> None:
        self.active = active
        self.used = False
        values = tuple(values)
        self._exact = frozenset(values)
        folded = {_folded(each) for each in values}
        # A telephone is written with +7, with 8 or with neither.
        folded |= {each[-_LOCAL:] for each in folded if each.isdigit() and len(each) == _LOCAL + 1}
        named = [_LETTERS.findall(each) for each in values if "@" not in each]
        folded |= {_folded("".join(each)) for words in named for each in _orders(words)}
        self._words = frozenset(_folded(word) for words in named for word in words)
        self._starts = frozenset(word[:_SHORTEST_START] for word in self._words)
        # By their beginning, the longest first: thousands of people cost no more than one.
        self._begun: dict[str, list[str]] = {}
        for each in sorted(folded, key=lambda value: (-len(value), value)):
            if len(each) >= _SHORTEST:
                self._begun.setdefault(each[:_SHORTEST], []).append(each)

    def __call__(self, text: str, *, words: bool = True) -> str:
        """The text with personal values and every run of twelve digits masked.

        Args:
            text: what comes out of a bundle.
            words: whether the single words of a name are masked as well.
        """
        if not self.active:
            return text
        masked = self._values(text) if self._begun else text
        masked = _DIGITS.sub(lambda found: _masked(found[0]), masked)
        if words and self._words:
            masked = _LETTERS.sub(self._word, masked)
        self.used = self.used or masked != text
        return masked

    def arg(self, value: Arg) -> Arg:
        """An argument of a message; dates, sums and names out of the specs are no one's own."""
        if isinstance(value, StrEnum):
            return value  # one of our own words, though somebody may be called by it
        if isinstance(value, str):
            return self(value)
        if isinstance(value, tuple):
            return tuple(self(each) if isinstance(each, str) else each for each in value)  # type: ignore[return-value]
        if isinstance(value, int) and self.active and str(value) in self._exact:
            masked = self(str(value))
            return value if masked == str(value) else masked
        return value

    def message(self, message: Message) -> Message:
        """A message with its arguments masked."""
        args = {name: self.arg(each) for name, each in message.args.items()}
        return message if args == message.args else replace(message, args=args)

    def location(self, location: Location) -> Location:
        """A location with its file and pointer masked."""
        # A pointer is made of the form's own words, of which a name may have one.
        pointer = location.pointer and self(location.pointer, words=False)
        return Location(self(location.file), pointer, location.line, location.column)

    def _values(self, text: str) -> str:
        folded = _folded(text)
        triples = zip(folded, folded[1:], folded[2:], strict=False)
        if self._begun.keys().isdisjoint(map("".join, triples)):
            return text  # which is the case for nearly every text
        folded, origin = _fold(text)
        parts = []
        done = at = 0
        while at < len(folded):
            value = self._value(folded, at)
            if value is None:
                at += 1
                continue
            start, end = origin[at], origin[at + len(value) - 1] + 1
            at += len(value)
            if start >= done:  # or else it begins within a character that is masked already
                parts += [text[done:start], _masked(text[start:end])]
                done = end
        return "".join([*parts, text[done:]])

    def _value(self, folded: str, at: int) -> str | None:
        """The longest personal value that stands at a place."""
        begun = self._begun.get(folded[at : at + _SHORTEST], ())
        return next((each for each in begun if folded.startswith(each, at)), None)

    def _word(self, found: re.Match[str]) -> str:
        """A word of a text with what is of a name masked: itself, or parts that capitals begin."""
        word = found[0]
        if self._is_of_a_name(word):
            return _masked(word)
        if word.islower():
            return word
        cuts = [i for i in range(1, len(word)) if word[i - 1].islower() and word[i].isupper()]
        parts = [word[start:end] for start, end in pairwise((0, *cuts, len(word)))]
        return "".join(_masked(part) if self._is_of_a_name(part) else part for part in parts)

    def _is_of_a_name(self, word: str) -> bool:
        """Whether it is a word of a name, as it is or with an ending."""
        folded = _folded(word)
        if folded[:_SHORTEST_START] not in self._starts:
            return False
        shortest = max(len(folded) - _ENDING, _SHORTEST_WORD)
        begun = (folded[:end] for end in range(shortest, len(folded)))
        return folded in self._words or not self._words.isdisjoint(begun)


def _masked(value: str) -> str:
    """A name by its first letter, a number by its last two digits."""
    if len(value) < _SHORTEST:
        return "…"
    return f"{value[0]}…" if any(each.isalpha() for each in value) else f"…{value[-2:]}"


def _folded(text: str) -> str:
    return "".join(map(_kept, text))


def _fold(text: str) -> tuple[str, list[int]]:
    """The characters that count, in one form, and for each the index it comes from."""
    folded: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        kept = _kept(character)
        folded.append(kept)
        origin += [index] * len(kept)
    return "".join(folded), origin


@lru_cache(maxsize=1000)  # an alphabet or two
def _kept(character: str) -> str:
    return _SEPARATORS.sub("", normalize("NFKD", normalize("NFKD", character).casefold()))


def _orders(words: Sequence[str]) -> Iterable[Sequence[str]]:
    """The orders in which the words of a name may be run together."""
    return permutations(words) if 1 < len(words) <= _MOST_WORDS else ()
