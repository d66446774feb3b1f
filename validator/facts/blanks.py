"""Texts in which nothing can be seen: they say nothing, and count as absent."""

from __future__ import annotations

import re
from typing import Final

UNSEEN: Final = (
    r"\u0000-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f"
    r"\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    # Written out, since regular expressions have no common escape for them.
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Signs without a shape of their own, for a class of a regular expression.

White space, controls, joiners, direction marks, fillers and selectors of variants. Python's own
tables would say it differently from version to version.
"""

_BLANK: Final = re.compile(f"[{UNSEEN}]*")


def is_blank(text: str) -> bool:
    """Whether a text shows nothing to a reader."""
    return _BLANK.fullmatch(text) is not None
