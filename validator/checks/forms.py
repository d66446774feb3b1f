"""Checks of the form: each side answers for the fields that it fills in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from validator.checks.grounds import Grounds
from validator.checks.registry import kind
from validator.checks.value_parameters import DutySide
from validator.errors import NotApplicable
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, CONFIRMATIONS
from validator.model import Duty, Violation

_CONFIRMED: Final = ("requirement", "holds", "by", "note", "confirmed_on")


@kind(
    of_form=True,
    side=DutySide(description="Who fills the fields in: applicant or provider."),
)
def form(facts: Facts, *found: Grounds, side: str) -> Iterator[Violation]:
    """Every field that a side fills in keeps its rule in `application.yaml`."""
    examination = facts.examination
    yield from examination.of_side.get(Duty(side), ())
    for each in found:  # of the provider's side, whose confirmations stand among its fields
        yield from each.confirmations.unfit
    if side == Duty.PROVIDER and examination.providers.isdisjoint(facts.value):
        raise NotApplicable


@kind(after_all=True, reads=tuple(f"{CONFIRMATIONS.dotted}.{key}" for key in _CONFIRMED))
def confirmations_count(facts: Facts, grounds: Grounds) -> Iterator[Violation]:
    """Every confirmation decides something that is not decided otherwise."""
    if facts.get(CONFIRMATIONS) in (ABSENT, []):
        raise NotApplicable
    yield from grounds.confirmations.idle
