"""What breaks the rule of its field, found and told apart by Cerberus.

Its errors are taken raw and turned into violations. Nothing but this module and `cerberus_rules`
knows Cerberus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from validator.closest import SUGGESTIONS, alike, called, closest, searched
from validator.facts.examination import FIELD_UNKNOWN, FINDINGS_UNTOLD, MOST_FINDINGS
from validator.form.cerberus_rules import broken_by, validator_of
from validator.form.decimals import (
    DECIMAL,
    NOT_A_DECIMAL,
    VALUE_TOO_LARGE,
    VALUE_TOO_SMALL,
)
from validator.form.fields import Field
from validator.form.formats import SLIP
from validator.form.many_faults import Gate, Way, at_way, beginning_of, find_faults, outermost
from validator.form.wanted import field_missing, value_unknown
from validator.model import Declared, Message, Named, Violation, declare
from validator.places import pointer

VALUE_NULL = declare("value_null", field=Named)
NUMBER_NEEDS_QUOTES = declare("number_needs_quotes", field=Named, **SLIP)
EXPECTED_TEXT = declare("expected_text", field=Named, **SLIP)
EXPECTED_NUMBER = declare("expected_number", field=Named, **SLIP)
EXPECTED_BOOLEAN = declare("expected_boolean", field=Named, **SLIP)
EXPECTED_LIST = declare("expected_list", field=Named, **SLIP)
EXPECTED_MAP = declare("expected_map", field=Named, **SLIP)
LIST_TOO_SHORT = declare("list_too_short", field=Named, limit=int)
LIST_TOO_LONG = declare("list_too_long", field=Named, limit=int)
FAULTS_UNTOLD = declare("faults_untold", field=Named, count=int)


_MOST_OF_FIELD: Final = MOST_FINDINGS // 2
"""Faults that are explained of a field with very many: other fields have room beside it."""


class Explainer:
    """Says which field breaks which of its rules.

    Cerberus sees those values alone that the gate names; without a gate it sees all.
    """

    def __init__(self, fields: Mapping[str, Field], gate: Gate | None) -> None:
        self.fields = fields
        self._gate = gate
        self._validators: dict[tuple[str | bool | None, ...], Any] = {}

    def explain(self, manifest: Mapping[str, Any]) -> Iterator[Violation]:
        """Every rule of a single field that the manifest breaks."""
        suggest = iter(range(SUGGESTIONS))
        faults = None if self._gate is None else find_faults(self._gate, manifest)
        for key, rule in self.fields.items():
            if key not in manifest:
                if rule.always_required:
                    yield Violation(pointer(key), field_missing(Named(key, rule.label), rule))
            elif faults is None:
                yield from self._of_value((key,), manifest[key], suggest)
            elif key in faults:
                yield from self._of_field(key, manifest, faults[key], suggest)
        strays = [key for key in manifest if key not in self.fields]
        for key in strays[:MOST_FINDINGS]:
            yield Violation(
                pointer(key), _unknown(key, self.fields, suggest=next(suggest, None) is not None)
            )
        if untold := strays[MOST_FINDINGS:]:
            yield Violation(pointer(untold[0]), FINDINGS_UNTOLD(count=len(untold)))

    def _of_field(
        self,
        key: str,
        manifest: Mapping[str, Any],
        faults: Mapping[Way, int],
        suggest: Iterator[int],
    ) -> Iterator[Violation]:
        """What is wrong with a field of the root; of very many faults most are counted alone."""
        count = sum(faults.values())
        most = _MOST_OF_FIELD if count > MOST_FINDINGS else None
        told = 0
        found = (
            violation
            for way in outermost(faults)
            for violation in self._of_value(
                way, at_way(manifest, way), suggest, shorten=most is not None
            )
        )
        for each in islice(found, most):
            yield each
            told += 1
        if most is not None:
            label = Named(key, self.fields[key].label)
            yield Violation(pointer(key), FAULTS_UNTOLD(field=label, count=count - told))

    def _of_value(
        self, way: Way, value: Any, suggest: Iterator[int], *, shorten: bool = False
    ) -> Iterator[Violation]:
        """What is wrong with the value at a way and below it, or with the beginning of that."""
        rule, _ = self._at(way)
        assert rule is not None  # noqa: S101  # nothing but fields has rules to break
        if shorten:
            value = beginning_of(rule, value)
        as_list = rule.several and isinstance(way[-1], str) and isinstance(value, list)
        key = next(part for part in reversed(way) if isinstance(part, str))
        cerberus = self._validator(way, key, rule, as_list=as_list)
        if cerberus.validate({key: value}, normalize=False):
            return
        for error in sorted(_leaves(cerberus.errors), key=_path_of):
            path = (*way, *_path_of(error)[1:])
            message = _message(error, self._at(path), suggest=next(suggest, None) is not None)
            yield Violation(pointer(*path), message)

    def _validator(self, way: Way, key: str, rule: Field, *, as_list: bool) -> Any:
        """What Cerberus holds a value at a way against, whichever item of its lists that leads to.

        Args:
            key: the name under which it is given the value.
        """
        alike = (*(part if isinstance(part, str) else None for part in way), as_list)
        if alike not in self._validators:
            self._validators[alike] = validator_of(key, rule, as_list=as_list)
        return self._validators[alike]

    def _at(self, path: Way) -> tuple[Field | None, Mapping[str, Field]]:
        """The rule of a place, and the rules of the map around it."""
        rule: Field | None = None
        around = self.fields
        for part in path:
            if isinstance(part, int):
                # An item has no label of its own: messages call it by its list's.
                if rule is not None and not rule.several:
                    rule = replace(rule.item, label=rule.label) if rule.item else None
            else:
                around = rule.fields if rule else around
                rule = around.get(part)
        return rule, around


def _path_of(error: Any) -> Way:
    return tuple(error.document_path)


def _leaves(errors: Iterable[Any]) -> Iterator[Any]:
    for error in errors:
        if error.child_errors:
            yield from _leaves(error.child_errors)
        else:
            yield error


_EXPECTED: Final = {
    "string": EXPECTED_TEXT,
    "integer": EXPECTED_NUMBER,
    DECIMAL: NOT_A_DECIMAL,
    "boolean": EXPECTED_BOOLEAN,
    "list": EXPECTED_LIST,
    "dict": EXPECTED_MAP,
}


def _message(
    error: Any, place: tuple[Field | None, Mapping[str, Field]], *, suggest: bool
) -> Message:
    """What a Cerberus error says, by the rule it broke, and what may have been meant."""
    from cerberus import errors  # only faults need it

    from validator.form.mending import slip_of_type

    rule, around = place
    if rule is None:
        key = str(error.document_path[-1])
        return _unknown(key, around, suggest=suggest)
    label = Named(_key_of(error), rule.label)
    if error.code == errors.REQUIRED_FIELD.code:
        return field_missing(label, rule)
    if error.code in (errors.BAD_TYPE.code, errors.NOT_NULLABLE.code):
        wrong = _type_message(rule, error.value)
        return wrong(field=label, **slip_of_type(rule, error.value))
    if error.code == errors.UNALLOWED_VALUE.code:
        return value_unknown(label, rule, str(error.value), suggest=suggest)
    if error.code == errors.CUSTOM.code:
        return _told(rule, label, error.value)
    limits = {
        errors.MIN_VALUE.code: VALUE_TOO_SMALL,
        errors.MAX_VALUE.code: VALUE_TOO_LARGE,
        errors.MIN_LENGTH.code: LIST_TOO_SHORT,
        errors.MAX_LENGTH.code: LIST_TOO_LONG,
    }
    return limits[error.code](field=label, limit=error.constraint)


def _told(rule: Field, label: Named, value: Any) -> Message:
    """What breaks a rule that is ours to look at."""
    found = broken_by(rule, value)
    assert found is not None  # noqa: S101  # or else there was no error
    wrong, details = found
    if "mended" not in wrong.types:
        return wrong(field=label, **details)
    from validator.form.mending import slip_of_text, slip_of_type  # only faults need it

    slips = slip_of_text if rule.type == "string" else slip_of_type
    return wrong(field=label, **details, **slips(rule, value))


def _key_of(error: Any) -> str:
    """The key of what is wrong; of an item of a list, the list's."""
    return str(next(part for part in reversed(error.document_path) if isinstance(part, str)))


def _unknown(key: str, around: Mapping[str, Field], *, suggest: bool) -> Message:
    return FIELD_UNKNOWN(key=key, **_meant(key, around if suggest else {}))


def _meant(key: str, known: Mapping[str, Field]) -> dict[str, str]:
    """The key that was meant; `what` tells how it is known, and nothing where it is a guess."""
    titles = {name: rule.label for name, rule in known.items()}
    if (titled := called(key, titles)) is not None and titled != key:
        return {"closest": titled, "what": "title"}
    if meant := closest(key, known):
        return {"closest": meant, **({"what": "latin"} if alike(key, meant) else {})}
    found = searched(key, titles)
    return {"closest": found[0] if len(found) == 1 else ""}


def _type_message(rule: Field, value: Any) -> Declared:
    if value is None:
        return VALUE_NULL
    if rule.type == "string" and isinstance(value, int) and not isinstance(value, bool):
        return NUMBER_NEEDS_QUOTES
    return _EXPECTED[rule.type]
