"""A page of text: paragraphs folded to a width, never cut, with colours only where asked for."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Final

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text

from validator.words.messages import visible

_DETAIL: Final = 4
"""Columns by which the details of an item are indented."""


class Page:
    """Collects lines; every text that goes in has its control characters made visible."""

    def __init__(self, width: int, *, color: bool) -> None:
        self._width = width
        self._color = color
        self._lines: list[Text] = []

    def paragraph(self, text: str, style: str = "", *, first: str = "", indent: int = 0) -> None:
        """A paragraph; its first line begins with `first`, all are indented."""
        lead = first.ljust(indent)
        for line in _fold(visible(text), max(1, self._width - indent)):
            # Made of plain text, not of rich's markup: brackets in it mean nothing.
            self._lines.append(Text(lead + line, style))
            lead = " " * indent

    def heading(self, text: str) -> None:
        """A heading, with space above it."""
        self.blank()
        self.paragraph(text, "bold underline")

    def item(self, mark: str, text: str, style: str = "") -> None:
        """An item of a list, after its number or bullet."""
        self.paragraph(text, style, first=f"{mark:>{_DETAIL - 1}} ", indent=_DETAIL)

    def detail(self, text: str, style: str = "") -> None:
        """What belongs to the item above."""
        self.paragraph(text, style, indent=_DETAIL)

    def blank(self) -> None:
        """An empty line."""
        self._lines.append(Text())

    def rule(self) -> None:
        """A line across, with space around it."""
        self._lines += [Text(), Text("─" * self._width), Text()]

    def text(self) -> str:
        """Everything collected."""
        console = Console(
            file=StringIO(),
            width=self._width,
            force_terminal=self._color,
            color_system="standard" if self._color else None,
            highlight=False,
            legacy_windows=False,
            _environ={},  # the same on every machine
        )
        with console.capture() as captured:
            for line in self._lines:
                console.print(line, soft_wrap=True)
        return captured.get()


def _fold(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` columns, broken at plain spaces only, so that sums stay whole."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if cell_len(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        *full, line = chop_cells(word, width) or [""]
        yield from full
    yield line
