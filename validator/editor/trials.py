"""How stories come out under an edition, and where that is not what they expect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from validator.editor.stories import StagedStory, Story
from validator.frozen import frozen
from validator.model import Outcome
from validator.report import Report
from validator.standard.edition import Edition


@frozen
class Difference:
    """One expectation that did not come true."""

    what: str
    expected: Any
    found: Any


@frozen
class Trial:
    """A case as it came out under an edition; it holds where nothing differs."""

    story: StagedStory
    report: Report
    differences: tuple[Difference, ...]


def try_out(stories: Iterable[StagedStory], edition: Edition) -> tuple[Trial, ...]:
    """How each case comes out under an edition."""
    reports = ((story, story.report(edition)) for story in stories)
    return tuple(
        Trial(story, report, tuple(differences(story.case, report))) for story, report in reports
    )


def differences(case: Story, report: Report) -> Iterator[Difference]:
    """Where a report is not what a case expects."""
    expect: Mapping[str, Any] = case.expect
    results = {result.requirement.id: result for result in report.results}
    derived = report.derived
    terms = {f"terms.{name}": day.isoformat() for name, day in derived.further.items()}
    found: dict[str, Mapping[str, Any]] = {
        "verdicts": {duty.value: verdict.value for duty, verdict in report.verdicts.items()},
        "outcomes": {name: result.outcome.value for name, result in results.items()},
        "messages": {
            name: [finding.message.key for finding in result.findings]
            for name, result in results.items()
        },
        "grounds": {ground.ground: ground.state.value for ground in report.grounds},
        "derived": {
            "accepted_on": derived.accepted_on and derived.accepted_on.isoformat(),
            "due_on": derived.due_on and derived.due_on.isoformat(),
            "due_on_by_law": derived.due_on_by_law and derived.due_on_by_law.isoformat(),
            "fee_due": derived.fee_due,
            **terms,
        },
    }
    failed = {
        name: {
            "citation": result.citation,
            "duty": result.requirement.duty.value,
            "severity": result.requirement.severity.value,
            "consequence": result.requirement.consequence,
        }
        for name, result in results.items()
        if result.outcome is Outcome.FAILED
    }
    if expect.get("failed", failed) != failed:
        yield Difference("failed", expect["failed"], failed)
    wanted = expect.get("verdict", report.verdict)
    if report.verdict != wanted:
        yield Difference("verdict", wanted, report.verdict.value)
    for sort, values in found.items():
        for name, value in _wanted(expect.get(sort, {})):
            if values.get(name) != value:
                yield Difference(f"{sort}.{name}", value, values.get(name))


def _wanted(expected: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What is expected by name; the last days of terms have names of their own below `terms`."""
    for name, value in expected.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{each}", day) for each, day in value.items())
        else:
            yield name, value
