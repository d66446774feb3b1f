"""Makes the mutants of an edition: where in its files a value is that decides something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from validator.checks import KINDS
from validator.checks.registry import word as word_of
from validator.editor.mutants import DROPPED, Mutant, Spot
from validator.form.fields import Field, ends_of, items_at, scope_of
from validator.law.regulation import INCOMPLETE, NO_CONSEQUENCE
from validator.model import Duty, Severity
from validator.standard.edition import Edition
from validator.standard.shapes import CORRECTIONS, ROWS, parameters_of
from validator.standard.sources import Sources

_AUTHORITIES: Final = ("ministry", "statute")
_SORTS: Final = {"day": "day", "duration": "duration"}
"""How a parameter of a check is moved, by the format that its kind declares."""

Fields = Mapping[str, Field]
Changes = Mapping[str, Callable[[Spot], Iterable[Mutant]]]
"""The mutants of a value, by its key."""


def mutants(sources: Sources, edition: Edition) -> Iterator[Mutant]:
    """Every mutant of an edition, in the order of its files."""
    yield from _Standard(sources, edition).mutants()
    yield from _Application(sources, edition).mutants()
    yield from _Shared(sources, edition).mutants()


class _Standard:
    """The mutants of `standard.yaml`."""

    def __init__(self, sources: Sources, edition: Edition) -> None:
        self.fields = edition.form.fields
        self.services = edition.services
        self.clauses = tuple(edition.regulation.clauses)
        self.grounds = edition.grounds
        self.consequences = (*edition.grounds, INCOMPLETE, NO_CONSEQUENCE)
        self.kinds = tuple(edition.code_lists.get("document_kinds", ()))
        self.raw = sources.standard.value

    def mutants(self) -> Iterator[Mutant]:
        root = Spot("standard", self.raw, "")
        yield from root.at("authority").another(_AUTHORITIES)
        for end in root.at("in_force").below():
            if end.keys[-1] in ("from", "until"):
                yield from end.moved("day")
        yield from self._hours(root.at("schedule"))
        if root.has("files"):
            yield from _changed(root.at("files"), {"types": Spot.shorter, "max_bytes": Spot.moved})
        for word in ("grounds", "by_law"):
            if root.at("refusal").has(word):
                yield from root.at("refusal", word).entries()
        for row in ROWS:
            section = root.at(row)
            entries = section.at("requirements") if isinstance(section.value, dict) else section
            for entry in entries.below():
                yield from self._requirement(replace(entry, owner=entry.value["id"]))

    @staticmethod
    def _hours(schedule: Spot) -> Iterator[Mutant]:
        if not schedule.has("hours"):
            return
        hours = schedule.at("hours")
        for end in ("opens", "closes"):
            yield from hours.at(end).moved("time")
        if hours.has("lunch"):
            yield from hours.at("lunch").dropped()
            for end in ("from", "until"):
                yield from hours.at("lunch", end).moved("time")

    def _requirement(self, entry: Spot) -> Iterator[Mutant]:
        lists = entry.value.get("for_each", ())
        bases = tuple(items_at(self.fields, each) for each in lists) or (self.fields,)
        documents = (items_at(self.fields, "documents"),) if entry.has("with") else ()
        changes: Changes = {
            "citation": self._citation,
            "services": lambda spot: spot.entries(self.services),
            "duty": lambda spot: spot.another(each.value for each in Duty),
            "severity": lambda spot: (
                spot.becomes(each.value) for each in Severity if each != spot.value
            ),
            "consequence": lambda spot: spot.another(self.consequences),
            "indicates": lambda spot: (*spot.dropped(), *spot.another(self.grounds)),
            "refusable": lambda spot: (*spot.dropped(), *spot.another(self.grounds)),
            "when": lambda spot: spot.condition(self._known(spot.value, bases)),
            "with": lambda spot: spot.condition(self._known(spot.value, documents)),
            "for_each": Spot.shorter,
            "once_a_person": Spot.dropped,
            "manual_without": Spot.dropped,
            "failed_without": Spot.dropped,
            "kind": lambda spot: spot.another(self.kinds),
            "working_days": Spot.moved,
            "by_law": self._by_law,
            "amount": _amount,
            "check": lambda spot: self._check(spot, bases),
        }
        yield from _changed(entry, changes)

    def _by_law(self, by_law: Spot) -> Iterator[Mutant]:
        yield from by_law.dropped()
        yield from by_law.at("working_days").moved()
        known = self._known(by_law.value["when"], (self.fields,))
        yield from (each for each in by_law.at("when").condition(known) if each.new is not DROPPED)

    def _citation(self, citation: Spot) -> Iterator[Mutant]:
        for each in citation.below() if isinstance(citation.value, dict) else [citation]:
            yield from each.another(self.clauses)

    def _known(self, condition: Any, bases: tuple[Fields, ...]) -> dict[str, Sequence[Any]]:
        known: dict[str, Sequence[Any]] = {}
        for tests in condition if isinstance(condition, list) else [condition]:
            for path, words in tests.items():
                known[path] = values_of(path, bases, self.fields)
                if "any" in words:
                    lists = tuple(each.items for each in ends_of(path, bases, self.fields))
                    known |= self._known(words["any"], lists)
        return known

    def _check(self, check: Spot, bases: tuple[Fields, ...]) -> Iterator[Mutant]:
        kind = KINDS[check.value["kind"]]
        for name, schema in kind.properties.items():
            if not check.has(word_of(name)):
                continue
            spot = check.at(word_of(name))
            if isinstance(spot.value, bool):
                yield from spot.dropped()  # only true can be said
            elif isinstance(spot.value, int):
                yield from spot.moved()
            elif isinstance(spot.value, list):
                known: Sequence[Any] = schema.get("items", {}).get("enum", ())
                if name == "allowed":
                    entries = items_at(self.fields, check.value.get("entries", ""))
                    known = values_of(
                        check.value["path"], (entries,) if entries else bases, self.fields
                    )
                yield from spot.entries(known)
            elif schema.get("format") in _SORTS:
                yield from spot.moved(_SORTS[schema["format"]])


def _amount(spot: Spot) -> Iterator[Mutant]:
    for each in spot.below():
        if each.keys[-1] == "at_most":
            yield from each.dropped()
            yield from _amount(each)
        elif isinstance(each.value, int):
            yield from each.moved()


class _Shared:
    """The mutants of what editions share: the calendar, and the parameters that fees are made of.

    Only of what holds on a day on which the edition is in force: the rest matters to others.
    """

    def __init__(self, sources: Sources, edition: Edition) -> None:
        self.first = edition.regulation.in_force
        self.last = edition.regulation.until or date.max
        self.calendar = Spot("calendar", sources.named("calendar").value, "", names=("calendar",))
        used = parameters_of(sources.standard.value)
        self.parameters = [
            Spot(f"parameters/{name}", file.value, "", names=("parameters", name))
            for name, file in sources.parameters.items()
            if name in used
        ]

    def mutants(self) -> Iterator[Mutant]:
        for parameter in self.parameters:
            yield from self._dated(parameter.at("values"))
        for end in self.calendar.at("covers").below():
            if self._in_force(end.value):
                yield from end.moved("day")
        for sort in CORRECTIONS:
            for each in self.calendar.at(sort).below():
                if self._in_force(each.value["date"]):
                    yield from each.dropped()

    def _dated(self, values: Spot) -> Iterator[Mutant]:
        entries = list(values.below())
        for index, entry in enumerate(entries):
            since = entry.value["from"]
            ended = index + 1 < len(entries) and entries[index + 1].value["from"] <= f"{self.first}"
            if ended or since > f"{self.last}":
                continue
            if self._in_force(since):
                yield from entry.at("from").moved("day")
            yield from entry.at("value").moved()

    def _in_force(self, day: str) -> bool:
        return self.first <= date.fromisoformat(day) <= self.last


class _Application:
    """The mutants of `application.yaml`."""

    def __init__(self, sources: Sources, edition: Edition) -> None:
        self.raw = sources.application.value
        self.fields = edition.form.fields
        self.used = _codes_asked_for(sources.standard.value) | _codes_asked_for(self.raw["fields"])
        self._changes: Changes = {
            "duty": Spot.dropped,
            "required": self._when,
            "only": self._when,
            "several": Spot.dropped,
            "allowed": Spot.shorter,
            "min": Spot.moved,
            "max": Spot.moved,
            "minlength": _least,
            "check_with": Spot.dropped,
            "unique_by": Spot.dropped,
            "empty": self._when,
            "refers_to": Spot.shorter,
            "schema": self._below,
        }

    def mutants(self) -> Iterator[Mutant]:
        root = Spot("application", self.raw, "")
        for codes in root.at("code_lists").below():
            # A list of which no condition and no check asks for an entry is mere vocabulary.
            if len(codes.value) > 1 and not self.used.isdisjoint(codes.value):
                for code in codes.below():
                    yield from replace(code, owner=str(code.keys[-1])).dropped()
        for field in root.at("fields").below():
            yield from self._field(field)

    def _field(self, field: Spot) -> Iterator[Mutant]:
        key = str(field.keys[-1])
        if key != "schema":  # which is the item of a list, and goes by the list's name
            field = replace(field, owner=key)
        yield from _changed(field, self._changes)

    def _when(self, spot: Spot) -> Iterator[Mutant]:
        if isinstance(spot.value, bool):
            yield spot.becomes(not spot.value)
        else:
            yield from spot.condition(self._known(spot))

    def _below(self, schema: Spot) -> Iterator[Mutant]:
        """The fields of a map, or the one rule of a list's items."""
        if isinstance(schema.value.get("type"), str):
            yield from self._field(schema)
        else:
            for each in schema.below():
                yield from self._field(each)

    def _known(self, spot: Spot) -> dict[str, Sequence[Any]]:
        condition, scope = spot.value, (self._scope(spot),)
        alternatives = condition if isinstance(condition, list) else [condition]
        return {
            path: tuple(ends_of(path, scope, self.fields)[-1].allowed or ())
            for tests in alternatives
            for path in tests
        }

    def _scope(self, spot: Spot) -> Fields:
        """The fields that a condition of a field begins from."""
        _, *way, _ = map(str, spot.keys)
        names, fields = list[str](), self.fields
        while way:
            names.append(way.pop(0))
            rule = fields[names[-1]]
            del way[
                : 1 if rule.item is None else 2
            ]  # the words `schema` between a field and its own
            fields = rule.items
        return scope_of(self.fields, ".".join(names))


def _changed(spot: Spot, changes: Changes) -> Iterator[Mutant]:
    """The mutants of each value in a map that a table of changes names."""
    for each in spot.below():
        if (change := changes.get(str(each.keys[-1]))) is not None:
            yield from change(each)


def _least(spot: Spot) -> Iterator[Mutant]:
    """At least none is the same as no such word."""
    yield spot.becomes(spot.value + 1, 1)
    yield spot.becomes(spot.value - 1 or DROPPED, -1)


def values_of(dotted: str, bases: tuple[Fields, ...], root: Fields) -> Sequence[Any]:
    """What a field may hold, where that is a choice; nothing for one that is free."""
    ends = ends_of(dotted, bases, root)
    if not ends:
        return ()
    return (True, False) if ends[0].type == "boolean" else tuple(ends[0].allowed or ())


def _codes_asked_for(value: Any) -> set[str]:
    """Every code that a condition, a check or a document of some part of a spec file asks for."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
            asked = [*_listed(value, "allowed"), *_listed(value, "services"), value.get("kind")]
            found.update(each for each in asked if isinstance(each, str))
    return found


def _listed(value: Mapping[str, Any], key: str) -> list[Any]:
    found = value.get(key)
    return found if isinstance(found, list) else []
