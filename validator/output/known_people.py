"""What the people of an application are called, and where a text calls them so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import permutations
from typing import Final

from validator.letters import compared, only_words, spelling, with_origins

_SHORTEST: Final = 3
"""Letters and digits that a value must have to be looked for inside of longer words."""
_LONGEST: Final = 100
"""Those of a value that are looked for; where they are found, the others are taken to follow."""
_LOCAL: Final = 10
"""Digits of a telephone without the country's."""
_SHORTEST_WORD: Final = 4
"""Letters that a word of a name must have to be masked where an ending follows it."""
_SHORTEST_PART: Final = 6
"""Letters and digits of a part of an address that is looked for by itself."""
_ENDING: Final = 4
"""Letters of an ending; Kazakh and Russian put them to names."""
_MOST_WORDS: Final = 3
"""Words of a name that is looked for in any order."""
_LONGEST_WORD: Final = 40
"""Letters of a word of which it is asked how it sounds."""

_DIGIT: Final = re.compile("[0-9]")
_PARTS: Final = re.compile("[,;]")


class KnownPeople:
    """Personal values, found whatever their case, their form and what stands between their letters.

    File names are made of names in that way. The words of a name are found by themselves too, with
    an ending, and as they sound in the letters of another script.
    """

    def __init__(self, values: Iterable[str]) -> None:
        found: dict[str, int] = {}
        words: set[str] = set()
        for value in values:
            own, called = _sought(value)
            words.update(called)
            for each in own:
                head = each[:_LONGEST]
                if len(each) >= _SHORTEST:
                    found[head] = max(found.get(head, 0), len(each))
        self._lengths = found
        self._sorted = sorted(found)
        self._shorter = list(_prefixes(self._sorted))
        self._begun = frozenset(each[:_SHORTEST] for each in found)
        self._words = frozenset(words)
        sounds = {spelling(each) for each in words if len(each) <= _LONGEST_WORD}
        sounds |= {each.removesuffix("i") for each in sounds}
        self._sounds = frozenset(each for each in sounds if len(each) >= _SHORTEST)

    def __bool__(self) -> bool:
        return bool(self._words)

    def replaced(self, text: str, replace: Callable[[str], str]) -> str:
        """A text with each value in it replaced, the longest one that begins at a place."""
        folded = compared(text)
        triples = zip(folded, folded[1:], folded[2:], strict=False)
        if self._begun.isdisjoint(map("".join, triples)):
            return text  # which is the case for nearly every text
        folded, origins = with_origins(text)
        parts = []
        done = at = 0
        while at < len(folded):
            length = self._length_at(folded, at)
            if not length:
                at += 1
                continue
            start, end = origins[at], origins[min(at + length, len(origins)) - 1] + 1
            at += length
            if start >= done:  # or else it begins within a character that is replaced already
                parts += [text[done:start], replace(text[start:end])]
                done = end
        return "".join([*parts, text[done:]])

    def has(self, word: str) -> bool:
        """Whether it is a word of a name: as it is, with an ending, or as it sounds."""
        folded = compared(word)
        if _is_or_begins(folded, self._words):
            return True
        if not _SHORTEST_WORD <= len(folded) <= _LONGEST_WORD or not self._sounds:
            return False
        sound = spelling(folded)
        return _is_or_begins(sound, self._sounds) or self._is_run(sound)

    def _length_at(self, folded: str, at: int) -> int:
        """The length of the longest value that stands at a place, 0 for none."""
        if folded[at : at + _SHORTEST] not in self._begun:
            return 0
        piece = folded[at : at + _LONGEST]
        # Whatever begins the piece begins what is sorted just before it, too.
        index = bisect_right(self._sorted, piece) - 1
        while index >= 0 and not piece.startswith(self._sorted[index]):
            index = self._shorter[index]
        return self._lengths[self._sorted[index]] if index >= 0 else 0

    def _is_run(self, sound: str, parts: int = _MOST_WORDS) -> bool:
        """Whether it is made of words of names, or of an initial and one."""
        if len(sound) > _SHORTEST_WORD and _is_or_begins(sound[1:], self._sounds):
            return True
        return any(
            sound[:at] in self._sounds
            and (sound[at:] in self._sounds or (parts > 2 and self._is_run(sound[at:], parts - 1)))  # noqa: PLR2004  # of the last two, both are words
            for at in range(_SHORTEST, len(sound) - 1)
        )


def _sought(value: str) -> tuple[set[str], list[str]]:
    """What is looked for of a value as a whole, and the words of it that may be names."""
    own = compared(value)
    if own.isascii() and own.isdigit():
        # A telephone is written with +7, with 8 or with neither.
        return {own, own[-_LOCAL:]} if len(own) == _LOCAL + 1 else {own}, []
    if "@" in value:
        return {own}, []
    if _DIGIT.search(own):  # an address, or a number with letters
        parts = {compared(each) for each in _PARTS.split(value)}
        long = {e for e in parts if len(e) >= _SHORTEST_PART and _DIGIT.search(e)}
        return {own, *long}, []
    words = [word for each in only_words(value).split() if len(word := compared(each)) > 1]
    if not 1 < len(words) <= _MOST_WORDS:
        return {own}, words
    return {own, *map("".join, permutations(words))}, words


def _prefixes(values: list[str]) -> Iterator[int]:
    """For each of some sorted values the index of the longest other one that it begins with."""
    open_: list[int] = []
    for index, value in enumerate(values):
        while open_ and not value.startswith(values[open_[-1]]):
            open_.pop()
        yield open_[-1] if open_ else -1
        open_.append(index)


def _is_or_begins(word: str, words: frozenset[str]) -> bool:
    """Whether a word is one of some, or one of them with an ending."""
    if word in words:
        return True
    shortest = max(len(word) - _ENDING, _SHORTEST_WORD)
    return any(word[:end] in words for end in range(shortest, len(word)))
