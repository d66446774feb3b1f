"""What a check can ask of the values of an application, or of one of its items."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from validator.errors import MissingFact
from validator.facts.examination import Examination
from validator.facts.moments import Moment, day_of
from validator.facts.paths import ABSENT, AS_OF, Path
from validator.law.setting import Holds

if TYPE_CHECKING:  # a case is made of facts, and each of them knows its case
    from validator.facts.case import Case


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
        examination = self.examination
        if (examination.malformed or examination.unrecorded) and not self._on_record(path):
            return ABSENT
        value = self.value
        for part in path.parts:
            value = value.get(part, ABSENT)
            if value is ABSENT:
                return ABSENT
        return value

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


class Facts(Values):
    """What a check asks of: the root of the manifest, or the item a requirement runs over."""

    __slots__ = ("alike", "case")

    def __init__(
        self,
        case: Case,
        base: str,
        value: Any,
        root: Values | None = None,
        alike: tuple[Facts, ...] = (),
    ) -> None:
        super().__init__(case.examination, base, value, root)
        self.case = case
        self.alike = alike
        """The other entries that are about the same person, where a person is asked for."""

    def meet(self, condition: Holds) -> bool:
        """Whether a condition holds; asked once a case.

        Raises:
            MissingFact: the answer hangs on a value that is malformed or missing.
        """
        return self.case.once((id(condition), self.base), condition.holds, self)

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
        if path.dotted == AS_OF:
            return self.case.day_that_counts()
        value = self.get(path)
        if value is ABSENT:
            return None
        return value if isinstance(value, int) else self.case.local(value)

    def day(self, path: Path) -> date:
        """The local day of a date or a time.

        Raises:
            MissingFact: it is absent, malformed or a mere year.
        """
        moment = self.moment(path)
        if isinstance(moment, int):
            raise MissingFact(self.pointer(path))
        return day_of(moment)

    def items(self, path: Path) -> tuple[Facts, ...]:
        """Facts of each item of a list; a map counts as a list of itself.

        Raises:
            MissingFact: the list is malformed, or needed and not there.
        """
        return self.case.once(self.pointer(path), self._items, path)

    def _items(self, path: Path) -> tuple[Facts, ...]:
        value, pointer = self.known(path), self.pointer(path)
        if isinstance(value, list):
            items = self.entries(path)
            return tuple(Facts(self.case, place, item, self.root) for place, item in items)
        return () if value is ABSENT else (Facts(self.case, pointer, value, self.root),)
