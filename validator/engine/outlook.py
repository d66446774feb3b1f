"""What readers want to know beside a decision: papers, days, where to file.

No verdict hangs on it. It is worked out when somebody asks, since most formats never do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from validator.checks.documents import named_by_documents
from validator.checks.tested_value import TestedValue
from validator.checks.value_parameters import DocumentKinds
from validator.engine.absences import decided_by_absence
from validator.errors import MissingFact, NeedsPerson, NotApplicable
from validator.facts.facts import Case, Facts
from validator.facts.paths import SUBMITTED_AT
from validator.facts.people import first_asked, people_of
from validator.law.calendar import zone_of
from validator.model import Named, Outcome, Violation
from validator.prospect import AskedPaper, Filing, Outlook, Timeline
from validator.report import Result
from validator.standard.edition import Edition, Rule

_PAPERS: Final = "documents"
_CHANNELS: Final = "channels"
"""The rows of a standard that are asked here."""


def outlook_of(
    edition: Edition, case: Case, service: str | None, results: tuple[Result, ...]
) -> Outlook:
    """What there is to tell of an application, each part when it is asked for.

    Args:
        case: the application as the applicant's requirements see it.
    """
    return Outlook(
        papers=partial(_papers, edition, case, service, results),
        timeline=partial(_timeline, case),
        filing=partial(_filing, edition, case, service),
    )


def asked_of(rule: Rule, root: Facts) -> Iterator[tuple[int, Facts, MissingFact | None]]:
    """The application, or each thing that a paper is asked for, with the number of its list.

    The last is set where it is not known which of several entries are one person.

    Raises:
        MissingFact: a list of them is malformed, or needed and not there.
    """
    if not rule.for_each:
        yield 0, root, None
    elif rule.people is None:
        for index, path in enumerate(rule.for_each):
            for facts in root.items(path):
                yield index, facts, None
    else:
        for person in people_of(root, rule.people).persons:  # once each
            entries = [each for each in person.entries if each.path in rule.for_each]
            if entries:
                entry = first_asked(rule.when, entries)
                yield rule.for_each.index(entry.path), person.asked_by(entry), person.doubt


def _papers(
    edition: Edition, case: Case, service: str | None, results: tuple[Result, ...]
) -> tuple[AskedPaper, ...]:
    confirmed = {each.requirement.id: each.outcome for each in results if each.confirmation}
    rules = [step.rule for _, step in edition.plan(service).steps]
    return tuple(
        paper
        for rule in rules
        if rule.kind.row == _PAPERS
        for paper in _of_rule(rule, case.root, edition, confirmed.get(rule.requirement.id))
    )


def _of_rule(
    rule: Rule, root: Facts, edition: Edition, said: Outcome | None
) -> Iterator[AskedPaper]:
    """A paper for everything that it may be asked of.

    Args:
        said: what a person's word made of the requirement, where there is one.
    """
    documents, lists = rule.given(DocumentKinds), tuple(each.dotted for each in rule.for_each)
    made = partial(AskedPaper, rule.requirement, documents, lists)
    try:
        for index, facts, doubt in asked_of(rule, root):
            outcome = _outcome(rule, index, facts) if doubt is None else Outcome.UNDETERMINED
            if outcome is Outcome.MANUAL and said is not None:
                outcome = said
            yield made(_thing(facts, edition), outcome)
        if rule.people is not None and people_of(root, rule.people).unlisted is not None:
            yield made(None, Outcome.UNDETERMINED)
    except MissingFact:  # nobody knows how many there are
        yield made(None, Outcome.UNDETERMINED)


def _thing(facts: Facts, edition: Edition) -> Named | None:
    """What a paper is about: its id, and what its list is called; None for the application."""
    if not facts.base:
        return None
    found = edition.form.at(f"/{facts.base.split('/')[1]}")
    label = {} if found is None else found[0].name
    try:
        return Named(named_by_documents(facts), label)
    except MissingFact:
        return Named(facts.base[1:].replace("/", "."), label)


def _outcome(rule: Rule, index: int, facts: Facts) -> Outcome:
    """What became of a rule for one thing; decided as for all of them."""
    try:
        return _tried(rule, index, facts)
    except NotApplicable:
        return Outcome.INAPPLICABLE
    except NeedsPerson:
        return Outcome.MANUAL
    except Exception:  # noqa: BLE001  # what is not known, and a check that breaks: fail closed
        return Outcome.UNDETERMINED


def _tried(rule: Rule, index: int, facts: Facts) -> Outcome:
    parameters: Mapping[str, Any] = rule.in_lists[index] if rule.for_each else rule.parameters
    if rule.when is not None and not facts.meet(rule.when):
        return Outcome.INAPPLICABLE
    absent = decided_by_absence(rule, facts, index)
    found = rule.kind.run(facts, **parameters) if absent is None else (absent,)
    failed = any(isinstance(each, Violation) for each in found)
    return Outcome.FAILED if failed else Outcome.PASSED


def _timeline(case: Case) -> Timeline | None:
    """The days from submission on; of a draft as if it were submitted in the day that counts.

    None where they are not known.
    """
    assumed = SUBMITTED_AT.dotted not in case.manifest
    zone = case.setting.calendar.zone
    with suppress(MissingFact, NotApplicable):
        if assumed:
            moment = datetime.combine(case.as_of, case.hours().closes, zone_of(zone)).isoformat()
            case = replace(case, manifest={**case.manifest, SUBMITTED_AT.dotted: moment})
        term, longer = case.term(), case.term_by_law()
        later = () if longer is None else longer.skipped
        return Timeline(
            submitted=case.submitted(),
            accepted_on=case.accepted_on(),
            due_on=term.due,
            due_on_by_law=None if longer is None else longer.due,
            days_off=(*case.days_off(), *(each for each in later if each.date > term.due)),
            assumed=assumed,
        )
    return None


def _filing(edition: Edition, case: Case, service: str | None) -> Filing:
    hours = edition.setting.hours
    with suppress(MissingFact):
        hours = case.hours()
    rules = [rule for rule in edition.rules if service in rule.requirement.services]
    return Filing(
        channels=tuple(dict.fromkeys(_channels(rules))),
        hours=hours,
        clauses=tuple(each.id for each in edition.regulation.clauses.values() if each.when_ready),
        signed=any(rule.kind.trusts for rule in rules),
    )


def _channels(rules: list[Rule]) -> Iterator[Named]:
    """The ways that the row of channels allows, by their names."""
    for rule in rules:
        if rule.requirement.row != _CHANNELS or (test := rule.given(TestedValue)) is None:
            continue
        for value in test.allowed or ():
            yield Named(value, test.path.codes.get(value, {}))
