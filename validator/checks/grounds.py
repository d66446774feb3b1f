"""Checks of a recorded refusal against what the other requirements found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from validator.checks.registry import kind
from validator.checks.values import FIELD
from validator.errors import MissingFact, NotApplicable
from validator.facts.facts import Facts
from validator.facts.paths import Path
from validator.model import GroundState, Message, Violation
from validator.report import Result


@dataclass(frozen=True, slots=True)
class Counted:
    """How far the confirmations on record count.

    Attributes:
        unfit: those that can never count, or that what has been decided since contradicts.
        idle: those that decide nothing, since it has been decided alike or is not asked.
    """

    unfit: tuple[Violation, ...] = ()
    idle: tuple[Violation, ...] = ()


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the other requirements made of the grounds for refusal.

    Attributes:
        states: the state of each.
        cleared: those of which every requirement that the service has is met; it may have none.
        results: what became of each requirement that does not itself look at this, by its id.
        confirmations: how far the confirmations on record count.
    """

    states: Mapping[str, GroundState]
    cleared: frozenset[str] = frozenset()
    results: Mapping[str, Result] = field(default_factory=dict)
    confirmations: Counted = field(default_factory=Counted)


@kind(
    "path",
    after_all=lambda _: True,
    path=FIELD,
    on_record={
        "type": "array",
        "items": {"type": "string", "format": "ground"},
        "description": "Grounds that only something on record speaks against, not its absence.",
    },
)
def grounds_hold(
    facts: Facts, grounds: Grounds, path: Path, on_record: tuple[str, ...] = ()
) -> Iterator[Violation]:
    """No ground that a refusal names is one that this bundle contradicts."""
    unknown: MissingFact | None = None
    named = list(facts.entries(path))
    if not named:
        raise NotApplicable
    for place, ground in named:
        if place in facts.examination.malformed:
            unknown = MissingFact(place)
        elif grounds.states.get(ground) is not GroundState.DOES_NOT_APPLY:
            continue
        elif ground not in on_record or ground in grounds.cleared:
            yield Violation(place, Message("ground_contradicted", {"ground": ground}))
    if unknown is not None:
        raise unknown
