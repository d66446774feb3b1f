"""`--resume`: what a run goes on with, and what it leaves for another one to go on with."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import click
from click.core import ParameterSource

from validator.batch.run import Task
from validator.bundle import MANIFESTS
from validator.cli.faults import tell, wrong_call
from validator.cli.outputs import Output, asked_outputs, placed
from validator.cli.writing import mode_of, replaces
from validator.output.table import Told
from validator.output.tally import Tally

if TYPE_CHECKING:
    from validator.batch.begun import Begun
    from validator.batch.part import Kept

_LINES: Final = "ndjson"
"""The format that can be gone on with: a report a line, and nothing around them."""


@dataclass(slots=True)
class Resumption:
    """What a run goes on with, if it goes on with anything.

    Attributes:
        begun: what is left of an earlier run.
        kept: how much of that stays.
        tally: what remains of the reports in it.
    """

    begun: Begun | None = None
    kept: Kept | None = None
    tally: Tally | None = None

    @property
    def clock(self) -> datetime:
        """The moment that counts: that at which the run began, be it another day by now."""
        return datetime.now(UTC) if self.begun is None else self.begun.clock

    def left_of(
        self, names: Sequence[str], task: Task, outputs: Sequence[Output], *, quiet: bool
    ) -> Sequence[str]:
        """The bundles that have still to be checked.

        Raises:
            CallError: the run that began was another one.
        """
        if self.begun is None:
            return names
        from validator.batch.identity import identify  # takes 20 ms, and most runs resume nothing

        self.begun.require(identify(task, outputs[0].view))
        self.kept, self.tally = self.begun.kept(names)
        done = self.tally.total()
        if not quiet:
            tell("run.resumed", path=outputs[0].path, done=done, bundles=len(names))
        return names[done:]

    def place(self, task: Task, output: Output) -> AbstractContextManager[IO[bytes]]:
        """Where an output is written: an NDJSON file so that another run can go on with it."""
        if not resumable(task, [output]):
            return placed(output)
        return self._part(task, output)

    @contextmanager
    def _part(self, task: Task, output: Output) -> Iterator[IO[bytes]]:
        from validator.batch.identity import identify
        from validator.batch.part import PART, beside, written_in_parts

        target = _real(output.path)
        identity = identify(task, output.view)
        is_ours = False
        try:
            with written_in_parts(target, identity, mode_of(target), self.kept) as file:
                is_ours = True
                yield file
        except OSError as error:
            if isinstance(error, BlockingIOError) and not is_ours:
                raise wrong_call("run.in_use", path=output.path) from error
            if error.filename is None or not is_ours:
                error.filename = output.path  # what the caller knows it by
            raise
        finally:
            if is_ours and beside(target, PART).exists():
                tell("run.can_resume", path=output.path)


def resumed(
    path: str | None,
    format_: str,
    output: Sequence[str],
    lang: str | None,
    *,
    show: bool,
    only_failed: bool,
) -> tuple[Resumption, tuple[Output, ...]]:
    """What a run goes on with and writes, as `--resume`, `--format` and `-o` ask for.

    Raises:
        CallError: the file cannot be gone on with.
        click.UsageError: something else is to be written too.
    """
    asked_for = partial(
        asked_outputs, Told.REPORTS, lang=lang, show_personal_data=show, only_failed=only_failed
    )
    if path is None:
        return Resumption(), asked_for(format_, output)
    source = click.get_current_context().get_parameter_source
    if output and source("output") is ParameterSource.COMMANDLINE:
        others = asked_for(format_, output)
        same = [(each.format.name, _real(each.path)) for each in others] == [(_LINES, _real(path))]
    else:  # a format out of a file of settings is for runs that do not go on with one
        same = format_ == _LINES or source("format_") is not ParameterSource.COMMANDLINE
    if not same:
        raise wrong_call("run.resume_alone")
    if not replaces(path):
        raise wrong_call("run.resume_no_file", path=path)
    from validator.batch.begun import find_begun

    asked = [f"{_LINES}={path}"]
    return Resumption(find_begun(_real(path))), asked_for(_LINES, asked)


def resumable(task: Task, outputs: Sequence[Output]) -> tuple[str, ...]:
    """The files of a run that another one can go on with: not with what waivers made of it."""
    if task.marking is not None:
        return ()
    return tuple(each.path for each in outputs if _can_be_resumed(each))


def _can_be_resumed(output: Output) -> bool:
    """Whether it is a file of lines; in a bundle its part would be a paper of the applicant's."""
    if output.format.name != _LINES or not replaces(output.path):
        return False
    above = _real(output.path).parents
    return not any((folder / name).is_file() for folder in above for name in MANIFESTS)


def _real(path: str) -> Path:
    return Path(os.path.realpath(path))
