"""Servers for tests, and what is sent to them."""

from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.project import COMMAND, SERVICES
from validator.interrupts import Interruption
from validator.web.app import make_app
from validator.web.checking import Checked, Tools, Upload
from validator.web.serving import bound, run
from validator.web.settings import Limits, Settings

BUNDLES: Final = SERVICES / "bundles"
NOW: Final = datetime(2026, 2, 2, 6, 0, tzinfo=UTC)
SETTINGS: Final = Settings(SERVICES / "specs", jobs=1, now=lambda: NOW)


def zipped(folder: Path) -> bytes:
    """A folder as a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder))
    return made.getvalue()


@dataclass(frozen=True, slots=True)
class Fatal(Upload):
    """An application that kills whatever reads it."""

    def __call__(self, tools: Tools) -> Checked:
        os._exit(len(tools.catalogue.standards))


@dataclass(frozen=True, slots=True)
class Greedy(Upload):
    """An application that takes more memory than there may be."""

    def __call__(self, tools: Tools) -> Checked:
        raise AssertionError(tools, len(bytearray(1 << 40)))


@dataclass(frozen=True, slots=True)
class Faulty(Upload):
    """An application that finds a fault of ours."""

    def __call__(self, tools: Tools) -> Checked:
        raise LookupError("900101300017", tools)


@dataclass(frozen=True, slots=True)
class Endless(Upload):
    """An application that is never read to its end."""

    def __call__(self, tools: Tools) -> Checked:
        while tools:
            time.sleep(1)
        raise AssertionError


@contextmanager
def served(limits: Limits, said: list[str]) -> Iterator[tuple[str, int]]:
    """A real server in a thread; where it listens. What it says on stderr is put into a list."""
    settings = replace(SETTINGS, limits=limits, tell=said.append)
    interruption, begun = Interruption(), threading.Event()
    with bound("127.0.0.1", 0) as listening:
        address: tuple[str, int] = listening.getsockname()
        args = (make_app(settings), listening, limits, interruption, begun.set)
        thread = threading.Thread(target=run, args=args)
        thread.start()
        try:
            assert begun.wait(60)
            yield address
        finally:
            interruption.ask(2)
            thread.join()


def said_to(address: tuple[str, int], *parts: bytes) -> bytes:
    """What is answered to some bytes, until the other end closes."""
    with socket.create_connection(address, timeout=30) as connection:
        try:
            for part in parts:
                connection.sendall(part)
        except OSError:
            pass  # it has closed, after it answered
        answer = b""
        try:
            while piece := connection.recv(1 << 16):
                answer += piece
        except ConnectionResetError:
            pass
        return answer


def started(
    folder: Path, *options: str | Path
) -> tuple[subprocess.Popen[str], tuple[str, int], str]:
    """The command, once it listens; where, and what it said.

    Args:
        folder: for whatever is temporary.
    """
    process = subprocess.Popen(
        [COMMAND, "serve", "--port", "0", "--no-browser", *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder), "LANG": "C"},
    )
    assert process.stderr is not None
    line = process.stderr.readline()
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
    assert found, line
    return process, ("127.0.0.1", int(found[1])), line


def below(pid: int) -> set[int]:
    """The processes that a process has started, and they in turn."""
    own = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    found = set(map(int, own))
    return found.union(*(below(each) for each in found))
