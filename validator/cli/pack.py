"""`validator pack`: an application's folder as the zip that is handed on."""

from __future__ import annotations

import os
from pathlib import Path

import click

from validator.bundle.entries import Refused
from validator.bundle.packing import pack
from validator.cli import codes
from validator.cli.faults import tell, wrong_call
from validator.cli.options import lang_option, near
from validator.cli.writing import written
from validator.errors import CallError, Fault

_ENDING = ".zip"


@click.command("pack")
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.zip",
    help="The archive; beside the folder and called like it if left out.",
)
@click.option("--force", is_flag=True, help="Write over an archive that is there already.")
@lang_option
def command(folder: Path, output: Path | None, force: bool, lang: str | None) -> int:  # noqa: ARG001
    """Pack the application in the folder DIR into a zip of just what it names.

    That is its manifest, the record beside it and the files that these name; what is left out is
    told. The archive is checked as the folder is, and equal folders give equal archives.
    """
    real = Path(os.path.realpath(folder))
    target = output or near(real.parent / f"{real.name}{_ENDING}")
    if target.suffix.lower() != _ENDING:
        raise wrong_call("call.not_zip", path=str(target))
    if Path(os.path.realpath(target)).is_relative_to(real):
        raise wrong_call("call.inside", path=str(target))
    if os.path.lexists(target) and not force:
        raise wrong_call("call.is_there", path=str(target))
    try:
        with written(str(target)) as file:
            packed = pack(str(folder), file)
    except Refused as refused:
        faults = [
            Fault(each.message, each.location.file or str(folder)) for each in refused.problems
        ]
        raise CallError(faults) from None
    for name in packed.left_out:
        tell("run.left_out", file=name)
    tell("run.packed", path=str(target), count=len(packed.taken))
    return codes.OK
