"""What looks like an application or a record and is none: by its name, for nothing is opened."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from validator.bundle.entries import MANIFESTS
from validator.closest import latin
from validator.letters import is_too_long
from validator.model import Message, declare

LOOKS_LIKE_APPLICATION = declare("looks_like_application", what=str, name=str)

_NAME: Final = re.compile(
    r"""(?P<stem>application|record)
    (?:\ ?\([0-9]+\))?                                # a browser's second copy
    (?:(?P<ending>\.(?:ya?ml|json))(?P<behind>[^a-z].*)?|(?P<document>\.(?:docx?|odt|rtf|txt))?)""",
    re.VERBOSE | re.DOTALL,
)
_ARCHIVE: Final = re.compile(
    r".\.(?:rar|r[0-9]{2}|7z|zipx|z[0-9]{2}|(?:zip|7z)\.[0-9]{3}|tar(?:\.[a-z0-9]+)?|t[bgx]z2?)$"
)
_USUAL: Final = MANIFESTS[0]


def looks_like(name: str) -> Message | None:
    """Why a file of this name is no application although it looks like one; None of all others.

    Args:
        name: without folders; it is none of `MANIFESTS`.
    """
    if is_too_long(name):
        return None
    bare = latin(name.strip()).casefold()
    if _ARCHIVE.search(bare):
        return LOOKS_LIKE_APPLICATION(what="archive", name=_USUAL)
    found = _NAME.fullmatch(bare)
    if found is None or found["stem"] != "application":
        return None
    right = _right(found)
    return LOOKS_LIKE_APPLICATION(what=_difference(name, right, found), name=right)


def meant_for_record(name: str) -> str | None:
    """The name that a file was to have if it is meant for the provider's record; else None.

    Args:
        name: without folders; it is none of `RECORDS`.
    """
    found = None if is_too_long(name) else _NAME.fullmatch(latin(name.strip()).casefold())
    return None if found is None or found["stem"] != "record" else _right(found)


def manifest_like(names: Iterable[str]) -> tuple[str, ...]:
    """The files among some, by their paths, that may have been meant for the application's.

    Archives are among them, and a manifest or a zip that lies where nobody looks for one.
    """
    return tuple(each for each in sorted(names) if _may_be_meant(each.rpartition("/")[2]))


def _may_be_meant(name: str) -> bool:
    return name in MANIFESTS or name.lower().endswith(".zip") or looks_like(name) is not None


def _right(found: re.Match[str]) -> str:
    return found["stem"] + (found["ending"] or ".yaml")


def _difference(name: str, right: str, found: re.Match[str]) -> str:
    """What is wrong with the name of a manifest."""
    if found["ending"] is None:
        return "document" if found["document"] else "ending"
    if not name.isascii():
        return "letters"
    return "case" if name.casefold() == right else "ending"
