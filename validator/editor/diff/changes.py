"""What a difference consists of: frozen data without words, the same for every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

from validator.explanation.sizes import Value
from validator.frozen import frozen
from validator.law.regulation import Regulation
from validator.model import Duty, Outcome, Text, Verdict


class Effect(StrEnum):
    """What a change means for those who must: is it harder to comply, or easier?"""

    NONE = "none"
    TIGHTENED = "tightened"
    LOOSENED = "loosened"
    SHIFTED = "shifted"
    """Easier in some cases and harder in others: a duty of another side, other hours."""
    UNCLEAR = "unclear"


class ChangeKind(StrEnum):
    """What happened to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    REWORDED = "reworded"


class Topic(StrEnum):
    """What sort of thing it happened to, in the order in which changes are listed."""

    REQUIREMENT = "requirement"
    GROUND = "ground"
    SERVICE = "service"
    SCHEDULE = "schedule"
    CALENDAR = "calendar"
    PARAMETER = "parameter"
    FIELD = "field"
    CODE_LIST = "code_list"
    EDITION = "edition"
    CLAUSE = "clause"
    FILE = "file"
    """What is written in a spec file and no other change tells."""


class Section(StrEnum):
    """The part of a report that a change belongs to, in the order of the report."""

    LOOSENED = "loosened"
    REMOVED = "removed"
    TIGHTENED = "tightened"
    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    WORDING = "wording"


@frozen
class Detail:
    """One aspect that differs.

    Attributes:
        what: which aspect, a word of the specs such as `working_days`.
        of: the day, the fee or the code that it concerns, where the aspect has several.
    """

    what: str
    effect: Effect
    before: Value
    after: Value
    of: Value = None


def differing(what: str, effect: Effect, before: Value, after: Value) -> Iterator[Detail]:
    """A detail, unless its effect is none."""
    if effect is not Effect.NONE:
        yield Detail(what, effect, before, after)


def unequal(effect: Effect, *pairs: tuple[str, Value, Value], of: Value = None) -> Iterator[Detail]:
    """A detail of one effect for each pair of values that are not equal."""
    for what, before, after in pairs:
        if before != after:
            yield Detail(what, effect, before, after, of)


@frozen
class Subject:
    """A thing that two editions are compared in.

    Attributes:
        id: its id in the specs; for a field, its keys joined by dots.
        before, after: the clauses that lay it down in either edition.
        duty: whose duty it is, where it is one side's.
        row: for a requirement, the section of the standard that it stands in.
    """

    topic: Topic
    id: str
    title: Text
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    duty: Duty | None = None
    row: str | None = None

    def only(self, kind: ChangeKind, effect: Effect, *details: Detail) -> Change:
        """The change of a thing that only one of the editions has."""
        return Change(self, kind, effect, details)

    def changed(self, details: Iterable[Detail]) -> Iterator[Change]:
        """The change in meaning that some details make, if there are any."""
        if found := tuple(details):
            yield Change(self, ChangeKind.CHANGED, together(each.effect for each in found), found)

    def moved(self, details: Iterable[Detail]) -> Iterator[Change]:
        """The move that some details make, if there are any."""
        if found := tuple(details):
            yield Change(self, ChangeKind.MOVED, Effect.NONE, found)

    def reworded(self, details: Iterable[Detail]) -> Iterator[Change]:
        """The change of wording that some details make, if there are any."""
        if found := tuple(details):
            yield Change(self, ChangeKind.REWORDED, Effect.NONE, found)


LETS_OFF: Final = frozenset((Effect.LOOSENED, Effect.SHIFTED))
"""What lets someone off, if only in some cases."""


@frozen
class Change:
    """One thing that differs between two editions; `effect` is that of all its details."""

    subject: Subject
    kind: ChangeKind
    effect: Effect
    details: tuple[Detail, ...] = ()

    @property
    def loosened(self) -> bool:
        """Whether it lets someone off, as a whole or in one of its details."""
        return not LETS_OFF.isdisjoint((self.effect, *(each.effect for each in self.details)))

    @property
    def section(self) -> Section:
        """The part of a report that it belongs to."""
        if self.kind is ChangeKind.REWORDED or self.subject.topic is Topic.CLAUSE:
            return Section.WORDING
        if self.kind is ChangeKind.CHANGED and self.effect in (Effect.TIGHTENED, Effect.LOOSENED):
            return Section(self.effect.value)
        return Section(self.kind.value)


@frozen
class Diff:
    """Everything in which two editions of a standard differ."""

    before: Regulation
    after: Regulation
    changes: tuple[Change, ...]

    @property
    def same_meaning(self) -> bool:
        """Whether they differ in wording at most."""
        return not any(change.section is not Section.WORDING for change in self.changes)

    def sections(self) -> Mapping[Section, tuple[Change, ...]]:
        """The changes of every part of a report, in its order."""
        return {
            section: tuple(change for change in self.changes if change.section is section)
            for section in Section
        }


@frozen
class Reason:
    """A requirement that weighs otherwise on a verdict than before; None where it is not there."""

    requirement: str
    title: Text
    before: Outcome | None
    after: Outcome | None
    cited_before: str | None
    cited_after: str | None


@frozen
class Turn:
    """A bundle whose verdict changes.

    Attributes:
        because: the requirements that make the difference, in the order of the law.
        outline: the edition that is a mere outline and so never finds compliance, if that is why.
    """

    bundle: str
    before: Verdict
    after: Verdict
    because: tuple[Reason, ...]
    outline: str | None


@frozen
class Stir:
    """A requirement whose outcome changes in some bundles.

    Attributes:
        counts: in how many, by the outcome before and after; None where it is not there.
    """

    requirement: str
    title: Text
    duty: Duty
    counts: Mapping[tuple[Outcome | None, Outcome | None], int]


@frozen
class Move:
    """A day or fee of a bundle that changes, such as `due_on`."""

    bundle: str
    what: str
    before: Value
    after: Value


@frozen
class Impact:
    """What the difference does to bundles.

    Attributes:
        turned: those whose verdict changes, in the order of their names.
        unchanged: how many keep each verdict.
        stirred: of those, how many have a requirement with another outcome.
        otherwise: how many keep every outcome and are told something else, such as another limit.
        foreign: how many belong to another standard and were not looked at.
        sides: in how many the verdict of a side's duties changes, by the verdict before and after.
        stirs: the requirements whose outcome changes, in the order of the law.
        moves: the days and fees that change, bundle by bundle.
    """

    turned: tuple[Turn, ...]
    unchanged: Mapping[Verdict, int]
    stirred: int
    otherwise: int
    foreign: int
    sides: Mapping[Duty, Mapping[tuple[Verdict, Verdict], int]]
    stirs: tuple[Stir, ...]
    moves: tuple[Move, ...]


@frozen
class Compared:
    """Two editions held against each other, and what that does to bundles if there are any."""

    diff: Diff
    impact: Impact | None = None


@frozen
class Against:
    """A folder of specs held against an earlier state of it.

    Attributes:
        revision: what the earlier state is called.
        compared: every edition that is there now and differs; a new one from that before it.
        same: the editions that do not differ.
        added, removed: those that one of the two states alone has.
    """

    revision: str
    compared: tuple[Compared, ...]
    same: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return bool(self.compared or self.added or self.removed)


_OPPOSITES: Final = {
    Effect.TIGHTENED: Effect.LOOSENED,
    Effect.LOOSENED: Effect.TIGHTENED,
}


def opposite(effect: Effect) -> Effect:
    """What the same change means the other way round."""
    return _OPPOSITES.get(effect, effect)


def together(effects: Iterable[Effect]) -> Effect:
    """What several effects make: unclear where they do not point one way."""
    found = set(effects) - {Effect.NONE}
    if not found:
        return Effect.NONE
    return found.pop() if len(found) == 1 else Effect.UNCLEAR
