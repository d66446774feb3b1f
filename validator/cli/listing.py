"""`validator list`: the standards, their editions and requirements."""

from __future__ import annotations

from pathlib import Path

import click

from validator.cli.options import catalogue_of, chosen_editions, edition_options, lang_option
from validator.cli.spoken import language
from validator.explanation.pages import listing


@click.command("list")
@edition_options
@lang_option
@click.option("--all", "every", is_flag=True, help="Every edition, not only the newest of each.")
def command(
    standard: str | None, edition: str | None, specs: Path | None, lang: str | None, every: bool
) -> int:
    """List standards, editions and their requirements in the order of the law."""
    editions = chosen_editions(catalogue_of(specs), standard, edition, every=every)
    click.echo("\n".join(listing(each, language(lang)) for each in editions), nl=False)
    return 0
