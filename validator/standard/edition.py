"""An edition, compiled once: its requirements as rules that can be run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from validator.application import Form
from validator.checks.conditions import Condition
from validator.checks.facts import Path
from validator.checks.registry import Check
from validator.checks.setting import Setting
from validator.errors import CallError, Fault
from validator.findings import Regulation, Requirement, Result
from validator.model import Message, Named, Outcome, Text


@dataclass(frozen=True, slots=True)
class Rule:
    """A requirement and what decides it.

    Attributes:
        when: when it applies; None is always.
        for_each: the lists of items it is checked for; none is once for the application.
        manual_without: only a person can tell while this field is absent.
        failed_without: it is not met while this field is absent.
        after_all: whether it looks at what the other requirements found.
    """

    requirement: Requirement
    check: Check
    parameters: Mapping[str, Any]
    when: Condition | None = None
    for_each: tuple[Path, ...] = ()
    manual_without: Path | None = None
    failed_without: Path | None = None
    after_all: bool = False

    needed: tuple[Path, ...] = field(init=False)
    """The fields without which it is not met, or only a person can tell."""

    def __post_init__(self) -> None:
        needed = tuple(p for p in (self.manual_without, self.failed_without) if p is not None)
        object.__setattr__(self, "needed", needed)


@dataclass(frozen=True, slots=True)
class Step:
    """A rule as it stands for one service, with the results that need no findings ready made.

    Attributes:
        result: what the service alone decides; None where the rule has to be tried.
    """

    rule: Rule
    citation: str
    result: Result | None
    passed: Result
    inapplicable: Result
    for_a_person: Message


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a standard, ready to check bundles against.

    Attributes:
        rules: one a requirement, in the order of the law.
        grounds: the clauses that are grounds for refusal.
        services: the services of the standard.
    """

    regulation: Regulation
    rules: tuple[Rule, ...] = field(repr=False)
    grounds: tuple[str, ...]
    services: tuple[str, ...]
    form: Form = field(repr=False)
    setting: Setting = field(repr=False)
    code_lists: Mapping[str, Mapping[str, Text]] = field(repr=False)
    _steps: dict[str | None, tuple[Step, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    _concerned: dict[str | None, tuple[tuple[str, tuple[int, ...]], ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def steps(self, service: str | None) -> tuple[Step, ...]:
        """The rules for one service, in the order of the law; None is a service not known."""
        if service not in self._steps:
            self._steps[service] = tuple(self._step(rule, service) for rule in self.rules)
        return self._steps[service]

    def require(self, name: str) -> None:
        """Make sure that a requirement or a clause bears a name, or clauses begin with it.

        Raises:
            CallError: none does; it proposes the closest name there is.
        """
        known = [*(rule.requirement.id for rule in self.rules), *self.regulation.clauses]
        if name not in known and not any(
            clause.startswith(f"{name}.") for clause in self.regulation.clauses
        ):
            closest = next(iter(get_close_matches(name, known, 1)), "")
            raise CallError([Fault(Message("name_unknown", {"name": name, "closest": closest}))])

    def concerned(self, service: str | None) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Each refusal ground, and which of the steps bring it about if they fail."""
        if service not in self._concerned:
            steps = self.steps(service)
            self._concerned[service] = tuple(
                (ground, tuple(i for i, s in enumerate(steps) if _brings(s.rule, ground)))
                for ground in self.grounds
            )
        return self._concerned[service]

    def _step(self, rule: Rule, service: str | None) -> Step:
        requirement = rule.requirement
        citation = requirement.cite(service)
        inapplicable = Result(requirement, citation, Outcome.INAPPLICABLE)
        fixed: Result | None = None
        if service is None and set(requirement.services) != set(self.services):
            reason = Message("missing_fact", {"pointer": "/service"})
            fixed = Result(requirement, citation, Outcome.UNDETERMINED, reason=reason)
        elif service is not None and service not in requirement.services:
            fixed = inapplicable
        return Step(
            rule,
            citation,
            fixed,
            Result(requirement, citation, Outcome.PASSED),
            inapplicable,
            Message("for_a_person", {"who": Named(requirement.id, requirement.who or {})}),
        )


def _brings(rule: Rule, ground: str) -> bool:
    return rule.requirement.consequence == ground and not rule.after_all
