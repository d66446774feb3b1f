"""Lints of texts and of the file as a text: translations, stray spaces, comments, the modeline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from validator.editor.lint.spec_paths import lines
from validator.editor.own_schemas import MODELINE
from validator.errors import Fault
from validator.model import CYRILLIC, LANGUAGES, declare
from validator.places import pointer
from validator.standard.read_specs import Read
from validator.standard.spec_file import SpecFile

LINT_NO_MODELINE = declare("lint_no_modeline", line=str)
LINT_COMMENT_IN_TEXT = declare("lint_comment_in_text")
LINT_SAME_TEXT = declare("lint_same_text", language=str, other=str)
LINT_OTHER_SCRIPT = declare("lint_other_script", what=str)
LINT_STRAY_SPACE = declare("lint_stray_space")

_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_LATIN: Final = re.compile("[A-Za-z]")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_STRAY: Final = re.compile(r"^\s|\s$|[\t\n\xa0]|  ")

# A plain text ends at " #", without a word of warning: what follows is a comment.
_COMMENT: Final = re.compile(
    rf"^\s*(?:- )?(?:{'|'.join(LANGUAGES)}):\s+(?![\"'>|{{\[#&*!])\S.*?(\s#)"
)


def modeline(read: Read, file: SpecFile[Any]) -> Iterator[Fault]:
    """The first lines tell an editor the schema of the file."""
    wanted = f"{read.sort}.schema.json"
    found = MODELINE.search(file.data.decode("utf-8-sig", "replace"))
    if found is None or found[1].rpartition("/")[2] != wanted:
        deep = len(file.path.parts) - 3  # below the edition, or beside it
        line = f"# yaml-language-server: $schema={'../' * abs(deep)}schemas/{wanted}"
        yield Fault(LINT_NO_MODELINE(line=line), file.shown, 1, 1)


def comment_in_text(read: Read, file: SpecFile[Any]) -> Iterator[Fault]:  # noqa: ARG001
    """A text without quotes is cut off by a number sign."""
    for number, line in enumerate(lines(file.data), 1):
        if (found := _COMMENT.match(line)) is not None:
            column = found.start(1) + 2
            yield Fault(LINT_COMMENT_IN_TEXT(), file.shown, number, column)


def untranslated(read: Read, file: SpecFile[Any]) -> Iterator[Fault]:  # noqa: ARG001
    """A text says the same in two languages, or is written in the letters of another one."""
    for place, text in texts(file.value):
        said = {lang: " ".join(str(text[lang]).split()) for lang in LANGUAGES if lang in text}
        for lang, wording in said.items():
            if (other := _same(lang, said)) is not None:
                where = f"{place}/{lang}"
                yield file.fault(where, LINT_SAME_TEXT, language=lang, other=other)
            elif _in_other_script(lang, wording):
                yield file.fault(f"{place}/{lang}", LINT_OTHER_SCRIPT, what=lang)


def stray_space(read: Read, file: SpecFile[Any]) -> Iterator[Fault]:  # noqa: ARG001
    """A text begins or ends with a space, or holds a line break or two spaces in a row."""
    for place, text in texts(file.value):
        for lang in (lang for lang in LANGUAGES if isinstance(text.get(lang), str)):
            if text[lang].strip() and _STRAY.search(text[lang]):
                yield file.fault(f"{place}/{lang}", LINT_STRAY_SPACE)


def texts(value: Any, place: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Pointer and wordings of every text of a spec file, broken ones among them."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from texts(each, f"{place}/{index}")
    elif isinstance(value, dict):
        if any(lang in value for lang in LANGUAGES):
            yield place, value
        for key, each in value.items():
            if isinstance(each, dict | list):
                yield from texts(each, place + pointer(key))


def _same(lang: str, said: Mapping[str, str]) -> str | None:
    """The earlier language with the same words; a single word may well be shared by two."""
    wording = said[lang]
    count = len(_WORD.findall(wording))
    for other in LANGUAGES[: LANGUAGES.index(lang)]:
        both_latin = lang not in CYRILLIC and other not in CYRILLIC
        enough = 2 if both_latin or _CYRILLIC.search(wording) else 1
        if said.get(other) == wording and count >= enough:
            return other
    return None


def _in_other_script(lang: str, wording: str) -> bool:
    own, other = (_CYRILLIC, _LATIN) if lang in CYRILLIC else (_LATIN, _CYRILLIC)
    words = len(_WORD.findall(wording))
    return words > 1 and other.search(wording) is not None and own.search(wording) is None
