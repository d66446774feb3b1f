"""The values of a difference in the words of a language, for every format that people read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, Final

from validator.checks.conditions import Condition
from validator.checks.money import Amount, Times
from validator.checks.paths import Path
from validator.findings import Regulation
from validator.messages import named, term
from validator.model import Duty, Named, Severity, Text, Verdict
from validator.spec.diff.model import (
    Change,
    Detail,
    Effect,
    Impact,
    Price,
    Reason,
    Size,
    Subject,
    Topic,
    Value,
    Word,
)
from validator.spec.explain import condition_lines

NOTHING: Final = "–"
ARROW: Final = "→"
_ALWAYS: Final = frozenset(("when", "only", "with"))
"""Conditions of which none at all means always."""

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


def told(change: Change) -> tuple[Detail, ...]:
    """The details that are listed; the clauses stand beside the name already."""
    return tuple(detail for detail in change.details if detail.what != "citation")


def detail_line(detail: Detail, lang: str) -> str:
    """One aspect, what it was and what it is: `working days: 15 → 13`."""
    name = _word("diff.what", detail.what, lang)
    of = "" if detail.of is None else f", {shown(detail.of, lang)}"
    before, after = _sides(detail, lang)
    return f"{name}{of}: {before} {ARROW} {after}"


def _sides(detail: Detail, lang: str) -> tuple[str, str]:
    """Both values; of a text, the language that is read or else one in which it differs."""
    if isinstance(detail.before, Mapping) and isinstance(detail.after, Mapping):
        before, after = detail.before, detail.after
        differing = [each for each in (lang, *after) if before.get(each) != after.get(each)]
        chosen = next(iter(differing), lang)
        mark = "" if chosen == lang else f"[{chosen}] "
        return f"{mark}{_quoted(before, chosen)}", _quoted(after, chosen)
    if detail.what in _ALWAYS:
        always = term("diff.always", lang)
        return (
            always if detail.before is None else shown(detail.before, lang),
            always if detail.after is None else shown(detail.after, lang),
        )
    return shown(detail.before, lang), shown(detail.after, lang)


def _quoted(text: Text, lang: str) -> str:
    marks = term("quotes", lang)
    return f"{marks[0]}{text.get(lang, '')}{marks[-1]}"


def citations(subject: Subject) -> str:
    """The clauses, those of both editions where they are not the same."""
    before, after = ", ".join(subject.before), ", ".join(subject.after)
    if before == after or not before or not after:
        return after or before
    return f"{before} {ARROW} {after}"


def headline(subject: Subject, lang: str) -> str:
    """What sort of thing it is, and what it says or is called."""
    sort = _word("diff.topic", subject.topic.value, lang)
    if subject.topic is Topic.REQUIREMENT and subject.row is not None:
        sort = _word("diff.row", subject.row, lang)
    title = named(subject.title, lang)
    if subject.topic is Topic.GROUND:  # its clause says itself that it is one
        return title or sort
    return f"{sort}. {title}" if title else sort


def verdict_on(change: Change, lang: str) -> str:
    """What the change means for whom: `LOOSENED (Provider)`; nothing where it means nothing."""
    effect = change.effect
    if effect is not Effect.LOOSENED and change.loosened:
        said = f"{term('diff.effect.loosened', lang)} ({term('diff.partly', lang)})"
    elif effect in (Effect.LOOSENED, Effect.TIGHTENED):
        said = term(f"diff.effect.{effect.value}", lang)
    else:
        return ""
    duty = change.subject.duty
    return said if duty is None else f"{said} · {term(f'duty.{duty.value}', lang)}"


def effect_of(detail: Detail, lang: str) -> str:
    """The effect of one detail of a change whose details do not point one way."""
    if detail.effect in (Effect.LOOSENED, Effect.TIGHTENED):
        return term(f"diff.effect.{detail.effect.value}", lang)
    return ""


def in_force(regulation: Regulation, lang: str) -> str:
    """An edition and the days on which it is in force."""
    return term(
        "diff.in_force",
        lang,
        edition=regulation.edition,
        first=regulation.in_force,
        until=regulation.until or "",
    )


def outcome_line(reason: Reason, lang: str) -> str:
    """How a requirement's outcome changes, and where the law lays it down."""
    before, after = (
        term("diff.absent", lang) if each is None else term(f"outcome.{each.value}", lang)
        for each in (reason.before, reason.after)
    )
    cited = dict.fromkeys(each for each in (reason.cited_before, reason.cited_after) if each)
    return f"{reason.requirement} [{f' {ARROW} '.join(cited)}]: {before} {ARROW} {after}"


def impact_lines(impact: Impact, lang: str) -> Iterator[str]:
    """What there is to say of the bundles whose verdict stays."""
    if not impact.turned:
        yield term("diff.impact.none", lang)
    counts = ", ".join(
        f"{verdict_name(verdict, lang)}: {count}"
        for verdict, count in impact.unchanged.items()
        if count
    )
    if counts:
        yield f"{term('diff.impact.unchanged', lang)}: {counts}"
    if impact.stirred:
        yield f"{term('diff.impact.stirred', lang)}: {impact.stirred}"
    if impact.foreign:
        yield f"{term('diff.impact.foreign', lang)}: {impact.foreign}"


def verdict_name(verdict: Verdict, lang: str) -> str:
    """A verdict."""
    return term(f"verdict.{verdict.value}", lang)


def shown(value: Value, lang: str) -> str:
    """A value as people read it."""
    form = next(form for types, form in _FORMS if isinstance(value, types))
    return form(value, lang)


def _word(group: str, word: str, lang: str) -> str:
    """A phrase for a word of the specs; the word itself where a new one has none yet."""
    key = f"{group}.{word}"
    found = term(key, lang)
    return word if found == key else found


def _condition(value: Condition, lang: str) -> str:
    return f"; {term('diff.or', lang)} ".join(condition_lines(value, lang))


def _price(value: Price, lang: str) -> str:
    formula = _formula(value.amount, lang)
    if value.tenge is None:
        return formula
    return f"{formula} = {term('diff.tenge', lang, sum=value.tenge, day=value.day)}"


def _formula(amount: Amount, lang: str) -> str:
    if isinstance(amount, Times):
        return f"{amount.count} × {named(amount.parameter.title, lang, amount.parameter.id)}"
    share = f"{amount.percent} % × ({_formula(amount.of, lang)})"
    if amount.at_most is None:
        return share
    return f"{share}, {term('diff.at_most', lang, limit=_formula(amount.at_most, lang))}"


def _duration(value: timedelta, lang: str) -> str:
    # A day is twenty-four hours here; what is no whole number of days is told in hours.
    unit, length = (
        ("diff.days", _DAY) if not value % _DAY and value > _DAY else ("diff.hours", _HOUR)
    )
    return term(unit, lang, number=value // length)


def _several(value: tuple[Value, ...], lang: str) -> str:
    """A list; pairs and spans of hours in it stay together."""
    if value and isinstance(value[0], time):
        return NOTHING.join(shown(each, lang) for each in value)
    separator = "; " if any(isinstance(each, tuple) for each in value) else ", "
    return separator.join(shown(each, lang) for each in value)


def _code(value: Named, lang: str) -> str:
    name = named(value.name, lang)
    return f"{name} ({value.id})" if name else str(value.id)


_FORMS: Final[tuple[tuple[Any, Callable[[Any, str], str]], ...]] = (
    (type(None), lambda _, __: NOTHING),
    (Duty, lambda value, lang: term(f"duty.{value.value}", lang)),
    (Severity, lambda value, lang: term(f"severity.{value.value}", lang)),
    (bool, lambda value, lang: term("yes" if value else "no", lang)),
    (str, lambda value, _: value),
    (Word, lambda value, lang: _word(value.group, value.value, lang)),
    (Price, _price),
    (Size, lambda value, lang: term("diff.bytes", lang, size=value.bytes)),
    (Named, _code),
    (Path, lambda value, lang: named(value.label, lang, ".".join(value.parts))),
    (Condition, _condition),
    (timedelta, _duration),
    (time, lambda value, _: f"{value:%H:%M}"),
    (date, lambda value, _: value.isoformat()),
    (int | Decimal, lambda value, _: str(value)),
    (Mapping, named),
    (tuple, _several),
)
"""What a type of value looks like; the first that fits, as a duty is a text and true a number."""
