"""A process that answers names one by one, over a pipe of its own.

It hears no request to end, which are its parent's business, and ends by itself when that has gone.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

from validator.errors import ValidatorError
from validator.frozen import frozen
from validator.interrupts import ENDING, unheard

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")

_HANDED: Final = 16
"""Names that a worker is given at a time, at most."""
_HANDED_SECONDS: Final = 0.2
"""How long they should take together, so that the last ones of slow ones are shared out too."""
_START_SECONDS: Final = 60.0
_READY: Final = b""


@frozen
class Raised:
    """What the work raised: a fault that ends the run."""

    error: ValidatorError


Start = Callable[[], Callable[[Any], T]]
"""Called once in each worker, and picklable: gives what answers a name there, or a question."""


class Worker:
    """A process that answers names."""

    def __init__(self, start: Start[Any]) -> None:
        from multiprocessing import get_context  # takes 10 ms

        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, start), daemon=True)
        try:
            _start_unheard(self._process)
        except OSError:
            self.pipe.close()
            raise
        finally:
            theirs.close()
        self.owed: deque[int] = deque()
        self.is_ready = False
        self.most = _HANDED
        self._handed = 0
        self._handed_at = self._since = time.monotonic()

    @property
    def is_busy(self) -> bool:
        """Whether it has to answer, or has still to start."""
        return bool(self.owed) or not self.is_ready

    def until(self, seconds: float) -> float:
        """When the time is over of what it is at, by the monotonic clock."""
        return self._since + (seconds if self.is_ready else _START_SECONDS)

    def hand(self, names: Mapping[int, Any]) -> None:
        """Give it names by their numbers."""
        self.owed.extend(names)
        self._handed = len(names)
        self._handed_at = self._since = time.monotonic()
        with suppress(OSError):  # it has died, as will be heard
            self.pipe.send(list(names.values()))

    def answers(self) -> Iterator[tuple[int, Any]]:
        """The answers that have come.

        Raises:
            EOFError, OSError: it has died.
        """
        while self.is_busy and self.pipe.poll():
            answer = self.pipe.recv_bytes()
            self._since = time.monotonic()
            if self.is_ready:
                made = pickle.loads(answer)  # noqa: S301  # our own worker's
                yield self.owed.popleft(), made
                if not self.owed:
                    each = (self._since - self._handed_at) / self._handed
                    self.most = max(1, min(_HANDED, int(_HANDED_SECONDS / max(each, 1e-6))))
            else:
                self.is_ready = True

    def end(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _start_unheard(process: BaseProcess) -> None:
    if os.name == "posix":
        from multiprocessing import resource_tracker

        # It would be started with the first worker, and then let all signals through again.
        resource_tracker.ensure_running()
    with unheard():
        process.start()


def _serve(pipe: Connection, start: Start[Any]) -> None:
    """What a worker does until its pipe is closed, as it is when its parent ends."""
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)  # an end is the parent's business
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):  # the parent is gone
        answer_of = start()
        pipe.send_bytes(_READY)
        while True:
            for name in pipe.recv():
                try:
                    answer = answer_of(name)
                except ValidatorError as error:
                    answer = Raised(error)
                pipe.send_bytes(pickle.dumps(answer))


def _end_with_parent() -> None:
    """End at once when the parent has gone, although a name may be at work."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
