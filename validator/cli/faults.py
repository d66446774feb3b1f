"""Shows what is wrong with the specs or the call, a line each, on stderr."""

from __future__ import annotations

import click

from validator.cli.options import asked_language
from validator.errors import Fault, SpecError, ValidatorError
from validator.model import Arg
from validator.words.messages import term


def show(error: ValidatorError) -> None:
    """Print every fault with its place, and what kind of trouble it is."""
    lang = asked_language()
    for fault in error.faults:
        click.echo(line(fault, lang), err=True)
    if isinstance(error, SpecError):
        tell("run.specs_unusable", count=len(error.faults))


def tell(key: str, **args: Arg) -> None:
    """Print one line on stderr, in the language of the call."""
    click.echo(f"validator: {term(key, asked_language(), **args)}", err=True)


def line(fault: Fault, lang: str) -> str:
    """One fault as `file:line:column: text`."""
    return fault.told(lang) if fault.file else f"validator: {fault.told(lang)}"
