"""Checks of the form: each side answers for the fields that it fills in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from validator.checks.grounds import Grounds
from validator.checks.registry import kind
from validator.errors import NotApplicable
from validator.facts.facts import Facts
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
def form(facts: Facts, *_: Grounds, side: str) -> Iterator[Violation]:
    """Every field that a side fills in keeps its rule in `application.yaml`."""
    examination = facts.examination
    yield from examination.of_side.get(Duty(side), ())
    if side == Duty.PROVIDER and examination.providers.isdisjoint(facts.value):
        raise NotApplicable
