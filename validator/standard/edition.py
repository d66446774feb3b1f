"""An edition, compiled once: its requirements as rules that can be run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from validator.checks.parameters import ParameterType
from validator.checks.registry import Kind
from validator.closest import clauses_near, closest
from validator.errors import MISSING_FACT, CallError
from validator.facts.conditions import Condition, Test, both_of, sums_in, within
from validator.facts.paths import Path
from validator.facts.people import People
from validator.form.form import Form
from validator.frozen import frozen
from validator.law.money import Amount
from validator.law.regulation import Regulation, Requirement
from validator.law.setting import Setting
from validator.model import Duty, GroundState, Named, Outcome, Severity, Text, declare
from validator.report import Ground, Result

FOR_A_PERSON = declare("for_a_person", who=Named)
NAME_UNKNOWN = declare("name_unknown", name=str, closest=str)


@frozen
class Rule:
    """A requirement and what decides it.

    Attributes:
        when: when it applies; None is always.
        for_each: the lists of items it is checked for; none is once for the application.
        people: by what it is known which of these are one person, who is asked once; None asks
            every item.
        manual_without: only a person can tell while this field is absent.
        failed_without: it is not met while this field is absent.
        met_without: it is met while this field is absent.
    """

    requirement: Requirement
    kind: Kind
    parameters: Mapping[str, Any]
    when: Condition | None = None
    for_each: tuple[Path, ...] = ()
    people: People | None = None
    manual_without: Path | None = None
    failed_without: Path | None = None
    met_without: Path | None = None

    in_lists: tuple[Mapping[str, Any], ...] = field(init=False)
    """The parameters by list, since each calls its fields by their own names."""

    asks_when: Condition | None = field(init=False)
    """When it asks for something: where it applies, and what it is met without is there."""

    after_all: bool = field(init=False)
    """Whether it looks at what the other requirements found."""

    def __post_init__(self) -> None:
        in_lists = tuple(within(self.parameters, index) for index in range(len(self.for_each)))
        object.__setattr__(self, "in_lists", in_lists)
        asks_when = self.when
        if self.met_without is not None:
            there = Condition(((Test(self.met_without, exists=True),),))
            asks_when = both_of(self.when, there)
        object.__setattr__(self, "asks_when", asks_when)
        object.__setattr__(self, "after_all", self.kind.looks_back(self.parameters))

    def decides(self, duty: Duty) -> bool:
        """Whether a side's verdict hangs on it."""
        return self.requirement.duty is duty and self.requirement.severity is Severity.ERROR

    @property
    def sums(self) -> Iterator[Amount]:
        """Every sum of money that it goes by: what is due, and bounds of values."""
        yield from sums_in(self.when)
        for name, value in self.parameters.items():
            yield from self.kind.parameters[name].sums(value)

    def given(self, sort: type[ParameterType]) -> Any:
        """What its kind of check is given for the parameter of a type; None for nothing."""
        kinds = self.kind.parameters.items()
        names = (name for name, each in kinds if isinstance(each, sort))
        return next((self.parameters[name] for name in names if name in self.parameters), None)


@frozen
class Step:
    """A rule as it stands for one service, with the results that need no findings ready made."""

    rule: Rule
    citation: str
    passed: Result
    inapplicable: Result
    manual: Result


@frozen
class OfGround:
    """The requirements, by their indexes, that a ground for refusal hangs on.

    Attributes:
        clear: the ground as it is where none of them is open or failed.
        bring: those that bring it about if they fail.
        indicate: those that only indicate it.
        known: whether any names it; of a ground that none does nobody knows whether it is there.
    """

    clear: Ground
    bring: frozenset[int]
    indicate: frozenset[int]
    known: bool


@frozen
class Plan:
    """The rules as they stand for one service.

    Attributes:
        fixed: of every requirement in the order of the law, the result that the service alone
            decides; None where its rule has to be tried.
        steps: the rules to be tried, each by its index.
        after_all: those that look at what the other requirements found.
        grounds: the requirements of each refusal ground.
    """

    fixed: tuple[Result | None, ...]
    steps: tuple[tuple[int, Step], ...]
    after_all: tuple[tuple[int, Step], ...]
    grounds: tuple[OfGround, ...]


@frozen
class Edition:
    """One edition of a standard, ready to check bundles against.

    Attributes:
        rules: one a requirement, in the order of the law.
        grounds: the clauses that are grounds for refusal, those of the row before those that only
            the law above it adds.
        by_law: the latter.
        services: the services of the standard.
    """

    regulation: Regulation
    rules: tuple[Rule, ...]
    grounds: tuple[str, ...]
    by_law: tuple[str, ...]
    services: tuple[str, ...]
    form: Form
    setting: Setting
    code_lists: Mapping[str, Mapping[str, Text]]
    duties: Mapping[Duty, tuple[tuple[bool, ...], ...]] = field(init=False, compare=False)
    """By whose duty it is, three masks of the rules: those whose failure decides a verdict, all of
    them, and those of the first that are more than a look at the form."""

    _plans: dict[str | None, Plan] = field(default_factory=dict, init=False, compare=False)

    def __post_init__(self) -> None:
        duties = {
            duty: (
                tuple(rule.decides(duty) for rule in self.rules),
                tuple(rule.requirement.duty is duty for rule in self.rules),
                tuple(rule.decides(duty) and not rule.kind.of_form for rule in self.rules),
            )
            for duty in Duty
        }
        object.__setattr__(self, "duties", duties)

    def __repr__(self) -> str:
        law = self.regulation
        days = f"from {law.in_force}" + (f" until {law.until}" if law.until else "")
        return f"<Edition {law.standard} {law.edition}: {len(self.rules)} requirements, {days}>"

    def plan(self, service: str | None) -> Plan:
        """The rules for one service; None is a service not known."""
        if service not in self._plans:
            self._plans[service] = self._plan(service)
        return self._plans[service]

    def knows(self, name: str) -> bool:
        """Whether a requirement or a clause bears a name, or clauses begin with it."""
        clauses = self.regulation.clauses
        if any(f"{each}.".startswith(f"{name}.") for each in clauses):
            return True
        return any(rule.requirement.id == name for rule in self.rules)

    def require(self, name: str) -> None:
        """Make sure that the edition knows a name.

        Raises:
            CallError: it does not; the closest name there is is proposed.
        """
        if not self.knows(name):
            raise none_knows(name, [self])

    def _plan(self, service: str | None) -> Plan:
        fixed = tuple(self._fixed(rule.requirement, service) for rule in self.rules)
        open_ = [(index, rule) for index, rule in enumerate(self.rules) if fixed[index] is None]
        tried = [(index, rule) for index, rule in open_ if not rule.after_all]
        last = [(index, rule) for index, rule in open_ if rule.after_all]
        return Plan(
            fixed,
            tuple((index, _step(rule, rule.requirement.cite(service))) for index, rule in tried),
            tuple((index, _step(rule, rule.requirement.cite(service))) for index, rule in last),
            tuple(self._of_ground(ground) for ground in self.grounds),
        )

    def _of_ground(self, ground: str) -> OfGround:
        decided_first = [(i, r.requirement) for i, r in enumerate(self.rules) if not r.after_all]
        bring = frozenset(i for i, each in decided_first if each.consequence == ground)
        refusable = any(each.refusable == ground for _, each in decided_first)
        return OfGround(
            Ground(ground, GroundState.DOES_NOT_APPLY, ()),
            bring,
            frozenset(i for i, each in decided_first if each.indicates == ground),
            bool(bring) or refusable,
        )

    def _fixed(self, requirement: Requirement, service: str | None) -> Result | None:
        citation = requirement.cite(service)
        if service is None and set(requirement.services) != set(self.services):
            reason = MISSING_FACT(pointer="/service")
            return Result(requirement, citation, Outcome.UNDETERMINED, reason=reason)
        if service is not None and service not in requirement.services:
            return Result(requirement, citation, Outcome.INAPPLICABLE)
        return None


def _step(rule: Rule, citation: str) -> Step:
    requirement = rule.requirement
    reason = FOR_A_PERSON(who=Named(requirement.id, requirement.who or {}))
    return Step(
        rule,
        citation,
        Result(requirement, citation, Outcome.PASSED),
        Result(requirement, citation, Outcome.INAPPLICABLE),
        Result(requirement, citation, Outcome.MANUAL, reason=reason),
    )


def none_knows(name: str, editions: Sequence[Edition]) -> CallError:
    """That no edition knows a name, with the closest one of all of them."""
    near: list[str] = []
    for each in editions:
        near += [rule.requirement.id for rule in each.rules]
        near += clauses_near(name, each.regulation.clauses)
    return CallError.of(NAME_UNKNOWN(name=name, closest=closest(name, near)))
