"""Grounds of a refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.facts.made import REQUIREMENT, facts_of, lacking, path_to, violations_of
from validator.checks.grounds import Grounds
from validator.errors import NotApplicable
from validator.model import GroundState, Message, Outcome
from validator.report import Result


def test_a_ground_that_the_bundle_contradicts() -> None:
    facts = facts_of({"grounds": ["g1", "g2", "g3", "g4"]})
    states = (GroundState.APPLIES, GroundState.DOES_NOT_APPLY, GroundState.UNDECIDED)
    grounds = Grounds(dict(zip(("g1", "g2", "g3"), states, strict=True)))

    assert violations_of("grounds_hold", facts, grounds=grounds, path=path_to("grounds")) == [
        ("/grounds/1", "ground_contradicted")
    ]


def test_only_the_grounds_that_are_looked_at_are_contradicted() -> None:
    facts = facts_of({"grounds": ["g1", "g2"]})
    states = dict.fromkeys(("g1", "g2"), GroundState.DOES_NOT_APPLY)
    result = Result(replace(REQUIREMENT, consequence="g2"), "c", Outcome.PASSED)
    grounds = Grounds(states, {"r": result})

    assert violations_of(
        "grounds_hold", facts, grounds=grounds, path=path_to("grounds"), among=("g2",)
    ) == [("/grounds/1", "ground_contradicted")]


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        (Outcome.FAILED, []),
        (Outcome.PASSED, [("/grounds/0", "ground_unestablished")]),
        (Outcome.MANUAL, [("/grounds/0", "ground_unestablished")]),
        (Outcome.INAPPLICABLE, [("/grounds/0", "ground_unestablished")]),
    ],
)
def test_a_ground_that_has_to_be_on_record(outcome: Outcome, found: list[Any]) -> None:
    facts = facts_of({"grounds": ["g1"]})
    for demand in (
        replace(REQUIREMENT, consequence="g1"),
        replace(REQUIREMENT, consequence="incomplete_package", refusable="g1"),
    ):
        grounds = Grounds({}, {"r": Result(demand, "c", outcome)})
        given: dict[str, Any] = {"grounds": grounds, "path": path_to("grounds"), "needed": ("g1",)}

        assert violations_of("grounds_established", facts, **given) == found


def test_a_ground_that_hangs_on_what_is_not_known() -> None:
    facts = facts_of({"grounds": ["g1"]})
    demand, reason = replace(REQUIREMENT, consequence="g1"), Message("fee_absent")
    grounds = Grounds({}, {"r": Result(demand, "c", Outcome.UNDETERMINED, reason=reason)})
    given: dict[str, Any] = {"grounds": grounds, "path": path_to("grounds"), "needed": ("g1",)}

    assert lacking("grounds_established", facts, **given) == "/grounds/0"


def test_without_a_ground_named_there_is_none_to_hold() -> None:
    facts = facts_of({"grounds": []})

    with pytest.raises(NotApplicable):
        violations_of("grounds_hold", facts, grounds=Grounds({}), path=path_to("grounds"))
