"""The types of the parameters of checks: each carries everything that is known of its values.

What a type has no word for, such as which of two values demands more, has to be said where a kind
names it. No type knows a language: what is said of a value is a key of words.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from enum import Enum
from typing import Any, ClassVar, Protocol

from validator.facts.conditions import Bound, Condition, Test, sums_in
from validator.facts.paths import Path
from validator.facts.people import People
from validator.form.fields import FieldNames
from validator.form.idle_conditions import Trouble, Words
from validator.form.schema import Schema
from validator.form.sums_said import bounds_said, parameters_said, tests_said
from validator.frozen import frozen
from validator.law.money import Amount
from validator.model import Arg, Declared, Named


class Tighter(Enum):
    """Which of two values of a parameter demands more; no value is no limit."""

    UNTOLD = "untold"
    HIGHER = "higher"
    LOWER = "lower"
    FEWER = "fewer"
    """Of several values one is enough."""
    MORE = "more"
    """Of several values all are demanded."""
    NARROWER = "narrower"
    """A condition that has to hold."""
    DEARER = "dearer"
    TERM = "term"
    """A term, of which each part is compared."""
    TEST = "test"
    """A test of a value, whose words are compared one by one."""


class Scope(Protocol):
    """A place in the specs and what names mean there; what is wrong is noted."""

    @property
    def names(self) -> FieldNames:
        """What the names of fields stand for."""

    @property
    def grounds(self) -> Sequence[str]:
        """The clauses that are grounds for refusal."""

    @property
    def duty(self) -> str:
        """Whose duty the requirement is."""

    @property
    def people(self) -> People | None:
        """By what the edition knows who is who; None where it says nothing of it."""

    def section(self, name: str) -> Words:
        """What a section of the standard says for every requirement."""

    def at(self, *keys: str | int) -> Scope:
        """The same names at a place below."""

    def of_items(self, *lists: str) -> Scope:
        """The same place, where names begin from the items of some lists."""

    def inside(self, dotted: str) -> Scope:
        """The same place, where names begin from the entries of a list, by its name here."""

    def note(self, key: Declared, *below: str | int, **args: Arg) -> None:
        """Note that something is wrong."""

    def among(self, name: str, known: Any, sort: str, *below: str | int) -> bool:
        """Whether a name is known; otherwise a fault."""

    def path(self, dotted: str) -> Path:
        """The place of a field; an unknown one is a fault."""

    def path_told_apart(self, dotted: str) -> Path:
        """The same, where a name that entry and manifest have both has to say which it means."""

    def condition(self, raw: Any) -> Condition:
        """What tests say."""

    def test(self, path: Path, words: Words) -> Test:
        """What some words ask of a field's value."""

    def code(self, code_list: str, code: str) -> Named:
        """A code with its name; an unknown one is a fault."""

    def day(self, raw: str) -> date:
        """A day; an impossible one is a fault."""

    def amount(self, raw: Any) -> Amount | None:
        """The sum of a fee; None, and a fault, where it names what is not there."""

    def bound(self, raw: Any) -> Bound | None:
        """A number or a sum that bounds a value."""


class Varied(Protocol):
    """A value in the specs that may be changed, one small mistake after the other."""

    @property
    def value(self) -> Any:
        """The value."""

    @property
    def keys(self) -> Sequence[str | int]:
        """The keys on the way to it."""

    def below(self) -> Iterator[Varied]:
        """The values in it."""

    def dropped(self) -> Iterator[Any]:
        """The change to nothing."""

    def moved(self, sort: str = "number") -> Iterator[Any]:
        """The changes of a boundary to either side: of a number, day or duration."""

    def another(self, known: Sequence[Any]) -> Iterator[Any]:
        """The change to another of some words."""

    def entries(self, known: Sequence[Any] = ()) -> Iterator[Any]:
        """The changes of a list: an entry less, another, or more."""

    def shorter(self) -> Iterator[Any]:
        """The changes of a list that take an entry away."""

    def of_test(self, known: Sequence[Any]) -> Iterator[Any]:
        """The changes of a word of a test other than `exists` and `any`."""

    def amount(self) -> Iterator[Any]:
        """The changes of a sum of money."""

    def condition(self, names: FieldNames) -> Iterator[Any]:
        """The changes of a condition, told what the names in it mean."""


@frozen
class Said:
    """One line of what is said of a value: a key of words, and the value or the fields in it."""

    key: str
    value: Any = None
    fields: Mapping[str, Path] = field(default_factory=dict)


@frozen
class Tested:
    """A condition in what some words say: where it stands, and on the items of which lists."""

    condition: Any
    keys: tuple[str, ...]
    lists: tuple[str, ...] | None = None
    """None: names begin where they do for the requirement."""
    inside: str = ""
    """The list from whose entries names begin, as it is called where they do otherwise."""


@frozen(kw_only=True)
class ParameterType(ABC):
    """What is known of a parameter of a kind of check.

    Attributes:
        name: its name in Python; the kind that names it sets it.
        spelt: its word in the specs, where that is not its name.
        description: what an editor is told of it.
        of_standard: the section of the standard that says it for every requirement; without it the
            requirement says it.
        tighter: which of two values demands more.
        for_a_person: whether with it only a person may be able to tell.
    """

    phrases: ClassVar[tuple[str, ...]] = ()
    """Keys of words that it says beside those of its aspects."""

    name: str = ""
    spelt: str = ""
    description: str = ""
    of_standard: str = ""
    tighter: Tighter = Tighter.UNTOLD
    for_a_person: bool = False

    @property
    def aspect(self) -> str:
        """What it is called wherever it is spoken of: `from_` is `from`."""
        return self.name.rstrip("_")

    @property
    def word(self) -> str:
        """Its word in the specs."""
        return self.spelt or self.aspect

    @abstractmethod
    def schema(self) -> Schema:
        """JSON Schema of its value."""

    def schemas(self) -> Mapping[str, Schema]:
        """JSON Schema of every word of a requirement that it takes."""
        return {} if self.of_standard else {self.word: self.schema()}

    def needed(self) -> tuple[str, ...]:
        """The words of a requirement without which it is not given."""
        return tuple(self.schemas())

    def tells(self) -> tuple[str, ...]:
        """The words of a row of which any one tells that an entry is of its kind."""
        return self.needed()[:1]

    def pair(self, words: Words) -> Any:
        """What two entries of one row have to have in common to stand in each other's way."""
        return None

    def compiled(self, words: Words, scope: Scope) -> Mapping[str, Any]:
        """What the check is given for it; nothing where the specs leave it out."""
        said = scope.section(self.of_standard) if self.of_standard else words
        if self.word not in said:
            return {}
        return {self.name: self.of(said[self.word], scope.at(self.word))}

    def of(self, raw: Any, scope: Scope) -> Any:
        """What a value of the specs stands for."""
        return raw

    def after_all(self, value: Any) -> bool:
        """Whether with a value the check looks at what the other requirements found."""
        return False

    def troubles(self, words: Words, names: FieldNames) -> Iterator[Trouble]:
        """What cannot be meant, though every name in it may stand for something."""
        yield from ()

    def conditions(self, words: Words) -> Iterator[Tested]:
        """The conditions in it."""
        yield from ()

    def dated(self, words: Words) -> Iterator[str]:
        """The dated parameters in it."""
        for tested in self.conditions(words):
            for test in tests_said(tested.condition):
                for each in bounds_said(test):
                    yield from parameters_said(each)

    def sums(self, value: Any) -> Iterator[Amount]:
        """The sums of money in what a check is given for it."""
        return sums_in(value)

    def reads(self, words: Words) -> Iterator[str]:
        """The fields that it names, from where names begin."""
        yield from ()

    def reads_always(self) -> Iterator[str]:
        """The fields that are read for it whatever the specs say, from the manifest's root."""
        yield from ()

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        """The changes of one of its words that a case should notice."""
        yield from ()

    def said(self, value: Any) -> Iterator[Said]:
        """What is said of its value, a line each."""
        if value is not None:
            yield Said(f"aspect.{self.aspect}", self.shown(value))

    @property
    def aspects(self) -> tuple[str, ...]:
        """What each of its words is called."""
        return (self.aspect,)

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key of words that it may say."""
        return (*(f"aspect.{each}" for each in self.aspects), *self.phrases)

    def shown(self, value: Any) -> Any:
        """Its value as it is compared and shown to people."""
        return value


def spoken(schema: Schema, description: str) -> Schema:
    """A schema with what an editor is told of it."""
    return {**schema, "description": description} if description else schema
