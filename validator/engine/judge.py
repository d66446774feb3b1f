"""Decides the rules of an edition, one by one, for one application."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from validator.checks.facts import ABSENT, Case, Facts
from validator.errors import MissingFact, NeedsPerson, NotApplicable
from validator.findings import Finding, Ground, Result
from validator.model import (
    Bundle,
    GroundState,
    Location,
    Message,
    Outcome,
    Violation,
)
from validator.source import Places, locate
from validator.standard.edition import Edition, Rule, Step


class Judge:
    """Decides the rules of one edition for one case."""

    def __init__(self, edition: Edition, bundle: Bundle, case: Case) -> None:
        self.edition = edition
        self.bundle = bundle
        self.case = case
        self.root = case.root
        service = case.manifest.get("service")
        self.service = service if service in edition.services else None
        self.grounds: tuple[Ground, ...] = ()
        self._places: Places | None = None

    def results(self) -> tuple[Result, ...]:
        """Every requirement's result, in the order of the law."""
        steps = self.edition.steps(self.service)
        made = [None if step.rule.after_all else self._result(step) for step in steps]
        self.grounds = tuple(
            _ground(ground, [made[index] for index in concerned])
            for ground, concerned in self.edition.concerned(self.service)
        )
        self.case.grounds = {each.ground: each.state for each in self.grounds}
        return tuple(
            self._result(step) if each is None else each
            for step, each in zip(steps, made, strict=True)
        )

    def _result(self, step: Step) -> Result:
        if step.result is not None:
            return step.result
        rule = step.rule
        if (met := self._met_at_once(rule)) is not None:
            return step.passed if met else step.inapplicable
        trial = _Trial(rule, self.root)
        trial.run()
        if trial.violations:
            findings = tuple(self._findings(trial.violations))
            return Result(rule.requirement, step.citation, Outcome.FAILED, findings)
        if trial.unknown is not None:
            return Result(
                rule.requirement, step.citation, Outcome.UNDETERMINED, reason=trial.unknown
            )
        if trial.person:
            return Result(rule.requirement, step.citation, Outcome.MANUAL, reason=step.for_a_person)
        return step.passed if trial.applied else step.inapplicable

    def _met_at_once(self, rule: Rule) -> bool | None:
        """Whether a rule is plainly met (True) or plainly does not apply (False).

        None for anything else: a fault, an unknown, a check that breaks. It is then tried again,
        item by item; checks are pure, so that trying twice changes nothing.
        """
        root, when = self.root, rule.when
        applied = False
        try:
            for facts in root.items(rule.for_each) if rule.for_each else (root,):
                if when is not None and not when.holds(facts):
                    continue
                for path in rule.needed:
                    if root.get(path) is ABSENT:
                        return None
                for _ in rule.check(facts, **rule.parameters):
                    return None
                applied = True
        except Exception:  # noqa: BLE001  # tried again, where each sort of exception has its answer
            return None
        return applied

    def _findings(self, violations: Sequence[Violation]) -> Iterator[Finding]:
        file = self.bundle.manifest_file or ""
        if self._places is None:
            self._places = locate(self.bundle.manifest_bytes, file)
        places = self._places
        found = []
        for violation in violations:
            is_key = violation.message.key == "field_unknown"
            at = (places.key if is_key else places.value)(violation.pointer)
            location = Location(file, violation.pointer, at.line, at.column)
            found.append(Finding(violation.message, location))
        yield from sorted(found, key=lambda each: (each.location.line, each.location.column))


class _Trial:
    """One rule, tried for the application or for each item of its lists.

    What is certainly wrong outweighs what is not known, and that what only a person can tell.
    """

    __slots__ = ("applied", "person", "root", "rule", "unknown", "violations")

    def __init__(self, rule: Rule, root: Facts) -> None:
        self.rule = rule
        self.root = root
        self.violations: list[Violation] = []
        self.unknown: Message | None = None
        self.applied = False
        self.person = False

    def run(self) -> None:
        """Try it; a check that breaks leaves its requirement undetermined."""
        if not self.rule.for_each:
            self._try(self.root)
        for path in self.rule.for_each:
            try:
                for facts in self.root.items((path,)):
                    self._try(facts)
            except MissingFact as missing:
                self.unknown = self.unknown or missing.message

    def _try(self, facts: Facts) -> None:
        rule = self.rule
        try:
            if rule.when is not None and not rule.when.holds(facts):
                return
            if rule.manual_without is not None and self.root.get(rule.manual_without) is ABSENT:
                raise NeedsPerson
            if rule.failed_without is not None and self.root.get(rule.failed_without) is ABSENT:
                path = rule.failed_without
                message = Message("value_absent", {"field": path.named})
                self.violations.append(Violation(path.pointer, message))
                return
            for violation in rule.check(facts, **rule.parameters):
                self.violations.append(violation)
            self.applied = True
        except NotApplicable:
            return
        except NeedsPerson:
            self.person = True
        except MissingFact as missing:
            self.unknown = self.unknown or missing.message
        except Exception as error:  # noqa: BLE001  # fail closed: a broken check decides nothing
            self.unknown = Message("check_broke", {"error": type(error).__name__})


def _ground(ground: str, concerned: Sequence[Result | None]) -> Ground:
    """The state of a refusal ground, from the requirements whose failure brings it about."""
    results = [each for each in concerned if each is not None]
    if failed := _with(results, Outcome.FAILED):
        return Ground(ground, GroundState.APPLIES, failed)
    open_ = _with(results, Outcome.UNDETERMINED, Outcome.MANUAL)
    if open_ or not results:
        return Ground(ground, GroundState.UNDECIDED, open_)
    return Ground(ground, GroundState.DOES_NOT_APPLY, ())


def _with(results: Iterable[Result], *outcomes: Outcome) -> tuple[str, ...]:
    return tuple(r.requirement.id for r in results if r.outcome in outcomes)
