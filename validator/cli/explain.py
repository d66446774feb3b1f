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
from validator.explanation.pages import explain, headed
from validator.standard.edition import none_knows


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
    editions = chosen_editions(catalogue_of(specs), standard, edition)
    lang, width = language(lang), width_of(sys.stdout)
    found = [(each, explain(each, name, lang, width)) for each in editions if each.knows(name)]
    if not found:
        raise none_knows(name, editions)
    click.echo(headed(found), nl=False)
    return 0
