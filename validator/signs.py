"""Signs that nobody sees, and how they are called.

Written out, for Python's own tables say it differently from version to version.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

INVISIBLE: Final = (
    r"\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f"
    r"\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    # Written out, since regular expressions have no common escape for them.
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Signs without a shape of their own, for a class of a regular expression, but for the usual ones.

Joiners, direction marks, fillers, selectors of variants, rare kinds of white space.
"""

UNSEEN: Final = rf"\u0000-\u0020\u007f-\u00a0{INVISIBLE}"
"""All of them.

Space, line breaks, controls and the space that does not break are among them.
"""

_HIDDEN: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
"""Categories of what steers how a text is shown, of halves of signs, and of what has no shape."""

_NEVER_SHOWN: Final = re.compile(
    "[\ufdd0-\ufdef\ufffe\uffff\U00013430-\U0001345f\U000e0000-\U000e0fff]"
)
"""The same of what Unicode has had a name for since some Python, or never will."""

_NAMES: Final = {"\0": "NULL", "\x7f": "DELETE", "\x85": "NEXT LINE", "\x1b": "ESCAPE"}
"""Of controls, which Unicode gives none."""


def is_hidden(sign: str) -> bool:
    """Whether a sign is shown by its number, so that nothing in a text goes unseen.

    A sign that this Python does not know yet is a letter or a picture for a later one.
    """
    return unicodedata.category(sign) in _HIDDEN or _NEVER_SHOWN.match(sign) is not None


def name_of_sign(sign: str) -> str:
    """Its number and its name in Unicode: `U+200B ZERO WIDTH SPACE`."""
    return f"U+{ord(sign):04X} {unicodedata.name(sign, _NAMES.get(sign, ''))}".rstrip()
