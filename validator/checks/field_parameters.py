"""The types of parameters that name fields of the manifest: places, moments, tests, conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final, TypeVar

from validator.checks.parameters import ParameterType, Said, Scope, Tested, Tighter, Varied, spoken
from validator.facts.paths import DERIVED_DAYS, HERE, ROOTED
from validator.form.fields import Field, FieldNames, way_to
from validator.form.idle_conditions import (
    LINT_ALWAYS_HOLDS,
    LINT_WRONG_TEST,
    Trouble,
    Words,
)
from validator.form.schema import Schema, ref
from validator.frozen import frozen

DAY: Final = ("date",)
TIME: Final = ("time",)

Begun = TypeVar("Begun", Scope, FieldNames)
"""What knows where names begin."""


@frozen(kw_only=True)
class FieldPath(ParameterType):
    """A field, its keys joined by dots.

    Attributes:
        told_apart: whether a name that entry and manifest both have has to say which it means.
        entries_of: the parameter that names the list at whose entries its name begins.
        several: whether it is a list of fields.
    """

    told_apart: bool = False
    entries_of: str = ""
    several: bool = False

    def schema(self) -> Schema:
        if not self.several:
            return ref("path", self.description)
        some: Schema = {"type": "array", "minItems": 1, "items": ref("path")}
        return spoken(some, self.description)

    def compiled(self, words: Words, scope: Scope) -> Mapping[str, Any]:
        if self.word not in words:
            return {}
        return {self.name: self.of(words[self.word], self.begin(words, scope).at(self.word))}

    def of(self, raw: Any, scope: Scope) -> Any:
        if not self.several:
            return scope.path_told_apart(raw) if self.told_apart else scope.path(raw)
        return tuple(scope.at(index).path(each) for index, each in enumerate(raw))

    def begin(self, words: Words, place: Begun) -> Begun:
        """Where its name begins."""
        return place.inside(words[self.entries_of]) if self.entries_of else place

    def named(self, words: Words) -> Sequence[str]:
        """The fields that some words name."""
        said = words.get(self.word, ())
        return said if self.several else [said] if said else []

    def reads(self, words: Words) -> Iterator[str]:
        around = words[self.entries_of] if self.entries_of else ""
        for each in self.named(words):
            # From the list on, whether that stands at the entry or at the manifest.
            yield (
                f"{around}.{each.removeprefix(HERE)}"
                if around and not each.startswith(ROOTED)
                else each
            )

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        if self.several:
            yield from spot.entries()


@frozen(kw_only=True)
class MomentField(FieldPath):
    """A field that holds a date or a time.

    Attributes:
        formats: those of its text.
        years: whether a mere year will do.
        derived: whether a day that follows from the application, and stands in no field, will do.
        not_same_as: the parameter that has to name another field.
    """

    formats: tuple[str, ...] = (*DAY, *TIME)
    years: bool = False
    derived: bool = False
    not_same_as: str = ""

    def troubles(self, words: Words, names: FieldNames) -> Iterator[Trouble]:
        here = self.begin(words, names)
        for index, dotted in enumerate(self.named(words)):
            place = f"/{self.word}/{index}" if self.several else f"/{self.word}"
            if not self._takes(dotted, here):
                args = {"word": self.word, "what": "not_a_moment"}
                yield Trouble(place, LINT_WRONG_TEST, args)
            other = words.get(self.not_same_as)
            if other is not None and here.begin(dotted) == here.begin(other):
                yield Trouble(place, LINT_ALWAYS_HOLDS, {"field": dotted})

    def _takes(self, dotted: str, names: FieldNames) -> bool:
        if dotted in DERIVED_DAYS:
            return self.derived and self.formats != TIME
        return all(self._is_moment(way[-1]) for way in names.ways(dotted))

    def _is_moment(self, field: Field) -> bool:
        return field.check_with in self.formats or (self.years and field.type == "integer")


@frozen(kw_only=True)
class CodesOf(ParameterType):
    """Some of the codes of a field that another parameter names."""

    field: FieldPath

    def schema(self) -> Schema:
        some: Schema = {"type": "array", "minItems": 1, "items": {"type": "string"}}
        return spoken(some, self.description)

    def compiled(self, words: Words, scope: Scope) -> Mapping[str, Any]:
        if self.word not in words:
            return {}
        known = self.field.begin(words, scope).names.codes(words[self.field.word])
        for index, each in enumerate(words[self.word] if known else ()):
            scope.among(each, known, "code", self.word, index)
        return {self.name: tuple(words[self.word])}

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        return spot.entries(self.field.begin(words, names).choice(words[self.field.word]))


@frozen(kw_only=True)
class FixedField(FieldPath):
    """A field that has the same name in every application; the specs do not name it.

    Attributes:
        field: its name.
        optional: whether there are applications without it.
    """

    field: str
    optional: bool = False

    def schemas(self) -> Mapping[str, Schema]:
        return {}

    def needed(self) -> tuple[str, ...]:
        return ()

    def reads_always(self) -> Iterator[str]:
        yield self.field

    def compiled(self, words: Words, scope: Scope) -> Mapping[str, Any]:
        if self.optional and not way_to(scope.names.root, self.field):
            return {}
        return {self.name: scope.of_items().path(self.field)}


@frozen(kw_only=True)
class ItemKey(ParameterType):
    """A key of the items of a list that another parameter names."""

    items_of: str

    def schema(self) -> Schema:
        return spoken({"type": "string"}, self.description)

    def reads(self, words: Words) -> Iterator[str]:
        yield f"{words[self.items_of]}.{words[self.word]}"


@frozen(kw_only=True)
class PairsOf(ParameterType):
    """Pairs of fields, all of which are looked at.

    Attributes:
        ends: the two ends of a pair.
    """

    phrases: ClassVar = ("check.pair",)

    ends: tuple[FieldPath, FieldPath]
    tighter: Tighter = Tighter.MORE

    def schema(self) -> Schema:
        pair: Schema = {
            "type": "object",
            "properties": {end.word: end.schema() for end in self.ends},
            "required": [end.word for end in self.ends],
            "additionalProperties": False,
        }
        return {"type": "array", "description": self.description, "minItems": 1, "items": pair}

    def of(self, raw: Any, scope: Scope) -> Any:
        return tuple(
            {end.name: end.of(pair[end.word], scope.at(index, end.word)) for end in self.ends}
            for index, pair in enumerate(raw)
        )

    def troubles(self, words: Words, names: FieldNames) -> Iterator[Trouble]:
        for end in self.ends:
            for index, pair in enumerate(words[self.word]):
                for each in end.troubles(pair, names):
                    yield replace(each, below=f"/{self.word}/{index}{each.below}")

    def reads(self, words: Words) -> Iterator[str]:
        for pair in words[self.word]:
            yield from pair.values()

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        return spot.entries()

    def said(self, value: Any) -> Iterator[Said]:
        for pair in value:
            yield Said("check.pair", fields=pair)

    def shown(self, value: Any) -> Any:
        return value and tuple(tuple(pair.values()) for pair in value)


@frozen(kw_only=True)
class ConditionOn(ParameterType):
    """A condition that an item of a list has to meet.

    Attributes:
        items: the list, by its name in every application.
    """

    items: str
    tighter: Tighter = Tighter.NARROWER

    def schema(self) -> Schema:
        return ref("tests", self.description)

    def of(self, raw: Any, scope: Scope) -> Any:
        return scope.of_items(self.items).condition(raw)

    def conditions(self, words: Words) -> Iterator[Tested]:
        yield Tested(words[self.word], (self.word,), (self.items,))

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        return spot.condition(names.of_items(self.items))
