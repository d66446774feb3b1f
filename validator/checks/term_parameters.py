"""The types of parameters that give terms: how long, between which moments, in which cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from validator.checks.field_parameters import TIME, FixedField, MomentField
from validator.checks.parameters import ParameterType, Said, Scope, Tested, Tighter, Varied
from validator.checks.value_parameters import MOST_DAYS
from validator.facts.conditions import Condition, sums_in
from validator.facts.paths import DECIDED_AT
from validator.facts.time_limits import WORDS, Extension, TimeLimit, pair_of
from validator.form.fields import FieldNames
from validator.form.idle_conditions import Trouble, Words
from validator.form.schema import Schema, ref
from validator.frozen import frozen
from validator.law.lengths import Length
from validator.law.money import Amount

MOST_MINUTES: Final = 100_000
"""Minutes that a term has at most; a longer one is one of days."""

_DAYS: Final = ("working_days", "calendar_days")
_MINUTES: Final = "minutes"
_SINCE: Final = MomentField(name="from", derived=True, not_same_as="until")
_UNTIL: Final = MomentField(name="until")


@frozen
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


@frozen(kw_only=True)
class TermOf(ParameterType):
    """A term: so many working days up to the decision, or in full words between any two moments."""

    tighter: Tighter = Tighter.TERM

    @property
    def aspects(self) -> tuple[str, ...]:
        ends = ("term_from", "term_until", "to_working_day")
        return (
            "term",
            *WORDS,
            *ends,
            "extended",
            "extended_by",
            *(f"extended_{each}" for each in WORDS),
        )

    def schema(self) -> Schema:
        return term_schema(self.description)

    def schemas(self) -> dict[str, Schema]:
        return {
            "working_days": {
                "type": "integer",
                "minimum": 1,
                "maximum": MOST_DAYS,
                "description": "Working days, counted from the first one after acceptance.",
            },
            "term": self.schema(),
        }

    def needed(self) -> tuple[str, ...]:
        return ()

    def tells(self) -> tuple[str, ...]:
        return tuple(self.schemas())

    def pair(self, words: Words) -> tuple[str, str]:
        return pair_of(words)

    def compiled(self, words: Words, scope: Scope) -> dict[str, Any]:
        usual = {word: words[word] for word in ("working_days",) if word in words}
        raw = words.get("term", usual)
        if not raw:
            return {}
        inside = scope.at("term") if "term" in words else scope
        ends: dict[str, Any] = {
            "until": inside.of_items().path(raw.get("until", DECIDED_AT.dotted))
        }
        if "from" in raw:
            ends["since"] = inside.of_items().at("from").path(raw["from"])
        extended = None
        if (longer := raw.get("extended")) is not None:
            when = inside.at("extended", "when").condition(longer["when"])
            extended = Extension(when, _length(longer["by"]))
        made = TimeLimit(
            _length(raw), **ends, to_working_day=raw.get("to_working_day", False), extended=extended
        )
        return {self.name: made}

    def troubles(self, words: Words, names: FieldNames) -> Iterator[Trouble]:
        raw = words.get("term", {})
        for end in (_SINCE, _UNTIL):
            if end.name in raw:
                asked = replace(end, formats=TIME) if _MINUTES in raw else end
                for each in asked.troubles(raw, names):
                    yield replace(each, below=f"/term{each.below}")

    def conditions(self, words: Words) -> Iterator[Tested]:
        if "extended" in (raw := words.get("term", {})):
            yield Tested(raw["extended"]["when"], ("term", "extended", "when"))

    def reads(self, words: Words) -> Iterator[str]:
        raw = words.get("term", {})
        yield from (raw[end] for end in ("from", "until") if end in raw)

    def reads_always(self) -> Iterator[str]:
        yield DECIDED_AT.dotted

    def varied(self, spot: Varied, words: Words, names: FieldNames) -> Iterator[Any]:
        if not isinstance(spot.value, dict):
            yield from spot.moved()
            return
        for each in spot.below():
            match each.keys[-1]:
                case "working_days" | "calendar_days" | "minutes":
                    yield from each.moved()
                case "extended":
                    yield from each.dropped()
                    yield from self._longer(each, names)
                case "from" if _MINUTES in spot.value:
                    pass  # without it minutes count from nothing
                case _:
                    yield from each.dropped()

    @staticmethod
    def _longer(spot: Varied, names: FieldNames) -> Iterator[Any]:
        for each in spot.below():
            if each.keys[-1] == "by":
                for length in each.below():
                    yield from length.moved()
            else:
                yield from islice(each.condition(names), 1, None)  # there is none without it

    def said(self, value: Any) -> Iterator[Said]:
        yield Said(f"aspect.{value.word}", value.length.count)
        if not value.is_usual:
            yield Said("aspect.term_from", value.since)
            yield Said("aspect.term_until", value.until)
        if value.to_working_day:
            yield Said("aspect.to_working_day")
        if (longer := value.extended) is not None:
            yield Said(f"aspect.extended_{word_of(longer.by)}", longer.by.count)
            yield Said("aspect.extended", longer.when)


def word_of(length: Length) -> str:
    """The word in which the specs give a length."""
    return next(word for word, unit in WORDS.items() if unit == length.unit)


def _length(raw: Words) -> Length:
    word = next(each for each in WORDS if each in raw)
    return Length(raw[word], WORDS[word])


_COUNTS: Final[dict[str, Schema]] = {
    "working_days": {
        "type": "integer",
        "minimum": 1,
        "maximum": MOST_DAYS,
        "description": "Working days, the first of them after the day with which it begins.",
    },
    "calendar_days": {
        "type": "integer",
        "minimum": 1,
        "maximum": MOST_DAYS,
        "description": "Calendar days, the first of them after the day with which it begins.",
    },
    _MINUTES: {
        "type": "integer",
        "minimum": 1,
        "maximum": MOST_MINUTES,
        "description": "Minutes, exactly; it has to begin and to end with a time.",
    },
}
"""How each word says how long a term is."""

_ONE_OF_DAYS: Final[Schema] = {
    "if": {"required": ["working_days"]},
    "then": {"properties": {"calendar_days": False}},
    "else": {"required": ["calendar_days"], "properties": {"working_days": False}},
}


def term_schema(description: str) -> Schema:
    """JSON Schema of a term between two moments."""
    roll: Schema = {
        "const": True,
        "description": "A last day that is off gives way to the next working day.",
    }
    days = {word: _COUNTS[word] for word in _DAYS}
    minutes = {_MINUTES: _COUNTS[_MINUTES]}
    return {
        "description": description,
        "if": {"required": [_MINUTES]},
        "then": _term(minutes, {"required": [_MINUTES]}, ["from"]),
        "else": {**_term(days, _ONE_OF_DAYS, [], to_working_day=roll), **_ONE_OF_DAYS},
    }


def _term(
    lengths: dict[str, Schema], one: Schema, required: list[str], **more: Schema
) -> dict[str, Any]:
    by = {
        "type": "object",
        "description": "How much longer; counted from its end.",
        "properties": lengths,
        "additionalProperties": False,
        **one,
    }
    extended: Schema = {
        "type": "object",
        "description": "When it was made longer, and by how much.",
        "properties": {"when": ref("condition", "In which cases it was."), "by": by},
        "required": ["when", "by"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {
            **lengths,
            "from": ref("path", "The moment with which it begins; left out: acceptance."),
            "until": ref("path", "What has to happen before it is over; left out: the decision."),
            **more,
            "extended": extended,
        },
        "required": required,
        "additionalProperties": False,
    }


@frozen(kw_only=True)
class ResultOfTerm(FixedField):
    """The result that a decision has; of a term that ends with something else there is none."""

    def compiled(self, words: Words, scope: Scope) -> Mapping[str, Any]:
        until = words.get("term", {}).get("until", DECIDED_AT.dotted)
        return FixedField.compiled(self, words, scope) if until == DECIDED_AT.dotted else {}
