"""Opens papers in a process apart, so that a parser that hangs or dies costs that paper alone.

The process takes one request at a time on its standard input – the sort of the content, its length,
the content: a path or the bytes themselves – and answers with the length and the facts as JSON.
It is this module, run with `python -m`; nothing but plain data passes between the two.
"""

from __future__ import annotations

import faulthandler
import hashlib
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Final, Self

from validator.inspect.kinds import HEAD, type_of
from validator.inspect.papers import load, open_paper, opened
from validator.interrupts import unheard
from validator.model import Paper, PaperState

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SECONDS: Final = 10.0
"""How long a paper may take, in seconds."""
MAX_MEMORY: Final = 512 << 20
"""How much memory the process may ask for, in bytes, where the system can hold it to that."""

_START_SECONDS: Final = 60.0
_ORPHAN_SECONDS: Final = 5.0  # more than a paper may take: then the process ends by itself
_READY: Final = b"\n"
_REQUEST: Final = struct.Struct("<cQ")
_ANSWER: Final = struct.Struct("<L")
_PATH: Final = b"p"
_BYTES: Final = b"b"
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
                    _read(process.stdout, len(_READY))
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
            return subprocess.Popen(  # noqa: S603  # this interpreter with this module
                [
                    *(sys.executable, "-P", "-W", "ignore", "-m", __spec__.name),
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
        sort, body = _BYTES, content
    else:
        sort, body = _PATH, os.fsencode(os.path.abspath(content))  # noqa: PTH100
    process.stdin.write(_REQUEST.pack(sort, len(body)))
    process.stdin.write(body)
    process.stdin.flush()
    (length,) = _ANSWER.unpack(_read(process.stdout, _ANSWER.size))
    if length > _MAX_ANSWER:
        raise ValueError
    facts = json.loads(_read(process.stdout, length))
    return Paper(**{**facts, "state": PaperState(facts["state"])})


def _read(pipe: IO[bytes] | None, length: int) -> bytes:
    """So many bytes from a pipe.

    Raises:
        EOFError: it ended before.
    """
    data = pipe.read(length) if pipe is not None else b""
    if len(data) < length:
        raise EOFError
    return data


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


def serve(orphan_seconds: float, memory: int) -> None:
    """Answers requests until the other end of the pipe is closed, as it is when that process ends.

    Args:
        orphan_seconds: how long one paper may take even if nobody is there to stop it.
        memory: bytes that this process may ask for.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the other process's business
    _limit(memory)
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    load()
    answers.write(_READY)
    answers.flush()
    while head := requests.read(_REQUEST.size):
        sort, length = _REQUEST.unpack(head)
        body = _read(requests, length)
        faulthandler.dump_traceback_later(orphan_seconds, exit=True)
        with opened(os.fsdecode(body) if sort == _PATH else body) as file:
            answer = json.dumps(asdict(open_paper(file))).encode()
        faulthandler.cancel_dump_traceback_later()
        answers.write(_ANSWER.pack(len(answer)) + answer)
        answers.flush()


def _limit(memory: int) -> None:
    """Holds this process to so much memory, and to no dump of it: papers are personal."""
    if sys.platform == "win32":
        return
    import resource

    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):  # not every system can, and some allow less
            resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))


if __name__ == "__main__":
    serve(float(sys.argv[1]), int(sys.argv[2]))
