"""What is wrong with conditions and with parameters of checks, by the fields that they test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from validator.checks.registry import kind_of
from validator.errors import Fault
from validator.facts.paths import AS_OF
from validator.form import idle_conditions
from validator.form.fields import FieldNames
from validator.form.idle_conditions import (
    LINT_ALWAYS_HOLDS,
    LINT_NEVER_HOLDS,
    LINT_WRONG_TEST,
    Trouble,
    Words,
)
from validator.places import pointer
from validator.standard.shapes import RawCondition, entries_of, fields_of
from validator.standard.spec_file import ApplicationFile, SpecFile, StandardFile


@dataclass(frozen=True, slots=True)
class ConditionPlace:
    """Where a condition stands and what the names in it mean.

    Attributes:
        services: the services that the requirement is for, nothing if it is for all.
    """

    file: SpecFile[Any]
    pointer: str
    names: FieldNames
    services: tuple[str, ...] = ()

    def at(self, pointer: str) -> ConditionPlace:
        """The same names at another place."""
        return ConditionPlace(self.file, pointer, self.names, self.services)

    def inside(self, dotted: str, pointer: str) -> ConditionPlace:
        """A condition on the entries of a list."""
        return ConditionPlace(self.file, pointer, self.names.inside(dotted))

    def faults(self, troubles: Iterable[Trouble]) -> Iterator[Fault]:
        """What is wrong here, as faults of the file."""
        for each in troubles:
            yield self.file.fault(self.pointer + each.below, each.message, **each.args)


def requirements(standard: StandardFile, names: FieldNames) -> Iterator[Fault]:
    """Conditions of requirements, and what their checks are given."""
    for row, place, entry in entries_of(standard.value):
        services = tuple(entry.get("services", ()))
        here = names.of_items(entry.get("for_each", ()))
        where = ConditionPlace(standard, place, here, services)
        yield from condition(entry.get("when"), where.at(f"{place}/when"))
        kind, words, below = kind_of(row, entry)
        inside = where.at(place + pointer(*below))
        for each in kind.given(words):
            for word, items in each.conditions(words):
                of_items = names.of_items((items,))
                at_word = f"{inside.pointer}/{word}"
                yield from condition(words[word], ConditionPlace(standard, at_word, of_items))
        yield from inside.faults(kind.troubles(words, here))


def fields(application: ApplicationFile, names: FieldNames) -> Iterator[Fault]:
    """Conditions of fields, and the ranges of their values."""
    for place, _, raw in fields_of(application.value["fields"]):
        where = ConditionPlace(application, place, names)
        yield from where.faults(idle_conditions.empty_range(raw))
        for word, when in (
            ("required", raw.get("required")),
            ("only", raw.get("only")),
            ("personal", raw.get("personal")),
        ):
            if when is not None and not isinstance(when, bool):
                yield from condition(when, where.at(f"{place}/{word}"))


def condition(value: RawCondition | None, place: ConditionPlace) -> Iterator[Fault]:
    """What is wrong with a condition, by the fields it tests."""
    alternatives = value if isinstance(value, list) else [] if value is None else [value]
    for index, tests in enumerate(alternatives):
        where = f"{place.pointer}/{index}" if isinstance(value, list) else place.pointer
        if tests in alternatives[:index]:
            yield place.file.fault(where, LINT_ALWAYS_HOLDS, what="repeated")
            continue
        wrong = False
        for dotted, words in tests.items():
            ways = place.names.ways(dotted)
            found = list(_test(dotted, words, place.at(where + pointer(dotted))))
            wrong = wrong or bool(found) or idle_conditions.unclear(words, ways)
            yield from found
        # Tests that are wrong by themselves say nothing of what they mean together.
        if not wrong and all(
            idle_conditions.contradictory(tests, base, place.names.root, place.services)
            for base in place.names.bases
        ):
            yield place.file.fault(where, LINT_NEVER_HOLDS, what="together")


def _test(dotted: str, words: Words, place: ConditionPlace) -> Iterator[Fault]:
    if dotted == AS_OF:
        args = {"word": next(iter(words)), "what": "day"}
        yield place.file.fault(place.pointer, LINT_WRONG_TEST, **args)
        return
    ways = place.names.ways(dotted)
    wrong = list(place.faults(idle_conditions.troubles(dotted, words, ways)))
    yield from wrong
    if wrong or idle_conditions.unclear(words, ways):
        return
    if "any" in words:
        yield from condition(words["any"], place.inside(dotted, f"{place.pointer}/any"))
        return
    said = {idle_conditions.says(words, each) for each in ways}
    if said == {False}:
        yield place.file.fault_at_key(place.pointer, LINT_NEVER_HOLDS, field=dotted)
    elif said == {True}:
        yield place.file.fault_at_key(place.pointer, LINT_ALWAYS_HOLDS, field=dotted)
