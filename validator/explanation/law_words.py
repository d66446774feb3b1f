"""Values, fields and conditions of the specs in the words of a language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any, Final

from validator.checks import KINDS
from validator.checks.value_parameters import Size
from validator.explanation.sizes import Price, Value, Word
from validator.facts.conditions import Condition, Test
from validator.facts.day_spans import DaySpan
from validator.facts.paths import Path
from validator.law.lengths import Length
from validator.law.money import Amount, InField, Rounded, Rounding, Tenge, Times
from validator.law.regulation import INCOMPLETE, Regulation
from validator.model import Duty, Named, Severity
from validator.standard.edition import Edition, Rule
from validator.standard.shapes import ROWS
from validator.words.messages import STANDINGS, Terms, called, named, number, quoted

DASH: Final = "–"

_UNITS: Final = {
    "m": "unit.minutes",
    "h": "unit.hours",
    "d": "unit.days",
    "wd": "unit.working_days",
    "mo": "unit.months",
    "y": "unit.years",
}
"""The words for the units of lengths."""

ASPECTS: Final = (
    *("act", "authority", "check_with", "closes", "consequence", "country", "covers_from"),
    *("covers_until", "day", "days", "digits", "duty", "encoding", "every_day"),
    *("failed_without", "fee"),
    *("fix", "for_each", "help", "in_force", "indicates", "interpretation", "kind", "label"),
    *("lunch", "manual_without", "maxlength", "met_without", "minlength", "name", "on_record"),
    *("once_a_person", "only", "other_hours", "starts_with"),
    *("open_point", "opens", "personal", "reason", "refers_to", "refusable", "required"),
    *("order", "row", "says", "services", "several", "severity", "source", "standing"),
    *("time_zone", "title", "type", "unique", "unique_by", "until", "value", "values", "when"),
    *("when_ready", "who", "written"),
    *(each for kind in KINDS.values() for each in kind.aspects),
)
"""What of a requirement, a field or an edition can be told, by the words of the specs."""

_PHRASES: Final[Mapping[str, tuple[str, ...]]] = {
    "aspect": ASPECTS,
    "consequence": ("none", "incomplete_package"),
    "diff.authority": ("ministry", "statute"),
    "diff.day": ("off", "working", "confirmed", "library"),
    "diff.row": ROWS,
    "diff.moved": ("accepted_on", "due_on", "due_on_by_law", "fee_due"),
    "encoding": ("encoded", "partly", "not_encoded"),
    "diff.topic": (
        *("requirement", "ground", "service", "schedule", "calendar", "parameter", "field"),
        *("code_list", "edition", "clause", "file"),
    ),
    "standing": STANDINGS,
}

term = Terms(
    *("diff.tenge", "or_else", "sum.share"),
    *("sum.share_limited", "sum.at_least", "sum.fixed", "sum.in_field"),
    *(f"sum.rounded.{each}" for each in Rounding),
    *("test.absent", "test.any", "test.before", "test.exists", "test.forbidden", "test.within"),
    *("test.from", "test.until"),
    "unit.size_limit",
    *(f"duty.{each}" for each in Duty),
    *(f"severity.{each}" for each in Severity),
    *_UNITS.values(),
    "yes",
    "no",
    *(f"{group}.{each}" for group, words in _PHRASES.items() for each in words),
)
"""The words of the specs that have a phrase, by their group."""


def service_name(edition: Edition, service: str, lang: str) -> str:
    """What a service is called."""
    return named(edition.code_lists.get("services", {}).get(service, {}), lang, service)


def consequence(regulation: Regulation | None, name: str, lang: str) -> str:
    """What follows where it is no ground for refusal: none, or that of an incomplete package."""
    if name == INCOMPLETE and regulation and regulation.incomplete:
        return regulation.incomplete[lang]
    return term(f"consequence.{name}", lang)


def label(path: Path, lang: str) -> str:
    """What the application calls a field."""
    return called(path.named, lang)


def each_of(rule: Rule, lang: str) -> tuple[str, ...]:
    """What a requirement is checked for one by one, and whether that is people."""
    once = "" if rule.people is None else f" ({term('aspect.once_a_person', lang)})"
    return tuple(label(path, lang) + once for path in rule.for_each)


def condition_lines(condition: Condition, lang: str) -> Iterator[str]:
    """A condition in words, one alternative a line."""
    for tests in condition.alternatives:
        yield "; ".join(test_line(test, lang) for test in tests)


def test_line(test: Test, lang: str) -> str:
    """A test of a field in words; one without any asks only that the field is there."""
    said = []
    bare = replace(test, exists=None) == Test(test.path)
    if bare or test.exists is not None:
        said.append(term("test.absent" if test.exists is False else "test.exists", lang))
    if test.allowed is not None:
        said.append(_listed(test, test.allowed, lang))
    if test.forbidden is not None:
        said.append(term("test.forbidden", lang, values=_listed(test, test.forbidden, lang)))
    if isinstance(test, DaySpan):
        ends = {"from": test.first, "until": test.last}
        said = [term(f"test.{end}", lang, day=day) for end, day in ends.items() if day is not None]
    if test.min is not None:
        said.append(f"≥ {shown(test.min, lang)}")
    if test.max is not None:
        said.append(f"≤ {shown(test.max, lang)}")
    if test.within is not None:
        said.append(term("test.within", lang, span=_length(test.within, lang)))
    if test.before is not None:
        said.append(term("test.before", lang, span=_length(test.before, lang)))
    if test.any is not None:
        said.append(term("test.any", lang, tests="; ".join(condition_lines(test.any, lang))))
    return f"{quoted(label(test.path, lang), lang)}: {', '.join(said)}"


def _listed(test: Test, values: tuple[Any, ...], lang: str) -> str:
    return " / ".join(_value(test, value, lang) for value in values)


def _value(test: Test, value: object, lang: str) -> str:
    if isinstance(value, bool):
        return term("yes" if value else "no", lang)
    return test.path.codes[value][lang] if value in test.path.codes else str(value)


def shown(value: Value, lang: str) -> str:
    """A value as people read it."""
    form = next(form for types, form in _FORMS if isinstance(value, types))
    return form(value, lang)


def phrase(group: str, value: str, lang: str) -> str:
    """A phrase for a word of the specs; the word itself where a new one has none yet."""
    return term(f"{group}.{value}", lang) if value in _PHRASES[group] else value


def _condition(value: Condition, lang: str) -> str:
    return f"; {term('or_else', lang)} ".join(condition_lines(value, lang))


def _price(value: Price, lang: str) -> str:
    made = formula(value.amount, lang)
    if value.tenge is None:
        return made
    return f"{made} = {term('diff.tenge', lang, sum=value.tenge, day=value.day)}"


def formula(amount: Amount, lang: str) -> str:
    """How a fee is worked out."""
    match amount:
        case Times():
            title = named(amount.parameter.title, lang, amount.parameter.id)
            return f"{number(amount.count, lang)} × {title}"
        case Tenge():
            return term("sum.fixed", lang, sum=amount.value)
        case InField():
            field = amount.of.named
            return term("sum.in_field", lang, name=named(field.name, lang, str(field.id)))
        case Rounded():
            made = formula(amount.of, lang)
            return term(f"sum.rounded.{amount.how.value}", lang, sum=made)
    base = formula(amount.of, lang)
    if amount.at_most is None:
        made = term("sum.share", lang, percent=amount.percent, base=base)
    else:
        limit = formula(amount.at_most, lang)
        made = term("sum.share_limited", lang, percent=amount.percent, base=base, limit=limit)
    if amount.at_least is None:
        return made
    return term("sum.at_least", lang, sum=made, limit=formula(amount.at_least, lang))


def _length(value: Length, lang: str) -> str:
    return term(_UNITS[value.unit], lang, count=value.count)


def _several(value: tuple[Value, ...], lang: str) -> str:
    """A list; pairs and spans of hours in it stay together."""
    if value and isinstance(value[0], time):
        return DASH.join(shown(each, lang) for each in value)
    separator = "; " if any(isinstance(each, tuple) for each in value) else ", "
    return separator.join(shown(each, lang) for each in value)


def _code(value: Named, lang: str) -> str:
    name = named(value.name, lang)
    return f"{name} ({value.id})" if name else str(value.id)


_FORMS: Final[tuple[tuple[Any, Callable[[Any, str], str]], ...]] = (
    (type(None), lambda _, __: DASH),
    (Duty, lambda value, lang: term(f"duty.{value.value}", lang)),
    (Severity, lambda value, lang: term(f"severity.{value.value}", lang)),
    (bool, lambda value, lang: term("yes" if value else "no", lang)),
    (str, lambda value, _: value),
    (Word, lambda value, lang: phrase(value.group, value.value, lang)),
    (Price, _price),
    (Size, lambda value, lang: term("unit.size_limit", lang, size=value.bytes)),
    (Named, _code),
    (Path, label),
    (Condition, _condition),
    (Length, _length),
    (Amount, formula),
    (time, lambda value, _: f"{value:%H:%M}"),
    (date, lambda value, _: value.isoformat()),
    (int | Decimal, lambda value, _: str(value)),
    (Mapping, named),
    (tuple, _several),
)
"""What a type of value looks like; the first that fits, as a duty is a text and true a number."""
