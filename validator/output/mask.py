"""Keeps personal data out of reports: what a person may be known by is shown by its ends only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Final

from validator.facts.examination import FIELD_UNKNOWN
from validator.letters import compared, is_capital, only_words
from validator.model import Arg, Location, Message
from validator.output.known_people import KnownPeople
from validator.report import Finding

_DIGIT: Final = "0-9\u0660-\u0669\u06f0-\u06f9\uff10-\uff19"
_TWELVE: Final = re.compile(rf"(?<![{_DIGIT}])(?:[{_DIGIT}][\s_.-]?){{11}}[{_DIGIT}](?![{_DIGIT}])")
_PHONE: Final = re.compile(
    rf"(?<![{_DIGIT}])\+?[{_DIGIT}](?:[\s()._-]{{0,3}}[{_DIGIT}]){{6,14}}(?![{_DIGIT}])"
)
_SOME_DIGITS: Final = re.compile(rf"[{_DIGIT}].?[{_DIGIT}]")
_MAIL: Final = re.compile(r"[^\s@/<>()\[\]{},;:\"'«»“”]+@[^\s@/<>()\[\]{},;:\"'«»“”]+")
_WORD: Final = re.compile("[^ ]{2,}")

_LONGEST: Final = 1000
"""Characters of a text that are repeated; a path of a file has no more."""

_BEYOND: Final = 256
"""Characters behind these that are looked at, in which what begins before them ends."""

_SHORTEST: Final = 3
"""Characters of which less than the first is shown."""

_LARGE: Final = 10**8
"""What a whole number that is no sum of money reaches: numbers of people and of telephones."""

_NUMBERS: Final = (int, Decimal)
_MEASURES: Final = ("count", "limit", "size")
"""Arguments that are counted here, and are nobody's own."""

_GIVEN: Final = ("file", "files", "key", "name", "other")
"""Arguments that are named by whoever made the application."""

_LONG_PHONE: Final = 11
"""Digits of a telephone with the country's, which is 7, or 8 within it."""

_OWN_WORDS: Final = frozenset(("application", "record", "yaml", "yml", "json", "zip"))


class Mask:
    """Masks what is personal in texts that come from a bundle, and cuts what is very long.

    That is what the form calls a person's own, wherever it stands and however it is written, and
    what has the shape of it: telephones, addresses of mail, twelve digits, very large numbers.

    Args:
        values: personal values of the application.
        files: names of files that are told, in their order; they stay different from each other.
        active: whether anything is masked.
        anybody: whether nobody knows whom an application is about, so that any word may be a name.

    Attributes:
        used: whether anything has been masked so far.
    """

    def __init__(
        self,
        values: Iterable[str],
        files: Iterable[str] = (),
        *,
        active: bool = True,
        anybody: bool = False,
    ) -> None:
        self.active = active
        self.used = False
        self._exact = frozenset(values)
        self._anybody = anybody
        self._files = files

    @cached_property
    def _people(self) -> KnownPeople:
        return KnownPeople(self._exact)  # most reports have no text in which to look for them

    @cached_property
    def _seen(self) -> dict[tuple[str, bool], str]:
        """What texts are shown as, the files before all; few reports show any."""
        return dict(self._told_apart()) if self.active else {}

    def __call__(self, text: str, *, words: bool = True) -> str:
        """The text with what is personal masked.

        Args:
            text: what comes out of a bundle.
            words: whether the single words of a name are masked as well.
        """
        if (shown := self._seen.get((text, words))) is None:
            shown = self._seen[text, words] = self._shown(text, words=words)
        self.used = self.used or (shown != text and self.active and len(text) <= _LONGEST)
        return shown

    def arg(self, value: Arg, name: str = "") -> Arg:
        """An argument of a message; dates, and names out of the specs, are no one's own."""
        if isinstance(value, StrEnum):
            return value  # one of our own words, though somebody may be called by it
        if isinstance(value, str):
            return self(value, words=not self._anybody or name in _GIVEN)
        if isinstance(value, tuple):
            return tuple(self(each) if isinstance(each, str) else each for each in value)  # type: ignore[return-value]
        if isinstance(value, _NUMBERS) and self._is_personal(value, name):
            self.used = True
            return _masked(str(value))
        return value

    def _is_personal(self, number: int | Decimal, name: str) -> bool:
        if not self.active or name in _MEASURES:
            return False
        return abs(int(number)) >= _LARGE or str(number) in self._exact

    def message(self, message: Message) -> Message:
        """A message with its arguments masked."""
        args = {name: self.arg(each, name) for name, each in message.args.items()}
        return message if args == message.args else replace(message, args=args)

    def location(self, location: Location) -> Location:
        """A location with its file and pointer masked."""
        # A pointer is made of the form's own words, of which a name may have one.
        pointer = location.pointer and self(location.pointer, words=False)
        return Location(self(location.file), pointer, location.line, location.column)

    def finding(self, finding: Finding) -> Finding:
        """A finding masked; the key of a pointer to what no form knows is no word of a form."""
        message, location = self.message(finding.message), self.location(finding.location)
        if message.key == FIELD_UNKNOWN.key and location.pointer:
            around, _, key = (finding.location.pointer or "").rpartition("/")
            pointer = f"{self(around, words=False)}/{self(key)}"
            location = replace(location, pointer=pointer)
        return Finding(message, location, finding.status)

    def _told_apart(self) -> Iterator[tuple[tuple[str, bool], str]]:
        """What the files are shown as, numbered where nothing else that is shown differs."""
        alike: dict[str, int] = {}
        for file in dict.fromkeys(self._files):
            shown = self._shown(file, words=True)
            number = alike[shown] = alike.get(shown, 0) + 1
            if number > 1:
                front, dot, ending = shown.rpartition(".")
                shown = f"{front} ({number}).{ending}" if dot else f"{shown} ({number})"
            yield (file, True), shown

    def _shown(self, text: str, *, words: bool) -> str:
        if len(text) <= _LONGEST:
            return self._masked(text, words=words) if self.active else text
        beginning = text[: _LONGEST + _BEYOND]
        if self.active:
            masked = self._masked(beginning, words=words)
            self.used = self.used or masked != beginning
            beginning = masked[:-_BEYOND]
        return f"{beginning[:_LONGEST]}…"

    def _masked(self, text: str, *, words: bool) -> str:
        masked = _MAIL.sub(_whole, text) if "@" in text else text
        masked = self._people.replaced(masked, _masked)
        if _SOME_DIGITS.search(masked):
            masked = _PHONE.sub(_phone, _TWELVE.sub(_twelve, masked))
        if words and (self._people or self._anybody):
            masked = self._words(masked)
        return masked

    def _words(self, text: str) -> str:
        parts, done = [], 0
        for found in _WORD.finditer(only_words(text)):
            start, end = found.span()
            parts += [text[done:start], self._word(text[start:end])]
            done = end
        return "".join([*parts, text[done:]])

    def _word(self, word: str) -> str:
        """A word with what is of a name masked: itself, or parts that capitals begin."""
        if self._anybody:
            is_own = compared(word) in _OWN_WORDS
            is_plain = word.isascii() and not any(map(is_capital, word))
            return word if is_own or is_plain else _masked(word)
        if self._people.has(word):
            return _masked(word)
        capitals = [is_capital(each) for each in word]
        cuts = [at for at in range(1, len(word)) if capitals[at] and not capitals[at - 1]]
        if not cuts:
            return word
        parts = [word[start:end] for start, end in pairwise((0, *cuts, len(word)))]
        return "".join(_masked(part) if self._people.has(part) else part for part in parts)


def _masked(value: str) -> str:
    """A name by its first letter, a number by its last two digits."""
    if len(value) < _SHORTEST:
        return "…"
    return f"…{value[-2:]}" if only_words(value).isspace() else f"{value[0]}…"


def _whole(found: re.Match[str]) -> str:
    return _masked(found[0])


def _twelve(found: re.Match[str]) -> str:
    """Twelve digits; with blanks or dashes in them only what begins as a day of birth does."""
    digits = compared(found[0])
    if len(found[0]) > len(digits) and not ("01" <= digits[2:4] <= "12" and digits[4:6] <= "79"):
        return found[0]
    return _masked(found[0])


def _phone(found: re.Match[str]) -> str:
    """A telephone with a `+`, with Kazakhstan's own numbers before it, or with none."""
    digits = compared(found[0])
    is_local = len(digits) == _LONG_PHONE and digits[0] in "78"
    is_short = len(digits) == _LONG_PHONE - 1 and digits[0] == "7"
    return _masked(found[0]) if found[0].startswith("+") or is_local or is_short else found[0]
