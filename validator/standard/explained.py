"""What is wrong with a spec file by its schema, in messages that an editor of specs can use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from validator.closest import closest
from validator.errors import Fault
from validator.model import LANGUAGES
from validator.places import pointer
from validator.standard.schemas import SCHEMAS, words
from validator.standard.spec_file import SpecFile

_SHOWN: Final = 60
"""Characters of a wrong value that a message repeats."""

_PATTERNS: Final[Mapping[str, str]] = {
    words.NOT_BLANK: "spec_empty_text",
    words.DAY_PATTERN: "spec_not_a_day",
    words.TIME_PATTERN: "spec_not_a_time",
    words.ID_PATTERN: "spec_not_an_id",
}
"""The message for a text that does not match a pattern of the schemas."""


def explain(file: SpecFile, schema: str) -> Iterator[Fault]:
    """Everything that is wrong with a file by its schema, in the order of the schema's words."""
    from jsonschema import Draft202012Validator  # 130 ms, and only faults need it

    told: set[tuple[str, str]] = set()
    try:
        for error in Draft202012Validator(SCHEMAS[schema]()).iter_errors(file.value):
            yield from _faults(file, error, told)
    except RecursionError:
        # The validator goes many calls deep for each level of the file.
        yield file.fault("", "spec_too_deep")


def _faults(file: SpecFile, error: Any, told: set[tuple[str, str]]) -> Iterator[Fault]:
    place = pointer(*error.absolute_path)
    match error.validator:
        case "additionalProperties" if isinstance(error.instance, dict):
            known = error.schema.get("properties", {})
            for key in (each for each in error.instance if each not in known):
                yield _unknown_key(file, place, key, error.instance, list(known))
        case "required" | "dependentRequired":
            yield _missing_key(file, place, error, told)
        case None:  # the key is one that the schema allows nowhere near this value
            key, where = _forbidden(file, error)
            yield file.fault_at_key(where, "spec_unknown_key", key=key[:_SHOWN])
        case _:
            yield _wrong_value(file, place, error)


def _forbidden(file: SpecFile, error: Any) -> tuple[str, str]:
    """The key whose schema is `false`, and its pointer; the error's path may end before it."""
    path = list(error.absolute_path)
    around = file.value
    for part in path:
        around = around[part]
    if around is not error.instance and isinstance(around, dict):
        path.append(next(key for key, value in around.items() if value is error.instance))
    return str(path[-1]), pointer(*path)


def _unknown_key(
    file: SpecFile, place: str, key: str, map_: Mapping[str, Any], known: list[str]
) -> Fault:
    where, shown = f"{place}{pointer(key)}", key[:_SHOWN]
    if map_[key] is None and set(known) == set(LANGUAGES):
        return file.fault_at_key(where, "spec_comma_in_text", key=shown)
    if meant := closest(key, known):
        return file.fault_at_key(where, "spec_misspelt_key", key=shown, closest=meant)
    return file.fault_at_key(where, "spec_unknown_key", key=shown)


def _missing_key(file: SpecFile, place: str, error: Any, told: set[tuple[str, str]]) -> Fault:
    wanted = error.validator_value
    if error.validator == "dependentRequired":
        wanted = [need for key, needs in wanted.items() if key in error.instance for need in needs]
    # Each missing key is an error of its own, which does not say which one it is.
    missing = [key for key in wanted if key not in error.instance]
    key = next((each for each in missing if (place, each) not in told), missing[0])
    told.add((place, key))
    if key in LANGUAGES:
        return file.fault(place, "spec_missing_text", what=key)
    if key == "reason":
        return file.fault(place, "spec_unexplained")
    return file.fault(place, "spec_missing_key", key=key)


def _wrong_value(file: SpecFile, place: str, error: Any) -> Fault:
    wanted, value = error.validator_value, str(error.instance)[:_SHOWN]
    match error.validator:
        case "type":
            what = wanted if isinstance(wanted, str) else wanted[0]
            fault = file.fault(place, "spec_wrong_type", what=what)
        case "enum" | "const":
            known = tuple(map(str, wanted if error.validator == "enum" else [wanted]))
            if meant := closest(value, known):
                fault = file.fault(place, "spec_misspelt_value", value=value, closest=meant)
            else:
                fault = file.fault(place, "spec_not_one_of", value=value, known=known)
        case "pattern" if wanted in _PATTERNS:
            fault = file.fault(place, _PATTERNS[wanted], value=value)
        case "minimum":
            fault = file.fault(place, "spec_too_small", least=wanted)
        case "minItems" | "minProperties" if wanted == 1:
            fault = file.fault(place, "spec_nothing_in_it")
        case _:
            fault = file.fault(place, "spec_schema", detail=error.message[:200])
    return fault
