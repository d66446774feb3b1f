"""`validator deadline`: when it would be decided, and the last moment to submit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from validator.cli import codes
from validator.cli.faults import said, wrong_call
from validator.cli.options import catalogue_of, day, lang_option, specs_option
from validator.cli.outputs import asked_outputs, output_options, write_whole
from validator.output.table import Told
from validator.plan.asked import Days, deadlines_of


def _moment(value: str) -> datetime:
    """A local time, or one with its offset; given to click as a type."""
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        raise click.BadParameter(said("call.not_a_time", value=value)) from None


@click.command("deadline")
@click.option(
    "--submitted",
    type=_moment,
    metavar="TIME",
    help="Submitted at this local time, such as 2026-01-12T18:31; now if left out.",
)
@click.option(
    "--decided-by", type=day, help="Tell the last moment to submit for a decision by this day."
)
@click.option(
    "--since", type=day, help="Until when to ask for what has to follow this day in some days."
)
@click.option("--service", metavar="ID", help="The service; every one if left out.")
@click.option("--standard", metavar="ID", help="The standard; every one if left out.")
@specs_option
@output_options(Told.DEADLINE)
@lang_option
def command(
    submitted: datetime | None,
    decided_by: date | None,
    since: date | None,
    service: str | None,
    standard: str | None,
    specs: Path | None,
    format_: str,
    output: Sequence[str],
    lang: str | None,
) -> int:
    """Tell when an application would be accepted and decided, and each day that does not count.

    The other way round, the last moment to submit; and the last day to ask for what a change
    makes necessary.
    """
    if sum(each is not None for each in (submitted, decided_by, since)) > 1:
        raise wrong_call("call.one_of", names="--submitted, --decided-by, --since")
    catalogue = catalogue_of(specs)
    outputs = asked_outputs(Told.DEADLINE, format_, output, lang)
    days = Days(submitted, decided_by, since, service, standard)
    write_whole(outputs, deadlines_of(catalogue, days, datetime.now(UTC)))
    return codes.OK
