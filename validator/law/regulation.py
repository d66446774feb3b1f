"""What an act lays down: its clauses, and the requirements that encode them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Final

from validator.frozen import frozen
from validator.model import Duty, Severity, Text

INCOMPLETE: Final = "incomplete_package"
"""The consequence of what makes a package incomplete, which is no ground for refusal."""

NO_CONSEQUENCE: Final = "none"


@frozen
class Clause:
    """One clause of a regulation, in our own words, and how far the specs encode it.

    Attributes:
        encoding: `encoded`, `partly` or `not_encoded`; the latter two give a `reason`.
        interpretation: how we read it where the text leaves something open.
        standing: how far that reading can be trusted: `law`, `press`, `secondary`, `reading`.
        open_point: what the text leaves open.
        name: what readers of the act call it, such as “row 8, item 1, para 2”.
        when_ready: whether whoever has an application in order is told it.
    """

    id: str
    says: Text
    encoding: str
    reason: Text | None = None
    interpretation: Text | None = None
    standing: str | None = None
    open_point: Text | None = None
    name: Text | None = None
    when_ready: bool = False

    def called(self, lang: str) -> str:
        """Its name in the act with its id beside it; the id alone where it has no name."""
        return f"{self.name[lang]} ({self.id})" if self.name is not None else self.id


@frozen
class Regulation:
    """One edition of a standard, as far as a report speaks of it.

    Attributes:
        authority: `ministry` for the list of requirements itself, `statute` for the outline that a
            law gives of it; against an outline nothing is ever `compliant`.
        in_force: first day; `until` is the last day, None where it is open.
        standing: how far the first day can be trusted; `citation` is the clause that says it.
        spec_sha256: digest over all spec files that the edition is made of.
        file_sha256: the digest of each of them by its path; `trust` is that of all certificates
            whose word for a signer is taken.
        incomplete: what follows from `incomplete_package`, where the specs say so.
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
    file_sha256: Mapping[str, str] = field(default_factory=dict, repr=False)
    incomplete: Text | None = None

    def covers(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.in_force <= day and (self.until is None or day <= self.until)


@frozen
class Requirement:
    """One demand of a regulation.

    Attributes:
        citations: clause by service; the key `""` serves every service.
        row: the section of the standard that it stands in.
        services: the services it applies to.
        consequence: a refusal ground, `incomplete_package` or `none`.
        indicates: the ground that its failure hints at, which somebody has yet to establish.
        by_law: the clause of the law above the act that gives another term in some cases.
        refusable: the ground for which a refusal is right while it fails, whatever follows else.
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
    indicates: str | None = None
    refusable: str | None = None
    by_law: str | None = None

    @property
    def silent(self) -> bool:
        """Whether nothing is to be told of what follows: no ground concerns a provider's duty."""
        return self.consequence == "none" and self.duty is Duty.PROVIDER

    def cite(self, service: str | None) -> str:
        """The clause for a service; the first one where the service is not known."""
        return self.citations.get(service or "") or next(iter(self.citations.values()))
