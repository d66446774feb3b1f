"""The drafts that people fill in at the moment: in memory alone, each under a name nobody guesses.

They are bounded in number, in bytes and in idle time. Nothing of them is ever written down here.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from validator.report import Report
from validator.source import MAX_BYTES
from validator.standard.edition import Edition
from validator.web.pages.look import Look, look_at

MOST: Final = 100
"""Drafts at once."""
MOST_BYTES: Final = 256 << 20
"""Bytes of the papers of all drafts together."""
MOST_BYTES_OF_ONE: Final = 60 << 20
"""Bytes of the papers of one draft: its zip has to be small enough to be opened again."""
IDLE_SECONDS: Final = 2 * 60 * 60.0
"""How long a draft is kept that nobody touches."""


class TooMuch(Exception):
    """More is said than an application may hold."""


@dataclass
class Workspace:
    """One draft.

    Attributes:
        now: the present moment.
        manifest: what was said, in the form of a manifest; what does not apply stays in it.
        files: the papers, by the names under which the manifest knows them.
        seen: the parts that were filled in once, so that what is missing there may be told.
        left_out: what an opened application held that is no part of the form.
        notice: what is to be said on the next page.
        said: its manifest as it was when it was last of a length that is taken.
        turn: held by the request that is being answered: one at a time.
        report: what a check found, until something changes.
    """

    id: str
    edition: Edition
    manifest: dict[str, Any]
    now: Callable[[], datetime]
    files: dict[str, bytes] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    left_out: tuple[str, ...] = ()
    notice: str = ""
    report: Report | None = None
    touched: float = 0.0
    said: str = "{}"
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @cached_property
    def look(self) -> Look:
        """What is known of it now."""
        return look_at(self.edition, self.manifest, self.now())

    @property
    def size(self) -> int:
        """Bytes of its papers."""
        return sum(map(len, self.files.values()))

    def change(self) -> None:
        """Forget what was known of it, since something has changed.

        Raises:
            TooMuch: more is said than an application may hold; what was said last is taken back.
        """
        self.__dict__.pop("look", None)
        self.report = None
        text = json.dumps(self.manifest, ensure_ascii=False)
        if len(text.encode(errors="replace")) > MAX_BYTES:
            self.manifest = json.loads(self.said)
            raise TooMuch
        self.said = text


class Workspaces:
    """All of them."""

    def __init__(
        self, now: Callable[[], datetime], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._now = now
        self._clock = clock
        self._known: dict[str, Workspace] = {}

    def begin(self, edition: Edition, manifest: dict[str, Any]) -> Workspace | None:
        """A new draft; None where there are as many as are kept."""
        self._drop_idle()
        if len(self._known) >= MOST:
            return None
        made = Workspace(secrets.token_urlsafe(24), edition, manifest, self._now)
        made.touched = self._clock()
        self._known[made.id] = made
        return made

    def get(self, name: str) -> Workspace | None:
        """A draft that is still kept."""
        self._drop_idle()
        found = self._known.get(name)
        if found is not None:
            found.touched = self._clock()
        return found

    def forget(self, name: str) -> None:
        """Drop a draft with all that was in it."""
        self._known.pop(name, None)

    def has_room(self, workspace: Workspace, more: int) -> bool:
        """Whether a draft may hold so many bytes of papers more."""
        total = sum(each.size for each in self._known.values())
        return total + more <= MOST_BYTES and workspace.size + more <= MOST_BYTES_OF_ONE

    def _drop_idle(self) -> None:
        since = self._clock() - IDLE_SECONDS
        for name in [name for name, each in self._known.items() if each.touched < since]:
            del self._known[name]
