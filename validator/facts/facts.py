"""What a check can ask of the values of an application, or of one of its items."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from validator.errors import MissingFact
from validator.facts.moments import Moment, day_of, time_of
from validator.facts.paths import ABSENT, AS_OF, Path

if TYPE_CHECKING:  # a case is made of facts, and each of them knows its case
    from validator.facts.case import Case


class Facts:
    """The values of one map of the manifest: its root, or the item a requirement runs over."""

    __slots__ = ("base", "case", "value")

    def __init__(self, case: Case, base: str, value: Any) -> None:
        self.case = case
        self.base = base
        self.value = value

    def pointer(self, path: Path) -> str:
        """Pointer of a path from the manifest's root."""
        return self.base + path.pointer

    def get(self, path: Path) -> Any:
        """The value at a path, or `ABSENT`; a blank text says nothing and counts as absent.

        Raises:
            MissingFact: the value, or a map around it, is malformed.
        """
        if self.case.malformed:
            self._trust(path)
        value = self.value
        for part in path.parts:
            value = value.get(part, ABSENT)
            if value is ABSENT:
                return ABSENT
        return ABSENT if type(value) is str and not value.strip() else value

    def _trust(self, path: Path) -> None:
        pointer, malformed = self.base, self.case.malformed
        for part in ("", *path.parts):
            pointer = f"{pointer}/{part}" if part else pointer
            if pointer in malformed:
                raise MissingFact(pointer)

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
        if value is ABSENT and self._missing(path):
            raise MissingFact(self.pointer(path))
        return value

    def _missing(self, path: Path) -> bool:
        missing = self.case.missing
        if not missing:
            return False
        pointer = self.base
        for part in path.parts:
            pointer = f"{pointer}/{part}"
            if pointer in missing:
                return True
        return False

    def entries(self, path: Path) -> Iterator[tuple[str, Any]]:
        """Pointer and value of each entry of a list, the malformed ones among them.

        Raises:
            MissingFact: the list is absent or malformed.
        """
        pointer = self.pointer(path)
        for index, entry in enumerate(self.need(path)):
            yield f"{pointer}/{index}", entry

    def moment(self, path: Path) -> Moment:
        """A date, a local time or a year.

        Raises:
            MissingFact: it is absent or malformed.
        """
        moment = self.moment_if_any(path)
        if moment is None:
            raise MissingFact(self.pointer(path))
        return moment

    def moment_if_any(self, path: Path) -> Moment | None:
        """The same, None where it is absent.

        Raises:
            MissingFact: it is malformed.
        """
        case = self.case
        if path.dotted == AS_OF:
            return case.day_that_counts()
        value = self.get(path)
        if value is ABSENT:
            return None
        if isinstance(value, int):
            return value
        met = case.moments.get(value)
        if met is None:
            if len(value) == len("2026-01-12"):
                met = date.fromisoformat(value)
            else:
                met = case.setting.calendar.local(time_of(value))
            case.moments[value] = met
        return met

    def day(self, path: Path) -> date:
        """The local day of a date or a time.

        Raises:
            MissingFact: it is absent, malformed or a mere year.
        """
        moment = self.moment(path)
        if isinstance(moment, int):
            raise MissingFact(self.pointer(path))
        return day_of(moment)

    def items(self, lists: tuple[Path, ...]) -> Iterator[Facts]:
        """Facts of each item of some lists; a map counts as a list of itself.

        Raises:
            MissingFact: a list is malformed, or needed and not there.
        """
        for path in lists:
            pointer = self.base + path.pointer
            made = self.case.items
            if pointer not in made:
                made[pointer] = tuple(self._items(self.known(path), pointer))
            yield from made[pointer]

    def _items(self, value: Any, pointer: str) -> Iterator[Facts]:
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield Facts(self.case, f"{pointer}/{index}", item)
        elif value is not ABSENT:
            yield Facts(self.case, pointer, value)
