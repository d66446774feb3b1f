"""The strict reader: YAML or JSON text into JSON data, and where in the text each value stands.

YAML means here what JSON can say. libyaml's events are read, never PyYAML's loaders, whose YAML 1.1
makes `no` a boolean and `010` an eight, lets the last of two equal keys win and unfolds aliases
without end. Where a value of YAML stands is kept as it is read; JSON is looked through again where
a finding needs it.
"""

from __future__ import annotations

import json
import math
import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

import yaml
from yaml import events as ev
from yaml._yaml import CParser, Mark

from validator.errors import SourceError
from validator.misprints import (
    SOURCE_CHARACTER,
    SOURCE_EMPTY,
    SOURCE_SYNTAX,
    check_key,
    edge_error,
    error_at,
    has_odd_signs,
    json_error,
    refuse_ambiguous,
    unprintable_error,
    without_edges,
    yaml_error,
)
from validator.model import Arg, Declared, declare
from validator.places import Layout, Places, places_in_json, places_in_yaml
from validator.signs import name_of_sign

SOURCE_TOO_LARGE = declare("source_too_large", limit=int)
SOURCE_NOT_UTF8 = declare("source_not_utf8")
SOURCE_DUPLICATE_KEY = declare("source_duplicate_key", key=str)
SOURCE_ANCHOR = declare("source_anchor")
SOURCE_ALIAS = declare("source_alias")
SOURCE_TAG = declare("source_tag")
SOURCE_SECOND_DOCUMENT = declare("source_second_document")
SOURCE_KEY_NOT_TEXT = declare("source_key_not_text")
SOURCE_TOO_DEEP = declare("source_too_deep", limit=int)
SOURCE_TOO_MANY = declare("source_too_many", limit=int)
SOURCE_NUMBER_OUT_OF_RANGE = declare("source_number_out_of_range")

MAX_BYTES: Final = 1 << 20
MAX_DEPTH: Final = 64
MAX_VALUES: Final = 100_000
_MAX_DIGITS: Final = 400
_KEY: Final = re.compile(r"(?!.*[0-9]{6})[A-Za-z0-9_.-]{1,40}")

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORDS: Final[Mapping[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_TELLING: Final = frozenset(("", *"-0123456789", *(word[:1] for word in _WORDS)))
"""How a plain scalar begins that may be a number or one of the words."""

_FORBIDDEN: Final = re.compile("[\0\ud800-\udfff]")
_FORBIDDEN_ESCAPE: Final = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_DIRECTIVE: Final = re.compile(r"^%TAG", re.MULTILINE)
_TOO_DEEP: Final = "exceeded maximum nesting depth"
"""What libyaml says from 0.2.6 on of 1,000 levels. It looks ahead: its events are not that far."""

_JSON_TOKEN: Final = re.compile(r'(?s:("[^"\\]*(?:\\.[^"\\]*)*"))|([\[\]{}])|([^][{}",:\s]+)')
_JSON_WORD: Final = re.compile(rf"true|false|null|{_NUMBER.pattern}")
_JSON_BRACKETS: Final[Mapping[str, Callable[[Any], ev.Event]]] = {
    "[": partial(ev.SequenceStartEvent, None, None, True),
    "]": ev.SequenceEndEvent,
    "{": partial(ev.MappingStartEvent, None, None, True),
    "}": ev.MappingEndEvent,
}


def read(data: bytes, name: str, max_bytes: int = MAX_BYTES) -> Any:
    """The JSON data of a text: str, int, float, bool, None, list, dict.

    Args:
        data: UTF-8, with or without a byte order mark.
        name: the file's name; `.json` is read as JSON, everything else as YAML.
        max_bytes: how long the text may be.

    Raises:
        SourceError: the text is too large, not UTF-8, not well-formed, or uses what JSON data
            cannot say; with its line and column unless the text as a whole is too large.
    """
    return read_layout(data, name, max_bytes).value


def read_layout(data: bytes, name: str, max_bytes: int = MAX_BYTES) -> Layout:
    """The same with where the values stand; those of JSON are found when they are asked for.

    Raises:
        SourceError: as `read` does.
    """
    if len(data) > max_bytes:
        raise SourceError(SOURCE_TOO_LARGE(limit=max_bytes))
    text = _decode(data)
    if _is_json(name):
        return Layout(data, _read_json(text), ())
    return Layout(data, *_read_yaml(text))


def locate(data: bytes, name: str, layout: Layout | None = None) -> Places:
    """The places of every value and key of a text; it must be one that `read` accepts.

    Args:
        layout: of the same bytes, where these were read before.
    """
    text = _decode(data)
    if _is_json(name):
        return places_in_json(text)
    if layout is None or layout.data is not data:
        layout = read_layout(data, name, len(data))
    return places_in_yaml(text, layout)


class _Builder:
    """Builds one document out of events; what JSON data cannot say ends in a `SourceError`."""

    def __init__(self, text: str, events: Iterator[Any]) -> None:
        self._text = text
        self._next = events.__next__
        self._left = MAX_VALUES
        self._odd = has_odd_signs(text)
        self.starts = array("I")
        self._stands_at = self.starts.append

    def document(self) -> Any:
        self._next()
        if type(event := self._next()) is ev.DocumentStartEvent:
            event = self._next()
        blank = type(event) is ev.ScalarEvent and not (event.value or event.style)
        if blank or type(event) is ev.StreamEndEvent:
            raise self._error(SOURCE_EMPTY, event)
        value = self._node(event, 1)
        self._next()
        if type(event := self._next()) is ev.DocumentStartEvent:
            raise self._error(SOURCE_SECOND_DOCUMENT, event)
        return value

    def _node(self, event: Any, depth: int) -> Any:
        if self._odd:
            self._check(event)
            self._check_edges(event)
        self._stands_at(event.start_mark.index)
        self._left -= 1
        if self._left < 0:
            raise self._error(SOURCE_TOO_MANY, event, limit=MAX_VALUES)
        if type(event) is ev.ScalarEvent:
            text: str = event.value
            if event.style or text[:1] not in _TELLING:
                return text
            return self._plain(text, event)
        if depth > MAX_DEPTH:
            raise self._error(SOURCE_TOO_DEEP, event, limit=MAX_DEPTH)
        return self._list(depth) if type(event) is ev.SequenceStartEvent else self._map(depth)

    def _list(self, depth: int) -> list[Any]:
        items: list[Any] = []
        following = self._next
        while type(event := following()) is not ev.SequenceEndEvent:
            items.append(self._node(event, depth + 1))
        return items

    def _map(self, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        following, odd, stands_at = self._next, self._odd, self._stands_at
        while type(event := following()) is not ev.MappingEndEvent:
            start = event.start_mark.index
            if odd:
                self._check(event)
            if type(event) is not ev.ScalarEvent:
                raise self._error(SOURCE_KEY_NOT_TEXT, event)
            key: str = event.value
            if odd and not event.style:
                self._check_key(event)
            if key in items:
                raise self._error(SOURCE_DUPLICATE_KEY, event, key=_shown(key))
            stands_at(start)
            items[key] = self._node(following(), depth + 1)
        return items

    def _plain(self, text: str, event: Any) -> str | int | float | bool | None:
        if text in _WORDS:
            return _WORDS[text]
        if _NUMBER.fullmatch(text):
            try:
                return _number(text)
            except ValueError:
                raise self._error(SOURCE_NUMBER_OUT_OF_RANGE, event) from None
        return text

    def _check(self, event: Any) -> None:
        if event.anchor is not None:  # the name of an alias stands there too
            is_alias = type(event) is ev.AliasEvent
            raise self._error(SOURCE_ALIAS if is_alias else SOURCE_ANCHOR, event)
        if event.tag is not None:
            raise self._error(SOURCE_TAG, event)
        if found := _FORBIDDEN.search(getattr(event, "value", "")):
            raise self._error(SOURCE_CHARACTER, event, sign=name_of_sign(found[0]))

    def _check_key(self, event: Any) -> None:
        check_key(self._text, event.start_mark.index, event.value)

    def _check_edges(self, event: Any) -> None:
        """A number, or a word that is more than text, is one without signs that cannot be seen."""
        value: str = "" if getattr(event, "style", '"') else event.value
        bare = without_edges(value)
        if bare not in ("", value) and (bare in _WORDS or _NUMBER.fullmatch(bare)):
            raise edge_error(self._text, event.start_mark.index, value)

    def _error(self, key: Declared, event: Any, /, **args: Arg) -> SourceError:
        return error_at(key, self._text, event.start_mark.index, **args)


def _read_yaml(text: str) -> tuple[Any, Sequence[int]]:
    """What a text says, and where its values start."""
    refuse_ambiguous(text)
    try:
        builder = _Builder(text, _yaml_events(text))
        return builder.document(), builder.starts
    except yaml.YAMLError as error:
        if unprintable := unprintable_error(text):
            raise unprintable from None
        mark = getattr(error, "problem_mark", None)
        index = mark.index if mark else 0
        if getattr(error, "problem", None) == _TOO_DEEP:
            _read_yaml(text[:index])  # says where it is too deep, or what is wrong before
        raise yaml_error(text, index, error) from None


def _read_json(text: str) -> Any:
    """What `json` cannot judge, or refuses without a place, the builder reads once more."""
    try:
        value = _JSON.decode(text)
    except json.JSONDecodeError as error:
        raise json_error(text, error.pos) from None
    except ValueError:
        pass
    except RecursionError:
        _Builder(text, _json_events(text)).document()  # says where it is too deep,
        raise  # unless it was the caller who left no room
    else:
        if _is_modest(value) and not _FORBIDDEN_ESCAPE.search(text):
            return value
    return _Builder(text, _json_events(text)).document()


def _is_json(name: str) -> bool:
    return name.lower().endswith(".json")


def _is_modest(value: Any) -> bool:
    """Whether a value is no deeper and has no more values in it than is allowed."""
    level, count, depth = [value], 1, 0
    while count <= MAX_VALUES:
        level = [each for each in level if type(each) is dict or type(each) is list]
        if not level:
            return True
        depth += 1
        if depth > MAX_DEPTH:
            return False
        level = [
            below for each in level for below in (each.values() if type(each) is dict else each)
        ]
        count += len(level)
    return False


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    items = dict(pairs)
    if len(items) != len(pairs):
        raise ValueError
    return items


def _number(text: str) -> int | float:
    """The value of a number in JSON's grammar; JSON has one type of number, so 1.0 is 1."""
    if len(text) > _MAX_DIGITS:
        raise ValueError
    try:
        return int(text)
    except ValueError:
        number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return int(number) if number.is_integer() else number


_JSON: Final = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=_number, parse_float=_number, parse_constant=_number
)


def _json_events(text: str) -> Iterator[Any]:
    """A JSON text as the events libyaml would give; of well-formed text only."""
    yield ev.StreamStartEvent()
    yield ev.DocumentStartEvent()
    for token in _JSON_TOKEN.finditer(text):
        mark = Mark("", token.start(), 0, 0, None, 0)
        string, bracket, word = token.groups()
        if string:
            value = json.loads(string) if "\\" in string else string[1:-1]
            yield ev.ScalarEvent(None, None, (False, True), value, mark, None, '"')
        elif bracket:
            yield _JSON_BRACKETS[bracket](mark)
        elif _JSON_WORD.fullmatch(word):
            yield ev.ScalarEvent(None, None, (True, False), word, mark, None, "")
        else:
            raise error_at(SOURCE_SYNTAX, text, token.start())
    yield ev.DocumentEndEvent()
    yield ev.StreamEndEvent()


def _yaml_events(text: str) -> Iterator[Any]:
    # Without tags it is of no use, and libyaml's time for it is quadratic.
    if "%TAG" in text and (tag := _DIRECTIVE.search(text)):
        raise error_at(SOURCE_TAG, text, tag.start())
    return iter(CParser(text).get_event, None)


def _decode(data: bytes) -> str:
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        text = data[: error.start].decode()
        raise error_at(SOURCE_NOT_UTF8, text, len(text)) from None


def _shown(key: str) -> str:
    """A key as messages may repeat it: what is not like one may be a person's own."""
    return key if _KEY.fullmatch(key) else "…"
