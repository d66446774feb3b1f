"""The form of a manifest: which values break their field's rule, which needed ones are missing.

Cerberus explains; where a gate is given (the JSON Schema of the same fields, many times faster),
what the gate accepts is not explained.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from validator.application.explain import Explainer, MakeGate
from validator.application.fields import Field
from validator.application.relations import Relations, personal, pruned, relates
from validator.checks.case import Case
from validator.model import Named, Violation

__all__ = ["Field", "Form"]


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
        found: list[Violation] = []
        if self.gate is None or not self.gate(case.manifest):
            found = list(self._explainer.explain(case.manifest))
            self._mark(case, found)
        relations = Relations(case, self.fields)
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
        values = set(personal(self._personal, case.manifest, case))
        return tuple(sorted(values, key=lambda value: (-len(value), value)))
