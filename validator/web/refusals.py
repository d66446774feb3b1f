"""What is answered where nothing was decided: the request is not in order, or too much.

A verdict on an application is never one of these.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers, QueryParams
from starlette.responses import Response
from starlette.types import Scope

from validator.errors import Fault
from validator.model import LANGUAGES, Arg
from validator.words.messages import Terms

_TERMS: Final = Terms(
    *("web.host", "web.cross_site", "web.token", "web.busy", "web.body_too_large"),
    *("web.body_late", "web.body_broken", "web.not_found", "web.method", "web.internal"),
    *("web.no_workers", "web.specs", "web.too_much", "web.parameter_unknown"),
    *("web.parameter_twice", "web.parameter_value", "web.zip_needed", "web.one_file"),
    *("web.json_needed", "web.json_unfit", "web.one_of"),
)

_RANGE: Final = re.compile(r"\s*([A-Za-z]{1,8})[A-Za-z0-9-]*\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*")


class Refusal(Exception):
    """Why a request is not answered with what it asks for.

    Attributes:
        status: of HTTP, from 400 on.
        code: what programs know it by; the words for it are the term `web.` with it.
        headers: that are sent with it.
    """

    def __init__(
        self,
        status: int,
        code: str,
        *,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        **args: Arg,
    ) -> None:
        """Takes the arguments of the words; or what is wrong with the call, which has its own."""
        super().__init__(status, code)
        self.status = status
        self.code = code
        self.headers = headers or {}
        self._faults = tuple(faults)
        self._args = args

    def told(self, lang: str) -> str:
        """What is wrong and what to do, in a language."""
        if self._faults:
            return "\n".join(each.told(lang) for each in self._faults)
        return _TERMS(f"web.{self.code}", lang, **self._args)


Page = Callable[[Refusal, str], Response]
"""Makes a page of a refusal in a language."""


def refused(scope: Scope, refusal: Refusal, lang: str, page: Page | None) -> Response:
    """The answer to a request that is refused: problem details (RFC 9457), or a page for people.

    Args:
        lang: the language of whoever asks for none.
    """
    said = language_of(scope, lang)
    if page is not None and not is_for_programs(scope):
        response = page(refusal, said)
    else:
        problem = {
            "title": HTTPStatus(refusal.status).phrase,
            "status": refusal.status,
            "detail": refusal.told(said),
            "code": refusal.code,
        }
        body = json.dumps(problem, ensure_ascii=False, indent=2) + "\n"
        response = Response(body, media_type="application/problem+json")
    response.status_code = refusal.status
    response.headers["content-language"] = said
    response.headers.update(refusal.headers)
    return response


def is_for_programs(scope: Scope) -> bool:
    """Whether a request is one to the API."""
    return str(scope["path"]).startswith(("/api/", "/health"))


def language_of(scope: Scope, default: str) -> str:
    """The language that a request asks for: `lang`, the first part of its path, or its header."""
    asked = QueryParams(scope["query_string"]).get("lang")
    path = str(scope["path"]).split("/")[1:2]
    for each in (asked, *path):
        if each in LANGUAGES:
            return each
    return accepted(Headers(scope=scope).get("accept-language", ""), default)


def accepted(header: str, default: str) -> str:
    """The best of our languages by a header `Accept-Language` (RFC 9110, 12.5.4)."""
    best, chosen = 0.0, default
    for each in header[:1000].split(","):
        found = _RANGE.fullmatch(each)
        if found is None:
            continue
        lang, quality = found[1].lower(), float(found[2] or 1)
        if lang in LANGUAGES and quality > best:
            best, chosen = quality, lang
    return chosen
