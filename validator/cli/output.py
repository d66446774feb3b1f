"""Where a command writes to."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


@contextmanager
def written(output: str | None) -> Iterator[IO[str]]:
    """The terminal, or a file that takes its name only when it is complete.

    Raises:
        OSError: the file cannot be written.
    """
    if output is None or output == "-":
        yield sys.stdout
        return
    target = Path(output)
    if target.exists() and not target.is_file():  # a device or a pipe has no content to keep
        with target.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        return
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, output) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            yield file
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)  # as any new file; a temporary one is private
        Path(name).replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
