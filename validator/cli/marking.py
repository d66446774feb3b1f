"""`--waivers`, `--baseline` and `--fail-on-new`: what of the reports the exit code counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from validator.batch.run import Answer
from validator.cli.faults import line, wrong_call
from validator.cli.spoken import asked_language
from validator.cli.terminal import tell_error
from validator.engine import Options
from validator.frozen import frozen
from validator.model import Skipped
from validator.output.tally import Tally
from validator.standard.catalogue import Catalogue

if TYPE_CHECKING:
    from validator.batch.counting import Ledger, Marking


def marking_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--waivers`, `--baseline` and `--fail-on-new`."""
    for option in (
        click.option(
            "--fail-on-new",
            is_flag=True,
            help="Count for the exit code only what the baseline does not have.",
        ),
        click.option(
            "--baseline",
            type=click.Path(exists=True, dir_okay=False),
            metavar="FILE",
            help="Reports of an earlier run (json or ndjson): mark findings as new, unchanged or"
            " gone.",
        ),
        click.option(
            "--waivers",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Failures that the exit code does not count until a day (YAML); verdicts stay.",
        ),
    ):
        command = option(command)
    return command


@frozen
class Asked:
    """What the options ask for.

    Attributes:
        marking: how reports are marked; None where nothing is asked.
        ledger: adds up the marks of the run, where there are any.
        partial: whether the run sees a part of what waivers may be for.
    """

    marking: Marking | None = None
    ledger: Ledger | None = None
    partial: bool = False

    def watched(self, answers: Iterable[Answer]) -> Iterator[Answer]:
        """The answers, each taken into the ledger on its way."""
        for each in answers:
            if self.ledger is not None:
                self.ledger.add(each.marks)
            yield each

    def concluding(self, names: Sequence[str]) -> Callable[[Tally], None]:
        """What puts the end of the ledger into a tally of these bundles."""

        def conclude(tally: Tally) -> None:
            if self.ledger is None:
                return
            seen = names[: tally.total()] if tally.partial else names
            self.ledger.conclude(tally, seen, partial=self.partial or tally.partial)

        return conclude

    def counted(self, skipped: Iterable[Skipped]) -> Sequence[Skipped]:
        """What was not checked and counts as undetermined."""
        marking = self.marking
        if marking is None or marking.baseline is None or not marking.only_new:
            return tuple(skipped)
        return [each for each in skipped if each.path not in marking.baseline.skipped]


def asked_marking(
    catalogue: Catalogue,
    options: Options,
    waivers: Path | None,
    baseline: str | None,
    *,
    only_new: bool,
    some: bool,
) -> Asked:
    """Read the file of waivers and the baseline, if there are any.

    Args:
        only_new: whether the exit code counts what is new alone.
        some: whether by its call the run is about some bundles of many.

    Raises:
        CallError: one of them is not what it has to be.
        SpecError: the specs are unusable.
        OSError: one of them cannot be read.
    """
    if only_new and baseline is None:
        raise wrong_call("call.new_needs_baseline")
    if waivers is None and baseline is None:
        return Asked()
    from validator.batch.counting import Ledger, Marking  # few runs have one of the two
    from validator.batch.recorded import read_recorded
    from validator.batch.waivers import held, read_waivers, standings

    partial = options.only is not None
    granted = recorded = None
    if waivers is not None:
        entries = read_waivers(waivers)
        granted = standings(entries, catalogue, options.clock, options.today)
    if baseline is not None:
        recorded = read_recorded(baseline)
    marking = Marking(held(granted or ()), recorded, only_new, options.strict, partial)
    return Asked(marking, Ledger(granted, recorded), partial or some)


def tell_idle(tally: Tally) -> None:
    """Tell on stderr which waivers do not hold or were of no use, a line each."""
    for each in tally.idle:
        tell_error(line(each.fault, asked_language()))
