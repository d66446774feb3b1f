"""`validator explain`: what a requirement or a clause demands, or what a lint means."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from validator.cli.options import catalogue_of, chosen_editions, edition_options, lang_option
from validator.cli.spoken import language
from validator.cli.terminal import width_of
from validator.editor.lint.lint_page import page
from validator.editor.lint.lints import LINTS
from validator.errors import CallError
from validator.explanation.pages import explain


@click.command("explain")
@click.argument("name", metavar="REQUIREMENT|CLAUSE|LINT")
@edition_options
@lang_option
def command(
    name: str, standard: str | None, edition: str | None, specs: Path | None, lang: str | None
) -> int:
    """Say what a requirement or a clause demands, of whom, when, and what follows.

    A clause stands for all clauses below it: list.8.1 explains list.8.1.a, list.8.1.b and so on.
    The id of a lint, such as unused-clause, gives the page about it.
    """
    if name in LINTS:
        click.echo(page(LINTS[name], language(lang)), nl=False)
        return 0
    unknown: CallError | None = None
    found = []
    for each in chosen_editions(catalogue_of(specs), standard, edition):
        try:
            found.append(explain(each, name, language(lang), width_of(sys.stdout)))
        except CallError as error:
            unknown = error
    if not found and unknown is not None:
        raise unknown
    click.echo("\n".join(found), nl=False)
    return 0
