"""What a check can ask: the values of one application, the calendar and the dated parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from validator.calendar import Term
from validator.checks.moments import Moment, day_of
from validator.checks.money import Amount
from validator.checks.paths import ABSENT, AS_OF, DOCUMENTS, KIND, SERVICE, SUBMITTED_AT, Path
from validator.checks.setting import Entry, Setting, T
from validator.errors import MissingFact, NotApplicable
from validator.model import GroundState, Member, Message, Violation


class Case:
    """One application under one edition: everything its checks may look at.

    Attributes:
        form: what is wrong with the manifest's form.
        malformed: pointers of values that broke their field's rule; they count for nothing.
        moments: the dates and local times met so far, by their text.
        missing: pointers of fields that are needed and not there.
        today: the day on which an undecided application may be overdue, if the caller gave one.
        grounds: state of each refusal ground; filled in once the other requirements are decided.
        root: the values of the manifest.
        items: those of the items met so far, by the pointer of their list.
    """

    def __init__(
        self,
        setting: Setting,
        manifest: Mapping[str, Any],
        members: Mapping[str, Member],
        as_of: date,
        *,
        today: date | None = None,
    ) -> None:
        self.setting = setting
        self.manifest = manifest
        self.members = members
        self.as_of = as_of
        self.today = today
        self.form: Sequence[Violation] = ()
        self.malformed: frozenset[str] = frozenset()
        self.missing: frozenset[str] = frozenset()
        self.grounds: Mapping[str, GroundState] = {}
        self._accepted_on: date | None = None
        self.moments: dict[str, date | datetime] = {}
        self.root = Facts(self, "", manifest)
        self._documents: Documents | None = None
        self.items: dict[str, tuple[Facts, ...]] = {}

    @property
    def whole(self) -> bool:
        """Whether every value keeps its field's rule and none is missing."""
        return not self.malformed and not self.missing

    def submitted(self) -> datetime:
        """When the application was submitted, local time.

        Raises:
            NotApplicable: it is a draft.
            MissingFact: the time is malformed.
        """
        if self.root.get(SUBMITTED_AT) is ABSENT:
            raise NotApplicable
        moment = self.root.moment(SUBMITTED_AT)
        if not isinstance(moment, datetime):
            raise MissingFact(SUBMITTED_AT.pointer)
        return moment

    def accepted_on(self) -> date:
        """The working day on which the application counts as accepted.

        Raises:
            NotApplicable: it is a draft.
            MissingFact: the time of submission is malformed or lies outside the calendar.
        """
        if self._accepted_on is None:
            closes = self.setting.hours.closes
            self._accepted_on = self.setting.calendar.accepted_on(self.submitted(), closes)
        return self._accepted_on

    def term(self) -> Term:
        """The provider's term for this service: acceptance, due day, days skipped on the way.

        Raises:
            NotApplicable: it is a draft, or the service has no term.
            MissingFact: the service or the time of submission is malformed or missing.
        """
        days = self._only(self.setting.terms)
        if days is None:
            raise NotApplicable
        return self.working_days(days)

    def working_days(self, days: int) -> Term:
        """So many working days after acceptance.

        Raises:
            NotApplicable: it is a draft.
            MissingFact: the time of submission is malformed or lies outside the calendar.
        """
        return self.setting.calendar.add_working_days(self.accepted_on(), days)

    def documents(self) -> Documents:
        """The documents by kind, and whether one of an unknown kind may be any of them.

        Raises:
            MissingFact: the list of documents is malformed or missing.
        """
        if self._documents is None:
            by_kind: dict[str, list[Facts]] = {}
            spoilt: MissingFact | None = None
            # Without the list no document is there, and that is the breach itself.
            there = self.root.get(DOCUMENTS) is not ABSENT
            for entry in self.root.items((DOCUMENTS,)) if there else ():
                try:
                    by_kind.setdefault(entry.need(KIND), []).append(entry)
                except MissingFact as missing:
                    spoilt = missing
            self._documents = Documents(by_kind, spoilt)
        return self._documents

    def fee(self) -> Amount | None:
        """The fee of this application, None where it is free.

        Raises:
            MissingFact: it hangs on a value that is malformed or missing.
        """
        return self._only(self.setting.fees)

    def _only(self, rules: tuple[Entry[T], ...]) -> T | None:
        """What the one entry that applies asks for; with two, nobody could say what is due."""
        facts = self.root
        service = facts.need(SERVICE)
        found = [
            rule.what
            for rule in rules
            if service in rule.services and (rule.when is None or rule.when.holds(facts))
        ]
        if len(found) > 1:
            raise MissingFact("", Message("entries_overlap"))
        return found[0] if found else None


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
        blank = type(value) is str and (not value or value.isspace())
        return ABSENT if blank else value

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
            return case.as_of
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
                met = case.setting.calendar.local(datetime.fromisoformat(value))
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


@dataclass(frozen=True, slots=True)
class Documents:
    """The entries of the list of documents by kind; `spoilt` where an entry's kind is unknown."""

    by_kind: Mapping[str, Sequence[Facts]]
    spoilt: MissingFact | None
