"""Who may ask, how much and how long; of a server that answers whatever it is asked."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import pytest
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.web.made import SETTINGS
from validator.web.guard import HEADERS, Guard
from validator.web.refusals import Refusal
from validator.web.settings import Limits

TOKEN: Final = "0123456789abcdef"  # noqa: S105  # of these tests
AT: Final = "http://127.0.0.1"


async def answering(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that reads what is sent and says yes."""
    while (await receive()).get("more_body"):
        pass
    await PlainTextResponse("yes")(scope, receive, send)


def client(app: ASGIApp = answering, **changes: Any) -> TestClient:
    """A client of a guarded application."""
    return TestClient(Guard(app, replace(SETTINGS, **changes)), AT)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:8765", 200),
        ("LOCALHOST:1", 200),
        ("[::1]:8765", 200),
        ("example.org", 400),
        ("127.0.0.1.example.org", 400),
        ("localhost@example.org", 400),
        ("[::2]", 400),
        ("", 400),
    ],
)
def test_only_names_of_this_machine_are_answered_to(host: str, status: int) -> None:
    assert client().get("/", headers={"host": host}).status_code == status
    assert client(hosts=()).get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": ""}, 403),
        ({"origin": "http://127.0.0.1:8765"}, 200),
        ({"origin": "null"}, 200),
        ({"origin": "https://example.org"}, 403),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_a_page_of_another_site_sends_nothing(headers: dict[str, str], status: int) -> None:
    assert client().post("/", headers=headers).status_code == status
    assert client().get("/", headers=headers).status_code == 200  # a link from anywhere


def basic(text: str) -> str:
    """What a browser says when it asked for a password."""
    return f"Basic {base64.b64encode(text.encode()).decode()}"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (None, 401),
        ("", 401),
        (TOKEN, 401),
        (f"Bearer {TOKEN}", 200),
        (f"bearer  {TOKEN}", 200),
        (f"Bearer {TOKEN}0", 401),
        (f"Bearer {TOKEN[:-1]}", 401),
        ("Bearer қазақ".encode(), 401),
        (basic(f"anybody:{TOKEN}"), 200),
        (basic(f":{TOKEN}"), 200),
        (basic(TOKEN), 401),
        (basic("anybody:"), 401),
        ("Basic %%%", 401),
        ("Basic /w==", 401),
        (f"Digest {TOKEN}", 401),
    ],
)
def test_a_token_is_asked_for(said: str | bytes | None, status: int) -> None:
    headers: Any = {} if said is None else {"authorization": said}
    made = client(token=TOKEN)
    answer = made.get(f"/?token={TOKEN}", headers=headers)
    assert answer.status_code == status
    assert TOKEN not in answer.text
    assert ("www-authenticate" in answer.headers) == (status == 401)
    assert made.get("/health").status_code == 200
    assert TOKEN not in repr(replace(SETTINGS, token=TOKEN))


@pytest.mark.parametrize("length", [100, 101, 5000])
@pytest.mark.parametrize("chunked", [False, True])
def test_more_than_is_taken_is_refused(length: int, chunked: bool) -> None:
    parts: Iterable[bytes] = (b"x" for _ in range(length))
    sent = parts if chunked else b"x" * length
    answer = client(limits=Limits(body_bytes=100)).post("/api/v1/check", content=sent)
    assert answer.status_code == (200 if length <= 100 else 413)
    if length > 100:
        assert answer.json()["code"] == "body_too_large"
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_a_length_nobody_means_is_refused() -> None:
    headers = {"content-length": "9" * 400}
    assert client().post("/", headers=headers).status_code == 413


def test_more_at_once_than_is_taken_come_back_later() -> None:
    async def told() -> tuple[list[Message], list[Message]]:
        begun, goes_on = asyncio.Event(), asyncio.Event()

        async def slow(scope: Scope, receive: Receive, send: Send) -> None:
            begun.set()
            await goes_on.wait()
            await answering(scope, receive, send)

        guard = Guard(slow, replace(SETTINGS, limits=Limits(at_once=1, retry_seconds=7)))
        first: list[Message] = []
        second: list[Message] = []
        task = asyncio.create_task(guard(*asked("POST", first)))
        await begun.wait()
        await guard(*asked("POST", second))
        goes_on.set()
        await task
        await guard(*asked("POST", []))  # there is room again
        return first, second

    first, second = asyncio.run(told())
    assert (first[0]["status"], second[0]["status"]) == (200, 503)
    assert (b"retry-after", b"7") in second[0]["headers"]


def asked(method: str, answer: list[Message]) -> tuple[Scope, Receive, Send]:
    """A request without a body; what comes of it is put into a list."""
    scope = {
        "type": "http",
        "method": method,
        "path": "/api/v1/check",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1")],
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        answer.append(message)

    return scope, receive, send


def test_who_does_not_take_an_answer_is_left() -> None:
    async def endless(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.Event().wait()

    async def waiting(_scope: Scope, _receive: Receive, _send: Send) -> None:
        await asyncio.Event().wait()

    limits = Limits(answer_seconds=0.01)
    answer: list[Message] = []
    asyncio.run(Guard(endless, replace(SETTINGS, limits=limits))(*asked("GET", answer)))
    assert [each["type"] for each in answer] == ["http.response.start"]
    assert client(waiting, limits=limits).get("/").status_code == 503


def test_our_own_fault_is_told_without_what_was_sent() -> None:
    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise LookupError("900101300017")

    said: list[str] = []
    answer = client(broken, tell=said.append).get("/api/v1/check")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert len(said) == 1
    assert said[0].startswith("LookupError (")
    assert "900101300017" not in said[0] + answer.text


def test_a_page_is_made_for_people_alone() -> None:
    def page(refusal: Refusal, lang: str) -> Response:
        return Response(f"<p>{lang} {refusal.code}")

    made = TestClient(Guard(answering, replace(SETTINGS, token=TOKEN), page), AT)
    assert made.get("/kk/").text == "<p>kk token"
    assert made.get("/api/v1/check").json()["code"] == "token"
    assert made.head("/kk/").text == ""
