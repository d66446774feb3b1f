"""What the workers of some tests do: they start sooner where they need not import the tests."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from validator.batch.pool import Lost
from validator.errors import MISSING_FACT, CallError, Fault


def echo() -> Callable[[str], str]:
    return str.upper


def work_as_named() -> Callable[[str], str]:
    """Does what a name says, and answers with it."""

    def work(name: str) -> str:
        what, _, rest = name.partition(":")
        if what == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if what == "die once" and not Path(rest).exists():
            Path(rest).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if what == "hang once" and not Path(rest).exists():
            Path(rest).touch()
            time.sleep(600)
        if what == "end":
            os.kill(os.getpid(), signal.SIGTERM)
            os.kill(os.getpid(), signal.SIGINT)
        if what == "exit":
            sys.exit(3)
        if what == "hang":
            time.sleep(600)
        if what == "raise":
            raise CallError([Fault(MISSING_FACT(pointer="/x"))])
        return name

    return work


def end() -> Callable[[str], str]:
    os._exit(1)


@dataclass(frozen=True, slots=True)
class Echo:
    """Answers with the name; `die` ends its process."""

    word: str = ""

    def __call__(self) -> Callable[[str], str]:
        def answer(name: str) -> str:
            if name.endswith("/die"):
                os.kill(os.getpid(), signal.SIGKILL)
            return self.word + name

        return answer

    def lost(self, name: str, lost: Lost, _seconds: int) -> str:
        return f"lost {name}{' late' if lost.late else ''}"

    def moved(self, _there: Path, _here: Path) -> Echo:
        return self


@dataclass(frozen=True, slots=True)
class Deadly:
    """Answers with the name; one name ends the worker whose process it is answered in."""

    deadly: str

    def __call__(self) -> Callable[[str], str]:
        def answer(name: str) -> str:
            if name == self.deadly:
                os.kill(os.getppid(), signal.SIGKILL)
                time.sleep(60)
            return name

        return answer

    def lost(self, name: str, _lost: Lost, _seconds: int) -> str:
        return f"lost {name}"

    def moved(self, _there: Path, _here: Path) -> Deadly:
        return self
