"""`validator spec coverage`: how far the specs encode the regulation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from validator.cli import codes
from validator.cli.options import catalogue_of, chosen_editions, lang_option, specs_option
from validator.cli.outputs import asked_outputs, output_options, write_whole
from validator.editor.coverage import Covered
from validator.output.table import Told
from validator.standard.register import register


@click.command("coverage")
@click.option("--standard", metavar="ID", help="The standard; every one if left out.")
@click.option("--edition", metavar="ID", help="The edition; every one if left out.")
@specs_option
@output_options(Told.COVERAGE)
@lang_option
def command(
    standard: str | None,
    edition: str | None,
    specs: Path | None,
    format_: str,
    output: Sequence[str],
    lang: str | None,
) -> int:
    """Tell which clauses of the regulation are encoded, by which requirements, and which are not.

    Exits with 1 if a clause is called encoded and no requirement cites it, or the other way round.
    """
    outputs = asked_outputs(Told.COVERAGE, format_, output, lang)
    catalogue = catalogue_of(specs)
    covered = []
    for each in chosen_editions(catalogue, standard, edition, every=edition is None):
        regulation = each.regulation
        sources = catalogue.sources(regulation.standard, regulation.edition)
        covered.append(Covered(regulation, sources.clauses, list(register(sources))))
    write_whole(outputs, covered)
    wrong = any(entry.contradicted for each in covered for entry in each.register)
    return codes.FAULTS if wrong else codes.OK
