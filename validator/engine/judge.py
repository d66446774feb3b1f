"""Decides the rules of an edition, one by one, for one application."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final, cast

from validator.errors import MissingFact, NeedsPerson, NotApplicable
from validator.facts.case import Case
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT
from validator.model import (
    Bundle,
    GroundState,
    Location,
    Message,
    Outcome,
    Violation,
)
from validator.places import Places
from validator.report import Finding, Ground, Result
from validator.standard.edition import Edition, Plan, Rule, Step

_CLOSED: Final = frozenset((Outcome.PASSED, Outcome.INAPPLICABLE))


class Judge:
    """Decides the rules of one edition for one case; `places` tells where its values stand."""

    def __init__(
        self, edition: Edition, bundle: Bundle, case: Case, places: Callable[[], Places]
    ) -> None:
        self.edition = edition
        self.bundle = bundle
        self.case = case
        self.root = case.root
        service = case.manifest.get("service")
        self.service = service if service in edition.services else None
        self.grounds: tuple[Ground, ...] = ()
        self._places = places

    def results(self) -> tuple[Result, ...]:
        """Every requirement's result, in the order of the law."""
        plan = self.edition.plan(self.service)
        results = list(plan.fixed)
        answers = self._answers(plan)
        for (index, step), applies, met in zip(
            plan.steps, answers[::2], answers[1::2], strict=True
        ):
            if applies is False:
                results[index] = step.inapplicable
            elif met:
                results[index] = step.passed
            else:
                results[index] = (applies and self._at_once(step)) or self._tried(step)
        self.grounds = tuple(_grounds(plan, results))
        self.case.grounds = {each.ground: each.state for each in self.grounds}
        self.case.is_cleared = partial(_is_cleared, plan, results)
        for index, step in plan.after_all:
            results[index] = self._tried(step)
        return cast("tuple[Result, ...]", tuple(results))

    def _answers(self, plan: Plan) -> Sequence[bool | None]:
        """Of each step whether it applies and is plainly met; None where that is not plain."""
        with suppress(Exception):  # a test that breaks does so again, for its own rule alone
            if self.case.whole:
                return plan.answers(self.case.manifest)
        return [None] * (2 * len(plan.steps))

    def _at_once(self, step: Step) -> Result | None:
        """The result of a rule that applies to an application in which nothing is unknown.

        None for anything that is not plain: a violation, a check that breaks. It is then tried
        again, item by item; checks are pure, so that trying twice changes nothing.
        """
        rule, root = step.rule, self.root
        found: Result = step.inapplicable if rule.for_each else step.passed
        try:
            for path in rule.needed:
                if root.get(path) is ABSENT:
                    return None
            for facts in root.items(rule.for_each) if rule.for_each else (root,):
                if rule.for_each and rule.when is not None and not rule.when.holds(facts):
                    continue
                for _ in rule.check(facts, **rule.parameters):
                    return None
                found = step.passed
        except NeedsPerson:
            return None if rule.for_each else step.manual
        except NotApplicable:
            return None if rule.for_each else step.inapplicable
        except Exception:  # noqa: BLE001  # tried again, where each sort of exception has its answer
            return None
        return found

    def _tried(self, step: Step) -> Result:
        trial = _Trial(step.rule, self.root)
        trial.run()
        requirement, citation = step.rule.requirement, step.citation
        if trial.violations:
            findings = tuple(self._findings(trial.violations))
            return Result(requirement, citation, Outcome.FAILED, findings)
        if trial.unknown is not None:
            reason = self._with_label(trial.unknown)
            return Result(requirement, citation, Outcome.UNDETERMINED, reason=reason)
        if trial.person:
            return step.manual
        return step.passed if trial.applied else step.inapplicable

    def _with_label(self, reason: Message) -> Message:
        """What is missing by the name that its field has for people, if it has one."""
        pointer = str(reason.args.get("pointer", ""))
        if reason.key != "missing_fact" or (field := self.edition.form.named(pointer)) is None:
            return reason
        return Message("missing_value", {"field": field, "pointer": pointer})

    def _findings(self, violations: Sequence[Violation]) -> Iterator[Finding]:
        file, places = self.bundle.manifest_file or "", self._places()
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
            self._try(self.root, self.rule.parameters)
        for path, parameters in zip(self.rule.for_each, self.rule.in_lists, strict=True):
            try:
                for facts in self.root.items((path,)):
                    self._try(facts, parameters)
            except MissingFact as missing:
                self.unknown = self.unknown or missing.message

    def _try(self, facts: Facts, parameters: Mapping[str, Any]) -> None:
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
            for violation in rule.check(facts, **parameters):
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


def _is_cleared(plan: Plan, results: Sequence[Result | None], name: str) -> bool:
    """Whether every requirement of a ground that the service has is met; it may have none."""
    own = (
        results[index]
        for ground, concerned in plan.grounds
        if ground.ground == name
        for index in concerned
        if plan.fixed[index] is None
    )
    return all(each is not None and each.outcome is Outcome.PASSED for each in own)


def _grounds(plan: Plan, results: Sequence[Result | None]) -> Iterator[Ground]:
    """The state of each refusal ground, from the requirements whose failure brings it about."""
    open_ = {
        index
        for index, result in enumerate(results)
        if result is not None and result.outcome not in _CLOSED
    }
    for ground, concerned in plan.grounds:
        if concerned and open_.isdisjoint(concerned):
            yield ground
            continue
        found = [result for i in sorted(open_ & concerned) if (result := results[i])]
        failed = tuple(r.requirement.id for r in found if r.outcome is Outcome.FAILED)
        state = GroundState.APPLIES if failed else GroundState.UNDECIDED
        because = failed or tuple(r.requirement.id for r in found)
        yield Ground(ground.ground, state, because)
