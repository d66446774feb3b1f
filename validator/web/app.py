"""The application that a server runs: API, pages, what they load, and a guard before all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, NoReturn

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from validator.standard.catalogue import Catalogue
from validator.web import api, pages
from validator.web.checking import Checking
from validator.web.guard import Guard
from validator.web.refusals import Refusal
from validator.web.settings import Settings
from validator.web.site import Site

STATIC: Final = Path(__file__).parent / "static"


def make_app(settings: Settings) -> Starlette:
    """What a server runs. Its processes are started when the server is, and end with it.

    Raises:
        CallError: there are no specs.
        SpecError: the specs are unusable.
    """
    catalogue = Catalogue(settings.specs)
    list(catalogue.editions())
    site = Site(settings, catalogue, Checking(settings))
    # Nothing that was sent is written to the disk, however long it is.
    MultiPartParser.spool_max_size = settings.limits.body_bytes + 1

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        site.checking.begin()
        try:
            yield
        finally:
            site.checking.end()

    return Starlette(
        routes=[
            Route("/health", _health),
            Route("/favicon.ico", _icon),
            Mount("/static", StaticFiles(directory=STATIC)),
            *api.routes(site),
            *pages.routes(site),
        ],
        middleware=[Middleware(Guard, settings=settings, page=pages.refused)],
        exception_handlers={HTTPException: _refuse},
        lifespan=lifespan,
    )


async def _health(_: Request) -> Response:
    return Response('{"status": "ok"}\n', media_type="application/json")


async def _icon(_: Request) -> Response:
    return FileResponse(STATIC / "favicon.svg", media_type="image/svg+xml")


def _refuse(_: Request, error: Exception) -> NoReturn:
    """Hand to the guard what the routes refuse, so that all refusals are told alike."""
    if not isinstance(error, HTTPException):
        raise error
    codes = {404: "not_found", 405: "method"}
    code = codes.get(error.status_code, "body_broken")
    raise Refusal(error.status_code, code, headers=error.headers or {}) from None
