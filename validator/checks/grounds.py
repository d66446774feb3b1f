"""Checks of a recorded refusal against what the other requirements found."""

from __future__ import annotations

from collections.abc import Iterator

from validator.checks.facts import Facts
from validator.checks.paths import Path
from validator.checks.registry import kind
from validator.checks.values import FIELD
from validator.errors import MissingFact, NotApplicable
from validator.model import GroundState, Message, Violation


@kind("path", path=FIELD)
def grounds_hold(facts: Facts, path: Path) -> Iterator[Violation]:
    """No ground that a refusal names is one that this bundle contradicts."""
    unknown: MissingFact | None = None
    named = list(facts.entries(path))
    if not named:
        raise NotApplicable
    for place, ground in named:
        if place in facts.case.malformed:
            unknown = MissingFact(place)
        elif facts.case.grounds.get(ground) is GroundState.DOES_NOT_APPLY:
            yield Violation(place, Message("ground_contradicted", {"ground": ground}))
    if unknown is not None:
        raise unknown
