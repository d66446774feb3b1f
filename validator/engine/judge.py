"""Decides the rules of an edition, one by one, for one application."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final, cast

from validator.checks.grounds import Counted, Grounds
from validator.engine.absences import decided_by_absence
from validator.engine.confirmations import contrary, idle, read_confirmations
from validator.errors import MISSING_FACT, MissingFact, NeedsPerson, NotApplicable
from validator.facts.examination import FIELD_UNKNOWN, root_key
from validator.facts.facts import Case, Facts
from validator.facts.people import People, first_asked, people_of
from validator.form.record import Whole, places_of_record
from validator.form.wanted import field_missing
from validator.model import (
    Args,
    Basis,
    Bundle,
    Duty,
    GroundState,
    Location,
    Message,
    Named,
    Outcome,
    Violation,
    declare,
)
from validator.places import Places
from validator.report import CONFIRMED_OTHERWISE, Finding, Ground, Lack, Result
from validator.standard.edition import Edition, Plan, Rule, Step

MISSING_VALUE = declare("missing_value", field=Named, pointer=str)
CHECK_BROKE = declare("check_broke", error=str)

_CLOSED: Final = frozenset((Outcome.PASSED, Outcome.INAPPLICABLE))


class Judge:
    """Decides the rules of one edition for one application.

    Args:
        cases: the application as a requirement of each side sees it.
        places: tells where the values of its manifest stand.
    """

    def __init__(
        self,
        edition: Edition,
        bundle: Bundle,
        whole: Whole,
        cases: Mapping[Duty, Case],
        places: Callable[[], Places],
    ) -> None:
        self.edition = edition
        self.bundle = bundle
        self.whole = whole
        self.roots = {duty: case.root for duty, case in cases.items()}
        service = whole.manifest.get("service")
        self.service = service if service in edition.services else None
        self._look_up = places
        self._lacks: dict[str, Lack] = {}

    def decided(self) -> tuple[tuple[Result, ...], tuple[Ground, ...]]:
        """Every requirement's result in the order of the law, and the grounds for refusal."""
        plan = self.edition.plan(self.service)
        demands = {rule.requirement.id: rule.requirement for rule in self.edition.rules}
        provider = self.roots[Duty.PROVIDER]
        self._confirmations = read_confirmations(provider, demands, self.service)
        results = [each and self._with_lack(each) for each in plan.fixed]
        for index, step in plan.steps:
            results[index] = self._result(step)
        grounds = tuple(_grounds(plan, results))
        states = {each.ground: each.state for each in grounds}
        made = {each.requirement.id: each for each in results if each is not None}
        known = Grounds(states, made, self._counted(made))
        for index, step in plan.after_all:
            results[index] = self._result(step, known)
        return cast("tuple[Result, ...]", tuple(results)), grounds

    def _with_lack(self, result: Result) -> Result:
        """What is undetermined whatever the application, as its service is not known."""
        if result.outcome is not Outcome.UNDETERMINED or result.reason is None:
            return result
        reason, lack = self._unknown(result.reason)
        return replace(result, reason=reason, lack=lack)

    def _result(self, step: Step, *known: Grounds) -> Result:
        """The result of one rule.

        What is certainly wrong outweighs what is not known, and that what only a person can tell.
        """
        trial = _Trial(step.rule, self.roots[step.rule.requirement.duty], known)
        if trial.violations:
            findings = tuple(self._findings(trial.violations))
            return Result(step.rule.requirement, step.citation, Outcome.FAILED, findings)
        if trial.unknown is not None:
            reason, lack = self._unknown(trial.unknown)
            requirement, outcome = step.rule.requirement, Outcome.UNDETERMINED
            return Result(requirement, step.citation, outcome, reason=reason, lack=lack)
        if trial.person is not None:
            return self._confirmed(step, trial.person)
        if trial.basis is not None:
            return replace(step.passed, basis=trial.basis)
        return step.passed if trial.applied else step.inapplicable

    def _confirmed(self, step: Step, asked: NeedsPerson) -> Result:
        """What only a person can tell, by the word of one where that is on record."""
        demand = step.rule.requirement
        confirmed = self._confirmations.usable.get(demand.id)
        if confirmed is None:
            if asked.told is None:
                return step.manual
            who = Named(demand.id, demand.who or {})
            return replace(step.manual, reason=asked.told(who=who))
        said = confirmed.said
        if confirmed.holds:
            return replace(step.passed, confirmation=said)
        args: Args = {"by": said.by, "day": said.confirmed_on}
        violation = Violation(confirmed.place, CONFIRMED_OTHERWISE(**args))
        findings = tuple(self._findings([violation]))
        return Result(demand, step.citation, Outcome.FAILED, findings, confirmation=said)

    def _counted(self, results: Mapping[str, Result]) -> Counted:
        confirmations = self._confirmations
        unfit = *confirmations.faults, *contrary(confirmations, results)
        return Counted(unfit, tuple(idle(confirmations, results)))

    def _unknown(self, reason: Message) -> tuple[Message, Lack | None]:
        """What is missing, by the name that its field has for people, and what to type there."""
        pointer = str(reason.args.get("pointer", ""))
        if reason.key != MISSING_FACT.key or (found := self.edition.form.at(pointer)) is None:
            return reason, None
        field, rule = found
        if pointer not in self._lacks:
            violations = self.roots[Duty.PROVIDER].examination.violations
            told = [each for each in violations if each.pointer == pointer]
            own = replace(field, id=str(field.id).rpartition(".")[2])
            told = told or [Violation(pointer, field_missing(own, rule))]
            advice = tuple(each.message for each in told)
            self._lacks[pointer] = Lack(self._location(told[0]), advice, rule.help)
        return MISSING_VALUE(field=field, pointer=pointer), self._lacks[pointer]

    def _findings(self, violations: Sequence[Violation]) -> Iterator[Finding]:
        found = []
        for each in violations:
            found.append(Finding(each.message, each.location or self._location(each)))
        yield from sorted(found, key=_order)

    def _location(self, violation: Violation) -> Location:
        """The place of a value in the file that holds it, be it the manifest or the record."""
        recorded = root_key(violation.pointer) in self.whole.recorded
        file = self.bundle.record_file if recorded else self.bundle.manifest_file
        places = self._record_places if recorded else self._places
        if violation.key is not None or violation.message.key == FIELD_UNKNOWN.key:
            at = places.key(violation.key or violation.pointer)
        else:
            at = places.value(violation.pointer)
        return Location(file or "", violation.pointer, at.line, at.column)

    @cached_property
    def _places(self) -> Places:
        return self._look_up()

    @cached_property
    def _record_places(self) -> Places:
        return places_of_record(self.bundle)


def _order(finding: Finding) -> tuple[str, int, int]:
    at = finding.location
    return at.file, at.line or 0, at.column or 0


class _Trial:
    """What became of a rule, tried for the application or for each item of its lists."""

    __slots__ = ("applied", "basis", "person", "unknown", "violations")

    def __init__(self, rule: Rule, root: Facts, known: tuple[Grounds, ...]) -> None:
        self.violations: list[Violation] = []
        self.unknown: Message | None = None
        self.applied = False
        self.basis: Message | None = None
        self.person: NeedsPerson | None = None
        if not rule.for_each:
            self._try(rule, root, known)
        if rule.people is not None:
            self._try_people(rule, rule.people, root, known)
            return
        for index, path in enumerate(rule.for_each):
            try:
                for facts in root.items(path):
                    self._try(rule, facts, known, index)
            except MissingFact as missing:
                self.unknown = self.unknown or missing.message

    def _try_people(
        self, rule: Rule, people: People, root: Facts, known: tuple[Grounds, ...]
    ) -> None:
        """Try it once a person, by the first of the entries that it applies to."""
        everybody = people_of(root, people)
        if everybody.unlisted is not None:
            self.unknown = everybody.unlisted.message
        for person in everybody.persons:
            entries = [each for each in person.entries if each.path in rule.for_each]
            if not entries:
                continue
            if person.doubt is not None:
                self.unknown = self.unknown or person.doubt.message
                continue
            entry = first_asked(rule.when, entries)
            self._try(rule, person.asked_by(entry), known, rule.for_each.index(entry.path))

    def _try(self, rule: Rule, facts: Facts, known: tuple[Grounds, ...], index: int = 0) -> None:
        """Try it for one map; a check that breaks leaves its requirement undetermined.

        Args:
            index: of the list that the map is an item of.
        """
        try:
            if rule.when is not None and not facts.meet(rule.when):
                return
            absent = decided_by_absence(rule, facts, index)
            parameters = rule.in_lists[index] if rule.for_each else rule.parameters
            run = rule.kind.run(facts, *known, **parameters) if absent is None else (absent,)
            for each in run:
                if isinstance(each, Basis):
                    self.basis = each.message
                else:
                    self.violations.append(each)
            self.applied = True
        except NotApplicable:
            return
        except NeedsPerson as person:
            self.person = self.person or person
        except MissingFact as missing:
            self.unknown = self.unknown or missing.message
        except Exception as error:  # noqa: BLE001  # fail closed: a broken check decides nothing
            self.unknown = CHECK_BROKE(error=type(error).__name__)


def _grounds(plan: Plan, results: Sequence[Result | None]) -> Iterator[Ground]:
    """The state of each refusal ground, from the requirements that bring it about or indicate it.

    What only indicates a ground leaves it undecided: somebody has yet to establish it.
    """
    open_ = {i: each for i, each in enumerate(results) if each and each.outcome not in _CLOSED}
    for of in plan.grounds:
        ground = of.clear.ground
        own = [each for i, each in open_.items() if i in of.bring]
        if failed := _names(each for each in own if each.outcome is Outcome.FAILED):
            yield Ground(ground, GroundState.APPLIES, failed)
            continue
        hints = [each for i, each in open_.items() if i in of.indicate]
        unsettled = own + [each for each in hints if each.outcome is not Outcome.MANUAL]
        if unsettled or not of.known:
            yield Ground(ground, GroundState.UNDECIDED, _names(unsettled))
        else:
            yield of.clear


def _names(results: Iterable[Result]) -> tuple[str, ...]:
    return tuple(each.requirement.id for each in results)
