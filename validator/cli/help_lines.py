"""Helps as wide as the terminal, broken between words, also where it is narrow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from gettext import gettext
from typing import Final

import click

from validator.cli.terminal import NARROWEST, columns
from validator.words.lines import folded

_BESIDE: Final = 60
"""Columns from which on what a name means stands beside it."""
_MARGIN: Final = 4
"""Columns by which it is indented below it."""


class HelpLines(click.HelpFormatter):
    """Lays out a help."""

    def __init__(
        self,
        indent_increment: int = 2,
        width: int | None = None,
        max_width: int | None = None,  # noqa: ARG002  # click's signature
    ) -> None:
        super().__init__(indent_increment, width or max(NARROWEST, columns() - 2))

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How the command is called."""
        start = f"{prefix or gettext('Usage:')} {prog} "
        self.write(f"{self._folded(start + args, ' ' * _MARGIN)}\n")

    def write_text(self, text: str) -> None:
        """Paragraphs with an empty line between."""
        margin = " " * self.current_indent
        parts = [margin + self._folded(each, margin) for each in text.split("\n\n")]
        self.write("\n\n".join(parts) + "\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Names, and what they mean: beside them, or below where there is no room."""
        rows = tuple(rows)
        widest = max((len(name) for name, _ in rows), default=0)
        beside = self.width >= _BESIDE
        column = min(widest, col_max) + col_spacing if beside else _MARGIN
        margin = " " * self.current_indent
        for name, meaning in rows:
            *before, last = _names(name, self.width - self.current_indent)
            for each in before:
                self.write(f"{margin}{each}\n")
            indent = margin + " " * column
            said = self._folded(f"{indent}{' '.join(meaning.split())}", indent)
            if beside and meaning and len(last) <= column - col_spacing:
                said = f"{margin}{last:<{column}}{said[len(indent) :]}"
            else:
                self.write(f"{margin}{last}\n")
            if meaning:
                self.write(f"{said}\n")

    def _folded(self, text: str, indent: str) -> str:
        return folded(text, self.width, indent)


class HelpContext(click.Context):
    """The context of a command, whose help is laid out so."""

    formatter_class = HelpLines


def _names(text: str, width: int) -> Iterator[str]:
    """A name and its values, broken behind one of them where it is too long."""
    line = ""
    for part in re.findall(r"[^|\s]+[|\s]*", text):
        if line and len((line + part).rstrip()) > width:
            yield line.rstrip()
            line = "  "
        line += part
    yield line.rstrip()
