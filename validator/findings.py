"""What is reported: the requirements of a regulation and what became of each for one bundle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from validator.model import (
    Duty,
    GroundState,
    Location,
    Message,
    Outcome,
    Problem,
    Severity,
    Text,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a regulation, in our own words, and how far the specs encode it.

    Attributes:
        encoding: `encoded`, `partly` or `not_encoded`; the latter two give a `reason`.
        interpretation: how we read it where the text leaves something open.
        standing: how far that reading can be trusted: `law`, `press`, `secondary`, `reading`.
        open_point: what the text leaves open.
    """

    id: str
    says: Text
    encoding: str
    reason: Text | None = None
    interpretation: Text | None = None
    standing: str | None = None
    open_point: Text | None = None


@dataclass(frozen=True, slots=True)
class Regulation:
    """One edition of a standard, as far as a report speaks of it.

    Attributes:
        authority: `ministry` for the list of requirements itself, `statute` for the outline that a
            law gives of it; against an outline nothing is ever `compliant`.
        in_force: first day; `until` is the last day, None where it is open.
        standing: how far the first day can be trusted; `citation` is the clause that says it.
        spec_sha256: digest over all spec files that the edition is made of.
    """

    standard: str
    edition: str
    title: Text
    act: Text
    authority: str
    in_force: date
    until: date | None
    standing: str
    citation: str | None
    spec_sha256: str
    clauses: Mapping[str, Clause] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One demand of a regulation.

    Attributes:
        citations: clause by service; the key `""` serves every service.
        row: the section of the standard that it stands in.
        services: the services it applies to.
        consequence: a refusal ground, `incomplete_package` or `none`.
        who: who can tell, where a machine cannot.
        kind: the kind of check that decides it.
    """

    id: str
    citations: Mapping[str, str]
    row: str
    services: tuple[str, ...]
    duty: Duty
    severity: Severity
    consequence: str
    title: Text
    fix: Text
    who: Text | None
    kind: str

    def cite(self, service: str | None) -> str:
        """The clause for a service; the first one where the service is not known."""
        return self.citations.get(service or "") or next(iter(self.citations.values()))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where."""

    message: Message
    location: Location


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one requirement; `reason` says why it is undetermined or manual."""

    requirement: Requirement
    citation: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reason: Message | None = None

    def speaks_of(self, name: str) -> bool:
        """Whether it is of a requirement of that name, or encodes that clause or one below it."""
        clauses = self.citation, self.requirement.consequence
        return name == self.requirement.id or any(
            clause == name or clause.startswith(f"{name}.") for clause in clauses
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground for refusal, and the requirements that make it so or leave it open."""

    ground: str
    state: GroundState
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day that counts, and where it comes from: `submitted_at`, `option` or `clock`."""

    date: date
    source: str


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from the bundle: two days, the fee in whole tenge, and the arithmetic."""

    accepted_on: date | None = None
    due_on: date | None = None
    fee_due: int | None = None
    trace: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is said of one bundle.

    Attributes:
        standard: the standard as the manifest names it, None where it names none.
        regulation: the edition it was checked against, None where there is none.
        draft: whether it has not been submitted yet.
        verdicts: of each side's duties.
        results: every requirement of the edition once, in the spec's order; empty without one.
        personal: values of people in the manifest, to be masked when the report is rendered.
    """

    bundle: str
    manifest_sha256: str | None
    standard: str | None
    regulation: Regulation | None
    service: str | None
    as_of: AsOf | None
    draft: bool
    verdict: Verdict
    verdicts: Mapping[Duty, Verdict]
    derived: Derived
    problems: tuple[Problem, ...]
    grounds: tuple[Ground, ...]
    results: tuple[Result, ...]
    personal: tuple[str, ...] = field(default=(), repr=False)

    def only(self, name: str) -> Report:
        """What it says of one requirement, or of a clause or row and all below it.

        What was left out may have failed, so that the verdict is never `compliant`. Grounds keep
        the state that all requirements together give them.
        """
        results = tuple(each for each in self.results if each.speaks_of(name))
        consequences = {each.requirement.consequence for each in results}
        return replace(
            self,
            verdict=_partial_verdict(results),
            verdicts={
                duty: _partial_verdict([each for each in results if each.requirement.duty is duty])
                for duty in Duty
            },
            grounds=tuple(each for each in self.grounds if each.ground in consequences),
            results=results,
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many requirements there are, and how many of each outcome."""
        counted = Counter(result.outcome for result in self.results)
        return {"total": len(self.results), **{each.value: counted[each] for each in Outcome}}

    def has(self, severity: Severity) -> bool:
        """Whether a requirement of a severity failed or a problem of it stands."""
        return any(
            result.outcome is Outcome.FAILED and result.requirement.severity is severity
            for result in self.results
        ) or any(problem.severity is severity for problem in self.problems)


def _partial_verdict(results: Iterable[Result]) -> Verdict:
    failed = any(
        each.outcome is Outcome.FAILED and each.requirement.severity is Severity.ERROR
        for each in results
    )
    return Verdict.NON_COMPLIANT if failed else Verdict.UNDETERMINED
