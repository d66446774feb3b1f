"""What no rule of a single field can tell: needs, ids and privacy that hang on other fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

from validator.facts.conditions import Condition
from validator.facts.examination import FIELD_MISSING, Examination
from validator.facts.manifest_values import Values
from validator.facts.paths import ABSENT
from validator.form.applying import belongs, needed
from validator.form.fields import Field
from validator.model import Declared, Duty, Named, Violation, declare

FIELD_OUT_OF_PLACE = declare("field_out_of_place", field=Named)
ID_REPEATED = declare("id_repeated", id=str)
ID_TAKEN = declare("id_taken", id=str)
VALUE_REPEATED = declare("value_repeated", field=Named, value=str)
REFERENCE_UNKNOWN = declare("reference_unknown", field=Named)


def relates(rule: Field) -> bool:
    """Whether the rule of a field hangs on other fields."""
    return bool(
        rule.only
        or isinstance(rule.required, Condition)
        or rule.unique_by
        or rule.unique
        or rule.refers_to
    )


class Relations:
    """What no rule of a single field can tell: needs and ids that hang on other fields."""

    def __init__(
        self, examined: Examination, fields: Mapping[str, Field], manifest: Mapping[str, Any]
    ) -> None:
        self.malformed = examined.malformed
        self.missing = examined.missing
        self.fields = fields
        self.manifest = manifest
        self._roots = {duty: Values(examined.seen_by(duty), "", manifest) for duty in Duty}
        self.found: list[Violation] = []
        self.unclear: set[str] = set()
        """Where what is absent may be needed or not."""
        self._known_ids: dict[tuple[str, ...], set[str]] = {}

    def root(self, fields: Mapping[str, Field]) -> None:
        """Look at the whole manifest, each field as the side sees it that fills it in."""
        for key, rule in fields.items():
            self._map({key: rule}, self.manifest, "", self._roots[rule.duty])

    def _map(self, fields: Mapping[str, Field], value: Any, base: str, scope: Values) -> None:
        """Look at one map.

        Args:
            scope: what the conditions of its fields begin from.
        """
        if not isinstance(value, dict):
            return
        for key, rule in fields.items():
            found = value.get(key, ABSENT)
            place = f"{base}/{key}"
            if found is ABSENT:
                # What is always needed, its own rule tells.
                is_needed = not rule.always_required and needed(rule, scope)
                if is_needed:
                    self._add(place, FIELD_MISSING, key, rule)
                elif is_needed is None:
                    self.unclear.add(place)
                continue
            if belongs(rule, scope) is False:
                self._add(place, FIELD_OUT_OF_PLACE, key, rule)
            elif place not in self.malformed:
                self._value(rule, found, place, scope)

    def _value(self, rule: Field, value: Any, place: str, scope: Values) -> None:
        if rule.several and isinstance(value, list):
            for index, part in enumerate(value):
                self._map(rule.fields, part, f"{place}/{index}", scope)
        elif rule.fields:
            self._map(rule.fields, value, place, scope)
        if rule.item is not None:
            for index, item in enumerate(value):
                self._item(rule, item, f"{place}/{index}", scope)
        if rule.unique_by is not None:
            self._unique(rule.unique_by, value, place)
        for way, text in rule.unique_texts:
            self._repeated(way, text, rule, value, place)
        if rule.refers_to and value not in self._ids(rule.refers_to):
            self._add(place, REFERENCE_UNKNOWN, place.rpartition("/")[2], rule)

    def _item(self, around: Field, item: Any, place: str, scope: Values) -> None:
        """An item of a list: a map, or a name of something else."""
        rule = around.item or around
        own = Values(scope.examination, place, item, scope.root)
        self._map(rule.fields, item, place, own)
        lists = rule.refers_to
        if not lists or place in self.malformed or item in self._ids(lists):
            return
        if all(map(self._certain, lists)):
            key = place.rpartition("/")[0].rpartition("/")[2]
            self._add(place, REFERENCE_UNKNOWN, key, around)

    def _certain(self, name: str) -> bool:
        """Whether all ids of a list are known, so that one that is not among them is wrong."""
        value = self.manifest.get(name, [])
        if {f"/{name}"} & (self.malformed | self.missing) or not isinstance(value, list):
            return False
        return not any(
            f"/{name}/{index}" in self.malformed
            or f"/{name}/{index}/id" in self.malformed
            or not (isinstance(item, dict) and "id" in item)
            for index, item in enumerate(value)
        )

    def _unique(self, key: str, items: list[Any], place: str) -> None:
        # A map's own name is taken: what concerns it is told by that name.
        taken = {name for name, rule in self.fields.items() if rule.fields}
        seen = set()
        for index, item in enumerate(items):
            where = f"{place}/{index}/{key}"
            value = item.get(key) if isinstance(item, dict) else None
            if not isinstance(value, str) or where in self.malformed:
                continue
            if value in taken:
                self.found.append(Violation(where, ID_TAKEN(id=value)))
            elif value in seen:
                self.found.append(Violation(where, ID_REPEATED(id=value)))
            seen.add(value)

    def _repeated(
        self, way: tuple[str, ...], text: Field, around: Field, items: list[Any], place: str
    ) -> None:
        """Texts that another entry of the list has already; neither case nor spaces make two."""
        seen = set()
        key = way[-1] if way else place.rpartition("/")[2]
        for index, item in enumerate(items):
            where, value = f"{place}/{index}", item
            for part in way:
                where = f"{where}/{part}"
                value = value.get(part) if isinstance(value, dict) else None
            if not isinstance(value, str) or where in self.malformed:
                continue
            same = normalize("NFC", " ".join(value.split()).casefold())
            if same in seen:
                field = Named(key, text.label or around.label)
                self.found.append(Violation(where, VALUE_REPEATED(field=field, value=value)))
            seen.add(same)

    def _ids(self, names: tuple[str, ...]) -> set[str]:
        if names in self._known_ids:
            return self._known_ids[names]
        ids = self._known_ids[names] = set()
        for name in names:
            value = self.manifest.get(name)
            if self.fields[name].item is None:
                ids.add(name)  # a map is called by its own name
            elif isinstance(value, list):
                named = (item for item in value if isinstance(item, dict) and "id" in item)
                ids.update(str(item["id"]) for item in named)
        return ids

    def _add(self, place: str, message: Declared, key: str, rule: Field) -> None:
        self.found.append(Violation(place, message(field=Named(key, rule.label))))
