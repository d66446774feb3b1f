"""What is wrong with a spec file by its schema, in messages that an editor of specs can use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from validator.closest import alike, closest, latin
from validator.errors import Fault
from validator.law.lengths import LENGTH_PATTERN, SPAN_PATTERN
from validator.model import LANGUAGES, Declared, declare
from validator.places import pointer
from validator.standard.schemas import SCHEMAS, schema_words
from validator.standard.schemas.waivers_schema import BUNDLE_PATTERN
from validator.standard.spec_file import (
    SPEC_CYRILLIC_LETTERS,
    SPEC_IMPOSSIBLE_DATE,
    SpecFile,
    shown,
)

SPEC_UNKNOWN_KEY = declare("spec_unknown_key", key=str)
SPEC_MISSING_KEY = declare("spec_missing_key", key=str)
SPEC_MISSING_EITHER = declare("spec_missing_either", key=str, other=str)
SPEC_MISSPELT_KEY = declare("spec_misspelt_key", key=str, closest=str)
SPEC_COMMA_IN_TEXT = declare("spec_comma_in_text", key=str)
SPEC_COMMA_IN_NUMBER = declare("spec_comma_in_number", key=str)
SPEC_MISSING_TEXT = declare("spec_missing_text", what=str)
SPEC_EMPTY_TEXT = declare("spec_empty_text", least=int | None, value=str | None)
SPEC_UNEXPLAINED = declare("spec_unexplained")
SPEC_WRONG_TYPE = declare("spec_wrong_type", what=str)
SPEC_NOT_ONE_TEXT = declare("spec_not_one_text")
SPEC_NOT_A_CITATION = declare("spec_not_a_citation")
SPEC_NOTHING_HERE = declare("spec_nothing_here")
SPEC_MISSPELT_VALUE = declare("spec_misspelt_value", value=str, closest=str)
SPEC_NOT_ONE_OF = declare("spec_not_one_of", value=str, known=tuple)
SPEC_NOT_A_DAY = declare("spec_not_a_day", value=str)
SPEC_NOT_A_TIME = declare("spec_not_a_time", value=str)
SPEC_NOT_A_DURATION = declare("spec_not_a_duration", value=str)
SPEC_NOT_A_SPAN = declare("spec_not_a_span", value=str)
SPEC_NOT_A_BUNDLE = declare("spec_not_a_bundle", value=str)
SPEC_NOT_AN_ID = declare("spec_not_an_id", value=str)
SPEC_NOT_A_CODE = declare("spec_not_a_code", value=str)
SPEC_NOT_A_FIELD = declare("spec_not_a_field", value=str)
SPEC_TOO_SMALL = declare("spec_too_small", least=int | float)
SPEC_TOO_LARGE = declare("spec_too_large", most=int | float)
SPEC_NOT_ABOVE = declare("spec_not_above", least=int | float)
SPEC_NOTHING_IN_IT = declare("spec_nothing_in_it", least=int)
SPEC_ONE_KEY = declare("spec_one_key", least=int)
SPEC_ROUND_ALONE = declare("spec_round_alone")
SPEC_TOO_DEEP = declare("spec_too_deep")

PATTERNS: Final[Mapping[str, Declared]] = {
    schema_words.NOT_BLANK: SPEC_EMPTY_TEXT,
    schema_words.DAY_PATTERN: SPEC_NOT_A_DAY,
    schema_words.TIME_PATTERN: SPEC_NOT_A_TIME,
    schema_words.ID_PATTERN: SPEC_NOT_AN_ID,
    schema_words.CODE_PATTERN: SPEC_NOT_A_CODE,
    schema_words.FIELD_PATTERN: SPEC_NOT_A_FIELD,
    BUNDLE_PATTERN: SPEC_NOT_A_BUNDLE,
    LENGTH_PATTERN: SPEC_NOT_A_DURATION,
    SPAN_PATTERN: SPEC_NOT_A_SPAN,
}
"""The message for a text that does not match a pattern of the schemas."""

_BOUNDS: Final[Mapping[str, Declared]] = {
    "minimum": SPEC_TOO_SMALL,
    "maximum": SPEC_TOO_LARGE,
    "exclusiveMinimum": SPEC_NOT_ABOVE,
    "minLength": SPEC_EMPTY_TEXT,
    "minItems": SPEC_NOTHING_IN_IT,
    "minProperties": SPEC_NOTHING_IN_IT,
    "maxProperties": SPEC_ONE_KEY,
}
"""The message for what breaks a bound; where entries are counted, it is one that is asked for."""

_LIMITS: Final = frozenset(("least", "most"))
"""How messages call a bound."""

_HOLDING: Final = ("object", "array")

_LIKE_A_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def explain(file: SpecFile[Any], schema: str) -> Iterator[Fault]:
    """Everything that is wrong with a file by its schema, in the order of the schema's words."""
    from jsonschema import Draft202012Validator, ValidationError  # 130 ms, and only faults need it
    from jsonschema.validators import extend

    def matches(_: Any, pattern: str, value: Any, __: Any) -> Iterator[ValidationError]:
        if isinstance(value, str) and not _fits(pattern, value):
            yield ValidationError("")

    told: set[tuple[str, str]] = set()
    try:
        reader: Any = extend(Draft202012Validator, {"pattern": matches})  # type: ignore[no-untyped-call]
        found = [
            (pointer(*error.absolute_path), fault)
            for error in reader(SCHEMAS[schema]()).iter_errors(file.value)
            for fault in _faults(file, error, told)
        ]
        meant = {(place, _meant(fault)) for place, fault in found}
        for place, fault in found:
            if not any((place, key) in meant for key in _missed(fault)):
                yield fault
    except RecursionError:
        # The validator goes many calls deep for each level of the file.
        yield file.fault("", SPEC_TOO_DEEP)


def _meant(fault: Fault) -> str:
    """The key that a misspelt one was meant for; nothing for another fault."""
    args = fault.message.args
    if fault.message.key == SPEC_MISSPELT_KEY.key:
        return str(args["closest"])
    if fault.message.key == _no_colon().key:
        return str(args["key"])
    return str(args["latin"]) if fault.message.key == SPEC_CYRILLIC_LETTERS.key else ""


def _missed(fault: Fault) -> Iterator[str]:
    """The keys of which a fault says that one is missing."""
    args = fault.message.args
    match fault.message.key:
        case SPEC_MISSING_KEY.key | SPEC_MISSING_EITHER.key:
            yield from (str(args[word]) for word in ("key", "other") if word in args)
        case SPEC_MISSING_TEXT.key:
            yield str(args["what"])
        case SPEC_UNEXPLAINED.key:
            yield "reason"


def _fits(pattern: str, text: str) -> bool:
    """As the gate reads patterns: `$` is the end, and not also before a last line break."""
    return re.search(pattern.removesuffix("$") + r"\Z" * pattern.endswith("$"), text) is not None


def _faults(file: SpecFile[Any], error: Any, told: set[tuple[str, str]]) -> Iterator[Fault]:
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
            yield file.fault_at_key(where, SPEC_UNKNOWN_KEY, key=shown(key))
        case "maxProperties" if None in error.instance.values():
            pass  # a comma cuts a number in two, which is told where the second part stands
        case "pattern" if error.absolute_schema_path[-2] == "propertyNames":
            yield _wrong_name(file, place, error.instance, error.validator_value)
        case _:
            yield _wrong_value(file, place, error)


def _forbidden(file: SpecFile[Any], error: Any) -> tuple[str, str]:
    """The key whose schema is `false`, and its pointer; the error's path may end before it."""
    path = list(error.absolute_path)
    around = file.value
    for part in path:
        around = around[part]
    if around is not error.instance and isinstance(around, dict):
        path.append(next(key for key, value in around.items() if value is error.instance))
    return str(path[-1]), pointer(*path)


def _unknown_key(
    file: SpecFile[Any], place: str, key: str, map_: Mapping[str, Any], known: list[str]
) -> Fault:
    where, name = f"{place}{pointer(key)}", shown(key)
    first = key.split(maxsplit=1)[0] if " " in key.strip() else ""
    if first in known and first not in map_:  # `given {sample: …}`, `{kk: …, ru …}`
        return file.fault_at_key(where, _no_colon(), key=first)
    if map_[key] is None and set(known) == set(LANGUAGES):
        return file.fault_at_key(where, SPEC_COMMA_IN_TEXT, key=name)
    if map_[key] is None and key.isdigit():
        return file.fault_at_key(where, SPEC_COMMA_IN_NUMBER, key=name)
    meant = closest(key, (each for each in known if each not in map_))
    if alike(key, meant):
        return file.fault_at_key(where, SPEC_CYRILLIC_LETTERS, name=name, latin=meant)
    if meant:
        return file.fault_at_key(where, SPEC_MISSPELT_KEY, key=name, closest=meant)
    return file.fault_at_key(where, SPEC_UNKNOWN_KEY, key=name)


def _no_colon() -> Declared:
    from validator.yaml_slips import SOURCE_COLON_MISSING  # few starts need its patterns

    return SOURCE_COLON_MISSING


def _missing_key(file: SpecFile[Any], place: str, error: Any, told: set[tuple[str, str]]) -> Fault:
    wanted = error.validator_value
    if error.validator == "dependentRequired":
        wanted = [need for key, needs in wanted.items() if key in error.instance for need in needs]
    # Each missing key is an error of its own, which does not say which one it is.
    missing = [key for key in wanted if key not in error.instance]
    key = next((each for each in missing if (place, each) not in told), missing[0])
    told.add((place, key))
    if key in LANGUAGES:
        return file.fault(place, SPEC_MISSING_TEXT, what=key)
    if key == "reason":
        return file.fault(place, SPEC_UNEXPLAINED)
    # Beside what is missing stands the word of the row that would do in its place.
    instead = next(
        (each for each, rule in error.schema.get("properties", {}).items() if rule is False), ""
    )
    if instead:
        return file.fault(place, SPEC_MISSING_EITHER, key=instead, other=key)
    return file.fault(place, SPEC_MISSING_KEY, key=key)


def _wrong_name(file: SpecFile[Any], place: str, key: str, wanted: str) -> Fault:
    where, meant = f"{place}{pointer(key)}", latin(key)
    if _fits(wanted, meant):
        return file.fault_at_key(where, SPEC_CYRILLIC_LETTERS, name=shown(key), latin=shown(meant))
    return file.fault_at_key(where, PATTERNS[wanted], value=shown(key))


def _wrong_value(file: SpecFile[Any], place: str, error: Any) -> Fault:
    match error.validator:
        case "minProperties" if error.instance:
            return file.fault(place, SPEC_ROUND_ALONE)
        case "type":
            return _wrong_type(file, place, error)
        case "enum":
            return _not_one_of(file, place, shown(error.instance), error.validator_value)
        case "const":
            return _not_one_of(file, place, shown(error.instance), [error.validator_value])
        case "pattern":
            return _wrong_text(file, place, error.instance, error.validator_value)
    key = _BOUNDS[error.validator]
    return file.fault(place, key, **dict.fromkeys(set(key.types) & _LIMITS, error.validator_value))


def _not_one_of(file: SpecFile[Any], place: str, value: str, allowed: Sequence[Any]) -> Fault:
    known = tuple(map(shown, allowed))
    meant = closest(value, known)
    if alike(value, meant):
        return file.fault(place, SPEC_CYRILLIC_LETTERS, name=value, latin=meant)
    if meant:
        return file.fault(place, SPEC_MISSPELT_VALUE, value=value, closest=meant)
    return file.fault(place, SPEC_NOT_ONE_OF, value=value, known=known)


def _wrong_type(file: SpecFile[Any], place: str, error: Any) -> Fault:
    wanted, value = error.validator_value, error.instance
    what = wanted if isinstance(wanted, str) else wanted[0]
    if value is None and what not in _HOLDING:
        return _nothing(file, place)
    if what == "string" and place.endswith("/citation"):
        return file.fault(place, SPEC_NOT_A_CITATION)
    if what == "string" and isinstance(value, dict | list):
        return file.fault(place, SPEC_NOT_ONE_TEXT)
    pattern = error.schema.get("pattern", "")
    if not _fits(pattern, shown(value)):
        return _wrong_text(file, place, shown(value), pattern)
    return file.fault(place, SPEC_WRONG_TYPE, what=what)


def _nothing(file: SpecFile[Any], place: str) -> Fault:
    key = place.rpartition("/")[2]
    if key in LANGUAGES:
        return file.fault(place, SPEC_MISSING_TEXT, what=key)
    if key.isdigit():
        return file.fault_at_key(place, SPEC_COMMA_IN_NUMBER, key=shown(key))
    return file.fault(place, SPEC_NOTHING_HERE)


def _wrong_text(file: SpecFile[Any], place: str, value: str, pattern: str) -> Fault:
    if _fits(pattern, meant := latin(value)):
        return file.fault(place, SPEC_CYRILLIC_LETTERS, name=shown(value), latin=shown(meant))
    if pattern == schema_words.DAY_PATTERN and _LIKE_A_DAY.fullmatch(value):
        return file.fault(place, SPEC_IMPOSSIBLE_DATE, value=value)
    return file.fault(place, PATTERNS[pattern], value=shown(value))
