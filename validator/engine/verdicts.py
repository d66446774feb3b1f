"""The verdicts that follow from the outcomes of requirements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress
from typing import Final

from validator.model import Duty, Outcome, Verdict
from validator.report import Result
from validator.standard.edition import Edition

_NOT_DUE: Final = frozenset((Outcome.INAPPLICABLE, Outcome.MANUAL))


def verdicts_of(
    edition: Edition, results: Sequence[Result], *, strict: bool
) -> tuple[Verdict, Mapping[Duty, Verdict]]:
    """The verdict on the whole, and those on each side's duties.

    Args:
        strict: whether what only a person can tell keeps a verdict from being `compliant`.
    """
    # What waits for a person is as open as what is not known, where that is asked for.
    outcomes = [
        Outcome.UNDETERMINED if strict and each.outcome is Outcome.MANUAL else each.outcome
        for each in results
    ]
    is_outline = edition.regulation.authority != "ministry"
    errors, every = set[Outcome](), set[Outcome]()
    of_duty = {}
    for duty, masks in edition.duties.items():
        own_errors, own, due = (set(compress(outcomes, mask)) for mask in masks)
        of_duty[duty] = _of_side(own_errors, own, due, is_outline=is_outline)
        errors |= own_errors
        every |= own
    return _verdict(errors, every, is_outline=is_outline), of_duty


def _of_side(
    errors: set[Outcome], every: set[Outcome], due: set[Outcome], *, is_outline: bool
) -> Verdict:
    """The verdict on one side; a form in order does not end the waiting for what is due."""
    in_order = errors.isdisjoint((Outcome.FAILED, Outcome.UNDETERMINED))
    if in_order and due <= _NOT_DUE:
        return Verdict.PENDING
    return _verdict(errors, every, is_outline=is_outline)


def _verdict(errors: set[Outcome], every: set[Outcome], *, is_outline: bool) -> Verdict:
    if Outcome.FAILED in errors:
        return Verdict.NON_COMPLIANT
    if Outcome.UNDETERMINED in every:
        return Verdict.UNDETERMINED
    # Nothing decided is never compliant, nor is anything held against a mere outline of the list.
    if Outcome.PASSED not in errors or is_outline:
        return Verdict.UNDETERMINED
    return Verdict.COMPLIANT
