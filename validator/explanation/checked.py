"""What a requirement demands, in words: when it applies, what is checked and by which figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from validator.checks import KINDS
from validator.checks.parameters import ParameterType, Said
from validator.explanation.law_words import condition_lines, label, shown, test_line
from validator.facts.conditions import Condition, Test, within
from validator.facts.paths import Path
from validator.standard.edition import Rule
from validator.words.messages import Terms, quoted

term = Terms(
    "explain.failed_without",
    "explain.manual_without",
    "explain.met_without",
    *(key for kind in KINDS.values() for key in kind.keys),
)

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
        told = _told(rule.kind.parameters[name], kind, lang)
        yield from flat(_by_list(rule, value, told, lang))


def flat(told: Iterable[tuple[str, Lines]]) -> Iterator[str]:
    """Lines that each begin with the list that they are about, where they are about one."""
    for of, lines in told:
        yield from (f"{of}: {line}" if of else line for line in lines)


def unless_given(rule: Rule, lang: str) -> Iterator[str]:
    """What its outcome hangs on before it is looked at at all."""
    for key, path in (
        ("explain.manual_without", rule.manual_without),
        ("explain.failed_without", rule.failed_without),
        ("explain.met_without", rule.met_without),
    ):
        if path is not None:
            said = partial(_absent, key, lang)
            yield from flat(_by_list(rule, path, said, lang))


def _absent(key: str, lang: str, path: Path) -> Lines:
    return (term(key, lang, name=label(path, lang)),)


def _told(parameter: ParameterType, kind: str, lang: str) -> Callable[[Any], Iterable[str]]:
    """Tells a parameter of a kind of check."""
    return lambda value: (_line(each, kind, lang) for each in parameter.said(value))


def _line(said: Said, kind: str, lang: str) -> str:
    if isinstance(said.value, Test):
        return test_line(said.value, lang)
    fields = {end: quoted(label(path, lang), lang) for end, path in said.fields.items()}
    text, value = term(said.key, lang, what=kind, **fields), said.value
    if value is None:
        return text
    return f"{text}: {shown(value, lang)}"


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
