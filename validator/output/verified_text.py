"""What came of verifying reports, for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from validator.output.page import Page
from validator.output.sheet import BULLET
from validator.output.verified import VerifiedReport, VerifiedState
from validator.output.view import View
from validator.words.messages import Terms, say

_STYLES: Final = {
    VerifiedState.SAME: "bold green",
    VerifiedState.DIFFERS: "bold red",
    VerifiedState.UNKNOWN: "bold yellow",
}

term = Terms(*(f"verified.{each}" for each in VerifiedState))


def one(verified: Sequence[VerifiedReport], view: View) -> bytes:
    """Each report with what differs, in the order of the file."""
    page = Page(view.width, color=view.color)
    for each in verified:
        said = term(f"verified.{each.state}", view.lang)
        page.item(BULLET, f"{each.bundle}: {said}", _STYLES[each.state])
        for difference in each.differences:
            page.detail(say(difference, view.lang))
    return page.text().encode()
