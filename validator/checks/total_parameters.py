"""The types of the parameters of totals: a list, what of its entries, and the bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from validator.checks.field_parameters import FieldPath
from validator.checks.parameters import ParameterType, Said, Scope, Tested, Tighter, Varied
from validator.checks.tested_value import BoundedValue
from validator.facts.paths import Path
from validator.form import idle_conditions
from validator.form.fields import FieldNames
from validator.form.idle_conditions import (
    LINT_ALWAYS_HOLDS,
    LINT_NEVER_HOLDS,
    LINT_WRONG_TEST,
    Trouble,
    Words,
)
from validator.form.schema import Schema, ref
from validator.frozen import frozen
from validator.model import declare

SPEC_NO_BOUND = declare("spec_no_bound")


@frozen(kw_only=True)
class TotalOf(BoundedValue):
    """A list, and the bounds of the total of its entries: a test of that total.

    Attributes:
        of_entries: the words that say something of entries that are maps.
    """

    NAMED: ClassVar = "of"

    of_entries: tuple[str, ...]
    tighter: Tighter = Tighter.TEST

    @property
    def aspects(self) -> tuple[str, ...]:
        return tuple(self.schemas())

    def schema(self) -> Schema:
        return ref("path", "The list; a map counts as a list of itself.")

    def schemas(self) -> Mapping[str, Schema]:
        return {
            "of": self.schema(),
            "min": ref("bound", "The total is at least this."),
            "max": ref("bound", "The total is at most this."),
        }

    def needed(self) -> tuple[str, ...]:
        return ("of",)

    def compiled(self, words: Words, scope: Scope) -> Mapping[str, Any]:
        bounds = {word: words[word] for word in ("min", "max") if word in words}
        return {self.name: scope.test(scope.at("of").path(words["of"]), bounds)}

    def troubles(self, words: Words, names: FieldNames) -> Iterator[Trouble]:
        if "min" not in words and "max" not in words:
            yield Trouble("", SPEC_NO_BOUND)
        for way in names.ways(words["of"]):
            if not (way[-1].several or way[-1].item):
                yield Trouble("/of", LINT_WRONG_TEST, {"word": "of", "what": way[-1].type})
                return
            if not way[-1].items:
                for word in (word for word in self.of_entries if word in words):
                    yield Trouble(f"/{word}", LINT_WRONG_TEST, {"word": word, "what": "list"})
        yield from idle_conditions.empty_range(words)
        yield from _of_sum(words, names) if "sum" in words else _of_count(words)

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        if spot.keys[-1] != "of":
            yield from spot.of_test(())

    def said(self, value: Any) -> Iterator[Said]:
        yield Said("", value)


def _of_sum(words: Words, names: FieldNames) -> Iterator[Trouble]:
    """What is wrong with the bounds of a sum, by the field that is added up."""
    bounds = {word: words[word] for word in ("min", "max") if word in words}
    for way in names.inside(words["of"]).ways(words["sum"]):
        if way[-1].type in idle_conditions.NUMBERS:
            yield from idle_conditions.misfits(words["sum"], bounds, way[-1])


def _of_count(words: Words) -> Iterator[Trouble]:
    """The same of a count of entries."""
    for word in ("min", "max"):
        if word in words and not isinstance(words[word], int):
            yield Trouble(f"/{word}", LINT_WRONG_TEST, {"word": word, "what": "count"})
    if isinstance(words.get("max"), int) and words["max"] < 0:
        yield Trouble("/max", LINT_NEVER_HOLDS, {"field": words["of"]})
    if isinstance(words.get("min"), int) and words["min"] <= 0:
        yield Trouble("/min", LINT_ALWAYS_HOLDS, {"field": words["of"]})


@frozen
class Summed:
    """A number of each entry.

    Attributes:
        least, most: the bounds that its field sets; None where it sets none.
        needed: whether every entry has it; otherwise one may be in order without.
    """

    path: Path
    least: int | Decimal | None
    most: int | Decimal | None
    needed: bool


@frozen
class Grouping:
    """What entries are told apart by.

    Attributes:
        lists: the lists, and maps, whose ids it names; each of their items has a total.
    """

    by: Path
    lists: tuple[Path, ...]


@frozen(kw_only=True)
class FieldOfEntries(FieldPath):
    """A field of the entries of a list that another parameter names, without which all count.

    Attributes:
        types: the types that it may have.
    """

    types: tuple[str, ...]

    def troubles(self, words: Words, names: FieldNames) -> Iterator[Trouble]:
        for way in self.begin(words, names).ways(words[self.word]):
            if way[-1].type not in self.types or way[-1].items:
                args = {"word": self.word, "what": way[-1].type}
                yield Trouble(f"/{self.word}", LINT_WRONG_TEST, args)
                return

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        return spot.dropped()


@frozen(kw_only=True)
class SummedField(FieldOfEntries):
    """A number of each entry."""

    types: tuple[str, ...] = ("integer", "decimal")

    def of(self, raw: Any, scope: Scope) -> Summed:
        fields = [way[-1] for way in scope.names.ways(raw)]
        least, most = ([getattr(each, word) for each in fields] for word in ("min", "max"))
        return Summed(
            scope.path(raw),
            min(least) if least and None not in least else None,
            max(most) if most and None not in most else None,
            all(each.always_required for each in fields),
        )

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        # Sums of money and fractions bound no count.
        may_count = not any(trouble.message is LINT_WRONG_TEST for trouble in _of_count(words))
        return spot.dropped() if may_count else iter(())

    def shown(self, value: Any) -> Any:
        return value and value.path


@frozen(kw_only=True)
class GroupedBy(FieldOfEntries):
    """What entries are told apart by."""

    types: tuple[str, ...] = ("string", "integer", "boolean", "list")

    def of(self, raw: Any, scope: Scope) -> Grouping:
        fields = [way[-1] for way in scope.names.ways(raw)]
        rules = (rule for each in fields for rule in (each, each.item) if rule is not None)
        lists = dict.fromkeys(name for rule in rules for name in rule.refers_to)
        root = scope.of_items()
        return Grouping(scope.path(raw), tuple(root.path(each) for each in lists))

    def shown(self, value: Any) -> Any:
        return value and value.by


@frozen(kw_only=True)
class ConditionOnEntries(ParameterType):
    """Which entries of a list that another parameter names are counted.

    Attributes:
        entries_of: the word of that list.
    """

    entries_of: str

    def schema(self) -> Schema:
        return ref("condition", self.description)

    def compiled(self, words: Words, scope: Scope) -> Mapping[str, Any]:
        if self.word not in words:
            return {}
        inside = scope.inside(words[self.entries_of]).at(self.word)
        return {self.name: inside.condition(words[self.word])}

    def conditions(self, words: Words) -> Iterator[Tested]:
        yield Tested(words[self.word], (self.word,), inside=words[self.entries_of])

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        return spot.condition(names.inside(words[self.entries_of]))
