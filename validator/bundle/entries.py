"""The files of a bundle as they are listed, before any of them is read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from validator.frozen import frozen
from validator.model import Declared, Location, Message, Problem, Severity, declare

FILE_UNREADABLE = declare("file_unreadable", file=str)
ARCHIVE_BROKEN = declare("archive_broken", file=str | None)

MANIFESTS: Final = ("application.yaml", "application.yml", "application.json")
RECORDS: Final = ("record.yaml", "record.yml", "record.json")
"""What the provider's record beside the manifest may be called."""

IGNORED_FILES: Final = frozenset((".DS_Store", "Icon\r", "Thumbs.db", "desktop.ini"))
IGNORED_FOLDER: Final = "__MACOSX"

CHUNK: Final = 64 << 10
_OPEN: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
NO_FOLLOW: Final = getattr(os, "O_NOFOLLOW", 0)


@frozen
class Limits:
    """How much of a bundle is taken on.

    Attributes:
        max_members: files and folders.
        max_depth: folders inside each other.
        max_member_bytes: of a file; a larger one is not read in a folder, refused in an archive.
        max_total_bytes: of all files of an archive, as it declares them.
        max_directory_bytes: of an archive's table of contents.
        max_archive_bytes: of the archive itself.
    """

    max_members: int = 10_000
    max_depth: int = 32
    max_member_bytes: int = 64 << 20
    max_total_bytes: int = 512 << 20
    max_directory_bytes: int = 4 << 20
    max_archive_bytes: int = 1 << 30


class Entry(NamedTuple):
    """A file listed but not yet opened.

    Attributes:
        length: gives its length in bytes, as listed; 0 where that cannot be told.
        chunks: `chunks(most)` gives what is in it; of more than `most` bytes a beginning, and then
            it raises `TooLarge`.
        path: where it lies on this computer, if it is a file of its own there.
        sealed: whether it has to be read to its end, to hold it against its archive's sums.
    """

    name: str
    regular: bool
    length: Callable[[], int]
    chunks: Callable[[int], Iterator[bytes]]
    path: str | None = None
    sealed: bool = False


class Refused(Exception):
    """The bundle cannot be read as a whole."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


class TooLarge(Exception):
    """A file has more bytes than may be read; `length` is how many at least."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


def open_regular(path: str, flags: int = 0) -> tuple[int, int]:
    """Opens a regular file; what has become a pipe or a device meanwhile cannot block.

    Returns:
        A descriptor, for the caller to close, and the file's length in bytes.

    Raises:
        OSError: there is no such file, or it is not a regular one.
    """
    descriptor = os.open(path, _OPEN | flags)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise OSError(path)
    return descriptor, status.st_size


def clean(path: str) -> str:
    """A path that can be shown: without what is not Unicode, `/` between its parts."""
    if os.sep == "/" and path.isascii():
        return path
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def unreadable(file: str) -> Message:
    return FILE_UNREADABLE(file=file)


def broken(member: str = "") -> Problem:
    return Problem(ARCHIVE_BROKEN(), Location(member))


def over(key: Declared, what: str, limit: int, file: str = "") -> Problem:
    return Problem(key(limit=limit, what=what), Location(file))


def problem_of(key: Declared, file: str = "", severity: Severity = Severity.ERROR) -> Problem:
    return Problem(key(**({"file": file} if file else {})), Location(file), severity)
