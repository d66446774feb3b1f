"""`validator codes`: the code lists of an edition, and a search in their titles."""

from __future__ import annotations

from pathlib import Path

import click

from validator.cli import codes
from validator.cli.faults import tell, wrong_call
from validator.cli.options import catalogue_of, chosen_editions, edition_options, lang_option
from validator.cli.spoken import language
from validator.closest import found_by
from validator.explanation.pages import code_lines, code_list_lines, headed


@click.command("codes")
@click.argument("code_list", metavar="[LIST]", required=False)
@click.argument("words", metavar="[WORD]...", nargs=-1)
@edition_options
@lang_option
def command(
    code_list: str | None,
    words: tuple[str, ...],
    standard: str | None,
    edition: str | None,
    specs: Path | None,
    lang: str | None,
) -> int:
    """List the values that a field may have: the lists, one of them, or what a word finds in it.

    The word is looked for in the titles in all languages, whatever its ending. Exits with 4 if
    nothing is found.
    """
    editions = chosen_editions(catalogue_of(specs), standard, edition)
    lang = language(lang)
    if code_list is None:
        for each in editions:
            click.echo("\n".join(code_list_lines(each, lang)))
        return codes.OK
    known = sorted({name for each in editions for name in each.code_lists})
    if code_list not in known:
        raise wrong_call("call.no_code_list", name=code_list, known=", ".join(known))
    wanted = " ".join(words)
    found = [
        (each, "".join(f"{line}\n" for line in code_lines(chosen, lang)))
        for each in editions
        if (chosen := found_by(wanted, each.code_lists.get(code_list, {})))
    ]
    if not found:
        tell("run.no_code", words=wanted, name=code_list)
        return codes.NOTHING
    click.echo(headed(found), nl=False)
    return codes.OK
