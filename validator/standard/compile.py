"""From the files of an edition to its rules; every name is looked up, every trouble gathered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from validator.checks.parameters import ParameterType
from validator.checks.people_parameters import SPEC_NOT_OF_PEOPLE, WhoIsWho
from validator.checks.registry import kind_of
from validator.checks.term_parameters import TermByLaw, TermOf
from validator.checks.value_parameters import AmountOfMoney
from validator.errors import Fault
from validator.facts.conditions import Condition, both_of
from validator.facts.day_spans import DaySpan
from validator.facts.paths import AS_OF, Path
from validator.facts.people import People
from validator.form.form import Form
from validator.form.idle_conditions import SPEC_EMPTY_RANGE
from validator.form.schema import Gate
from validator.law.regulation import (
    INCOMPLETE,
    NO_CONSEQUENCE,
    Clause,
    Regulation,
    Requirement,
)
from validator.law.setting import RowEntry, Setting
from validator.model import Duty, Severity, declare
from validator.standard.dated import parameter_of
from validator.standard.days import calendar_of, hours_of, unknown_zone
from validator.standard.edition import Edition, Rule
from validator.standard.left_out import GROUNDS
from validator.standard.names import names_of
from validator.standard.scope import NamedPlace, SpecPlace
from validator.standard.shapes import DAY_ENDS, WITHOUT, RawEntry, entries_of
from validator.standard.spec_file import (
    SPEC_REPEATED_ID,
    ApplicationFile,
    CalendarFile,
    ClausesFile,
    ParameterFile,
    SpecFile,
    StandardFile,
)
from validator.standard.sums import Sums

SPEC_UNCITED_SERVICE = declare("spec_uncited_service", name=str)
SPEC_WHO_MISSING = declare("spec_who_missing")
SPEC_WHO_UNUSED = declare("spec_who_unused")
SPEC_GROUND_DECIDES_NOTHING = declare("spec_ground_decides_nothing")
SPEC_INDICATES_AND_MORE = declare("spec_indicates_and_more", name=str)


Digest = Callable[[Collection[str], Collection[bytes]], tuple[str, Mapping[str, str]]]
"""The digest of an edition's files, and of each of them, given the parameters and the certificates
that it uses."""


class EditionCompiler:
    """Compiles one edition.

    Attributes:
        sums: what its fees are made of.
    """

    def __init__(
        self,
        standard: StandardFile,
        application: ApplicationFile,
        clauses: ClausesFile,
        parameters: Mapping[str, ParameterFile],
    ) -> None:
        self.standard = standard
        self.raw = standard.value
        self.faults: list[Fault] = []
        self.names = names_of(application, self.faults)
        self.clauses = {each["id"]: Clause(**each) for each in clauses.value["clauses"]}
        ids = [each["id"] for each in clauses.value["clauses"]]
        self._repeated(clauses, [(f"/clauses/{index}", each) for index, each in enumerate(ids)])
        self.sums = Sums(
            {
                name: parameter_of(SpecPlace(file, self.faults), file)
                for name, file in parameters.items()
            }
        )
        self.services = tuple(self.names.code_lists.get("services", {}))
        refusal = self.raw["refusal"]
        self.grounds = (*refusal["grounds"], *refusal.get("by_law", ()))
        self.root = NamedPlace(
            standard, self.faults, names=self.names, grounds=self.grounds, sums=self.sums
        )

    def attempt(
        self, calendar: CalendarFile | None, trusted: tuple[bytes, ...], digest: Digest
    ) -> Edition | None:
        """The edition; None where something is wrong with it, `faults` says what, or no calendar.

        To be called once.
        """
        refusal = self.raw["refusal"]
        for word, grounds in (("grounds", refusal["grounds"]), ("by_law", refusal.get("by_law"))):
            for index, ground in enumerate(grounds or ()):
                self.root.among(ground, self.clauses, "clause", "refusal", word, index)
        self._without()
        if "people" in self.raw:
            people = WhoIsWho().of(self.raw["people"], self.root.at("people"))
            self.root = replace(self.root, people=people)
        entries = list(entries_of(self.raw))
        # A bound in an earlier row may be a share of a fee.
        in_turn = sorted(entries, key=lambda entry: entry[0] != "fees")
        made = {entry[1]: self._rule(*entry) for entry in in_turn}
        rules = tuple(made[pointer] for _, pointer, _ in entries)
        self._repeated(self.standard, [(place, entry["id"]) for _, place, entry in entries])
        used = trusted if any(rule.kind.trusts for rule in rules) else ()
        regulation = self._regulation(*digest(self.sums.parameters_used, used))
        setting = None if calendar is None else self._setting(calendar, rules, used)
        if setting is None or self.faults:
            return None
        return Edition(
            regulation=regulation,
            rules=rules,
            grounds=self.grounds,
            by_law=tuple(self.raw["refusal"].get("by_law", ())),
            services=self.services,
            form=Form(self.names.root, Gate(self.names.root)),
            setting=setting,
            code_lists=self.names.code_lists,
        )

    def _without(self) -> None:
        """The names under `without` stand for something."""
        for what, names in self.raw.get("without", {}).items():
            known, sort = (
                (self.services, "service") if what != GROUNDS else (self.grounds, "ground")
            )
            for index, name in enumerate(cast("Sequence[str]", names)):
                self.root.among(name, known, sort, "without", what, index)

    def _regulation(self, sha256: str, of_files: Mapping[str, str]) -> Regulation:
        raw, in_force = self.raw, self.raw["in_force"]
        place = self.root.at("in_force")
        if "citation" in in_force:
            place.among(in_force["citation"], self.clauses, "clause", "citation")
        until = in_force.get("until")
        return Regulation(
            standard=raw["standard"],
            edition=raw["edition"],
            title=raw["title"],
            act=raw["act"],
            authority=raw["authority"],
            in_force=place.day(in_force["from"], "from"),
            until=None if until is None else place.day(until, "until"),
            standing=in_force["standing"],
            citation=in_force.get("citation"),
            spec_sha256=sha256,
            clauses=self.clauses,
            file_sha256=of_files,
            incomplete=raw["refusal"].get(INCOMPLETE),
        )

    def _setting(
        self, file: CalendarFile, rules: Sequence[Rule], trusted: tuple[bytes, ...]
    ) -> Setting | None:
        if wrong := list(unknown_zone(self.standard)):
            self.faults.extend(wrong)
            return None
        calendar = calendar_of(SpecPlace(file, self.faults), file, self.raw["time_zone"])
        if calendar is None:
            return None
        schedule, place = self.raw["schedule"], self.root.at("schedule", "other_hours")
        hours = hours_of(schedule.get("hours"))
        others = tuple(
            (place.at(index, "when").condition(each["when"]), hours_of(each))
            for index, each in enumerate(schedule.get("other_hours", ()))
        )
        terms, fees = (_laid_down(rules, sort) for sort in (TermOf, AmountOfMoney))
        by_law = tuple(
            RowEntry(rule.requirement.services, both_of(rule.when, longer.when), longer.days)
            for rule in rules
            if (longer := rule.given(TermByLaw)) is not None
        )
        own = tuple(each for each in terms if each.what.of_service)
        further = tuple(each for each in terms if not each.what.of_service)
        return Setting(calendar, hours, own, fees, by_law, others, further, trusted)

    def _rule(self, row: str, pointer: str, raw: RawEntry) -> Rule:
        root = self.root.of_entry(pointer, raw)
        lists = tuple(raw.get("for_each", ()))
        place = root.of_items(*lists)
        for_each = tuple(root.path(each, "for_each", i) for i, each in enumerate(lists))
        services = tuple(raw.get("services", self.services))
        for index, service in enumerate(raw.get("services", ())):
            root.among(service, self.services, "service", "services", index)
        kind, words, below = kind_of(row, raw)
        parameters: dict[str, Any] = {}
        inside = place.at(*below)
        for each in kind.parameters.values():
            parameters |= each.compiled(words, inside)
        self._follows(raw, root)
        if "by_law" in raw:
            citation = raw["by_law"]["citation"]
            root.among(citation, self.clauses, "clause", "by_law", "citation")
        when = place.at("when").condition(raw["when"]) if "when" in raw else None
        if (days := self._days(raw, place)) is not None:
            when = both_of(when, Condition(((days,),)))
        requirement = Requirement(
            id=raw["id"],
            citations=self._citations(raw["citation"], root.at("citation"), services),
            row=row,
            services=services,
            duty=Duty(raw["duty"]),
            severity=Severity(raw["severity"]),
            consequence=raw["consequence"],
            title=raw["title"],
            fix=raw["fix"],
            who=raw.get("who"),
            kind=kind.name,
            indicates=raw.get("indicates"),
            refusable=raw.get("refusable"),
            by_law=raw["by_law"]["citation"] if "by_law" in raw else None,
        )
        needs_person = "manual_without" in raw or kind.needs_person(words)
        if needs_person != ("who" in raw):
            root.note(SPEC_WHO_MISSING if needs_person else SPEC_WHO_UNUSED)
        absences = {
            word: place.path_told_apart(raw[word], word) if word in raw else None
            for word in WITHOUT
        }
        people = self._asked(raw, for_each, root)
        return Rule(requirement, kind, parameters, when, for_each, people, **absences)

    @staticmethod
    def _days(raw: RawEntry, place: NamedPlace) -> DaySpan | None:
        """Between which days it applies; None is always."""
        first, last = (place.day(raw[end], end) if end in raw else None for end in DAY_ENDS)
        if first is None and last is None:
            return None
        if first is not None and last is not None and last < first:
            place.note(SPEC_EMPTY_RANGE, "until")
        return DaySpan(place.path(raw.get("day", AS_OF), "day"), first=first, last=last)

    @staticmethod
    def _asked(raw: RawEntry, lists: tuple[Path, ...], place: NamedPlace) -> People | None:
        """By what it is known whom a requirement is asked of once."""
        if "once_a_person" not in raw:
            return None
        people = place.people
        if people is None or not lists or not set(lists) <= set(people.among):
            place.note(SPEC_NOT_OF_PEOPLE, "once_a_person")
        return people

    def _follows(self, raw: RawEntry, place: SpecPlace) -> None:
        """What follows from a failure: a ground that applies is an error of the applicant's."""
        consequence = raw["consequence"]
        for word in ("indicates", "refusable"):
            if word in raw:
                place.among(raw[word], self.grounds, "ground", word)
        if "indicates" in raw and consequence != NO_CONSEQUENCE:
            place.note(SPEC_INDICATES_AND_MORE, "indicates", name=consequence)
        if consequence in (INCOMPLETE, NO_CONSEQUENCE):
            return
        place.among(consequence, self.grounds, "ground", "consequence")
        if (raw["severity"], raw["duty"]) != (Severity.ERROR, Duty.APPLICANT):
            place.note(SPEC_GROUND_DECIDES_NOTHING, "consequence")

    def _citations(
        self, raw: str | Mapping[str, str], place: SpecPlace, services: Sequence[str]
    ) -> Mapping[str, str]:
        if isinstance(raw, str):
            place.among(raw, self.clauses, "clause")
            return {"": raw}
        for service, clause in raw.items():
            place.among(service, self.services, "service", service)
            place.among(clause, self.clauses, "clause", service)
        if raw.keys() <= set(self.services):  # or else one of them may just be misspelt
            for service in services:
                if service in self.services and service not in raw:
                    place.note(SPEC_UNCITED_SERVICE, name=service)
        return raw

    def _repeated(self, file: SpecFile[Any], named: Sequence[tuple[str, str]]) -> None:
        seen: set[str] = set()
        for place, name in named:
            if name in seen:
                self.faults.append(file.fault(f"{place}/id", SPEC_REPEATED_ID, name=name))
            seen.add(name)


def _laid_down(rules: Sequence[Rule], sort: type[ParameterType]) -> tuple[RowEntry[Any], ...]:
    """What the entries of a row lay down for every application: terms, fees."""
    found = ((rule, rule.given(sort)) for rule in rules)
    return tuple(
        RowEntry(rule.requirement.services, rule.when, given, rule.requirement.id)
        for rule, given in found
        if given is not None
    )
