"""How far an edition encodes its regulation, clause by clause, and by which requirements."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from validator.law.regulation import Clause
from validator.model import Text
from validator.places import Places
from validator.source import locate
from validator.standard.catalogue import Sources
from validator.standard.edition import Edition
from validator.words.messages import term

_NOT_ENCODED: Final = "not_encoded"
_ENCODINGS: Final = ("encoded", "partly", _NOT_ENCODED)


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


def text_lines(
    edition: Edition, sources: Sources, register: Sequence[ClauseEntry], lang: str
) -> Iterator[str]:
    """The register for people: the clauses, the contradictions with their places, the figure."""
    regulation = edition.regulation
    yield f"{regulation.standard} {regulation.edition}"
    width = max(len(each.clause.id) for each in register)
    for each in register:
        clause = each.clause
        yield _clause(each, width, lang)
        if clause.reason is not None:
            yield f"  {'':<{width}}  {term('explain.reason', lang)}: {clause.reason[lang]}"
    file = sources.clauses
    places: Places | None = None
    for index, each in enumerate(register):
        if each.contradicted:
            places = places or locate(file.data, file.path.name)
            at = places.value(f"/clauses/{index}/encoding")
            cited = ", ".join(each.by)
            key = "coverage.cited" if each.by else "coverage.uncited"
            said = term(key, lang, clause=each.clause.id, names=cited)
            yield f"{file.shown}:{at.line}:{at.column}: {said}"
    counts = Counter(each.clause.encoding for each in register)
    numbers = {name: counts[name] for name in _ENCODINGS}
    percent = f"{share(register):g}"
    yield term("coverage.figure", lang, clauses=len(register), percent=percent, **numbers)


def _clause(entry: ClauseEntry, width: int, lang: str) -> str:
    said = term(f"encoding.{entry.clause.encoding}", lang)
    names = ", ".join(entry.by)
    if entry.follows:
        names = term("coverage.follows", lang, names=", ".join(entry.follows))
    return f"  {entry.clause.id:<{width}}  {said}{f': {names}' if names else ''}"


def as_json(registers: Sequence[tuple[Edition, Sequence[ClauseEntry]]], lang: str | None) -> str:
    """The registers for programs; texts in every language, or in the one asked for."""
    made = [
        {
            "standard": edition.regulation.standard,
            "edition": edition.regulation.edition,
            "percent": share(register),
            "counts": {
                "clauses": len(register),
                **{
                    name: sum(each.clause.encoding == name for each in register)
                    for name in _ENCODINGS
                },
                "contradicted": sum(each.contradicted for each in register),
            },
            "clauses": [_json(each, lang) for each in register],
        }
        for edition, register in registers
    ]
    return json.dumps({"schema": "coverage/v1", "editions": made}, ensure_ascii=False, indent=1)


def _json(entry: ClauseEntry, lang: str | None) -> dict[str, Any]:
    def said(text: Text) -> str | Text:
        return text if lang is None else text[lang]

    clause = entry.clause
    return {
        "clause": clause.id,
        "encoding": clause.encoding,
        "requirements": list(entry.by),
        "consequence_of": list(entry.follows),
        "contradicted": entry.contradicted,
        **({} if clause.reason is None else {"reason": said(clause.reason)}),
    }
