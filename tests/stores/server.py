"""As much of S3 as is asked for here, over loopback: pages of keys, lengths, ranges; and faults."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Final
from unittest.mock import patch
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from validator.bundle import objects

BUCKET: Final = "inbox"
SECRET: Final = "a-secret-that-nobody-may-see"  # noqa: S105  # of nobody
_DAY: Final = "2026-01-12T09:00:00.000Z"

CUT: Final = 0
Fault = Callable[["Asked"], int | None]
"""What is answered instead: a status; `CUT`: the object, which breaks off; None: nothing."""


class Asked:
    """A request."""

    def __init__(self, method: str, key: str, span: str | None, query: dict[str, str]) -> None:
        self.method, self.key, self.span, self.query = method, key, span, query

    @property
    def lists(self) -> bool:
        return "list-type" in self.query


class Server(ThreadingHTTPServer):
    """Objects by their keys; what was asked for, and how each request fails."""

    daemon_threads = True

    def __init__(self, objects_: dict[str, bytes], page: int = 1000) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects, self.page = objects_, page
        self.asked: list[Asked] = []
        self.fault: Fault = lambda _: None

    def listing(self, asked: Asked) -> bytes:
        """A page of keys, as ListObjectsV2 gives it."""
        prefix, after = asked.query.get("prefix", ""), asked.query.get("continuation-token", "")
        keys = [each for each in self.objects if each.startswith(prefix) and each > after]
        told, more = keys[: self.page], len(keys) > self.page
        contents = "".join(
            f"<Contents><Key>{escape(each)}</Key><LastModified>{_DAY}</LastModified>"
            f"<ETag>&quot;{len(each)}&quot;</ETag><Size>{len(self.objects[each])}</Size></Contents>"
            for each in told
        )
        token = f"<NextContinuationToken>{escape(told[-1])}</NextContinuationToken>" if more else ""
        return (
            "<?xml version='1.0' encoding='UTF-8'?><ListBucketResult>"
            f"<IsTruncated>{str(more).lower()}</IsTruncated>{contents}{token}</ListBucketResult>"
        ).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        key = unquote(parts.path).removeprefix(f"/{BUCKET}").removeprefix("/")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        asked = Asked(self.command, key, self.headers["Range"], query)
        self.server.asked.append(asked)
        if (fault := self.server.fault(asked)) is not None:
            self._broken(fault, self.server.objects.get(key, b""))
        elif asked.lists:
            self._answer(200, self.server.listing(asked))
        elif (data := self.server.objects.get(key)) is None:
            self._answer(404, b"")
        elif asked.span is None:
            self._answer(200, data)
        else:
            start, stop = map(int, asked.span.removeprefix("bytes=").split("-"))
            part = data[start : stop + 1]
            span = f"bytes {start}-{start + len(part) - 1}/{len(data)}"
            self._answer(206, part, span)

    def _answer(self, status: int, data: bytes, span: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Last-Modified", "Mon, 12 Jan 2026 09:00:00 GMT")
        self.send_header("ETag", '"one"')
        if span:
            self.send_header("Content-Range", span)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _broken(self, fault: int, data: bytes) -> None:
        if fault != CUT:
            self._answer(fault, SECRET.encode())
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Last-Modified", "Mon, 12 Jan 2026 09:00:00 GMT")
        self.send_header("ETag", '"one"')
        self.end_headers()
        self.wfile.write(data[: len(data) // 2])
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its base's name
        """Nothing: what was asked is kept."""


@contextmanager
def serving(objects_: dict[str, bytes], page: int = 1000) -> Iterator[Server]:
    """A server that `s3://inbox` leads to, by the environment as a user would set it."""
    server = Server(dict(sorted(objects_.items())), page)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    around = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": SECRET,
    }
    objects.opened.cache_clear()
    try:
        with patch.dict(os.environ, around):
            yield server
    finally:
        objects.opened.cache_clear()
        server.shutdown()
        server.server_close()
        thread.join()
