"""`validator verify`: recorded reports held against the bundles that they are about."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from validator.batch.recorded import read_recorded
from validator.batch.verify import Verifier, paths_of
from validator.bundle.inbox import find_inbox
from validator.cli import codes
from validator.cli.faults import tell, tell_skipped
from validator.cli.options import catalogue_of, lang_option, require_paths, specs_option
from validator.cli.outputs import asked_outputs, output_options, write_whole
from validator.inspect.opener import Opener
from validator.output.table import Told
from validator.output.verified import VerifiedState

_CODES: Final = {
    VerifiedState.SAME: codes.OK,
    VerifiedState.DIFFERS: codes.FAULTS,
    VerifiedState.UNKNOWN: codes.UNDETERMINED,
}


@click.command("verify")
@click.argument("report", type=click.Path(exists=True, dir_okay=False))
@click.argument("bundles", nargs=-1, metavar="[BUNDLE]...")
@output_options(Told.VERIFIED)
@lang_option
@specs_option
@click.option(
    "--trust",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIRECTORY",
    help="Folder of the certificates whose word for a signer is taken, instead of the specs' own.",
)
def command(
    report: str,
    bundles: Sequence[str],
    format_: str,
    output: Sequence[str],
    lang: str | None,
    specs: Path | None,
    trust: Path | None,
) -> int:
    """Hold reports (json or ndjson) against their bundles, and make each decision again.

    Without BUNDLE they are looked for by the names in the reports.

    Exits with 0 if every decision is the same to the byte, 1 if anything differs, 5 if a report
    could not be verified, 2 for a wrong call, 3 for unusable specs, 4 if there is no report.
    """
    outputs = asked_outputs(Told.VERIFIED, format_, output, lang)
    catalogue = catalogue_of(specs, trust)
    recorded = read_recorded(report)
    require_paths(bundles)
    inbox = find_inbox(bundles)
    tell_skipped(inbox.skipped)
    names = inbox.names
    if bundles:
        paths = paths_of(recorded.each(), names)
    else:
        called = (each["bundle"]["name"] for each in recorded.each())
        paths = {name: name for name in called if os.path.exists(name)}  # noqa: PTH110  # of any text
    with Opener() as opener:
        verifier = Verifier(catalogue, opener)
        verified = [
            verifier.verify(each, paths.get(each["bundle"]["name"])) for each in recorded.each()
        ]
    write_whole(outputs, verified, tuple(paths.values()))
    unknown = sorted(set(names) - set(paths.values()))
    for name in unknown:
        tell("run.no_report", path=name)
    if not verified:
        tell("run.no_report", path=report)
        return codes.NOTHING
    return codes.worst(
        [_CODES[each.state] for each in verified] + [codes.UNDETERMINED for _ in unknown]
    )
