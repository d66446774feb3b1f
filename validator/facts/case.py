"""What a check can ask of an application as a whole, beyond its single values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from validator.errors import MissingFact, NotApplicable
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, CONCERNS, DOCUMENTS, KIND, SERVICE, SUBMITTED_AT
from validator.law.calendar import DayOff, Term
from validator.law.money import Amount
from validator.law.setting import RowEntry, Setting, T
from validator.model import GroundState, Member, Message, Violation


class Case:
    """One application under one edition: everything its checks may look at.

    Attributes:
        form: what is wrong with the manifest's form.
        malformed: pointers of values that broke their field's rule; they count for nothing.
        moments: the dates and local times met so far, by their text.
        missing: pointers of fields that are needed and not there.
        as_of: the day that edition and rates were chosen by.
        today: the day on which an undecided application may be overdue, if the caller gave one.
        grounds: state of each refusal ground; filled in once the other requirements are decided.
        is_cleared: whether the requirements that the service has of a ground are all met; filled in
            at the same time.
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
        self.is_cleared: Callable[[str], bool] = lambda _: False
        self._accepted_on: date | None = None
        self.moments: dict[str, date | datetime] = {}
        self.root = Facts(self, "", manifest)
        self._documents: Documents | None = None
        self.items: dict[str, tuple[Facts, ...]] = {}

    @property
    def whole(self) -> bool:
        """Whether every value keeps its field's rule and none is missing."""
        return not self.malformed and not self.missing

    def day_that_counts(self) -> date:
        """The day of submission; of a draft the day that was asked for.

        Raises:
            MissingFact: the time of submission is malformed, so that `as_of` is a mere stand-in.
        """
        if SUBMITTED_AT.pointer in self.malformed:
            raise MissingFact(SUBMITTED_AT.pointer)
        return self.as_of

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

    def days_off(self) -> Iterator[DayOff]:
        """The days off between submission and the last day of the term, both included.

        Raises:
            NotApplicable, MissingFact: as `term` does.
        """
        term = self.term()
        day = self.submitted().date()
        while day < term.start:
            if off := self.setting.calendar.day_off(day):
                yield off
            day += timedelta(days=1)
        yield from term.skipped

    def documents(self) -> Documents:
        """The entries of the list of documents, and what is not known of them.

        Raises:
            MissingFact: the list of documents is malformed or missing.
        """
        if self._documents is None:
            # Without the list no document is there, and that is the breach itself.
            there = self.root.get(DOCUMENTS) is not ABSENT
            self._documents = Documents(self.root.items((DOCUMENTS,)) if there else ())
        return self._documents

    def fee(self) -> Amount | None:
        """The fee of this application, None where it is free.

        Raises:
            MissingFact: it hangs on a value that is malformed or missing.
        """
        return self._only(self.setting.fees)

    def _only(self, rules: tuple[RowEntry[T], ...]) -> T | None:
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


Concerning = tuple[Mapping[str, Sequence[Facts]], MissingFact | None]
"""Entries by what they concern, and what tells that this is not known of one."""


class Documents:
    """The entries of the list of documents.

    Attributes:
        of_kind: by kind.
        spoilt: set where the kind of an entry is not known.
    """

    def __init__(self, entries: Iterable[Facts]) -> None:
        self.of_kind: dict[str, list[Facts]] = {}
        self.spoilt: MissingFact | None = None
        self._concerning: dict[str, Concerning] = {}
        for entry in entries:
            try:
                self.of_kind.setdefault(entry.need(KIND), []).append(entry)
            except MissingFact as missing:
                self.spoilt = missing

    def concerning(self, kind: str) -> Concerning:
        """Those of a kind, by what they concern."""
        if kind not in self._concerning:
            by_id: dict[str, list[Facts]] = {}
            unclear: MissingFact | None = None
            for entry in self.of_kind.get(kind, ()):
                try:
                    by_id.setdefault(entry.need(CONCERNS), []).append(entry)
                except MissingFact as missing:
                    unclear = missing
            self._concerning[kind] = by_id, unclear
        return self._concerning[kind]
