"""Checks of the fee that was paid; sums are in whole tenge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from validator.checks.registry import kind
from validator.errors import MissingFact
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, Path
from validator.law.money import Amount, Due, due_on
from validator.model import Args, Message, Violation

FEE: Final = Path(("fee",))
_AMOUNT: Final = Path(("fee", "amount"))
_PAID_ON: Final = Path(("fee", "paid_on"))


def fee_due(facts: Facts) -> Due:
    """What is due for an application at the rates of the day of payment.

    Raises:
        MissingFact: a value that the fee hangs on is malformed or missing.
    """
    amount = facts.case.fee()
    return due_on(amount, facts.case.as_of if amount is None else day_of_rate(facts))


def day_of_rate(facts: Facts) -> date:
    """The day whose rates count: the day of payment, or the day that counts if nothing was paid.

    Raises:
        MissingFact: the day of payment is malformed or missing.
    """
    if facts.get(FEE) is ABSENT:
        return facts.case.day_that_counts()
    return date.fromisoformat(facts.need(_PAID_ON))


@kind("amount", amount={"type": "object", "format": "amount"})
def fee(facts: Facts, amount: Amount) -> Iterator[Violation]:
    """The fee is paid in full, at the rates of the day of payment."""
    facts.case.fee()  # nobody can say what is due where two entries apply at once
    if facts.get(FEE) is ABSENT:
        yield Violation(FEE.pointer, _missing(amount, facts))
        return
    due = due_on(amount, day_of_rate(facts))
    paid = facts.need(_AMOUNT)
    if paid < due.value:
        missing = due.value - paid
        yield Violation(
            _AMOUNT.pointer,
            Message("fee_too_low", {"due": due.value, "paid": paid, "missing": missing}),
        )


def _missing(amount: Amount, facts: Facts) -> Message:
    """That nothing was paid, which is so also where it is not known how much was due."""
    try:
        due = due_on(amount, day_of_rate(facts))
    except MissingFact:
        return Message("fee_absent")
    return Message("fee_missing", {"due": due.value, "day": due.day})


@kind()
def fee_not_over(facts: Facts) -> Iterator[Violation]:
    """No more is paid than the fee that is due."""
    due = fee_due(facts).value
    paid = facts.need(_AMOUNT)
    if paid > due:
        args: Args = {"due": due, "paid": paid, "over": paid - due}
        yield Violation(_AMOUNT.pointer, Message("fee_too_high", args))
