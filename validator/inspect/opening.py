"""The process that opens papers, `python -m validator.inspect.opening`; it is started by an opener.

It takes one request at a time on its standard input – the sort of the content, its length, the
content: a path or the bytes themselves – and answers with the length and the facts as JSON. Every
start of the command starts one, so that it imports nothing that opening does not need.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import struct
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import IO, Final

from validator.inspect.papers import load, open_paper, opened

READY: Final = b"\n"
REQUEST: Final = struct.Struct("<cQ")
ANSWER: Final = struct.Struct("<L")
PATH: Final = b"p"
BYTES: Final = b"b"


def read_exactly(pipe: IO[bytes] | None, length: int) -> bytes:
    """So many bytes from a pipe.

    Raises:
        EOFError: it ended before.
    """
    data = pipe.read(length) if pipe is not None else b""
    if len(data) < length:
        raise EOFError
    return data


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
    answers.write(READY)
    answers.flush()
    while head := requests.read(REQUEST.size):
        sort, length = REQUEST.unpack(head)
        body = read_exactly(requests, length)
        faulthandler.dump_traceback_later(orphan_seconds, exit=True)
        with opened(os.fsdecode(body) if sort == PATH else body) as file:
            answer = json.dumps(asdict(open_paper(file))).encode()
        faulthandler.cancel_dump_traceback_later()
        answers.write(ANSWER.pack(len(answer)) + answer)
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
