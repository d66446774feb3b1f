"""How far an edition encodes its regulation, clause by clause, and by which requirements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from validator.frozen import frozen
from validator.law.regulation import Regulation
from validator.standard.register import NOT_ENCODED, ClauseEntry
from validator.standard.spec_file import ClausesFile

ENCODINGS: Final = ("encoded", "partly", NOT_ENCODED)


@frozen
class Covered:
    """One edition's register of clauses, and the file that it stands in."""

    regulation: Regulation
    file: ClausesFile
    register: Sequence[ClauseEntry]


def share(register: Sequence[ClauseEntry], encoding: str) -> float:
    """How many per cent of the clauses are encoded so; what is contradicted counts for nothing."""
    done = [each for each in register if each.clause.encoding == encoding and not each.contradicted]
    return round(100 * len(done) / len(register), 1) if register else 0.0
