"""The register of the kinds of check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from inspect import Parameter as Argument
from inspect import signature
from typing import Any, Final

from validator.checks.parameters import ParameterType
from validator.form.fields import FieldNames
from validator.form.idle_conditions import Trouble, Words
from validator.form.schema import Schema
from validator.model import Basis, Outcome, Violation

Check = Callable[..., Iterator[Violation | Basis]]
"""`check(facts, **parameters)`: yields what is wrong; no violation means it is met.

One that is run after all others is given `Grounds` after the facts.
"""

DECIDED: Final = (Outcome.PASSED, Outcome.FAILED)


@dataclass(frozen=True)  # without slots, for what is made of it once
class Kind:
    """A kind of check, and everything that is known of it.

    Attributes:
        name: how `check: {kind: …}` names it.
        run: the check itself.
        parameters: the types of its parameters, by their names in Python.
        required: those without which it cannot be run.
        row: the row of the standard whose entries say it in words of their own, without `check`.
        one_applies: whether of the entries of its row one at most may apply to an application.
        not_with: words of it that do not go with another one, by that one.
        after_all: whether it always looks at what the other requirements found.
        outcomes: what it comes to where it applies; only a person decides `manual`.
        for_a_person: whether it may come out that only a person can tell.
        reads: fields that it reads without having been told their names.
        of_items: whether for an item of a list it reads the item's id.
        of_form: whether its clauses lay down what an application has to say.
        trusts: whether it takes the word of the authorities whose certificates the specs hold.
        tells_sections: whether it is the one that tells in what a section of two editions differs.
    """

    name: str
    run: Check
    parameters: Mapping[str, ParameterType]
    required: tuple[str, ...] = ()
    row: str = ""
    one_applies: bool = False
    not_with: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    after_all: bool = False
    outcomes: tuple[Outcome, ...] = DECIDED
    for_a_person: bool = False
    reads: tuple[str, ...] = ()
    of_items: bool = False
    of_form: bool = False
    trusts: bool = False
    tells_sections: bool = False

    @cached_property
    def words(self) -> Mapping[str, ParameterType]:
        """Its words of the specs, each with the parameter that takes it."""
        return {word: each for each in self.parameters.values() for word in each.schemas()}

    @cached_property
    def _taken(self) -> Sequence[tuple[ParameterType, frozenset[str]]]:
        return [(each, frozenset(each.schemas())) for each in self.parameters.values()]

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The words of the specs that it cannot do without."""
        return tuple(word for name in self.required for word in self.parameters[name].needed())

    @cached_property
    def tells(self) -> tuple[str, ...]:
        """The words of which any one tells that an entry of its row is of this kind."""
        told = (self.parameters[name].tells() for name in self.required)
        return next((words for words in told if words), ())

    @cached_property
    def schemas(self) -> dict[str, Schema]:
        """JSON Schema of each of its words."""
        words = (parameter.schemas() for parameter in self.parameters.values())
        return {word: schema for each in words for word, schema in each.items()}

    @property
    def schema(self) -> Schema:
        """JSON Schema of the whole `check` entry."""
        return {
            "type": "object",
            "description": (self.run.__doc__ or "").split("\n")[0],
            "properties": {"kind": {"const": self.name}, **self.schemas},
            "required": ["kind", *self.needed],
            "additionalProperties": False,
        }

    def reads_always(self) -> Iterator[str]:
        """The fields that it reads whatever the specs say."""
        yield from self.reads
        for each in self.parameters.values():
            yield from each.reads_always()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key of words that it and its parameters may say."""
        said = (key for each in self.parameters.values() for key in each.keys)
        return (f"check.{self.name}", *said)

    @property
    def aspects(self) -> tuple[str, ...]:
        """What the words of its parameters are called."""
        return tuple(name for each in self.parameters.values() for name in each.aspects)

    @property
    def own(self) -> Sequence[str]:
        """The parameters that are its requirement's to tell.

        What a section says for every requirement is told once.
        """
        parameters = self.parameters.items()
        return [name for name, each in parameters if self.tells_sections or not each.of_standard]

    def pair(self, words: Words) -> Sequence[Any]:
        """What two entries of its row have to have in common to stand in each other's way."""
        return [each.pair(words) for each in self.parameters.values()]

    def looks_back(self, given: Mapping[str, Any]) -> bool:
        """Whether with what it is given it looks at what the other requirements found."""
        return self.after_all or any(
            each.after_all(given[name]) for name, each in self.parameters.items() if name in given
        )

    def needs_person(self, words: Words) -> bool:
        """Whether with some words it may come out that only a person can tell."""
        if self.for_a_person or Outcome.MANUAL in self.outcomes:
            return True
        return any(each.for_a_person and each.word in words for each in self.parameters.values())

    def given(self, words: Words) -> Iterator[ParameterType]:
        """The parameters that some words give."""
        for each, own in self._taken:
            if not own.isdisjoint(words):
                yield each

    def troubles(self, words: Words, names: FieldNames) -> Iterator[Trouble]:
        """What cannot be meant of what some words say."""
        for each in self.given(words):
            yield from each.troubles(words, names)


KINDS: Final[dict[str, Kind]] = {}


def kind(**declared: Any) -> Callable[[Check], Check]:
    """Register a function as the kind of check that bears its name.

    Args:
        declared: the type of each of the function's parameters, and attributes of `Kind`.

    Raises:
        TypeError: a type is left out or of no parameter, or the function does not say what it does.
    """
    parameters = {
        name: replace(each, name=name)
        for name, each in declared.items()
        if isinstance(each, ParameterType)
    }
    about = {name: each for name, each in declared.items() if name not in parameters}

    def register(run: Check) -> Check:
        first = 2 if about.get("after_all") else 1
        arguments = list(signature(run).parameters.values())[first:]
        taken = {each.name: each for each in arguments if each.kind is not Argument.VAR_POSITIONAL}
        if taken.keys() != parameters.keys():
            wrong = ", ".join(sorted(taken.keys() ^ parameters.keys()))
            raise TypeError(f"{run.__name__}: declare the types of its parameters: {wrong}")
        if not run.__doc__:
            raise TypeError(f"{run.__name__}: say in a line what it checks (python -OO drops it)")
        required = tuple(name for name in parameters if taken[name].default is Argument.empty)
        KINDS[run.__name__] = Kind(run.__name__, run, parameters, required, **about)
        return run

    return register


def sections() -> Mapping[str, Mapping[str, ParameterType]]:
    """The sections of a standard that speak for every requirement, and the types of their words."""
    found: dict[str, dict[str, ParameterType]] = {}
    for kind in KINDS.values():
        for each in kind.parameters.values():
            if each.of_standard:
                found.setdefault(each.of_standard, {})[each.word] = each
    return found


def kind_of(row: str, entry: Mapping[str, Any]) -> tuple[Kind, Words, tuple[str, ...]]:
    """The kind of check of an entry of a row, its words, and the keys under which they stand."""
    for each in KINDS.values():
        if each.row == row and any(word in entry for word in each.tells):
            return each, entry, ()
    check = entry["check"]
    return KINDS[check["kind"]], check, ("check",)


def said_as(sort: type[ParameterType], row: str, entry: Mapping[str, Any]) -> Iterator[Any]:
    """What an entry of a row says for the parameters of a type."""
    kind, words, _ = kind_of(row, entry)
    for each in kind.given(words):
        if isinstance(each, sort):
            yield words[each.word]
