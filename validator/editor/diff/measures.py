"""Which of two demands is the stricter one: limits, sets, conditions, fees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from validator.editor.diff.changes import Effect, opposite, together
from validator.errors import MissingFact
from validator.explanation.sizes import Price
from validator.facts.conditions import Bound, Condition, Test
from validator.facts.day_spans import DaySpan
from validator.facts.paths import Path
from validator.law.lengths import Length, is_under
from validator.law.money import (
    Amount,
    InField,
    Rounded,
    Rounding,
    Share,
    Tenge,
    Times,
    due_on,
    parameters_of,
)
from validator.model import Named

_ROUNDINGS: Final = (Rounding.DOWN, Rounding.HALF_UP, Rounding.UP)
"""The ways to round, the cheapest one first."""

_VALUE: Final = Path(())
"""Where the value stands that two tests are compared for."""

When = Condition | bool | None
"""A condition; True and None hold always, False never."""


def at_least(before: Any, after: Any) -> Effect:
    """Of two lower limits, or None for no limit."""
    if before == after:
        return Effect.NONE
    if before is None or after is None:
        return Effect.TIGHTENED if before is None else Effect.LOOSENED
    if isinstance(before, Length) and isinstance(after, Length):
        if before.months is not None and before.months == after.months:
            return Effect.NONE
        if is_under(before, after) or is_under(after, before):
            return Effect.TIGHTENED if is_under(before, after) else Effect.LOOSENED
        return Effect.UNCLEAR  # days of the calendar against hours, or against working days
    return Effect.TIGHTENED if after > before else Effect.LOOSENED


def at_most(before: Any, after: Any) -> Effect:
    """Of two upper limits, or None for no limit."""
    if before is None or after is None:
        return at_least(before, after)
    return opposite(at_least(before, after))


def demands(before: tuple[Any, ...], after: tuple[Any, ...]) -> Effect:
    """Of two sets, all of which is demanded."""
    old, new = _keys(before), _keys(after)
    if old == new:
        return Effect.NONE
    if old < new:
        return Effect.TIGHTENED
    return Effect.LOOSENED if new < old else Effect.UNCLEAR


def choice(before: Any, after: Any) -> Effect:
    """Of two sets or single values, one of which is demanded; None allows anything."""
    if before is None or after is None:
        return at_least(before, after)
    old, new = (each if isinstance(each, tuple) else (each,) for each in (before, after))
    return opposite(demands(old, new))


def applies(before: When, after: When) -> Effect:
    """Of two conditions on which something is demanded: the wider one demands more."""
    wider, narrower = implies(before, after), implies(after, before)
    if wider and narrower:
        return Effect.NONE
    if wider:
        return Effect.TIGHTENED
    return Effect.LOOSENED if narrower else Effect.UNCLEAR


def must_hold(before: When, after: When) -> Effect:
    """Of two conditions that have to hold: the narrower one demands more."""
    return opposite(applies(before, after))


def accepted(before: Test, after: Test) -> Effect:
    """Of two tests of one value, whatever is said of its absence: the wider one asks for less."""
    return must_hold(*(Condition(((_bounds(test),),)) for test in (before, after)))


def _bounds(test: Test) -> Test:
    return replace(test, path=_VALUE, exists=None)


def bound(before: Bound | None, after: Bound | None) -> Effect:
    """Of two least values, numbers or sums of money, or None for no limit."""
    if isinstance(before, Amount) and isinstance(after, Amount):
        return dearer(before, after)
    if isinstance(before, Amount) and after is not None:
        return Effect.UNCLEAR
    if isinstance(after, Amount) and before is not None:
        return Effect.UNCLEAR
    return at_least(before, after)


def most(before: Bound | None, after: Bound | None) -> Effect:
    """Of two greatest values, numbers or sums of money, or None for no limit."""
    if before is None or after is None:
        return at_least(before, after)
    return opposite(bound(before, after))


def implies(first: When, second: When) -> bool:
    """Whether one condition never holds without the other; false where that is not certain."""
    if first is False or second is True or second is None:
        return True
    if not isinstance(first, Condition) or not isinstance(second, Condition):
        return False
    return all(
        any(_all_imply(tests, others) for others in second.alternatives)
        for tests in first.alternatives
    )


def _all_imply(tests: tuple[Test, ...], others: tuple[Test, ...]) -> bool:
    return all(
        any(test.path == other.path and _implies(test, other) for test in tests) for other in others
    )


def _implies(first: Test, second: Test) -> bool:
    if first.any is not None or second.any is not None:
        return first == second or (second.any is None and second.exists is True)
    if isinstance(first, DaySpan) or isinstance(second, DaySpan):
        return (
            isinstance(first, DaySpan) and isinstance(second, DaySpan) and first.lies_within(second)
        )
    if first.exists is False or second.exists is False:
        return first.exists is second.exists
    if first.allowed is not None:
        try:
            left = [each for each in first.allowed if _keeps(first, each, unknown=True)]
            return all(_keeps(second, each, unknown=False) for each in left) and not _on_days(
                second
            )
        except TypeError:  # a text where there was a number: nothing follows from it
            return False
    return (
        second.allowed is None
        and second.banned <= first.banned
        and all(
            measure(getattr(second, word), getattr(first, word)) in (Effect.NONE, Effect.TIGHTENED)
            for word, measure in LIMITS.items()
        )
    )


def _keeps(test: Test, value: Any, *, unknown: bool) -> bool:
    """Whether a value meets a test.

    Args:
        unknown: what is said where that hangs on a day or a sum of money.
    """
    if not test.may_be(value):
        return False
    if isinstance(test.min, Amount) or isinstance(test.max, Amount):
        return unknown
    return (test.min is None or value >= test.min) and (test.max is None or value <= test.max)


def _on_days(test: Test) -> bool:
    return test.within is not None or test.before is not None


def dearer(before: Amount | None, after: Amount | None) -> Effect:
    """Of two fees: the higher one is tighter, whatever the dated parameters may come to."""
    if before is None or after is None:
        return at_least(before, after)
    effect = _dearer_by_figures(before, after)
    return _dearer_so_far(before, after) if effect is Effect.UNCLEAR else effect


def _dearer_by_figures(before: Amount, after: Amount) -> Effect:
    """Of two sums that are made alike; unclear where they are not, or figures differ both ways."""
    if isinstance(before, Times) and isinstance(after, Times):
        if before.parameter.id == after.parameter.id:
            return at_least(before.count, after.count)
    elif isinstance(before, Tenge) and isinstance(after, Tenge):
        return at_least(before.value, after.value)
    elif isinstance(before, InField) and isinstance(after, InField):
        return Effect.NONE if before.of == after.of else Effect.UNCLEAR
    elif isinstance(before, Share) and isinstance(after, Share):
        parts = (
            at_least(before.percent, after.percent),
            dearer(before.of, after.of),
            _cap(before.at_most, after.at_most),
            dearer(before.at_least, after.at_least),
        )
        return together(parts)
    elif isinstance(before, Rounded) and isinstance(after, Rounded):
        how = (_ROUNDINGS.index(each.how) for each in (before, after))
        return together((at_least(*how), dearer(before.of, after.of)))
    return Effect.UNCLEAR


def _cap(before: Amount | None, after: Amount | None) -> Effect:
    """Of two sums that a fee never exceeds: none at all lets it rise the most."""
    if before is None or after is None:
        return opposite(at_least(before, after))
    return dearer(before, after)


def _dearer_so_far(before: Amount, after: Amount) -> Effect:
    """Where the two are made in different ways, what they came to on every day known so far."""
    made = (before, after)
    known = [parameter for amount in made for parameter in parameters_of(amount)]
    effects = []
    for day in sorted({dated.since for parameter in known for dated in parameter.values}):
        old, new = price(before, day).tenge, price(after, day).tenge
        if old is not None and new is not None:
            effects.append(at_least(old, new))
    effect = together(effects)
    # Equal sums that are made in different ways may part on a day to come.
    return Effect.UNCLEAR if effect is Effect.NONE else effect


def price(amount: Amount, day: date) -> Price:
    """What a fee comes to on a day."""
    try:
        return Price(amount, day, due_on(amount, day).value)
    except MissingFact:
        return Price(amount, day, None)


def _keys(values: tuple[Any, ...]) -> set[Any]:
    """With their types, since true is not 1 in JSON; what has a name, whatever it is called."""
    named = (each.id if isinstance(each, Named) else each for each in values)
    return {(type(value), value) for value in named}


LIMITS: Final[Mapping[str, Callable[[Any, Any], Effect]]] = {
    "min": bound,
    "max": most,
    "within": at_most,
    "before": at_least,
}
"""The words of a test that set a limit, and which of two limits is the tighter one."""
