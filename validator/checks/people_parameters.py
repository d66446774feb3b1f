"""The types of parameters about people: who is who."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from validator.checks.parameters import ParameterType, Scope
from validator.facts.people import People
from validator.form.idle_conditions import Words
from validator.form.schema import Schema, ref
from validator.model import declare

SPEC_NOT_OF_PEOPLE = declare("spec_not_of_people")


class WhoIsWho(ParameterType):
    """By what it is known who is who, which the edition says once; no requirement tells it."""

    def schema(self) -> Schema:
        """JSON Schema of the section of the standard."""
        lists = {"type": "array", "description": "The lists of people, and maps of one."}
        return {
            "type": "object",
            "description": self.description,
            "properties": {
                "among": {**lists, "minItems": 1, "items": ref("path")},
                "number": {
                    "type": "string",
                    "description": "The field of their number; that of a map is its alone.",
                },
                "name": {
                    "type": "string",
                    "description": "The field that has to be the same as well in lists.",
                },
            },
            "required": ["among", "number", "name"],
            "additionalProperties": False,
        }

    def schemas(self) -> Mapping[str, Schema]:
        return {}

    def compiled(self, words: Words, scope: Scope) -> Mapping[str, Any]:
        if scope.people is None:
            scope.note(SPEC_NOT_OF_PEOPLE)
            return {}
        return {self.name: scope.people}

    def of(self, raw: Any, scope: Scope) -> People:
        """What the section of the standard stands for."""
        among = tuple(scope.at("among", i).path(each) for i, each in enumerate(raw["among"]))
        inside = scope.of_items(*raw["among"])
        number, name = (inside.at(word).path(raw[word]) for word in ("number", "name"))
        return People(among, number, name)

    def shown(self, value: Any) -> Any:
        return value and value.fields
