"""What stands in the specs and is shown to people: frozen data without words."""

from __future__ import annotations

from dataclasses import field
from datetime import date, time
from decimal import Decimal

from validator.checks.value_parameters import Size
from validator.facts.conditions import Condition
from validator.facts.paths import Path
from validator.frozen import frozen
from validator.law.lengths import Length
from validator.law.money import Amount
from validator.model import Duty, Named, Severity, Text


@frozen
class Word:
    """A word of the specs that reports have a phrase for: `consequence` and `none`."""

    group: str
    value: str


@frozen
class Price:
    """A fee, and what it comes to in whole tenge on a day; None where nobody can tell."""

    amount: Amount = field(compare=False)
    day: date
    tenge: int | None


Value = (
    str
    | int
    | Decimal
    | date
    | time
    | Length
    | Amount
    | Duty
    | Severity
    | Word
    | Price
    | Size
    | Named
    | Path
    | Condition
    | Text
    | tuple["Value", ...]
    | None
)
"""What can be shown; None is nothing."""
