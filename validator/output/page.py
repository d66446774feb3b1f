"""A page of text: paragraphs folded to a width, never cut, with colours only where asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import StringIO
from typing import Final

from rich.cells import cell_len, chop_cells

from validator.words.messages import visible

_DETAIL: Final = 4
"""Columns by which the details of an item are indented."""

_REPEATED: Final = 1000
"""Characters of a text up to which its lines are remembered: most are of the specs."""


class Page:
    """Collects lines; every text that goes in has its control characters made visible."""

    def __init__(self, width: int, *, color: bool) -> None:
        self._width = width
        self._color = color
        self._lines: list[tuple[str, str]] = []

    def paragraph(self, text: str, style: str = "", *, first: str = "", indent: int = 0) -> None:
        """A paragraph; its first line begins with `first`, all are indented."""
        lead = first.ljust(indent)
        for line in _fold(visible(text), max(1, self._width - indent)):
            self._lines.append((lead + line, style))
            lead = " " * indent

    def title(self, text: str, style: str) -> None:
        """The first line of a report, a paragraph like others."""
        self.paragraph(text, style)

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
        self._lines.append(("", ""))

    def rule(self) -> None:
        """A line across, with space around it."""
        self._lines += [("", ""), ("─" * self._width, ""), ("", "")]

    def text(self) -> str:
        """Everything collected."""
        if not self._color:
            return "".join([f"{line}\n" for line, _ in self._lines])
        from rich.console import Console  # 50 ms, and for colours alone
        from rich.text import Text

        console = Console(
            file=StringIO(),
            width=self._width,
            force_terminal=True,
            color_system="standard",
            highlight=False,
            legacy_windows=False,
            _environ={},  # the same on every machine
        )
        with console.capture() as captured:
            for line, style in self._lines:
                # Plain text and not rich's markup: brackets in it mean nothing.
                console.print(Text(line, style), soft_wrap=True)
        return captured.get()


def _fold(text: str, width: int) -> Sequence[str]:
    """Lines of at most `width` columns, broken at plain spaces only, so that sums stay whole."""
    return _remembered(text, width) if len(text) <= _REPEATED else tuple(_broken(text, width))


@lru_cache(maxsize=4096)
def _remembered(text: str, width: int) -> Sequence[str]:
    return tuple(_broken(text, width))


def _broken(text: str, width: int) -> Iterator[str]:
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
