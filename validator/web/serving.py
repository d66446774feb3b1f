"""Runs the server until somebody asks for its end."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from starlette.applications import Starlette

from validator.interrupts import Interruption
from validator.web.protocol import punctual
from validator.web.settings import LOOPBACK, Limits

PORT: Final = 8765
"""The port where nobody asks for one; where it is in use, one of the next."""

_OTHERS: Final = 20
"""How many ports after it are tried."""
_GRACE_SECONDS: Final = 5
"""What a request under way has, when the server is asked to end."""
_BACKLOG: Final = 128


class _Server(uvicorn.Server):
    """Ends when the command is asked to, which hears signals itself."""

    def __init__(
        self, config: uvicorn.Config, interruption: Interruption, begun: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._interruption = interruption
        self._begun: Callable[[], None] | None = begun

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Hear none."""
        yield

    async def on_tick(self, counter: int) -> bool:
        """Whether it is to end."""
        begun, self._begun = self._begun, None
        if begun is not None:
            begun()
        return await super().on_tick(counter) or bool(self._interruption)


def is_local(host: str) -> bool:
    """Whether a name is one by which this machine alone is reached."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def hosts_of(host: str) -> tuple[str, ...]:
    """What a server at a name may be called in requests; nothing stands for any name."""
    return (*LOOPBACK, host) if is_local(host) else ()


def bound(host: str, port: int | None) -> socket.socket:
    """A socket that listens; of ports that nobody asked for, the first that is free.

    Args:
        port: 0 is any that is free.

    Raises:
        OSError: the port is in use, or the name is none of this machine.
    """
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, _, _, _, address = found[0]
    ports = range(PORT, PORT + _OTHERS) if port is None else (port,)
    for each in ports:
        try:
            return _listening(family, (str(address[0]), each))
        except OSError as error:
            if error.errno != errno.EADDRINUSE or each == ports[-1]:
                raise
    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))


def address_of(host: str, listening: socket.socket) -> str:
    """What to type into a browser."""
    port = listening.getsockname()[1]
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"


def run(
    app: Starlette,
    listening: socket.socket,
    limits: Limits,
    interruption: Interruption,
    begun: Callable[[], None],
) -> None:
    """Serve until somebody asks for an end.

    Args:
        begun: called once, when requests are answered.
    """
    config = uvicorn.Config(
        app,
        http=punctual(limits.head_seconds, limits.connections),
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    _Server(config, interruption, begun).run([listening])


def _listening(family: int, address: tuple[str, int]) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "nt":  # there two programs may else have one port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)  # type: ignore[attr-defined,unused-ignore]
        else:  # a port that was left a moment ago is free
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(_BACKLOG)
    except BaseException:
        made.close()
        raise
    return made
