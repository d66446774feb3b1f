"""In what two editions differ beside requirements and fields.

Services, refusal grounds, schedule, calendar, dated parameters, the days in force, clauses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, time
from typing import Any, Final

from validator.calendar import Calendar, DayOff
from validator.checks.facts import Hours
from validator.checks.money import Amount, Parameter
from validator.errors import MissingFact
from validator.findings import Clause
from validator.model import Duty, Named, Text
from validator.spec.diff import measures
from validator.spec.diff.fields import SERVICES
from validator.spec.diff.model import (
    Change,
    Detail,
    Effect,
    Kind,
    Topic,
    Value,
    Word,
    together,
)
from validator.spec.diff.rules import clauses_of
from validator.standard.edition import Edition, Rule

_WORDED: Final = ("says", "reason", "interpretation", "open_point")


def renumbered_grounds(a: Edition, b: Edition) -> Mapping[str, str]:
    """Refusal grounds that merely bear another number in `b`, by their number in `a`.

    A requirement that stands in both editions, and whose failure led to the one and leads to the
    other, shows which is which, as long as no other requirement says otherwise.
    """
    after = {rule.requirement.id: rule.requirement.consequence for rule in b.rules}
    gone, come = set(a.grounds) - set(b.grounds), set(b.grounds) - set(a.grounds)
    pairs = {
        (rule.requirement.consequence, after[rule.requirement.id])
        for rule in a.rules
        if rule.requirement.id in after
    }
    pairs = {(old, new) for old, new in pairs if old in gone and new in come}
    olds, news = [old for old, _ in pairs], [new for _, new in pairs]
    return {old: new for old, new in pairs if olds.count(old) == 1 == news.count(new)}


def ground_changes(a: Edition, b: Edition, renumbered: Mapping[str, str]) -> Iterator[Change]:
    """Grounds for refusal that came, went, or bear another number."""
    old_names = {new: old for old, new in renumbered.items()}
    for ground in b.grounds:
        title = _says(b, ground)
        if ground in old_names:
            before = (old_names[ground],)
            yield Change(
                Topic.GROUND, Kind.MOVED, ground, Effect.NONE, title, before, (ground,)
            )
        elif ground not in a.grounds:
            yield Change(Topic.GROUND, Kind.ADDED, ground, Effect.TIGHTENED, title, (), (ground,))
    for ground in a.grounds:
        if ground not in renumbered and ground not in b.grounds:
            title = _says(a, ground)
            yield Change(Topic.GROUND, Kind.REMOVED, ground, Effect.LOOSENED, title, (ground,), ())


def service_changes(a: Edition, b: Edition) -> Iterator[Change]:
    """Services that are provided from now on, or no longer."""
    old, new = (each.code_lists.get(SERVICES, {}) for each in (a, b))
    for name in dict.fromkeys((*new, *old)):
        if (name in old) != (name in new):
            kind = Kind.ADDED if name in new else Kind.REMOVED
            title = new.get(name) or old.get(name) or {}
            cited = _cited_for(a, name), _cited_for(b, name)
            yield Change(Topic.SERVICE, kind, name, Effect.UNCLEAR, title, *cited)


def schedule_changes(a: Edition, b: Edition) -> Iterator[Change]:
    """The provider's hours and the clock they are told by."""
    details = []
    for word in (each.name for each in fields(Hours)):
        before, after = (_hour(getattr(each.setting.hours, word)) for each in (a, b))
        if before != after:
            details.append(Detail(word, Effect.UNCLEAR, before, after))
    zones = a.setting.calendar.zone, b.setting.calendar.zone
    if zones[0] != zones[1]:
        details.append(Detail("time_zone", Effect.UNCLEAR, *zones))
    cited = _cited_in(a, "schedule"), _cited_in(b, "schedule")
    yield from _changed(Topic.SCHEDULE, "schedule", {}, cited, details, Duty.PROVIDER)


def calendar_changes(a: Edition, b: Edition) -> Iterator[Change]:
    """Days that count as worked or not, where the calendars' own files say so."""
    old, new = a.setting.calendar, b.setting.calendar
    details = [
        Detail(word, Effect.UNCLEAR, before, after)
        for word, before, after in (
            ("country", old.country, new.country),
            ("covers_from", old.first, new.first),
            ("covers_until", old.last, new.last),
        )
        if before != after
    ]
    for day in sorted({*old.corrections, *new.corrections, *old.confirmed, *new.confirmed}):
        before, after = _day(old, day), _day(new, day)
        if before != after:
            details.append(Detail("day", Effect.UNCLEAR, before, after, day))
    cited = tuple(
        tuple(dict.fromkeys((*_cited_in(each, "deadlines"), *_cited_in(each, "schedule"))))
        for each in (a, b)
    )
    yield from _changed(Topic.CALENDAR, "calendar", {}, cited, details, Duty.PROVIDER)
    texts = [
        Detail("label", Effect.NONE, before, after, of)
        for of, before, after in _day_names(old, new)
        if before != after
    ]
    yield from _reworded(Topic.CALENDAR, "calendar", {}, cited, texts)


def parameter_changes(a: Edition, b: Edition) -> Iterator[Change]:
    """Dated values that fees are made of; every day from which they differ, and what that costs."""
    old, new = _parameters(a), _parameters(b)
    for name, (after, after_rules) in new.items():
        if name not in old:
            continue  # the fee that is made of it has changed, which is told there
        before, before_rules = old[name]
        cited = _cites(before_rules), _cites(after_rules)
        details = list(_values(before, after))
        days = [each.of for each in details if each.what == "value"]
        if days and isinstance(days[0], date):
            details += _fees(before_rules, after_rules, days[0])
        duty = after_rules[0].requirement.duty
        yield from _changed(Topic.PARAMETER, name, after.title, cited, details, duty)
        sources = {dated.since: dated.source for dated in before.values}
        texts = [
            Detail("source", Effect.NONE, sources[dated.since], dated.source, dated.since)
            for dated in after.values
            if sources.get(dated.since, dated.source) != dated.source
        ]
        if before.title != after.title:
            texts.insert(0, Detail("title", Effect.NONE, before.title, after.title))
        yield from _reworded(Topic.PARAMETER, name, after.title, cited, texts)


def edition_changes(a: Edition, b: Edition) -> Iterator[Change]:
    """When the editions are in force, and on what they rest."""
    old, new = a.regulation, b.regulation
    details = [
        Detail(word, Effect.UNCLEAR, before, after)
        for word, before, after in (
            ("in_force", old.in_force, new.in_force),
            ("until", old.until, new.until),
            ("standing", Word("standing", old.standing), Word("standing", new.standing)),
            (
                "authority",
                Word("diff.authority", old.authority),
                Word("diff.authority", new.authority),
            ),
        )
        if before != after
    ]
    cited: tuple[tuple[str, ...], ...] = ((), ())
    yield from _changed(Topic.EDITION, "edition", {}, cited, details)
    texts = [
        Detail(word, Effect.NONE, getattr(old, word), getattr(new, word))
        for word in ("title", "act")
        if getattr(old, word) != getattr(new, word)
    ]
    yield from _reworded(Topic.EDITION, "edition", {}, cited, texts)


def clause_changes(a: Edition, b: Edition) -> Iterator[Change]:
    """Clauses that came, went, or are told or encoded in another way."""
    old, new = a.regulation.clauses, b.regulation.clauses
    for name in dict.fromkeys((*new, *old)):
        if name not in old:
            yield Change(
                Topic.CLAUSE, Kind.ADDED, name, Effect.NONE, new[name].says, (), (name,)
            )
        elif name not in new:
            yield Change(
                Topic.CLAUSE, Kind.REMOVED, name, Effect.NONE, old[name].says, (name,), ()
            )
        else:
            texts = list(_clause(old[name], new[name]))
            cited = ((name,), (name,))
            yield from _reworded(Topic.CLAUSE, name, new[name].says, cited, texts)


def _clause(old: Clause, new: Clause) -> Iterator[Detail]:
    for word in _WORDED:
        before, after = getattr(old, word), getattr(new, word)
        if before != after:
            yield Detail(word, Effect.NONE, before, after)
    for word in ("encoding", "standing"):
        before, after = getattr(old, word), getattr(new, word)
        if before != after:
            shown = (None if each is None else Word(word, each) for each in (before, after))
            yield Detail(word, Effect.NONE, *shown)


def _changed(
    topic: Topic,
    subject: str,
    title: Text,
    cited: tuple[tuple[str, ...], ...],
    details: list[Detail],
    duty: Duty | None = None,
) -> Iterator[Change]:
    if details:
        effect = together(each.effect for each in details)
        before, after = cited
        yield Change(
            topic, Kind.CHANGED, subject, effect, title, before, after, duty, details=tuple(details)
        )


def _reworded(
    topic: Topic,
    subject: str,
    title: Text,
    cited: tuple[tuple[str, ...], ...],
    texts: list[Detail],
) -> Iterator[Change]:
    if texts:
        before, after = cited
        yield Change(
            topic,
            Kind.REWORDED,
            subject,
            Effect.NONE,
            title,
            before,
            after,
            details=tuple(texts),
        )


def _says(edition: Edition, clause: str) -> Text:
    return edition.regulation.clauses[clause].says


def _cites(rules: list[Rule]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clause for rule in rules for clause in clauses_of(rule)))


def _cited_in(edition: Edition, row: str) -> tuple[str, ...]:
    return _cites([rule for rule in edition.rules if rule.requirement.row == row])


def _cited_for(edition: Edition, service: str) -> tuple[str, ...]:
    """The clauses of the requirements that stand for this service alone."""
    return _cites([r for r in edition.rules if r.requirement.services == (service,)])


def _hour(value: Any) -> Value:
    # An edition that names no hours has the whole day, whose last moment no clock shows.
    return None if value == time.max else value


def _day(calendar: Calendar, day: date) -> Value:
    if day in calendar.corrections:
        return Word("diff.day", "off" if calendar.corrections[day] else "working")
    return Word("diff.day", "confirmed" if day in calendar.confirmed else "library")


def _day_names(old: Calendar, new: Calendar) -> Iterator[tuple[Value, Text | None, Text | None]]:
    for day, before in sorted(old.corrections.items()):
        after: DayOff | None = new.corrections.get(day)
        if before is not None and after is not None:
            yield day, before.name, after.name
    for name in dict.fromkeys((*new.names, *old.names)):
        yield name, old.names.get(name), new.names.get(name)


def _parameters(edition: Edition) -> dict[str, tuple[Parameter, list[Rule]]]:
    """The parameters that fees are made of, and those fees."""
    found: dict[str, tuple[Parameter, list[Rule]]] = {}
    for rule in edition.rules:
        amount: Amount | None = rule.parameters.get("amount")
        for parameter in measures.parameters_of(amount):
            rules = found.setdefault(parameter.id, (parameter, []))[1]
            if not any(each is rule for each in rules):
                rules.append(rule)
    return found


def _values(before: Parameter, after: Parameter) -> Iterator[Detail]:
    standings = [{each.since: each.standing for each in side.values} for side in (before, after)]
    for day in sorted({dated.since for side in (before, after) for dated in side.values}):
        old, new = _on(before, day), _on(after, day)
        if old != new:
            # A value that is known from an earlier day on changes no fee that was known before.
            known = old is not None and new is not None
            effect = measures.at_least(old, new) if known else Effect.UNCLEAR
            yield Detail("value", effect, old, new, day)
        sides = [side.get(day) for side in standings]
        if None not in sides and sides[0] != sides[1]:
            words = (Word("standing", side or "") for side in sides)
            yield Detail("standing", Effect.NONE, *words, day)


def _on(parameter: Parameter, day: date) -> Value:
    try:
        value = parameter.on(day).value
    except MissingFact:
        return None
    return int(value) if value == value.to_integral_value() else value


def _fees(before: list[Rule], after: list[Rule], day: date) -> Iterator[Detail]:
    """What fees that are reckoned as before come to with the other value."""
    new = {rule.requirement.id: rule for rule in after}
    for old in before:
        rule = new.get(old.requirement.id)
        if rule is None:
            continue
        amounts = old.parameters["amount"], rule.parameters["amount"]
        prices = [measures.price(amount, day) for amount in amounts]
        if measures.dearer(*amounts) is Effect.NONE and prices[0] != prices[1]:
            of = Named(rule.requirement.id, rule.requirement.title)
            effect = Effect.UNCLEAR
            if prices[0].tenge is not None and prices[1].tenge is not None:
                effect = measures.at_least(prices[0].tenge, prices[1].tenge)
            yield Detail("fee", effect, *prices, of)
