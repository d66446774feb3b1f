"""A real server on loopback, and what hostile callers send to it."""

from __future__ import annotations

import http.client
import io
import json
import re
import shutil
import signal
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pytest

from tests.absent import absent
from tests.project import ROOT, SAMPLES, SERVICES
from tests.web.made import BUNDLES, below, said_to, served, started, zipped
from validator.web.settings import Limits

LIMITS: Final = Limits(
    body_bytes=1 << 20, head_seconds=1, body_seconds=4, at_once=2, retry_seconds=1
)
GOOD: Final = zipped(BUNDLES / "grant-in-order")
SAID: Final[list[str]] = []
Address = tuple[str, int]


@pytest.fixture(scope="module")
def address() -> Iterator[Address]:
    """Where a server listens."""
    with served(LIMITS, SAID) as found:
        yield found


def head(*lines: str) -> bytes:
    """The head of a request to check."""
    first = ("POST /api/v1/check HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/zip")
    return "\r\n".join((*first, *lines, "", "")).encode()


def status(answer: bytes) -> int:
    """The status of an answer, of which there is one."""
    (found,) = re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)
    return int(found)


def post(address: Address, data: bytes, **headers: str) -> tuple[int, Any, Any]:
    """The status, the headers and the JSON that are answered to a zip."""
    connection = http.client.HTTPConnection(*address, timeout=60)
    try:
        connection.request(
            *("POST", "/api/v1/check", data), {"content-type": "application/zip", **headers}
        )
        answer = connection.getresponse()
        return answer.status, answer.headers, json.loads(answer.read())
    finally:
        connection.close()


def verdict(address: Address, data: bytes) -> str:
    """The verdict on a zip."""
    code, _, report = post(address, data)
    assert code == 200, report
    return str(report["reports"][0]["verdict"])


def test_it_checks(address: Address) -> None:
    assert verdict(address, GOOD) == "compliant"
    assert verdict(address, b"") == "unreadable"


def test_a_bomb_is_unreadable(address: Address) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("application.yaml", "format: 1\n")
        with archive.open("bomb.pdf", "w") as member:
            for _ in range(65):
                member.write(bytes(1 << 20))
    assert verdict(address, made.getvalue()) == "unreadable"


def test_more_than_is_taken_is_refused_while_it_is_sent(address: Address) -> None:
    """The refusal arrives although a gigabyte is said to follow, or chunk after chunk does."""
    mebibyte = bytes(1 << 20)
    said = said_to(address, head("Content-Length: 1073741824"), mebibyte * 3)
    assert status(said) == 413
    assert b"body_too_large" in said
    chunk = b"100000\r\n" + mebibyte + b"\r\n"
    assert status(said_to(address, head("Transfer-Encoding: chunked"), *[chunk] * 8)) == 413


def test_a_body_or_a_head_that_is_slow_is_left(address: Address) -> None:
    assert status(said_to(address, head("Content-Length: 100"), b"PK")) == 408
    assert said_to(address, head("Content-Length: 100")[:40]) == b""
    assert said_to(address) == b""


def test_what_is_cut_off_is_forgotten(address: Address) -> None:
    for sent in (head("Content-Length: 100") + b"PK", head()[:30], b"\x16\x03\x01 no HTTP\r\n\r\n"):
        with socket.create_connection(address) as connection:
            connection.sendall(sent)
    assert verdict(address, GOOD) == "compliant"
    assert SAID == []


def test_other_names_and_other_sites_are_refused(address: Address) -> None:
    assert post(address, GOOD, host="example.org")[0] == 400
    assert post(address, GOOD, **{"sec-fetch-site": "cross-site"})[0] == 403


def test_many_at_once_come_back_and_none_is_lost(address: Address) -> None:
    held = [socket.create_connection(address) for _ in range(LIMITS.at_once)]
    for each in held:
        each.sendall(head(f"Content-Length: {len(GOOD)}", "Connection: close") + GOOD[:10])
    time.sleep(0.5)
    code, headers, problem = post(address, GOOD)
    assert (code, headers["retry-after"], problem["code"]) == (503, "1", "busy")
    for each in held:
        each.sendall(GOOD[10:])
        with each, each.makefile("rb") as answer:
            assert status(answer.read()) == 200

    def until_taken(_: int) -> int:
        while (answer := post(address, GOOD))[0] == 503:
            time.sleep(int(answer[1]["retry-after"]))
        return answer[0]

    with ThreadPoolExecutor(8) as callers:
        assert list(callers.map(until_taken, range(16))) == [200] * 16


def is_there(pid: int) -> bool:
    """Whether a process is at work still."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_end_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    process, address, line = started(tmp_path, "--specs", SERVICES / "specs")
    with process:
        assert "Ctrl-C ends it" in line
        form = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\n'
        form += GOOD + bytes(3 << 20) + b"\r\n--x--\r\n"
        kind = {"content-type": "multipart/form-data; boundary=x"}
        assert post(address, form, **kind)[2]["reports"][0]["verdict"] == "unreadable"
        children = below(process.pid)
        assert children
        with socket.create_connection(address) as connection:
            connection.sendall(head("Content-Length: 4000000") + bytes(3 << 20))
            time.sleep(0.2)
            assert list(tmp_path.iterdir()) == []
            process.send_signal(number)
            assert process.stderr is not None
            said = process.stderr.read()
            process.wait(30)
    killed = number is signal.SIGKILL
    assert process.returncode == (-number if killed else 128 + number)
    assert said == (
        "" if killed else "validator: the server has ended; nothing of what was sent is kept\n"
    )
    until = time.monotonic() + 20
    while any(map(is_there, children)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(is_there, children))
    assert list(tmp_path.iterdir()) == []


def test_the_page_says_what_holds(tmp_path: Path) -> None:
    """The calls of the page do what it says, and its limits are those that hold."""
    text = (ROOT / "docs" / "how-to-serve.md").read_text("utf-8")
    limits = Limits()
    for figure in (
        f"{limits.body_bytes >> 20} MiB, there within {limits.body_seconds:.0f} seconds",
        f"its head within {limits.head_seconds:.0f}",
        f"{limits.check_seconds} seconds and {limits.memory_bytes >> 30} GiB",
        f"at once | {limits.at_once};",
        f"connections at once | {limits.connections} ",
    ):
        assert figure in text
    if shutil.which("curl") is None:
        absent("curl")
    (tmp_path / "application.zip").write_bytes(zipped(SAMPLES / "clinic-draft"))
    calls = re.findall(r"^curl .*http://127\.0\.0\.1:8765/.*$", text, re.MULTILINE)
    process, (_, port), _ = started(tmp_path)
    with process:
        for each in calls:
            call = each.replace("curl ", "curl --fail ").replace(":8765/", f":{port}/")
            done = subprocess.run(
                ["bash", "-c", call], cwd=tmp_path, capture_output=True, check=True
            )
            assert json.loads(done.stdout)["schema"].endswith("/v1")
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    assert len(calls) == 4
    assert process.returncode == 128 + signal.SIGTERM
