"""Keeps personal data out of reports: what a person may be known by is shown by its ends only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from validator.model import Arg, Location, Message

_DIGITS: Final = re.compile(r"(?<!\d)\d{12}(?!\d)")
_SEPARATORS: Final = re.compile(r"[\s_.()+-]")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SHORTEST: Final = 3
"""Letters and digits that a value must have to be looked for inside of longer words."""
_LOCAL: Final = 10
"""Digits of a telephone without the country's."""
_SHORTEST_WORD: Final = 4
"""Letters that a word of a name must have to be masked where it stands alone."""


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
        folded = {"".join(_fold(each)[0]) for each in values}
        # A telephone is written with +7, with 8 or with neither.
        folded |= {each[-_LOCAL:] for each in folded if each.isdigit() and len(each) == _LOCAL + 1}
        words = {word for each in values if "@" not in each for word in _words(each)}
        short = {each for each in values if len(each) < _SHORTEST and each.isalpha()}
        self._anywhere = _any_of(each for each in folded if len(each) >= _SHORTEST)
        # Kazakh and Russian put endings to names.
        endings = _any_of(words, r"(?<![^\W\d_])(?:{})[^\W\d_]{{0,4}}(?![^\W\d_])")
        exact = _any_of(short, r"(?<![^\W\d_])(?:{})(?![^\W\d_])")
        self._alone = [each for each in (endings, exact) if each is not None]

    def __call__(self, text: str, *, words: bool = True) -> str:
        """The text with personal values and every run of twelve digits masked.

        Args:
            text: what comes out of a bundle.
            words: whether the single words of a name are masked as well.
        """
        if not self.active:
            return text
        masked = text
        if self._anywhere is not None:
            masked = self._values(masked, self._anywhere)
        masked = _DIGITS.sub(lambda found: _masked(found[0]), masked)
        for pattern in self._alone if words else ():
            masked = pattern.sub(lambda found: _masked(found[0]), masked)
        self.used = self.used or masked != text
        return masked

    def arg(self, value: Arg) -> Arg:
        """An argument of a message; dates, sums and names out of the specs are no one's own."""
        if isinstance(value, str):
            return self(value)
        if isinstance(value, tuple):
            return tuple(self(each) for each in value)
        if isinstance(value, int) and self.active and str(value) in self._exact:
            return self(str(value))
        return value

    def message(self, message: Message) -> Message:
        """A message with its arguments masked."""
        return replace(message, args={name: self.arg(each) for name, each in message.args.items()})

    def location(self, location: Location) -> Location:
        """A location with its file and pointer masked."""
        # A pointer is made of the form's own words, of which a name may have one.
        pointer = location.pointer and self(location.pointer, words=False)
        return replace(location, file=self(location.file), pointer=pointer)

    def _values(self, text: str, pattern: re.Pattern[str]) -> str:
        folded, origin = _fold(text)
        parts = []
        done = 0
        for found in pattern.finditer("".join(folded)):
            start, end = origin[found.start()], origin[found.end() - 1] + 1
            if start < done:
                continue
            parts += [text[done:start], _masked(text[start:end])]
            done = end
        return "".join([*parts, text[done:]])


def _masked(value: str) -> str:
    """A name by its first letter, a number by its last two digits."""
    if len(value) < _SHORTEST:
        return "…"
    return f"{value[0]}…" if any(each.isalpha() for each in value) else f"…{value[-2:]}"


def _fold(text: str) -> tuple[list[str], list[int]]:
    """The characters that count, in one form, and for each the index it comes from."""
    folded: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        kept = _kept(character)
        folded += kept
        origin += [index] * len(kept)
    return folded, origin


@lru_cache(maxsize=1000)  # an alphabet or two
def _kept(character: str) -> str:
    return _SEPARATORS.sub("", normalize("NFKD", normalize("NFKD", character).casefold()))


def _words(value: str) -> Iterable[str]:
    return (word for word in _LETTERS.findall(value) if len(word) >= _SHORTEST_WORD)


def _any_of(texts: Iterable[str], around: str = "{}") -> re.Pattern[str] | None:
    choices = sorted(set(texts), key=lambda text: (-len(text), text))
    if not choices:
        return None
    return re.compile(around.format("|".join(map(re.escape, choices))), re.IGNORECASE)
