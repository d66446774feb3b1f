"""A worker that stands ready for one question at a time, for as long as there are questions."""

from __future__ import annotations

import pickle
import time
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from validator.batch.pool import Lost, NoWorkersError
from validator.batch.worker import Raised, Start, Worker

T = TypeVar("T")


class Ready(Generic[T]):
    """A process that is started anew when a question kills it, or takes too long.

    One thread asks at a time.
    """

    def __init__(self, start: Start[T], seconds: float) -> None:
        """Takes what a worker does, and the seconds that a question may take."""
        self._start = start
        self._seconds = seconds
        self._worker: Worker | None = None
        self._is_over = False

    def begin(self) -> None:
        """Start the process without waiting for it.

        Raises:
            NoWorkersError: none can be started, or it is over.
        """
        if self._is_over:
            raise NoWorkersError
        if self._worker is None:
            try:
                self._worker = Worker(self._start)
            except OSError as error:
                raise NoWorkersError from error

    def ask(self, question: Any) -> T | Lost:
        """The answer; a question whose process dies or is late is asked once more, as in a batch.

        Raises:
            ValidatorError: the work raised it.
            NoWorkersError: no process can be started, or it is over.
        """
        found = self._asked(question)
        if isinstance(found, Lost):  # it may be innocent, and the machine have been busy
            found = self._asked(question)
        return found

    def end(self) -> None:
        """End the process, whatever it is at; another thread's question has no answer then."""
        self._is_over = True
        self._kill()

    def _asked(self, question: Any) -> T | Lost:
        worker = self._begun()
        worker.hand({0: question})
        while (left := worker.until(self._seconds) - time.monotonic()) > 0:
            try:
                if wait([worker.pipe], left):
                    for _, answer in worker.answers():
                        if isinstance(answer, Raised):
                            raise answer.error
                        return answer  # type: ignore[no-any-return]  # what `start` said
            except (EOFError, OSError, pickle.UnpicklingError):
                self._kill()
                return Lost(late=False)
        self._kill()
        return Lost(late=True)

    def _kill(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()

    def _begun(self) -> Worker:
        """The process, once it has said that it is ready."""
        self.begin()
        worker = self._worker
        if worker is None:
            raise NoWorkersError
        while not worker.is_ready:
            left = worker.until(self._seconds) - time.monotonic()
            try:
                if left <= 0 or not wait([worker.pipe], left):
                    raise EOFError
                list(worker.answers())
            except (EOFError, OSError, pickle.UnpicklingError) as error:
                self._kill()
                raise NoWorkersError from error
        return worker
