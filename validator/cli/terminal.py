"""The terminal: how wide it is, and lines on it that are broken between words."""

from __future__ import annotations

import shutil
import sys
from typing import IO, Final

import click

from validator.cli.writing import on_terminal
from validator.words.lines import WIDTH, folded

NARROWEST: Final = 20
WIDEST: Final = 120
"""Columns up to which lines grow with the terminal: longer ones are hard to read."""


def width_of(stream: IO[str] | None) -> int:
    """The columns of a terminal; of what is none the usual, so that files are alike everywhere."""
    return columns() if on_terminal(stream) else WIDTH


def columns() -> int:
    """The columns that lines may take."""
    return max(NARROWEST, min(shutil.get_terminal_size((WIDTH, 24)).columns, WIDEST))


def tell_error(text: str) -> None:
    """Print on stderr; one line, which a terminal is given in several."""
    if on_terminal(sys.stderr):
        text = folded(text, columns(), "  ")
    click.echo(text, err=True)
