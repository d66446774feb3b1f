"""The cases of every edition: each comes true, and no requirement goes without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from tests.project import ROOT, SPECS
from validator.editor.stories import prepare, read_cases
from validator.editor.trials import Trial, try_out
from validator.model import Outcome
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition, Rule

CLOCK = datetime(2026, 11, 22, 7, tzinfo=UTC)
CATALOGUE = Catalogue(SPECS)
NAMES = [
    (head.standard, head.edition)
    for standard in CATALOGUE.standards
    for head in CATALOGUE.heads(standard)
]

CAN_LACK_A_SUBJECT = {"deadline", "term_certain", "chronology"}
"""Kinds of check that may find nothing to decide although no condition says so."""

NEVER_OPEN = {"form", "day_outside"}
"""Kinds of check that lack nothing: the form and the day that counts are always there."""

Seen = Mapping[str, frozenset[tuple[str | None, Outcome]]]
"""The outcomes of a requirement in all cases, each with the service it was for."""


@dataclass(frozen=True)
class Tried:
    """An edition and how its cases came out."""

    edition: Edition
    trials: tuple[Trial, ...]
    seen: Seen


@pytest.fixture(scope="module", params=NAMES, ids="/".join)
def tried(request: pytest.FixtureRequest) -> Tried:
    edition = CATALOGUE.edition(*request.param)
    cases = read_cases(CATALOGUE.draft(*request.param))
    trials = try_out(prepare(cases, ROOT / "samples", CLOCK), edition)
    seen: dict[str, set[tuple[str | None, Outcome]]] = defaultdict(set)
    for trial in trials:
        for result in trial.report.results:
            seen[result.requirement.id].add((trial.report.service, result.outcome))
    return Tried(edition, trials, {name: frozenset(each) for name, each in seen.items()})


def test_every_case_comes_true(tried: Tried) -> None:
    untrue = {each.story.case.name: each.differences for each in tried.trials if each.differences}
    assert untrue == {}


def test_no_file_is_empty(tried: Tried) -> None:
    folder = SPECS / tried.edition.regulation.standard / tried.edition.regulation.edition
    files = {file.name for file in (folder / "cases").iterdir()}
    assert files == {file.path.name for each in tried.trials for file in each.story.case.files}


def test_names_are_unique(tried: Tried) -> None:
    names = [each.story.case.name.casefold() for each in tried.trials]
    assert len(names) == len(set(names))


def test_every_failure_is_told_in_full(tried: Tried) -> None:
    told = {name for each in tried.trials for name in each.story.case.expect.get("failed", {})}
    for_a_person = {r.requirement.id for r in tried.edition.rules if r.requirement.kind == "manual"}
    # What only a person can tell fails by that person's word alone.
    assert told - for_a_person == {
        rule.requirement.id for rule in tried.edition.rules if _passes_or_fails(rule)
    }


def test_every_requirement_passes_and_fails(tried: Tried) -> None:
    wanted = [rule for rule in tried.edition.rules if _passes_or_fails(rule)]
    assert _without(Outcome.PASSED, wanted, tried.seen) == []
    assert _without(Outcome.FAILED, wanted, tried.seen) == []


def test_every_requirement_that_can_be_is_inapplicable(tried: Tried) -> None:
    def conditional(rule: Rule) -> bool:
        limited = len(rule.requirement.services) < len(tried.edition.services)
        lacking = rule.requirement.kind in CAN_LACK_A_SUBJECT
        return rule.when is not None or bool(rule.for_each) or limited or lacking

    wanted = [rule for rule in tried.edition.rules if conditional(rule)]
    assert _without(Outcome.INAPPLICABLE, wanted, tried.seen) == []


def test_every_requirement_that_can_be_is_undetermined(tried: Tried) -> None:
    wanted = [
        rule
        for rule in tried.edition.rules
        if rule.requirement.kind not in NEVER_OPEN
        and not (rule.requirement.kind == "manual" and rule.when is None)
        and not _asks_only_the_record(rule)
    ]
    assert _without(Outcome.UNDETERMINED, wanted, tried.seen) == []


def _asks_only_the_record(rule: Rule) -> bool:
    """Whether an applicant's requirement hangs on one value of the provider's alone.

    Where that is absent or spoilt, it is left to a person.
    """
    test = rule.parameters.get("test")
    return rule.manual_without is not None and test is not None and rule.manual_without == test.path


def test_every_requirement_for_a_person_is_manual(tried: Tried) -> None:
    wanted = [rule for rule in tried.edition.rules if rule.requirement.who is not None]
    assert _without(Outcome.MANUAL, wanted, tried.seen) == []


def test_every_requirement_applies_to_each_service_it_names(tried: Tried) -> None:
    missing = [
        (rule.requirement.id, service)
        for rule in tried.edition.rules
        if len(rule.requirement.services) < len(tried.edition.services)
        for service in rule.requirement.services
        if {outcome for asked, outcome in tried.seen[rule.requirement.id] if asked == service}
        <= {Outcome.INAPPLICABLE}
    ]
    assert missing == []


def _passes_or_fails(rule: Rule) -> bool:
    return rule.requirement.kind != "manual"


def _without(outcome: Outcome, rules: list[Rule], seen: Seen) -> list[str]:
    """The requirements that no case shows with an outcome."""
    ids = [rule.requirement.id for rule in rules]
    return [each for each in ids if outcome not in {made for _, made in seen[each]}]
