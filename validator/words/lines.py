"""How wide the lines are that people read, and where they are broken: never inside a word."""

from __future__ import annotations

import textwrap
from typing import Final

WIDTH: Final = 80
"""Columns where nobody says another width."""


def folded(text: str, width: int, indent: str = "") -> str:
    """A line broken at blanks alone, what follows the first one indented."""
    return textwrap.fill(
        text,
        max(1, width),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
