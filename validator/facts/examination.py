"""What is wrong with the form of a manifest: made first, and handed on to all that is decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from validator.model import Violation

_MISSING = "field_missing"
_NOT_MALFORMED = (_MISSING, "field_unknown")


@dataclass(frozen=True, slots=True)
class Examination:
    """What is wrong with the form of a manifest.

    Attributes:
        violations: the rules of fields that are broken.
        malformed: pointers of values that broke their field's rule; they count for nothing.
        missing: pointers of fields that are needed, or may be, and are not there.
    """

    violations: tuple[Violation, ...] = ()
    malformed: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()


def examination(found: Iterable[Violation], unclear: frozenset[str] = frozenset()) -> Examination:
    """What some violations come to.

    Args:
        unclear: pointers of what is absent and may be needed or not.
    """
    violations = tuple(found)
    malformed = {each.pointer for each in violations if each.message.key not in _NOT_MALFORMED}
    return Examination(violations, frozenset(malformed), missing_of(violations) | unclear)


def missing_of(violations: Iterable[Violation]) -> frozenset[str]:
    """Pointers of the fields whose absence some violations tell."""
    return frozenset(each.pointer for each in violations if each.message.key == _MISSING)
