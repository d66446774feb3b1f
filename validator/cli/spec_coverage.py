"""`validator spec coverage`: how far the specs encode the regulation."""

from __future__ import annotations

from pathlib import Path

import click

import validator
from validator.cli import codes
from validator.cli.options import chosen_editions, lang_option, language, specs_option
from validator.editor.coverage import as_json, text_lines
from validator.standard.catalogue import Catalogue
from validator.standard.register import register


@click.command("coverage")
@click.option("--standard", metavar="ID", help="The standard; every one if left out.")
@click.option("--edition", metavar="ID", help="The edition; every one if left out.")
@specs_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, json for programs.",
)
@lang_option
def command(
    standard: str | None, edition: str | None, specs: Path | None, format_: str, lang: str | None
) -> int:
    """Tell which clauses of the regulation are encoded, by which requirements, and which are not.

    Exits with 1 if a clause is called encoded and no requirement cites it, or the other way round.
    """
    editions = chosen_editions(specs, standard, edition, every=edition is None)
    catalogue = Catalogue(specs or validator.default_specs())
    made = []
    for each in editions:
        regulation = each.regulation
        sources = catalogue.sources(regulation.standard, regulation.edition)
        made.append((regulation, sources.clauses, list(register(sources))))
    if format_ == "json":
        click.echo(as_json([(each, entries) for each, _, entries in made], lang))
    else:
        parts = (text_lines(*each, language(lang)) for each in made)
        click.echo("\n\n".join("\n".join(part) for part in parts))
    wrong = any(each.contradicted for _, _, entries in made for each in entries)
    return codes.FAULTS if wrong else codes.OK
