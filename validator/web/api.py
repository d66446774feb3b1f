"""The API: an application in, its report out, as the command tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from validator.batch.run import Shape
from validator.engine import Options
from validator.output.view import View
from validator.web.checking import Upload
from validator.web.site import Site

_JSON: Final = "application/json"


def routes(site: Site) -> Sequence[BaseRoute]:
    """What programs ask for."""

    async def check(request: Request) -> Response:
        options = Options(site.settings.now())
        shape = Shape("json", View("en", every_language=True))
        upload = Upload(await request.body(), "application.zip", options, (shape,))
        checked = await site.checking.check(upload)
        return Response(checked.told[0], media_type=_JSON)

    return [Route("/api/v1/check", check, methods=["POST"])]
