"""A task that ends or stalls its process; workers start sooner where they import no test for it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from validator.batch.run import Answer, Task
from validator.inspect.opener import Opener
from validator.standard.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Fatal(Task):
    """Ends or stalls the process at bundles of these names."""

    def answerer(self, catalogue: Catalogue, opener: Opener | None) -> Callable[[str], Answer]:
        answer = Task.answerer(self, catalogue, opener)

        def work(name: str) -> Answer:
            if name == "fatal":
                os.kill(os.getpid(), signal.SIGKILL)
            if name == "stalls":
                time.sleep(600)
            return answer(name)

        return work
