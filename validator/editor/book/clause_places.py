"""Where a clause stands in the book: the row of the list that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from validator.standard.edition import Edition
from validator.standard.shapes import ROWS

_REFUSAL = "refusal"


def rows_of_clauses(edition: Edition) -> Mapping[str, str]:
    """The row of every clause, in the order of the register.

    A register of clauses knows no rows. A ground for refusal stands in the row of refusal, and a
    clause that requirements cite in the row of the first of them. Any other clause stands where the
    clauses do that its id has most in common with, or among the rules if these stand apart.
    """
    in_the_row = [each for each in edition.grounds if each not in edition.by_law]
    placed = dict.fromkeys(in_the_row, _REFUSAL)
    for rule in edition.rules:
        for clause in rule.requirement.citations.values():
            placed.setdefault(clause, rule.requirement.row)
    register = edition.regulation.clauses
    return {clause: placed.get(clause) or _neighbours(clause, placed) for clause in register}


def _neighbours(clause: str, placed: Mapping[str, str]) -> str:
    most = max((_common(clause, other) for other in placed), default=0)
    rows = {row for other, row in placed.items() if _common(clause, other) == most}
    return rows.pop() if most and len(rows) == 1 else ROWS[-1]


def _common(one: str, other: str) -> int:
    """How many parts two ids begin with alike."""
    count = 0
    for left, right in zip(one.split("."), other.split("."), strict=False):
        if left != right:
            break
        count += 1
    return count
