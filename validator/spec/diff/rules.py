"""In what the requirements of two editions differ; they are matched by their ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from validator.checks.facts import Path, Test
from validator.checks.money import Amount
from validator.model import Named
from validator.spec.diff import measures
from validator.spec.diff.model import (
    Change,
    Detail,
    Effect,
    Kind,
    Size,
    Topic,
    Value,
    Word,
    together,
)
from validator.standard.compile import INCOMPLETE, NO_CONSEQUENCE
from validator.standard.edition import Edition, Rule

_MEASURES: Final[Mapping[str, Callable[[Any, Any], Effect]]] = {
    "working_days": measures.at_most,
    "at_least": measures.at_least,
    "at_most": measures.at_most,
    "max_bytes": measures.at_most,
    "types": measures.choice,
    "with_": measures.must_hold,
    "pairs": measures.demands,
    # A span of days that is out of bounds: the sooner it begins and the later it ends, the tighter.
    "from_": measures.at_most,
    "until": measures.at_least,
}
"""Which value of a check's parameter is the stricter one; a parameter not named here cannot tell.

The names mean the same in every kind of check. What is not given is no limit.
"""

_DERIVED: Final = frozenset(("each",))
"""Parameters that follow from another word of the requirement, which is compared instead."""

_TEXTS: Final = ("title", "fix", "who")


def requirement_changes(
    a: Edition, b: Edition, renumbered: Mapping[str, str], day: date
) -> Iterator[Change]:
    """What was added, removed, changed, moved to another clause or reworded.

    Args:
        renumbered: refusal grounds of `a` that merely bear another number in `b`.
        day: the day for which fees are put into tenge.
    """
    before = {rule.requirement.id: rule for rule in a.rules}
    after = {rule.requirement.id: rule for rule in b.rules}
    for name in (*after, *(name for name in before if name not in after)):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            yield _only(old, new, day)
            continue
        details = tuple(_details(a, b, old, new, renumbered, day))
        if details:
            effect = together(detail.effect for detail in details)
            yield _change(Kind.CHANGED, old, new, effect, details)
        moves = tuple(_moves(old, new, renumbered))
        if moves:
            yield _change(Kind.MOVED, old, new, Effect.NONE, moves)
        texts = tuple(_texts(old, new))
        if texts:
            yield _change(Kind.REWORDED, old, new, Effect.NONE, texts)


def clauses_of(rule: Rule | None) -> tuple[str, ...]:
    """The clauses that a requirement cites."""
    return () if rule is None else tuple(dict.fromkeys(rule.requirement.citations.values()))


def _change(
    kind: Kind, old: Rule | None, new: Rule | None, effect: Effect, details: tuple[Detail, ...]
) -> Change:
    rule = new or old
    assert rule is not None  # noqa: S101  # one of them is there
    return Change(
        Topic.REQUIREMENT,
        kind,
        rule.requirement.id,
        effect,
        rule.requirement.title,
        clauses_of(old),
        clauses_of(new),
        rule.requirement.duty,
        rule.requirement.row,
        details,
    )


def _only(old: Rule | None, new: Rule | None, day: date) -> Change:
    """A requirement that only one of the editions has."""
    rule = new or old
    amount = rule.parameters.get("amount") if rule is not None else None
    details: tuple[Detail, ...] = ()
    if amount is not None:
        sides = (None, measures.price(amount, day))
        details = (Detail("amount", Effect.NONE, *(sides if old is None else reversed(sides))),)
    if old is None:
        return _change(Kind.ADDED, old, new, Effect.TIGHTENED, details)
    return _change(Kind.REMOVED, old, new, Effect.LOOSENED, details)


def _details(
    a: Edition, b: Edition, old: Rule, new: Rule, renumbered: Mapping[str, str], day: date
) -> Iterator[Detail]:
    before, after = old.requirement, new.requirement
    if not (set(before.services) == set(a.services) and set(after.services) == set(b.services)):
        # One that holds for every service does not change when a service comes or goes.
        effect = measures.demands(before.services, after.services)
        yield from _differing("services", effect, *map(_codes_of("services"), (old, a), (new, b)))
    yield from _differing(
        "for_each", _lists(old.for_each, new.for_each), old.for_each, new.for_each
    )
    yield from _differing("when", measures.applies(old.when, new.when), old.when, new.when)
    if before.duty is not after.duty:
        yield Detail("duty", Effect.UNCLEAR, before.duty, after.duty)
    ranks = ("note", "warning", "error")
    severe = measures.at_least(ranks.index(before.severity), ranks.index(after.severity))
    yield from _differing("severity", severe, before.severity, after.severity)
    if renumbered.get(before.consequence, before.consequence) != after.consequence:
        sides = _consequence(before.consequence), _consequence(after.consequence)
        yield Detail("consequence", _follows(before.consequence, after.consequence), *sides)
    # Left to a person, an absence holds nothing up; as a breach, it decides.
    yield from _absence("manual_without", old, new, Effect.LOOSENED, Effect.TIGHTENED)
    yield from _absence("failed_without", old, new, Effect.TIGHTENED, Effect.LOOSENED)
    if before.kind != after.kind:
        yield Detail("kind", Effect.UNCLEAR, before.kind, after.kind)
    else:
        yield from _parameters(old.parameters, new.parameters, day)


def _differing(what: str, effect: Effect, before: Value, after: Value) -> Iterator[Detail]:
    if effect is not Effect.NONE:
        yield Detail(what, effect, before, after)


def _codes_of(code_list: str) -> Callable[[tuple[Rule, Edition]], tuple[Named, ...]]:
    def codes(side: tuple[Rule, Edition]) -> tuple[Named, ...]:
        rule, edition = side
        names = edition.code_lists.get(code_list, {})
        return tuple(Named(each, names.get(each, {})) for each in rule.requirement.services)

    return codes


def _lists(before: tuple[Path, ...], after: tuple[Path, ...]) -> Effect:
    if bool(before) != bool(after):  # once for the application, or once for each of its items
        return Effect.UNCLEAR
    return measures.demands(before, after)


def _consequence(name: str) -> Value:
    return Word("consequence", name) if name in (INCOMPLETE, NO_CONSEQUENCE) else name


def _follows(before: str, after: str) -> Effect:
    if before == NO_CONSEQUENCE:
        return Effect.TIGHTENED
    return Effect.LOOSENED if after == NO_CONSEQUENCE else Effect.UNCLEAR


def _absence(word: str, old: Rule, new: Rule, gained: Effect, lost: Effect) -> Iterator[Detail]:
    before: Path | None = getattr(old, word)
    after: Path | None = getattr(new, word)
    if before == after:
        return
    if before is None:
        yield Detail(word, gained, before, after)
    else:
        yield Detail(word, lost if after is None else Effect.UNCLEAR, before, after)


def _parameters(
    before: Mapping[str, Any], after: Mapping[str, Any], day: date
) -> Iterator[Detail]:
    names: Iterable[str] = dict.fromkeys((*before, *after))
    for name in names:
        old, new = before.get(name), after.get(name)
        if name in _DERIVED or old == new:
            continue
        if isinstance(old, Test) and isinstance(new, Test):
            yield from value_details(old, new)
        elif name == "amount":
            yield from _amount(old, new, day)
        else:
            old, new = _comparable(old), _comparable(new)
            effect = _MEASURES.get(name, _unclear)(old, new)
            yield from _differing(name.rstrip("_"), effect, _shown(name, old), _shown(name, new))


def _amount(before: Amount | None, after: Amount | None, day: date) -> Iterator[Detail]:
    effect = measures.dearer(before, after)
    sides = (None if each is None else measures.price(each, day) for each in (before, after))
    yield from _differing("amount", effect, *sides)


def value_details(before: Test, after: Test) -> Iterator[Detail]:
    """In what two tests of a value differ, as demands on that value."""
    if before.path != after.path:
        yield Detail("path", Effect.UNCLEAR, before.path, after.path)
    # Where it is said that the value exists, its absence is a breach rather than an open question.
    exists = measures.at_least(bool(before.exists), bool(after.exists))
    yield from _differing("exists", exists, bool(before.exists), bool(after.exists))
    allowed = measures.choice(before.allowed, after.allowed)
    yield from _differing("allowed", allowed, _allowed(before), _allowed(after))
    yield from _differing("min", measures.at_least(before.min, after.min), before.min, after.min)
    yield from _differing("max", measures.at_most(before.max, after.max), before.max, after.max)


def _allowed(test: Test) -> Value:
    if test.allowed is None:
        return None
    return tuple(
        Named(each, test.path.codes[each]) if each in test.path.codes else each
        for each in test.allowed
    )


def _comparable(value: Any) -> Any:
    """A code whatever it is called, a pair of dates as a pair, no types as any type."""
    if isinstance(value, tuple) and value and isinstance(value[0], dict):
        return tuple(tuple(each.values()) for each in value)
    return None if value == () else value


def _unclear(before: Any, after: Any) -> Effect:
    if isinstance(before, Named) and isinstance(after, Named):
        before, after = before.id, after.id
    return Effect.NONE if before == after else Effect.UNCLEAR


def _shown(name: str, value: Any) -> Value:
    shown: Value = Size(value) if name == "max_bytes" and value is not None else value
    return shown


def _moves(old: Rule, new: Rule, renumbered: Mapping[str, str]) -> Iterator[Detail]:
    before, after = old.requirement, new.requirement
    common = [each for each in before.services if each in after.services]
    if common:
        moved = any(before.cite(service) != after.cite(service) for service in common)
    else:
        moved = set(clauses_of(old)) != set(clauses_of(new))
    if moved:
        yield Detail("citation", Effect.NONE, clauses_of(old), clauses_of(new))
    if before.row != after.row:
        yield Detail("row", Effect.NONE, Word("diff.row", before.row), Word("diff.row", after.row))
    if before.consequence != after.consequence == renumbered.get(before.consequence):
        yield Detail("consequence", Effect.NONE, before.consequence, after.consequence)


def _texts(old: Rule, new: Rule) -> Iterator[Detail]:
    for word in _TEXTS:
        before, after = getattr(old.requirement, word), getattr(new.requirement, word)
        if before != after:
            yield Detail(word, Effect.NONE, before, after)
