"""Shows what is wrong with the specs or the call, a line each, on stderr."""

from __future__ import annotations

import click

from validator.cli.options import language
from validator.errors import Fault, SpecError, ValidatorError
from validator.messages import say


def show(error: ValidatorError) -> None:
    """Print every fault with its place, and what kind of trouble it is."""
    context = click.get_current_context(silent=True)
    lang = language(context.params.get("lang") if context else None)
    for fault in error.faults:
        click.echo(line(fault, lang), err=True)
    if isinstance(error, SpecError):
        count = len(error.faults)
        click.echo(f"validator: the specs are unusable: {count} fault(s)", err=True)


def line(fault: Fault, lang: str) -> str:
    """One fault as `file:line:column: text`."""
    place = ":".join(str(each) for each in (fault.file, fault.line, fault.column) if each)
    return f"{place or 'validator'}: {say(fault.message, lang)}"
