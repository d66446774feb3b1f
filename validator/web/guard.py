"""What stands before every request: who may ask, how much and how long; and what every answer says.

It is the outermost part, so that refusals have the same headers as all else.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import secrets
from contextlib import suppress
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from validator.errors import where
from validator.web.refusals import Page, Refusal, refused
from validator.web.settings import Limits, Settings

POLICY: Final = "; ".join(
    (
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'"),
        *("connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
    )
)
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer says: nothing of it is kept, and a page of it loads nothing from elsewhere."""

OPEN: Final = ("/health",)
"""What is told to everybody."""

_OWN_SITE: Final = ("same-origin", "none")
"""From where a browser may send a form: from a page of ours, or because somebody says so."""
_ASKS: Final = {"www-authenticate": 'Basic realm="validator", charset="UTF-8"'}
_SAFE: Final = ("GET", "HEAD", "OPTIONS")
_DRAINED_SECONDS: Final = 10.0
"""How long the rest of a refused body is thrown away, so that the refusal can be read."""


class Guard:
    """An application that answers only what is in order, and every time in the same way."""

    def __init__(self, app: ASGIApp, settings: Settings, page: Page | None = None) -> None:
        self._app = app
        self._settings = settings
        self._page = page
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        if scope["type"] != "http":
            return  # nothing else is spoken here
        try:
            async with asyncio.timeout(self._settings.limits.answer_seconds):
                await self._answer(scope, receive, answer)
        except TimeoutError:
            if not answer.is_begun:
                await self._refuse(scope, _none, answer, Refusal(503, "busy", headers=self._later))
            # else whoever asked does not take the answer: the connection is closed

    async def _answer(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        counts = scope["method"] not in _SAFE
        if refusal is None and counts and self._under_way >= self._settings.limits.at_once:
            refusal = Refusal(503, "busy", headers=self._later)
        if refusal is not None:
            await self._refuse(scope, receive, answer, refusal)
            return
        self._under_way += counts
        try:
            body = _Body(receive, headers, self._settings.limits)
            body.require_length()
            await self._app(scope, body, answer)
        except ClientDisconnect:
            return  # there is nobody left to tell
        except Refusal as error:
            await self._refuse(scope, receive, answer, error)
        except Exception as error:  # noqa: BLE001  # our own fault, told without what was sent
            self._settings.tell(where(error))
            await self._refuse(scope, receive, answer, Refusal(500, "internal"))
        finally:
            self._under_way -= counts

    def _refusal(self, scope: Scope, headers: Headers) -> Refusal | None:
        """Why a request is not looked at, if it is not."""
        settings = self._settings
        host = _host(headers.get("host", ""))
        if settings.hosts and host not in settings.hosts:
            return Refusal(400, "host")
        if scope["method"] not in _SAFE and not _is_own_site(headers, host):
            return Refusal(403, "cross_site")
        if scope["path"] in OPEN or settings.token is None or _has_token(headers, settings.token):
            return None
        return Refusal(401, "token", headers=_ASKS)

    async def _refuse(
        self, scope: Scope, receive: Receive, answer: _Answer, refusal: Refusal
    ) -> None:
        if answer.is_begun:
            return
        response = refused(scope, refusal, self._settings.lang, self._page)
        drains = refusal.status != HTTPStatus.REQUEST_TIMEOUT
        response.headers["connection"] = "close"
        message: Message = {
            "type": "http.response.start",
            "status": response.status_code,
            "headers": response.raw_headers,
        }
        await answer(message)
        body = b"" if scope["method"] == "HEAD" else bytes(response.body)
        await answer({"type": "http.response.body", "body": body, "more_body": drains})
        if drains:
            # A connection that is closed over unread data takes the answer with it.
            with suppress(TimeoutError):
                async with asyncio.timeout(_DRAINED_SECONDS):
                    while (await receive()).get("more_body"):
                        pass
            await answer({"type": "http.response.body", "body": b""})

    @property
    def _later(self) -> dict[str, str]:
        return {"retry-after": str(self._settings.limits.retry_seconds)}


class _Answer:
    """Sends an answer, with what every answer says."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.is_begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.is_begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await self._send(message)


class _Body:
    """Receives a body as long as it is no longer, and takes no longer, than is allowed."""

    def __init__(self, receive: Receive, headers: Headers, limits: Limits) -> None:
        self._receive = receive
        self._headers = headers
        self._limits = limits
        self._length = 0
        self._until = asyncio.get_running_loop().time() + limits.body_seconds
        self._is_whole = False

    def require_length(self) -> None:
        """Refuse at once what says itself that it is too long.

        Raises:
            Refusal: it does.
        """
        said = self._headers.get("content-length", "")
        if said.isdecimal() and int(said) > self._limits.body_bytes:
            raise self._too_large()

    async def __call__(self) -> Message:
        """The next part of the body.

        Raises:
            Refusal: it is too long, or too late.
        """
        if self._is_whole:
            return await self._receive()  # it waits for whoever asked to go
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            limit = int(self._limits.body_seconds)
            raise Refusal(408, "body_late", limit=limit) from None
        self._length += len(message.get("body", b""))
        if self._length > self._limits.body_bytes:
            raise self._too_large()
        self._is_whole = not message.get("more_body", False)
        return message

    def _too_large(self) -> Refusal:
        return Refusal(413, "body_too_large", limit=self._limits.body_bytes)


async def _none() -> Message:
    return {"type": "http.disconnect"}


def _host(header: str) -> str:
    """The host that a request names, without its port, in small letters."""
    host = header.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_own_site(headers: Headers, host: str) -> bool:
    """Whether a request was not made by a page of somebody else; programs say nothing of it."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in _OWN_SITE
    origin = headers.get("origin", "null")  # which a page of ours says, too: it has no referrer
    return origin == "null" or _host(origin.partition("://")[2]) == host


def _has_token(headers: Headers, token: str) -> bool:
    """Whether a request bears the token: as such, or as the password of any name."""
    scheme, _, said = headers.get("authorization", "").partition(" ")
    said = said.strip()
    if scheme.lower() == "basic":
        try:
            said = base64.b64decode(said, validate=True).decode().partition(":")[2]
        except (binascii.Error, ValueError):
            return False
    elif scheme.lower() != "bearer":
        return False
    return secrets.compare_digest(said.encode(), token.encode())
