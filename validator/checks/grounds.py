"""Checks of a recorded refusal against what the other requirements found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from validator.checks.field_parameters import FieldPath
from validator.checks.registry import kind
from validator.checks.value_parameters import GroundList
from validator.errors import MissingFact, NotApplicable
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, Path
from validator.frozen import frozen
from validator.model import GroundState, Outcome, Violation, declare
from validator.report import Result

GROUND_CONTRADICTED = declare("ground_contradicted", ground=str)
GROUND_UNNAMED = declare("ground_unnamed")
GROUND_UNESTABLISHED = declare("ground_unestablished", ground=str)
GROUND_OUT_OF_PLACE = declare("ground_out_of_place", ground=str)


@frozen
class Counted:
    """How far the confirmations on record count.

    Attributes:
        unfit: those that can never count, or that what has been decided since contradicts.
        idle: those that decide nothing, since it has been decided alike or is not asked.
    """

    unfit: tuple[Violation, ...] = ()
    idle: tuple[Violation, ...] = ()


@frozen
class Grounds:
    """What the other requirements made of the grounds for refusal.

    Attributes:
        states: the state of each.
        results: what became of each requirement that does not itself look at this, by its id.
        confirmations: how far the confirmations on record count.
    """

    states: Mapping[str, GroundState]
    results: Mapping[str, Result] = field(default_factory=dict)
    confirmations: Counted = field(default_factory=Counted)

    def of(self, ground: str) -> tuple[Result, ...]:
        """The results whose failure brings a ground about, or makes a refusal for it right."""
        return tuple(
            each
            for each in self.results.values()
            if ground in (each.requirement.consequence, each.requirement.refusable)
        )

    def has_place(self, ground: str) -> bool:
        """Whether anything that a ground hangs on is asked of this application."""
        return any(each.outcome is not Outcome.INAPPLICABLE for each in self.of(ground))


@kind(
    after_all=True,
    path=FieldPath(),
    among=GroundList(description="The grounds that are looked at; left out: all."),
)
def grounds_hold(
    facts: Facts, grounds: Grounds, path: Path, among: tuple[str, ...] = ()
) -> Iterator[Violation]:
    """No ground that a refusal names is one that this bundle contradicts."""
    unknown: MissingFact | None = None
    named = list(facts.entries(path))
    if not named:
        raise NotApplicable
    for place, ground in named:
        if place in facts.examination.malformed:
            unknown = MissingFact(place)
        elif (
            (not among or ground in among)
            and grounds.states.get(ground) is GroundState.DOES_NOT_APPLY
            and (grounds.has_place(ground) or not among)
        ):
            yield Violation(place, GROUND_CONTRADICTED(ground=ground))
    if unknown is not None:
        raise unknown


@kind(
    after_all=True,
    path=FieldPath(),
    needed=GroundList(description="The grounds for which something has to be on record."),
)
def grounds_established(
    facts: Facts, grounds: Grounds, path: Path, needed: tuple[str, ...]
) -> Iterator[Violation]:
    """A refusal names a ground; each has its place here, and is on record where that is needed."""
    unknown: MissingFact | None = None
    found = facts.get(path)
    if found is ABSENT or not found:
        yield Violation(facts.pointer(path), GROUND_UNNAMED())
        return
    for place, ground in facts.entries(path):
        if place in facts.examination.malformed:
            unknown = MissingFact(place)
            continue
        outcomes = {each.outcome: each.reason for each in grounds.of(ground)}
        if ground in needed and Outcome.FAILED not in outcomes:
            if Outcome.UNDETERMINED in outcomes:
                unknown = MissingFact(place, outcomes[Outcome.UNDETERMINED])
            else:
                yield Violation(place, GROUND_UNESTABLISHED(ground=ground))
        elif not grounds.has_place(ground):
            yield Violation(place, GROUND_OUT_OF_PLACE(ground=ground))
    if unknown is not None:
        raise unknown
