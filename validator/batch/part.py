"""An NDJSON file under way, which a run that is cut off leaves behind to go on with.

While reports are written they stand in `FILE.part`, each handed to the system as it comes; what the
run is stands in `FILE.run`. When all is written the part takes the name of the file. A run that was
asked to end leaves a file with a partial summary, and `FILE.run` beside it.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final

from validator.batch.identity import Identity
from validator.frozen import frozen
from validator.output.json_text import dump

PART: Final = ".part"
RUN: Final = ".run"

_MOST_NAME: Final = 255
"""Bytes that a file's name may have nearly everywhere."""
_PARTIAL: Final = "partial"


@frozen
class Kept:
    """What a run goes on with.

    Attributes:
        source: the file in which it stands: the part, or the file itself.
        length: how many bytes of it stay.
    """

    source: Path
    length: int


def beside(target: Path, suffix: str) -> Path:
    """The file beside another one that has a suffix more."""
    name = target.name
    if len(os.fsencode(name + suffix)) > _MOST_NAME:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()
    return target.with_name(name + suffix)


def is_partial(line: bytes) -> bool | None:
    """Whether a line is the summary of a part of the bundles; None where it is no summary."""
    try:
        summary = json.loads(line)["summary"]
        return bool(summary.get(_PARTIAL))
    except (AttributeError, LookupError, TypeError, ValueError):
        return None


@contextmanager
def written_in_parts(
    target: Path, identity: Identity, mode: int, kept: Kept | None = None
) -> Iterator[IO[bytes]]:
    """A file that takes its name when all is written; what is written until then stays.

    Where the block raises, what was written stays as a part, unless that is nothing.

    Args:
        target: its name, which is no link.
        identity: what the run is.
        mode: the permissions that it has in the end.
        kept: what is there of it already.

    Raises:
        OSError: it cannot be written, or somebody is writing it.
    """
    part, run = beside(target, PART), beside(target, RUN)
    if kept is not None and kept.source != part:
        with _claimed(part):
            kept.source.replace(part)
    with _claimed(part) as file:
        file.truncate(kept.length if kept is not None else 0)
        file.seek(0, os.SEEK_END)
        try:
            if kept is None:
                _put(run, dump(identity, 2).encode())
            yield file
            os.fsync(file.fileno())
        except BaseException:
            if not file.tell():
                for each in (part, run):
                    each.unlink(missing_ok=True)
            raise
        if os.name == "nt":
            file.close()  # what is open cannot be renamed there, nor can anybody else have it
        part.chmod(mode)
        part.replace(target)
        if not is_partial(file.last):
            run.unlink(missing_ok=True)


class _Lines(io.FileIO):
    """A file that hands on at once what is written, whole; remembers what came last."""

    last = b""

    def write(self, data: Any, /) -> int:
        left = memoryview(data)
        while left:
            left = left[super().write(left) :]
        self.last = bytes(data)
        return len(self.last)


@contextmanager
def _claimed(path: Path) -> Iterator[_Lines]:
    """A file that nobody else writes while the block runs.

    Raises:
        BlockingIOError: somebody does.
    """
    while True:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with _Lines(os.open(path, flags, 0o600), "r+b") as file:
            _lock(file, path)
            if _is_at(file, path):
                yield file
                return
        # Whoever wrote it has given it its name meanwhile: what was opened is no part any more.


def _is_at(file: IO[bytes] | io.FileIO, path: Path) -> bool:
    """Whether an open file is a regular one and still bears a name."""
    opened = os.fstat(file.fileno())
    if not stat.S_ISREG(opened.st_mode):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    with suppress(FileNotFoundError):
        return os.path.samestat(opened, path.stat())
    return False


def _lock(file: io.FileIO, path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows lets nobody rename or remove what is open
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BlockingIOError(errno.EWOULDBLOCK, error.strerror, str(path)) from None
    except OSError:
        return  # a drive without locks


def _put(path: Path, data: bytes) -> None:
    """Write a small file whole, or not at all."""
    new = path.with_name(f".validator-{os.getpid()}{RUN}")
    try:
        new.write_bytes(data)
        new.replace(path)
    except OSError:
        with suppress(OSError):
            new.unlink()
        raise
