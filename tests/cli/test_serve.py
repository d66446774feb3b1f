"""`validator serve` called wrongly, and where it listens."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.command import call
from validator.web import serving


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--host", "0.0.0.0"), "it needs a token"),  # noqa: S104
        (("--host", "example.org"), "it needs a token"),
        (("--port", "65536"), "65535"),
        (("--token-file", "gone"), "gone"),
        (("--specs", "gone"), "gone"),
        (("--host", "127.0.0.999"), "it needs a token"),
    ],
)
def test_wrong_calls(options: tuple[str, ...], words: str) -> None:
    done = call("serve", "--no-browser", *options, environment={"LANG": "C"})
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


@pytest.mark.parametrize(
    "token", ["", "short", "a" * 15, "0123456789 abcdef", "ключ" * 8, "a" * 2000]
)
def test_a_token_that_is_none(tmp_path: Path, token: str) -> None:
    file = tmp_path / "token"
    file.write_text(token, "utf-8")
    for asked, environment in (
        (("--token-file", file), {}),
        ((), {"VALIDATOR_SERVE_TOKEN": token}),
    ):
        done = call("serve", "--no-browser", *asked, environment={"LANG": "C", **environment})
        assert (done.returncode, done.stdout) == (2, "")
        assert "at least 16" in done.stderr
        assert not token or token not in done.stderr


def test_a_port_that_is_in_use() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = call("serve", "--no-browser", "--port", str(port), environment={"LANG": "C"})
    assert (done.returncode, done.stdout) == (2, "")
    assert f"127.0.0.1:{port}" in done.stderr
    assert "--port" in done.stderr


def test_the_next_port_that_is_free() -> None:
    with serving.bound("127.0.0.1", None) as first, serving.bound("127.0.0.1", None) as second:
        ports = [each.getsockname()[1] for each in (first, second)]
        assert serving.PORT <= ports[0] < ports[1] < serving.PORT + 20
        assert serving.address_of("127.0.0.1", first) == f"http://127.0.0.1:{ports[0]}/"


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("127.1.2.3", True), ("localhost", True), ("::1", True)]
    + [(each, False) for each in ("0.0.0.0", "::", "192.168.0.1", "example.org", "")],  # noqa: S104
)
def test_what_others_reach(host: str, local: bool) -> None:
    assert serving.is_local(host) is local
    assert bool(serving.hosts_of(host)) is local


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("validator.cli.serve.find_spec", lambda name: None if name else name)
    done = call("serve", environment={"LANG": "C"})
    assert (done.returncode, done.stdout) == (2, "")
    assert "public-service-validator[web]" in done.stderr
