"""`validator spec new-edition`: copies an edition and closes the old one."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

import validator
from validator.cli.options import are_installed, day, edited_specs, lang_option, specs_option
from validator.cli.spoken import language
from validator.cli.terminal import tell_error
from validator.editor.new_edition import Made, new_edition
from validator.editor.own_schemas import write_own
from validator.errors import SpecError
from validator.standard.folder import read_folder
from validator.words.messages import Terms

_STEPS = ("act", "day", "rows", "clauses", "lint", "test", "diff", "publish")

term = Terms(
    "new_edition.closed",
    "new_edition.copied",
    "new_edition.ends",
    "new_edition.installed",
    "new_edition.moved",
    "new_edition.next",
    "new_edition.next.later",
    "new_edition.undone",
    *(f"new_edition.next.{each}" for each in _STEPS),
)


@click.command("new-edition")
@click.argument("standard")
@click.argument("old")
@click.argument("new")
@click.option("--from", "first", type=day, required=True, help="The first day of the new edition.")
@click.option(
    "--until",
    "last",
    type=day,
    help="The last day of the new edition; the day before the next one, if left out.",
)
@specs_option
@lang_option
def command(
    standard: str,
    old: str,
    new: str,
    first: date,
    last: date | None,
    specs: Path | None,
    lang: str | None,
) -> int:
    """Copy the edition OLD of STANDARD to NEW, in force from a day on; OLD ends the day before.

    Where another edition follows, NEW ends the day before that one begins, or with --until on
    another day; then the one that follows begins the day after.

    Comments and layout of the files stay as they are. What would not load is undone. Exits with 0
    if it is done, 2 if it is refused, 3 if the specs are unusable or would be.
    """
    lang = language(lang)
    if are_installed(specs):
        raise click.UsageError(term("new_edition.installed", lang))
    specs = edited_specs(specs)
    try:
        made = new_edition(specs, standard, old, new, first, last=last)
    except SpecError:
        tell_error(f"validator: {term('new_edition.undone', lang)}")
        raise
    if (read := read_folder(specs)) is not None:
        write_own(read)  # the names of the new edition
    click.echo("\n".join(_said(made, specs, standard, old, new, lang)))
    return 0


def _said(made: Made, specs: Path, standard: str, old: str, new: str, lang: str) -> list[str]:
    args = {"standard": standard, "old": old, "new": new}
    folder = made.folder.as_posix()
    done = (
        term("new_edition.copied", lang, **args, folder=folder, first=made.first),
        term("new_edition.closed", lang, **args, until=made.closed),
        *_neighbours(made, new, lang),
    )
    # What stands in commands, which are there to be copied into a shell.
    args = {name: shlex.quote(each) for name, each in (args | {"specs": specs.as_posix()}).items()}
    # Specs elsewhere have no schemas but their own, which are written.
    ours = made.folder.resolve().is_relative_to(validator.default_specs().resolve())
    asked = [step for step in _STEPS if ours or step != "publish"]
    steps = [term(f"new_edition.next.{step}", lang, **args, folder=folder) for step in asked]
    if made.later is not None:
        steps.append(term("new_edition.next.later", lang, **args, later=shlex.quote(made.later)))
    return [
        *done,
        "",
        term("new_edition.next", lang),
        *(f"  {number}. {step}" for number, step in enumerate(steps, 1)),
    ]


def _neighbours(made: Made, new: str, lang: str) -> Iterator[str]:
    """Where the new edition ends, and where the one that follows begins from now on."""
    if made.last is not None:
        yield term("new_edition.ends", lang, new=new, until=made.last)
    if made.later is not None and made.later_from is not None:
        yield term("new_edition.moved", lang, later=made.later, first=made.later_from)
