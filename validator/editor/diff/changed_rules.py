"""In what the requirements of two editions differ; they are matched by their ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from validator.checks.parameters import ParameterType, Tighter
from validator.checks.registry import Kind
from validator.checks.value_parameters import AmountOfMoney
from validator.editor.diff import measures
from validator.editor.diff.changed_terms import term_details
from validator.editor.diff.changes import (
    Change,
    ChangeKind,
    Detail,
    Effect,
    Subject,
    Topic,
    differing,
    opposite,
    unequal,
)
from validator.explanation.sizes import Value, Word
from validator.facts.conditions import Test
from validator.facts.day_spans import apart
from validator.facts.paths import Path
from validator.frozen import frozen
from validator.law.money import Amount
from validator.law.regulation import INCOMPLETE, NO_CONSEQUENCE
from validator.model import Named, Outcome, Severity
from validator.standard.edition import Edition, Rule

_MEASURES: Final[Mapping[Tighter, Callable[[Any, Any], Effect]]] = {
    Tighter.HIGHER: measures.at_least,
    Tighter.LOWER: measures.at_most,
    Tighter.FEWER: measures.choice,
    Tighter.MORE: measures.demands,
    Tighter.NARROWER: measures.must_hold,
}
"""Which value of a check's parameter is the stricter one, by what its type says of it."""

_SEVERITIES: Final = (Severity.NOTE, Severity.WARNING, Severity.ERROR)
_TEXTS: Final = ("title", "fix", "who")
_GROUNDS: Final = ("consequence", "indicates", "refusable")


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
        subject = _subject(old, new)
        if old is None or new is None:
            yield _only(subject, old, new, day)
            continue
        pair = _Pair(a, b, old, new, renumbered, day)
        yield from subject.changed(pair.details())
        yield from subject.moved(pair.moves())
        yield from subject.reworded(pair.texts())


def clauses_of(rule: Rule | None) -> tuple[str, ...]:
    """The clauses that a requirement cites."""
    return () if rule is None else tuple(dict.fromkeys(rule.requirement.citations.values()))


def _subject(old: Rule | None, new: Rule | None) -> Subject:
    rule = new or old
    assert rule is not None  # noqa: S101  # one of them is there
    requirement = rule.requirement
    return Subject(
        Topic.REQUIREMENT,
        requirement.id,
        requirement.title,
        clauses_of(old),
        clauses_of(new),
        requirement.duty,
        requirement.row,
    )


def _only(subject: Subject, old: Rule | None, new: Rule | None, day: date) -> Change:
    """A requirement that only one of the editions has; for a fee, what it comes to."""
    details = _amount(_fee_of(old), _fee_of(new), day)
    if old is None:
        return subject.only(ChangeKind.ADDED, Effect.TIGHTENED, *details)
    return subject.only(ChangeKind.REMOVED, Effect.LOOSENED, *details)


@frozen
class _Pair:
    """A requirement as it stands in either edition; `renumbered` are grounds."""

    a: Edition
    b: Edition
    old: Rule
    new: Rule
    renumbered: Mapping[str, str]
    day: date

    def details(self) -> Iterator[Detail]:
        """What differs in meaning."""
        old, new = self.old, self.new
        before, after = old.requirement, new.requirement
        yield from self._services()
        lists = _lists(old.for_each, new.for_each)
        yield from differing("for_each", lists, old.for_each, new.for_each)
        once = old.people is not None, new.people is not None
        yield from unequal(Effect.UNCLEAR, ("once_a_person", *once))
        days, cases = zip(apart(old.when), apart(new.when), strict=True)
        yield from differing("days", measures.applies(*days), *days)
        yield from differing("when", measures.applies(*cases), *cases)
        yield from unequal(Effect.SHIFTED, ("duty", before.duty, after.duty))
        severe = measures.at_least(*(_SEVERITIES.index(each.severity) for each in (before, after)))
        yield from differing("severity", severe, before.severity, after.severity)
        yield from self._grounds()
        # Left to a person, an absence holds nothing up; as a breach, it decides.
        for word, gained in (
            ("manual_without", Effect.LOOSENED),
            ("failed_without", Effect.TIGHTENED),
            ("met_without", Effect.LOOSENED),
        ):
            paths = getattr(old, word), getattr(new, word)
            yield from differing(word, _absence(*paths, gained), *paths)
        if before.kind != after.kind:
            yield Detail("kind", _decided(old.kind, new.kind), before.kind, after.kind)
        else:
            yield from _parameters(old, new, self.day)

    def moves(self) -> Iterator[Detail]:
        """What differs in place only: the clause, the row, the number of a ground."""
        before, after = self.old.requirement, self.new.requirement
        clauses = clauses_of(self.old), clauses_of(self.new)
        common = [each for each in before.services if each in after.services]
        if common:
            moved = any(before.cite(service) != after.cite(service) for service in common)
        else:
            moved = set(clauses[0]) != set(clauses[1])
        if moved:
            yield Detail("citation", Effect.NONE, *clauses)
        rows = Word("diff.row", before.row), Word("diff.row", after.row)
        yield from unequal(Effect.NONE, ("row", *rows))
        for word in _GROUNDS:
            old, new = getattr(before, word), getattr(after, word)
            if old != new == self.renumbered.get(old):
                yield Detail(word, Effect.NONE, old, new)

    def texts(self) -> Iterator[Detail]:
        """What differs in wording only."""
        sides = self.old.requirement, self.new.requirement
        for word in _TEXTS:
            before, after = (getattr(each, word) for each in sides)
            yield from unequal(Effect.NONE, (word, before, after))

    def _grounds(self) -> Iterator[Detail]:
        for word in _GROUNDS:
            before, after = (
                getattr(rule.requirement, word) or NO_CONSEQUENCE for rule in (self.old, self.new)
            )
            if self.renumbered.get(before, before) != after:
                sides = _consequence(before), _consequence(after)
                yield Detail(word, _follows(before, after), *sides)

    def _services(self) -> Iterator[Detail]:
        rules, editions = (self.old, self.new), (self.a, self.b)
        before, after = (set(rule.requirement.services) for rule in rules)
        if before == set(self.a.services) and after == set(self.b.services):
            return  # one that holds for every service stays so when a service comes or goes
        names = (
            tuple(
                Named(each, edition.code_lists.get("services", {}).get(each, {}))
                for each in rule.requirement.services
            )
            for rule, edition in zip(rules, editions, strict=True)
        )
        effect = measures.demands(tuple(before), tuple(after))
        # Services of which neither set holds the other: those that are gone are let off.
        effect = Effect.SHIFTED if effect is Effect.UNCLEAR else effect
        yield from differing("services", effect, *names)


def _decided(before: Kind, after: Kind) -> Effect:
    """Of two kinds of check: what is left to a person holds nothing up by itself."""
    left = [Outcome.FAILED not in each.outcomes for each in (before, after)]
    if left[0] is left[1]:
        return Effect.SHIFTED  # what the one asked for the other may not
    return Effect.LOOSENED if left[1] else Effect.TIGHTENED


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


def _absence(before: Path | None, after: Path | None, gained: Effect) -> Effect:
    if before == after:
        return Effect.NONE
    if before is None:
        return gained
    return opposite(gained) if after is None else Effect.UNCLEAR


def _parameters(old: Rule, new: Rule, day: date) -> Iterator[Detail]:
    for name in new.kind.own:
        before, after = old.parameters.get(name), new.parameters.get(name)
        if before != after:
            yield from _parameter(new.kind.parameters[name], before, after, day)


def _parameter(parameter: ParameterType, before: Any, after: Any, day: date) -> Iterator[Detail]:
    if parameter.tighter is Tighter.TEST:
        yield from _value(before, after)
    elif parameter.tighter is Tighter.TERM:
        yield from term_details(before, after)
    elif parameter.tighter is Tighter.DEARER:
        yield from _amount(before, after, day)
    else:
        shown = parameter.shown(before), parameter.shown(after)
        effect = _MEASURES.get(parameter.tighter, _unclear)(*shown)
        yield from differing(parameter.aspect, effect, *shown)


def _fee_of(rule: Rule | None) -> Amount | None:
    return None if rule is None else rule.given(AmountOfMoney)


def _amount(before: Amount | None, after: Amount | None, day: date) -> Iterator[Detail]:
    if before is None and after is None:
        return
    effect = measures.dearer(before, after)
    sides = (None if each is None else measures.price(each, day) for each in (before, after))
    yield from differing("amount", effect, *sides)


def _value(before: Test, after: Test) -> Iterator[Detail]:
    """In what two tests of a value differ, as demands on that value."""
    yield from unequal(Effect.UNCLEAR, ("path", before.path, after.path))
    # Where it is said that the value exists, its absence is a breach rather than an open question.
    exists = measures.at_least(bool(before.exists), bool(after.exists))
    yield from differing("exists", exists, bool(before.exists), bool(after.exists))
    yield from bounds(before, after)


def bounds(before: Test, after: Test) -> Iterator[Detail]:
    """In what two tests differ as to the values that they accept."""
    whole = measures.accepted(before, after)
    if whole is Effect.NONE:
        return
    effects = {
        "allowed": measures.choice(before.allowed, after.allowed),
        "forbidden": measures.demands(before.forbidden or (), after.forbidden or ()),
        **{
            word: measure(getattr(before, word), getattr(after, word))
            for word, measure in measures.LIMITS.items()
        },
    }
    for word, effect in effects.items():
        # A limit that falls away when the values are listed one by one lets no new value in.
        part = _of_part(effect, whole)
        yield from differing(word, part, _accepted(before, word), _accepted(after, word))


def _of_part(effect: Effect, whole: Effect) -> Effect:
    return effect if effect is Effect.NONE or whole is Effect.UNCLEAR else whole


def _accepted(test: Test, word: str) -> Value:
    """What a word of a test says, codes with their names."""
    value, codes = getattr(test, word), test.path.codes
    if not isinstance(value, tuple):
        return value  # type: ignore[no-any-return]  # None, or a limit
    return tuple(Named(each, codes[each]) if each in codes else each for each in value)


def _unclear(before: Any, after: Any) -> Effect:
    if isinstance(before, Named) and isinstance(after, Named):  # whatever the two are called
        before, after = before.id, after.id
    return Effect.NONE if before == after else Effect.UNCLEAR
