"""What is wrong with conditions and with parameters of checks, by the fields that they test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from validator.checks.field_parameters import MomentField
from validator.checks.registry import kind_of
from validator.errors import Fault
from validator.facts.paths import AS_OF, DERIVED_DAYS, DUE_ON, HERE
from validator.facts.time_limits import gives_term
from validator.form import idle_conditions
from validator.form.fields import FieldNames
from validator.form.idle_conditions import (
    LINT_ALWAYS_HOLDS,
    LINT_NEVER_HOLDS,
    LINT_WRONG_TEST,
    Words,
)
from validator.form.text_forms import FORMS, fits_none
from validator.model import declare
from validator.standard.scope import NamedPlace
from validator.standard.shapes import (
    DAY_ENDS,
    WITHOUT,
    RawCondition,
    RawEntry,
    RawInForce,
    alternatives_of,
    entries_of,
    fields_of,
)
from validator.standard.spec_file import ApplicationFile, StandardFile

SPEC_NO_SUCH_TEXT = declare("spec_no_such_text")
_MET: Final = "met_without"
_WHOLE: Final = ("date", "time", "iin", "bin", "sha256")
"""Formats that say all of what their texts look like."""

_DAY: Final = MomentField(name="day", derived=True)
"""The day of a requirement that has to lie between two."""


def requirements(standard: StandardFile, names: FieldNames) -> Sequence[Fault]:
    """Conditions of requirements, and what their checks are given."""
    root = NamedPlace(standard, [], names=names)
    for index, hours in enumerate(standard.value["schedule"].get("other_hours", ())):
        condition(hours["when"], root.at("schedule", "other_hours", index, "when"))
    for row, pointer, entry in entries_of(standard.value):
        place = root.of_entry(pointer, entry).of_items(*entry.get("for_each", ()))
        condition(entry.get("when"), place.at("when"))
        _days(entry, place, standard.value["in_force"])
        if gives_term(row, entry) and entry.get("day") == DUE_ON:
            place.note(LINT_WRONG_TEST, "day", word="day", what="own_term")
        _absences(entry, place)
        kind, words, below = kind_of(row, entry)
        inside = place.at(*below)
        for each in kind.given(words):
            for tested in each.conditions(words):
                base = inside if tested.lists is None else inside.of_items(*tested.lists)
                base = base.inside(tested.inside) if tested.inside else base
                condition(tested.condition, base.at(*tested.keys))
        inside.note_all(kind.troubles(words, place.names))
    return root.faults


def _absences(entry: RawEntry, place: NamedPlace) -> None:
    """Note an absence that is said to mean two things, and one that is a breach of its own."""
    seen: set[object] = set()
    for word in WITHOUT:
        if (dotted := entry.get(word)) is None:
            continue
        here, name = place.at(word), str(dotted).removeprefix(HERE)
        ways = place.names.ways(str(dotted))
        if name in seen:
            here.note(LINT_NEVER_HOLDS, what="together")
        elif word == _MET and ways and all(map(idle_conditions.always_there, ways)):
            here.note(LINT_NEVER_HOLDS, field=name)
        seen.add(name)


def fields(application: ApplicationFile, names: FieldNames) -> Sequence[Fault]:
    """Conditions of fields, and the ranges of their values."""
    root = NamedPlace(application, [], names=names)
    rules = list(fields_of(application.value["fields"]))
    lists = [name for _, name, raw in rules if raw["type"] == "list"]
    for pointer, name, raw in rules:
        place = replace(root, pointer=pointer, names=names.around(name))
        place.note_all(idle_conditions.empty_range(raw))
        if "unique" in raw and not any(f"{name}.".startswith(f"{each}.") for each in lists):
            place.note(LINT_WRONG_TEST, "unique", word="unique", what="not_in_list")
        if word := fits_none(raw):
            place.note(SPEC_NO_SUCH_TEXT, word)
        listed = "allowed" in raw or "code_list" in raw
        if listed or raw.get("check_with") in _WHOLE:
            for word in (each for each in FORMS if each in raw):
                place.note(LINT_WRONG_TEST, word, word=word, what="codes" if listed else "format")
        for word, when in (
            ("required", raw.get("required")),
            ("only", raw.get("only")),
            ("personal", raw.get("personal")),
        ):
            if when is not None and not isinstance(when, bool):
                condition(when, place.at(word))
    return root.faults


def _days(entry: RawEntry, place: NamedPlace, in_force: RawInForce) -> None:
    """Note what is wrong with the days of a requirement, by those on which its edition counts."""
    if "day" in entry:
        place.note_all(_DAY.troubles(entry, place.names))
    if entry.get("day", AS_OF) != AS_OF or not entry.keys() & set(DAY_ENDS):
        return
    first, last = in_force["from"], in_force.get("until", "9999-12-31")
    if entry.get("from", first) > last or entry.get("until", last) < first:
        end = "from" if entry.get("from", first) > last else "until"
        place.note(LINT_NEVER_HOLDS, end, what="day")
        return
    if entry.get("from", last) <= first:
        place.note(LINT_ALWAYS_HOLDS, "from", what="day")
    if entry.get("until", "") >= last:
        place.note(LINT_ALWAYS_HOLDS, "until", what="day")


def condition(value: RawCondition | None, place: NamedPlace) -> None:
    """Note what is wrong with a condition, by the fields it tests."""
    alternatives = alternatives_of(value)
    services = place.entry.get("services", ())
    for index, tests in enumerate(alternatives):
        here = place.at(index) if isinstance(value, list) else place
        if tests in alternatives[:index]:
            here.note(LINT_ALWAYS_HOLDS, what="repeated")
            continue
        clear = [_test(dotted, words, here.at(dotted)) for dotted, words in tests.items()]
        # Tests that are wrong by themselves say nothing of what they mean together.
        if all(clear) and all(
            idle_conditions.contradictory(tests, base, place.names.root, services)
            for base in place.names.bases
        ):
            here.note(LINT_NEVER_HOLDS, what="together")


def _test(dotted: str, words: Words, place: NamedPlace) -> bool:
    """Note what is wrong with a test; whether it is clear and nothing is."""
    if dotted in DERIVED_DAYS:
        place.note(LINT_WRONG_TEST, word=next(iter(words)), what="day")
        return False
    ways = place.names.ways(dotted)
    if place.note_all(idle_conditions.troubles(dotted, words, ways)):
        return False
    if idle_conditions.unclear(words, ways):
        return False
    if "any" in words:
        before = len(place.faults)
        inside = replace(place.at("any"), names=place.names.inside(dotted))
        condition(words["any"], inside)
        return len(place.faults) == before
    said = {idle_conditions.says(words, each) for each in ways}
    if said not in ({True}, {False}):
        return True
    place.note_at_key(LINT_ALWAYS_HOLDS if True in said else LINT_NEVER_HOLDS, field=dotted)
    return False
