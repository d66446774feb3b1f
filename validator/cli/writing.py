"""Where a command writes to."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from shutil import copyfileobj
from stat import S_IMODE
from typing import IO, Final

_OPENED: Final = ("/dev/fd/", "/dev/stderr", "/dev/stdout", "/proc/")
"""Where paths stand for files that the caller has opened."""

_SUMMARY: Final = "GITHUB_STEP_SUMMARY"
"""Where a step of a GitHub workflow is told the path of its summary, to which it appends."""

SUMMARY_BYTES: Final = 900 << 10
"""Of a summary; one of more than 1,024 KiB is thrown away whole."""

TERMINAL: Final = "-"
"""What stands for standard output where a path is asked for."""

_TEMPORARY: Final = ".validator-"


@contextmanager
def written(output: str) -> Iterator[IO[bytes]]:
    """The terminal, or a file that takes its name only when it is complete.

    Raises:
        OSError: the file cannot be written.
    """
    if output == TERMINAL:
        if sys.stdout is None:  # the caller has closed it
            raise OSError(errno.EBADF, os.strerror(errno.EBADF), "standard output")
        sys.stdout.flush()  # what was printed before comes first
        try:
            yield sys.stdout.buffer
        finally:
            sys.stdout.flush()  # a fault can still be told here
        return
    with _told_as(output), _opened(output) as file:
        yield file


def is_free(output: str) -> bool:
    """Whether a folder can be made at a path: there is nothing, or an empty one."""
    path = Path(output)
    return not os.path.lexists(path) or (path.is_dir() and next(path.iterdir(), None) is None)


@contextmanager
def written_folder(output: str, made_of: Callable[[Path, Path], None]) -> Iterator[IO[bytes]]:
    """A file of which a folder is made, which takes its name only when it is complete.

    Args:
        made_of: makes it; given the file, and the folder that is not there yet.

    Raises:
        OSError: it cannot be written, or something is there meanwhile.
    """
    target = Path(os.path.realpath(output))
    with (
        _told_as(output),
        tempfile.TemporaryDirectory(prefix=_TEMPORARY, dir=target.parent) as folder,
    ):
        rows, made = Path(folder, "rows"), Path(folder, "made")
        with rows.open("wb") as file:
            yield file
        made_of(rows, made)
        made.mkdir(exist_ok=True)  # of no rows nothing is made
        if target.is_dir():
            target.rmdir()
        made.rename(target)


@contextmanager
def _told_as(output: str) -> Iterator[None]:
    """What goes wrong with a temporary file is told of the one that the caller knows."""
    try:
        yield
    except OSError as error:
        if error.filename is None or _TEMPORARY in str(error.filename):
            error.filename = output
        raise


def on_terminal(stream: IO[str] | None) -> bool:
    """Whether a stream is a terminal that does what escape codes tell it."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def in_color(stream: IO[str] | None) -> bool:
    """Whether colours can be seen there, and are wanted (https://no-color.org)."""
    return on_terminal(stream) and not os.environ.get("NO_COLOR")


def replaces(output: str) -> bool:
    """Whether a path is, or becomes, a file of its own; else it stands for what is open already."""
    path = Path(output)
    if output == TERMINAL or str(path.absolute()).startswith(_OPENED) or output == step_summary():
        return False
    return path.is_file() or not path.exists()


def step_summary() -> str | None:
    """The path of the summary of a step of a GitHub workflow, where this is one."""
    return os.environ.get(_SUMMARY) or None


def _opened(output: str) -> AbstractContextManager[IO[bytes]]:
    path = Path(output)
    if not replaces(output):
        return path.open("ab")  # what the caller has opened may hold something already
    return _replaced(path, mode_of(path))


@contextmanager
def _replaced(path: Path, mode: int) -> Iterator[IO[bytes]]:
    """A file that takes the place of one, or of what a link to it leads to.

    Until it is complete it bears no name: its folder may be one that is being checked.
    """
    target = Path(os.path.realpath(path))
    with tempfile.TemporaryFile(prefix=_TEMPORARY, dir=target.parent) as file:
        yield file
        file.seek(0)
        _put(file, target, mode)


def _put(file: IO[bytes], target: Path, mode: int) -> None:
    descriptor, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as copy:
            copyfileobj(file, copy)
            keep(copy)
        Path(name).chmod(mode)  # a temporary file is private
        Path(name).replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def keep(file: IO[bytes]) -> None:
    """Have the disk take all that is written, which network drives and quotas may refuse late.

    Raises:
        OSError: it does not.
    """
    file.flush()
    os.fsync(file.fileno())


def mode_of(path: Path) -> int:
    """The permissions of a file that is there, else what the umask leaves to a new one."""
    try:
        return S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
