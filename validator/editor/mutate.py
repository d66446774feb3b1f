"""Makes the mutants of an edition: where in its files a value is that decides something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain, islice
from typing import Any, Final

from validator.checks.parameters import ParameterType
from validator.checks.registry import kind_of, sections
from validator.editor.mutants import DROPPED, Mutant, Spot
from validator.form.fields import Field, FieldNames
from validator.form.idle_conditions import Words
from validator.law.regulation import INCOMPLETE, NO_CONSEQUENCE
from validator.model import Duty, Severity
from validator.standard.edition import Edition
from validator.standard.shapes import CORRECTIONS, ROWS, WITHOUT, parameters_of
from validator.standard.sources import Sources

_AUTHORITIES: Final = ("ministry", "statute")
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
        fields = edition.form.fields
        self.names = FieldNames(fields, (fields,), edition.code_lists)
        self.services = edition.services
        self.clauses = tuple(edition.regulation.clauses)
        self.grounds = edition.grounds
        self.consequences = (*edition.grounds, INCOMPLETE, NO_CONSEQUENCE)
        self.raw = sources.standard.value

    def mutants(self) -> Iterator[Mutant]:
        root = Spot("standard", self.raw, "")
        yield from root.at("authority").another(_AUTHORITIES)
        for end in root.at("in_force").below():
            if end.keys[-1] in ("from", "until"):
                yield from end.moved("day")
        yield from self._hours(root.at("schedule"))
        for name, types in sections().items():
            if root.has(name):
                yield from _changed(root.at(name), self._varied(types, {}, self.names))
        for word in ("grounds", "by_law"):
            if root.at("refusal").has(word):
                yield from root.at("refusal", word).entries()
        for row in ROWS:
            section = root.at(row)
            entries = section.at("requirements") if isinstance(section.value, dict) else section
            for entry in entries.below():
                yield from self._requirement(row, replace(entry, owner=entry.value["id"]))

    def _hours(self, schedule: Spot) -> Iterator[Mutant]:
        if schedule.has("hours"):
            yield from self._of_day(schedule.at("hours"))
        for each in schedule.at("other_hours").below() if schedule.has("other_hours") else ():
            yield from each.dropped()
            yield from islice(each.at("when").condition(self.names), 1, None)
            if each.has("every_day"):
                yield from each.at("every_day").dropped()
            if each.has("opens"):
                yield from self._of_day(each)

    @staticmethod
    def _of_day(hours: Spot) -> Iterator[Mutant]:
        for end in ("opens", "closes"):
            yield from hours.at(end).moved("time")
        if hours.has("lunch"):
            yield from hours.at("lunch").dropped()
            for end in ("from", "until"):
                yield from hours.at("lunch", end).moved("time")

    def _requirement(self, row: str, entry: Spot) -> Iterator[Mutant]:
        names = self.names.of_items(*entry.value.get("for_each", ()))
        kind, words, below = kind_of(row, entry.value)
        own = self._varied(kind.words, words, names)
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
            "when": lambda spot: spot.condition(names),
            "from": _day,
            "until": _day,
            "day": Spot.dropped,
            "for_each": Spot.shorter,
            "once_a_person": Spot.dropped,
            **dict.fromkeys(WITHOUT, Spot.dropped),
            **({"check": lambda spot: _in_turn(spot, own)} if below else own),
        }
        yield from _changed(entry, changes)

    @staticmethod
    def _varied(types: Mapping[str, ParameterType], words: Words, names: FieldNames) -> Changes:
        return {
            word: partial(each.varied, words=words, names=names) for word, each in types.items()
        }

    def _citation(self, citation: Spot) -> Iterator[Mutant]:
        for each in citation.below() if isinstance(citation.value, dict) else [citation]:
            yield from each.another(self.clauses)


def _day(end: Spot) -> Iterator[Mutant]:
    """A first or a last day that is gone, or another one."""
    yield from end.dropped()
    yield from end.moved("day")


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
        fields = edition.form.fields
        self.names = FieldNames(fields, (fields,))
        self.used = _codes_asked_for(sources.standard.value) | _codes_asked_for(self.raw["fields"])

    def mutants(self) -> Iterator[Mutant]:
        root = Spot("application", self.raw, "")
        for codes in root.at("code_lists").below():
            # A list of which no condition and no check asks for an entry is mere vocabulary.
            if len(codes.value) > 1 and not self.used.isdisjoint(codes.value):
                for code in codes.below():
                    yield from replace(code, owner=str(code.keys[-1])).dropped()
        yield from self._fields(root.at("fields"), self.names.root, self.names)

    def _fields(
        self, spot: Spot, fields: Mapping[str, Field], names: FieldNames
    ) -> Iterator[Mutant]:
        for each in spot.below():
            key = str(each.keys[-1])
            yield from self._field(replace(each, owner=key), fields[key], names)

    def _field(self, spot: Spot, field: Field, names: FieldNames) -> Iterator[Mutant]:
        when = partial(_when, names=names)
        changes: Changes = {
            "duty": Spot.dropped,
            "required": when,
            "only": when,
            "several": Spot.dropped,
            "allowed": Spot.shorter,
            "min": Spot.moved,
            "max": Spot.moved,
            "minlength": _least,
            "maxlength": Spot.moved,
            "digits": Spot.moved,
            "starts_with": Spot.dropped,
            "check_with": Spot.dropped,
            "unique_by": Spot.dropped,
            "unique": Spot.dropped,
            "empty": when,
            "refers_to": Spot.shorter,
            "schema": lambda schema: self._below(schema, field, names),
        }
        yield from _changed(spot, changes)

    def _below(self, schema: Spot, field: Field, names: FieldNames) -> Iterator[Mutant]:
        """The fields of a map, or the one rule of a list's items, which goes by the list's name."""
        if field.item is None:
            yield from self._fields(schema, field.fields, names)
        else:
            inside = replace(names, bases=(field.item.fields,))
            yield from self._field(schema, field.item, inside)


def _changed(spot: Spot, changes: Changes) -> Iterator[Mutant]:
    """The mutants of each value in a map that a table of changes names."""
    for each in spot.below():
        if (change := changes.get(str(each.keys[-1]))) is not None:
            yield from change(each)


def _in_turn(spot: Spot, changes: Changes) -> Iterator[Mutant]:
    """The same, in the order of the table."""
    for key, change in changes.items():
        if spot.has(key):
            yield from change(spot.at(key))


def _when(spot: Spot, names: FieldNames) -> Iterator[Mutant]:
    if isinstance(spot.value, bool):
        yield spot.becomes(not spot.value)
    else:
        yield from spot.condition(names)


def _least(spot: Spot) -> Iterator[Mutant]:
    """At least none is the same as no such word."""
    yield spot.becomes(spot.value + 1, 1)
    yield spot.becomes(spot.value - 1 or DROPPED, -1)


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
            listed = (_listed(value, each) for each in ("allowed", "services", "kind"))
            asked = [*chain.from_iterable(listed), value.get("kind")]
            found.update(each for each in asked if isinstance(each, str))
    return found


def _listed(value: Mapping[str, Any], key: str) -> list[Any]:
    found = value.get(key)
    return found if isinstance(found, list) else []
