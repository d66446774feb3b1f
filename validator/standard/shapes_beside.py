"""The shapes of the files beside an edition: stories, explained mutants, certificates, waivers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, Required, TypedDict

from validator.model import Text


class RawChanges(TypedDict, total=False):
    """How an application differs from what it starts from."""

    set: Mapping[str, Any]
    remove: Sequence[str]
    add: Mapping[str, Any]
    files: Mapping[str, str | int]
    record: Mapping[str, Any]


class RawBase(RawChanges):
    """A sample and changes of it that many cases start from, under a name of its own."""

    name: Required[str]
    sample: Required[str]


class RawGiven(RawChanges):
    """A sample or a base, and how the application of a case differs from it."""

    sample: NotRequired[str]
    base: NotRequired[str]
    as_of: NotRequired[str]
    today: NotRequired[str]
    strict: NotRequired[bool]


class RawExpect(TypedDict, total=False):
    """What must become of the application of a case."""

    verdict: str
    verdicts: Mapping[str, str]
    outcomes: Mapping[str, str]
    failed: Mapping[str, Mapping[str, str]]
    messages: Mapping[str, Sequence[str]]
    grounds: Mapping[str, str]
    derived: Mapping[str, str | int | Mapping[str, str | None] | None]


class RawCase(TypedDict):
    """A story of an application."""

    name: str
    given: RawGiven
    expect: RawExpect


class RawCases(TypedDict):
    """A file of `cases/`: stories, bases that stories start from, or both."""

    bases: NotRequired[Sequence[RawBase]]
    cases: NotRequired[Sequence[RawCase]]


class RawExplanation(TypedDict):
    """A change of the specs that no case can notice; without `to` it is any change."""

    at: str
    to: NotRequired[Any]
    reason: Text


class RawMutants(TypedDict):
    """`mutants.yaml`."""

    unnoticed: Sequence[RawExplanation]


class RawTrusted(TypedDict):
    """A certificate of an authority whose word for a signer is taken."""

    file: str
    of: str
    issued_by: str
    sha256: str
    valid: Mapping[Literal["from", "to"], str]
    standing: str


class RawTrust(TypedDict):
    """`trust/index.yaml`."""

    certificates: Sequence[RawTrusted]


class RawWaiver(TypedDict):
    """A failed requirement of a bundle that is not counted until a day."""

    requirement: str
    bundle: str
    edition: NotRequired[str]
    reason: str
    approver: str
    expires: str


class RawWaivers(TypedDict):
    """The file that `--waivers` names."""

    waivers: Sequence[RawWaiver]
