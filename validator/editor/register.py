"""How far an edition encodes its regulation, clause by clause, and by which requirements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from validator.law.regulation import Clause
from validator.standard.catalogue import Sources
from validator.standard.edition import Edition

_NOT_ENCODED: Final = "not_encoded"
ENCODINGS: Final = ("encoded", "partly", _NOT_ENCODED)


@dataclass(frozen=True, slots=True)
class ClauseEntry:
    """One clause and what encodes it.

    Attributes:
        by: the requirements that cite it, in the order of the law.
        follows: where none does, the requirements whose breach has it for its consequence.
        elsewhere: whether another part of the standard cites it, such as the days it is in force.
    """

    clause: Clause
    by: tuple[str, ...]
    follows: tuple[str, ...]
    elsewhere: bool

    @property
    def contradicted(self) -> bool:
        """Whether the register says one thing of the clause and the requirements another."""
        if self.clause.encoding == _NOT_ENCODED:
            return bool(self.by)
        return not (self.by or self.follows or self.elsewhere)


@dataclass(frozen=True, slots=True)
class Register:
    """The register of one edition and the files that it stands in."""

    edition: Edition
    sources: Sources
    entries: Sequence[ClauseEntry]


def entries(edition: Edition, sources: Sources) -> Iterator[ClauseEntry]:
    """Every clause of an edition's regulation, in the order of the act."""
    cited = {sources.standard.value["in_force"].get("citation")}
    requirements = [rule.requirement for rule in edition.rules]
    for clause in edition.regulation.clauses.values():
        by = tuple(each.id for each in requirements if clause.id in each.citations.values())
        follows = tuple(each.id for each in requirements if each.consequence == clause.id)
        yield ClauseEntry(clause, by, () if by else follows, clause.id in cited)


def share(register: Sequence[ClauseEntry]) -> float:
    """How many per cent of the clauses are encoded, be it in part."""
    done = [
        each for each in register if each.clause.encoding != _NOT_ENCODED and not each.contradicted
    ]
    return round(100 * len(done) / len(register), 1) if register else 0.0
