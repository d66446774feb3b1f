"""The type of a parameter that gives another term: whose days, and in which cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from validator.checks.parameters import ParameterType, Said, Scope, Tested, Varied
from validator.checks.value_parameters import MOST_DAYS
from validator.facts.conditions import Condition, sums_in
from validator.form.fields import FieldNames
from validator.form.idle_conditions import Words
from validator.form.schema import Schema, ref
from validator.law.money import Amount


@dataclass(frozen=True, slots=True)
class LongerTerm:
    """Working days that the law above the act gives, and in which cases."""

    days: int
    when: Condition


class TermByLaw(ParameterType):
    """Another term that the law above the act gives in some cases."""

    @property
    def aspects(self) -> tuple[str, ...]:
        return self.aspect, f"{self.aspect}_when"

    def schema(self) -> Schema:
        return {
            "type": "object",
            "description": self.description,
            "properties": {
                "citation": {"type": "string", "description": "The clause of that law."},
                "working_days": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": MOST_DAYS,
                    "description": "Working days, counted alike.",
                },
                "when": ref("condition", "In which cases."),
            },
            "required": ["citation", "working_days", "when"],
            "additionalProperties": False,
        }

    def of(self, raw: Any, scope: Scope) -> Any:
        return LongerTerm(raw["working_days"], scope.at("when").condition(raw["when"]))

    def conditions(self, words: Words) -> Iterator[Tested]:
        yield Tested(words[self.word]["when"], (self.word, "when"))

    def sums(self, value: Any) -> Iterator[Amount]:
        return sums_in(value.when)

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        yield from spot.dropped()
        for each in spot.below():
            if each.keys[-1] == "working_days":
                yield from each.moved()
            elif each.keys[-1] == "when":
                yield from islice(each.condition(names), 1, None)  # there is none without it

    def said(self, value: Any) -> Iterator[Said]:
        yield Said("aspect.by_law", value.days)
        yield Said("aspect.by_law_when", value.when)

    def shown(self, value: Any) -> Any:
        return value and (value.days, value.when)
