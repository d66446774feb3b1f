"""Kinds of check: each is one small function that declares the schema of its parameters.

A kind reads facts and yields a `Violation` for each thing that is wrong. It raises `MissingFact`
where a value it needs is not there, `NeedsPerson` where only a person can tell and `NotApplicable`
where its own condition does not hold. Importing this package registers every kind.
"""

from validator.checks import (
    controls,
    copies,
    dates,
    deadlines,
    decisions,
    documents,
    fees,
    files,
    forms,
    grounds,
    packages,
    people,
    signatures,
    totals,
    values,
)
from validator.checks.registry import KINDS, Kind

__all__ = [
    "KINDS",
    "Kind",
    "controls",
    "copies",
    "dates",
    "deadlines",
    "decisions",
    "documents",
    "fees",
    "files",
    "forms",
    "grounds",
    "packages",
    "people",
    "signatures",
    "totals",
    "values",
]
