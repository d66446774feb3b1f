"""A checklist as text."""

from __future__ import annotations

from validator.output.page import Page
from validator.output.view import View
from validator.plan.checklist_telling import tell
from validator.plan.papers import Checklist


def one(checklist: Checklist, view: View) -> bytes:
    """All of it, in lines of a width."""
    page = Page(view.width, color=view.color)
    tell(checklist, view, page)
    return page.text().encode()
