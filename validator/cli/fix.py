"""`validator fix`: what is certainly only typed otherwise, shown and on request put right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from difflib import unified_diff
from pathlib import Path

import click

from validator.bundle import read_bundle
from validator.cli import codes
from validator.cli.faults import tell, wrong_call
from validator.cli.options import catalogue_of, lang_option, specs_option
from validator.cli.writing import written
from validator.engine import Options, day_that_counts
from validator.plan.mends import is_signed, mended, mends_of
from validator.words.messages import visible

_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@click.command("fix")
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--write", "is_written", is_flag=True, help="Change the manifest, and nothing else.")
@specs_option
@lang_option
def command(folder: Path, is_written: bool, specs: Path | None, lang: str | None) -> int:  # noqa: ARG001
    """Show as a diff what is certainly only typed otherwise in the application in the folder DIR.

    Quotation marks around the number of a person or firm, a date with its parts in another order, a
    telephone in another writing, typographic quotation marks, a file named in other capitals. What
    could mean two things stays. An application that is signed is not touched.
    """
    bundle = read_bundle(folder)
    manifest = bundle.manifest
    if manifest is None:
        raise wrong_call("call.draft_unreadable", path=str(folder))
    catalogue = catalogue_of(specs)
    standard = str(manifest.get("standard"))
    day = day_that_counts(bundle, catalogue.zone(standard), Options(datetime.now(UTC)))
    edition = catalogue.in_force(standard, day.date)
    path = folder / (bundle.manifest_file or "")
    if is_signed(edition, bundle):
        raise wrong_call("call.signed", path=str(path))
    data, done = mended(bundle, mends_of(edition, bundle))
    if not done:
        tell("run.nothing_to_fix", path=str(path))
        return codes.OK
    for line in _diff(bundle.manifest_bytes, data, path.as_posix()):
        click.echo(visible(line))
    if not is_written:
        tell("run.to_fix", path=str(path), count=len(done))
        return codes.OK
    if path.read_bytes() != bundle.manifest_bytes:
        raise wrong_call("call.changed_meanwhile", path=str(path))
    with written(str(path)) as file:
        file.write(data)
    tell("run.fixed", path=str(path), count=len(done))
    return codes.OK


def _diff(old: bytes, new: bytes, name: str) -> Iterator[str]:
    """A unified diff, its lines without their ends."""
    before, after = (_LINES.findall(each.decode("utf-8-sig")) for each in (old, new))
    for line in unified_diff(before, after, f"a/{name}", f"b/{name}"):
        yield line.rstrip("\r\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"
