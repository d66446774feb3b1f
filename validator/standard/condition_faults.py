"""What is wrong with conditions and with parameters of checks, by the fields that they test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from validator.errors import Fault
from validator.facts.paths import AS_OF
from validator.form.fields import Field, ends_of, items_at, scope_of, ways_of
from validator.model import Declared, declare
from validator.places import pointer
from validator.standard import idle_conditions
from validator.standard.idle_conditions import LINT_WRONG_TEST, Fields, Words
from validator.standard.shapes import RawCondition, entries_of, fields_of
from validator.standard.spec_file import SPEC_EMPTY_RANGE, ApplicationFile, SpecFile, StandardFile

LINT_NEVER_HOLDS = declare("lint_never_holds", field=str | None, what=str | None)

IDLE = declare("lint_always_holds", field=str | None, what=str | None)
"""The message of a test that always holds: idle, and no fault, as it decides nothing wrongly."""

_MOMENTS: Final = ("date", "time")

_DATES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "interval": {"earlier": _MOMENTS, "later": _MOMENTS},
    "chronology": {"earlier": _MOMENTS, "later": _MOMENTS},
    "in_hours": {"path": ("time",)},
    "accepted_not_before": {"path": ("date",)},
    "acceptance_delay": {"path": ("date",)},
}
"""The formats of text that a parameter of a kind of check can make something of."""

_YEARS: Final = ("interval", "chronology")
"""Kinds of check that take a mere year for a date."""

_TEXT_WORDS: Final = ("exists", "allowed", "min", "max")


@dataclass(frozen=True, slots=True)
class ConditionPlace:
    """Where a condition stands and what its names begin from.

    Attributes:
        bases: the fields among which its names are looked for, one set for each list of items.
        root: the fields of the manifest.
        services: the services that the requirement is for, nothing if it is for all.
    """

    file: SpecFile[Any]
    pointer: str
    bases: tuple[Fields, ...]
    root: Fields
    services: tuple[str, ...] = ()

    def at(self, pointer: str) -> ConditionPlace:
        """The same names at another place."""
        return ConditionPlace(self.file, pointer, self.bases, self.root, self.services)

    def inside(self, dotted: str, pointer: str) -> ConditionPlace:
        """A condition on the entries of a list."""
        bases = tuple(each.items for each in ends_of(dotted, self.bases, self.root))
        return ConditionPlace(self.file, pointer, bases, self.root)

    def fields(self, dotted: str) -> list[tuple[Field, ...]]:
        """The fields of a name, one for each base; nothing where a base has none."""
        return list(ways_of(dotted, self.bases, self.root))


def requirements(standard: StandardFile, root: Fields) -> Iterator[Fault]:
    """Conditions of requirements, and the values and dates that their checks ask for."""
    documents = items_at(root, "documents")
    for _, place, entry in entries_of(standard.value):
        bases = tuple(items_at(root, each) for each in entry.get("for_each", ())) or (root,)
        services = tuple(entry.get("services", ()))
        where = ConditionPlace(standard, place, bases, root, services)
        yield from condition(entry.get("when"), where.at(f"{place}/when"))
        by_law = entry.get("by_law", {}).get("when")
        yield from condition(by_law, where.at(f"{place}/by_law/when"))
        inside = ConditionPlace(standard, f"{place}/with", (documents,), root)
        yield from condition(entry.get("with"), inside)
        if "check" in entry:
            yield from _check(entry["check"], where.at(f"{place}/check"))


def fields(application: ApplicationFile, root: Fields) -> Iterator[Fault]:
    """Conditions of fields, and the ranges of their values."""
    for place, name, raw in fields_of(application.value["fields"]):
        yield from _range(raw, application, place)
        for word, when in (
            ("required", raw.get("required")),
            ("only", raw.get("only")),
            ("personal", raw.get("personal")),
        ):
            if when is not None and not isinstance(when, bool):
                scope = (scope_of(root, name),)
                where = ConditionPlace(application, f"{place}/{word}", scope, root)
                yield from condition(when, where)


def condition(value: RawCondition | None, place: ConditionPlace) -> Iterator[Fault]:
    """What is wrong with a condition, by the fields it tests."""
    alternatives = value if isinstance(value, list) else [] if value is None else [value]
    for index, tests in enumerate(alternatives):
        where = f"{place.pointer}/{index}" if isinstance(value, list) else place.pointer
        if tests in alternatives[:index]:
            yield place.file.fault(where, IDLE, what="repeated")
            continue
        wrong = False
        for dotted, words in tests.items():
            found = list(_test(dotted, words, place.at(where + pointer(dotted))))
            wrong = wrong or bool(found) or _unclear(words, place.fields(dotted))
            yield from found
        # Tests that are wrong by themselves say nothing of what they mean together.
        if not wrong and all(
            idle_conditions.contradictory(tests, base, place.root, place.services)
            for base in place.bases
        ):
            yield place.file.fault(where, LINT_NEVER_HOLDS, what="together")


def _test(dotted: str, words: Words, place: ConditionPlace) -> Iterator[Fault]:
    if dotted == AS_OF:
        args = {"word": next(iter(words)), "what": "day"}
        yield place.file.fault(place.pointer, LINT_WRONG_TEST, **args)
        return
    chains = place.fields(dotted)
    wrong = list(_misfits(dotted, words, chains, place))
    yield from wrong
    if wrong or _unclear(words, chains):
        return
    if "any" in words:
        yield from condition(words["any"], place.inside(dotted, f"{place.pointer}/any"))
        return
    said = {idle_conditions.says(words, each) for each in chains}
    if said == {False}:
        yield place.file.fault_at_key(place.pointer, LINT_NEVER_HOLDS, field=dotted)
    elif said == {True}:
        yield place.file.fault_at_key(place.pointer, IDLE, field=dotted)


def _unclear(words: Words, chains: Sequence[Sequence[Field]]) -> bool:
    """Whether a test names a field or a code that there is not, so that it says nothing."""
    return not chains or any(idle_conditions.names_other_codes(words, each[-1]) for each in chains)


def _misfits(
    dotted: str, words: Words, chains: Sequence[Sequence[Field]], place: ConditionPlace
) -> Iterator[Fault]:
    yield from _range(words, place.file, place.pointer)
    told: set[tuple[str, Declared]] = set()
    for fields in chains:
        for each in idle_conditions.misfits(dotted, words, fields[-1]):
            if (each.below, each.message) not in told:
                told.add((each.below, each.message))
                yield place.file.fault(place.pointer + each.below, each.message, **each.args)


def _range(raw: Words, file: SpecFile[Any], place: str) -> Iterator[Fault]:
    if "min" in raw and "max" in raw and raw["min"] > raw["max"]:
        yield file.fault(f"{place}/max", SPEC_EMPTY_RANGE)


def _check(check: Words, place: ConditionPlace) -> Iterator[Fault]:
    kind = check["kind"]
    if kind == "value":
        yield from _value(check, place)
    for name, formats in _DATES.get(kind, {}).items():
        entries = {place.pointer: check}
        if "pairs" in check:
            entries = {f"{place.pointer}/pairs/{i}": each for i, each in enumerate(check["pairs"])}
        for where, each in entries.items():
            if not _is_moment(each[name], formats, place, years=kind in _YEARS):
                args = {"word": name, "what": "not_a_moment"}
                yield place.file.fault(f"{where}/{name}", LINT_WRONG_TEST, **args)
            if name == "later" and each["earlier"] == each["later"]:
                where_later = f"{where}/later"
                yield place.file.fault(where_later, IDLE, field=each["later"])
    yield from _spans(check, place)


def _value(check: Words, place: ConditionPlace) -> Iterator[Fault]:
    words = {word: check[word] for word in _TEXT_WORDS if word in check}
    if not words.keys() - {"exists"}:
        return
    if words.get("exists") is False:
        yield place.file.fault(place.pointer, LINT_NEVER_HOLDS, what="together")
        return
    chains = place.fields(check["path"])
    wrong = list(_misfits(check["path"], words, chains, place))
    yield from wrong
    if wrong or _unclear(words, chains):
        return
    said = {idle_conditions.met_if_there(words, each[-1]) for each in chains}
    if said in ({True}, {False}):
        key = IDLE if True in said else LINT_NEVER_HOLDS
        yield place.file.fault(place.pointer, key, field=check["path"])


def _is_moment(
    dotted: str, formats: tuple[str, ...], place: ConditionPlace, *, years: bool
) -> bool:
    if dotted == AS_OF:
        return years
    fields = [each[-1] for each in place.fields(dotted)]
    return all(
        (years and field.type == "integer") or field.check_with in formats for field in fields
    )


def _spans(check: Words, place: ConditionPlace) -> Iterator[Fault]:
    """Spans whose end comes before their beginning."""
    if {"at_least", "at_most"} <= check.keys():
        if _hours(check["at_least"]) > _hours(check["at_most"]):
            yield place.file.fault(f"{place.pointer}/at_most", SPEC_EMPTY_RANGE)
    elif check["kind"] == "day_outside" and check["from"] > check["until"]:
        yield place.file.fault(f"{place.pointer}/until", SPEC_EMPTY_RANGE)


def _hours(duration: str) -> int:
    return int(duration[:-1]) * (1 if duration.endswith("h") else 24)
