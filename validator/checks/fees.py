"""Checks of the fee that was paid; sums are in whole tenge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from validator.checks.registry import kind
from validator.checks.value_parameters import AmountOfMoney
from validator.errors import MissingFact, NotApplicable
from validator.facts.facts import Case, Facts
from validator.facts.moments import day_of
from validator.facts.paths import ABSENT, Path
from validator.frozen import frozen
from validator.law.money import Amount, Due, due_for, may_be_nothing
from validator.model import Args, Message, Violation, declare

FEE_ABSENT = declare("fee_absent")
FEE_MISSING = declare("fee_missing", due=int, day=date)
FEE_TOO_LOW = declare("fee_too_low", missing=int | Decimal, paid=int | Decimal, due=int)
FEE_TOO_HIGH = declare("fee_too_high", over=int | Decimal, paid=int | Decimal, due=int)
FEE_AFTER_DECISION = declare("fee_after_decision", paid=date, decided=date)
FEE_AHEAD = declare("fee_ahead", paid=date, today=date)
FEE_AFTER_FILING = declare("fee_after_filing", paid=date, submitted=date)

FEE: Final = Path(("fee",))
_AMOUNT: Final = Path(("amount",))
_PAID_ON: Final = Path(("paid_on",))
_READ: Final = tuple(f"{FEE.dotted}.{key.dotted}" for key in (_AMOUNT, _PAID_ON))


@frozen
class Payment:
    """A day on which a fee, or a part of it, was paid.

    Attributes:
        part: the map of the manifest that says so.
        late: why it counts as not paid; None where it counts.
    """

    day: date
    part: Facts
    late: Message | None

    @property
    def amount(self) -> int:
        """The sum.

        Raises:
            MissingFact: it is malformed or missing.
        """
        amount: int = self.part.need(_AMOUNT)
        return amount


@frozen
class Paid:
    """What counts as paid, up to the last part that the fee needs, and what is due on that day."""

    amount: int
    due: Due
    last: Payment


def fee_due(facts: Facts) -> Due:
    """What is due for an application at the rates of the day of payment.

    Raises:
        MissingFact: a value that the fee hangs on is malformed or missing.
    """
    return facts.case.once("fee_due", _fee_due, facts.case)


def _fee_due(case: Case) -> Due:
    amount, read = case.fee(), case.root.need
    if amount is None:
        return due_for(None, case.as_of, read)
    counted = _counted(case)
    if len(counted) == 1:
        return due_for(amount, counted[0].day, read)
    paid = _paid(amount, counted)
    return due_for(amount, case.day_that_counts(), read) if paid is None else paid.due


def _payments(case: Case) -> Sequence[Payment]:
    """The parts of the fee in the order of their days; none where nothing is said to be paid.

    Raises:
        MissingFact: a day is malformed or missing.
    """
    return case.once("payments", _payments_of, case)


def _payments_of(case: Case) -> Sequence[Payment]:
    if case.root.get(FEE) is ABSENT:
        return ()
    made = []
    for part in case.root.items(FEE):
        day = part.day(_PAID_ON)
        made.append(Payment(day, part, _late(case, day)))
    return sorted(made, key=lambda each: each.day)


def _late(case: Case, day: date) -> Message | None:
    """Why what is paid on a day counts as not paid."""
    decided = case.decided_on()
    if decided is not None and day > decided:
        return FEE_AFTER_DECISION(paid=day, decided=decided)
    if (present := case.ahead_of(day)) is not None:
        return FEE_AHEAD(paid=day, today=present)
    return None


def _counted(case: Case) -> Sequence[Payment]:
    return tuple(each for each in _payments(case) if each.late is None)


def _paid(amount: Amount | None, counted: Sequence[Payment]) -> Paid | None:
    """What was paid when the fee was first covered, or in all where it is not; None for nothing."""
    total, paid = 0, None
    for each in counted:
        total += each.amount
        due = due_for(amount, each.day, each.part.case.root.need)
        paid = Paid(total, due, each)
        if total >= paid.due.value:
            break
    return paid


def _needed(case: Case, counted: Sequence[Payment]) -> Sequence[Payment]:
    """The parts up to the one that first covers the fee, or all where they do not."""
    paid = None if len(counted) == 1 else _paid(case.fee(), counted)
    return counted if paid is None else counted[: counted.index(paid.last) + 1]


@kind(row="fees", one_applies=True, reads=_READ, amount=AmountOfMoney(description="What is due."))
def fee(facts: Facts, amount: Amount) -> Iterator[Violation]:
    """The fee is paid in full, at the rates of the day of payment, before the decision."""
    facts.case.fee()  # nobody can say what is due where two entries apply at once
    payments = _payments(facts.case)
    if not payments:
        message = _missing(amount, facts)
        if message is not None:
            yield Violation(FEE.pointer, message)
        return
    paid = _paid(amount, [each for each in payments if each.late is None])
    if paid is not None and paid.amount >= paid.due.value:
        return
    for each in payments:
        if each.late is not None:
            yield Violation(each.part.pointer(_PAID_ON), each.late)
    if paid is not None:
        due = paid.due.value
        args: Args = {"due": due, "paid": paid.amount, "missing": due - paid.amount}
        yield Violation(paid.last.part.pointer(_AMOUNT), FEE_TOO_LOW(**args))


def _missing(amount: Amount, facts: Facts) -> Message | None:
    """That nothing was paid, also where it is not known how much was due; None for a fee of 0.

    Raises:
        MissingFact: the sum in a field is not known, so that it may be 0.
    """
    try:
        due = due_for(amount, facts.case.day_that_counts(), facts.case.root.need)
    except MissingFact:
        if may_be_nothing(amount):
            raise
        return FEE_ABSENT()
    return FEE_MISSING(due=due.value, day=due.day) if due.value else None


@kind(reads=_READ)
def fee_not_over(facts: Facts) -> Iterator[Violation]:
    """No more is paid than the fee that is due."""
    counted = _counted(facts.case)
    if not counted:
        raise NotApplicable
    due = fee_due(facts).value
    total = sum(each.amount for each in counted)
    if total > due:
        args: Args = {"due": due, "paid": total, "over": total - due}
        yield Violation(counted[-1].part.pointer(_AMOUNT), FEE_TOO_HIGH(**args))


@kind(reads=_READ)
def fee_before_filing(facts: Facts) -> Iterator[Violation]:
    """What the fee needed was paid by the day of submission."""
    submitted = day_of(facts.case.submitted())
    counted = _counted(facts.case)
    if not counted:
        raise NotApplicable
    for each in _needed(facts.case, counted):
        if each.day > submitted:
            args: Args = {"paid": each.day, "submitted": submitted}
            yield Violation(each.part.pointer(_PAID_ON), FEE_AFTER_FILING(**args))
