"""Checks of what serves the things that an application names: visits, and the notice of each.

An entry of one list serves things of another one: it names their ids under the name of their list,
and all of them where it names none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from validator.checks.dates import DATE_AFTER
from validator.checks.field_parameters import CodesOf, FieldPath, MomentField
from validator.checks.registry import kind
from validator.checks.values import VALUE_ABSENT, VALUE_NOT_ALLOWED
from validator.errors import MissingFact, NeedsPerson, NotApplicable
from validator.facts.facts import Facts
from validator.facts.moments import Moment, elapsed
from validator.facts.paths import ABSENT, Path
from validator.model import Args, Named, Violation, declare

ENTRY_UNSERVED = declare("entry_unserved", id=str, field=Named)

_ID: Final = Path(("id",))
_NONE: Final = timedelta()
_SAID: Final = FieldPath(name="path", entries_of="entries", description="What they say.")
_WAY: Final = FieldPath(name="path")


@kind(
    items=FieldPath(),
    entries=FieldPath(),
    has=FieldPath(
        several=True,
        entries_of="entries",
        description="What one of the entries that serve a thing has to have.",
    ),
)
def each_served(
    facts: Facts, items: Path, entries: Path, has: tuple[Path, ...]
) -> Iterator[Violation]:
    """Each thing of a list is served by an entry of another one, which has all that it needs."""
    unknown: MissingFact | None = None
    things, serving = facts.items(items), facts.items(entries)
    if not serving:
        yield Violation(facts.pointer(entries), VALUE_ABSENT(field=entries.named))
        return
    for thing in things:
        try:
            found = list(_serving(thing, serving, items))
            if found:
                _complete(found, has)
            else:
                args: Args = {"id": str(thing.need(_ID)), "field": entries.named}
                yield Violation(facts.pointer(entries), ENTRY_UNSERVED(**args))
        except MissingFact as missing:
            unknown = unknown or missing
    if unknown is not None:
        raise unknown


def _serving(thing: Facts, entries: Sequence[Facts], items: Path) -> Iterator[Facts]:
    """The entries that serve a thing.

    Raises:
        MissingFact: of the others it is not known whether one does, and none is known to.
    """
    served = False
    unknown: MissingFact | None = None
    for entry in entries:
        try:
            if _serves(entry, thing, Path(items.parts[-1:])):
                served = True
                yield entry
        except MissingFact as missing:
            unknown = unknown or missing
    if unknown is not None and not served:
        raise unknown


def _serves(entry: Facts, thing: Facts, ids: Path) -> bool:
    if entry.get(ids) is ABSENT:
        return True
    name = thing.need(_ID)
    unknown: MissingFact | None = None
    for place, each in entry.entries(ids):
        if place in entry.examination.malformed:
            unknown = MissingFact(place)
        elif each == name:
            return True
    if unknown is not None:
        raise unknown
    return False


def _complete(entries: Sequence[Facts], has: tuple[Path, ...]) -> None:
    """Make sure that one of some entries has all that it needs.

    Raises:
        MissingFact: none has, as far as is known.
    """
    lacking: MissingFact | None = None
    for entry in entries:
        try:
            for path in has:
                entry.need(path)
        except MissingFact as missing:
            lacking = lacking or missing
        else:
            return
    if lacking is not None:
        raise lacking


@kind(
    for_a_person=True,
    items=FieldPath(),
    entries=FieldPath(),
    at=MomentField(entries_of="entries", description="Their time, by which the last one is found."),
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
    found = facts.items(entries)
    told: dict[str, Violation] = {}
    is_open = False
    unknown: MissingFact | None = None
    for thing in facts.items(items) or (None,):
        try:
            serving = found
            if thing is not None:
                serving = tuple(_serving(thing, found, items))
            last = _last(serving, at)
        except MissingFact as missing:
            unknown = unknown or missing
            continue
        for entry in last:
            said = entry.get(path)
            if said is ABSENT:
                is_open = True
            elif said not in allowed:
                place = entry.pointer(path)
                args: Args = {"field": path.named, "value": path.say(said)}
                told[place] = Violation(place, VALUE_NOT_ALLOWED(**args))
        is_open = is_open or not last
    yield from told.values()
    if unknown is not None:
        raise unknown
    if is_open:
        raise NeedsPerson


def _last(entries: Sequence[Facts], at: Path) -> list[Facts]:
    moments = [(entry, entry.moment_if_any(at)) for entry in entries]
    last: list[Facts] = []
    latest: Moment | None = None
    for entry, moment in moments:
        if moment is not None and (latest is None or elapsed(latest, moment) > _NONE):
            last, latest = [], moment
        if moment == latest:
            last.append(entry)
    return last


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
    for entry in facts.items(entries):
        for path in dates:
            try:
                moment = entry.moment_if_any(path)
                bounds = [] if moment is None else list(_bounds(facts, since, until))
            except MissingFact as missing:
                unknown = unknown or missing
                continue
            for bound, other, is_first in bounds:
                assert moment is not None  # noqa: S101  # or there would be no bounds
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


def _bounds(
    facts: Facts, since: Path | None, until: Path | None
) -> Iterator[tuple[Path, Moment, bool]]:
    """The dates that are given and there, and whether each is the first of the two."""
    for path, is_first in ((since, True), (until, False)):
        moment = None if path is None else facts.moment_if_any(path)
        if path is not None and moment is not None:
            yield path, moment, is_first


@kind(
    path=_WAY,
    allowed=CodesOf(field=_WAY, description="The ways that leave a record."),
    addressed=CodesOf(field=_WAY, description="Those that need a number or an address."),
    address=FieldPath(
        of_root=True,
        description="A field of the manifest, whatever list the requirement runs over.",
    ),
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
        facts.case.root.need(address)
