"""The types of parameters whose values mean themselves: numbers, days, distances, choices, sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from validator.checks.parameters import ParameterType, Said, Scope, Tighter, Varied, spoken
from validator.form.fields import FieldNames
from validator.form.idle_conditions import (
    LINT_ALWAYS_HOLDS,
    LINT_WRONG_TEST,
    SPEC_EMPTY_RANGE,
    Trouble,
    Words,
    twice,
)
from validator.form.schema import Schema, ref
from validator.form.sums_said import fields_said, parameters_said
from validator.frozen import frozen
from validator.law.lengths import FINER_THAN_YEARS, LENGTH_PATTERN, is_under, length_of
from validator.model import Duty, declare

SPEC_SIDE_NOT_DUTY = declare("spec_side_not_duty", name=str)

MOST_DAYS: Final = 3650
"""Days or years that a limit has at most; a longer one is a slip of the finger."""


class Flag(ParameterType):
    """Yes or no."""

    def schema(self) -> Schema:
        return spoken({"type": "boolean"}, self.description)

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        return spot.dropped()


@frozen(kw_only=True)
class WholeNumber(ParameterType):
    """A whole number that is a limit."""

    tighter: Tighter
    minimum: int
    maximum: int = MOST_DAYS

    def schema(self) -> Schema:
        bounds = {"minimum": self.minimum, "maximum": self.maximum}
        return spoken({"type": "integer", **bounds}, self.description)

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        return spot.moved()


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """A length in bytes, as it is shown."""

    bytes: int


class Bytes(WholeNumber):
    """A length in bytes that is a limit."""

    def shown(self, value: Any) -> Any:
        return None if value is None else Size(value)


@frozen(kw_only=True)
class CalendarDay(ParameterType):
    """A day of the calendar; `not_before` is the parameter whose day it may not come before."""

    tighter: Tighter
    not_before: str = ""

    def schema(self) -> Schema:
        return ref("day", self.description)

    def of(self, raw: Any, scope: Scope) -> Any:
        return scope.day(raw)

    def troubles(self, words: Words, names: FieldNames) -> Iterator[Trouble]:
        if self.not_before and words[self.word] < words[self.not_before]:
            yield Trouble(f"/{self.word}", SPEC_EMPTY_RANGE)

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        return spot.moved("day")


@frozen(kw_only=True)
class Duration(ParameterType):
    """A distance such as `24h`, `30d`, `2wd` or `6mo`.

    Attributes:
        between: the parameters that name the two moments.
        not_under: the parameter whose distance it may not be shorter than.
    """

    tighter: Tighter
    between: tuple[str, ...] = ()
    not_under: str = ""

    def schema(self) -> Schema:
        text: Schema = {"type": "string", "format": "duration", "pattern": LENGTH_PATTERN}
        return spoken(text, self.description)

    def of(self, raw: Any, scope: Scope) -> Any:
        return length_of(raw)

    def troubles(self, words: Words, names: FieldNames) -> Iterator[Trouble]:
        length = length_of(words[self.word])
        least = words.get(self.not_under)
        if least is not None and is_under(length, length_of(least)):
            yield Trouble(f"/{self.word}", SPEC_EMPTY_RANGE)
        if length.unit in FINER_THAN_YEARS and any(
            way[-1].type == "integer" for end in self.between for way in names.ways(words[end])
        ):
            yield Trouble(f"/{self.word}", LINT_WRONG_TEST, {"word": self.word, "what": "year"})

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        return spot.moved("duration")


class Mark(ParameterType):
    """A short text that stands in values."""

    def schema(self) -> Schema:
        return spoken({"type": "string", "minLength": 1}, self.description)


@frozen(kw_only=True)
class Choices(ParameterType):
    """Some of a few known words; left out: any of them."""

    known: tuple[str, ...]
    tighter: Tighter = Tighter.FEWER

    def schema(self) -> Schema:
        some: Schema = {"type": "array", "items": {"enum": list(self.known)}}
        return {**some, "description": self.description, "minItems": 1}

    def of(self, raw: Any, scope: Scope) -> Any:
        return tuple(raw)

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        return spot.shorter()

    def shown(self, value: Any) -> Any:
        return value or None


class GroundList(ParameterType):
    """Some of the grounds for refusal."""

    def schema(self) -> Schema:
        ground = {"type": "string", "format": "ground"}
        some: Schema = {"type": "array", "items": ground, "minItems": 1}
        return spoken(some, self.description)

    def of(self, raw: Any, scope: Scope) -> Any:
        for index, each in enumerate(raw):
            scope.among(each, scope.grounds, "ground", index)
        return tuple(raw)

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        return spot.entries()

    def shown(self, value: Any) -> Any:
        return value or None


class DutySide(ParameterType):
    """The side that a requirement looks at; its duty is that side's."""

    def schema(self) -> Schema:
        return spoken({"enum": [each.value for each in Duty]}, self.description)

    def of(self, raw: Any, scope: Scope) -> Any:
        if raw != scope.duty:
            scope.note(SPEC_SIDE_NOT_DUTY, name=scope.duty)
        return raw

    def after_all(self, value: Any) -> bool:
        return bool(value == Duty.PROVIDER)


class DocumentCount(WholeNumber):
    """How many documents are needed."""


@frozen(kw_only=True)
class DocumentKinds(ParameterType):
    """A kind of document, from the code list of that name, or several of which any will do."""

    CODES: ClassVar = "document_kinds"
    phrases: ClassVar = ("check.any_document",)

    tighter: Tighter = Tighter.FEWER

    def schema(self) -> Schema:
        some = {"items": {"type": "string"}, "minItems": 1}
        either: Schema = {"if": {"type": "array"}, "then": some, "else": {"type": "string"}}
        return spoken(either, self.description)

    def troubles(self, words: Words, names: FieldNames) -> Iterator[Trouble]:
        kinds = self.listed(words[self.word])
        for index, each in enumerate(kinds):
            if each in kinds[:index]:
                yield Trouble(f"/{self.word}/{index}", LINT_ALWAYS_HOLDS, twice(each))

    @staticmethod
    def listed(raw: str | Sequence[str]) -> Sequence[str]:
        """The kinds that a value of the specs names."""
        return [raw] if isinstance(raw, str) else raw

    def of(self, raw: Any, scope: Scope) -> Any:
        if isinstance(raw, str):
            return (scope.code(self.CODES, raw),)
        return tuple(scope.at(index).code(self.CODES, each) for index, each in enumerate(raw))

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        known = tuple(names.code_lists.get(self.CODES, ()))
        return spot.another(known) if isinstance(spot.value, str) else spot.entries(known)

    def said(self, value: Any) -> Iterator[Said]:
        several = len(value) > 1
        yield Said("check.any_document" if several else f"aspect.{self.aspect}", self.shown(value))

    def shown(self, value: Any) -> Any:
        return value[0] if value is not None and len(value) == 1 else value


@frozen(kw_only=True)
class AmountOfMoney(ParameterType):
    """A sum: made of dated parameters, in figures, in a field, or a share of another one."""

    tighter: Tighter = Tighter.DEARER

    def schema(self) -> Schema:
        return ref("amount", self.description)

    def of(self, raw: Any, scope: Scope) -> Any:
        return scope.amount(raw)

    def dated(self, words: Words) -> Iterator[str]:
        return parameters_said(words[self.word])

    def reads(self, words: Words) -> Iterator[str]:
        return fields_said(words[self.word])

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        return spot.amount()
