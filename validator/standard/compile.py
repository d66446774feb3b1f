"""From the files of an edition to its rules; every name is looked up, every trouble gathered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from validator.checks import KINDS
from validator.checks.registry import word as word_of
from validator.errors import Fault
from validator.facts.conditions import Condition, both_of
from validator.facts.paths import Path
from validator.facts.people import People
from validator.form.fields import Field, items_at, way_to
from validator.form.form import Form
from validator.form.schema import gate
from validator.law.money import Amount
from validator.law.regulation import (
    INCOMPLETE,
    NO_CONSEQUENCE,
    Clause,
    Regulation,
    Requirement,
)
from validator.law.setting import RowEntry, Setting
from validator.model import Duty, Severity, declare
from validator.places import pointer
from validator.standard.days import calendar_of, hours_of, unknown_zone
from validator.standard.edition import Edition, Rule
from validator.standard.names import Compiler
from validator.standard.shapes import RawEntry, entries_of
from validator.standard.spec_file import (
    SPEC_REPEATED_ID,
    ApplicationFile,
    CalendarFile,
    ClausesFile,
    ParameterFile,
    StandardFile,
)
from validator.standard.sums import Sums

SPEC_UNCITED_SERVICE = declare("spec_uncited_service", name=str)
SPEC_WHO_MISSING = declare("spec_who_missing")
SPEC_WHO_UNUSED = declare("spec_who_unused")
SPEC_GROUND_DECIDES_NOTHING = declare("spec_ground_decides_nothing")
SPEC_INDICATES_AND_MORE = declare("spec_indicates_and_more", name=str)
SPEC_SIDE_NOT_DUTY = declare("spec_side_not_duty", name=str)
SPEC_NOT_OF_PEOPLE = declare("spec_not_of_people")

FILE_WORDS: Final = ("types", "max_bytes")
"""What an edition says of the files of documents, once for all requirements."""
_DECIDED: Final = "processing.decided_at"
_RESULT: Final = "processing.result"


Digest = Callable[[Collection[str]], str]


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
        self.names = Compiler(application)
        self.clauses = {each["id"]: Clause(**each) for each in clauses.value["clauses"]}
        self.names.turn_to(clauses)
        ids = [each["id"] for each in clauses.value["clauses"]]
        self._repeated(ids, [f"/clauses/{index}" for index in range(len(ids))])
        self.sums = Sums(parameters, self.names)
        self.names.turn_to(standard)
        self.services = tuple(self.names.code_lists.get("services", {}))
        refusal = self.raw["refusal"]
        self.grounds = (*refusal["grounds"], *refusal.get("by_law", ()))
        self.people: People | None = None
        self.fees: list[RowEntry[Amount]] = []
        self.terms: list[RowEntry[int]] = []
        self.terms_by_law: list[RowEntry[int]] = []

    @property
    def faults(self) -> list[Fault]:
        """Everything found wrong so far."""
        return self.names.faults

    def attempt(self, calendar: CalendarFile | None, digest: Digest) -> Edition | None:
        """The edition; None where something is wrong with it, `faults` says what, or no calendar.

        To be called once.
        """
        self._check_grounds()
        self.people = self._people()
        rules = tuple(self._rule(*entry) for entry in entries_of(self.raw))
        self._repeated(
            [rule.requirement.id for rule in rules], [e[1] for e in entries_of(self.raw)]
        )
        regulation = self._regulation(digest(self.sums.parameters_used))
        setting = None if calendar is None else self._setting(calendar)
        if setting is None or self.faults:
            return None
        return Edition(
            regulation=regulation,
            rules=rules,
            grounds=self.grounds,
            by_law=tuple(self.raw["refusal"].get("by_law", ())),
            services=self.services,
            form=Form(self.names.fields, gate),
            setting=setting,
            code_lists=self.names.code_lists,
        )

    def _regulation(self, sha256: str) -> Regulation:
        raw, in_force = self.raw, self.raw["in_force"]
        if "citation" in in_force:
            self.names.among(in_force["citation"], self.clauses, "/in_force/citation", "clause")
        until = in_force.get("until")
        return Regulation(
            standard=raw["standard"],
            edition=raw["edition"],
            title=raw["title"],
            act=raw["act"],
            authority=raw["authority"],
            in_force=self.names.day(in_force["from"], "/in_force/from"),
            until=None if until is None else self.names.day(until, "/in_force/until"),
            standing=in_force["standing"],
            citation=in_force.get("citation"),
            spec_sha256=sha256,
            clauses=self.clauses,
        )

    def _setting(self, file: CalendarFile) -> Setting | None:
        if wrong := list(unknown_zone(self.standard)):
            self.faults.extend(wrong)
            return None
        calendar = calendar_of(self.names, file, self.raw["time_zone"])
        if calendar is None:
            return None
        hours = hours_of(self.raw["schedule"].get("hours"))
        return Setting(
            calendar, hours, tuple(self.terms), tuple(self.fees), tuple(self.terms_by_law)
        )

    def _rule(self, row: str, place: str, raw: RawEntry) -> Rule:
        names = self.names
        lists = tuple(
            names.path(each, f"{place}/for_each/{index}", (names.fields,))
            for index, each in enumerate(raw.get("for_each", ()))
        )
        bases = tuple(items_at(names.fields, each) for each in raw.get("for_each", ())) or (
            names.fields,
        )
        services = tuple(raw.get("services", self.services))
        for index, service in enumerate(raw.get("services", ())):
            names.among(service, self.services, f"{place}/services/{index}", "service")
        kind, parameters = self._check(row, place, raw, bases)
        self._follows(raw, place)
        if parameters.get("side", raw["duty"]) != raw["duty"]:
            names.fault(f"{place}/check/side", SPEC_SIDE_NOT_DUTY, name=raw["duty"])
        when = names.condition(raw.get("when"), f"{place}/when", bases)
        if kind == "fee":
            self.sums.of_fee[raw["id"]] = amount = parameters["amount"]
            if amount is not None:
                self.fees.append(RowEntry(services, when, amount))
        if kind == "deadline":
            self._term(services, when, parameters)
        requirement = Requirement(
            id=raw["id"],
            citations=self._citations(raw["citation"], f"{place}/citation", services),
            row=row,
            services=services,
            duty=Duty(raw["duty"]),
            severity=Severity(raw["severity"]),
            consequence=raw["consequence"],
            title=raw["title"],
            fix=raw["fix"],
            who=raw.get("who"),
            kind=kind,
            indicates=raw.get("indicates"),
            refusable=raw.get("refusable"),
            by_law=raw["by_law"]["citation"] if "by_law" in raw else None,
        )
        needs_person = "manual_without" in raw or KINDS[kind].needs_person(parameters)
        if needs_person != ("who" in raw):
            names.fault(place, SPEC_WHO_MISSING if needs_person else SPEC_WHO_UNUSED)
        absences = {
            word: names.path(raw[word], f"{place}/{word}", (names.fields,)) if word in raw else None
            for word in ("manual_without", "failed_without")
        }
        return Rule(
            requirement=requirement,
            check=KINDS[kind].run,
            parameters=parameters,
            when=when,
            for_each=lists,
            people=self._asked(raw, lists, place),
            after_all=KINDS[kind].after_all(parameters),
            **absences,
        )

    def _people(self) -> People | None:
        raw = self.raw.get("people")
        if raw is None:
            return None
        root = (self.names.fields,)
        among = tuple(
            self.names.path(each, f"/people/among/{index}", root)
            for index, each in enumerate(raw["among"])
        )
        inside = tuple(items_at(self.names.fields, each) for each in raw["among"])
        number, name = (
            self.names.path(raw[word], f"/people/{word}", inside) for word in ("number", "name")
        )
        return People(among, number, name)

    def _asked(self, raw: RawEntry, lists: tuple[Path, ...], place: str) -> People | None:
        """By what it is known whom a requirement is asked of once."""
        if "once_a_person" not in raw:
            return None
        people = self.people
        if people is None or not lists or not set(lists) <= set(people.among):
            self.names.fault(f"{place}/once_a_person", SPEC_NOT_OF_PEOPLE)
        return people

    def _term(
        self, services: tuple[str, ...], when: Condition | None, parameters: Mapping[str, Any]
    ) -> None:
        """Note a term, and the one that the law above gives in its place."""
        self.terms.append(RowEntry(services, when, parameters["working_days"]))
        by_law, given = parameters.get("by_law"), parameters.get("by_law_when")
        if by_law is not None and given is not None:
            both = given if when is None else both_of(when, given)
            self.terms_by_law.append(RowEntry(services, both, by_law))

    def _check_grounds(self) -> None:
        refusal = self.raw["refusal"]
        for word, grounds in (("grounds", refusal["grounds"]), ("by_law", refusal.get("by_law"))):
            for index, ground in enumerate(grounds or ()):
                self.names.among(ground, self.clauses, f"/refusal/{word}/{index}", "clause")

    def _follows(self, raw: RawEntry, place: str) -> None:
        """What follows from a failure: a ground that applies is an error of the applicant's."""
        consequence = raw["consequence"]
        for word in ("indicates", "refusable"):
            if word in raw:
                self.names.among(raw[word], self.grounds, f"{place}/{word}", "ground")
        if "indicates" in raw and consequence != NO_CONSEQUENCE:
            self.names.fault(f"{place}/indicates", SPEC_INDICATES_AND_MORE, name=consequence)
        if consequence in (INCOMPLETE, NO_CONSEQUENCE):
            return
        self.names.among(consequence, self.grounds, f"{place}/consequence", "ground")
        if (raw["severity"], raw["duty"]) != (Severity.ERROR, Duty.APPLICANT):
            self.names.fault(f"{place}/consequence", SPEC_GROUND_DECIDES_NOTHING)

    def _citations(
        self, raw: str | Mapping[str, str], place: str, services: Sequence[str]
    ) -> Mapping[str, str]:
        if isinstance(raw, str):
            self.names.among(raw, self.clauses, place, "clause")
            return {"": raw}
        for service, clause in raw.items():
            where = place + pointer(service)
            self.names.among(service, self.services, where, "service")
            self.names.among(clause, self.clauses, where, "clause")
        if raw.keys() <= set(self.services):  # or else one of them may just be misspelt
            for service in services:
                if service in self.services and service not in raw:
                    self.names.fault(place, SPEC_UNCITED_SERVICE, name=service)
        return raw

    def _check(
        self, row: str, place: str, raw: RawEntry, bases: tuple[Mapping[str, Field], ...]
    ) -> tuple[str, dict[str, Any]]:
        if row == "deadlines" and "working_days" in raw:
            deadline = {
                "decided": self.names.path(_DECIDED, place, (self.names.fields,)),
                "working_days": raw["working_days"],
            }
            if way_to(self.names.fields, _RESULT):
                deadline["result"] = self.names.path(_RESULT, place, (self.names.fields,))
            if "by_law" in raw:
                by_law, below = raw["by_law"], f"{place}/by_law"
                self.names.among(by_law["citation"], self.clauses, f"{below}/citation", "clause")
                deadline["by_law"] = by_law["working_days"]
                deadline["by_law_when"] = self.names.condition(by_law["when"], f"{below}/when")
            return "deadline", deadline
        if row == "fees" and "amount" in raw:
            return "fee", {"amount": self.sums.amount(raw["amount"], f"{place}/amount")}
        if row == "documents" and "kind" in raw:
            entry = (items_at(self.names.fields, "documents"),)
            return "document", {
                "document": self.names.named_code("document_kinds", raw["kind"], f"{place}/kind"),
                "with_": self.names.condition(raw.get("with"), f"{place}/with", entry),
                "each": "for_each" in raw,
                **self._files(),
            }
        check = raw["check"]
        kind = KINDS[check["kind"]]
        root = self.names.fields
        scopes = {
            "field": bases,
            "root_field": (root,),
            "entry_field": (items_at(root, check.get("entries", "")),),
        }
        given = {
            name: self._parameter_value(schema, check[word], f"{place}/check/{word}", scopes)
            for name, schema in kind.properties.items()
            if (word := word_of(name)) in check
        }
        if kind.name in ("files", "ending", "one_kind"):
            given |= self._files()
        if kind.name == "number_of_one":
            given |= self._given_people(place)
        path = given.get("path")
        if isinstance(path, Path) and path.codes:
            for index, code in enumerate(given.get("allowed", ())):
                self.names.among(code, path.codes, f"{place}/check/allowed/{index}", "code")
        return kind.name, kind.prepare(**given)

    def _given_people(self, place: str) -> dict[str, Any]:
        """Who is who, as a parameter of a check."""
        if self.people is None:
            self.names.fault(f"{place}/check", SPEC_NOT_OF_PEOPLE)
            return {}
        return {"people": self.people}

    def _files(self) -> dict[str, Any]:
        """Which files are taken for documents, as parameters of a check."""
        raw = self.raw.get("files", {})
        made: dict[str, Any] = {"types": tuple(raw["types"])} if "types" in raw else {}
        return made | ({"max_bytes": raw["max_bytes"]} if "max_bytes" in raw else {})

    def _parameter_value(
        self,
        schema: Mapping[str, Any],
        value: Any,
        place: str,
        scopes: Mapping[str, tuple[Mapping[str, Field], ...]],
    ) -> Any:
        shape = schema.get("format", "")
        if shape in scopes:
            return self.names.path(value, place, scopes[shape])
        if shape == "day":
            return self.names.day(value, place)
        if shape == "ground":
            self.names.among(value, self.grounds, place, "ground")
        if shape == "duration":
            count = int(value[:-1])
            return timedelta(hours=count) if value.endswith("h") else timedelta(days=count)
        if "properties" in schema:
            return {
                key: self._parameter_value(
                    schema["properties"][key], each, f"{place}/{key}", scopes
                )
                for key, each in value.items()
            }
        if "items" in schema:
            return tuple(
                self._parameter_value(schema["items"], each, f"{place}/{index}", scopes)
                for index, each in enumerate(value)
            )
        return value

    def _repeated(self, ids: Sequence[str], places: Sequence[str]) -> None:
        for index, name in enumerate(ids):
            if name in ids[:index]:
                self.names.fault(f"{places[index]}/id", SPEC_REPEATED_ID, name=name)
