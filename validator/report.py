"""What is reported: what became of each requirement of a regulation for one bundle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from enum import StrEnum

from validator.frozen import frozen
from validator.law.regulation import Regulation, Requirement
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
    declare,
)
from validator.prospect import Outlook

CONFIRMED_OTHERWISE = declare("confirmed_otherwise", by=str, day=date)


class Status(StrEnum):
    """Whether a finding was told before, in the reports that a run is compared with."""

    NEW = "new"
    UNCHANGED = "unchanged"


@frozen
class Finding:
    """One thing that is wrong, and where.

    Attributes:
        status: against a baseline; None without one.
    """

    message: Message
    location: Location
    status: str | None = None


@frozen
class Gone:
    """A finding of the baseline that is there no more, as it was recorded there."""

    requirement: str
    message: str
    pointer: str | None
    text: str


@frozen
class Confirmation:
    """By whose word a requirement counts as met or not, and since which day."""

    by: str
    confirmed_on: date
    note: str | None = None


@frozen
class Lack:
    """A value that is missing or malformed, so that requirements are undetermined.

    Attributes:
        location: where it stands, or would.
        advice: messages whose advice tells what to type.
        help: what its field is for.
    """

    location: Location
    advice: tuple[Message, ...] = ()
    help: Text | None = None


@frozen
class Waiver:
    """By whose word a failed requirement does not count for the exit code, and why.

    It changes no outcome and no verdict.

    Attributes:
        expires: the last day on which it holds.
    """

    reason: str
    approver: str
    expires: date


@frozen
class Result:
    """What became of one requirement; `reason` says why it is undetermined or manual.

    Attributes:
        basis: on what it rests that it passed, where somebody may want to know.
        lack: the value for which it is undetermined, if it is one.
        confirmation: the word of a person that decided it, if one did.
        waiver: of one that failed, what keeps the exit code from counting it.
    """

    requirement: Requirement
    citation: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reason: Message | None = None
    confirmation: Confirmation | None = None
    lack: Lack | None = None
    basis: Message | None = None
    waiver: Waiver | None = None

    def speaks_of(self, name: str) -> bool:
        """Whether it is of a requirement of that name, or encodes that clause or one below it."""
        demand = self.requirement
        also = demand.indicates, demand.refusable, demand.by_law
        clauses = self.citation, demand.consequence, *(each or "" for each in also)
        return name == demand.id or any(
            clause == name or clause.startswith(f"{name}.") for clause in clauses
        )


@frozen
class Ground:
    """One ground for refusal, and the requirements that make it so or leave it open."""

    ground: str
    state: GroundState
    because: tuple[str, ...]


@frozen
class AsOf:
    """The day that counts, and where it comes from: `submitted_at`, `option` or `clock`."""

    date: date
    source: str


@frozen
class Derived:
    """What follows from the bundle: its days, the fee in whole tenge, and the arithmetic.

    Attributes:
        due_on_by_law: the last day where the law above the act gives another term than its row.
        further: the last days of the terms beside that of the service, by their requirements.
    """

    accepted_on: date | None = None
    due_on: date | None = None
    due_on_by_law: date | None = None
    fee_due: int | None = None
    trace: tuple[Message, ...] = ()
    further: Mapping[str, date] = field(default_factory=dict)


@frozen
class Evidence:
    """How a decision was made, beside the bytes that it was made of, so that it can be repeated.

    Attributes:
        as_of, today, edition, strict, only: what was asked for.
        documents: `open` where papers were opened, else `head`.
        papers: the files that the application names, each with the digest of its content, None
            where it could not be read; None where nobody asked for them.
    """

    as_of: date | None
    today: date | None
    edition: str | None
    strict: bool
    only: str | None
    documents: str
    papers: Mapping[str, str | None] | None = None


@frozen
class Report:
    """Everything that is said of one bundle.

    Attributes:
        standard: the standard as the manifest names it, None where it names none.
        regulation: the edition it was checked against, None where there is none.
        draft: whether it has not been submitted yet.
        verdicts: of each side's duties.
        results: every requirement of the edition once, in the spec's order; empty without one.
        personal: values of people in the manifest, to be masked when the report is rendered.
        manifest_file: the name of the manifest in the bundle, empty where there is none.
        gone: what the baseline told of this bundle and is there no more.
        evidence: how it was decided; None where that is not known.
        outlook: what readers want to know beside, and no verdict hangs on.
    """

    bundle: str
    manifest_sha256: str | None
    record_sha256: str | None
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
    personal: tuple[str, ...] = ()
    manifest_file: str = ""
    gone: tuple[Gone, ...] = ()
    evidence: Evidence | None = None
    outlook: Outlook = field(default=Outlook(), compare=False, repr=False)

    def __repr__(self) -> str:
        """One line without anything personal but what the bundle's name says."""
        against = "no edition"
        if self.regulation is not None:
            against = f"{self.regulation.standard} {self.regulation.edition}"
        return f"<Report {self.bundle!r}: {self.verdict} by {against}>"

    def only(self, name: str) -> Report:
        """What it says of one requirement, or of a clause or row and all below it.

        What was left out may have failed, so that the verdict is never `compliant`. Grounds keep
        the state that all requirements together give them.
        """
        results = tuple(each for each in self.results if each.speaks_of(name))
        demands = [each.requirement for each in results]
        told = {each.consequence for each in demands} | {each.indicates for each in demands}
        return replace(
            self,
            verdict=partial_verdict(results),
            verdicts={
                duty: partial_verdict([each for each in results if each.requirement.duty is duty])
                for duty in Duty
            },
            grounds=tuple(each for each in self.grounds if each.ground in told),
            results=results,
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many requirements there are, and how many of each outcome."""
        counted = Counter(result.outcome for result in self.results)
        return {"total": len(self.results), **{each.value: counted[each] for each in Outcome}}

    @property
    def files(self) -> Iterator[str]:
        """The names of files that it tells, in its order and as often as it does."""
        told: list[Finding | Problem] = list(self.problems)
        for result in self.results:
            told += result.findings
        for each in told:
            yield each.location.file
            for name in _FILES:
                if isinstance(file := each.message.args.get(name), str):
                    yield file

    @property
    def severities(self) -> frozenset[Severity]:
        """Those of the requirements that failed and of the problems."""
        failed = (each for each in self.results if each.outcome is Outcome.FAILED)
        return frozenset(each.requirement.severity for each in failed).union(
            problem.severity for problem in self.problems
        )


_FILES = ("file", "other")
"""Arguments of messages that are names of files."""


def partial_verdict(results: Iterable[Result]) -> Verdict:
    """The verdict where not all requirements are told: what is left out may have failed."""
    failed = any(
        each.outcome is Outcome.FAILED and each.requirement.severity is Severity.ERROR
        for each in results
    )
    return Verdict.NON_COMPLIANT if failed else Verdict.UNDETERMINED
