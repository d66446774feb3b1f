"""A checklist as a web page of its own, to print or to send."""

from __future__ import annotations

from functools import partial

from validator.output.html import page_of
from validator.output.view import View
from validator.plan.checklist_telling import tell, term
from validator.plan.papers import Checklist


def one(checklist: Checklist, view: View) -> bytes:
    """All of it."""
    title = term("checklist.page", view.lang)
    return page_of(title, partial(tell, checklist, view), view.lang)
