"""Where a command writes to."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from shutil import copyfileobj
from stat import S_IMODE, S_ISREG
from typing import IO, Final

_OPENED: Final = ("/dev/fd/", "/dev/stderr", "/dev/stdout", "/proc/")
"""Where paths stand for files that the caller has opened."""

_TEMPORARY: Final = ".validator-"


@contextmanager
def written(output: str | None) -> Iterator[IO[str]]:
    """The terminal, or a file that takes its name only when it is complete.

    Raises:
        OSError: the file cannot be written.
    """
    if output is None or output == "-":
        if sys.stdout is None:  # the caller has closed it
            raise OSError(errno.EBADF, os.strerror(errno.EBADF), "standard output")
        try:
            yield sys.stdout
        finally:
            sys.stdout.flush()  # a fault can still be told here
        return
    try:
        with _opened(output) as file:
            yield file
    except OSError as error:
        if error.filename is None or _TEMPORARY in str(error.filename):
            error.filename = output  # what the caller knows it by
        raise


def on_terminal(stream: IO[str] | None) -> bool:
    """Whether a stream is a terminal that does what escape codes tell it."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def in_color(stream: IO[str]) -> bool:
    """Whether colours can be seen there, and are wanted (https://no-color.org)."""
    return on_terminal(stream) and not os.environ.get("NO_COLOR")


def _opened(output: str) -> AbstractContextManager[IO[str]]:
    path = Path(output)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return _replaced(path, 0o666 & ~_umask())
    if not S_ISREG(mode) or str(path.absolute()).startswith(_OPENED):
        # No file of ours to replace; what the caller has opened may hold something already.
        return path.open("a", encoding="utf-8", newline="\n")
    return _replaced(path, S_IMODE(mode))


@contextmanager
def _replaced(path: Path, mode: int) -> Iterator[IO[str]]:
    """A file that takes the place of one, or of what a link to it leads to.

    Until it is complete it bears no name: its folder may be one that is being checked.
    """
    target = Path(os.path.realpath(path))
    with tempfile.TemporaryFile(
        "w+", encoding="utf-8", newline="\n", prefix=_TEMPORARY, dir=target.parent
    ) as file:
        yield file
        file.seek(0)
        _put(file, target, mode)


def _put(file: IO[str], target: Path, mode: int) -> None:
    descriptor, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=target.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as copy:
            copyfileobj(file, copy)
        Path(name).chmod(mode)  # a temporary file is private
        Path(name).replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
