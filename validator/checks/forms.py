"""Checks of the form: each side answers for the fields that it fills in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from validator.checks.grounds import Grounds
from validator.checks.registry import kind
from validator.errors import NotApplicable
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, CONFIRMATIONS
from validator.model import Duty, Violation

FORM: Final = "form"
"""The kind of the requirement that only looks at the form."""


@kind(
    "side",
    after_all=lambda parameters: parameters["side"] == Duty.PROVIDER,
    side={
        "enum": [each.value for each in Duty],
        "description": "Who fills the fields in: applicant or provider.",
    },
)
def form(facts: Facts, *found: Grounds, side: str) -> Iterator[Violation]:
    """Every field that a side fills in keeps its rule in `application.yaml`."""
    examination = facts.examination
    yield from examination.of_side.get(Duty(side), ())
    for each in found:  # of the provider's side, whose confirmations stand among its fields
        yield from each.confirmations.unfit
    if side == Duty.PROVIDER and examination.providers.isdisjoint(facts.value):
        raise NotApplicable


@kind(after_all=lambda _: True)
def confirmations_count(facts: Facts, grounds: Grounds) -> Iterator[Violation]:
    """Every confirmation decides something that is not decided otherwise."""
    if facts.get(CONFIRMATIONS) in (ABSENT, []):
        raise NotApplicable
    yield from grounds.confirmations.idle
