"""In what two folders of specs differ day by day: working days and dated parameters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from validator.checks.value_parameters import AmountOfMoney
from validator.editor.diff import measures
from validator.editor.diff.changed_setting import cited_in, cites
from validator.editor.diff.changes import (
    Change,
    ChangeKind,
    Detail,
    Effect,
    Subject,
    Topic,
    unequal,
)
from validator.errors import MissingFact
from validator.explanation.sizes import Value, Word
from validator.law.calendar import Calendar
from validator.law.money import Parameter, parameters_of
from validator.model import Duty, Named, Text
from validator.standard.edition import Edition, Rule


def calendar_changes(a: Edition, b: Edition) -> Iterator[Change]:
    """Days that count as worked or not, where the calendars' own files say so."""
    rows = ("deadlines", "schedule")
    cited = cited_in(a, *rows), cited_in(b, *rows)
    subject = Subject(Topic.CALENDAR, "calendar", {}, *cited, Duty.PROVIDER)
    yield from subject.changed(_calendar(a.setting.calendar, b.setting.calendar))
    yield from subject.reworded(_day_names(a.setting.calendar, b.setting.calendar))


def parameter_changes(a: Edition, b: Edition) -> Iterator[Change]:
    """Dated values that fees are made of: each day from which they differ, and what that costs.

    What a parameter costs that only one edition uses is told of with the fee that is made of it.
    """
    old, new = _parameters(a), _parameters(b)
    for name, (gone, rules) in old.items():
        if name not in new:
            subject = Subject(Topic.PARAMETER, name, gone.title, cites(rules), ())
            yield subject.only(ChangeKind.REMOVED, Effect.UNCLEAR)
    for name, (after, after_rules) in new.items():
        if name not in old:
            subject = Subject(Topic.PARAMETER, name, after.title, (), cites(after_rules))
            yield subject.only(ChangeKind.ADDED, Effect.UNCLEAR)
            continue
        before, before_rules = old[name]
        cited = cites(before_rules), cites(after_rules)
        duty = after_rules[0].requirement.duty
        subject = Subject(Topic.PARAMETER, name, after.title, *cited, duty)
        details = list(_values(before, after))
        # What is due after the last day known is nobody's guess: nothing is decided then.
        details += unequal(Effect.UNCLEAR, ("until", before.until, after.until))
        days = [each.of for each in details if each.what == "value"]
        if days and isinstance(days[0], date):
            details += _fees(before_rules, after_rules, days[0])
        yield from subject.changed(details)
        yield from subject.reworded(_texts(before, after))


def _calendar(old: Calendar, new: Calendar) -> Iterator[Detail]:
    yield from unequal(
        Effect.UNCLEAR,
        ("country", old.country, new.country),
        ("covers_from", old.first, new.first),
        ("covers_until", old.last, new.last),
    )
    for day in sorted({*old.corrections, *new.corrections, *old.confirmed, *new.confirmed}):
        yield from unequal(Effect.UNCLEAR, ("day", _day(old, day), _day(new, day)), of=day)


def _day(calendar: Calendar, day: date) -> Value:
    if day in calendar.corrections:
        return Word("diff.day", "off" if calendar.corrections[day] else "working")
    return Word("diff.day", "confirmed" if day in calendar.confirmed else "library")


def _day_names(old: Calendar, new: Calendar) -> Iterator[Detail]:
    for day in sorted(old.corrections.keys() & new.corrections.keys()):
        before, after = old.corrections[day], new.corrections[day]
        if before is not None and after is not None:
            yield from unequal(Effect.NONE, ("label", before.name, after.name), of=day)
    for name in dict.fromkeys((*new.names, *old.names)):
        sides = old.names.get(name), new.names.get(name)
        yield from unequal(Effect.NONE, ("label", *sides), of=name)


def _parameters(edition: Edition) -> dict[str, tuple[Parameter, list[Rule]]]:
    """The parameters that sums are made of, and the requirements that name these."""
    found: dict[str, tuple[Parameter, list[Rule]]] = {}
    for rule in edition.rules:
        named = (each for amount in rule.sums for each in parameters_of(amount))
        # A fee with a cap names its parameter twice.
        for parameter in {each.id: each for each in named}.values():
            found.setdefault(parameter.id, (parameter, []))[1].append(rule)
    return found


def _values(before: Parameter, after: Parameter) -> Iterator[Detail]:
    standings = [{each.since: each.standing for each in side.values} for side in (before, after)]
    for day in sorted({*standings[0], *standings[1]}):
        old, new = _on(before, day), _on(after, day)
        if old != new:
            # Where there was no value, nothing was decided.
            known = old is not None and new is not None
            effect = measures.at_least(old, new) if known else Effect.UNCLEAR
            yield Detail("value", effect, old, new, day)
        if day in standings[0] and day in standings[1]:
            was, now = (Word("standing", side[day]) for side in standings)
            yield from unequal(Effect.NONE, ("standing", was, now), of=day)


def _on(parameter: Parameter, day: date) -> Value:
    try:
        return parameter.on(day).value
    except MissingFact:
        return None


def _fees(before: list[Rule], after: list[Rule], day: date) -> Iterator[Detail]:
    """What fees that are reckoned as before come to with the other value."""
    news = {rule.requirement.id: rule for rule in after}
    for old in before:
        new = news.get(old.requirement.id)
        if new is None:
            continue
        amounts = old.given(AmountOfMoney), new.given(AmountOfMoney)
        if None in amounts:
            continue  # it bounds a value, and nothing is due for it
        if measures.dearer(*amounts) is not Effect.NONE:
            continue  # told of with the fee itself
        was, now = (measures.price(amount, day) for amount in amounts)
        if was != now:
            known = was.tenge is not None and now.tenge is not None
            effect = measures.at_least(was.tenge, now.tenge) if known else Effect.UNCLEAR
            of = Named(new.requirement.id, new.requirement.title)
            yield Detail("fee", effect, was, now, of)


def _texts(before: Parameter, after: Parameter) -> Iterator[Detail]:
    yield from unequal(Effect.NONE, ("title", before.title, after.title))
    sources: dict[date, Text] = {each.since: each.source for each in before.values}
    for each in after.values:
        source = sources.get(each.since, each.source)
        yield from unequal(Effect.NONE, ("source", source, each.source), of=each.since)
