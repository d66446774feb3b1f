"""The form of a manifest: which values break their field's rule, which needed ones are missing.

Cerberus explains; where a gate is given (the JSON Schema of the same fields, many times faster),
what the gate accepts is not explained.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from validator.facts.case import Case
from validator.form.cerberus import Explainer, MakeGate
from validator.form.fields import Field, pruned
from validator.form.personal import personal_values
from validator.form.relations import Relations, relates
from validator.model import Named, Violation

_MISSING: Final = "field_missing"
_NOT_MALFORMED: Final = (_MISSING, "field_unknown")


class Form:
    """The fields of a manifest, ready to examine one.

    Args:
        make_gate: makes the gate of some fields; None leaves everything to Cerberus.
    """

    def __init__(self, fields: Mapping[str, Field], make_gate: MakeGate | None) -> None:
        self.fields = fields
        self.gate = None if make_gate is None else make_gate(fields)
        self._explainer = Explainer(fields, make_gate)
        self._related = pruned(fields, relates)
        self._personal = pruned(fields, lambda rule: rule.personal is not False)

    def examine(self, case: Case) -> None:
        """Tell a case what is wrong with its form, and so which of its values do not count.

        Sets `case.form`, `case.malformed` and `case.missing`.
        """
        own: list[Violation] = []
        if self.gate is None or not self.gate(case.manifest):
            own = list(self._explainer.explain(case.manifest))
        known: frozenset[str] | None = None
        missing: frozenset[str] = frozenset()
        # What is needed may hang on a field that itself turns out to be needed and not there.
        while missing != known:
            known = missing
            if own or known:
                self._mark(case, own)
                case.missing |= known
            relations = Relations(case, self.fields)
            relations.map(self._related, case.manifest, "")
            missing = known | relations.unclear | self._missing(relations.found)
        case.form = [*own, *relations.found]
        if case.form:
            self._mark(case, case.form)
            case.missing |= missing

    @staticmethod
    def _mark(case: Case, found: Iterable[Violation]) -> None:
        case.missing = Form._missing(found)
        case.malformed = frozenset(v.pointer for v in found if v.message.key not in _NOT_MALFORMED)

    @staticmethod
    def _missing(found: Iterable[Violation]) -> frozenset[str]:
        return frozenset(v.pointer for v in found if v.message.key == _MISSING)

    def named(self, pointer: str) -> Named | None:
        """The field that a pointer into a manifest leads to, for messages; None for no field."""
        parts = [part for part in pointer.split("/")[1:] if not part.isdecimal()]  # items of lists
        fields, found = self.fields, None
        for part in parts:
            found = fields.get(part)
            if found is None:
                return None
            fields = found.fields if found.item is None else found.item.fields
        return None if found is None else Named(".".join(parts), found.label)

    def personal_values(self, case: Case) -> tuple[str, ...]:
        """Every value in the manifest that is a person's own, longest first, for masking."""
        values = set(personal_values(self._personal, self.fields, case.manifest, case))
        return tuple(sorted(values, key=lambda value: (-len(value), value)))
