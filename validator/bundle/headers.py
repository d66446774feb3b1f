"""What a zip says of its members, in both places where it says so, and only if both agree.

Programs read a zip in two ways: by the directory at its end, or from the front, header by header.
Strict installers of packages refuse one that the two ways take for different archives; their rules
are kept here, in one pass over the headers. The standard library reads the directory alone, and
what it refuses changes from version to version.

Names and numbers are those of PKWARE's APPNOTE, chapter 4.3.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from struct import Struct
from typing import IO, Final, NoReturn

from validator.bundle.entries import Limits, Refused, broken, over
from validator.frozen import frozen
from validator.model import Location, Problem, declare

ARCHIVE_TOO_LARGE = declare("archive_too_large", limit=int, what=str)
ARCHIVE_AMBIGUOUS = declare("archive_ambiguous", what=str, file=str | None)

STORED: Final = 0
DEFLATED: Final = 8
ENCRYPTED: Final = 0x2041  # the data, by strong encryption, or the headers
DESCRIBED: Final = 0x8  # checksum and lengths stand behind the data
UTF8: Final = 0x800
_KNOWN_FLAGS: Final = ENCRYPTED | DESCRIBED | UTF8 | 0x6  # and how hard it was pressed

ZIP64: Final = 0x0001
UNICODE_PATH: Final = 0x7075
_FIELDS: Final = frozenset(
    # Times and owners, twice; rights of Windows; a comment's second wording; Java; room to align.
    (ZIP64, UNICODE_PATH, 0x000A, 0x5455, 0x5855, 0x7855, 0x7875, 0x4453, 0x6375, 0xCAFE, 0xD935)
)
"""Fields that tell nothing of a name, a kind or the data, or that are read here."""

_LOCAL: Final = Struct("<4s2B4H3L2H")
_LISTED: Final = Struct("<4sH2B4H3L5H2L")
_END: Final = Struct("<4s4H2LH")
_END64: Final = Struct("<4sQ2H2L4Q")
_LOCATOR: Final = Struct("<4sLQL")
_DESCRIPTOR: Final = Struct("<4s3L")
_FIELD: Final = Struct("<2H")
_LONG: Final = Struct("<Q")
_LONGEST_END: Final = _END.size + 0xFFFF
_FULL: Final = 0xFFFFFFFF
"""Stands where a number is told in the field `ZIP64`."""

_NEWEST: Final = 45  # the version that ZIP64 needs; more is for what is not taken


@frozen
class Header:
    """A member of a zip.

    Attributes:
        name: as it stands, in an encoding that `flags` tells.
        second: the contents of the Unicode Path fields.
        crc: the data's CRC-32.
        packed: how many bytes they take up in the archive, from `start` on.
        size: how many bytes they are.
        attributes: of the system that packed them; Unix keeps its own in the upper half.
        offset: where the member begins.
    """

    name: bytes
    second: tuple[bytes, ...]
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    attributes: int
    offset: int
    start: int = 0


@frozen
class _End:
    """Where the directory is, how long it is in bytes, and how many members it lists."""

    start: int
    length: int
    count: int


def ambiguous(what: str, file: str = "") -> Problem:
    args = {"file": file} if file else {}
    return Problem(ARCHIVE_AMBIGUOUS(what=what, **args), Location(file))


def list_headers(file: IO[bytes], limits: Limits) -> tuple[list[Header], int]:
    """The members of a zip in the order of its directory, and where that begins.

    Raises:
        Refused: it is no zip, is damaged, is over a limit, or has what not every program knows.
    """
    end = _find_end(file, limits)
    file.seek(end.start)
    return list(_list(file.read(end.length), end.count)), end.start


def confirm_headers(file: IO[bytes], listed: Collection[Header], limit: int) -> list[Header]:
    """The members in the order of the directory, as their own headers have them.

    Args:
        limit: where the directory begins; the members take up everything before it.

    Raises:
        Refused: a header says something else than the directory, or is one too few or too many.
    """
    confirmed = {}
    at = 0
    for header in sorted(listed, key=lambda header: header.offset):
        if header.offset != at:
            _refuse("gap" if header.offset > at else "overlap")
        confirmed[at], at = _confirm(file, header, limit)
    if at != limit:
        _refuse("gap")
    return [confirmed[header.offset] for header in listed]


def _refuse(what: str) -> NoReturn:
    raise Refused(ambiguous(what))


def _find_end(file: IO[bytes], limits: Limits) -> _End:
    """The end of a zip, which has to be the only one that any reader can find."""
    size = file.seek(0, os.SEEK_END)
    if size > limits.max_archive_bytes:
        raise Refused(over(ARCHIVE_TOO_LARGE, "archive", limits.max_archive_bytes))
    before = max(0, size - _LONGEST_END - _LOCATOR.size - _END64.size)
    file.seek(before)
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        raise Refused(broken())
    _, disk, first, here, count, length, start, comment = _END.unpack_from(tail, at)
    if at + _END.size + comment != len(tail):
        _refuse("behind")
    if disk or first or here != count:
        _refuse("feature")
    end, stop = _End(start, length, count), before + at
    if tail.startswith(b"PK\6\7", max(0, at - _LOCATOR.size)):
        end, stop = _find_end64(tail, at - _LOCATOR.size, end, before)
    if end.count > limits.max_members:
        raise Refused(over(ARCHIVE_TOO_LARGE, "members", limits.max_members))
    if end.length > limits.max_directory_bytes:
        raise Refused(over(ARCHIVE_TOO_LARGE, "directory", limits.max_directory_bytes))
    if end.start + end.length != stop:
        _refuse("gap")
    return end


def _find_end64(tail: bytes, at: int, short: _End, before: int) -> tuple[_End, int]:
    """The end as its ZIP64 record tells it, and where that begins.

    Args:
        at: where in the archive's tail the record's locator is.
        short: what the short record says; it may leave each number to the other.
        before: how much of the archive comes before the tail.
    """
    record = at - _END64.size
    if record < 0:
        raise Refused(broken())
    _, disk, offset, disks = _LOCATOR.unpack_from(tail, at)
    mark, length, _, _, this, first, here, count, size, start = _END64.unpack_from(tail, record)
    if mark != b"PK\6\6" or (offset, length) != (before + record, _END64.size - 12):
        raise Refused(broken())
    if disk or this or first or disks > 1 or here != count:
        _refuse("feature")
    for told, full, own in (
        (short.count, 0xFFFF, count),
        (short.length, _FULL, size),
        (short.start, _FULL, start),
    ):
        if told not in (full, own):
            _refuse("twice")
    return _End(start, size, count), before + record


def _list(data: bytes, count: int) -> Iterator[Header]:
    """The members as the directory lists them, without where their data begin."""
    at = 0
    for _ in range(count):
        if len(data) - at < _LISTED.size:
            raise Refused(broken())
        mark, _, version, rest, flags, method, _, _, crc, packed, size, *lengths = (
            _LISTED.unpack_from(data, at)
        )
        name, fields, comment, disk, _, attributes, offset = lengths
        at += _LISTED.size
        if mark != b"PK\1\2" or len(data) - at < name + fields + comment:
            raise Refused(broken())
        if disk or flags & ~_KNOWN_FLAGS or _is_strange(method, version, rest):
            _refuse("feature")
        read = {} if flags & ENCRYPTED else _fields(data[at + name : at + name + fields])
        size, packed, offset = _long(read, size, packed, offset)
        own = (read[UNICODE_PATH],) if UNICODE_PATH in read else ()
        yield Header(
            data[at : at + name], own, flags, method, crc, packed, size, attributes, offset
        )
        at += name + fields + comment
    if at != len(data):
        _refuse("gap")


def _is_strange(method: int, version: int, system: int) -> bool:
    """Whether it asks for more than its method needs; some programs then pass it over."""
    return method in (STORED, DEFLATED) and (version > _NEWEST or system != 0)


def _fields(data: bytes) -> dict[int, bytes]:
    """The extra fields of a member by their ids; what an unknown one may say is not guessed."""
    found: dict[int, bytes] = {}
    at = 0
    while at < len(data):
        if len(data) - at < _FIELD.size:
            raise Refused(broken())
        key, length = _FIELD.unpack_from(data, at)
        at += _FIELD.size
        if len(data) - at < length:
            raise Refused(broken())
        if key in found:
            _refuse("twice")
        if key not in _FIELDS:
            _refuse("feature")
        found[key] = data[at : at + length]
        at += length
    return found


def _long(fields: dict[int, bytes], *numbers: int) -> list[int]:
    """Numbers of a header, those of them that its ZIP64 field tells from there."""
    told = fields.get(ZIP64, b"")
    if len(told) != _LONG.size * numbers.count(_FULL):
        _refuse("twice")
    longer = (number for (number,) in _LONG.iter_unpack(told))
    return [next(longer) if number == _FULL else number for number in numbers]


def _confirm(file: IO[bytes], listed: Header, limit: int) -> tuple[Header, int]:
    """A member as its own header has it, which says what the directory does; and where it ends.

    Args:
        limit: where the directory starts, before which every member ends.
    """
    file.seek(listed.offset)
    data = file.read(_LOCAL.size)
    if len(data) < _LOCAL.size or not data.startswith(b"PK\3\4"):
        raise Refused(broken())
    _, version, rest, flags, method, _, _, crc, packed, size, length, extra = _LOCAL.unpack(data)
    name, own = file.read(length), file.read(extra)
    start = listed.offset + _LOCAL.size + length + extra
    stop = start + listed.packed
    if stop > limit:
        _refuse("overlap")
    fields = _fields(own)
    size, packed = _long(fields, size, packed)
    if (name, flags, method) != (listed.name, listed.flags, listed.method):
        _refuse("twice")
    if _is_strange(method, version, rest):
        _refuse("feature")
    given = zip((crc, size, packed), (listed.crc, listed.size, listed.packed), strict=True)
    if not all(ours == theirs or (flags & DESCRIBED and not ours) for ours, theirs in given):
        _refuse("twice")
    if flags & DESCRIBED:
        if listed.method != DEFLATED or ZIP64 in fields:
            # Where stored data end, nobody who reads from the front knows; and Java takes the long
            # descriptor for a short one, finds no header behind it and is content with what it has.
            _refuse("feature")
        expected = _DESCRIPTOR.pack(b"PK\7\10", listed.crc, listed.packed, listed.size)
        file.seek(stop)
        stop += _DESCRIPTOR.size
        if file.read(_DESCRIPTOR.size) != expected:
            _refuse("twice")
    second = (*listed.second, *(fields[key] for key in (UNICODE_PATH,) if key in fields))
    header = Header(
        *(listed.name, second, flags, method, listed.crc, listed.packed, listed.size),
        *(listed.attributes, listed.offset, start),
    )
    return header, stop
