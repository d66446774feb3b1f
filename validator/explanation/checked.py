"""What a requirement demands, in words: when it applies, what is checked and by which figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from validator.checks import KINDS
from validator.checks.registry import word
from validator.explanation.law_words import (
    ASPECTS,
    condition_lines,
    formula,
    label,
    shown,
    test_line,
)
from validator.explanation.sizes import Size
from validator.facts.conditions import Condition, Test, within
from validator.facts.people import People
from validator.law.money import Share, Times
from validator.standard.edition import Rule
from validator.words.messages import Terms, quoted

term = Terms(
    "check.absence",
    "check.pair",
    "explain.failed_without",
    "explain.manual_without",
    *(f"check.{each}" for each in KINDS),
    *(f"aspect.{each}" for each in ASPECTS),
)

_DERIVED: Final = "each"
"""A parameter that only says that there are lists, which are named beside it."""

Lines = tuple[str, ...]


def when_lines(rule: Rule, lang: str, when: Condition | None = None) -> list[tuple[str, Lines]]:
    """When a requirement applies: alternatives, for each of its lists where fields differ in name.

    Args:
        when: the part of its condition to be told; all of it, if left out.
    """
    told = when or rule.when
    if told is None:
        return []
    return _by_list(rule, told, lambda condition: condition_lines(condition, lang), lang)


def check_lines(rule: Rule, lang: str) -> Iterator[str]:
    """What is checked: the kind of check, and then everything that it goes by."""
    kind = rule.requirement.kind
    yield term(f"check.{kind}", lang)
    for name, value in rule.parameters.items():
        yield from flat(_by_list(rule, value, _told(kind, name, lang), lang))


def flat(told: Iterable[tuple[str, Lines]]) -> Iterator[str]:
    """Lines that each begin with the list that they are about, where they are about one."""
    for of, lines in told:
        yield from (f"{of}: {line}" if of else line for line in lines)


def unless_given(rule: Rule, lang: str) -> Iterator[str]:
    """What its outcome hangs on before it is looked at at all."""
    if rule.manual_without is not None:
        yield term("explain.manual_without", lang, name=label(rule.manual_without, lang))
    if rule.failed_without is not None:
        yield term("explain.failed_without", lang, name=label(rule.failed_without, lang))


def _told(kind: str, name: str, lang: str) -> Callable[[Any], Iterable[str]]:
    """Tells a parameter of a kind of check."""

    def told(value: Any) -> Iterator[str]:
        if isinstance(value, Test):
            yield test_line(value, lang)
            if value.exists:
                yield term("check.absence", lang)
        elif name == "pairs":
            for pair in value:
                names = {end: quoted(label(path, lang), lang) for end, path in pair.items()}
                yield term("check.pair", lang, **names)
        elif name != _DERIVED and value is not None:
            aspect = term(f"aspect.{word(name)}", lang, what=kind)
            yield f"{aspect}: {_shown(name, value, lang)}"

    return told


def _shown(name: str, value: Any, lang: str) -> str:
    if isinstance(value, Times | Share):
        return formula(value, lang)
    if isinstance(value, People):
        value = value.fields
    return shown(Size(value) if name == "max_bytes" else value, lang)


def _by_list(
    rule: Rule, value: Any, told: Callable[[Any], Iterable[str]], lang: str
) -> list[tuple[str, Lines]]:
    """What is said of a value; where the lists call its fields differently, of each by its name."""
    made = [
        (label(each, lang), tuple(told(within(value, index))))
        for index, each in enumerate(rule.for_each)
    ]
    if len({lines for _, lines in made}) > 1:
        return made
    return [("", tuple(told(value)))]
