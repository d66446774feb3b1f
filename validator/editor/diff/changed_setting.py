"""In what two editions differ beside requirements, fields and dated values.

Services, refusal grounds, the provider's hours, the days in force, clauses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import time
from typing import Any, cast

from validator.editor.diff.changed_fields import SERVICES
from validator.editor.diff.changed_rules import clauses_of
from validator.editor.diff.changes import (
    Change,
    ChangeKind,
    Detail,
    Effect,
    Subject,
    Topic,
    unequal,
)
from validator.explanation.sizes import Value, Word
from validator.facts.conditions import Condition
from validator.law.regulation import Clause, Regulation
from validator.law.setting import Hours
from validator.model import Duty, Text
from validator.standard.edition import Edition, Rule


def renumbered_grounds(a: Edition, b: Edition) -> Mapping[str, str]:
    """The number in `b` of every refusal ground of `a` that is there under another one.

    A requirement that stands in both editions, and whose failure led to the one and leads to the
    other, shows which is which, as long as no other requirement says otherwise. A ground that no
    requirement speaks of is known by its words; one that keeps its number keeps its place.
    """
    pairs = _led_to(a, b)
    left = [each for each in a.grounds if each not in pairs]
    free = [each for each in b.grounds if each not in pairs.values()]
    same = [(old, new) for old in left for new in free if _says(a, old) == _says(b, new)]
    pairs |= _one_to_one(same)
    return {old: new for old, new in pairs.items() if old != new}


def _led_to(a: Edition, b: Edition) -> dict[str, str]:
    """The grounds that the same requirements lead to in both editions."""
    after = {rule.requirement.id: rule.requirement.consequence for rule in b.rules}
    found = {
        (rule.requirement.consequence, after[rule.requirement.id])
        for rule in a.rules
        if rule.requirement.id in after
    }
    return _one_to_one([(old, new) for old, new in found if old in a.grounds and new in b.grounds])


def _one_to_one(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The pairs neither side of which is in another."""
    olds, news = [old for old, _ in pairs], [new for _, new in pairs]
    return {old: new for old, new in pairs if olds.count(old) == 1 == news.count(new)}


def ground_changes(a: Edition, b: Edition, renumbered: Mapping[str, str]) -> Iterator[Change]:
    """Grounds for refusal that came, went, or bear another number."""
    old_names = {new: old for old, new in renumbered.items()}
    for ground in b.grounds:
        title = _says(b, ground)
        if ground in old_names:
            subject = Subject(Topic.GROUND, ground, title, (old_names[ground],), (ground,))
            yield from subject.moved([Detail("citation", Effect.NONE, old_names[ground], ground)])
        elif ground not in a.grounds or ground in renumbered:
            subject = Subject(Topic.GROUND, ground, title, (), (ground,))
            yield subject.only(ChangeKind.ADDED, Effect.TIGHTENED)
    for ground in a.grounds:
        if ground not in renumbered and (ground not in b.grounds or ground in old_names):
            subject = Subject(Topic.GROUND, ground, _says(a, ground), (ground,), ())
            yield subject.only(ChangeKind.REMOVED, Effect.LOOSENED)


def service_changes(a: Edition, b: Edition) -> Iterator[Change]:
    """Services that are provided from now on, or no longer."""
    old, new = (each.code_lists.get(SERVICES, {}) for each in (a, b))
    for name in dict.fromkeys((*new, *old)):
        if name not in old:
            subject = Subject(Topic.SERVICE, name, new[name], (), _cited_for(b, name))
            yield subject.only(ChangeKind.ADDED, Effect.UNCLEAR)
        elif name not in new:
            subject = Subject(Topic.SERVICE, name, old[name], _cited_for(a, name), ())
            yield subject.only(ChangeKind.REMOVED, Effect.UNCLEAR)


def schedule_changes(a: Edition, b: Edition) -> Iterator[Change]:
    """The provider's hours and the clock they are told by."""
    cited = cited_in(a, "schedule"), cited_in(b, "schedule")
    subject = Subject(Topic.SCHEDULE, "schedule", {}, *cited, Duty.PROVIDER)
    words = [each.name for each in fields(Hours)]
    yield from subject.changed(
        unequal(
            # Longer hours give applicants more time and start the provider's terms sooner.
            Effect.SHIFTED,
            *((word, _hour(a.setting.hours, word), _hour(b.setting.hours, word)) for word in words),
            ("other_hours", _others(a), _others(b)),
            ("time_zone", a.setting.calendar.zone, b.setting.calendar.zone),
        )
    )


def edition_changes(a: Edition, b: Edition) -> Iterator[Change]:
    """When the editions are in force, and on what they rest."""
    old, new = a.regulation, b.regulation
    subject = Subject(Topic.EDITION, "edition", {}, _cited(old), _cited(new))
    yield from subject.changed(
        unequal(
            Effect.UNCLEAR,
            ("in_force", old.in_force, new.in_force),
            ("until", old.until, new.until),
            ("standing", Word("standing", old.standing), Word("standing", new.standing)),
            (
                "authority",
                Word("diff.authority", old.authority),
                Word("diff.authority", new.authority),
            ),
        )
    )
    yield from subject.moved(unequal(Effect.NONE, ("citation", old.citation, new.citation)))
    texts = (("title", old.title, new.title), ("act", old.act, new.act))
    yield from subject.reworded(unequal(Effect.NONE, *texts))


def _cited(regulation: Regulation) -> tuple[str, ...]:
    return (regulation.citation,) if regulation.citation else ()


def clause_changes(a: Edition, b: Edition) -> Iterator[Change]:
    """Clauses that came, went, or are told or encoded in another way."""
    old, new = a.regulation.clauses, b.regulation.clauses
    for name in dict.fromkeys((*new, *old)):
        if name not in old:
            subject = Subject(Topic.CLAUSE, name, new[name].says, (), (name,))
            yield subject.only(ChangeKind.ADDED, Effect.NONE)
        elif name not in new:
            subject = Subject(Topic.CLAUSE, name, old[name].says, (name,), ())
            yield subject.only(ChangeKind.REMOVED, Effect.NONE)
        else:
            subject = Subject(Topic.CLAUSE, name, new[name].says, (name,), (name,))
            yield from subject.reworded(_clause(old[name], new[name]))


def cites(rules: list[Rule]) -> tuple[str, ...]:
    """The clauses that some requirements cite, each once."""
    return tuple(dict.fromkeys(clause for rule in rules for clause in clauses_of(rule)))


def cited_in(edition: Edition, *rows: str) -> tuple[str, ...]:
    """The clauses that the requirements of some rows cite."""
    return cites([rule for rule in edition.rules if rule.requirement.row in rows])


def _cited_for(edition: Edition, service: str) -> tuple[str, ...]:
    """The clauses of the requirements that stand for this service alone."""
    return cites([rule for rule in edition.rules if rule.requirement.services == (service,)])


def _says(edition: Edition, clause: str) -> Text:
    return edition.regulation.clauses[clause].says


def _hour(hours: Hours, word: str) -> Value:
    value: Any = getattr(hours, word)
    # An edition that names no hours has the whole day, whose last moment no clock shows.
    return None if value == time.max else value


def _others(edition: Edition) -> Value:
    """The hours of applications that differ from those of the provider."""
    found: list[Value] = []
    for when, hours in edition.setting.other_hours:
        day: tuple[Value, ...] = ((hours.opens, hours.closes),)
        day += () if hours.lunch is None else (hours.lunch,)
        day += (Word("aspect", "every_day"),) if hours.every_day else ()
        found.append((cast("Condition", when), *day))
    return tuple(found) or None


def _clause(old: Clause, new: Clause) -> Iterator[Detail]:
    for word in ("name", "says", "reason", "interpretation", "open_point"):
        yield from unequal(Effect.NONE, (word, getattr(old, word), getattr(new, word)))
    for word in ("encoding", "standing"):
        before, after = (_word(word, getattr(each, word)) for each in (old, new))
        yield from unequal(Effect.NONE, (word, before, after))
    yield from unequal(Effect.NONE, ("when_ready", old.when_ready, new.when_ready))


def _word(group: str, value: str | None) -> Value:
    return None if value is None else Word(group, value)
