"""The types of parameters that name fields of the manifest: places, moments, tests, conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final, TypeVar

from validator.checks.parameters import ParameterType, Said, Scope, Tested, Tighter, Varied, spoken
from validator.facts.paths import DERIVED_DAYS, from_root
from validator.form import idle_conditions
from validator.form.fields import Field, FieldNames, way_to
from validator.form.idle_conditions import (
    LINT_ALWAYS_HOLDS,
    LINT_NEVER_HOLDS,
    LINT_WRONG_TEST,
    Trouble,
    Words,
)
from validator.form.schema import Schema, ref

DAY: Final = ("date",)
TIME: Final = ("time",)

Begun = TypeVar("Begun", Scope, FieldNames)
"""What knows where names begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPath(ParameterType):
    """A field, its keys joined by dots.

    Attributes:
        of_root: whether its name begins at the manifest, whatever the requirement runs over.
        entries_of: the parameter that names the list at whose entries its name begins.
        several: whether it is a list of fields.
    """

    of_root: bool = False
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
            return scope.path(raw)
        return tuple(scope.at(index).path(each) for index, each in enumerate(raw))

    def begin(self, words: Words, place: Begun) -> Begun:
        """Where its name begins."""
        if self.entries_of:
            return place.of_items(words[self.entries_of])
        return place.of_items() if self.of_root else place

    def named(self, words: Words) -> Sequence[str]:
        """The fields that some words name."""
        said = words.get(self.word, ())
        return said if self.several else [said] if said else []

    def reads(self, words: Words) -> Iterator[str]:
        if not (self.of_root or self.entries_of):
            yield from self.named(words)

    def reads_elsewhere(self, words: Words) -> Iterator[str]:
        if self.of_root or self.entries_of:
            around = words[self.entries_of] if self.entries_of else ""
            yield from (from_root(each, around) for each in self.named(words))

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        if self.several:
            yield from spot.entries()


@dataclass(frozen=True, slots=True, kw_only=True)
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
            if self.not_same_as and dotted == words.get(self.not_same_as):
                yield Trouble(place, LINT_ALWAYS_HOLDS, {"field": dotted})

    def _takes(self, dotted: str, names: FieldNames) -> bool:
        if dotted in DERIVED_DAYS:
            return self.derived and self.formats != TIME
        return all(self._is_moment(way[-1]) for way in names.ways(dotted))

    def _is_moment(self, field: Field) -> bool:
        return field.check_with in self.formats or (self.years and field.type == "integer")


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemKey(ParameterType):
    """A key of the items of a list that another parameter names."""

    items_of: str

    def schema(self) -> Schema:
        return spoken({"type": "string"}, self.description)

    def reads(self, words: Words) -> Iterator[str]:
        yield f"{words[self.items_of]}.{words[self.word]}"


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TestedValue(ParameterType):
    """A field and a test of its value, in the words that conditions use too."""

    phrases: ClassVar = ("check.absence",)

    tighter: Tighter = Tighter.TEST

    @property
    def aspects(self) -> tuple[str, ...]:
        return tuple(self.schemas())

    def schema(self) -> Schema:
        return ref("path")

    def schemas(self) -> Mapping[str, Schema]:
        return {
            "path": self.schema(),
            "exists": {
                "type": "boolean",
                "description": "true: absence itself is the breach. false: it has no place there.",
            },
            "allowed": {
                "type": "array",
                "minItems": 1,
                "items": {"type": ["string", "integer", "boolean"]},
                "description": "It is one of these.",
            },
            "min": {"type": "integer", "description": "It is at least this."},
            "max": {"type": "integer", "description": "It is at most this."},
        }

    def needed(self) -> tuple[str, ...]:
        return ("path",)

    def compiled(self, words: Words, scope: Scope) -> Mapping[str, Any]:
        return {self.name: scope.test(scope.at("path").path(words["path"]), words)}

    def troubles(self, words: Words, names: FieldNames) -> Iterator[Trouble]:
        test = {word: each for word, each in words.items() if word not in ("kind", "path")}
        if not test.keys() - {"exists"}:
            return
        if test.get("exists") is False:
            yield Trouble("", LINT_NEVER_HOLDS, {"what": "together"})
            return
        ways = names.ways(words["path"])
        wrong = list(idle_conditions.troubles(words["path"], test, ways))
        yield from wrong
        if wrong or idle_conditions.unclear(test, ways):
            return
        said = {idle_conditions.met_if_there(test, way[-1]) for way in ways}
        if said in ({True}, {False}):
            key = LINT_ALWAYS_HOLDS if True in said else LINT_NEVER_HOLDS
            yield Trouble("", key, {"field": words["path"]})

    def reads(self, words: Words) -> Iterator[str]:
        yield words["path"]

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        word = spot.keys[-1]
        if word == "exists":
            yield from spot.dropped()
        elif word == "allowed":
            yield from spot.entries(names.choice(words["path"]))
        elif word != "path":
            yield from spot.moved()

    def said(self, value: Any) -> Iterator[Said]:
        yield Said("", value)
        if value.exists:
            yield Said("check.absence")


@dataclass(frozen=True, slots=True, kw_only=True)
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
