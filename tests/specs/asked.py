"""What is asked of the cases of an edition: each comes true, and no requirement goes without.

Every question gives what is wrong; nothing where all is well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from validator.editor.stories import Story, prepare, read_cases
from validator.editor.trials import Trial, try_out
from validator.model import Duty, Outcome
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition, Rule

CLOCK: Final = datetime(2026, 11, 22, 7, tzinfo=UTC)

CAN_LACK_A_SUBJECT = {"deadline", "term_certain", "chronology"}
"""Kinds of check that may find nothing to decide although no condition says so."""

NEVER_OPEN = {"form", "day_outside"}
"""Kinds of check that lack nothing: the form and the day that counts are always there."""

Wanted = Callable[[Iterable[Story]], Iterable[Story]]
Seen = Mapping[str, frozenset[tuple[str | None, Outcome]]]
"""The outcomes of a requirement in all cases, each with the service it was for."""


@dataclass(frozen=True)
class Tried:
    """An edition and how its cases came out; `files` are those of its cases."""

    edition: Edition
    trials: tuple[Trial, ...]
    seen: Seen
    files: set[str]


def tried(
    root: Path, catalogue: Catalogue, names: tuple[str, str], wanted: Wanted = tuple
) -> Tried:
    """Run cases of an edition.

    Args:
        root: the folder of `specs/` and `samples/`.
        names: standard and edition.
        wanted: chooses among the cases.
    """
    edition = catalogue.edition(*names)
    cases = wanted(read_cases(catalogue.draft(*names)))
    trials = try_out(prepare(cases, root / "samples", CLOCK), edition)
    seen: dict[str, set[tuple[str | None, Outcome]]] = defaultdict(set)
    for trial in trials:
        for result in trial.report.results:
            seen[result.requirement.id].add((trial.report.service, result.outcome))
    files = {file.path.name for file in catalogue.draft(*names).case_files}
    return Tried(edition, trials, {name: frozenset(each) for name, each in seen.items()}, files)


def untrue(tried: Tried) -> list[object]:
    """The cases that do not come true, with where they differ."""
    return [(t.story.case.name, t.differences) for t in tried.trials if t.differences]


def empty_files(tried: Tried) -> list[object]:
    """The files of which no case is."""
    used = {file.path.name for each in tried.trials for file in each.story.case.files}
    return [*(tried.files - used)]


def names_alike(tried: Tried) -> list[object]:
    """Names that two cases bear, but for capitals."""
    names = Counter(each.story.case.name.casefold() for each in tried.trials)
    return [name for name, count in names.items() if count > 1]


def failures_not_told_in_full(tried: Tried) -> list[object]:
    """The requirements of which no case says all that follows when they fail.

    What only a person can tell fails by that person's word alone.
    """
    told = {name for each in tried.trials for name in each.story.case.expect.get("failed", {})}
    return [each.requirement.id for each in _decided(tried) if each.requirement.id not in told]


def never_passed_or_failed(tried: Tried) -> list[object]:
    """The requirements that no case shows both ways."""
    wanted = _decided(tried)
    return [
        each for way in (Outcome.PASSED, Outcome.FAILED) for each in _without(way, wanted, tried)
    ]


def never_inapplicable(tried: Tried) -> list[object]:
    """The requirements that may say nothing, and in no case do."""

    def conditional(rule: Rule) -> bool:
        limited = len(rule.requirement.services) < len(tried.edition.services)
        lacking = rule.requirement.kind in CAN_LACK_A_SUBJECT
        return rule.when is not None or bool(rule.for_each) or limited or lacking

    wanted = [rule for rule in tried.edition.rules if conditional(rule)]
    return _without(Outcome.INAPPLICABLE, wanted, tried)


def never_undetermined(tried: Tried) -> list[object]:
    """The requirements that may be open, and in no case are."""
    wanted = [
        rule
        for rule in tried.edition.rules
        if rule.requirement.kind not in NEVER_OPEN
        and not (rule.requirement.kind == "manual" and rule.when is None)
        and not _asks_only_the_record(rule)
    ]
    return _without(Outcome.UNDETERMINED, wanted, tried)


def _asks_only_the_record(rule: Rule) -> bool:
    """Whether an applicant's requirement hangs on what the provider records alone.

    Where one such value is absent or spoilt, it is left to a person; a term whose moments are does
    not run.
    """
    if rule.requirement.kind == "deadline" and rule.requirement.duty is Duty.APPLICANT:
        return True
    test = rule.parameters.get("test")
    return rule.manual_without is not None and test is not None and rule.manual_without == test.path


def never_manual(tried: Tried) -> list[object]:
    """The requirements for a person that no case leaves to one."""
    wanted = [rule for rule in tried.edition.rules if rule.requirement.who is not None]
    return _without(Outcome.MANUAL, wanted, tried)


def services_without_a_case(tried: Tried) -> list[object]:
    """The requirements that name a service for which no case shows them."""
    return [
        (rule.requirement.id, service)
        for rule in tried.edition.rules
        if len(rule.requirement.services) < len(tried.edition.services)
        for service in rule.requirement.services
        if {outcome for asked, outcome in tried.seen[rule.requirement.id] if asked == service}
        <= {Outcome.INAPPLICABLE}
    ]


QUESTIONS: Final[tuple[Callable[[Tried], list[object]], ...]] = (
    *(untrue, empty_files, names_alike, failures_not_told_in_full, never_passed_or_failed),
    *(never_inapplicable, never_undetermined, never_manual, services_without_a_case),
)


def wrong_with(tried: Tried) -> dict[str, list[object]]:
    """What is wrong with the cases of an edition, by question."""
    answers = {each.__name__: each(tried) for each in QUESTIONS}
    return {name: found for name, found in answers.items() if found}


def _decided(tried: Tried) -> list[Rule]:
    """The rules that a machine decides."""
    return [rule for rule in tried.edition.rules if rule.requirement.kind != "manual"]


def _without(outcome: Outcome, rules: list[Rule], tried: Tried) -> list[object]:
    """The requirements that no case shows with an outcome."""
    ids = [rule.requirement.id for rule in rules]
    return [each for each in ids if outcome not in {made for _, made in tried.seen[each]}]
