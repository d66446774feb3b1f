"""The bundles of a run: a hundred thousand names take no more memory than their letters."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from validator.bundle.find import search
from validator.model import Skipped


class Names(Sequence[str]):
    """Names, each once and in order, as one text and where each ends in it."""

    def __init__(self, names: Iterable[str]) -> None:
        """Takes names as they come; they are sorted where they are not yet."""
        if not self._take(names):
            self._take(sorted(set(self)))

    def _take(self, names: Iterable[str]) -> bool:
        """Put down names; whether they came in order and each once."""
        self._text, self._ends = bytearray(), array("Q", [0])
        last: str | None = None
        in_order = True
        for name in names:
            in_order = in_order and (last is None or last < name)
            self._text += os.fsencode(name)
            self._ends.append(len(self._text))
            last = name
        return in_order

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        return os.fsdecode(bytes(self._text[self._ends[at] : self._ends[at + 1]]))


@dataclass(frozen=True, slots=True)
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
