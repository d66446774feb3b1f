"""The values of a manifest, as far as the examination of its form trusts them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from validator.errors import MissingFact
from validator.facts.examination import Examination
from validator.facts.paths import ABSENT, SUBMITTED_AT, Path


class Values:
    """The values of one map of the manifest, as far as the examination of its form trusts them."""

    __slots__ = ("base", "examination", "root", "value")

    def __init__(
        self, examination: Examination, base: str, value: Any, root: Values | None = None
    ) -> None:
        self.examination = examination
        self.base = base
        self.value = value
        self.root = self if root is None else root

    def pointer(self, path: Path) -> str:
        """Pointer of a path from the manifest's root."""
        return path.pointer if path.rooted else self.base + path.pointer

    def get(self, path: Path) -> Any:
        """The value at a path, or `ABSENT`.

        Raises:
            MissingFact: the value, or a map around it, is malformed.
        """
        if path.rooted and self.base:
            return self.root.get(path)
        if self.examination.has_doubts and not self._on_record(path):
            return ABSENT
        value = self.value
        for part in path.parts:
            value = value.get(part, ABSENT)
            if value is ABSENT:
                return ABSENT
        return Decimal(value) if path.exact else value

    def _on_record(self, path: Path) -> bool:
        pointer, examination = self.base, self.examination
        for part in ("", *path.parts):
            pointer = f"{pointer}/{part}" if part else pointer
            if pointer in examination.malformed:
                raise MissingFact(pointer)
            if pointer in examination.unrecorded:
                return False
        return True

    def need(self, path: Path) -> Any:
        """The value at a path.

        Raises:
            MissingFact: it is absent or malformed.
        """
        value = self.get(path)
        if value is ABSENT:
            raise MissingFact(self.pointer(path))
        return value

    def known(self, path: Path) -> Any:
        """The value at a path, or `ABSENT` where leaving it out is allowed.

        Raises:
            MissingFact: it is malformed, or needed and not there.
        """
        value = self.get(path)
        if value is ABSENT and self.examination.missing and self._missing(path):
            raise MissingFact(self.pointer(path))
        return value

    def _missing(self, path: Path) -> bool:
        pointer = "" if path.rooted else self.base
        for part in path.parts:
            pointer = f"{pointer}/{part}"
            if pointer in self.examination.missing:
                return True
        return False

    def day_that_counts(self) -> date:
        """The day that counts: that of submission, or of a draft the day that was asked for.

        Raises:
            MissingFact: nobody asked for one, or the time of submission is malformed.
        """
        day, pointer = self.examination.day, SUBMITTED_AT.pointer
        if day is None or pointer in self.examination.malformed:
            raise MissingFact(pointer)
        return day

    def entries(self, path: Path) -> Iterator[tuple[str, Any]]:
        """Pointer and value of each entry of a list, the malformed ones among them.

        Raises:
            MissingFact: the list is absent or malformed.
        """
        pointer = self.pointer(path)
        for index, entry in enumerate(self.need(path)):
            if (place := f"{pointer}/{index}") not in self.examination.unrecorded:
                yield place, entry

    def each(self, path: Path) -> Iterator[Values]:
        """The values of each entry of a list of maps; a map counts as a list of itself.

        Raises:
            MissingFact: the list is absent or malformed.
        """
        if isinstance(value := self.need(path), dict):
            yield Values(self.examination, self.pointer(path), value, self.root)
            return
        for place, entry in self.entries(path):
            yield Values(self.examination, place, entry, self.root)
