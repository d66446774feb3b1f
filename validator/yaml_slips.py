"""What somebody who types YAML gets wrong, told by its own name and where it was done.

libyaml stops where it can go on no longer, which may be lines below the slip: a quote that is not
closed ends at the next one. So the place is looked for from there backwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from validator.frozen import frozen
from validator.model import Declared, declare

SOURCE_QUOTE = declare("source_quote", sign=str)
SOURCE_AFTER_QUOTE = declare("source_after_quote", sign=str)
SOURCE_BACKSLASH = declare("source_backslash")
SOURCE_DASH = declare("source_dash", sign=str)
SOURCE_COLON = declare("source_colon", key=str)
SOURCE_COLON_MISSING = declare("source_colon_missing", key=str)
SOURCE_COLON_IN_TEXT = declare("source_colon_in_text")
SOURCE_BRACKET = declare("source_bracket", sign=str)
SOURCE_FIRST_SIGN = declare("source_first_sign", sign=str)
SOURCE_INDENT = declare("source_indent")

_KEY: Final = r"(?![A-Za-z0-9_.]*[0-9]{6})[A-Za-z_$][A-Za-z0-9_.$]{0,39}"
_DASH: Final = re.compile(r"^ *([‐‑‒–—−])(?=\s)")
_COLON: Final = re.compile(rf"^ *(?:- +)*({_KEY})(?::(?=[^\s/\\:])|：)")
_NO_COLON: Final = re.compile(
    rf"^ *(?:- +)*(?P<sign>[\"']?)(?P<key>{_KEY})(?P=sign)(?=\s|$)(?!.*:(?:\s|$))"
)
_BEFORE: Final = re.compile(r" *(?:- +)*")
_OPENING: Final = re.compile(r"""^ *(?:- +)*(?:[^\s"'#:]+: +)?(["'])(?:(?!\1).)*$""")
_CLOSED: Final = re.compile(r"""(["'])(?:(?!\1).)*\1 *$""")
_PAIR: Final = re.compile(r"[^\s:]: ")


_SAID: Final = {
    "found character that cannot start": SOURCE_FIRST_SIGN,
    "found unknown escape": SOURCE_BACKSLASH,
    "mapping values are not allowed": SOURCE_INDENT,
    "did not find expected": SOURCE_INDENT,
}
"""What libyaml's problems come to, by how they begin."""


@frozen
class Slip:
    """A slip and where in the text it was done.

    Attributes:
        args: of its message.
    """

    message: Declared
    index: int
    args: dict[str, str]


def slip_of(text: str, error: Any) -> Slip | None:
    """The slip behind an error of libyaml that has a place; None for one without a name."""
    at: int = error.problem_mark.index
    found = _quote(text, error, at) or _of_lines(text, error, at) or _without_colon(text, error, at)
    if found is not None:
        return found
    if str(error.context).startswith("while parsing a flow"):
        opened = max(text.rfind("[", 0, at), text.rfind("{", 0, at))
        if "node" not in error.context:  # or else libyaml does not tell where it began
            opened = error.context_mark.index
        return Slip(SOURCE_BRACKET, opened, {"sign": text[opened]})
    problem = str(error.problem)
    if problem.startswith("mapping values") and _PAIR.search(text, _start(text, at), at):
        return Slip(SOURCE_COLON_IN_TEXT, at, {})
    said = next((each for begun, each in _SAID.items() if problem.startswith(begun)), None)
    if said is None:
        return None
    return Slip(said, at, {"sign": text[at]} if said is SOURCE_FIRST_SIGN else {})


def _quote(text: str, error: Any, at: int) -> Slip | None:
    """A quote that is not closed where its value ends, or behind which something stands."""
    if str(error.context) == "while scanning a quoted scalar":
        opened: int = error.context_mark.index
        return Slip(SOURCE_QUOTE, opened, {"sign": text[opened]})
    start = _start(text, at)
    before = text[start:at]
    if (closed := _CLOSED.search(before)) and not _OPENING.match(before):
        return Slip(SOURCE_AFTER_QUOTE, at, {"sign": closed[1]})
    signs = {sign for sign in "\"'" if sign in before}
    for begin, line in _lines_above(text, start):
        if (found := _OPENING.match(line)) and found[1] in signs:
            return Slip(SOURCE_QUOTE, begin + found.start(1), {"sign": found[1]})
        signs -= {sign for sign in signs if sign in line}
        if not signs:
            return None
    return None


def _of_lines(text: str, error: Any, at: int) -> Slip | None:
    """A slip on the line where reading failed, where it had begun, or the one above."""
    context = getattr(error.context_mark, "index", at)
    starts = [_start(text, context), _start(text, at)]
    starts += islice((at for at, line in _lines_above(text, starts[-1]) if line.strip()), 1)
    for start in dict.fromkeys(starts):
        line = text[start : _end(text, start)]
        if found := _DASH.match(line):
            return Slip(SOURCE_DASH, start + found.start(1), {"sign": found[1]})
        if found := _COLON.match(line):
            return Slip(SOURCE_COLON, start + found.end(), {"key": found[1]})
    return None


def _without_colon(text: str, error: Any, at: int) -> Slip | None:
    """A key without its colon: libyaml takes it for a text that the next lines go on with."""
    if str(error.problem).startswith("could not find expected ':'"):
        below = _end(text, error.context_mark.index) + 1
        depth = _depth(text[_start(text, below - 1) : below])
    elif str(error.problem).startswith("mapping values"):
        below = _start(text, at)
        depth = _depth(text[below:at])
    else:
        return None
    above = ((begin, _without_comment(line)) for begin, line in _lines_above(text, below))
    lines = [(begin, line, _depth(line)) for begin, line in above if line]
    begin, line, depth = next((each for each in lines if each[2] <= depth), (0, "", 0))
    found = _NO_COLON.match(line)
    around = next((said for at_, said, deep in lines if at_ < begin and deep < depth), ":")
    # Below a key that has its value already it is more of that value's text.
    if found is None or not around.endswith(":"):
        return None
    return Slip(SOURCE_COLON_MISSING, begin + found.end(), {"key": found["key"]})


def _without_comment(line: str) -> str:
    bare = line.partition(" #")[0].rstrip()
    return "" if bare.lstrip().startswith("#") else bare


def _depth(line: str) -> int:
    """Where the first key or text of a line begins, behind the hyphens of lists."""
    found = _BEFORE.match(line)
    return found.end() if found else 0


def _lines_above(text: str, start: int) -> Iterator[tuple[int, str]]:
    """The lines above a line with where each begins, the nearest first."""
    while start > 0:
        end = start - 1
        start = _start(text, end)
        yield start, text[start:end]


def _start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _end(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found
