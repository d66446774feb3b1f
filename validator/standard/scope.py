"""A place in a spec file and what names mean there; whatever is wrong is noted, nothing raised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from typing import Any, Final, Protocol

from validator.closest import alike, clauses_near, closest
from validator.errors import Fault
from validator.facts.conditions import Bound, Condition, Test
from validator.facts.paths import AS_OF, DERIVED_DAYS, HERE, ROOTED, Path
from validator.facts.people import People
from validator.form.decimals import DECIMAL
from validator.form.fields import FieldNames, walked
from validator.form.idle_conditions import Trouble, Words
from validator.frozen import frozen
from validator.law.lengths import length_of
from validator.law.money import Amount, exact
from validator.model import Arg, Declared, Named, declare
from validator.places import pointer
from validator.standard.spec_file import (
    SPEC_CYRILLIC_LETTERS,
    SPEC_IMPOSSIBLE_DATE,
    SpecFile,
    shown,
)

_CLAUSES: Final = ("clause", "ground")
"""Sorts of names that are clauses."""

UNKNOWN: Final[Mapping[str, Declared]] = {
    each: declare(f"spec_unknown_{each}", name=str, closest=str)
    for each in (
        *("clause", "service", "ground", "fee", "parameter", "field", "code", "code_list"),
        "requirement",
    )
}
"""The message for a name that stands for nothing, by what it should stand for."""

SPEC_FIELD_ELSEWHERE = declare("spec_field_elsewhere", name=str, instead=str)
SPEC_FIELD_IN_BOTH = declare("spec_field_in_both", name=str)


@frozen
class SpecPlace:
    """A place in a spec file.

    Attributes:
        faults: what was found wrong so far, here and elsewhere.
    """

    file: SpecFile[Any]
    faults: list[Fault]
    pointer: str = ""

    def note(self, key: Declared, *below: str | int, **args: Arg) -> None:
        """Note a fault here, or at a place below."""
        self.faults.append(self.file.fault(self.pointer + pointer(*below), key, **args))

    def note_all(self, troubles: Iterable[Trouble]) -> bool:
        """Note what is wrong with what stands here; whether anything is."""
        found = [
            self.file.fault(self.pointer + each.below, each.message, **each.args)
            for each in troubles
        ]
        self.faults.extend(found)
        return bool(found)

    def note_at_key(self, key: Declared, **args: Arg) -> None:
        """Note a fault of the key that stands here."""
        self.faults.append(self.file.fault_at_key(self.pointer, key, **args))

    def among(self, name: str, known: Any, sort: str, *below: str | int) -> bool:
        """Whether a name is known; otherwise a fault that proposes the closest one."""
        if name in known:
            return True
        name, known = shown(name), map(str, known)
        meant = closest(name, clauses_near(name, known) if sort in _CLAUSES else known)
        if alike(name, meant):
            self.note(SPEC_CYRILLIC_LETTERS, *below, name=name, latin=meant)
        else:
            self.note(UNKNOWN[sort], *below, name=name, closest=meant)
        return False

    def day(self, value: str, *below: str | int) -> date:
        """A day; one that is not in the calendar is a fault."""
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.note(SPEC_IMPOSSIBLE_DATE, *below, value=value)
            return date.max


class MakesSums(Protocol):
    """Turns sums of money as the specs write them into such as can be worked out."""

    def fee(self, name: str, raw: Words, place: NamedPlace) -> Amount | None:
        """The sum of a fee by its id; None, and a fault, where it names what is not there."""

    def made(self, raw: Words, place: NamedPlace) -> Amount | None:
        """Another sum."""


@frozen
class NamedPlace(SpecPlace):
    """A place in a spec file where names of fields mean something.

    Attributes:
        names: what they mean.
        grounds: the clauses that are grounds for refusal.
        sums: makes the sums of fees.
        entry: the requirement that stands there.
        people: by what the edition knows who is who; None where it says nothing of it.
    """

    names: FieldNames = field(default_factory=lambda: FieldNames({}, ({},)))
    grounds: Sequence[str] = ()
    sums: MakesSums | None = None
    entry: Words = field(default_factory=dict)
    people: People | None = None

    def at(self, *keys: str | int) -> NamedPlace:
        """The same names at a place below."""
        return self.of_entry(self.pointer + pointer(*keys), self.entry) if keys else self

    def of_entry(self, place: str, entry: Words) -> NamedPlace:
        """The same names where a requirement stands."""
        common = self.names, self.grounds, self.sums
        return NamedPlace(self.file, self.faults, place, *common, entry, self.people)

    @property
    def duty(self) -> str:
        """Whose duty the requirement is."""
        return str(self.entry["duty"])

    def section(self, name: str) -> Words:
        """What a section of the standard says for every requirement."""
        said: Words = self.file.value.get(name, {})
        return said

    def of_items(self, *lists: str) -> NamedPlace:
        """The same place, where names begin from the items of some lists, or from the manifest."""
        names = self.names.of_items(*lists)
        return self if names is self.names else replace(self, names=names)

    def path(self, dotted: str, *below: str | int) -> Path:
        """The place of a field; an unknown one is a fault."""
        bases, name = self.names.begin(dotted)
        rooted = dotted.startswith(ROOTED) and not self.names.at_root
        parts = tuple(name.split("."))
        if name in DERIVED_DAYS:
            submitted = self.names.root.get("submitted_at") if name == AS_OF else None
            return Path(parts, submitted.label if submitted else {})
        found = []
        for base in bases:
            way = walked(base, parts)
            if len(way) < len(parts):
                if meant := self.names.elsewhere(dotted):
                    self.note(SPEC_FIELD_ELSEWHERE, *below, name=dotted, instead=meant)
                else:
                    known = way[-1].below if way else base
                    self.among(parts[len(way)], known, "field", *below)
                return Path(parts, rooted=rooted)
            found.append(way[-1])
        last = found[-1]
        codes = last.codes or (last.item.codes if last.item else {})
        labels = tuple(each.label for each in found)
        exact_ = any(each.type == DECIMAL for each in found)
        return Path(parts, labels[-1], codes, labels if len(labels) > 1 else (), rooted, exact_)

    def path_told_apart(self, dotted: str, *below: str | int) -> Path:
        """The same, where a name that entry and manifest both have has to say which one it means.

        It once began at the manifest where nothing said so.
        """
        path = self.path(dotted, *below)
        is_open = not dotted.startswith((ROOTED, HERE)) and self.names.ways(dotted)
        if is_open and self.names.elsewhere(dotted):
            self.note(SPEC_FIELD_IN_BOTH, *below, name=dotted)
        return path

    def inside(self, dotted: str) -> NamedPlace:
        """The same place, where names begin from the entries of a list."""
        return replace(self, names=self.names.inside(dotted))

    def condition(self, raw: Any) -> Condition:
        """What a condition says: tests that have to hold, or a list of alternatives."""
        several = isinstance(raw, list)
        alternatives = [
            (self.at(index) if several else self, tests)
            for index, tests in enumerate(raw if several else [raw])
        ]
        return Condition(
            tuple(
                tuple(
                    place.at(dotted).test(place.path(dotted, dotted), words)
                    for dotted, words in tests.items()
                )
                for place, tests in alternatives
            )
        )

    def test(self, path: Path, words: Words) -> Test:
        """What some words ask of a field's value; a code that it never has is a fault."""
        said: dict[str, Any] = {}
        for word in ("allowed", "forbidden"):
            for index, code in enumerate(words.get(word, ())) if path.codes else ():
                self.among(code, path.codes, "code", word, index)
            said[word] = tuple(words[word]) if word in words else None
        said |= {w: self.at(w).bound(words[w]) for w in ("min", "max") if w in words}
        said |= {w: length_of(words[w]) for w in ("within", "before") if w in words}
        any_ = self._of_an_entry(path.dotted, words)
        return Test(path, words.get("exists"), any=any_, **said)

    def _of_an_entry(self, dotted: str, words: Words) -> Condition | None:
        names = self.names.inside(dotted)
        if "any" not in words or not any(names.bases):
            return None
        return self.at("any").inside(dotted).condition(words["any"])

    def code(self, code_list: str, code: str) -> Named:
        """A code with its name; an unknown one is a fault."""
        codes = self.names.code_lists.get(code_list, {})
        self.among(code, codes, "code")
        return Named(code, codes.get(code, {}))

    def amount(self, raw: Any) -> Amount | None:
        """The sum of the requirement's fee; None, and a fault, where it names what is not there."""
        assert self.sums is not None  # noqa: S101  # sums stand in `standard.yaml` alone
        return self.sums.fee(self.entry["id"], raw, self)

    def bound(self, raw: Any) -> Bound | None:
        """A number or a sum that bounds a value; None, and a fault, where it cannot be made."""
        if self.sums is None or not isinstance(raw, dict):
            return exact(raw)
        return self.sums.made(raw, self)
