"""What reports for people are told onto: a page of a terminal, or an article of a web page."""

from __future__ import annotations

from typing import Final, Protocol

BULLET: Final = "–"
"""The mark of an item that has no number."""


class Sheet(Protocol):
    """What a report is told onto, whatever it looks like."""

    def title(self, text: str, style: str) -> None:
        """The first line of a report."""

    def heading(self, text: str) -> None:
        """What the lines below are about."""

    def paragraph(self, text: str, style: str = "") -> None:
        """A paragraph of its own."""

    def item(self, mark: str, text: str, style: str = "") -> None:
        """An item of a list, after its number or bullet."""

    def detail(self, text: str, style: str = "") -> None:
        """What belongs to the item above."""

    def blank(self) -> None:
        """Space between what says one thing and what says another."""
