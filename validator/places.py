"""Where the values of a text stand: pointers to them, lines and columns."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, Final, NamedTuple, Protocol

from validator.frozen import frozen

_JSON_BLANKS: Final = re.compile(r"[ \t\n\r]*")
_SKIPPING: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_LINE_BREAK: Final = re.compile(r"\r\n?|\n")


class Position(NamedTuple):
    """A place in a text file; both count from 1, columns in characters."""

    line: int
    column: int


@frozen
class Layout:
    """Where the values of a text stand, as its reader met them.

    Attributes:
        data: the text's bytes.
        value: what it says.
        starts: the character at which each value starts, and before it that of its key in a map,
            in their order.
    """

    data: bytes
    value: Any
    starts: Sequence[int]


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


@frozen
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


def places_in_yaml(text: str, layout: Layout) -> Places:
    """The places in a YAML text that was laid out as it was read."""
    return Places(_YamlPlace(layout.value, layout.starts, 0, None), lines_of(text))


def places_in_json(text: str) -> Places:
    """The places in a well-formed JSON text."""
    return Places(_JsonPlace(text, _skip_blanks(text, 0), None), lines_of(text))


class _YamlPlace:
    """Where a value of a YAML text stands.

    Args:
        value: the value.
        at: its number among the starts.
    """

    def __init__(self, value: Any, starts: Sequence[int], at: int, key: int | None) -> None:
        self._value, self._starts, self._at = value, starts, at
        self.start = starts[at]
        self.key = key

    @cached_property
    def below(self) -> Mapping[str, Place]:
        found: dict[str, Place] = {}
        starts, at = self._starts, self._at + 1
        if type(self._value) is dict:
            for name, each in self._value.items():
                found[name] = _YamlPlace(each, starts, at + 1, starts[at])
                at += 1 + _count_starts(each)
        elif type(self._value) is list:
            for index, each in enumerate(self._value):
                found[str(index)] = _YamlPlace(each, starts, at, None)
                at += _count_starts(each)
        return found


def _count_starts(value: Any) -> int:
    """How many values and keys there are in a value, itself among them."""
    if type(value) is dict:
        return 1 + len(value) + sum(map(_count_starts, value.values()))
    if type(value) is list:
        return 1 + sum(map(_count_starts, value))
    return 1


class _JsonPlace:
    """Where a value of a JSON text stands; what is in it is looked at once it is asked for.

    The values beside the one that is looked for are skipped by the fast reader.
    """

    def __init__(self, text: str, start: int, key: int | None) -> None:
        self._text = text
        self.start = start
        self.key = key

    @cached_property
    def below(self) -> Mapping[str, Place]:
        text, is_map = self._text, self._text[self.start] == "{"
        found: dict[str, Place] = {}
        if not is_map and text[self.start] != "[":
            return found
        at = _skip_blanks(text, self.start + 1)
        while text[at] not in "]}":
            key, name = None, str(len(found))
            if is_map:
                key = at
                name, at = _SKIPPING.raw_decode(text, at)
                at = _skip_blanks(text, _skip_blanks(text, at) + 1)  # the colon
            found[name] = _JsonPlace(text, at, key)
            at = _skip_blanks(text, _SKIPPING.raw_decode(text, at)[1])
            if text[at] == ",":
                at = _skip_blanks(text, at + 1)
        return found


def _skip_blanks(text: str, at: int) -> int:
    return _JSON_BLANKS.match(text, at).end()  # type: ignore[union-attr]  # it always matches


def pointer(*parts: str | int) -> str:
    """The RFC 6901 pointer to the value under these keys and list indexes."""
    return "".join(["/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts])


def lines_of(text: str) -> list[int]:
    """The character at which each line starts."""
    if "\r" in text:
        return [0, *(found.end() for found in _LINE_BREAK.finditer(text))]
    return [0, *accumulate([len(line) + 1 for line in text.split("\n")[:-1]])]


def position(lines: Sequence[int], index: int) -> Position:
    """The line and column of a character."""
    line = bisect_right(lines, index)
    return Position(line, index - lines[line - 1] + 1)
