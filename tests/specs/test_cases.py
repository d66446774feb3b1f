"""The cases of the edition: each comes true, and none of its requirements goes without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from tests.project import ROOT, SPECS
from validator.editor.stories import StagedStory, differences, prepare, read_cases
from validator.model import Outcome
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition, Rule

STANDARD, EDITION = "medical-activity-licence", "2025-93"
CLOCK = datetime(2026, 11, 22, 7, tzinfo=UTC)

CASES = read_cases(Catalogue(SPECS).draft(STANDARD, EDITION))
STORIES = prepare(CASES, ROOT / "samples", CLOCK)

CAN_LACK_A_SUBJECT = {"deadline", "term_certain", "chronology"}
"""Kinds of check that may find nothing to decide although no condition says so."""

NEVER_OPEN = {"form", "day_outside"}
"""Kinds of check that lack nothing: the form and the day that counts are always there."""

Seen = Mapping[str, frozenset[tuple[str | None, Outcome]]]
"""The outcomes of a requirement in all cases, each with the service it was for."""


@pytest.fixture(scope="module")
def edition() -> Edition:
    return Catalogue(SPECS).edition(STANDARD, EDITION)


@pytest.fixture(scope="module")
def seen(edition: Edition) -> Seen:
    found: dict[str, set[tuple[str | None, Outcome]]] = defaultdict(set)
    for story in STORIES:
        report = story.report(edition)
        for result in report.results:
            found[result.requirement.id].add((report.service, result.outcome))
    return {name: frozenset(outcomes) for name, outcomes in found.items()}


@pytest.mark.parametrize("story", STORIES, ids=[story.case.name for story in STORIES])
def test_comes_true(story: StagedStory, edition: Edition) -> None:
    assert list(differences(story.case, story.report(edition))) == []


def test_no_file_is_empty() -> None:
    files = (SPECS / STANDARD / EDITION / "cases").iterdir()
    assert {file.name for file in files} == {case.file.path.name for case in CASES}


def test_names_are_unique() -> None:
    names = [case.name.casefold() for case in CASES]
    assert len(names) == len(set(names))


def test_every_failure_is_told_in_full(edition: Edition) -> None:
    told = {name for case in CASES for name in case.expect.get("failed", {})}
    for_a_person = {r.requirement.id for r in edition.rules if r.requirement.kind == "manual"}
    # What only a person can tell fails by that person's word alone.
    assert told - for_a_person == {
        rule.requirement.id for rule in edition.rules if _passes_or_fails(rule)
    }


def test_every_requirement_passes_and_fails(edition: Edition, seen: Seen) -> None:
    wanted = [rule for rule in edition.rules if _passes_or_fails(rule)]
    assert _without(Outcome.PASSED, wanted, seen) == []
    assert _without(Outcome.FAILED, wanted, seen) == []


def test_every_requirement_that_can_be_is_inapplicable(edition: Edition, seen: Seen) -> None:
    def conditional(rule: Rule) -> bool:
        limited = len(rule.requirement.services) < len(edition.services)
        lacking = rule.requirement.kind in CAN_LACK_A_SUBJECT
        return rule.when is not None or bool(rule.for_each) or limited or lacking

    wanted = [rule for rule in edition.rules if conditional(rule)]
    assert _without(Outcome.INAPPLICABLE, wanted, seen) == []


def test_every_requirement_that_can_be_is_undetermined(edition: Edition, seen: Seen) -> None:
    wanted = [
        rule
        for rule in edition.rules
        if rule.requirement.kind not in NEVER_OPEN
        and not (rule.requirement.kind == "manual" and rule.when is None)
        and not _asks_only_the_record(rule)
    ]
    assert _without(Outcome.UNDETERMINED, wanted, seen) == []


def _asks_only_the_record(rule: Rule) -> bool:
    """Whether an applicant's requirement hangs on one value of the provider's alone.

    Where that is absent or spoilt, it is left to a person.
    """
    test = rule.parameters.get("test")
    return rule.manual_without is not None and test is not None and rule.manual_without == test.path


def test_every_requirement_for_a_person_is_manual(edition: Edition, seen: Seen) -> None:
    wanted = [rule for rule in edition.rules if rule.requirement.who is not None]
    assert _without(Outcome.MANUAL, wanted, seen) == []


def test_every_requirement_applies_to_each_service_it_names(edition: Edition, seen: Seen) -> None:
    missing = [
        (rule.requirement.id, service)
        for rule in edition.rules
        if len(rule.requirement.services) < len(edition.services)
        for service in rule.requirement.services
        if {outcome for asked, outcome in seen[rule.requirement.id] if asked == service}
        <= {Outcome.INAPPLICABLE}
    ]
    assert missing == []


def _passes_or_fails(rule: Rule) -> bool:
    return rule.requirement.kind != "manual"


def _without(outcome: Outcome, rules: list[Rule], seen: Seen) -> list[str]:
    """The requirements that no case shows with an outcome."""
    ids = [rule.requirement.id for rule in rules]
    return [each for each in ids if outcome not in {made for _, made in seen[each]}]
