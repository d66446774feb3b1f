"""The pages that ask: a page of questions, a list with its entries, one entry."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from validator.web.pages.asking import QuestionPage
from validator.web.pages.desk import Filling
from validator.web.pages.lists import Table
from validator.web.pages.steps import Section, sections_of


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
            return await run_in_threadpool(table.shown)
        form = await call.form()
        return await run_in_threadpool(table.answered, form, await table.read(form))
    return await _questions(QuestionPage(call, found))


async def entry(call: Filling) -> Response:
    """One entry of a list."""
    found, index = _section(call), int(call.request.path_params["number"])
    entries = call.workspace.look.applying.manifest.get(found.id)
    if not found.is_table or not isinstance(entries, list) or index >= len(entries):
        raise HTTPException(404)
    return await _questions(QuestionPage(call, found, index))


async def _questions(page: QuestionPage) -> Response:
    if page.call.request.method == "GET":
        return await run_in_threadpool(page.shown)
    return await run_in_threadpool(page.answered, await page.call.form())
