"""HTTP as uvicorn speaks it, with limits that it does not have: for heads, and for connections.

A connection on which a head comes letter by letter would else stay open for ever.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class Punctual(H11Protocol):
    """A connection that is closed when the head of a request takes too long, or it is one more."""

    _seconds: float
    _most: int
    _watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        if len(self.connections) > self._most:
            transport.abort()
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        """Take in some bytes; where they begin a further head, wait for the rest of it."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._heard()
        elif self._watch is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._heard()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._watch = self.loop.call_later(self._seconds, self.transport.close)

    def _heard(self) -> None:
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.cancel()


def punctual(seconds: float, most: int) -> type[Punctual]:
    """The protocol with so many seconds for a head, on so many connections at once."""

    class Told(Punctual):
        _seconds = seconds
        _most = most

    return Told
