"""The mutants of an edition: each is its specs with one value changed, the smallest mistakes.

Whoever changes the specs by accident does one of these. Cases that notice none of them test
nothing; texts, which decide nothing, are left alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from validator.form.fields import FieldNames
from validator.form.sums_said import LIMITS, ROUND
from validator.frozen import frozen
from validator.law.lengths import length_of
from validator.law.money import Rounding

DROPPED: Final = object()
"""What a value becomes that is taken away."""

Keys = tuple[str | int, ...]

_TOGETHER: Final = {"manual_without": "who"}
"""Keys that make no sense without another: taken away, they take it with them."""

_NAMED_BY: Final = ("id", "from", "date")
"""Keys by which an entry of a list goes, the first that it has."""

_TEST_WORDS: Final = ("allowed", "forbidden", "min", "max", "within", "before")
"""Words of a test that may ask for something else, `exists` and `any` apart."""

_SHOWN: Final = 60


@frozen
class Mutant:
    """One value of a spec file changed.

    Attributes:
        file: the file as `Sources.named` knows it.
        keys: the keys and list indexes on the way to the value.
        name: the same way as a pointer in which an entry that has an `id` or a day goes by it, so
            that it stays the same when entries are put before it; a file that editions share
            comes first.
        new: what the value becomes, or `DROPPED`.
        owner: the requirement or field that it belongs to; cases that speak of it come first.
        step: -1 or 1 for a boundary moved by its smallest unit, else 0.
    """

    file: str
    keys: Keys
    name: str
    old: Any
    new: Any
    owner: str
    step: int = 0

    @property
    def change(self) -> str:
        """What is changed, such as `13 → 14`; of a list what leaves it and what joins it."""
        if isinstance(self.old, list) and isinstance(self.new, list):
            gone = [f"− {_shown(each)}" for each in self.old if each not in self.new]
            joined = [f"+ {_shown(each)}" for each in self.new if each not in self.old]
            if gone or joined:
                return ", ".join((*gone, *joined))
        new = "∅" if self.new is DROPPED else _shown(self.new)
        return f"{_shown(self.old)} → {new}"

    def applied(self, value: Any) -> Any:
        """The file's value with the change made; shares with the original what is the same."""
        return _applied(value, self.keys, self.new)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _applied(value: Any, keys: Keys, new: Any) -> Any:
    if not keys:
        return new
    key, *rest = keys
    made: Any = list(value) if isinstance(value, list) else dict(value)
    if rest:
        made[key] = _applied(made[key], tuple(rest), new)
    elif new is DROPPED:
        del made[key]
        if key in _TOGETHER:
            made.pop(_TOGETHER[key], None)
    else:
        made[key] = new
    return made


@frozen
class Spot:
    """A value in a spec file, and how to change it: every method yields the mutants of one sort."""

    file: str
    value: Any
    owner: str
    keys: Keys = ()
    names: tuple[str, ...] = ()

    def at(self, *keys: str | int) -> Spot:
        """The value below it under some keys and list indexes."""
        value, names = self.value, list(self.names)
        for key in keys:
            value = value[key]
            entry = value if isinstance(key, int) and isinstance(value, dict) else {}
            names.append(next((entry[each] for each in _NAMED_BY if each in entry), str(key)))
        return Spot(self.file, value, self.owner, (*self.keys, *keys), tuple(names))

    def below(self) -> Iterator[Spot]:
        """Every value in this list or map."""
        inside = self.value if isinstance(self.value, dict) else range(len(self.value))
        for key in inside:
            yield self.at(key)

    def has(self, key: str) -> bool:
        """Whether the map has a key."""
        return key in self.value

    def becomes(self, new: Any, step: int = 0) -> Mutant:
        """The mutant with another value here."""
        name = "/" + "/".join(self.names)
        return Mutant(self.file, self.keys, name, self.value, new, self.owner, step)

    def dropped(self) -> Iterator[Mutant]:
        """The mutant without this value."""
        yield self.becomes(DROPPED)

    def moved(self, sort: str = "number") -> Iterator[Mutant]:
        """A boundary moved to either side by its smallest unit: number, day, time or duration."""
        for step in (-1, 1):
            with suppress(OverflowError):  # there is no day beyond the last one
                yield self.becomes(_MOVES[sort](self.value, step), step)

    def another(self, known: Iterable[Any]) -> Iterator[Mutant]:
        """Another of the words that it may be: the next one, so that each change is its own."""
        words = list(known)
        if len(words) > 1:
            index = words.index(self.value) if self.value in words else -1
            yield self.becomes(words[(index + 1) % len(words)])

    def entries(self, known: Sequence[Any] = ()) -> Iterator[Mutant]:
        """A list with an entry less, another, or more, of those that are known."""
        missing = [each for each in known if each not in self.value]
        if len(self.value) > 1:
            yield from self.shorter()
        elif missing:
            yield self.at(0).becomes(missing[0])
        for each in missing:
            yield self.becomes([*self.value, each])

    def shorter(self) -> Iterator[Mutant]:
        """A list with an entry less; without its only one it is gone altogether."""
        for each in self.below() if len(self.value) > 1 else [self]:
            yield from each.dropped()

    def condition(self, names: FieldNames) -> Iterator[Mutant]:
        """A condition that is gone, or in which a test is gone or asks for something else.

        Args:
            names: what the names in it mean.
        """
        yield from self.dropped()
        alternatives = list(self.below()) if isinstance(self.value, list) else [self]
        for tests in alternatives:
            if len(alternatives) > 1:
                yield from tests.dropped()
            yield from tests.tests(names)

    def tests(self, names: FieldNames) -> Iterator[Mutant]:
        """Tests of which one is gone or asks for something else."""
        for test in self.below():
            if len(self.value) > 1:
                yield from test.dropped()
            dotted = str(test.keys[-1])
            yield from test.words(names.choice(dotted))
            if test.has("any"):
                yield from test.at("any").tests(names.inside(dotted))

    def words(self, known: Sequence[Any]) -> Iterator[Mutant]:
        """The words of a test that ask for something else."""
        if self.has("exists"):
            exists = self.at("exists")
            yield exists.becomes(not exists.value)
        for word in _TEST_WORDS:
            if self.has(word):
                yield from self.at(word).of_test(known)

    def of_test(self, known: Sequence[Any]) -> Iterator[Mutant]:
        """A word of a test that asks for something else.

        Args:
            known: what the field may hold, where that is a choice.
        """
        if isinstance(self.value, list):
            yield from self.entries(known)
        elif isinstance(self.value, dict):
            yield from self.amount()
        else:
            yield from self.moved("duration" if isinstance(self.value, str) else "number")

    def amount(self) -> Iterator[Mutant]:
        """A sum of money in which a figure, a limit or the rounding is another."""
        for each in self.below():
            if each.keys[-1] == ROUND:
                yield from each.another(Rounding)
                continue
            if each.keys[-1] in LIMITS:
                yield from each.dropped()
            if isinstance(each.value, dict):
                yield from each.amount()
            elif not isinstance(each.value, str):
                yield from each.moved()


def _number(value: float, step: int) -> float:
    if isinstance(value, int):
        return value + step
    exact = Decimal(str(value))
    return float(exact + step * _last_place(exact))


def _last_place(number: Decimal) -> Decimal:
    """The smallest unit in which a decimal number is written."""
    return Decimal(1).scaleb(int(number.as_tuple().exponent))


def _day(value: str, step: int) -> str:
    return (date.fromisoformat(value) + timedelta(days=step)).isoformat()


def _time(value: str, step: int) -> str:
    moment = datetime.strptime(value, "%H:%M") + timedelta(minutes=step)  # noqa: DTZ007  # a clock
    return f"{moment:%H:%M}"


def _duration(value: str, step: int) -> str:
    length = length_of(value)
    return f"{length.count + step}{length.unit}"


_MOVES: Final[Mapping[str, Callable[[Any, int], Any]]] = {
    "number": _number,
    "day": _day,
    "time": _time,
    "duration": _duration,
}
