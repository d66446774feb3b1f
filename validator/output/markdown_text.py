"""Texts and names in Markdown that mean nothing to whatever shows it."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

from validator.words.messages import visible

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>&#|~])")
_BEGINS: Final = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")
"""What would begin a list, or make a heading of the line before."""
_LIVE: Final = re.compile(r"@(?=\w)|(?<=\w):(?=//)|(?<=\bwww)\.|\\#(?=\w)", re.IGNORECASE)
"""Where a name, an address or a number would become a link, and a name would call somebody."""
_NOTHING: Final = "<!-- -->"


def plain(text: str) -> str:
    """A text that is shown as it is: no link, no list, and nobody is called by it."""
    safe = _BEGINS.sub(_shielded, _SPECIAL.sub(r"\\\1", visible(text)))
    return _LIVE.sub(rf"\g<0>{_NOTHING}", safe).replace("$", "&#36;")


def code(text: str, *, in_table: bool = False) -> str:
    """A name in a fixed width; in a table a bar would end its cell even there."""
    safe = visible(text)
    longest = max((len(list(run)) for sign, run in groupby(safe) if sign == "`"), default=0)
    fence = "`" * (longest + 1)
    room = " " if longest or safe != safe.strip(" ") else ""
    return f"{fence}{room}{safe.replace('|', chr(92) + '|') if in_table else safe}{room}{fence}"


def bold(text: str) -> str:
    """A text of ours that is to be seen first."""
    return f"**{text}**"


def _shielded(found: re.Match[str]) -> str:
    blanks, sign = found.groups()
    return f"{blanks}{sign}{_NOTHING}" if sign.isdecimal() else f"{blanks}\\{sign}"
