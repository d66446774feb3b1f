"""A checklist in Markdown, for a ticket or a letter."""

from __future__ import annotations

from validator.output.markdown import MarkdownSheet
from validator.output.view import View
from validator.plan.checklist_telling import tell
from validator.plan.papers import Checklist


def one(checklist: Checklist, view: View) -> bytes:
    """All of it."""
    sheet = MarkdownSheet("##")
    tell(checklist, view, sheet)
    return sheet.text().encode()
