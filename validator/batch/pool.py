"""Answers from worker processes, in order; a name that kills or stalls its worker harms no other.

Each worker has a pipe of its own, so that no lock dies with it. It is handed a few names at a time
and answers name by name: the first one not yet answered is the one that it was at when it died, and
is tried once more alone before it is blamed, since a process may be killed from outside too. Only
bytes and plain words pass between processes. Workers are spawned on every system alike.
"""

from __future__ import annotations

import pickle
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Generic, TypeVar

from validator.errors import ValidatorError

T = TypeVar("T")

MOST_JOBS: Final = 60
"""Workers that can be waited for at once, on Windows too."""

_HANDED: Final = 16
"""Names that a worker is given at a time."""
_WINDOW: Final = 256
"""Names under way: answers wait for those before them, and no more of them than this."""
_START_SECONDS: Final = 60.0
_FALSE_STARTS: Final = 3
"""Workers in a row that end before they are ready; then none will."""
_READY: Final = b""


@dataclass(frozen=True, slots=True)
class Lost:
    """That a name has no answer.

    Attributes:
        late: whether its time was over; else its worker died, twice.
    """

    late: bool


@dataclass(frozen=True, slots=True)
class Raised:
    """What the work raised: a fault that ends the run."""

    error: ValidatorError


class NoWorkersError(Exception):
    """No worker process could be started."""


Start = Callable[[], Callable[[str], T]]
"""Called once in each worker, and picklable: gives what answers a name there."""


def answers_of(
    names: Iterable[str], start: Start[T], *, jobs: int, seconds: float
) -> Iterator[tuple[str, T | Lost]]:
    """The answer to each name, in the order of the names.

    Args:
        jobs: worker processes, at most `MOST_JOBS`.
        seconds: how long one name may take.

    Raises:
        ValidatorError: the work raised it for a name, in the turn of that name.
        NoWorkersError: no worker process could be started.
    """
    pool = _Pool(names, start, min(jobs, MOST_JOBS), seconds)
    try:
        yield from pool.run()
    finally:
        pool.end()


class _Pool(Generic[T]):
    """Workers and what is under way; names are known by their numbers."""

    def __init__(self, names: Iterable[str], start: Start[T], jobs: int, seconds: float) -> None:
        self._names = enumerate(names)
        self._seconds = seconds
        self._start = start
        self._under_way: dict[int, str] = {}
        self._back: deque[int] = deque()
        self._suspects: set[int] = set()
        self._done: dict[int, T | Lost | Raised] = {}
        self._is_over = False
        self._false_starts = 0
        self._workers = [_Worker(start) for _ in range(jobs)]

    def run(self) -> Iterator[tuple[str, T | Lost]]:
        """Hand out, wait and give out until every name has its answer."""
        turn = 0
        while True:
            self._hand_out()
            while turn in self._done:
                answer, name = self._done.pop(turn), self._under_way.pop(turn)
                if isinstance(answer, Raised):
                    raise answer.error
                yield name, answer
                turn += 1
            if self._is_over and not self._under_way:
                return
            self._hand_out()  # the window may have opened
            self._take_in()

    def end(self) -> None:
        """End every worker, whatever it is at."""
        for each in self._workers:
            each.end()

    def _hand_out(self) -> None:
        for each in self._workers:
            if not each.is_busy and (numbers := self._next()):
                each.hand({number: self._under_way[number] for number in numbers})

    def _next(self) -> Sequence[int]:
        """The numbers to hand out together; a suspect goes alone."""
        numbers: list[int] = []
        while len(numbers) < _HANDED:
            if self._back:
                if self._back[0] in self._suspects:
                    return numbers or [self._back.popleft()]
                numbers.append(self._back.popleft())
            elif not self._is_over and len(self._under_way) < _WINDOW:
                number, name = next(self._names, (-1, ""))
                if number < 0:
                    self._is_over = True
                else:
                    self._under_way[number] = name
                    numbers.append(number)
            else:
                break
        return numbers

    def _take_in(self) -> None:
        """Wait until somebody has answered, died or run out of time."""
        busy = [each for each in self._workers if each.is_busy]
        now = time.monotonic()
        left = min(each.until(self._seconds) - now for each in busy)
        ready = set(wait([each.pipe for each in busy], max(0.0, left)))
        for at, each in enumerate(self._workers):
            if not each.is_busy:
                continue
            if each.pipe in ready:
                lost = self._heard(each)
            else:
                lost = Lost(late=True) if time.monotonic() > each.until(self._seconds) else None
            if lost is not None:
                self._blame(each, lost)
                each.end()
                self._workers[at] = _Worker(self._start)

    def _heard(self, worker: _Worker) -> Lost | None:
        """Take in what a worker has answered; that it died, if it did."""
        try:
            for number, answer in worker.answers():
                self._done[number] = answer
        except (EOFError, OSError, pickle.UnpicklingError):
            return Lost(late=False)
        if worker.is_ready:
            self._false_starts = 0
        return None

    def _blame(self, worker: _Worker, lost: Lost) -> None:
        """Put back what a worker leaves undone, and find the one that it was at."""
        if not worker.is_ready:
            self._false_starts += 1
            if self._false_starts > _FALSE_STARTS:
                raise NoWorkersError
        owed = worker.owed
        if not owed:
            return
        suspect, *others = owed
        self._back.extendleft(reversed(others))
        if not worker.is_ready:
            self._back.appendleft(suspect)  # nobody has begun with it
        elif lost.late or suspect in self._suspects:
            self._done[suspect] = lost
        else:
            self._suspects.add(suspect)
            self._back.appendleft(suspect)


class _Worker:
    """A process that answers names."""

    def __init__(self, start: Start[Any]) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, start), daemon=True)
        self._process.start()
        theirs.close()
        self.owed: deque[int] = deque()
        self.is_ready = False
        self._since = time.monotonic()

    @property
    def is_busy(self) -> bool:
        """Whether it has to answer, or has still to start."""
        return bool(self.owed) or not self.is_ready

    def until(self, seconds: float) -> float:
        """When the time is over of what it is at, by the monotonic clock."""
        return self._since + (seconds if self.is_ready else _START_SECONDS)

    def hand(self, names: Mapping[int, str]) -> None:
        """Give it names by their numbers."""
        self.owed.extend(names)
        self._since = time.monotonic()
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
            else:
                self.is_ready = True

    def end(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _serve(pipe: Connection, start: Start[Any]) -> None:
    """What a worker does until its pipe is closed, as it is when its parent ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's business
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
