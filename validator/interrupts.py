"""Signals that ask for an end: who hears them, and who does not.

A run hears the first SIGINT or SIGTERM as a request, ends with what is decided, and stops at once
for a second one. The processes that it starts hear neither: it ends them itself, and one that dies
while it has still to start would tell so on stderr, or cost a bundle its papers.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

ENDING: Final = (signal.SIGINT, signal.SIGTERM)
"""What asks for an end; on Windows nothing sends the second one."""


class Interruption:
    """Whether somebody has asked for an end, and by which signal."""

    def __init__(self) -> None:
        self.number: int | None = None

    def __bool__(self) -> bool:
        return self.number is not None

    def ask(self, number: int, _frame: FrameType | None = None) -> None:
        """Note the first request, and raise `KeyboardInterrupt` for every further one."""
        if self:
            raise KeyboardInterrupt
        self.number = number


@contextmanager
def heard() -> Iterator[Interruption]:
    """Requests are noted while the block runs; what the caller has switched off stays so.

    Outside the main thread, where Python lets nobody listen, there are none.
    """
    interruption = Interruption()
    before = {}
    if threading.current_thread() is threading.main_thread():
        for each in ENDING:
            if signal.getsignal(each) not in (signal.SIG_IGN, None):
                before[each] = signal.signal(each, interruption.ask)
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def unheard() -> Iterator[None]:
    """A process that is started in the block hears no request, from its first moment on.

    What arrives meanwhile is heard here at the end of the block. Windows has no such thing.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
