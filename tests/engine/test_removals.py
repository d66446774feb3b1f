"""No value that matters can be left out, emptied, spoilt or turned round unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from random import Random
from typing import Any

import pytest

from tests.engine.made import (
    CHANGES,
    COMPLIANT,
    EDITION,
    FOLLOWING,
    SAMPLES,
    Way,
    around_of,
    bundle_of,
    evaluated,
    manifest_of,
    outcomes_of,
    report_of,
    walk,
)
from validator.facts.facts import Facts
from validator.model import (
    Duty,
    GroundState,
    Outcome,
    Verdict,
    Violation,
)
from validator.standard.edition import Rule

# Faults put in: a check that breaks, whatever it is


def _breaking(error: Exception, *, late: bool) -> Callable[..., Iterator[Violation]]:
    def at_once(_: Facts, **__: Any) -> Iterator[Violation]:
        raise error

    def at_the_first_step(_: Facts, **__: Any) -> Iterator[Violation]:
        yield from ()
        raise error

    return at_the_first_step if late else at_once


def _of_either_sort(requirement: str) -> list[str]:
    """Four samples, others in every run: those first in which a requirement applies; and a fifth,
    in which it does not, if there is one.
    """

    def is_idle(name: str) -> bool:
        return outcomes_of(report_of(name))[requirement] is Outcome.INAPPLICABLE

    names = sorted(Random().sample(COMPLIANT, len(COMPLIANT)), key=is_idle)  # noqa: S311
    return [*names[:4], names[-1]]


@pytest.mark.parametrize("rule", EDITION.rules, ids=lambda rule: rule.requirement.id)
def test_no_requirement_whose_check_breaks_is_taken_for_met(rule: Rule) -> None:
    requirement = rule.requirement
    for index, name in enumerate(_of_either_sort(requirement.id)):
        check = _breaking(RuntimeError("out of order"), late=bool(index % 2))
        breaks = replace(rule, kind=replace(rule.kind, run=check))
        rules = tuple(breaks if r is rule else r for r in EDITION.rules)

        report = evaluated(name, manifest_of(name), replace(EDITION, rules=rules))

        before, after = outcomes_of(report_of(name)), outcomes_of(report)
        was, now = before.pop(requirement.id), after.pop(requirement.id)
        is_checked = was in (Outcome.PASSED, Outcome.FAILED) or requirement.kind == "manual"
        if is_checked and was is not Outcome.INAPPLICABLE:
            assert now is Outcome.UNDETERMINED, name
            assert report.verdict is Verdict.UNDETERMINED, name
            assert report.verdicts[requirement.duty] is Verdict.UNDETERMINED, name
            for ground in report.grounds:
                if ground.ground == requirement.consequence:
                    assert ground.state is GroundState.UNDECIDED
        else:
            assert now in (was, Outcome.UNDETERMINED), name
        assert now is not Outcome.PASSED
        for each in FOLLOWING:
            after.pop(each, None), before.pop(each, None)
        assert after == before


MAY_GO: dict[str, str] = {
    "applicant.studies_finished": "a person tells who is a specialist in what is claimed",
    "documents.#.sha256": "a digest may be left out",
    "fee.#.payer": "the applicant then paid",
    "processing": "it is absent before submission",
    "processing.agreement": "without it the body that agrees is asked",
    "processing.agreement.answer": "without it the body that agrees is asked",
    "processing.previous_returned_on": "its absence is a warning",
    "processing.qualification": "without it a person is asked",
    "registers": "without them courts and registers are asked",
    "registers.activity_banned": "without it the courts are asked",
    "registers.barred_for_debt": "without it the register is asked",
    "registers.special_right_lost": "without it the courts are asked",
    "staff.#": "a person tells who is a specialist in what is claimed",
    "subtypes.#": "less is claimed",
}
"""Values that a compliant application may be without, and why; any other one is missed."""


MAY_BE_OTHERWISE: dict[str, str] = {
    **dict.fromkeys(
        ["applicant.name", "applicant.address", "premises.#.address", "staff.#.name"],
        "any text will do",
    ),
    **dict.fromkeys(
        ["staff.#.position", "provider", "fee.reference", "previous_licence.number"],
        "any text will do",
    ),
    **dict.fromkeys(
        ["fee.#.reference", "fee.#.payer"],
        "any text will do",
    ),
    "processing.refusal.reason": "any text will do",
    **dict.fromkeys(
        ["premises.#.title_in_gateway", "staff.#.employment_in_gateway"], "no paper is asked for"
    ),
    **dict.fromkeys(["changes.#.in_state_systems", "staff.#.retrained"], "no paper is asked for"),
}
"""Values whose opposite asks for no more than a compliant application already has."""


def _pattern(way: Way) -> str:
    return ".".join("#" if isinstance(part, int) else part for part in way)


def _survivors(name: str, change: Callable[[Any, str | int], None]) -> set[str]:
    """Patterns of the places whose change leaves a sample compliant."""
    return {_pattern(way) for way in _ways(name) if _survives(name, way, change)}


def _ways(name: str) -> list[Way]:
    return [way for way, _ in walk(manifest_of(name))]


def _survives(name: str, way: Way, change: Callable[[Any, str | int], None]) -> bool:
    """Whether a sample is compliant although one place of it is changed."""
    manifest = manifest_of(name)
    change(around_of(manifest, way), way[-1])
    if manifest == bundle_of(name).manifest:
        return False
    report = evaluated(name, manifest)
    assert len(report.results) == len(EDITION.rules)
    return report.verdict is Verdict.COMPLIANT


def _remove(around: Any, key: str | int) -> None:
    del around[key]


def _setting(kind: str) -> Callable[[Any, str | int], None]:
    def change(around: Any, key: str | int) -> None:
        around[key] = CHANGES[kind](around[key])

    return change


def _some() -> list[str]:
    """The samples in order, and some of the others, which are others in every run."""
    others = sorted(set(SAMPLES) - set(COMPLIANT))
    return [*COMPLIANT, *Random().sample(others, 2)]  # noqa: S311


def test_no_value_that_matters_can_be_left_out() -> None:
    found = {name: _survivors(name, _remove) for name in _some()}

    assert set[str]().union(*(found[name] for name in COMPLIANT)) == set(MAY_GO)
    # A fault of the provider's is gone with the record of it, and a want of a control with what
    # wants it; nothing else mends a fault.
    of_the_record = {"processing", "processing.permission_control.#.premises", "premises.#"}
    for name in found.keys() - set(COMPLIANT):
        assert found[name] <= of_the_record, name
        if found[name]:
            assert report_of(name).verdicts[Duty.APPLICANT] is Verdict.COMPLIANT, name


def test_no_value_can_be_spoilt_or_emptied() -> None:
    """Three ways take turns from value to value; with which they begin differs in every run."""
    # What is empty says as much as what is absent, but for an item of a list; a fee
    # may be a list of its parts.
    absent = set(MAY_GO) - {"staff.#", "subtypes.#"}
    may_be = {"null": set[str](), "emptied": absent, "other type": {"fee"}}
    found: dict[str, set[str]] = {kind: set() for kind in may_be}
    for name in COMPLIANT:
        turns = cycle(Random().sample([*may_be], 3))  # noqa: S311
        for way, kind in zip(_ways(name), turns, strict=False):
            if _survives(name, way, _setting(kind)):
                found[kind].add(_pattern(way))

    assert all(found[kind] <= may_be[kind] for kind in may_be), found
    assert found["emptied"]


def test_a_value_turned_round_is_seen_wherever_it_asks_for_more() -> None:
    found = {name: _survivors(name, _setting("negated")) for name in _some()}

    assert set[str]().union(*(found[name] for name in COMPLIANT)) == set(MAY_BE_OTHERWISE)
    mended = {name: found[name] for name in found.keys() - set(COMPLIANT) if found[name]}
    assert mended.items() <= {"clinic-no-consent": {"consents.restricted_personal_data"}}.items()
    assert found.get("clinic-no-consent", {"consents.restricted_personal_data"})
