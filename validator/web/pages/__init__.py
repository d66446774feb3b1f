"""The pages of `validator serve`, for applicants: all their questions come from the specs.

A draft is kept in memory alone, under a name in its path that nobody guesses; there are no cookies.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from validator.output.html import stylesheet
from validator.web.pages import attaching, filling, finishing, starting
from validator.web.pages.desk import Desk, of_draft, open_to_all
from validator.web.pages.rendering import FOLDER, page, say
from validator.web.pages.workspaces import Workspaces
from validator.web.refusals import Refusal, language_of
from validator.web.site import Site

_SCRIPT: Final = Path(__file__).parent / "pages.js"
_BOTH: Final = ["GET", "POST"]


def routes(site: Site) -> list[BaseRoute]:
    """All pages, and the style sheet and script that they load."""
    desk = Desk(site, Workspaces(site.settings.now))
    style = stylesheet("pages.css", FOLDER)
    script = _SCRIPT.read_text(encoding="utf-8")

    async def root(request: Request) -> Response:
        return RedirectResponse(f"/{language_of(request.scope, site.settings.lang)}/", 303)

    async def css(_: Request) -> Response:
        return Response(style, media_type="text/css")

    async def js(_: Request) -> Response:
        return Response(script, media_type="text/javascript")

    return [
        Route("/", root),
        Route("/pages.css", css),
        Route("/pages.js", js),
        *(
            Route(f"/{{lang}}{path}", open_to_all(desk, answer), methods=methods)
            for path, answer, methods in (
                ("/", starting.start, ["GET"]),
                ("/service/{standard}/{service}", starting.service, ["GET"]),
                ("/begin", starting.begin, ["POST"]),
                ("/open", starting.open_zip, ["POST"]),
            )
        ),
        *(
            Route(f"/{{lang}}/a/{{draft}}{path}", of_draft(desk, answer), methods=methods)
            for path, answer, methods in (
                ("/s/{section}", filling.section, _BOTH),
                ("/s/{section}/{number:int}", filling.entry, _BOTH),
                ("/papers", attaching.papers, _BOTH),
                ("/answers", finishing.answers, _BOTH),
                ("/report", finishing.report, ["GET"]),
                ("/zip", finishing.save, ["GET"]),
                ("/forget", finishing.forget, ["POST"]),
            )
        ),
    ]


def refused(refusal: Refusal, lang: str) -> Response:
    """The page of a request that is not answered."""
    context = {"title": say("refused", lang), "lines": [refusal.told(lang)]}
    return page("message", lang, "/", context, refusal.status)
