"""Answers from worker processes, in order; a name that kills or stalls its worker harms no other.

Each worker has a pipe of its own, so that no lock dies with it. It is handed a few names at a time
and answers name by name: the first one not yet answered is the one that it was at when it died, and
is tried once more alone before it is blamed, since a process may be killed or kept waiting from
outside too. Only
bytes and plain words pass between processes. Workers are spawned on every system alike.
"""

from __future__ import annotations

import pickle
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Generic, TypeVar

from validator.batch.worker import Raised, Start, Worker
from validator.frozen import frozen

T = TypeVar("T")

MOST_JOBS: Final = 60
"""Workers that can be waited for at once, on Windows too."""

_WINDOW: Final = 256
"""Names under way: answers wait for those before them, and no more of them than this."""
_WAIT_SECONDS: Final = 0.25
"""How long an end that is asked for may go unnoticed."""
_FALSE_STARTS: Final = 3
"""Workers in a row that end before they are ready; then none will."""


@frozen
class Lost:
    """That a name has no answer.

    Attributes:
        late: whether its time was over, the second time at least; else its worker died.
    """

    late: bool


class NoWorkersError(Exception):
    """No worker process can be started, or none any more."""


def answers_of(
    names: Iterable[str],
    start: Start[T],
    *,
    jobs: int,
    seconds: float,
    is_to_end: Callable[[], object] = bool,
) -> Iterator[tuple[str, T | Lost]]:
    """The answer to each name, in the order of the names.

    Args:
        jobs: worker processes, at most `MOST_JOBS`; fewer where the system lets no more start.
        seconds: how long one name may take.
        is_to_end: asked again and again; once it says so, the answers end where they are.

    Raises:
        ValidatorError: the work raised it for a name, in the turn of that name.
        NoWorkersError: no worker process can be started; what was given out before stands.
    """
    pool = _Pool(names, start, seconds, is_to_end)
    try:
        pool.begin(min(jobs, MOST_JOBS))
        yield from pool.run()
    finally:
        pool.end()


class _Pool(Generic[T]):
    """Workers and what is under way; names are known by their numbers."""

    def __init__(
        self,
        names: Iterable[str],
        start: Start[T],
        seconds: float,
        is_to_end: Callable[[], object],
    ) -> None:
        self._names = enumerate(names)
        self._seconds = seconds
        self._is_to_end = is_to_end
        self._start = start
        self._under_way: dict[int, str] = {}
        self._back: deque[int] = deque()
        self._suspects: set[int] = set()
        self._done: dict[int, T | Lost | Raised] = {}
        self._is_over = False
        self._false_starts = 0
        self._workers: list[Worker] = []

    def begin(self, jobs: int) -> None:
        """Start the workers."""
        for _ in range(jobs):
            self._begin_another()

    def run(self) -> Iterator[tuple[str, T | Lost]]:
        """Hand out, wait and give out until every name has its answer."""
        turn = 0
        while not self._is_to_end():
            self._hand_out()
            while turn in self._done and not self._is_to_end():
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
            if not each.is_busy and (numbers := self._next(each.most)):
                each.hand({number: self._under_way[number] for number in numbers})

    def _begin_another(self) -> None:
        """Start a worker; where the system lets none start, those that there are must do."""
        try:
            self._workers.append(Worker(self._start))
        except OSError as error:
            if not self._workers:
                raise NoWorkersError from error

    def _next(self, most: int) -> Sequence[int]:
        """The numbers to hand out together; a suspect goes alone."""
        numbers: list[int] = []
        while len(numbers) < most:
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
        from multiprocessing.connection import wait  # one process needs none of that

        busy = [each for each in self._workers if each.is_busy]
        now = time.monotonic()
        left = min(each.until(self._seconds) - now for each in busy)
        left = min(max(0.0, left), _WAIT_SECONDS)
        ready = set(wait([each.pipe for each in busy], left))
        for each in busy:
            if each.pipe in ready:
                lost = self._heard(each)
            else:
                lost = Lost(late=True) if time.monotonic() > each.until(self._seconds) else None
            if lost is not None:
                self._blame(each, lost)
                each.end()
                self._workers.remove(each)
                self._begin_another()

    def _heard(self, worker: Worker) -> Lost | None:
        """Take in what a worker has answered; that it died, if it did."""
        try:
            for number, answer in worker.answers():
                self._done[number] = answer
        except (EOFError, OSError, pickle.UnpicklingError):
            return Lost(late=False)
        if worker.is_ready:
            self._false_starts = 0
        return None

    def _blame(self, worker: Worker, lost: Lost) -> None:
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
        elif suspect in self._suspects:
            self._done[suspect] = lost
        else:
            self._suspects.add(suspect)
            self._back.appendleft(suspect)
