"""What a server is told when it is started."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from validator.frozen import frozen

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
"""What a browser on this machine calls it."""


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def told(text: str) -> None:
    """Say something on stderr, if anybody listens there."""
    with suppress(OSError):
        print(f"validator: {text}", file=sys.stderr, flush=True)


@frozen
class Limits:
    """How much a server takes on.

    Attributes:
        body_bytes: of a request; more is refused.
        head_seconds: in which the head of a request has to be there.
        body_seconds: in which its body has to be there.
        check_seconds: that a check of one application may take; one that takes longer is
            undetermined.
        answer_seconds: in which an answer has to be taken by whoever asked.
        memory_bytes: that a process that checks may ask for.
        at_once: requests with a body that are under way; more are asked to come back.
        connections: that are open at once; more are closed before a word is said.
        retry_seconds: after which to come back.
    """

    body_bytes: int = 64 << 20
    head_seconds: float = 10.0
    body_seconds: float = 60.0
    check_seconds: int = 30
    answer_seconds: float = 180.0
    memory_bytes: int = 2 << 30
    at_once: int = 16
    connections: int = 512
    retry_seconds: int = 5


@frozen
class Settings:
    """What a server is told when it is started.

    Attributes:
        specs: the folder of specs.
        lang: the language in which it speaks to whoever asks for none that there is.
        token: what has to come with every request; None asks for nothing.
        hosts: what it may be called in a request; nothing stands for whatever it is called.
        jobs: processes that check.
        now: the present moment; its day counts for a draft.
        tell: says on stderr what whoever runs the server has to know; never what was sent.
    """

    specs: Path
    lang: str = "en"
    token: str | None = field(default=None, repr=False)
    hosts: tuple[str, ...] = LOOPBACK
    limits: Limits = Limits()
    jobs: int = 2
    now: Callable[[], datetime] = utc_now
    tell: Callable[[str], None] = told
