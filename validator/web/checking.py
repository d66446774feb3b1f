"""Checks what was sent, in processes apart: whatever it holds, the server goes on."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from validator import engine
from validator.batch.pool import Lost
from validator.batch.ready import Ready
from validator.batch.run import BUNDLE_FATAL, BUNDLE_LATE, Shape, judged
from validator.inspect.opener import Opener
from validator.model import Bundle, Message
from validator.output.gathering import tell_together
from validator.report import Report
from validator.standard.catalogue import Catalogue
from validator.web.settings import Settings


@dataclass(frozen=True, slots=True)
class Upload:
    """A zip that was sent, and what is to be done with it.

    Attributes:
        name: what reports call it.
        shapes: the formats in which its report is told.
    """

    data: bytes
    name: str
    options: engine.Options
    shapes: tuple[Shape, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of it.

    Attributes:
        told: the report in each of the shapes asked for, each a whole file.
        fault: our own fault, if one kept it from being judged.
    """

    report: Report
    told: tuple[bytes, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Checks:
    """What a process that checks does; it can be handed to one."""

    specs: Path
    memory: int

    def __call__(self) -> Callable[[Upload], Checked]:
        _limit_memory(self.memory)
        catalogue, opener = Catalogue(self.specs), Opener()
        list(catalogue.editions())  # so that the first applicant does not wait for them
        opener.begin()

        def answer(upload: Upload) -> Checked:
            try:
                file = BytesIO(upload.data)
                report, fault = judged(file, catalogue, upload.options, opener, name=upload.name)
                return _checked(report, upload, fault)
            except MemoryError:
                return _undecided(upload, BUNDLE_FATAL())

        return answer


class Checking:
    """Processes that check, and those who wait for one in their turn."""

    def __init__(self, settings: Settings) -> None:
        checks = Checks(settings.specs, settings.limits.memory_bytes)
        self._seconds = settings.limits.check_seconds
        self._every = [Ready(checks, self._seconds) for _ in range(settings.jobs)]
        self._threads = ThreadPoolExecutor(settings.jobs, "checking")
        self._free: asyncio.Queue[Ready[Checked]] = asyncio.Queue()
        for each in self._every:
            self._free.put_nowait(each)

    def begin(self) -> None:
        """Start the processes.

        Raises:
            NoWorkersError: none can be started.
        """
        for each in self._every:
            each.begin()

    def end(self) -> None:
        """End them, whatever they are at."""
        for each in self._every:
            each.end()
        self._threads.shutdown()

    async def check(self, upload: Upload) -> Checked:
        """The report on a zip that was sent; one that kills or stalls its process is undetermined.

        Raises:
            CallError: an option does not fit the application.
            SpecError: the specs are unusable.
            NoWorkersError: no process can be started.
        """
        ready = await self._free.get()
        asked = asyncio.get_running_loop().run_in_executor(self._threads, ready.ask, upload)
        # Whoever asked may have gone: the process is free when it has answered all the same.
        asked.add_done_callback(lambda done: self._freed(ready, done))
        found = await asyncio.shield(asked)
        if isinstance(found, Lost):
            lost = BUNDLE_LATE(limit=self._seconds) if found.late else BUNDLE_FATAL()
            return _undecided(upload, lost)
        return found

    def _freed(self, ready: Ready[Checked], done: asyncio.Future[Checked | Lost]) -> None:
        self._free.put_nowait(ready)
        if not done.cancelled():
            done.exception()  # heard, also where nobody waits for it any more


def _undecided(upload: Upload, message: Message) -> Checked:
    bundle = Bundle(upload.name, None, None, b"", {})
    return _checked(engine.undecided(bundle, message), upload)


def _checked(report: Report, upload: Upload, fault: str = "") -> Checked:
    told = tuple(tell_together([report], each.format, each.view) for each in upload.shapes)
    return Checked(report, told, fault)


def _limit_memory(most: int) -> None:
    """Hold this process to so many bytes, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
