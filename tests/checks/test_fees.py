"""Fees that are due and paid."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.facts.made import MCI, SETTING, facts_of, lacking, violations_of
from validator.checks.fees import fee_due
from validator.errors import MissingFact
from validator.facts.facts import Facts
from validator.law.money import Amount, Times
from validator.law.setting import RowEntry


def _paying(amount: int | None, paid_on: str = "2025-12-31", **more: Any) -> Facts:
    fee = {} if amount is None else {"fee": {"amount": amount, "paid_on": paid_on}}
    return facts_of({"service": "issue", "subject": "licence", **fee, **more})


_FEE: dict[str, Any] = {"amount": Times(Decimal(10), MCI)}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (_paying(39320), []),
        (_paying(39319), [("/fee/amount", "fee_too_low")]),
        (_paying(39320, "2026-01-01"), [("/fee/amount", "fee_too_low")]),
        (_paying(43250, "2026-01-01"), []),
        (_paying(50000), []),
        (_paying(None), [("/fee", "fee_missing")]),
    ],
)
def test_a_fee_is_paid_at_the_rate_of_the_day_of_payment(facts: Facts, expected: Any) -> None:
    assert violations_of("fee", facts, **_FEE) == expected


def test_a_fee_without_amount_or_day_is_not_known() -> None:
    no_day = facts_of({"service": "issue", "fee": {"amount": 1}})
    no_amount = facts_of({"service": "issue", "fee": {"paid_on": "2026-01-01"}})

    assert lacking("fee", no_day, **_FEE) == "/fee/paid_on"
    assert lacking("fee", no_amount, **_FEE) == "/fee/amount"
    assert lacking("fee", facts_of({"service": "issue", "fee": 5}, ["/fee"]), **_FEE) == "/fee"


@pytest.mark.parametrize(
    ("subject", "amount", "is_over"),
    [
        *[("licence", 39320, False), ("licence", 39321, True), ("licence", 1, False)],
        *[("annex", 1, True), ("annex", 0, False)],
    ],
)
def test_more_than_is_due_is_told(subject: str, amount: int, is_over: bool) -> None:
    found = violations_of("fee_not_over", _paying(amount, subject=subject))

    assert found == ([("/fee/amount", "fee_too_high")] if is_over else [])


def test_what_is_due_hangs_on_service_and_subject() -> None:
    assert fee_due(_paying(None)).value == 43250
    assert fee_due(_paying(None, subject="annex")).value == 0
    assert fee_due(_paying(None, service="reissue")).value == 4325
    assert fee_due(_paying(None, service="duplicate")).value == 43250
    for manifest, malformed in (
        ({"subject": "licence"}, []),
        ({"service": "issue", "subject": "x"}, ["/subject"]),
        ({"service": "x", "subject": "licence"}, ["/service"]),
    ):
        with pytest.raises(MissingFact):
            fee_due(facts_of(manifest, malformed))


def test_of_two_fees_at_once_neither_is_due() -> None:
    fee: RowEntry[Amount] = RowEntry(("issue",), None, _FEE["amount"])

    with pytest.raises(MissingFact) as caught:
        fee_due(facts_of({"service": "issue"}, setting=replace(SETTING, fees=(fee, fee))))
    assert caught.value.message.key == "entries_overlap"
    both = facts_of({"service": "issue"}, setting=replace(SETTING, fees=(fee, fee)))
    with pytest.raises(MissingFact) as caught:
        violations_of("fee", both, **_FEE)
    assert caught.value.message.key == "entries_overlap"
