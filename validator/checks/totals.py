"""Checks of how many entries a list has, and of what they come to together.

What is not known of an entry leaves the total open between two ends: the check decides where either
end decides alike. An entry that may count or not counts at neither end more than it surely does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from validator.checks.registry import kind
from validator.checks.total_parameters import (
    ConditionOnEntries,
    GroupedBy,
    Grouping,
    Summed,
    SummedField,
    TotalOf,
)
from validator.errors import MissingFact
from validator.facts.conditions import Bound, Condition, Test, bound_on
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, Path
from validator.law.money import exact
from validator.model import Arg, Message, Named, Violation, declare

_SAID: Final = {"field": Named, "total": int | Decimal, "limit": int | Decimal, "what": str | None}
TOTAL_TOO_SMALL = declare("total_too_small", **_SAID)
TOTAL_TOO_LARGE = declare("total_too_large", **_SAID)
TOTAL_OF_TOO_SMALL = declare("total_of_too_small", of=Named | str | int, **_SAID)
TOTAL_OF_TOO_LARGE = declare("total_of_too_large", of=Named | str | int, **_SAID)

_MESSAGES: Final = {
    "min": (TOTAL_TOO_SMALL, TOTAL_OF_TOO_SMALL),
    "max": (TOTAL_TOO_LARGE, TOTAL_OF_TOO_LARGE),
}
_ITSELF: Final = Path(())
_ID: Final = Path(("id",))
_ENDLESS: Final = Decimal("Infinity")


@dataclass(slots=True)
class _Span:
    """What a total is at least and at most, and what it hangs on where these differ."""

    least: Decimal = Decimal(0)
    most: Decimal = Decimal(0)
    lacking: MissingFact | None = None

    def add(self, other: _Span) -> None:
        self.least += other.least
        self.most += other.most
        self.lacking = self.lacking or other.lacking

    def maybe(self, lacking: MissingFact) -> _Span:
        """The same of an entry that may count or not."""
        return _Span(min(self.least, Decimal(0)), max(self.most, Decimal(0)), lacking)


@kind(
    of=TotalOf(of_entries=("sum", "where", "per")),
    sum_=SummedField(
        entries_of="of", description="A number of each entry; left out, entries are counted."
    ),
    where=ConditionOnEntries(
        entries_of="of", description="Which entries count, by their own fields; left out: all."
    ),
    per=GroupedBy(
        entries_of="of",
        description="A field of each entry: each of its values has a total of its own, and so has"
        " each item of the lists whose ids it names.",
    ),
)
def total(
    facts: Facts,
    of: Test,
    *,
    sum_: Summed | None = None,
    where: Condition | None = None,
    per: Grouping | None = None,
) -> Iterator[Violation]:
    """So many entries of a list, or what a number of theirs comes to, are within bounds."""
    entries = facts.items(of.path)
    parts = [_part(each, sum_, where) for each in entries]
    unknown: MissingFact | None = None
    if per is None:
        whole = _Span()
        for part in parts:
            whole.add(part)
        groups, possible = [(None, whole)], None
    else:
        made = _grouped(facts, entries, parts, per)
        groups, possible, unknown = list(made.totals.items()), made.possible, made.unlisted
    for word in of.limits:
        try:
            limit = bound_on(_bound(of, word), facts)
        except MissingFact as missing:
            unknown = unknown or missing
            continue
        for name, span in groups:
            if _is_broken(word, limit, span):
                message = _told(of, per, word, limit, (name, span))
                yield Violation(facts.pointer(of.path), message)
            elif _may_be_broken(word, limit, span):
                unknown = unknown or span.lacking
        if possible is not None and _may_be_broken(word, limit, possible):
            unknown = unknown or possible.lacking
    if unknown is not None:
        raise unknown


def _bound(test: Test, word: str) -> Bound:
    bound: Bound = getattr(test, word)
    return bound


def _is_broken(word: str, limit: int | Decimal, span: _Span) -> bool:
    """Whether a total breaks a bound, whatever it is."""
    return span.most < limit if word == "min" else span.least > limit


def _may_be_broken(word: str, limit: int | Decimal, span: _Span) -> bool:
    return span.least < limit if word == "min" else span.most > limit


def _told(
    of: Test, per: Grouping | None, word: str, limit: int | Decimal, group: tuple[Any, _Span]
) -> Message:
    name, span = group
    total = span.most if word == "min" else span.least
    args: dict[str, Arg] = {"field": of.path.named, "total": total, "limit": limit}
    if span.least != span.most:
        args["what"] = "open"
    whole, of_one = _MESSAGES[word]
    return whole(**args) if per is None else of_one(of=per.by.say(name), **args)


def _part(entry: Facts, sum_: Summed | None, where: Condition | None) -> _Span:
    """What an entry adds to the total."""
    doubt: MissingFact | None = None
    try:
        entry.get(_ITSELF)
        if where is not None and not entry.meet(where):
            return _Span()
    except MissingFact as missing:
        doubt = missing
    part = _Span(Decimal(1), Decimal(1)) if sum_ is None else _number(entry, sum_)
    return part if doubt is None else part.maybe(doubt)


def _number(entry: Facts, sum_: Summed) -> _Span:
    """The number of an entry; one that is not known keeps the bounds of its field in the end.

    Or it is left out in the end, where it may be.
    """
    try:
        number = Decimal(exact(entry.need(sum_.path)))
    except MissingFact as missing:
        least = -_ENDLESS if sum_.least is None else Decimal(sum_.least)
        most = _ENDLESS if sum_.most is None else Decimal(sum_.most)
        part = _Span(least, most, missing)
        return part if sum_.needed else part.maybe(missing)
    return _Span(number, number)


@dataclass(slots=True)
class _Groups:
    """Totals by what entries are told apart by.

    Attributes:
        loose: what entries may add to any of them, of which it is not known whose they are.
        possible: the total of a group that there may be beside; None where there is none.
        unlisted: why not every group is known that has to be there.
    """

    totals: dict[Any, _Span] = field(default_factory=dict)
    loose: _Span = field(default_factory=_Span)
    possible: _Span | None = None
    unlisted: MissingFact | None = None


def _grouped(
    facts: Facts, entries: Sequence[Facts], parts: Sequence[_Span], per: Grouping
) -> _Groups:
    made = _Groups()
    for path in per.lists:
        _list_ids(facts.case.root, path, made)
    for entry, part in zip(entries, parts, strict=True):
        names, doubt = _names(entry, per.by)
        for name in names:
            made.totals.setdefault(name, _Span()).add(part)
        if doubt is not None:
            stray = part.maybe(doubt)
            made.loose.add(stray)
            if not per.lists:
                _may_stand_alone(made, _Span(part.least, stray.most, doubt))
    for span in made.totals.values():
        span.add(made.loose)
    return made


def _list_ids(root: Facts, path: Path, made: _Groups) -> None:
    """A group for each item of a list whose ids entries name; a map is called by its own name."""
    try:
        for item in root.items(path):
            is_map = item.base == path.pointer
            made.totals.setdefault(path.dotted if is_map else item.need(_ID), _Span())
    except MissingFact as missing:
        made.unlisted = made.unlisted or missing


def _may_stand_alone(made: _Groups, part: _Span) -> None:
    """An entry of which it is not known whose it is may be the only one of its own group."""
    if made.possible is None:
        made.possible = part
        return
    lowest = min(made.possible.least, part.least, made.possible.least + part.least)
    made.possible = _Span(lowest, made.possible.most + part.most, made.possible.lacking)


def _names(entry: Facts, by: Path) -> tuple[Sequence[Any], MissingFact | None]:
    """Whose an entry is, as far as that is known, and why it may be somebody else's too.

    One that says nothing of it, and need not, is nobody's.
    """
    try:
        value = entry.known(by)
        if not isinstance(value, list):
            return (() if value is ABSENT else (value,)), None
        malformed = entry.examination.malformed
        found = list(entry.entries(by))
    except MissingFact as missing:
        return (), missing
    spoilt = next((place for place, _ in found if place in malformed), None)
    names = dict.fromkeys(each for place, each in found if place not in malformed)
    return tuple(names), None if spoilt is None else MissingFact(spoilt)
