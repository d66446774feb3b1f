"""`validator checklist`: what an application is asked for, before there is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from validator.bundle import read_bundle
from validator.cli import codes
from validator.cli.applications import told_application
from validator.cli.faults import wrong_call
from validator.cli.options import answers_option, catalogue_of, day, lang_option, specs_option
from validator.cli.outputs import asked_outputs, output_options, write_whole
from validator.engine import Options
from validator.model import Bundle
from validator.output.table import Told
from validator.plan.asked import checklist_by_draft
from validator.plan.papers import checklist_of


@click.command("checklist")
@click.argument("draft", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--service", metavar="ID", help="The service that is applied for.")
@answers_option
@click.option("--standard", metavar="ID", help="The standard, where there are several.")
@click.option("--as-of", type=day, help="The day that counts; today if left out.")
@specs_option
@output_options(Told.CHECKLIST)
@lang_option
def command(
    draft: Path | None,
    service: str | None,
    answers: Sequence[str],
    standard: str | None,
    as_of: date | None,
    specs: Path | None,
    format_: str,
    output: Sequence[str],
    lang: str | None,
) -> int:
    """Tell which papers an application needs, for whom, its fee, its days and what people decide.

    It goes by a DRAFT, or by what is said with --service and --set; without any of these it asks.
    What is not said yet stays open, and is told with the field that it hangs on.
    """
    catalogue = catalogue_of(specs)
    options = Options(datetime.now(UTC), as_of)
    outputs = asked_outputs(Told.CHECKLIST, format_, output, lang)
    if draft is None:
        edition, manifest = told_application(catalogue, standard, service, answers, options)
        bundle = Bundle("answers", manifest, "answers.json")
        found = checklist_of(edition, bundle, options)
    else:
        bundle = read_bundle(draft)
        if bundle.manifest is None:
            raise wrong_call("call.draft_unreadable", path=str(draft))
        found = checklist_by_draft(catalogue, bundle, options)
    write_whole(outputs, found)
    return codes.OK
