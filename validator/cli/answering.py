"""What comes of each bundle as it comes, from here or from other processes, and a bar beside it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from time import monotonic
from typing import Final

import click

from validator.batch.pool import MOST_JOBS, NoWorkersError
from validator.batch.run import Answer, Task, answer_in_processes
from validator.cli.faults import said, tell
from validator.cli.terminal import tell_error
from validator.inspect.opener import Opener
from validator.interrupts import Interruption
from validator.standard.catalogue import Catalogue
from validator.words.messages import visible

MANY: Final = 20
"""Bundles from which on a bar shows how far the run is."""
_FEW: Final = 200
"""Bundles below which other processes would take longer to start than they save."""
_STEPS: Final = 1000
"""How often a bar is drawn anew, at most."""


def workers(asked: int | None, bundles: int) -> int:
    """How many processes are at work: as many as are asked for, else as there are cores."""
    if asked is not None:
        return asked
    return 1 if bundles < _FEW else min(cores(), MOST_JOBS)


def answered(
    names: Sequence[str],
    task: Task,
    catalogue: Catalogue,
    opener: Opener | None,
    *,
    jobs: int,
    seconds: int,
    interruption: Interruption,
    cluster: str | None = None,
) -> Iterator[Answer]:
    """What comes of each bundle, in turn, until somebody asks for an end.

    Where no other process can be started, or none any more, this one does the rest.

    Args:
        cluster: the address of a scheduler whose workers are to do it.

    Raises:
        CallError: an option does not fit a bundle, or the cluster the call.
        SpecError: the specs are unusable.
        ClusterLostError: the cluster has gone.
    """
    given = 0
    if cluster is not None:
        from validator.batch.cluster import answer_on_cluster  # takes long, and few have one

        if opener is not None:
            opener.close()  # each process has its own
        asked = interruption.__bool__
        yield from answer_on_cluster(names, task, cluster, seconds=seconds, is_to_end=asked)
        return
    if jobs > 1:
        if opener is not None:
            opener.close()  # each process has its own
        asked = interruption.__bool__
        found = answer_in_processes(names, task, jobs=jobs, seconds=seconds, is_to_end=asked)
        try:
            for each in found:
                given += 1
                yield each
            return
        except NoWorkersError:
            tell("run.no_workers")
    answer = task.answerer(catalogue, opener)
    for name in islice(names, given, None):
        if interruption:
            return
        yield answer(name)


def told(answers: Iterable[Answer]) -> Iterator[Answer]:
    """The answers; our own faults among them have a line on stderr each."""
    for each in answers:
        if each.fault:
            wrong = said("run.internal_error", error=each.fault)
            tell_error(f"validator: {visible(each.bundle)}: {wrong}")
        yield each


def shown(answers: Iterator[Answer], length: int) -> Iterator[Answer]:
    """The answers; meanwhile a bar on stderr shows how far they are, how fast, and how long yet."""
    begun, count = monotonic(), 0

    def rate(_: Answer | None) -> str:
        passed = monotonic() - begun
        return said("run.rate", rate=round(count / passed)) if count and passed else ""

    with click.progressbar(
        answers,
        length=length,
        label=said("run.checking"),
        file=sys.stderr,
        show_pos=True,
        item_show_func=rate,
        update_min_steps=max(1, length // _STEPS),
    ) as bar:
        for each in bar:
            count += 1
            yield each


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
