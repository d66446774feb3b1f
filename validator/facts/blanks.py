"""Texts in which nothing can be seen: they say nothing, and count as absent."""

from __future__ import annotations

import re
from typing import Final

from validator.signs import UNSEEN

_BLANK: Final = re.compile(f"[{UNSEEN}]*")


def is_blank(text: str) -> bool:
    """Whether a text shows nothing to a reader."""
    return _BLANK.fullmatch(text) is not None
