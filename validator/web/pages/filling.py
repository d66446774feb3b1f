"""The pages that ask: a page of questions, a list with its entries, one entry."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from validator.web.pages.asking import QuestionPage
from validator.web.pages.desk import Filling
from validator.web.pages.steps import Section, sections_of
from validator.web.pages.tables import Table


def _section(call: Filling) -> Section:
    found = sections_of(call.workspace.look, call.lang).get(call.request.path_params["section"])
    if found is None:
        raise HTTPException(404)
    return found


async def section(call: Filling) -> Response:
    """A page of questions, or a list."""
    found = _section(call)
    if found.is_table:
        table = Table(call, found)
        if call.request.method == "GET":
            return table.shown()
        return table.answered(await call.form())
    page = QuestionPage(call, found)
    return page.shown() if call.request.method == "GET" else page.answered(await call.form())


async def entry(call: Filling) -> Response:
    """One entry of a list."""
    found, index = _section(call), int(call.request.path_params["number"])
    entries = call.workspace.look.applying.manifest.get(found.id)
    if not found.is_table or not isinstance(entries, list) or index >= len(entries):
        raise HTTPException(404)
    page = QuestionPage(call, found, index)
    return page.shown() if call.request.method == "GET" else page.answered(await call.form())
