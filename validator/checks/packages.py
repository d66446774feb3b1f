"""Checks of a refusal to consider an application further: what became of its package."""

from __future__ import annotations

from collections.abc import Iterator

from validator.checks.field_parameters import FieldPath
from validator.checks.grounds import Grounds
from validator.checks.registry import kind
from validator.errors import MissingFact
from validator.facts.facts import Facts
from validator.facts.paths import Path
from validator.law.regulation import INCOMPLETE
from validator.model import Outcome, Violation, declare

PACKAGE_COMPLETE = declare("package_complete")


@kind(after_all=True, path=FieldPath())
def package_incomplete(facts: Facts, grounds: Grounds, path: Path) -> Iterator[Violation]:
    """A requirement has failed for which the package counts as incomplete."""
    outcomes = {
        each.outcome: each.reason
        for each in grounds.results.values()
        if each.requirement.consequence == INCOMPLETE
    }
    if Outcome.FAILED in outcomes:
        return
    if Outcome.UNDETERMINED in outcomes:
        raise MissingFact(facts.pointer(path), outcomes[Outcome.UNDETERMINED])
    yield Violation(facts.pointer(path), PACKAGE_COMPLETE())
