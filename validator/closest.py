"""What may have been meant by a name that is not known: by its letters, or by what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeVar
from unicodedata import normalize
from urllib.parse import unquote

from validator.letters import is_too_long
from validator.model import Text

C = TypeVar("C")

_LATIN: Final = str.maketrans(
    "аеіјкорсѕухһүАВЕІЈКМНОРСЅТУХҮ",
    "aeijkopcsyxhyABEIJKMHOPCSTYXY",
)
"""Cyrillic letters and the Latin ones that look the same."""

SUGGESTIONS: Final = 50
"""Unknown names of one application for which the closest one is looked for."""

_LONGEST: Final = 60
"""Characters of a word that the closest name is looked for by."""

_LONGEST_TITLE: Final = 300
"""The same of what may be a title, typed in full."""

_QUOTES: Final = re.compile("[\"'`“”„«»‘’]")
_BLANKS: Final = re.compile(r"[\s_‐‑‒–—−-]+")
_ENDINGS: Final = re.compile(
    r"(?:[\s_]*\.(?:pdf|jpe?g?|jfif|png|heic|heif|webp|tiff?|bmp|gif|docx?|odt|rtf|txt|zip|rar|7z"
    r"|p7s|p7m|cms|sig))+$"
)
"""Endings of the files that people hand in, and of those that these are made from."""

_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_SHORTEST: Final = 4
"""Letters by which a word finds others; a shorter one finds itself."""
_SHARED: Final = 0.6
"""How much of a word another one has to begin with to be found by it: words have endings."""


def closest(word: str, known: Iterable[str]) -> str:
    """The name closest to a word, an empty text if none is close."""
    return _closest(latin(word[:_LONGEST]), tuple(known))


def latin(word: str) -> str:
    """A word as it looks, in Latin letters: who types by turns in two scripts mixes them."""
    return word.translate(_LATIN)


def as_seen(path: str) -> str:
    """A file's path as people compare it: all that is alike in it is one text.

    Capitals, blanks and what stands for them, quotation marks, a letter and its mark as one sign or
    two, letters of two scripts that look alike, and what kind of file it is called make no
    difference.
    """
    if is_too_long(path):
        return path
    plain = latin(normalize("NFC", unquote(path))).casefold()
    bare = _ENDINGS.sub("", _QUOTES.sub("", plain).strip())
    return _BLANKS.sub("_", bare)


def alike(word: str, other: str) -> bool:
    """Whether a word looks like another one and is not, as it has Cyrillic letters."""
    return word != other == latin(word)


def clauses_near(name: str, clauses: Iterable[str]) -> Sequence[str]:
    """The clause that may be proposed for a name: any other is another law, not a slip.

    It has the same numbers and letters in the same order, but for the marks between them, a part
    that is left out or one too many, and the word for the act, where there is no such act.
    """
    wanted, known = latin(name), list(clauses)
    if wanted in known:
        return [wanted]
    act, *parts = wanted.lower().split(".")
    acts = {each.partition(".")[0] for each in known}
    meant = act if act in acts else _closest(act, tuple(sorted(acts)))
    found = [
        each
        for each in known
        if _bare(each) == _bare(wanted)
        or (each.partition(".")[0] == meant and _within(parts, each.lower().split(".")[1:]))
    ]
    return found if len(found) == 1 else []


def _bare(clause: str) -> str:
    return "".join(each for each in clause.lower() if each.isalnum())


def _within(parts: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two clauses are one but for a part, of several, that only one of them has."""
    short, long = sorted((parts, others), key=len)
    if len(long) - len(short) > 1 or len(short) < min(2, len(long)):
        return False
    return any(short == [*long[:at], *long[at + 1 :]] for at in range(len(long))) or parts == others


def called(word: str, titles: Mapping[C, Text]) -> C | None:
    """What is called exactly so in some language, or by its own id but for capitals; None if two.

    Whoever fills in a form types what it says beside the field.
    """
    wanted = _plain(word[:_LONGEST_TITLE])
    found = [
        each
        for each, title in titles.items()
        if wanted in (_plain_title(str(each)), *map(_plain_title, title.values()))
    ]
    return found[0] if len(found) == 1 and wanted else None


def searched(text: str, titles: Mapping[C, Text]) -> tuple[C, ...]:
    """What most words of a text are found in, be it in an id or a title in some language.

    A word finds those that begin as it does, with another ending. The last word has to be found:
    what stands before it may be the group that it belongs to.
    """
    words = _WORD.findall(text[:_LONGEST].casefold())
    if not words:
        return ()
    found = {each: _matches(words, (str(each), *title.values())) for each, title in titles.items()}
    most = max(found.values(), default=0)
    return tuple(each for each, count in found.items() if count == most > 0)


def found_by(words: str, titles: Mapping[C, Text]) -> Mapping[C, Text]:
    """What some words find, be it by a title in some language or by an id; without words, all."""
    if not words:
        return titles
    exact = called(words, titles)
    sought = words.casefold()
    within = [each for each in titles if sought in "\n".join(_texts_of(each, titles)).casefold()]
    chosen = [exact] if exact is not None else within or searched(words, titles)
    return {each: titles[each] for each in chosen}


def _texts_of(each: C, titles: Mapping[C, Text]) -> tuple[str, ...]:
    return (str(each), *titles[each].values())


def _matches(words: list[str], texts: Iterable[str]) -> int:
    """How many words are found in texts; none unless the last is."""
    known = {each for text in texts for each in _words_of(text)}
    if not _is_found(words[-1], known):
        return 0
    return sum(_is_found(each, known) for each in words)


@lru_cache(maxsize=4096)  # of the titles, which every search goes through
def _words_of(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _is_found(word: str, known: Iterable[str]) -> bool:
    if len(word) < _SHORTEST:
        return word in known
    begun = word[: max(_SHORTEST, round(len(word) * _SHARED))]
    return any(each.startswith(begun) for each in known)


@lru_cache(maxsize=4096)  # which every word is held against
def _plain_title(text: str) -> str:
    return _plain(text)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


@lru_cache(maxsize=1024)  # one slip is often made in many applications, and the search takes 5 ms
def _closest(word: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches  # only where something is wrong

    return next(iter(get_close_matches(word, known, 1)), "")
