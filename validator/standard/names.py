"""From `application.yaml` to the fields of a form, and from a dotted name to a place in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from validator.closest import alike, clauses_near, closest
from validator.errors import Fault
from validator.facts.conditions import Condition, Test
from validator.facts.paths import AS_OF, ROOTED, Path
from validator.form.fields import Field, ends_of
from validator.model import Arg, Declared, Duty, Named, Text, declare
from validator.places import pointer
from validator.standard.spec_file import (
    SPEC_CYRILLIC_LETTERS,
    SPEC_IMPOSSIBLE_DATE,
    ApplicationFile,
    SpecFile,
    shown,
)

_CLAUSES: Final = ("clause", "ground")
"""Sorts of names that are clauses."""

UNKNOWN: Final[Mapping[str, Declared]] = {
    each: declare(f"spec_unknown_{each}", name=str, closest=str)
    for each in ("clause", "service", "ground", "fee", "parameter", "field", "code", "code_list")
}
"""The message for a name that stands for nothing, by what it should stand for."""

CodeLists = Mapping[str, Mapping[str, Text]]


class Compiler:
    """Turns names into what they stand for and gathers what stands for nothing."""

    def __init__(self, application: ApplicationFile) -> None:
        self.faults: list[Fault] = []
        self.application = application
        self.code_lists: CodeLists = application.value["code_lists"]
        self._file: SpecFile[Any] = application
        self.fields: Mapping[str, Field] = {}
        # Conditions name fields of the whole form, so its shape comes first and they come second.
        self.fields = self._map(application.value["fields"], "/fields", None)
        self.fields = self._map(application.value["fields"], "/fields", self.fields)

    def fault(self, place: str, key: Declared, **args: Arg) -> None:
        """Note a fault in the file that is being compiled."""
        self.faults.append(self._file.fault(place, key, **args))

    def turn_to(self, file: SpecFile[Any]) -> None:
        """Compile another file from here on."""
        self._file = file

    def among(self, name: str, known: Any, place: str, sort: str) -> bool:
        """Whether a name is known; otherwise a fault that proposes the closest one."""
        if name in known:
            return True
        name, known = shown(name), map(str, known)
        meant = closest(name, clauses_near(name, known) if sort in _CLAUSES else known)
        if alike(name, meant):
            self.fault(place, SPEC_CYRILLIC_LETTERS, name=name, latin=meant)
        else:
            self.fault(place, UNKNOWN[sort], name=name, closest=meant)
        return False

    def path(self, dotted: str, place: str, bases: tuple[Mapping[str, Field], ...]) -> Path:
        """The place of a field; an unknown one is a fault."""
        rooted = dotted.startswith(ROOTED)
        if rooted:
            bases = (self.fields,)
        parts = tuple(dotted.removeprefix(ROOTED).split("."))
        if parts == (AS_OF,):
            submitted = self.fields.get("submitted_at")
            return Path(parts, submitted.label if submitted else {})
        found: Field | None = None
        labels = []
        for base in bases:
            fields = base
            for part in parts:
                if not self.among(part, fields, place, "field"):
                    return Path(parts, rooted=rooted)
                found = fields[part]
                fields = found.below
            labels.append(found.label if found else {})
        codes = found.codes or (found.item.codes if found.item else {}) if found else {}
        several = tuple(labels) if len(labels) > 1 else ()
        return Path(parts, labels[-1], codes, several, rooted)

    def condition(
        self, value: Any, place: str, bases: tuple[Mapping[str, Field], ...] | None = None
    ) -> Condition | None:
        """What a `when` says; None for nothing."""
        if value is None:
            return None
        alternatives = value if isinstance(value, list) else [value]
        made = []
        for index, tests in enumerate(alternatives):
            where = f"{place}/{index}" if isinstance(value, list) else place
            made.append(
                tuple(
                    self._test(dotted, words, where + pointer(dotted), bases or (self.fields,))
                    for dotted, words in tests.items()
                )
            )
        return Condition(tuple(made))

    def _test(
        self, dotted: str, words: Mapping[str, Any], place: str, bases: tuple[Any, ...]
    ) -> Test:
        path = self.path(dotted, place, bases)
        allowed = words.get("allowed")
        if allowed is not None and path.codes:
            for index, code in enumerate(allowed):
                self.among(code, path.codes, f"{place}/allowed/{index}", "code")
        return Test(
            path,
            words.get("exists"),
            None if allowed is None else tuple(allowed),
            words.get("min"),
            words.get("max"),
            self._of_an_entry(dotted, words, f"{place}/any", bases),
        )

    def _of_an_entry(
        self, dotted: str, words: Mapping[str, Any], place: str, bases: tuple[Any, ...]
    ) -> Condition | None:
        lists = tuple(each.items for each in ends_of(dotted, bases, self.fields))
        return self.condition(words.get("any"), place, lists) if any(lists) else None

    def named_code(self, code_list: str, code: str, place: str) -> Named:
        """A code with its name; an unknown one is a fault."""
        codes = self.code_lists.get(code_list, {})
        self.among(code, codes, place, "code")
        return Named(code, codes.get(code, {}))

    def day(self, value: str, place: str) -> date:
        """A day; one that is not in the calendar is a fault."""
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fault(place, SPEC_IMPOSSIBLE_DATE, value=value)
            return date.max

    def _map(
        self, raw: Mapping[str, Any], place: str, scope: Mapping[str, Field] | None
    ) -> dict[str, Field]:
        """The fields of a map.

        Args:
            scope: the fields that their conditions begin from; None leaves conditions out.
        """
        return {
            key: self._field(rule, f"{place}{pointer(key)}", scope) for key, rule in raw.items()
        }

    def _field(
        self, raw: Mapping[str, Any], place: str, scope: Mapping[str, Field] | None
    ) -> Field:
        conditions = scope is not None

        def condition(word: str) -> Any:
            value = raw.get(word, False if word != "only" else None)
            if isinstance(value, bool) or value is None:
                return value
            return False if scope is None else self.condition(value, f"{place}/{word}", (scope,))

        codes: Mapping[str, Text] = {}
        if (name := raw.get("code_list")) is not None:
            if conditions:
                self.among(name, self.code_lists, f"{place}/code_list", "code_list")
            codes = self.code_lists.get(name, {})
        if conditions:
            for index, target in enumerate(raw.get("refers_to", ())):
                self.among(target, self.fields, f"{place}/refers_to/{index}", "field")
        nested = raw.get("schema", {})
        if conditions and (key := raw.get("unique_by")) is not None:
            self.among(key, nested.get("schema", {}), f"{place}/unique_by", "field")
        allowed = raw.get("allowed") or (tuple(codes) if codes else None)
        return Field(
            type=raw["type"],
            duty=Duty(raw.get("duty", Duty.APPLICANT)),
            label=raw.get("label", {}),
            help=raw.get("help"),
            required=condition("required"),
            only=condition("only") or None,
            several=raw.get("several", False),
            allowed=None if allowed is None else tuple(allowed),
            codes=codes,
            check_with=raw.get("check_with"),
            empty=raw.get("empty", False),
            min=raw.get("min"),
            max=raw.get("max"),
            minlength=raw.get("minlength"),
            personal=condition("personal"),
            unique_by=raw.get("unique_by"),
            refers_to=tuple(raw.get("refers_to", ())),
            fields=self._map(nested, f"{place}/schema", scope) if raw["type"] == "dict" else {},
            item=self._item(nested, f"{place}/schema", scope) if raw["type"] == "list" else None,
        )

    def _item(self, raw: Mapping[str, Any], place: str, scope: Mapping[str, Field] | None) -> Field:
        """The rule of a list's items; the conditions of their fields begin at the item."""
        bare = self._field(raw, place, None)
        return bare if scope is None else self._field(raw, place, bare.fields)
