"""Letters and the forms that are compared, the same whichever Unicode a Python brings.

Versions of Python know different letters. What is told and compared rests on Unicode 3.2, which
each of them has; a sign that is newer stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final
from unicodedata import normalize, ucd_3_2_0

_REMEMBERED: Final = 4096
"""Signs and words that are kept: an alphabet or two, and what files are called by."""

_KEPT: Final = "LMN"
"""Categories of what tells one text from another: letters, marks and digits."""

_ALSO_KEPT: Final = "@/"

_CYRILLIC: Final = str.maketrans(
    {
        **dict(zip("абвгғдежзийкқлмнңопрстуфхһыіэ", "abvggdejziikklmnnoprstufhhiie", strict=True)),
        **dict(zip("әөұүцчшщıº", "aouuccssio", strict=True)),
        "ю": "iu",
        "я": "ia",
        "ъ": "",
        "ь": "",
    }
)
"""Latin letters for Cyrillic ones; those that several ways of writing tell apart are one here."""

_SPELLINGS: Final = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        ("shch|sch|sh", "s"),
        ("ch|t[sz]", "c"),
        ("d?zh", "j"),
        ("kh", "h"),
        ("gh", "g"),
        ("ng", "n"),
        ("ph", "f"),
        ("ck|q", "k"),
        ("w", "v"),
        ("x", "ks"),
        ("[iy]+(?=[aeou])", ""),
        ("[iy]+", "i"),
        (r"(.)\1+", r"\1"),
    )
)
"""What one letter is written by in different Latin spellings, as one of them."""


MAX_NAME: Final = 255
MAX_PATH: Final = 1000
"""How many characters a file's name has at most, and with the folders it lies in.

Judged before anything is done to a name: what brings its letters into one form takes time that
grows with the square of their number.
"""


class _Table(dict[int, str]):
    """What each sign becomes, found out when it is first met."""

    def __init__(self, made: Callable[[str], str]) -> None:
        super().__init__()
        self._made = made

    def __missing__(self, code: int) -> str:
        found = self._made(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = found
        return found


def _category(sign: str) -> str:
    return ucd_3_2_0.category(sign)


def _in_one_form(sign: str) -> str:
    if _category(sign) == "Cn":  # unknown then
        return sign
    return normalize("NFKD", normalize("NFKD", sign).casefold())


def _without_marks_between(sign: str) -> str:
    """A sign as it is compared; nothing for what stands between words."""
    number = ucd_3_2_0.decimal(sign, None)
    if number is not None:
        return str(number)
    folded = _in_one_form(sign)
    return "".join(
        each
        for each in folded
        if _category(each)[0] in _KEPT or each in _ALSO_KEPT or _category(each) == "Cn"
    )


_COMPARED: Final = _Table(_without_marks_between)
_FOLDED: Final = _Table(_in_one_form)
_WORDS: Final = _Table(lambda sign: sign if _category(sign)[0] in "LM" else " ")


def is_too_long(path: str) -> bool:
    """Whether no file can have such a name."""
    return len(path) > MAX_PATH or any(len(name) > MAX_NAME for name in path.split("/"))


def as_file_name(text: str) -> str:
    """A text in the form in which names of files are compared; as it is where none can be so."""
    return text if text.isascii() or is_too_long(text) else normalize("NFC", text)


def folded(text: str) -> str:
    """A text as it is compared whatever its case or its form; `casefold` of Unicode 3.2."""
    return text.translate(_FOLDED)


def compared(text: str) -> str:
    """The letters and digits of a text in one form, without what stands between them."""
    return text.translate(_COMPARED)


def with_origins(text: str) -> tuple[str, list[int]]:
    """The same, and for each of its characters the index of the one that it comes from."""
    made: list[str] = []
    origins: list[int] = []
    for index, sign in enumerate(text):
        kept = _COMPARED[ord(sign)]
        made.append(kept)
        origins += [index] * len(kept)
    return "".join(made), origins


def only_words(text: str) -> str:
    """A text with a space in place of each sign that is no letter; as long as it was."""
    return text.translate(_WORDS)


def is_capital(letter: str) -> bool:
    """Whether it is the large form of another letter."""
    return _FOLDED[ord(letter)] != letter and _category(letter) in ("Lu", "Lt")


@lru_cache(maxsize=_REMEMBERED)
def spelling(word: str) -> str:
    """A word as it sounds, alike in Cyrillic letters and in the usual Latin spellings of them.

    `Ержан`, `Yerzhan` and `Erjan` have one.
    """
    sounds = "".join(each for each in compared(word) if _category(each)[0] != "M")
    sounds = sounds.translate(_CYRILLIC)
    for pattern, letters in _SPELLINGS:
        sounds = pattern.sub(letters, sounds)
    return sounds
