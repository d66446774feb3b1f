"""`validator spec schemas`: writes the schemas by which editors know the names of editions."""

from __future__ import annotations

from pathlib import Path

import click

import validator
from validator.cli import codes
from validator.cli.faults import tell, wrong_call
from validator.cli.options import are_installed, near, specs_option
from validator.editor.own_schemas import write_own
from validator.standard.folder import read_folder


@click.command("schemas")
@specs_option
def command(specs: Path | None) -> int:
    """Write the schemas that editors complete, check and explain spec files by.

    They go where the first lines of the files name them, within the specs: `schemas/` beside
    `standard.yaml`. Those of an edition know its clauses, services, codes, fields, fees, grounds
    and requirements, as they are now. Exits with 0 if it is done, 4 if there are no specs.
    """
    if are_installed(specs):
        raise wrong_call("call.specs_needed")
    folder = read_folder(near(specs or validator.default_specs()))
    if folder is None:
        tell("run.no_spec", path="")
        return codes.NOTHING
    for path in write_own(folder):
        click.echo((folder.specs / path).as_posix())
    return codes.OK
