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
_MOST_DIGITS: Final = 19


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
        if scope["type"] != "http":
            return  # nothing else is spoken here
        headers, answer = Headers(scope=scope), _Answer(send)
        body = _Body(receive, headers, self._settings.limits)
        try:
            async with asyncio.timeout(self._settings.limits.answer_seconds):
                await self._answer(scope, headers, body, answer)
        except TimeoutError:  # else whoever asked does not take the answer, and is left
            await self._refuse(scope, body, answer, self._busy())

    async def _answer(self, scope: Scope, headers: Headers, body: _Body, answer: _Answer) -> None:
        counts = scope["method"] not in _SAFE
        refusal = self._refusal(scope, headers)
        if refusal is None and counts and self._under_way >= self._settings.limits.at_once:
            refusal = self._busy()
        if refusal is not None:
            await self._refuse(scope, body, answer, refusal)
            return
        self._under_way += counts
        try:
            body.require_length()
            await self._app(scope, body, answer)
        except ClientDisconnect:
            return  # there is nobody left to tell
        except Refusal as error:
            await self._refuse(scope, body, answer, error)
        except Exception as error:  # noqa: BLE001  # our own fault, told without what was sent
            self._settings.tell(where(error))
            await self._refuse(scope, body, answer, Refusal(500, "internal"))
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

    async def _refuse(self, scope: Scope, body: _Body, answer: _Answer, refusal: Refusal) -> None:
        if answer.is_begun:
            return
        response = refused(scope, refusal, self._settings.lang, self._page)
        if not body.is_whole:
            response.headers["connection"] = "close"
        message: Message = {
            "type": "http.response.start",
            "status": response.status_code,
            "headers": response.raw_headers,
        }
        await answer(message)
        told = b"" if scope["method"] == "HEAD" else bytes(response.body)
        await answer({"type": "http.response.body", "body": told, "more_body": True})
        if refusal.status != HTTPStatus.REQUEST_TIMEOUT:
            await body.drain()
        await answer({"type": "http.response.body", "body": b""})

    def _busy(self) -> Refusal:
        later = {"retry-after": str(self._settings.limits.retry_seconds)}
        return Refusal(503, "busy", headers=later)


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
        self._is_read = False
        self._until = asyncio.get_running_loop().time() + limits.body_seconds
        self.is_whole = not (headers.get("transfer-encoding") or _length(headers))

    def require_length(self) -> None:
        """Refuse at once what says itself that it is too long.

        Raises:
            Refusal: it does.
        """
        if _length(self._headers) > self._limits.body_bytes:
            raise self._too_large()

    async def __call__(self) -> Message:
        """The next part of the body.

        Raises:
            Refusal: it is too long, or too late.
        """
        if self._is_read:
            return await self._receive()  # it waits for whoever asked to go
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            limit = int(self._limits.body_seconds)
            raise Refusal(408, "body_late", limit=limit) from None
        self._length += len(message.get("body", b""))
        self.is_whole = self._is_read = not message.get("more_body", False)
        if self._length > self._limits.body_bytes:
            raise self._too_large()
        return message

    async def drain(self) -> None:
        """Throw the rest away, while there is time for it.

        A connection that is closed over what was sent takes the answer with it.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout_at(self._until):
                while not self.is_whole:
                    self.is_whole = not (await self._receive()).get("more_body", False)

    def _too_large(self) -> Refusal:
        return Refusal(413, "body_too_large", limit=self._limits.body_bytes)


def _length(headers: Headers) -> int:
    """How long a body says that it is, in bytes."""
    said = headers.get("content-length", "")
    return int(said[:_MOST_DIGITS]) if said.isascii() and said.isdecimal() else 0


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
