"""Checks what was sent, in processes apart: whatever it holds, the server goes on."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from validator import engine
from validator.batch.pool import Lost, NoWorkersError
from validator.batch.ready import Ready
from validator.batch.run import BUNDLE_FATAL, BUNDLE_LATE, Shape, judged
from validator.errors import ValidatorError, where
from validator.frozen import frozen
from validator.inspect.opener import Opener
from validator.model import Bundle, Message
from validator.output.gathering import tell_together
from validator.report import Report
from validator.standard.catalogue import Catalogue
from validator.web.refusals import Refusal
from validator.web.settings import Settings

T = TypeVar("T")


@frozen
class Tools:
    """What a question is answered with: the specs, and what opens papers."""

    catalogue: Catalogue
    opener: Opener


Question = Callable[[Tools], T]
"""What is answered in another process; it can be handed to one, as can its answer."""


@frozen
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

    def __call__(self, tools: Tools) -> Checked:
        """Check it."""
        catalogue, opener = tools.catalogue, tools.opener
        file = BytesIO(self.data)
        return self.checked(*judged(file, catalogue, self.options, opener, name=self.name))

    def checked(self, report: Report, fault: str = "") -> Checked:
        """A report on it, told in the formats that are asked for."""
        told = tuple(tell_together([report], each.format, each.view) for each in self.shapes)
        return Checked(report, told, fault)

    def undecided(self, message: Message, fault: str = "") -> Checked:
        """That nothing was decided of it, and why."""
        bundle = Bundle(self.name)
        return self.checked(engine.undecided(bundle, message), fault)


@frozen
class Checked:
    """What came of a zip.

    Attributes:
        told: the report in each of the shapes asked for, each a whole file.
        fault: our own fault, if one kept it from being judged.
    """

    report: Report
    told: tuple[bytes, ...]
    fault: str = ""


@frozen
class Broken:
    """That our own fault kept a question from being answered.

    Attributes:
        error: what was raised.
        place: that, and where in our code.
    """

    error: str
    place: str


@frozen
class Answering:
    """What a process that answers questions does; it can be handed to one."""

    specs: Path
    memory: int

    def __call__(self) -> Callable[[Question[Any]], Any]:
        _limit_memory(self.memory)
        tools = Tools(Catalogue(self.specs), Opener())
        list(tools.catalogue.editions())  # so that the first applicant does not wait for them
        tools.opener.begin()

        def answer(question: Question[Any]) -> Any:
            try:
                return question(tools)
            except ValidatorError:
                raise
            except MemoryError:
                return Lost(late=False)
            except Exception as error:  # noqa: BLE001  # the next question is none the worse for it
                return Broken(type(error).__name__, where(error))

        return answer


class Checking:
    """Processes that answer questions, and those who wait for one in their turn."""

    def __init__(self, settings: Settings) -> None:
        answering = Answering(settings.specs, settings.limits.memory_bytes)
        self._tell = settings.tell
        self._seconds = settings.limits.check_seconds
        self._every = [Ready(answering, self._seconds) for _ in range(settings.jobs)]
        self._threads = ThreadPoolExecutor(settings.jobs, "checking")
        self._free: asyncio.Queue[Ready[Any]] = asyncio.Queue()
        for each in self._every:
            self._free.put_nowait(each)

    def begin(self) -> None:
        """Start the processes; where that cannot be done, the first question will tell."""
        with suppress(NoWorkersError):
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
            Refusal: no process can be started.
        """
        found = await self._asked(upload)
        checked = found if isinstance(found, Checked) else self._unchecked(upload, found)
        self._tell_fault(checked.fault)
        return checked

    async def tell(self, upload: Upload) -> tuple[bytes, ...]:
        """The report in each of the shapes asked for, as of `check`, at half of its cost.

        Raises:
            As `check`.
        """
        found = await self._asked(partial(_told_alone, upload))
        if isinstance(found, Lost | Broken):
            checked = self._unchecked(upload, found)
            found = checked.told, checked.fault
        told, fault = found
        self._tell_fault(fault)
        return told

    async def ask(self, question: Question[T]) -> T:
        """The answer to a question.

        Raises:
            CallError, SpecError: the question does.
            Refusal: it takes too long or too much, or our own fault keeps it from being answered;
                no process can be started.
        """
        found = await self._asked(question)
        if isinstance(found, Lost):
            raise Refusal(422, "too_much")
        if isinstance(found, Broken):
            self._tell(found.place)
            raise Refusal(500, "internal")
        return found

    def _unchecked(self, upload: Upload, found: Lost | Broken) -> Checked:
        if isinstance(found, Broken):
            return upload.undecided(engine.INTERNAL_ERROR(error=found.error), found.place)
        return upload.undecided(BUNDLE_LATE(limit=self._seconds) if found.late else BUNDLE_FATAL())

    def _tell_fault(self, fault: str) -> None:
        if fault:
            self._tell(fault)

    async def _asked(self, question: Question[T]) -> T | Lost | Broken:
        ready = await self._free.get()
        asked = asyncio.get_running_loop().run_in_executor(self._threads, ready.ask, question)
        # Whoever asked may have gone: the process is free when it has answered all the same.
        asked.add_done_callback(lambda done: self._freed(ready, done))
        try:
            found: T | Lost | Broken = await asyncio.shield(asked)
        except NoWorkersError:
            raise Refusal(503, "no_workers", headers={"retry-after": "60"}) from None
        return found

    def _freed(self, ready: Ready[Any], done: asyncio.Future[Any]) -> None:
        self._free.put_nowait(ready)
        if not done.cancelled():
            done.exception()  # heard, also where nobody waits for it any more


def _told_alone(upload: Upload, tools: Tools) -> tuple[tuple[bytes, ...], str]:
    """What is told of a zip, and our own fault in it; the report itself is long."""
    checked = upload(tools)
    return checked.told, checked.fault


def _limit_memory(most: int) -> None:
    """Hold this process to so many bytes, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
