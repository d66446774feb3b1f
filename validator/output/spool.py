"""Parts of reports that wait in a file until all are there, so that memory stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Final

_IN_MEMORY: Final = 1 << 20
"""Bytes up to which there is no file."""
_LENGTH: Final = 8
"""Bytes of a length before what is as long."""


def paired(line: bytes, details: bytes) -> bytes:
    """One part of two pieces: its line of an overview, and what is told of it below."""
    return len(line).to_bytes(_LENGTH, "big") + line + details


class Spool:
    """Parts of two pieces, given back in their order: first all lines, then all details."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # closed in the end

    def __del__(self) -> None:
        self._file.close()

    def add(self, part: bytes) -> None:
        """Keep a part.

        Raises:
            OSError: there is no room for it.
        """
        self._file.write(len(part).to_bytes(_LENGTH, "big"))
        self._file.write(part)

    def lines(self) -> Iterator[bytes]:
        """The first piece of every part."""
        for part in self._parts():
            yield part[_LENGTH : _end(part)]

    def details(self) -> Iterator[bytes]:
        """The second piece of every part that has one."""
        for part in self._parts():
            if details := part[_end(part) :]:
                yield details

    def _parts(self) -> Iterator[bytes]:
        self._file.seek(0)
        while length := self._file.read(_LENGTH):
            yield self._file.read(int.from_bytes(length, "big"))


def _end(part: bytes) -> int:
    return _LENGTH + int.from_bytes(part[:_LENGTH], "big")
