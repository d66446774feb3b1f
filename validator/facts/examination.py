"""What is wrong with the form of a manifest: made first, and handed on to all that is decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from typing import Final

from validator.frozen import frozen
from validator.model import Duty, Named, Violation, declare

FIELD_UNKNOWN = declare("field_unknown", key=str, closest=str, what=str | None)
FIELD_MISSING = declare(
    "field_missing",
    field=Named,
    what=str | None,
    values=tuple | None,
    codes=str | None,
    how=str | None,
    example=str | None,
)
"""`values` are all that it may have, `codes` is their list, `how` tells how a value is typed,
`example` shows it."""
FIELD_MISNAMED = declare("field_misnamed", field=Named, key=str, what=str | None)
"""A needed field that is not there, and a key that may have been meant for it."""

ABSENT_FIELD: Final = (FIELD_MISSING.key, FIELD_MISNAMED.key)
"""Messages of a needed field that is not there."""
FINDINGS_UNTOLD = declare("findings_untold", count=int)

_NOT_MALFORMED = (*ABSENT_FIELD, FIELD_UNKNOWN.key, FINDINGS_UNTOLD.key)

MOST_FINDINGS: Final = 1000
"""Findings and problems that one report tells; the others are counted."""


@frozen
class RecordTrouble:
    """What is wrong with the provider's record as a whole.

    Attributes:
        violations: each with its place in the record.
        spoilt: pointers of the provider's fields of which nobody knows what is on record.
    """

    violations: tuple[Violation, ...] = ()
    spoilt: frozenset[str] = frozenset()


NO_TROUBLE: Final = RecordTrouble()


@frozen
class Examination:
    """What is wrong with the form of a manifest.

    Attributes:
        of_side: the rules of fields that are broken, by the side that answers for them.
        malformed: pointers of values that broke their field's rule; they count for nothing.
        missing: pointers of fields that are needed, or may be, and are not there.
        providers: the keys of the manifest's root that the provider fills in.
        unrecorded: pointers of malformed values that are taken for absent.
        day: the day that counts; None where whoever asks has none.
    """

    of_side: Mapping[Duty, tuple[Violation, ...]] = field(default_factory=dict)
    malformed: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()
    unrecorded: frozenset[str] = frozenset()
    day: date | None = None
    has_doubts: bool = field(init=False, compare=False)
    """Whether some value does not count, so that each has to be looked up."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "has_doubts", bool(self.malformed or self.unrecorded))

    @property
    def violations(self) -> tuple[Violation, ...]:
        """Those of both sides."""
        return tuple(each for duty in Duty for each in self.of_side.get(duty, ()))

    def seen_by(self, duty: Duty) -> Examination:
        """The same as a requirement of one side has to take it.

        A slip of the provider's in its record is for the applicant simply not on record.
        """
        if duty is Duty.PROVIDER or not (self.malformed or self.missing):
            return self
        malformed, missing = (
            frozenset(each for each in pointers if root_key(each) in self.providers)
            for pointers in (self.malformed, self.missing)
        )
        if not (malformed or missing):
            return self
        return replace(
            self,
            malformed=self.malformed - malformed,
            missing=self.missing - missing,
            unrecorded=malformed,
        )


def examination(
    found: Iterable[Violation],
    record: RecordTrouble,
    unclear: frozenset[str],
    providers: frozenset[str],
    day: date | None,
) -> Examination:
    """What some violations of the rules of fields come to.

    Args:
        record: what is wrong beside them.
        unclear: pointers of what is absent and may be needed or not.
        providers: the keys of the root that the provider fills in.
        day: the day that counts.
    """
    of_side: dict[Duty, list[Violation]] = {duty: [] for duty in Duty}
    of_side[Duty.PROVIDER] += record.violations
    malformed, missing = set(record.spoilt), set(unclear)
    for each in found:
        theirs = root_key(each.pointer) in providers
        of_side[Duty.PROVIDER if theirs else Duty.APPLICANT].append(each)
        if each.message.key in ABSENT_FIELD:
            missing.add(each.pointer)
        elif each.message.key not in _NOT_MALFORMED:
            malformed.add(each.pointer)
    sides = {duty: tuple(each) for duty, each in of_side.items()}
    return Examination(sides, frozenset(malformed), frozenset(missing), providers, day=day)


def root_key(pointer: str) -> str:
    """The key of the root that a pointer leads through."""
    return pointer.split("/", 2)[1] if pointer else ""


def missing_of(violations: Iterable[Violation]) -> frozenset[str]:
    """Pointers of the fields whose absence some violations tell."""
    return frozenset(each.pointer for each in violations if each.message.key in ABSENT_FIELD)
