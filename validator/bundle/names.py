"""What the members of a zip are called, in whichever of the encodings of their names.

A name is UTF-8, or in the code page of old archivers; a second one, in a Unicode Path field, gives
it where that code page lacks a letter. A second name that says anything else would show one file
under two names: of two programs, one asks the field.
"""

from __future__ import annotations

import zlib
from struct import Struct
from typing import Final

from validator.bundle.entries import Refused
from validator.bundle.headers import UTF8, Header, ambiguous

_CODE_PAGES: Final = ("cp866", "cp1251", "ascii")
"""Of Windows, for its command line and for its windows; and of one without Cyrillic letters."""

_STAND_INS: Final = "?_"
_LOOK_ALIKES: Final = {"і": "i", "І": "I", "һ": "h", "Һ": "H"}
"""What archivers write for a letter that a code page lacks."""

_SECOND: Final = Struct("<BL")  # its version, and the checksum of the first name


def first_name(header: Header) -> str:
    """UTF-8 where the archive says so or the bytes are, else CP866, as Windows archivers write.

    Raises:
        Refused: the archive says UTF-8, and it is not.
    """
    try:
        return header.name.decode()
    except UnicodeDecodeError:
        if header.flags & UTF8:
            raise Refused(ambiguous("name")) from None
        return header.name.decode("cp866")


def name_of(header: Header) -> str:
    """The name of a member.

    Raises:
        Refused: it has two.
    """
    first = first_name(header)
    names = {_second_name(header.name, field) for field in header.second} or {first}
    name = names.pop()
    if names or not (name == first or _stands_for(header, name)):
        raise Refused(ambiguous("name"))
    return name


def _second_name(first: bytes, field: bytes) -> str:
    """The name in a Unicode Path field, which has to be one for this first name."""
    if len(field) > _SECOND.size and _SECOND.unpack_from(field) == (1, zlib.crc32(first)):
        try:
            return field[_SECOND.size :].decode()
        except UnicodeDecodeError:
            pass
    raise Refused(ambiguous("name"))


def _stands_for(header: Header, name: str) -> bool:
    """Whether the first name is the second one, but for letters that its code page lacks."""
    return not header.flags & UTF8 and any(
        _is_short_of(header.name, name, page) for page in _CODE_PAGES
    )


def _is_short_of(first: bytes, name: str, page: str) -> bool:
    written: list[tuple[bytes, ...]] = []
    for letter in name:
        try:
            written.append((letter.encode(page),))
        except UnicodeEncodeError:
            others = _STAND_INS + _LOOK_ALIKES.get(letter, "")
            # Windows counts a letter beyond the first 65,536 as two.
            written += [tuple(each.encode() for each in others)] * (1 + (letter > "\uffff"))
    return len(first) == len(written) and all(
        first[at : at + 1] in allowed for at, allowed in enumerate(written)
    )
