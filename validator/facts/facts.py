"""What a check can ask of an application as a whole, and of the values of one of its items."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from validator.errors import MissingFact, NotApplicable
from validator.facts.examination import Examination
from validator.facts.listed_documents import Documents
from validator.facts.manifest_values import Values
from validator.facts.moments import Moment, day_of, time_of
from validator.facts.paths import (
    ABSENT,
    ACCEPTED_ON,
    DECIDED_AT,
    DOCUMENTS,
    DUE_ON,
    SERVICE,
    SUBMITTED_AT,
    Path,
)
from validator.facts.time_limits import TimeLimit
from validator.law.calendar import DayOff, Term
from validator.law.money import Amount
from validator.law.setting import Holds, Hours, RowEntry, Setting, T
from validator.model import Member, declare

ENTRIES_OVERLAP = declare("entries_overlap")


@dataclass(frozen=True, eq=False)  # without slots, for its root
class Case:
    """One application under one edition: everything its checks may look at.

    Nothing of it changes; what was asked of it once is remembered, since checks ask the same.

    Attributes:
        examination: what is wrong with the manifest's form.
        as_of: the day that edition and rates were chosen by.
        today: the day on which an undecided application may be overdue, if the caller gave one.
        manifest_bytes: the manifest's file as it lies, which a signature covers.
    """

    setting: Setting
    manifest: Mapping[str, Any]
    members: Mapping[str, Member]
    as_of: date
    examination: Examination
    today: date | None = None
    manifest_bytes: bytes = field(default=b"", repr=False)
    _moments: dict[str, date | datetime] = field(default_factory=dict, init=False, repr=False)
    _answers: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def root(self) -> Facts:
        """The values of the manifest."""
        return Facts(self, "", self.manifest)

    def once(self, what: Hashable, ask: Callable[..., T], *args: Any) -> T:
        """What asking gives, remembered; what is unknown is asked again and stays unknown."""
        if what not in self._answers:
            self._answers[what] = ask(*args)
        answer: T = self._answers[what]
        return answer

    def day_that_counts(self) -> date:
        """The day of submission; of a draft the day that was asked for.

        Raises:
            MissingFact: the time of submission is malformed, so that `as_of` is a mere stand-in.
        """
        if SUBMITTED_AT.pointer in self.examination.malformed:
            raise MissingFact(SUBMITTED_AT.pointer)
        return self.as_of

    def derived_day(self, name: str) -> date:
        """One of `DERIVED_DAYS`.

        Raises:
            NotApplicable: it follows from a submission, and this is a draft.
            MissingFact: what it follows from is not known.
        """
        if name == ACCEPTED_ON:
            return self.accepted_on()
        return self.term().due if name == DUE_ON else self.day_that_counts()

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
        return self.once("accepted_on", self._accepted_on)

    def _accepted_on(self) -> date:
        hours = self.hours()
        return self.setting.calendar.accepted_on(
            self.submitted(), hours.closes, every_day=hours.every_day
        )

    def hours(self) -> Hours:
        """The hours in which the application is taken.

        Raises:
            MissingFact: it hangs on a value that is malformed or missing.
        """
        return self.once("hours", self._hours)

    def _hours(self) -> Hours:
        found = [hours for when, hours in self.setting.other_hours if self.root.meet(when)]
        if len(found) > 1:
            raise MissingFact("", ENTRIES_OVERLAP())
        return found[0] if found else self.setting.hours

    def decided_on(self) -> date | None:
        """The local day of the decision; None where none is on record.

        Raises:
            MissingFact: it is malformed, and whoever asks has to know it.
        """
        return None if self.root.get(DECIDED_AT) is ABSENT else self.root.day(DECIDED_AT)

    def ahead_of(self, day: date) -> date | None:
        """The present day, if a day is still to come: of a draft the day that counts is present.

        Of what is submitted nobody knows the present where the caller gave no `today`.

        Raises:
            MissingFact: the time of submission is malformed, so that it may be a draft or not.
        """
        of_draft = self.as_of if day > self.as_of else None
        of_submitted = self.today if self.today is not None and day > self.today else None
        if SUBMITTED_AT.dotted not in self.manifest:
            return of_draft
        is_malformed = SUBMITTED_AT.pointer in self.examination.malformed
        if is_malformed and (of_draft is None) != (of_submitted is None):
            raise MissingFact(SUBMITTED_AT.pointer)
        return of_submitted

    def local(self, text: str) -> date | datetime:
        """The date or the local time that a well-formed text tells."""
        met = self._moments.get(text)
        if met is None:
            if len(text) == len("2026-01-12"):
                met = date.fromisoformat(text)
            else:
                met = self.setting.calendar.local(time_of(text))
            self._moments[text] = met
        return met

    def term(self) -> Term:
        """The provider's term for this service, as extended: start, due day, days not counted.

        Raises:
            NotApplicable: it is a draft, or the service has no term.
            MissingFact: the service or the time of submission is malformed or missing.
        """
        return self.term_of(self.limit())

    def limit(self) -> TimeLimit:
        """What the specs say of that term.

        Raises:
            NotApplicable: the service has no term.
            MissingFact: the service is malformed or missing.
        """
        limit: TimeLimit | None = self.once("term", self._only, self.setting.terms)
        if limit is None:
            raise NotApplicable
        return limit

    def term_of(self, limit: TimeLimit) -> Term:
        """A term of this application, the extended one where it was extended.

        Raises:
            NotApplicable: it has not begun.
            MissingFact: it is not known when it began, or whether it was extended.
        """
        extended = limit.extended is not None and self.root.meet(limit.extended.when)
        return limit.after(self.began(limit), self.setting.calendar, extended=extended)

    def began(self, limit: TimeLimit) -> date | datetime:
        """The moment, by the provider's clock, with which a term begins.

        Raises:
            NotApplicable: it has not begun.
            MissingFact: the moment is malformed, needed and not there, or a mere day where a time
                is asked for.
        """
        if limit.since.is_derived:
            self.submitted()  # of a draft even the day that counts begins nothing
        start = self.root.moment_if_any(limit.since)
        if start is None:
            self.root.known(limit.since)
            raise NotApplicable
        if isinstance(start, int) or (limit.length.unit == "m" and not isinstance(start, datetime)):
            raise MissingFact(self.root.pointer(limit.since))
        return start

    def further_terms(self) -> Iterator[tuple[RowEntry[Any], Term]]:
        """The terms beside that of the service that are known to run, each with its entry."""
        for entry in self.setting.further_terms:
            with suppress(MissingFact, NotApplicable):
                applies = self.root.need(SERVICE) in entry.services
                if applies and (entry.when is None or self.root.meet(entry.when)):
                    yield entry, self.term_of(entry.what)

    def term_by_law(self) -> Term | None:
        """The term that the law above the act gives instead; None where it gives none.

        Raises:
            NotApplicable, MissingFact: as `term` does.
        """
        days = self.once("term_by_law", self._only, self.setting.terms_by_law)
        return None if days is None else self.working_days(days)

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

    def documents(self) -> Documents[Facts]:
        """The entries of the list of documents, and what is not known of them.

        Raises:
            MissingFact: the list of documents is malformed or missing.
        """
        return self.once("documents", self._documents)

    def _documents(self) -> Documents[Facts]:
        # Without the list no document is there, and that is the breach itself.
        there = self.root.get(DOCUMENTS) is not ABSENT
        return Documents(self.root.items(DOCUMENTS) if there else ())

    def fee(self) -> Amount | None:
        """The fee of this application, None where it is free.

        Raises:
            MissingFact: it hangs on a value that is malformed or missing.
        """
        return self.once("fee", self._only, self.setting.fees)

    def _only(self, rules: tuple[RowEntry[T], ...]) -> T | None:
        """What the one entry that applies asks for; with two, nobody could say what is due."""
        facts = self.root
        service = facts.need(SERVICE)
        found = [
            rule.what
            for rule in rules
            if service in rule.services and (rule.when is None or facts.meet(rule.when))
        ]
        if len(found) > 1:
            raise MissingFact("", ENTRIES_OVERLAP())
        return found[0] if found else None


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
            MissingFact: it is malformed, or a day that follows from what is.
            NotApplicable: it follows from a submission, and this is a draft.
        """
        if path.is_derived:
            return self.case.derived_day(path.dotted)
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
