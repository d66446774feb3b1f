"""The type of the parameter that tests the value of a field, and the words of tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from validator.checks.parameters import ParameterType, Said, Scope, Tighter, Varied
from validator.form import idle_conditions
from validator.form.fields import FieldNames
from validator.form.idle_conditions import LINT_ALWAYS_HOLDS, LINT_NEVER_HOLDS, Trouble, Words
from validator.form.schema import Schema, ref
from validator.form.sums_said import bounds_said, fields_said, parameters_said
from validator.frozen import frozen
from validator.law.lengths import SPAN_PATTERN

_LITERALS: Final[Schema] = {
    "type": "array",
    "minItems": 1,
    "items": {"type": ["string", "integer", "boolean"]},
}


def _span(description: str) -> Schema:
    return {"type": "string", "pattern": SPAN_PATTERN, "description": description}


TEST_WORDS: Final[Mapping[str, Schema]] = {
    "allowed": {**_LITERALS, "description": "It is one of these."},
    "forbidden": {**_LITERALS, "description": "It is none of these."},
    "min": ref("bound", "It is at least this."),
    "max": ref("bound", "It is at most this."),
    "within": _span(
        "Of a date: not more than so long before the day that counts, that day included,"
        " and not after it. 180d, 6mo, 1y: the last day of it counts."
    ),
    "before": _span(
        "Of a date: so long before the day that counts, or longer. With 16y the 16th birthday"
        " counts; born on 29 February, that is 28 February where there is no 29th."
    ),
}
"""What a test may ask of a value that is there. The day that counts is that of submission."""


class BoundedValue(ParameterType):
    """Something that `min` and `max` bound, each a number or a sum of money."""

    NAMED: ClassVar[str]
    """The word of the specs that names it."""

    def reads(self, words: Words) -> Iterator[str]:
        yield words[self.NAMED]
        for each in bounds_said(words):
            yield from fields_said(each)

    def dated(self, words: Words) -> Iterator[str]:
        for each in bounds_said(words):
            yield from parameters_said(each)


@frozen(kw_only=True)
class TestedValue(BoundedValue):
    """A field and a test of its value, in the words that conditions use too."""

    NAMED: ClassVar = "path"
    phrases = ("check.absence",)

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
            **TEST_WORDS,
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

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        word = spot.keys[-1]
        if word == "exists":
            yield from spot.dropped()
        elif word in TEST_WORDS:
            yield from spot.of_test(names.choice(words["path"]))

    def said(self, value: Any) -> Iterator[Said]:
        yield Said("", value)
        if value.exists:
            yield Said("check.absence")
