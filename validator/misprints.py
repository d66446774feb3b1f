"""Where a text cannot be read, and which sign that nobody sees is to blame."""

from __future__ import annotations

import re
from typing import Any, Final

from validator.errors import SourceError
from validator.model import Arg, Declared, declare
from validator.places import lines_of, position
from validator.signs import INVISIBLE, name_of_sign

SOURCE_EMPTY = declare("source_empty")
SOURCE_SYNTAX = declare("source_syntax")
SOURCE_TAB = declare("source_tab")
SOURCE_FALSE_SPACE = declare("source_false_space")
SOURCE_INVISIBLE = declare("source_invisible", sign=str)
SOURCE_LINE_BREAK = declare("source_line_break", sign=str)
SOURCE_CHARACTER = declare("source_character", sign=str)

_LINE_BREAK: Final = re.compile("[\x85\u2028\u2029]")
"""Where YAML 1.1 begins a new line and YAML 1.2 does not: what is a comment hangs on it."""

_UNPRINTABLE: Final = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]")
_ODD: Final = "&*!\\\xa0"  # without one there is no anchor, alias, tag, escape or false space

_TAB: Final = re.compile(r"^[ -]*(?=\t)", re.MULTILINE)
_FALSE_SPACE: Final = re.compile(r"^[ -]*(?=\xa0)|:(?=\xa0)", re.MULTILINE)
_FALSE_START: Final = re.compile(rf"(?:^[ -]*|[\"':\]}}])(?=[{INVISIBLE}])", re.MULTILINE)
"""Where such a sign spoils an indent, or what follows a value."""

_FALSE_EDGE: Final = re.compile(r"-?\xa0.*|.*\xa0", re.DOTALL)
"""A key that a false space has become a part of."""

_EDGE: Final = re.compile(rf"[\xa0{INVISIBLE}]*")


def error_at(key: Declared, text: str, index: int, /, **args: Arg) -> SourceError:
    """An error with the line and the column of a place in a text."""
    line, column = position(lines_of(text), index)
    return SourceError(key(**args), line, column)


def has_odd_signs(text: str) -> bool:
    """Whether any of its values may not be what it seems to be; most texts have none."""
    if any(sign in text for sign in _ODD):
        return True
    return not text.isascii() and _INVISIBLE.search(text) is not None


def refuse_ambiguous(text: str) -> None:
    """Refuses a YAML text that two common readers take for two texts.

    Raises:
        SourceError: there is such a sign in it.
    """
    if text.isascii():
        return
    if found := _LINE_BREAK.search(text):
        raise _sign_at(SOURCE_LINE_BREAK, text, found.start())
    if text.startswith("\ufeff"):  # libyaml passes over a second mark, and others do not
        raise _sign_at(SOURCE_INVISIBLE, text, 0)


def check_key(text: str, index: int, key: str) -> None:
    """Whether a key without quotes is what it seems to be.

    Args:
        index: where in the text it begins.

    Raises:
        SourceError: there is something in it that cannot be seen.
    """
    if _FALSE_EDGE.fullmatch(key):
        raise error_at(SOURCE_FALSE_SPACE, text, index)
    if found := _INVISIBLE.search(key):
        raise _sign_at(SOURCE_INVISIBLE, text, text.index(found[0], index))


def without_edges(value: str) -> str:
    """A text without the signs around it that cannot be seen."""
    before, behind = _EDGE.match(value), _EDGE.match(value[::-1])
    return value[before.end() : len(value) - behind.end()] if before and behind else value


def edge_error(text: str, index: int, value: str) -> SourceError:
    """What spoils a number or a word, a text without quotes that begins at a place."""
    if found := _INVISIBLE.search(value):
        return _sign_at(SOURCE_INVISIBLE, text, text.index(found[0], index))
    return error_at(SOURCE_FALSE_SPACE, text, index)


def yaml_error(text: str, index: int, error: Any) -> SourceError:
    """What is wrong where reading failed; what cannot be seen, there or a line before, is named.

    Args:
        error: what libyaml says of it.
    """
    start = text.rfind("\n", 0, index) + 1
    end = len(text) if (found := text.find("\n", index)) < 0 else found
    if tab := _TAB.search(text, start, end):
        return error_at(SOURCE_TAB, text, tab.end())
    before = text.rfind("\n", 0, max(0, start - 1)) + 1
    if space := _FALSE_SPACE.search(text, before, end):
        return error_at(SOURCE_FALSE_SPACE, text, space.end())
    if sign := _FALSE_START.search(text, before, end):
        return _sign_at(SOURCE_INVISIBLE, text, sign.end())
    from validator.yaml_slips import slip_of  # few texts need it

    slip = slip_of(text, error) if getattr(error, "problem_mark", None) else None
    if slip is not None:
        return error_at(slip.message, text, slip.index, **slip.args)
    return error_at(SOURCE_SYNTAX, text, index)


def unprintable_error(text: str) -> SourceError | None:
    """The first sign that no text may hold, which libyaml refuses without a place."""
    found = _UNPRINTABLE.search(text)
    return found and _sign_at(SOURCE_CHARACTER, text, found.start())


def json_error(text: str, index: int) -> SourceError:
    """What is wrong where reading JSON failed."""
    if not text.strip():
        return error_at(SOURCE_EMPTY, text, index)
    for signs, key in ((_UNPRINTABLE, SOURCE_CHARACTER), (_INVISIBLE, SOURCE_INVISIBLE)):
        if signs.match(text, index):
            return _sign_at(key, text, index)
    if text.startswith("\xa0", index):
        return error_at(SOURCE_FALSE_SPACE, text, index)
    return error_at(SOURCE_SYNTAX, text, index)


def _sign_at(key: Declared, text: str, index: int) -> SourceError:
    return error_at(key, text, index, sign=name_of_sign(text[index]))
