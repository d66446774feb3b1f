"""ASN.1 as it comes in files: bare, in Base64, or in Base64 between two lines that name it (PEM).

What is read here may be hostile, and the library that reads ASN.1 (`asn1crypto`) trusts it in
places: a tag or an object identifier without end takes it hours. So everything is walked through
once before, and what is packed in octets once more where it is unpacked.
"""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Final

MAX_BYTES: Final = 1 << 20
"""Length of the longest file that is looked at, in bytes; a signature has some four thousand."""
MAX_ELEMENTS: Final = 20_000
"""Elements in it; a signature with its certificates has some three hundred."""
MAX_DEPTH: Final = 64
_LONGEST_IDENTIFIER: Final = 64

_SEQUENCE: Final = 0x30
_OBJECT_IDENTIFIER: Final = 0x06
_INDEFINITE: Final = 0x80
_CONSTRUCTED: Final = 0x20
_GOES_ON: Final = 0x1F
_SHORTEST: Final = 2
_BOM: Final = b"\xef\xbb\xbf"
_PEM: Final = re.compile(rb"-----BEGIN ([A-Z0-9 #]{1,30})-----([^-]*)-----END \1-----")
_BLANKS: Final = b" \t\r\n\v\f"
_BEGINNINGS: Final = (bytes((_SEQUENCE,)), b"-----", b"M")
"""Bare, between two lines that name it, in Base64: all of it is one sequence."""

CERTIFICATE: Final = frozenset((b"CERTIFICATE", b"X509 CERTIFICATE"))
"""What the lines around a certificate call it."""

BROKEN: Final = (ValueError, TypeError, KeyError, IndexError, OverflowError)
"""What the library raises where elements are not what they should be."""


class Oversized(Exception):
    """A file has more bytes or elements than are looked at."""


def may_begin(head: bytes) -> bool:
    """Whether ASN.1 may begin with some bytes, in whatever way it is packed."""
    return head.removeprefix(_BOM).lstrip(_BLANKS).startswith(_BEGINNINGS)


def unwrap(data: bytes, labels: frozenset[bytes]) -> bytes | None:
    """The bytes of the ASN.1 in a file, None where there is none, or one that cannot be sound.

    Args:
        data: the file.
        labels: what the lines around may call it.

    Raises:
        Oversized: it is too long to be looked at.
    """
    if len(data) > MAX_BYTES:
        raise Oversized
    if data[:1] != bytes((_SEQUENCE,)):
        found = _decode(data.removeprefix(_BOM).strip(_BLANKS), labels)
        if found is None:
            return None
        data = found
    return data if data[:1] == bytes((_SEQUENCE,)) and is_sound(data) else None


def _decode(text: bytes, labels: frozenset[bytes]) -> bytes | None:
    if text.startswith(b"-----"):
        match = _PEM.fullmatch(text)
        if match is None or match[1] not in labels:
            return None
        text = match[2]
    try:
        return b64decode(text.translate(None, _BLANKS), validate=True)
    except ValueError:
        return None


def is_sound(data: bytes) -> bool:
    """Whether elements lie within elements to the end, none of them strange.

    Raises:
        Oversized: there are too many.
    """
    at, count = 0, 0
    # Where the elements end that are open: an indefinite one (None) at two zero bytes.
    ends: list[int | None] = [len(data)]
    limits = [len(data)]
    while True:
        while ends and ends[-1] == at:
            ends.pop()
            limits.pop()
        if not ends:
            return True
        if ends[-1] is None and data[at : at + 2] == b"\0\0":
            at += 2
            ends.pop()
            limits.pop()
            continue
        count += 1
        if count > MAX_ELEMENTS:
            raise Oversized
        header = _header(data, at, limits[-1])
        if header is None or len(ends) > MAX_DEPTH:
            return False
        at, end, constructed = header
        if constructed:
            ends.append(end)
            limits.append(limits[-1] if end is None else end)
        else:
            at = len(data) if end is None else end


def _header(data: bytes, at: int, limit: int) -> tuple[int, int | None, bool] | None:
    """Where the content of an element begins and ends, and whether it consists of elements.

    Returns:
        None where it reaches beyond `limit`, or is of a sort that no signature has.
    """
    if limit - at < _SHORTEST:
        return None
    tag, length = data[at : at + 2]
    constructed = bool(tag & _CONSTRUCTED)
    at += 2
    if tag & _GOES_ON == _GOES_ON:  # in further bytes
        return None
    if length == _INDEFINITE:
        return (at, None, True) if constructed else None
    if length > _INDEFINITE:
        width = length - _INDEFINITE
        length = int.from_bytes(data[at : at + width])
        at += width
    if at + length > limit or (tag == _OBJECT_IDENTIFIER and length > _LONGEST_IDENTIFIER):
        return None
    return at, at + length, constructed
