"""The register of clauses: how far each is encoded by what it says, and by what cites it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from validator.frozen import frozen
from validator.law.regulation import Clause
from validator.standard.shapes import entries_of
from validator.standard.sources import Sources

NOT_ENCODED: Final = "not_encoded"


@frozen
class ClauseEntry:
    """One clause and what encodes it.

    Attributes:
        place: its pointer in `clauses.yaml`.
        by: the requirements that cite it, in the order of the law.
        follows: where none does, the requirements whose breach leads to it as a ground.
        elsewhere: whether another part of the standard cites it: the days it is in force. To be
            listed as a ground is not enough, as nothing may ever bring the ground about.
    """

    place: str
    clause: Clause
    by: tuple[str, ...]
    follows: tuple[str, ...]
    elsewhere: bool

    @property
    def contradicted(self) -> bool:
        """Whether the register says one thing of the clause and the requirements another."""
        if self.clause.encoding == NOT_ENCODED:
            return bool(self.by)
        return not (self.by or self.follows or self.elsewhere)


def register(sources: Sources) -> Iterator[ClauseEntry]:
    """Every clause of an edition's regulation, in the order of the act."""
    raw = sources.standard.value
    by: dict[str, list[str]] = {}
    follows: dict[str, list[str]] = {}
    for _, _, entry in entries_of(raw):
        citation = entry["citation"]
        for each in dict.fromkeys([citation] if isinstance(citation, str) else citation.values()):
            by.setdefault(each, []).append(entry["id"])
        if "by_law" in entry:
            by.setdefault(entry["by_law"]["citation"], []).append(entry["id"])
        for word in ("consequence", "indicates", "refusable"):
            if word in entry:
                follows.setdefault(entry[word], []).append(entry["id"])
    for index, said in enumerate(sources.clauses.value["clauses"]):
        clause = Clause(**said)
        citing = tuple(by.get(clause.id, ()))
        yield ClauseEntry(
            f"/clauses/{index}",
            clause,
            citing,
            () if citing else tuple(follows.get(clause.id, ())),
            clause.id == raw["in_force"].get("citation"),
        )
