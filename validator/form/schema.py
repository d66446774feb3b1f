"""The JSON Schema of a manifest, from its fields: the gate, and what applicants' editors use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from validator.facts.conditions import Condition, Test
from validator.form.decimals import DECIMAL, decimal_formats, decimal_schema
from validator.form.fields import Field
from validator.form.formats import TEXT_FORMATS, TEXT_SCHEMAS
from validator.form.many_faults import Way, at_way, way_of
from validator.form.text_forms import example_of, form_schema, has_form

Schema = dict[str, Any]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"

_TYPES = {
    "string": "string",
    "integer": "integer",
    "boolean": "boolean",
    "list": "array",
    "dict": "object",
}

_LIMITS: Final = {
    "integer": {"min": "minimum", "max": "maximum"},
    "list": {"minlength": "minItems", "maxlength": "maxItems"},
}


def ref(name: str, description: str = "") -> Schema:
    """What a schema defines once, by its name, and what an editor is told of it here."""
    return {"$ref": f"#/$defs/{name}", **({"description": description} if description else {})}


def manifest_schema(fields: Mapping[str, Field], title: str) -> Schema:
    """JSON Schema (2020-12) of a manifest with these fields."""
    conditional = list(_conditional(fields, ()))
    return {
        "$schema": DRAFT,
        "title": title,
        **_map(fields),
        **({"allOf": conditional} if conditional else {}),
    }


class Gate:
    """Tells in microseconds whether a manifest keeps the rule of each of some fields by itself.

    What hangs on other fields is left out: `Relations` looks at that in any case.
    """

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self._schema = {"$schema": DRAFT, **_map(fields)}
        self._validator = _validator(self._schema)

    def __call__(self, manifest: Any) -> bool:
        """Whether it keeps them."""
        accepted: bool = self._validator.is_valid(manifest)
        return accepted

    def faults(self, manifest: Any) -> Counter[Way]:
        """How many faults there are at each place.

        A value that breaks its rule is one, whatever it breaks of it; of a map so is each needed
        key that is absent, and each that is unknown.
        """
        wrong: set[Way] = set()
        counted = Counter[Way]()
        for error in self._validator.evaluate(manifest).errors():
            place, rule = way_of(error["instanceLocation"]), error["schemaLocation"]
            if rule.endswith("/required"):
                counted[place] += 1
            elif rule.endswith("/additionalProperties"):
                known = at_way(self._schema, way_of(rule)[:-1])["properties"]
                counted[place] += len(at_way(manifest, place).keys() - known.keys())
            else:
                wrong.add(place)
        counted.update(wrong)
        return counted


def acceptance(schema: Schema) -> Callable[[Any], bool]:
    """Whether a value is as a schema of manifests asks, formats included."""
    is_valid: Callable[[Any], bool] = _validator(schema).is_valid
    return is_valid


def _validator(schema: Schema) -> Any:
    from jsonschema_rs import Draft202012Validator  # loaded only where it is used

    def accepts(name: str) -> Callable[[str], bool]:
        wrong = TEXT_FORMATS[name]
        return lambda value: wrong(value) is None

    own = TEXT_FORMATS.keys() - {"date", "time"}  # which JSON Schema has of its own
    formats = {name: accepts(name) for name in own} | dict(decimal_formats(schema))
    return Draft202012Validator(schema, formats=formats, validate_formats=True)


def _map(fields: Mapping[str, Field]) -> Schema:
    required = [key for key, rule in fields.items() if rule.always_required]
    return {
        "type": "object",
        "properties": {key: _field(rule) for key, rule in fields.items()},
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _field(rule: Field) -> Schema:
    made: Schema = decimal_schema(rule) if rule.type == DECIMAL else {"type": _TYPES[rule.type]}
    if rule.label:
        made["title"] = rule.label["en"]
    if rule.help:
        made["description"] = rule.help["en"]
    if rule.allowed is not None:
        made["enum"] = list(rule.allowed)
    if rule.type == "string":
        made |= _of_text(rule)
    for word, name in _LIMITS.get(rule.type, {}).items():
        if (limit := getattr(rule, word)) is not None:
            made[name] = limit
    if rule.fields:
        made |= _map(rule.fields)
    if rule.item is not None:
        made["items"] = _field(rule.item)
    return _one_or_several(made) if rule.several else made


def _of_text(rule: Field) -> Schema:
    """What a text looks like, and what an editor says where it does not."""
    if rule.format is None:
        return {}  # its values are listed
    of_format, of_form = TEXT_SCHEMAS[rule.format], form_schema(rule)
    both = [*of_format.get("allOf", ()), *of_form.get("allOf", ())]
    meant = (TEXT_FORMATS[rule.format].__doc__ or "").strip()
    if has_form(rule):
        meant = f"{meant} Such as {example_of(rule)}"
    every = {"allOf": both} if both else {}
    return {**of_format, **of_form, **every, "patternErrorMessage": meant}


def _one_or_several(made: Schema) -> Schema:
    """A map, or a list of such maps."""
    words: Schema = {word: made.pop(word) for word in ("title", "description") if word in made}
    several = {"type": "array", "minItems": 1, "items": made}
    return {**words, "if": {"type": "array"}, "then": several, "else": made}


def _conditional(fields: Mapping[str, Field], around: tuple[str, ...]) -> Iterator[Schema]:
    """What hangs on other fields, each as an `if`/`then` at the root, or at an item of a list.

    There a schema cannot see the rest of the manifest: what hangs on that is left out.
    """
    for key, rule in fields.items():
        if rule.only is not None and not _looks_out(rule.only):
            needed = {"required": [key]} if rule.required is True else {}
            yield {
                "if": _condition(rule.only),
                "then": _at(around, needed),
                "else": _at(around, {"properties": {key: False}}),
            }
        needed_when = rule.required
        if isinstance(needed_when, Condition) and not _looks_out(needed_when):
            yield {"if": _condition(needed_when), "then": _at(around, {"required": [key]})}
        yield from _conditional(rule.fields, (*around, key))
        if rule.item is not None:
            items = list(_conditional(rule.item.fields, ()))
            if items:
                yield _at((*around, key), {"items": {"allOf": items}})


def _looks_out(condition: Condition) -> bool:
    """Whether a schema cannot tell if a condition holds.

    It knows no day that counts, of an entry of a list nothing outside of it, and compares no
    decimal numbers.
    """
    return any(
        test.path.rooted
        or test.within is not None
        or test.before is not None
        or (test.path.exact and bool(test.limits))
        or (test.any is not None and _looks_out(test.any))
        for tests in condition.alternatives
        for test in tests
    )


def _at(around: tuple[str, ...], schema: Schema) -> Schema:
    for key in reversed(around):
        schema = {"properties": {key: schema}}
    return schema


def _condition(condition: Condition) -> Schema:
    return {
        "anyOf": [{"allOf": [_test(each) for each in tests]} for tests in condition.alternatives]
    }


def _test(test: Test) -> Schema:
    last: Schema = {}
    if test.allowed is not None:
        last["enum"] = list(test.allowed)
    if test.forbidden is not None:
        last["not"] = {"enum": list(test.forbidden)}
    if test.min is not None:
        last["minimum"] = test.min
    if test.max is not None:
        last["maximum"] = test.max
    if test.any is not None:
        last["contains"] = _condition(test.any)
    schema = last
    for key in reversed(test.path.parts):
        schema = {"properties": {key: schema}, "required": [key]}
    return {"not": schema} if test.exists is False else schema
