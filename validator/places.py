"""Where the values of a text stand: pointers to them, lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from validator.model import Position

_LINE_BREAK: Final = re.compile(r"\r\n?|\n")


class Place(Protocol):
    """Where a value stands in its text; characters are counted from 0."""

    @property
    def start(self) -> int:
        """The character at which it starts."""

    @property
    def key(self) -> int | None:
        """The character at which its key starts; None for the root and for an item of a list."""

    @property
    def below(self) -> Mapping[str, Place]:
        """The values in it, by key or by index in a list.

        A tree, since pointers to all of them could take thousands of times the memory of the text.
        """


@dataclass(frozen=True, slots=True)
class Places:
    """Where the values and keys of one text stand.

    Attributes:
        root: the text's own value.
        lines: the character at which each line starts.
    """

    root: Place
    lines: Sequence[int]

    def find(self, pointer: str) -> Place | None:
        """The place of the value at an RFC 6901 pointer, None if there is none."""
        *_, place = self._way(pointer)
        return place

    def value(self, pointer: str) -> Position:
        """Where the value starts; if there is none, where its nearest ancestor starts."""
        nearest = [place for place in self._way(pointer) if place is not None][-1]
        return position(self.lines, nearest.start)

    def key(self, pointer: str) -> Position:
        """Where the key of the value starts; without one, the same as `value`."""
        place = self.find(pointer)
        if place is None or place.key is None:
            return self.value(pointer)
        return position(self.lines, place.key)

    def _way(self, pointer: str) -> Iterator[Place | None]:
        """The places from the root to a value, None at the end if it is not there."""
        place: Place | None = self.root
        yield place
        for part in pointer.split("/")[1:]:
            place = place.below.get(part.replace("~1", "/").replace("~0", "~")) if place else None
            yield place
            if place is None:
                return


def pointer(*parts: str | int) -> str:
    """The RFC 6901 pointer to the value under these keys and list indexes."""
    return "".join(["/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts])


def lines_of(text: str) -> list[int]:
    """The character at which each line starts."""
    return [0, *(found.end() for found in _LINE_BREAK.finditer(text))]


def position(lines: Sequence[int], index: int) -> Position:
    """The line and column of a character."""
    line = bisect_right(lines, index)
    return Position(line, index - lines[line - 1] + 1)
