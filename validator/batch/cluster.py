"""Answers from the workers of a Dask cluster, in order; the scheduler says who does what.

A chunk whose workers die again and again is done bundle by bundle with nothing else under way, and
only what ends a worker then is blamed: chunks that waited on the same worker are innocent. Waiting
never hangs on what a scheduler that has gone would still have to say.
"""

from __future__ import annotations

import logging
import re
import threading
import time
import uuid
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

import validator
from validator.batch.chunk import Answered, Job, Work, answer_chunk, end_idle, identity_of
from validator.batch.pool import Lost
from validator.errors import CallError, ClusterLostError
from validator.model import declare

if TYPE_CHECKING:
    from distributed import Client, Future

CLUSTER_NOT_INSTALLED = declare("cluster_not_installed")
CLUSTER_UNREACHABLE = declare("cluster_unreachable", address=str)
CLUSTER_EMPTY = declare("cluster_empty", address=str, limit=int)
CLUSTER_DIFFERS = declare("cluster_differs", worker=str, names=tuple)
CLUSTER_DAEMON = declare("cluster_daemon", worker=str)
CLUSTER_LOST = declare("cluster_lost", address=str)
CLUSTER_FAULT = declare("cluster_fault", address=str, error=str)

_ADDRESS: Final = re.compile(r"(?:[a-z]+://)?(?:[^\s:/@]+|\[[0-9A-Fa-f:.]+\]):[0-9]+")

CHUNK: Final = 100
"""Bundles that a worker is given at a time, at most: a chunk costs the scheduler a millisecond."""
_AHEAD: Final = 3
"""Chunks under way for each thread of the cluster: its own, one that waits and one to write."""
_CONNECT_SECONDS: Final = 15
_EMPTY_SECONDS: Final = 120
"""How long a cluster may be without any worker."""
_TRIES: Final = 5
"""How often a chunk is handed out that the scheduler forgets."""
_WAIT_SECONDS: Final = 0.25
"""How long an end that is asked for may go unnoticed."""
_LOOK_SECONDS: Final = 10.0
"""How often the cluster is asked for its threads, which come and go."""


class _Ended(Exception):
    """An end was asked for."""


def answer_on_cluster(
    names: Sequence[str],
    job: Job,
    address: str,
    *,
    seconds: int,
    is_to_end: Callable[[], object] = bool,
) -> Iterator[Any]:
    """What comes of each bundle, in turn, from the workers of a scheduler.

    Args:
        address: of the scheduler, as Dask writes it: `tcp://host:8786`, `tls://host:8786`.
        seconds: how long one bundle may take.
        is_to_end: asked again and again; once it says so, the answers end where they are.

    Raises:
        CallError: the cluster cannot be reached, has no worker, or has one whose specs or versions
            are not those of this machine; or an option does not fit a bundle.
        SpecError: the specs are unusable.
        ClusterLostError: the scheduler or the last worker is gone.
    """
    specs = validator.default_specs()
    work = Work(job, specs, identity_of(job), seconds)
    with _connected(address) as client:
        run = _Run(client, address, work, is_to_end)
        try:
            yield from run.answers(names)
        except _Ended:
            return
        finally:
            run.end()


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError:
        raise CallError.of(CLUSTER_NOT_INSTALLED()) from None
    shown = address.rpartition("@")[2]  # before it may stand a password
    if not _ADDRESS.fullmatch(address):
        raise CallError.of(CLUSTER_UNREACHABLE(address=shown))

    class Unheard(Client):  # type: ignore[misc]  # it has no types
        """One that never came to be is not waited for, for half a minute, when it is forgotten."""

        def __del__(self) -> None:
            """Nothing: it is closed here."""

    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what is to be told is told here
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other versions, which workers are asked for anyway
            client = Unheard(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except Exception:  # noqa: BLE001  # what answers may be anything, and say anything
        raise CallError.of(CLUSTER_UNREACHABLE(address=shown)) from None
    try:
        yield client
    finally:
        with suppress(Exception):  # it may have gone
            client.close(timeout=_CONNECT_SECONDS)


class _Run:
    """What is under way: chunks in the order of their names, no more of them than a window."""

    def __init__(
        self, client: Client, address: str, work: Work, is_to_end: Callable[[], object]
    ) -> None:
        self._client = client
        self._address = address
        self._work = work.packed()
        self._job, self._seconds = work.job, work.seconds
        self._is_to_end = is_to_end
        self._under_way: deque[tuple[Sequence[str], Future]] = deque()
        self._run = uuid.uuid4().hex
        self._count = 0
        self._threads = 0
        self._length = 1
        self._looked = self._peopled = time.monotonic()

    def answers(self, names: Sequence[str]) -> Iterator[Any]:
        """Hand out, wait and give out until every name has its answer."""
        self._require_workers()
        self._length = max(1, min(CHUNK, len(names) // (self._threads * _AHEAD)))
        left = iter(names)
        while self._fill(left):
            chunk, future = self._under_way[0]
            found = self._result(chunk, future)
            self._under_way.popleft()
            if found is not None:
                yield from self._checked(found)
            else:
                for _, each in self._under_way:
                    self._wait(each)
                yield from chain.from_iterable(map(self._alone, chunk))

    def end(self) -> None:
        """Give up what is under way; the processes that stood ready for it end."""
        if self._client.status == "running":
            with suppress(Exception):  # nobody hangs on it
                self._client.cancel([future for _, future in self._under_way])
                self._client.run(end_idle, self._work, on_error="ignore")

    def _fill(self, left: Iterator[str]) -> bool:
        """Hand out chunks while there is room; whether any is under way."""
        if time.monotonic() - self._looked > _LOOK_SECONDS:
            self._look()
        room = max(1, self._threads) * _AHEAD
        while len(self._under_way) < room and (chunk := tuple(islice(left, self._length))):
            self._under_way.append((chunk, self._submit(chunk)))
        return bool(self._under_way)

    def _submit(self, chunk: Sequence[str]) -> Future:
        self._count += 1
        key = f"validator-{self._run}-{self._count}"
        # A worker's own fault is tried elsewhere; how often a death is, the scheduler says.
        return self._client.submit(answer_chunk, self._work, chunk, key=key, pure=False, retries=2)

    def _alone(self, name: str) -> Iterator[Any]:
        """The answer to one name while nothing else is under way."""
        found = self._result((name,), self._submit((name,)))
        if found is None:
            return iter([self._job.lost(name, Lost(late=False), self._seconds)])
        return self._checked(found)

    def _checked(self, answered: Answered) -> Iterator[Any]:
        if answered.differs:
            raise CallError.of(CLUSTER_DIFFERS(worker=answered.worker, names=answered.differs))
        if answered.is_daemon:
            raise CallError.of(CLUSTER_DAEMON(worker=answered.worker))
        yield from answered.answers
        if answered.fault is not None:
            raise answered.fault

    def _result(self, chunk: Sequence[str], future: Future) -> Answered | None:
        """What came of a chunk; None where its workers died."""
        from distributed import KilledWorker

        for _ in range(_TRIES):
            self._wait(future)
            try:
                return Answered.unpacked(future.result(timeout=_CONNECT_SECONDS))
            except KilledWorker:
                return None
            except TimeoutError:
                continue  # who had it has just died: it is being done again
            except Exception as error:
                if not self._is_forgotten(future):
                    name = type(error).__name__
                    raise CallError.of(CLUSTER_FAULT(address=self._address, error=name)) from error
            future = self._submit(chunk)
        raise self._lost()

    def _wait(self, future: Future) -> None:
        """Wait until a chunk is done, has failed, or is known to nobody any more."""
        is_done = threading.Event()
        future.add_done_callback(lambda _: is_done.set())
        while not (is_done.wait(_WAIT_SECONDS) or future.done()):
            if self._is_to_end():
                raise _Ended
            if self._is_forgotten(future) and self._client.status == "running":
                return
            if time.monotonic() - self._looked > _LOOK_SECONDS:
                self._look()
        self._is_forgotten(future)

    def _is_forgotten(self, future: Future) -> bool:
        """Whether the scheduler knows no more of a chunk, as one does that was started anew.

        Raises:
            ClusterLostError: it has gone.
        """
        if self._client.status in ("closing", "closed"):
            raise self._lost()
        return future.status in ("lost", "cancelled")

    def _lost(self) -> ClusterLostError:
        return ClusterLostError.of(CLUSTER_LOST(address=self._address))

    def _look(self) -> None:
        """Ask how many threads there are, of which there may be none for a while only."""
        self._looked = time.monotonic()
        if self._client.status != "running":
            return
        try:
            self._threads = sum(self._client.nthreads().values())
        except Exception:  # noqa: BLE001  # it has gone a moment ago, as will be seen
            return
        if self._threads:
            self._peopled = self._looked
        elif self._looked - self._peopled > _EMPTY_SECONDS:
            raise self._lost()

    def _require_workers(self) -> None:
        until = time.monotonic() + _EMPTY_SECONDS
        while not self._threads:
            if self._is_to_end():
                raise _Ended
            self._look()
            if not self._threads:
                if time.monotonic() > until:
                    raise CallError.of(CLUSTER_EMPTY(address=self._address, limit=_EMPTY_SECONDS))
                time.sleep(_WAIT_SECONDS)
