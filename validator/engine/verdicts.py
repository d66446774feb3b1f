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
    whole: tuple[set[Outcome], ...] = (set(), set(), set())
    of_duty = {}
    for duty, masks in edition.duties.items():
        side = tuple(set(compress(outcomes, mask)) for mask in masks)
        is_pending = _is_clear(*side[:2]) and side[2] <= _NOT_DUE
        of_duty[duty] = Verdict.PENDING if is_pending else _verdict(*side, is_outline=is_outline)
        for of_whole, of_side in zip(whole, side, strict=True):
            of_whole.update(of_side)
    return _verdict(*whole, is_outline=is_outline), of_duty


def _is_clear(errors: set[Outcome], every: set[Outcome]) -> bool:
    """Nothing is against it, and nothing open that should be decidable, whatever its severity."""
    return Outcome.FAILED not in errors and Outcome.UNDETERMINED not in every


def _verdict(
    errors: set[Outcome], every: set[Outcome], due: set[Outcome], *, is_outline: bool
) -> Verdict:
    """Of the outcomes of errors, of all, and of the errors that are more than a look at the form.

    Nothing decided but the form is never compliant, nor is what only an outline of the list asks.
    """
    if Outcome.FAILED in errors:
        return Verdict.NON_COMPLIANT
    if Outcome.UNDETERMINED in every or Outcome.PASSED not in due or is_outline:
        return Verdict.UNDETERMINED
    return Verdict.COMPLIANT
