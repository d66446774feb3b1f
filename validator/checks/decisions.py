"""Checks of the provider's decision against what the other requirements found."""

from __future__ import annotations

from collections.abc import Iterator

from validator.checks.field_parameters import FieldPath
from validator.checks.grounds import Grounds
from validator.checks.registry import kind
from validator.errors import MissingFact
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, Path
from validator.model import GroundState, Outcome, Violation, declare

GRANT_AGAINST_GROUND = declare("grant_against_ground", ground=str)
GRANT_WITH_REFUSAL = declare("grant_with_refusal")


@kind(after_all=True, path=FieldPath(), refusal=FieldPath())
def grant_lawful(
    facts: Facts, grounds: Grounds, path: Path, refusal: Path | None = None
) -> Iterator[Violation]:
    """Nothing is granted that has to be refused: no ground applies, and no refusal is on record."""
    for ground, state in grounds.states.items():
        if state is GroundState.APPLIES:
            args = {"ground": ground}
            yield Violation(facts.pointer(path), GRANT_AGAINST_GROUND(**args))
    if refusal is not None and _says_something(facts, refusal):
        yield Violation(facts.pointer(refusal), GRANT_WITH_REFUSAL())
    for result in grounds.results.values():
        if (
            result.outcome is Outcome.UNDETERMINED
            and result.requirement.consequence in grounds.states
        ):
            raise MissingFact(facts.pointer(path), result.reason)


def _says_something(facts: Facts, path: Path) -> bool:
    """Whether a map is there and not all of its values are empty."""
    found = facts.get(path)
    return found is not ABSENT and any(
        value.strip() if isinstance(value, str) else value for value in found.values()
    )
