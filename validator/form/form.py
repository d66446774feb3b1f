"""The form of a manifest: which values break their field's rule, which needed ones are missing.

Cerberus explains; where a gate is given (the JSON Schema of the same fields, many times faster),
what the gate accepts is not explained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from validator.facts.examination import (
    FIELD_MISNAMED,
    FIELD_MISSING,
    FIELD_UNKNOWN,
    Examination,
    examination,
    missing_of,
)
from validator.facts.manifest_values import Values
from validator.form.cerberus import Explainer
from validator.form.fields import Field, pruned
from validator.form.many_faults import Gate
from validator.form.personal import personal_values
from validator.form.record import Whole, providers_keys
from validator.form.relations import Relations, relates
from validator.form.wanted import field_missing
from validator.model import Named, Violation


class Form:
    """The fields of a manifest, ready to examine one.

    Args:
        gate: tells whether a manifest keeps the rules of these fields; without one Cerberus does.
    """

    def __init__(self, fields: Mapping[str, Field], gate: Gate | None) -> None:
        self.fields = fields
        self.gate = gate
        self._explainer = Explainer(fields, gate)
        self._related = pruned(fields, relates)
        self._personal = pruned(fields, lambda rule: rule.personal is not False)
        self._providers = providers_keys(fields)

    def examine(self, whole: Whole, day: date | None = None) -> Examination:
        """What is wrong with the form of an application, so which of its values do not count.

        Args:
            day: the day that counts; without it no test of a date can be decided.
        """
        manifest = whole.manifest
        own: tuple[Violation, ...] = ()
        if self.gate is None or not self.gate(manifest):
            own = tuple(self._explainer.explain(manifest))
        missing: frozenset[str] = frozenset()
        while True:
            examined = examination(own, whole.record_trouble, missing, self._providers, day)
            relations = Relations(examined, self.fields, manifest)
            relations.root(self._related)
            found = missing | relations.unclear | missing_of(relations.found)
            # What is needed may hang on a field that itself turns out to be needed and not there.
            if found == missing:
                if not own and not relations.found:
                    return examined
                violations = _joined([*own, *map(self._in_full, relations.found)])
                trouble = whole.record_trouble
                return examination(violations, trouble, missing, self._providers, day)
            missing = found

    def _in_full(self, violation: Violation) -> Violation:
        """A violation that says what to type: what hangs on other fields knows few of its own."""
        if violation.message.key != FIELD_MISSING.key:
            return violation
        found, field = self.at(violation.pointer), violation.message.args["field"]
        if found is None or not isinstance(field, Named):
            return violation
        return Violation(violation.pointer, field_missing(field, found[1]))

    def at(self, pointer: str) -> tuple[Named, Field] | None:
        """The field that a pointer into a manifest leads to, and its rule; None for no field."""
        parts = [part for part in pointer.split("/")[1:] if not part.isdecimal()]  # items of lists
        fields, found = self.fields, None
        for part in parts:
            found = fields.get(part)
            if found is None:
                return None
            fields = found.items
        return None if found is None else (Named(".".join(parts), found.label), found)

    def personal_values(self, whole: Whole, examined: Examination) -> tuple[str, ...]:
        """Every value that is a person's own, longest first, for masking."""
        root = Values(examined, "", whole.manifest)
        values = {
            value
            for part in (whole.manifest, *whole.left_out)
            for value in personal_values(self._personal, self.fields, part, root)
        }
        return tuple(sorted(values, key=lambda value: (-len(value), value)))


def _joined(violations: Sequence[Violation]) -> tuple[Violation, ...]:
    """The violations, a needed field that is not there told with the key that was meant for it."""
    missing = {each.pointer: each for each in violations if each.message.key == FIELD_MISSING.key}
    meant: dict[str, Violation] = {}
    for each in violations if missing else ():
        name = str(each.message.args.get("closest", ""))
        place = f"{each.pointer.rpartition('/')[0]}/{name}"
        if each.message.key == FIELD_UNKNOWN.key and name and place in missing:
            meant.setdefault(place, each)
    keys = {id(each) for each in meant.values()}
    return tuple(
        _misnamed(each, meant[each.pointer])
        if each.message.key == FIELD_MISSING.key and each.pointer in meant
        else each
        for each in violations
        if id(each) not in keys
    )


def _misnamed(missing: Violation, unknown: Violation) -> Violation:
    """A needed field that is not there, where a key stands that was meant for it."""
    args = {name: arg for name, arg in unknown.message.args.items() if name != "closest"}
    message = FIELD_MISNAMED(field=missing.message.args["field"], **args)
    return Violation(missing.pointer, message, key=unknown.pointer)
