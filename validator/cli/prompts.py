"""Questions at a prompt: on stderr, so that what they lead to can go into a file."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import click

from validator.cli.spoken import asked_language
from validator.form.as_typed import titles_of, value_typed
from validator.form.fields import Field
from validator.form.wanted import field_missing
from validator.model import Arg, Named, Text, declare
from validator.plan.answers import no_value, put_ids
from validator.plan.questions import Place, Question, next_question, put_answer
from validator.standard.edition import Edition
from validator.words.messages import Terms, fix, named, say, visible

NUMBER_OUT_OF_RANGE = declare("number_out_of_range", least=int, most=int)

_TERMS: Final = Terms(
    *("ask.intro", "ask.count", "ask.count_some", "ask.entry", "ask.truth", "ask.choice"),
    *("ask.search", "ask.may_be_left"),
)
_MOST_SHOWN: Final = 30
"""Values that are listed; more are looked up by their title."""
_MOST_ENTRIES: Final = 200


def at_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def tell_how() -> None:
    """Say how questions are answered, before the first one."""
    click.echo(_said("ask.intro"), err=True)


def ask_for(edition: Edition, manifest: dict[str, Any], day: date) -> None:
    """Ask what papers, fee and terms hang on, and put it into a manifest.

    An empty answer leaves open what is asked.

    Args:
        day: the day that counts.

    Raises:
        click.Abort: whoever is asked ends it.
    """
    passed_over: set[Place] = set()
    while (question := next_question(edition, manifest, passed_over, day)) is not None:
        answer = _answer(question)
        if answer is None:
            passed_over.add(question.place)
            continue
        put_answer(manifest, question.place, answer)
        put_ids(manifest, edition.form.fields)


def ask_code(name: str, label: Text, titles: Mapping[str, Text]) -> str:
    """One of several codes, which has to be chosen.

    Raises:
        click.Abort: as above.
    """
    rule = Field("string", label=label, allowed=tuple(titles), codes=titles)
    while True:
        answer = _prompt(Question((name,), rule, is_needed=True))
        if answer is not None:
            return str(answer)


def _answer(question: Question) -> Any:
    if not question.counts:
        return _prompt(question)
    rule = question.rule
    count = _prompt(replace(question, rule=replace(_COUNT, label=rule.label, min=rule.minlength)))
    return None if count is None else [{} for _ in range(count)]


_COUNT: Final = Field("integer", max=_MOST_ENTRIES)


def _prompt(question: Question) -> Any:
    """An answer as the value it stands for; None for an empty one."""
    rule = question.rule
    _list_codes(rule)
    if rule.help and (question.entry is None or question.entry[1] == 1):
        click.echo(f"  {visible(named(rule.help, asked_language()))}", err=True)
    while True:
        try:
            text: str = click.prompt(_told(question), default="", show_default=False, err=True)
        except click.Abort:
            click.echo(err=True)  # what is said of it begins on a line of its own
            raise
        if not text.strip():
            return None
        if (found := _chosen(rule, text)) is not None:
            return found
        click.echo(f"  {visible(_why(question, text))}", err=True)


def _told(question: Question) -> str:
    lang, rule = asked_language(), question.rule
    parts = [named(rule.label, lang)]
    if question.entry is not None:
        around, number = question.entry
        args: dict[str, Arg] = {"list": named(around.label, lang), "number": number}
        parts.insert(0, _said("ask.entry", **args, count=question.of))
    how = "ask.truth" if rule.type == "boolean" else None
    if question.counts:
        how = "ask.count_some" if rule.min else "ask.count"
    if _codes_of(rule):
        how = "ask.choice" if _shown_codes(rule) else "ask.search"
    hints = [_said(how)] if how else []
    if not question.is_needed:
        hints.append(_said("ask.may_be_left"))
    return ": ".join(parts) + (f" ({', '.join(hints)})" if hints else "")


def _codes_of(rule: Field) -> Sequence[Any]:
    return tuple((rule.item or rule).allowed or ())


def _shown_codes(rule: Field) -> Sequence[Any]:
    """The codes of a field that are listed and chosen by their number: none of too many."""
    codes = _codes_of(rule)
    return codes if len(codes) <= _MOST_SHOWN else ()


def _list_codes(rule: Field) -> None:
    titles = titles_of(rule.item or rule)
    for number, code in enumerate(_shown_codes(rule), start=1):
        title = named(titles[code], asked_language(), str(code))
        click.echo(f"  {number:>2}. {title}", err=True)


def _chosen(rule: Field, text: str) -> Any:
    codes = _shown_codes(rule)
    if codes and rule.type != "list" and text.strip().isdecimal():
        number = int(text.strip()[:4])
        return codes[number - 1] if 1 <= number <= len(codes) else None
    return value_typed(rule, text)


def _why(question: Question, text: str) -> str:
    """What is wrong with an answer, and how it is given."""
    lang, rule = asked_language(), question.rule
    if codes := _shown_codes(rule):
        return say(NUMBER_OUT_OF_RANGE(least=1, most=len(codes)), lang)
    if rule.type == "integer":
        least, most = rule.min or 0, rule.max or 10**9
        return say(NUMBER_OUT_OF_RANGE(least=least, most=most), lang)
    name = str(question.place[-1])
    how = fix(field_missing(Named(name, rule.label), rule), lang)
    return ". ".join(filter(None, (say(no_value(name, rule, text), lang), how)))


def _said(key: str, **args: Arg) -> str:
    return _TERMS(key, asked_language(), **args)
