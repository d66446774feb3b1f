"""The form of a manifest: which values break their field's rule, which needed ones are missing.

The only module that knows Cerberus. Cerberus explains; where a gate is given (the JSON Schema of
the same fields, many times faster), what the gate accepts is not explained again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Final

from validator.checks.facts import ABSENT, Case, Condition, Facts
from validator.checks.formats import FORMATS
from validator.errors import MissingFact
from validator.model import Message, Named, Text, Violation
from validator.source import pointer

_SHOWN = 60
"""Characters of an unknown key or value that a message repeats."""


@dataclass(frozen=True, slots=True)
class Field:
    """The rule of one field of the manifest, in the words of `application.yaml`.

    Attributes:
        type: `string`, `integer`, `boolean`, `list` or `dict`.
        required: whether it is needed, or the condition under which it is.
        only: the condition under which it belongs there at all.
        allowed: the values it may have; `codes` names them where a code list does.
        check_with: the format of a text, see `validator.checks.formats`.
        empty: whether a text may be empty.
        personal: whether its value is a person's own, or the condition under which it is.
        unique_by: the key of a list's items that may not repeat.
        refers_to: the lists of items (or maps) whose ids it may name.
        fields: of a map, by key.
        item: the rule of a list's items.
    """

    type: str
    label: Text = field(default_factory=dict)
    help: Text | None = None
    required: bool | Condition = False
    only: Condition | None = None
    allowed: tuple[Any, ...] | None = None
    codes: Mapping[str, Text] = field(default_factory=dict)
    check_with: str | None = None
    empty: bool = False
    min: int | None = None
    max: int | None = None
    minlength: int | None = None
    personal: bool | Condition = False
    unique_by: str | None = None
    refers_to: tuple[str, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)
    item: Field | None = None

    @property
    def format(self) -> str | None:
        """The format its text has to have."""
        return self.check_with or (None if self.empty or self.allowed else "text")

    @property
    def always_required(self) -> bool:
        """Whether it is needed whatever the rest of the manifest says."""
        return self.required is True and self.only is None


class Form:
    """The fields of a manifest, ready to examine one."""

    def __init__(self, fields: Mapping[str, Field], gate: Callable[[Any], bool] | None) -> None:
        self.fields = fields
        self.gate = gate
        self._related = _pruned(fields, _relates)
        self._personal = _pruned(fields, lambda rule: rule.personal is not False)

    def examine(self, case: Case) -> None:
        """Tell a case what is wrong with its form, and so which of its values do not count.

        Sets `case.form`, `case.malformed` and `case.missing`.
        """
        found: list[Violation] = []
        if self.gate is None or not self.gate(case.manifest):
            found = list(self._explain(case.manifest))
            self._mark(case, found)
        relations = _Relations(case, self.fields)
        relations.map(self._related, case.manifest, "")
        if found or relations.found:
            found += relations.found
            self._mark(case, found)
        case.form = found

    @staticmethod
    def _mark(case: Case, found: Iterable[Violation]) -> None:
        absent = {"field_missing"}
        ignored = {"field_unknown"}
        case.missing = frozenset(v.pointer for v in found if v.message.key in absent)
        case.malformed = frozenset(
            v.pointer for v in found if v.message.key not in absent | ignored
        )

    def personal_values(self, case: Case) -> tuple[str, ...]:
        """Every value in the manifest that is a person's own, longest first, for masking."""
        values = set(_personal(self._personal, case.manifest, case))
        return tuple(sorted(values, key=lambda value: (-len(value), value)))

    @cached_property
    def _cerberus(self) -> Any:
        from cerberus import TypeDefinition, Validator  # only faults need it
        from cerberus.errors import BaseErrorHandler

        class Raw(BaseErrorHandler):  # type: ignore[misc]  # cerberus publishes no types
            """Hands the errors on as they are."""

            def __call__(self, errors: Iterable[Any]) -> list[Any]:
                return list(errors)

        class Strict(Validator):  # type: ignore[misc]  # cerberus publishes no types
            """Cerberus, except that true is no integer."""

            types_mapping = {  # noqa: RUF012  # cerberus asks for a class attribute
                **Validator.types_mapping,
                "integer": TypeDefinition("integer", (int,), (bool,)),
            }

        return Strict(_cerberus_schema(self.fields), error_handler=Raw())

    def _explain(self, manifest: Mapping[str, Any]) -> Iterator[Violation]:
        cerberus = self._cerberus
        if not cerberus.validate(manifest, normalize=False):
            for error in _leaves(cerberus.errors):
                path = tuple(error.document_path)
                yield Violation(pointer(*path), _message(error, self._at(path)))

    def _at(self, path: tuple[Any, ...]) -> tuple[Field | None, Mapping[str, Field]]:
        """The rule of a place, and the rules of the map around it."""
        rule: Field | None = None
        around = self.fields
        for part in path:
            if isinstance(part, int):
                # An item has no label of its own: messages call it by its list's.
                rule = replace(rule.item, label=rule.label) if rule and rule.item else None
            else:
                around = rule.fields if rule else around
                rule = around.get(part)
        return rule, around


def _cerberus_schema(fields: Mapping[str, Field]) -> dict[str, Any]:
    return {key: _cerberus_rule(rule) for key, rule in fields.items()}


def _cerberus_rule(rule: Field) -> dict[str, Any]:
    made: dict[str, Any] = {"type": rule.type}
    if rule.always_required:
        made["required"] = True
    if rule.allowed is not None:
        made["allowed"] = list(rule.allowed)
    if rule.type == "string" and rule.format is not None:
        made["check_with"] = _checker(rule.format)
    for word in ("min", "max", "minlength"):
        if (limit := getattr(rule, word)) is not None:
            made[word] = limit
    if rule.type == "dict":
        made["schema"] = _cerberus_schema(rule.fields)
    if rule.item is not None:
        made["schema"] = _cerberus_rule(rule.item)
    return made


def _checker(name: str) -> Callable[[str, Any, Callable[[str, str], None]], None]:
    wrong = FORMATS[name]

    def check(key: str, value: Any, error: Callable[[str, str], None]) -> None:
        # Of the rules of a field that null breaks, Cerberus drops every other one but this.
        if isinstance(value, str) and (message := wrong(value)) is not None:
            error(key, message)

    return check


def _leaves(errors: Iterable[Any]) -> Iterator[Any]:
    for error in errors:
        if error.child_errors:
            yield from _leaves(error.child_errors)
        else:
            yield error


_EXPECTED: Final = {
    "string": "expected_text",
    "integer": "expected_number",
    "boolean": "expected_boolean",
    "list": "expected_list",
    "dict": "expected_map",
}


def _message(error: Any, place: tuple[Field | None, Mapping[str, Field]]) -> Message:
    """What a Cerberus error says, by the rule it broke."""
    from cerberus import errors  # only faults need it

    rule, around = place
    if rule is None:
        key = str(error.document_path[-1])
        return Message("field_unknown", {"key": key[:_SHOWN], "closest": _closest(key, around)})
    label = Named(str(error.document_path[-1]), rule.label)
    if error.code == errors.REQUIRED_FIELD.code:
        return Message("field_missing", {"field": label})
    if error.code in (errors.BAD_TYPE.code, errors.NOT_NULLABLE.code):
        return Message(_type_message(rule, error.value), {"field": label})
    if error.code == errors.UNALLOWED_VALUE.code:
        value = str(error.value)
        args = {"value": value[:_SHOWN], "closest": _closest(value, map(str, rule.allowed or ()))}
        return Message("value_unknown", {"field": label, **args})
    if error.code == errors.CUSTOM.code:
        return Message(str(error.info[0]), {"field": label})
    limits = {
        errors.MIN_VALUE.code: "value_too_small",
        errors.MAX_VALUE.code: "value_too_large",
        errors.MIN_LENGTH.code: "list_too_short",
    }
    return Message(limits[error.code], {"field": label, "limit": error.constraint})


def _type_message(rule: Field, value: Any) -> str:
    if value is None:
        return "value_null"
    if rule.type == "string" and isinstance(value, int) and not isinstance(value, bool):
        return "number_needs_quotes"
    return _EXPECTED[rule.type]


def _closest(word: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(word[:_SHOWN], list(known), 1)), "")


def _relates(rule: Field) -> bool:
    return bool(
        rule.only or isinstance(rule.required, Condition) or rule.unique_by or rule.refers_to
    )


def _pruned(fields: Mapping[str, Field], wanted: Callable[[Field], bool]) -> dict[str, Field]:
    """The fields that are wanted and those on the way to them, so that a walk is short."""
    made = {}
    for key, rule in fields.items():
        inner = _pruned(rule.fields, wanted)
        item = None
        if rule.item is not None and (below := _pruned(rule.item.fields, wanted)):
            item = replace(rule.item, fields=below)
        if inner or item or wanted(rule):
            made[key] = replace(rule, fields=inner, item=item)
    return made


class _Relations:
    """What no rule of a single field can tell: needs and ids that hang on other fields."""

    def __init__(self, case: Case, fields: Mapping[str, Field]) -> None:
        self.case = case
        self.fields = fields
        self.root = Facts(case, "", case.manifest)
        self.found: list[Violation] = []
        self._known_ids: dict[tuple[str, ...], set[str]] = {}

    def map(self, fields: Mapping[str, Field], value: Any, base: str) -> None:
        if not isinstance(value, dict):
            return
        for key, rule in fields.items():
            place = f"{base}/{key}"
            found = value.get(key, ABSENT)
            belongs = rule.only is None or self._holds(rule.only)
            if found is ABSENT:
                if self._needed(rule, belongs):
                    self._add(place, "field_missing", key, rule)
            elif belongs is False:
                self._add(place, "field_out_of_place", key, rule)
            elif place not in self.case.malformed:
                self._value(rule, found, place, key)

    def _value(self, rule: Field, value: Any, place: str, key: str) -> None:
        if rule.fields:
            self.map(rule.fields, value, place)
        if rule.item is not None:
            for index, item in enumerate(value):
                self.map(rule.item.fields, item, f"{place}/{index}")
        if rule.unique_by is not None:
            self._unique(rule.unique_by, value, place)
        if rule.refers_to and value not in self._ids(rule.refers_to):
            self._add(place, "reference_unknown", key, rule)

    def _needed(self, rule: Field, belongs: bool | None) -> bool:
        if isinstance(rule.required, Condition):
            return bool(belongs) and self._holds(rule.required) is True
        return rule.required and rule.only is not None and belongs is True

    def _holds(self, condition: Condition) -> bool | None:
        try:
            return condition.holds(self.root)
        except MissingFact:
            return None

    def _unique(self, key: str, items: list[Any], place: str) -> None:
        # A map's own name is taken: what concerns it is told by that name.
        seen = {name for name, rule in self.fields.items() if rule.fields}
        for index, item in enumerate(items):
            where = f"{place}/{index}/{key}"
            value = item.get(key) if isinstance(item, dict) else None
            if not isinstance(value, str) or where in self.case.malformed:
                continue
            if value in seen:
                self.found.append(Violation(where, Message("id_repeated", {"id": value})))
            seen.add(value)

    def _ids(self, names: tuple[str, ...]) -> set[str]:
        if names in self._known_ids:
            return self._known_ids[names]
        ids = self._known_ids[names] = set()
        for name in names:
            value = self.case.manifest.get(name)
            if self.fields[name].item is None:
                ids.add(name)  # a map is called by its own name
            elif isinstance(value, list):
                named = (item for item in value if isinstance(item, dict) and "id" in item)
                ids.update(str(item["id"]) for item in named)
        return ids

    def _add(self, place: str, message: str, key: str, rule: Field) -> None:
        self.found.append(Violation(place, Message(message, {"field": Named(key, rule.label)})))


def _personal(fields: Mapping[str, Field], value: Any, case: Case) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    for key, rule in fields.items():
        found = value.get(key)
        if rule.personal and _is_personal(rule.personal, case):
            yield from _scalars(found)
        elif rule.fields:
            yield from _personal(rule.fields, found, case)
        elif rule.item is not None and isinstance(found, list):
            for item in found:
                yield from _personal(rule.item.fields, item, case)


def _scalars(value: Any) -> Iterator[str]:
    """Every text and number at or below a value."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _scalars(each)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)


def _is_personal(personal: bool | Condition, case: Case) -> bool:
    if isinstance(personal, bool):
        return personal
    try:
        return personal.holds(Facts(case, "", case.manifest))
    except MissingFact:
        return True  # what may be a person's is kept from view
