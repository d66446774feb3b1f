"""What a request to the API says, read strictly: what is not known is refused, not passed over.

An option that is mistyped and passed over would give another verdict than was asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
from starlette.datastructures import QueryParams, UploadFile
from starlette.requests import Request

from validator import source
from validator.engine import Options
from validator.errors import Fault, SourceError
from validator.frozen import frozen
from validator.model import LANGUAGES
from validator.output.view import View
from validator.places import pointer
from validator.web.refusals import Refusal

OPENAPI: Final = Path(__file__).with_name("openapi.json")
"""What the API says of itself; what is sent to it is held against this."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_NAME: Final = 255
_ZIP: Final = ("application/zip", "application/octet-stream", "application/x-zip-compressed")
_FORM: Final = "multipart/form-data"
_FILE: Final = "file"
_YES_OR_NO: Final = {"true": True, "false": False}
_UNNAMED: Final = "application.zip"


@frozen
class Query:
    """The parameters of a request, each said once at most and each one that is known."""

    values: Mapping[str, str]

    def text(self, name: str) -> str | None:
        """A text; None where it is not said."""
        value = self.values.get(name)
        if value is not None and not 0 < len(value) <= _MOST_NAME:
            raise _not_taken(name)
        return value

    def day(self, name: str) -> date | None:
        """A day, YYYY-MM-DD."""
        value = self.values.get(name)
        return None if value is None else day_of(name, value)

    def flag(self, name: str) -> bool:
        """`true` or `false`, which is what is meant where nothing is said."""
        value = self.values.get(name, "false")
        if value not in _YES_OR_NO:
            raise _not_taken(name)
        return _YES_OR_NO[value]

    def view(self) -> View:
        """How results are told: in the language that `lang` asks for, as `--lang` does."""
        lang = self.values.get("lang")
        if lang is not None and lang not in LANGUAGES:
            raise _not_taken("lang")
        return View(lang or "en", every_language=lang is None)

    def options(self, clock: datetime) -> Options:
        """How an application is to be checked."""
        return Options(
            clock,
            self.day("as_of"),
            self.day("today"),
            self.text("edition"),
            self.flag("strict"),
        )


def query_of(request: Request, *known: str) -> Query:
    """The parameters of a request.

    Raises:
        Refusal: one is not known, or is said twice.
    """
    params: QueryParams = request.query_params
    for name in params:
        if name not in known:
            raise Refusal(400, "parameter_unknown", name=name[:_MOST_NAME], known=", ".join(known))
        if len(params.getlist(name)) > 1:
            raise Refusal(400, "parameter_twice", name=name)
    return Query(dict(params))


def day_of(name: str, value: str) -> date:
    """A day of the calendar, YYYY-MM-DD.

    Raises:
        Refusal: it is none.
    """
    try:
        return date.fromisoformat(_DAY.fullmatch(value)[0])  # type: ignore[index]  # as TypeError
    except (TypeError, ValueError):
        raise _not_taken(name) from None


async def zip_of(request: Request) -> tuple[bytes, str]:
    """The zip that was sent, as the body or as the one file of a form, and what it is called.

    Raises:
        Refusal: it was sent otherwise.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media in _ZIP:
        return await request.body(), _UNNAMED
    if media != _FORM:
        raise Refusal(415, "zip_needed")
    async with request.form(max_files=1, max_fields=1) as form:
        parts = form.multi_items()
        if len(parts) != 1 or parts[0][0] != _FILE or not isinstance(parts[0][1], UploadFile):
            raise Refusal(400, "one_file")
        file = parts[0][1]
        return await file.read(), (file.filename or _UNNAMED)[-_MOST_NAME:]


async def json_of(request: Request, schema: str) -> Mapping[str, Any]:
    """The JSON that was sent, which fits what the API says of it.

    Args:
        schema: its name among the schemas of the API.

    Raises:
        Refusal: it is no JSON, or does not fit.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise Refusal(415, "json_needed")
    body = await request.body()
    if len(body) > source.MAX_BYTES:
        raise Refusal(413, "body_too_large", limit=source.MAX_BYTES)
    try:
        value = source.read(body, "request.json")
    except SourceError as error:
        fault = Fault(error.message, "", error.line, error.column)
        raise Refusal(400, "json_broken", faults=[fault]) from None
    for unfit in _schemas(schema).iter_errors(value):
        at = pointer(*unfit.instance_path) or "/"
        raise Refusal(422, "json_unfit", at=at, error=unfit.message[:_MOST_NAME])
    found: Mapping[str, Any] = value
    return found


@cache
def _schemas(name: str) -> Any:
    """What holds JSON against one of the schemas of the API."""
    components = json.loads(OPENAPI.read_bytes())["components"]
    schema = {"$ref": f"#/components/schemas/{name}", "components": components}
    return jsonschema_rs.Draft202012Validator(schema)


def _not_taken(name: str) -> Refusal:
    return Refusal(400, "parameter_value", name=name)
