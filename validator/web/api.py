"""The API: an application in, its report out; what is asked for and when, before there is one.

It tells what the commands tell in JSON, in the same bytes. A status from 400 on never says anything
of an application: what was looked at has a verdict, and 200.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial, wraps
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from validator.batch.run import Shape
from validator.engine import Options
from validator.errors import CallError, SpecError
from validator.model import Bundle
from validator.output.table import FORMATS, Told
from validator.output.view import View
from validator.plan.asked import (
    Days,
    checklist_by_answers,
    checklist_by_draft,
    deadlines_of,
)
from validator.web.asking import OPENAPI, day_of, json_of, query_of, zip_of
from validator.web.checking import Tools, Upload
from validator.web.refusals import Refusal
from validator.web.site import Site

REPORT: Final = Path(__file__).parent.parent / "schemas" / "report.schema.json"

_BASE: Final = "/api/v1"
_JSON: Final = "application/json"
_OF_CHECK: Final = ("as_of", "edition", "lang", "strict", "today")
_OF_DAYS: Final = ("submitted", "decided_by", "since")

Endpoint = Callable[[Request], Awaitable[Response]]


def routes(site: Site) -> Sequence[BaseRoute]:
    """What programs ask for."""

    @_refusing
    async def check(request: Request) -> Response:
        query = query_of(request, *_OF_CHECK)
        options, shape = query.options(site.settings.now()), Shape("json", query.view())
        site.catalogue.require(options.edition, None)
        data, name = await zip_of(request)
        (told,) = await site.checking.tell(Upload(data, name, options, (shape,)))
        return Response(told, media_type=_JSON)

    @_refusing
    async def checklist(request: Request) -> Response:
        view = query_of(request, "lang").view()
        asked = await json_of(request, "checklist_asked")
        question = partial(_checklist, asked, _checklist_options(asked, site.settings.now()), view)
        return Response(await site.checking.ask(question), media_type=_JSON)

    @_refusing
    async def deadline(request: Request) -> Response:
        view = query_of(request, "lang").view()
        asked = await json_of(request, "deadline_asked")
        question = partial(_deadlines, _days(asked), site.settings.now(), view)
        return Response(await site.checking.ask(question), media_type=_JSON)

    posted = {"check": check, "checklist": checklist, "deadline": deadline}
    return [
        *(Route(f"{_BASE}/{name}", each, methods=["POST"]) for name, each in posted.items()),
        Route(f"{_BASE}/openapi.json", _file(OPENAPI)),
        Route(f"{_BASE}/report.schema.json", _file(REPORT)),
    ]


def _refusing(endpoint: Endpoint) -> Endpoint:
    """An endpoint whose troubles are told to whoever called it."""

    @wraps(endpoint)
    async def made(request: Request) -> Response:
        try:
            return await endpoint(request)
        except SpecError:
            raise Refusal(500, "specs") from None
        except CallError as error:
            raise Refusal(422, "call", faults=error.faults) from None

    return made


def _checklist_options(asked: Mapping[str, Any], clock: datetime) -> Options:
    as_of = asked.get("as_of")
    return Options(clock, None if as_of is None else day_of("as_of", as_of))


def _checklist(asked: Mapping[str, Any], options: Options, view: View, tools: Tools) -> bytes:
    """A checklist, in another process: a draft may hold anything."""
    if "manifest" in asked:
        draft = Bundle("draft", asked["manifest"], "draft.json")
        found = checklist_by_draft(tools.catalogue, draft, options)
    else:
        answers = [f"{name}={value}" for name, value in asked.get("answers", {}).items()]
        service, standard = asked.get("service"), asked.get("standard")
        found = checklist_by_answers(
            tools.catalogue, answers, options, service=service, standard=standard
        )
    return _told(Told.CHECKLIST, found, view)


def _deadlines(days: Days, clock: datetime, view: View, tools: Tools) -> bytes:
    return _told(Told.DEADLINE, deadlines_of(tools.catalogue, days, clock), view)


def _days(asked: Mapping[str, Any]) -> Days:
    if sum(each in asked for each in _OF_DAYS) > 1:
        raise Refusal(422, "one_of", names=", ".join(_OF_DAYS))
    submitted = asked.get("submitted")
    try:
        moment = None if submitted is None else datetime.fromisoformat(submitted)
    except ValueError:
        raise Refusal(400, "parameter_value", name="submitted") from None
    days = {each: day_of(each, asked[each]) for each in _OF_DAYS[1:] if each in asked}
    return Days(moment, **days, service=asked.get("service"), standard=asked.get("standard"))


def _told(of: Told, found: Any, view: View) -> bytes:
    return FORMATS[of]["json"].load().one(found, view)


def _file(path: Path) -> Endpoint:
    async def answer(_: Request) -> Response:
        return FileResponse(path, media_type=_JSON)

    return answer
