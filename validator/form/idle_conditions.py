"""What a condition can ever say of the fields it tests: never, always, or it depends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field as made_by
from typing import Any, Final

from validator.facts.conditions import Condition
from validator.facts.paths import DERIVED_DAYS, HERE, ROOTED, from_root
from validator.form.fields import Field, way_to
from validator.form.sums_said import FIELD
from validator.frozen import frozen
from validator.law.lengths import is_under, length_of
from validator.model import Declared, declare

LINT_WRONG_TEST = declare("lint_wrong_test", word=str, what=str)
LINT_ALWAYS_HOLDS = declare("lint_always_holds", field=str | None, what=str | None)
"""A test that always holds is idle, and no fault, as it decides nothing wrongly."""
LINT_NEVER_HOLDS = declare("lint_never_holds", field=str | None, what=str | None)
SPEC_EMPTY_RANGE = declare("spec_empty_range")
LINT_VALUE_OUTSIDE_FIELD = declare("lint_value_outside_field", value=str, field=str)

Words = Mapping[str, Any]
Fields = Mapping[str, Field]

_RANGE: Final = ("min", "max")
_SPANS: Final = ("within", "before")
_LISTED: Final = ("allowed", "forbidden")
NUMBERS: Final = ("integer", "decimal")
"""Types of fields that hold a number."""
_PYTHON: Final = {"string": str, "integer": int, "boolean": bool}


@frozen
class Trouble:
    """One thing wrong with a test: the place below it, the message and its arguments."""

    below: str
    message: Declared
    args: Mapping[str, Any] = made_by(default_factory=dict)


def troubles(dotted: str, words: Words, ways: Sequence[Sequence[Field]]) -> Iterator[Trouble]:
    """What is wrong with a test by itself: its range, and what is wrong with it for each field."""
    yield from empty_range(words)
    for word in _RANGE:
        if words.get(word) == {FIELD: dotted}:
            yield Trouble(f"/{word}", LINT_ALWAYS_HOLDS, {"field": dotted})
    told: set[tuple[str, Declared]] = set()
    for way in ways:
        for each in misfits(dotted, words, way[-1]):
            if (each.below, each.message) not in told:
                told.add((each.below, each.message))
                yield each


def empty_range(words: Words) -> Iterator[Trouble]:
    """A range whose end comes before its beginning."""
    if "min" in words and "max" in words and certainly_over(words["min"], words["max"]):
        yield Trouble("/max", SPEC_EMPTY_RANGE)
    if "within" in words and "before" in words:
        within, before = length_of(words["within"]), length_of(words["before"])
        if is_under(within, before):
            yield Trouble("/before", SPEC_EMPTY_RANGE)


def certainly_over(least: Any, most: Any) -> bool:
    """Whether of two bounds, numbers or sums, one is certainly higher than the other."""
    if isinstance(least, dict) and isinstance(most, dict):
        ((name, *others), (other, *_)) = least, most
        same = not others and len(most) == 1 and name == other
        return same and isinstance(least[name], int | float) and least[name] > most[name]
    return not (isinstance(least, dict) or isinstance(most, dict)) and bool(least > most)


def apart(one: Words, other: Words) -> bool:
    """Whether no value meets two tests of one field."""
    if (one.get("exists") is False) != (other.get("exists") is False):
        return True
    allowed = [set(words["allowed"]) for words in (one, other) if "allowed" in words]
    if allowed and not set.intersection(*allowed).difference(
        *(words.get("forbidden", ()) for words in (one, other))
    ):
        return True
    return any(
        "min" in low and "max" in high and certainly_over(low["min"], high["max"])
        for low, high in ((one, other), (other, one))
    )


def unclear(words: Words, ways: Sequence[Sequence[Field]]) -> bool:
    """Whether a test names a field or a code that there is not, so that it says nothing."""
    return not ways or any(names_other_codes(words, each[-1]) for each in ways)


def always_there(fields: Sequence[Field]) -> bool:
    """Whether the last of some nested fields is in every application."""
    return all(each.always_required for each in fields)


def misfits(dotted: str, words: Words, rule: Field | None) -> Iterator[Trouble]:
    """Words that do not go with the type of their field, or values that it never has."""
    if dotted in DERIVED_DAYS or rule is None:
        return
    for word in (word for word in _RANGE if word in words and not _bounds(words[word], rule)):
        yield Trouble(f"/{word}", LINT_WRONG_TEST, {"word": word, "what": rule.type})
    for word in (word for word in _SPANS if word in words and rule.check_with != "date"):
        yield Trouble(f"/{word}", LINT_WRONG_TEST, {"word": word, "what": "not_a_date"})
    runs = rule.several or rule.item is not None
    if "any" in words and (len(words) > 1 or not runs or not rule.items):
        yield Trouble("/any", LINT_WRONG_TEST, {"word": "any", "what": rule.type})
    for word in (word for word in _LISTED if word in words):
        yield from _misfits_listed(dotted, word, words[word], rule)


def _bounds(bound: Any, rule: Field) -> bool:
    """Whether a number or a sum can bound a field: of a whole number only a whole one does."""
    return rule.type in NUMBERS and not (isinstance(bound, float) and rule.type == "integer")


def _misfits_listed(
    dotted: str, word: str, listed: Sequence[Any], rule: Field
) -> Iterator[Trouble]:
    """The same of the values that a test lists."""
    if rule.type not in _PYTHON:
        yield Trouble(f"/{word}", LINT_WRONG_TEST, {"word": word, "what": rule.type})
        return
    for index, value in enumerate(listed):
        if any(type(value) is type(each) and value == each for each in listed[:index]):
            yield Trouble(f"/{word}/{index}", LINT_ALWAYS_HOLDS, twice(value))
    # A code that its list has not is told where names are looked up.
    for index, value in () if rule.codes else enumerate(listed):
        if type(value) is not _PYTHON[rule.type]:
            args: dict[str, Any] = {"word": word, "what": rule.type}
            yield Trouble(f"/{word}/{index}", LINT_WRONG_TEST, args)
        elif not _may_be(value, rule):
            args = {"value": str(value), "field": dotted}
            yield Trouble(f"/{word}/{index}", LINT_VALUE_OUTSIDE_FIELD, args)


def twice(value: Any) -> Mapping[str, Any]:
    """What is said of a value that stands in its list already."""
    return {"field": str(value), "what": "twice"}


def names_other_codes(words: Words, field: Field) -> bool:
    """Whether a test names codes that its field's list has not, which the loader tells."""
    listed = (each for word in _LISTED for each in words.get(word, ()))
    return bool(field.codes) and any(each not in field.codes for each in listed)


def says(words: Words, fields: Sequence[Field]) -> bool | None:
    """Whether a test always holds or never; None where it depends on the application."""
    there = always_there(fields)
    if words.get("exists") is False:
        return False if there or len(words) > 1 else None
    met = met_if_there(words, fields[-1])
    if met is True:
        return True if there else None
    return met


def met_if_there(words: Words, field: Field) -> bool | None:
    """What a test without `exists: false` says of a value that keeps its field's rule."""
    if field.type not in _PYTHON or any(
        word in words and field.type != "integer" for word in _RANGE
    ):
        return None if set(words) - {"exists"} else True
    met = _met_by_values(_without_open(words), field)
    return None if met and _is_open(words) else met


def _met_by_values(words: Words, field: Field) -> bool | None:
    values = _values(field)
    if values is not None:
        met = [value for value in values if _meets(value, words)]
        return False if not met else True if len(met) == len(values) else None
    least = max((x for x in (words.get("min"), field.min) if x is not None), default=None)
    most = min((x for x in (words.get("max"), field.max) if x is not None), default=None)
    if "allowed" in words:
        found = any(_meets(value, words) and _may_be(value, field) for value in words["allowed"])
        return None if found else False
    if least is not None and most is not None and least > most:
        return False
    is_idle = (least, most) == (field.min, field.max) and "forbidden" not in words
    return True if is_idle else None


def contradictory(
    tests: Mapping[str, Words], base: Fields, root: Fields, services: Sequence[str]
) -> bool:
    """Whether tests that all have to hold cannot hold together.

    Looks at the values that each field may have, at the services the requirement is for, and at
    what has to hold for a field to belong in the application at all.
    """
    # From one scope a field may be named in two ways, and each of them asks something of it.
    said = [
        (dotted.removeprefix(HERE) if base is not root else from_root(dotted, ""), words)
        for dotted, words in tests.items()
    ]
    absent = {dotted for dotted, words in said if words.get("exists") is False}
    present = {dotted for dotted, words in said if words.get("exists") is not False}
    if any(f"{each}.".startswith(f"{gone}.") for each in present for gone in absent):
        return True
    service = "service" if base is root else f"{ROOTED}service"
    own: dict[str, set[Any]] | None = {service: set(services)} if services else {}
    for dotted, words in said:
        if own is not None and "allowed" in words:
            own = _combined(own, {dotted: set(words["allowed"])})
    if own is None:
        return True
    if base is not root:
        return False
    for dotted in present:
        for field in way_to(base, dotted):
            if field.only is not None and not _joins(own, field.only):
                return True
    return False


def _joins(held: Mapping[str, set[Any]], only: Condition) -> bool:
    alternatives = (
        {".".join(t.path.parts): set(t.allowed) for t in tests if t.allowed is not None}
        for tests in only.alternatives
    )
    return any(_combined(held, each) is not None for each in alternatives)


def _is_open(words: Words) -> bool:
    """Whether a test hangs on more than the value: on a day, or on what a sum comes to."""
    return any(word in words for word in _SPANS) or any(
        isinstance(words.get(word), dict) for word in _RANGE
    )


def _without_open(words: Words) -> Words:
    return {
        word: each
        for word, each in words.items()
        if word not in _SPANS and not (word in _RANGE and isinstance(each, dict))
    }


def _combined(
    held: Mapping[str, set[Any]], more: Mapping[str, set[Any]]
) -> dict[str, set[Any]] | None:
    """The values left for each field, None where one has none."""
    made = {name: set(values) for name, values in held.items()}
    for name, values in more.items():
        made[name] = made.get(name, values) & values
        if not made[name]:
            return None
    return made


def _values(field: Field) -> tuple[Any, ...] | None:
    """Every value a field may have, where there are so few."""
    if field.allowed is not None:
        return tuple(value for value in field.allowed if _may_be(value, field))
    return (False, True) if field.type == "boolean" else None


def _may_be(value: Any, field: Field) -> bool:
    if type(value) is not _PYTHON[field.type]:
        return False
    if field.allowed is not None and value not in field.allowed:
        return False
    return field.type != "integer" or _meets(value, {"min": field.min, "max": field.max})


def _meets(value: Any, words: Words) -> bool:
    if "allowed" in words and not any(
        type(value) is type(each) and value == each for each in words["allowed"]
    ):
        return False
    if any(type(value) is type(each) and value == each for each in words.get("forbidden", ())):
        return False
    least, most = words.get("min"), words.get("max")
    return (least is None or value >= least) and (most is None or value <= most)
