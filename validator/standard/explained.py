"""What is wrong with a spec file by its schema, in messages that an editor of specs can use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from validator.closest import alike, closest, latin
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
    words.CODE_PATTERN: "spec_not_a_code",
    words.FIELD_PATTERN: "spec_not_a_field",
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
        case "pattern" if error.absolute_schema_path[-2] == "propertyNames":
            yield _wrong_name(file, place, error.instance, error.validator_value)
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
    meant = closest(key, known)
    if alike(key, meant):
        return file.fault_at_key(where, "spec_cyrillic_letters", name=shown, latin=meant)
    if meant:
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


def _wrong_name(file: SpecFile, place: str, key: str, wanted: str) -> Fault:
    where, shown = f"{place}{pointer(key)}", key[:_SHOWN]
    if re.search(wanted, meant := latin(shown)):
        return file.fault_at_key(where, "spec_cyrillic_letters", name=shown, latin=meant)
    return file.fault_at_key(where, _PATTERNS[wanted], value=shown)


def _wrong_value(file: SpecFile, place: str, error: Any) -> Fault:
    wanted, value = error.validator_value, str(error.instance)[:_SHOWN]
    match error.validator:
        case "type":
            what = wanted if isinstance(wanted, str) else wanted[0]
            fault = file.fault(place, "spec_wrong_type", what=what)
        case "enum" | "const":
            known = tuple(map(str, wanted if error.validator == "enum" else [wanted]))
            meant = closest(value, known)
            if alike(value, meant):
                fault = file.fault(place, "spec_cyrillic_letters", name=value, latin=meant)
            elif meant:
                fault = file.fault(place, "spec_misspelt_value", value=value, closest=meant)
            else:
                fault = file.fault(place, "spec_not_one_of", value=value, known=known)
        case "pattern" if re.search(wanted, meant := latin(value)):
            fault = file.fault(place, "spec_cyrillic_letters", name=value, latin=meant)
        case "pattern" if wanted in _PATTERNS:
            fault = file.fault(place, _PATTERNS[wanted], value=value)
        case "minimum":
            fault = file.fault(place, "spec_too_small", least=wanted)
        case "minItems" | "minProperties" if wanted == 1:
            fault = file.fault(place, "spec_nothing_in_it")
        case _:
            fault = file.fault(place, "spec_schema", detail=error.message[:200])
    return fault
