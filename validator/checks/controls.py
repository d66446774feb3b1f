"""Checks of what serves the things that an application names: visits, and the notice of each.

An entry of one list serves things of another one: it names their ids under the name of their list,
and all of them where it names none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product
from typing import Final

from validator.checks.dates import DATE_AFTER
from validator.checks.field_parameters import CodesOf, FieldPath, MomentField
from validator.checks.registry import kind
from validator.checks.values import VALUE_ABSENT, VALUE_NOT_ALLOWED
from validator.errors import MissingFact, NeedsPerson, NotApplicable
from validator.facts.facts import Facts
from validator.facts.moments import Moment, elapsed
from validator.facts.paths import ABSENT, Path
from validator.frozen import frozen
from validator.model import Args, Named, Violation, declare

ENTRY_UNSERVED = declare("entry_unserved", id=str, field=Named)

_ID: Final = Path(("id",))
_NONE: Final = timedelta()
_SAID: Final = FieldPath(name="path", entries_of="entries", description="What they say.")
_TIME: Final = MomentField(
    entries_of="entries", description="Their time, by which the last one is found."
)
_WAY: Final = FieldPath(name="path")


@kind(
    items=FieldPath(),
    entries=FieldPath(),
    at=_TIME,
    has=FieldPath(
        several=True,
        entries_of="entries",
        description="What the last of the entries that serve a thing has to have.",
    ),
)
def each_served(
    facts: Facts, items: Path, entries: Path, at: Path, has: tuple[Path, ...]
) -> Iterator[Violation]:
    """Each thing of a list is served by entries of another one, the last of which is complete.

    One without a time comes before those that have one; of several at the last time one will do.
    """
    unknown: MissingFact | None = None
    things, found = facts.items(items), facts.items(entries)
    if not found:
        yield Violation(facts.pointer(entries), VALUE_ABSENT(field=entries.named))
        return
    serving = _Serving(found, Path(items.parts[-1:]))
    of_all = _had_last(serving.every, at, has)
    for thing in things:
        try:
            own = _had_last(serving.naming(thing), at, has)
            latest = _latest(of_all, own)
            if not latest:
                args: Args = {"id": str(thing.need(_ID)), "field": entries.named}
                yield Violation(facts.pointer(entries), ENTRY_UNSERVED(**args))
            elif all(each.unknown is not None for each in latest):
                unknown = unknown or latest[0].unknown
        except MissingFact as missing:
            unknown = unknown or missing
    if unknown is not None:
        raise unknown


class _Serving:
    """Which of some entries serve which things.

    Attributes:
        every: those that name no things, and so serve each.
    """

    def __init__(self, entries: Sequence[Facts], ids: Path) -> None:
        self.every: list[Facts] = []
        self._naming: dict[str, list[Facts]] = {}
        self._unclear: MissingFact | None = None
        for entry in entries:
            try:
                if entry.get(ids) is ABSENT:
                    self.every.append(entry)
                else:
                    self._add(entry, ids)
            except MissingFact as missing:
                self._unclear = self._unclear or missing
        self._all_serve = len(self.every) == len(entries)

    def _add(self, entry: Facts, ids: Path) -> None:
        for place, name in entry.entries(ids):
            if place in entry.examination.malformed:
                self._unclear = self._unclear or MissingFact(place)
            else:
                self._naming.setdefault(name, []).append(entry)

    def naming(self, thing: Facts) -> Sequence[Facts]:
        """The entries that name a thing.

        Raises:
            MissingFact: it is not known whether one does, and nothing else serves it.
        """
        if self._all_serve:
            return ()
        unknown, found = self._unclear, []
        try:
            found = self._naming.get(thing.need(_ID), [])
        except MissingFact as missing:
            unknown = missing
        if unknown is not None and not (found or self.every):
            raise unknown
        return found


def _lacking(entries: Sequence[Facts], has: tuple[Path, ...]) -> MissingFact | None:
    """What none of some entries has, as far as is known; None where one has all, or none is."""
    lacking: MissingFact | None = None
    for entry in entries:
        try:
            for path in has:
                entry.need(path)
        except MissingFact as missing:
            lacking = lacking or missing
        else:
            return None
    return lacking


@kind(
    for_a_person=True,
    items=FieldPath(),
    entries=FieldPath(),
    at=_TIME,
    path=_SAID,
    allowed=CodesOf(field=_SAID, description="It is one of these."),
)
def last_says(
    facts: Facts, items: Path, entries: Path, *, at: Path, path: Path, allowed: tuple[str, ...]
) -> Iterator[Violation]:
    """Of the entries that serve a thing the last one says this; a person tells what it leaves out.

    Where the application has no such things, all entries serve the same. One without a time comes
    before those that have one; of several at the last time each counts.
    """
    found, things = facts.items(entries), facts.items(items)
    serving = _Serving(found, Path(items.parts[-1:]))
    of_all = _said_last(serving.every if things else found, at, path, allowed)
    counting = {id(of_all): of_all} if not things else {}
    unknown: MissingFact | None = None
    is_open = False
    for thing in things:
        try:
            own = _said_last(serving.naming(thing), at, path, allowed)
        except MissingFact as missing:
            unknown = unknown or missing
            continue
        if (untimed := of_all.untimed or own.untimed) is not None:
            unknown = unknown or untimed
            continue
        latest = _latest(of_all, own)
        is_open = is_open or not latest
        counting.update((id(each), each) for each in latest)
    told: dict[str, Violation] = {}
    for each in counting.values():
        unknown = unknown or each.untimed or each.unknown
        is_open = is_open or each.is_open
        told.update((violation.pointer, violation) for violation in each.told)
    yield from told.values()
    if unknown is not None:
        raise unknown
    if is_open:
        raise NeedsPerson


@frozen
class _Said:
    """What the last of some entries say.

    Attributes:
        at: the time of the last ones; None where none has one.
        count: how many the last ones are.
        is_open: whether one of them leaves it out.
        told: what one says that is not allowed.
        unknown: set where what one of them says is not known.
        untimed: set where the time of one of all is not known.
    """

    at: Moment | None = None
    count: int = 0
    is_open: bool = False
    told: tuple[Violation, ...] = ()
    unknown: MissingFact | None = None
    untimed: MissingFact | None = None


def _said_last(entries: Sequence[Facts], at: Path, path: Path, allowed: tuple[str, ...]) -> _Said:
    try:
        latest, last = _last(entries, at)
    except MissingFact as missing:
        return _Said(untimed=missing)
    is_open, unknown, told = not last, None, []
    for entry in last:
        try:
            said = entry.get(path)
        except MissingFact as missing:
            unknown = unknown or missing
            continue
        if said is ABSENT:
            is_open = True
        elif said not in allowed:
            args: Args = {"field": path.named, "value": path.say(said)}
            told.append(Violation(entry.pointer(path), VALUE_NOT_ALLOWED(**args)))
    return _Said(latest, len(last), is_open, tuple(told), unknown)


def _had_last(entries: Sequence[Facts], at: Path, has: tuple[Path, ...]) -> _Said:
    """Whether the last of some entries, or one of those, has all of this.

    Raises:
        MissingFact: which the last one is hangs on a time that is malformed.
    """
    latest, last = _last(entries, at)
    return _Said(latest, len(last), unknown=_lacking(last, has))


def _latest(*said: _Said) -> list[_Said]:
    """Those of the latest time; one without a time counts where none has any."""
    there = [each for each in said if each.count]
    timed = [each.at for each in there if each.at is not None]
    if not timed:
        return there
    last = timed[0]
    for at in timed[1:]:
        last = at if elapsed(last, at) > _NONE else last
    return [each for each in there if each.at == last]


def _last(entries: Sequence[Facts], at: Path) -> tuple[Moment | None, list[Facts]]:
    moments = [(entry, entry.moment_if_any(at)) for entry in entries]
    last: list[Facts] = []
    latest: Moment | None = None
    for entry, moment in moments:
        if moment is not None and (latest is None or elapsed(latest, moment) > _NONE):
            last, latest = [], moment
        if moment == latest:
            last.append(entry)
    return latest, last


@kind(
    entries=FieldPath(),
    dates=MomentField(several=True, entries_of="entries", description="Their dates."),
    since=MomentField(description="The date that none of them comes before."),
    until=MomentField(description="The date that none of them comes after."),
)
def dates_between(
    facts: Facts,
    entries: Path,
    dates: tuple[Path, ...],
    since: Path | None = None,
    until: Path | None = None,
) -> Iterator[Violation]:
    """The dates of the entries of a list lie between two dates of the application."""
    compared = False
    unknown: MissingFact | None = None
    bounds = [(since, True), (until, False)]
    for entry, path, (bound, is_first) in product(facts.items(entries), dates, bounds):
        try:
            moment = entry.moment_if_any(path)
            other = None if bound is None else facts.moment_if_any(bound)
        except MissingFact as missing:
            unknown = unknown or missing
            continue
        if bound is None or moment is None or other is None:
            continue
        compared = True
        ends = ((bound, other), (path, moment))
        (earlier, first), (later, second) = ends if is_first else ends[::-1]
        if elapsed(first, second) < _NONE:
            args: Args = {"earlier": earlier.named, "later": later.named}
            at = {"earlier_at": first, "later_at": second}
            yield Violation(entry.pointer(path), DATE_AFTER(**args, **at))
    if unknown is not None:
        raise unknown
    if not compared:
        raise NotApplicable


@kind(
    path=_WAY,
    allowed=CodesOf(field=_WAY, description="The ways that leave a record."),
    addressed=CodesOf(field=_WAY, description="Those that need a number or an address."),
    address=FieldPath(told_apart=True, description="Where notice arrives by such a way."),
)
def notice_recorded(
    facts: Facts,
    path: Path,
    allowed: tuple[str, ...],
    addressed: tuple[str, ...] = (),
    address: Path | None = None,
) -> Iterator[Violation]:
    """Notice went by a way that leaves a record, and where it could arrive is known."""
    way = facts.need(path)
    if way not in allowed:
        args: Args = {"field": path.named, "value": path.say(way)}
        yield Violation(facts.pointer(path), VALUE_NOT_ALLOWED(**args))
    elif way in addressed and address is not None:
        facts.need(address)
