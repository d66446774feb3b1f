"""Opens papers in a process apart, so that a parser that hangs or dies costs that paper alone.

The process is `validator.inspect.opening`; nothing but plain data passes between the two.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final, Self

from validator.inspect import opening
from validator.inspect.kinds import HEAD, type_of
from validator.inspect.papers import opened
from validator.interrupts import unheard
from validator.opened import Paper, PaperState

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SECONDS: Final = 10.0
"""How long a paper may take, in seconds."""
MAX_MEMORY: Final = 512 << 20
"""How much memory the process may ask for, in bytes, where the system can hold it to that."""

_START_SECONDS: Final = 60.0
_ORPHAN_SECONDS: Final = 5.0  # more than a paper may take: then the process ends by itself
_MAX_ANSWER: Final = 4096  # bytes
_MAX_KEPT: Final = 10_000


class Opener:
    """A process that opens papers: started for the first one, and anew after a death.

    What a content gave is kept. A digest is worked out where another content was as long, or where
    it cost a process; so a paper seen again without a digest is opened twice at most. Threads take
    turns. To be closed, or used with `with`.
    """

    def __init__(self, seconds: float = MAX_SECONDS, memory: int = MAX_MEMORY) -> None:
        """Takes the time in seconds and the memory in bytes that a paper may cost."""
        self._seconds = seconds
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0  # the process that started it; a forked one starts its own
        self._starts = True
        self._is_ready = False
        self._lock = threading.Lock()
        self._lengths: set[int] = set()
        self._kept: dict[str, Paper] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self, content: bytes | str, sha256: str | None = None) -> Paper:
        """Opens a paper.

        Args:
            content: its bytes, or the path of a regular file.
            sha256: the digest of the content where it is known, hexadecimal.

        Raises:
            OSError: there is no such file, or it is not a regular one.
        """
        with self._lock:
            length = _length(content)
            if sha256 is None and length in self._lengths:
                sha256 = _digest(content)
            self._lengths.add(length)
            if sha256 is not None and sha256 in self._kept:
                return self._kept[sha256]
            paper = self._ask(content)
            if paper.state is PaperState.STOPPED and sha256 is None:
                sha256 = _digest(content)
            if sha256 is not None:
                self._kept[sha256] = paper
            if max(len(self._kept), len(self._lengths)) > _MAX_KEPT:
                self._kept.clear()
                self._lengths.clear()
            return paper

    def begin(self) -> None:
        """Starts the process without waiting for it, where papers are sure to come."""
        with self._lock, suppress(OSError):  # the first paper will tell
            self._begun()

    def close(self) -> None:
        """Ends the process; a paper after that starts another one."""
        process, self._process = self._process, None
        if process is None or process.stdin is None or process.stdout is None:
            return
        process.kill()
        with suppress(OSError):  # what was not yet written finds nobody
            process.stdin.close()
        process.stdout.close()
        process.wait()

    def _ask(self, content: bytes | str) -> Paper:
        """The facts of a paper; one that ended its process is tried once more in a fresh one."""
        reason = "not_started"
        for _ in range(2):
            process = self._started()
            if process is None:
                break
            reason = "died"
            began = time.monotonic()
            try:
                with _killed_after(process, self._seconds):
                    return _exchange(process, content)
            except (OSError, EOFError, LookupError, TypeError, ValueError):
                self.close()
                if time.monotonic() - began >= self._seconds:
                    reason = "time"
                    break
            except BaseException:  # the answer would be taken for that of the next paper
                self.close()
                raise
        return _stopped(content, reason)

    def _started(self) -> subprocess.Popen[bytes] | None:
        """The process, ready to be asked; None where none can be started."""
        if not self._starts:
            return None
        try:
            process = self._begun()
            if not self._is_ready:
                with _killed_after(process, _START_SECONDS):
                    opening.read_exactly(process.stdout, len(opening.READY))
                self._is_ready = True
        except (OSError, EOFError):
            self._starts = False  # nor will it for the next paper
            self.close()
            return None
        return process

    def _begun(self) -> subprocess.Popen[bytes]:
        """The process, which may still be starting; raises `OSError` where none can be started."""
        if self._process is None or self._owner != os.getpid():
            self._process = self._start()
            self._owner, self._is_ready = os.getpid(), False
        return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        # Modules are looked for where this process finds them, and never in the current folder,
        # which may be an applicant's.
        path = os.pathsep.join(filter(None, sys.path))
        with unheard():
            return subprocess.Popen(  # noqa: S603  # this interpreter with our own module
                [
                    *(sys.executable, "-P", "-W", "ignore", "-m", opening.__name__),
                    *(str(self._seconds + _ORPHAN_SECONDS), str(self._memory)),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )


@contextmanager
def _killed_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    """Kills the process unless the block ends in time, so that no read or write blocks longer."""
    watch = threading.Timer(seconds, process.kill)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _exchange(process: subprocess.Popen[bytes], content: bytes | str) -> Paper:
    """Sends a content and takes the answer.

    Raises:
        EOFError, OSError: the process ended.
        LookupError, TypeError, ValueError: the answer is none.
    """
    if process.stdin is None:
        raise EOFError
    if isinstance(content, bytes):
        sort, body = opening.BYTES, content
    else:
        sort, body = opening.PATH, os.fsencode(os.path.abspath(content))  # noqa: PTH100
    process.stdin.write(opening.REQUEST.pack(sort, len(body)))
    process.stdin.write(body)
    process.stdin.flush()
    (length,) = opening.ANSWER.unpack(opening.read_exactly(process.stdout, opening.ANSWER.size))
    if length > _MAX_ANSWER:
        raise ValueError
    facts = json.loads(opening.read_exactly(process.stdout, length))
    return Paper(**{**facts, "state": PaperState(facts["state"])})


def _length(content: bytes | str) -> int:
    if isinstance(content, bytes):
        return len(content)
    with opened(content) as file:
        return os.fstat(file.fileno()).st_size


def _digest(content: bytes | str) -> str:
    with opened(content) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stopped(content: bytes | str, reason: str) -> Paper:
    with opened(content) as file:
        file_type = type_of(file.read(HEAD))
    return Paper(file_type.media if file_type else "", PaperState.STOPPED, reason)
