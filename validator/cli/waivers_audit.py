"""`validator waivers audit`: how each waiver of a file stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import click

from validator.batch.counting import Ledger, Marking
from validator.batch.run import Task
from validator.batch.waivers import WaiverState, audited, held, read_waivers, standings
from validator.bundle.inbox import find_inbox
from validator.cli import codes
from validator.cli.faults import tell, tell_skipped
from validator.cli.options import catalogue_of, day, lang_option, require_paths, specs_option
from validator.cli.outputs import asked_outputs, output_options, write_whole
from validator.engine import Options
from validator.output.table import Told

_FINE: Final = (WaiverState.HOLDS, WaiverState.ENDS_SOON)


@click.command("audit")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@output_options(Told.WAIVERS)
@lang_option
@click.option("--today", type=day, help="The day on which they have to hold; today if left out.")
@click.option(
    "--within",
    type=click.IntRange(0),
    default=30,
    show_default=True,
    metavar="DAYS",
    help="Tell which of them hold for no more than so many days after that day.",
)
@specs_option
def command(
    file: Path,
    paths: Sequence[str],
    format_: str,
    output: Sequence[str],
    lang: str | None,
    today: date | None,
    within: int,
    specs: Path | None,
) -> int:
    """Tell how each waiver of a file stands: whether it holds, ends soon, has expired, names what
    is not known or cannot be waived, and, with the bundles that it is for, whether anything failed.

    Exits with 0 if all hold, 1 if one is of no effect, 2 for a wrong call, 3 for unusable specs,
    4 if there is no waiver, or no bundle where there should be.
    """
    catalogue = catalogue_of(specs)
    options = Options(datetime.now(UTC), today=today)
    outputs = asked_outputs(Told.WAIVERS, format_, output, lang)
    granted = standings(read_waivers(file), catalogue, options.clock, today)
    require_paths(paths)
    inbox = find_inbox(paths)
    names = inbox.names
    tell_skipped(inbox.skipped)
    ledger = Ledger(granted)
    task = Task(catalogue.specs, None, options, (), opens=False, marking=Marking(held(granted)))
    for answer in map(task.answerer(catalogue, None), names):
        ledger.add(answer.marks)
    looked_at = audited(granted, {e.fault.line: e for e in ledger.idle()} if paths else {}, within)
    write_whole(outputs, looked_at, names)
    if not granted:
        tell("run.no_waiver", path=str(file))
    if paths and not names:
        tell("run.no_bundle", path=", ".join(paths))
    if not granted or (paths and not names):
        return codes.NOTHING
    return codes.OK if all(each.state in _FINE for each in looked_at) else codes.FAULTS
