"""The data of a zip's members, unpacked piece by piece and held against their checksums."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import IO

from validator.bundle.entries import CHUNK, Refused, broken
from validator.bundle.headers import DEFLATED, Header


def unpack(file: IO[bytes], header: Header, name: str) -> Iterator[bytes]:
    """What is in a member, in pieces; it may be read while others are.

    Raises:
        Refused: its length or checksum is not what the archive says, or its packed data end
            elsewhere, where a program that reads from the front would look for the next member.
        OSError: the archive cannot be read.
    """
    size = checksum = 0
    packed = _packed(file, header.start, header.start + header.packed)
    try:
        for piece in _inflated(packed) if header.method == DEFLATED else packed:
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
            if size > header.size:
                break
            yield piece
    except (zlib.error, EOFError) as error:
        raise Refused(broken(name)) from error
    if (size, checksum) != (header.size, header.crc):
        raise Refused(broken(name))


def _packed(file: IO[bytes], at: int, stop: int) -> Iterator[bytes]:
    while at < stop:
        file.seek(at)
        piece = file.read(min(CHUNK, stop - at))
        if not piece:
            raise EOFError
        at += len(piece)
        yield piece


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Unpacked pieces of at most `CHUNK` bytes; all of `packed` has to belong to them.

    Raises:
        EOFError: the data end before the packed ones do, or after.
    """
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting = b""
    while not inflater.eof:
        given = waiting or next(packed, b"")
        piece = inflater.decompress(given, CHUNK)
        if not (given or piece):
            raise EOFError
        waiting = inflater.unconsumed_tail
        if piece:
            yield piece
    if inflater.unused_data or waiting or next(packed, b""):
        raise EOFError
