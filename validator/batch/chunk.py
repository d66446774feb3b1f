"""What a worker of a cluster does: it answers some names, each in a process of its own beside it.

The processes are those of one machine (`ready.py`), so that a bundle that hangs or dies costs a
process and not the worker. Only bytes pass between client and worker. Nothing here knows what
engine runs it.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import socket
import sys
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Protocol, Self

import validator
from validator.batch.identity import Identity, content_digest, differences, identify
from validator.batch.pool import Lost
from validator.batch.ready import Ready
from validator.bundle.addresses import is_address
from validator.errors import ValidatorError
from validator.frozen import frozen

_CLIENTS: Final = 4
"""Whose processes stand ready, where several share a cluster: a start costs a hundred bundles."""


class Job(Protocol):
    """What is to be done with every bundle of a run; it can be handed to another machine."""

    def __call__(self) -> Any:
        """What answers one name."""

    def lost(self, name: str, lost: Lost, seconds: int) -> Any:
        """The answer for a name that has none."""

    def moved(self, there: Path, here: Path) -> Self:
        """The same with another folder of specs where it has that one."""


@frozen
class Work:
    """What a client hands to workers, with all that it rests on.

    Attributes:
        specs: the folder of specs that comes with the client's validator; a worker takes its own.
        identity: what the job is made of where the client is.
        seconds: how long one bundle may take.
    """

    job: Job
    specs: Path
    identity: Identity
    seconds: int

    def packed(self) -> bytes:
        """It as bytes."""
        return zlib.compress(pickle.dumps(self), 1)


@frozen
class Answered:
    """What a worker gives back.

    Attributes:
        answers: one a name, up to the fault if there is one.
        fault: what ends the run.
        differs: in what the worker is not as the client is; then it has answered nothing.
        is_daemon: that it may start no process, and so has answered nothing either.
        worker: its machine and process.
    """

    answers: tuple[Any, ...] = ()
    fault: ValidatorError | None = None
    differs: tuple[str, ...] = ()
    is_daemon: bool = False
    worker: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")

    def packed(self) -> bytes:
        """It as bytes: a report is pressed to a tenth."""
        return zlib.compress(pickle.dumps(self), 1)

    @staticmethod
    def unpacked(data: bytes) -> Answered:
        """What a worker has packed."""
        found = pickle.loads(zlib.decompress(data))  # noqa: S301  # our own worker's
        if not isinstance(found, Answered):
            raise TypeError
        return found


def identity_of(job: Job) -> Identity:
    """All that the answers hang on beside the bundles, on this machine.

    Raises:
        OSError: a folder of specs is not there.
    """
    return {**identify(job, None), "python": list(sys.version_info[:2]), "code": _code()}


def answer_chunk(work: bytes, names: Sequence[str]) -> bytes:
    """The answers to some names, in a worker whose specs and versions are the client's."""
    return _answered(work, names).packed()


def end_idle(work: bytes) -> None:
    """End the processes that stand ready for a work; those of other clients go on."""
    _idle.end(work)


def _answered(work: bytes, names: Sequence[str]) -> Answered:
    if multiprocessing.current_process().daemon:
        return Answered(is_daemon=True)
    asked, differs = _understood(work)
    if not differs and not any(is_address(each) or os.path.lexists(each) for each in names):
        differs = (names[0],)  # a drive that is not there would make every application unreadable
    if differs:
        return Answered(differs=differs)
    answers: list[Any] = []
    with _idle.taken(work, asked) as ready:
        for name in names:
            try:
                found = ready.ask(name)
            except ValidatorError as error:
                return Answered(tuple(answers), error)
            lost = isinstance(found, Lost)
            answers.append(asked.job.lost(name, found, asked.seconds) if lost else found)
    return Answered(tuple(answers))


@lru_cache(maxsize=_CLIENTS)
def _understood(work: bytes) -> tuple[Work, tuple[str, ...]]:
    """What is asked for, with the specs of this machine, and in what that is something else."""
    asked: Work = pickle.loads(zlib.decompress(work))  # noqa: S301  # our own client's
    job = asked.job.moved(asked.specs, validator.default_specs())
    try:
        differs = differences(asked.identity, identity_of(job))
    except OSError as error:
        differs = (str(error.filename),)
    return replace(asked, job=job), differs


@lru_cache(maxsize=1)
def _code() -> str:
    """The digest of this package: one that is being worked on keeps its version."""
    return content_digest(Path(validator.__file__).parent, "*.py")


class _Idle:
    """Processes that stand ready for the work of some clients, as many as threads have asked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ready: OrderedDict[bytes, list[Ready[Any]]] = OrderedDict()

    def end(self, work: bytes) -> None:
        """End all that stand ready for a work."""
        with self._lock:
            over = self._ready.pop(work, [])
        for each in over:
            each.end()

    @contextmanager
    def taken(self, work: bytes, asked: Work) -> Iterator[Ready[Any]]:
        """A process that nobody else asks meanwhile."""
        over: list[Ready[Any]] = []
        with self._lock:
            waiting = self._ready.setdefault(work, [])
            self._ready.move_to_end(work)
            if len(self._ready) > _CLIENTS:
                over = self._ready.popitem(last=False)[1]
            ready = waiting.pop() if waiting else Ready(asked.job, asked.seconds)
        for each in over:
            each.end()
        try:
            yield ready
        except BaseException:
            ready.end()
            raise
        with self._lock:
            is_wanted = work in self._ready
            if is_wanted:
                self._ready[work].append(ready)
        if not is_wanted:
            ready.end()


_idle: Final = _Idle()
