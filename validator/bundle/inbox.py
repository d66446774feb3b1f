"""The bundles of a run: a hundred thousand names take half a megabyte of memory."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, overload

from validator.bundle.find import search
from validator.frozen import frozen
from validator.model import Skipped

_PACK: Final = 256
_BETWEEN: Final = b"\0"


class Names(Sequence[str]):
    """Paths, each once and in order, packed together by the hundred: they have most in common."""

    def __init__(self, names: Iterable[str]) -> None:
        """Takes paths as they come; they are sorted where they are not yet."""
        if not self._take(names):
            self._take(sorted(set(self)))

    def _take(self, names: Iterable[str]) -> bool:
        """Pack paths; whether they came in order and each once."""
        self._packs: list[bytes] = []
        self._length = 0
        self._opened: tuple[int, list[bytes]] = (-1, [])
        pack: list[bytes] = []
        last: str | None = None
        in_order = True
        for name in names:
            in_order = in_order and (last is None or last < name)
            last = name
            pack.append(os.fsencode(name))
            self._length += 1
            if len(pack) == _PACK:
                self._packs.append(_packed(pack))
                pack = []
        self._packs.append(_packed(pack))
        return in_order

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        pack, number = divmod(range(len(self))[at], _PACK)
        if self._opened[0] != pack:
            self._opened = pack, zlib.decompress(self._packs[pack]).split(_BETWEEN)
        return os.fsdecode(self._opened[1][number])


def _packed(names: list[bytes]) -> bytes:
    return zlib.compress(_BETWEEN.join(names), 1)


@frozen
class Inbox:
    """What is at or below the paths of a run.

    Attributes:
        names: of the bundles, for `read_bundle`.
        skipped: what looks like an application and is none, sorted by path.
        empty: the paths at and below which there is neither.
    """

    names: Names
    skipped: tuple[Skipped, ...]
    empty: tuple[str, ...]


def find_inbox(paths: Iterable[str]) -> Inbox:
    """Look at and below each path, as `find_bundles` does."""
    skipped: dict[str, Skipped] = {}
    empty: list[str] = []

    def found() -> Iterator[str]:
        for path in dict.fromkeys(paths):
            is_empty = True
            for each in search(path):
                is_empty = False
                if isinstance(each, Skipped):
                    skipped[each.path] = each
                else:
                    yield each
            if is_empty:
                empty.append(path)

    names = Names(found())
    return Inbox(names, tuple(skipped[path] for path in sorted(skipped)), tuple(empty))
