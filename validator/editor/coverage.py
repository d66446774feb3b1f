"""How far an edition encodes its regulation, clause by clause, and by which requirements."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from validator.law.regulation import Regulation
from validator.model import Text
from validator.standard.register import NOT_ENCODED, ClauseEntry
from validator.standard.spec_file import ClausesFile
from validator.words.messages import term

_ENCODINGS: Final = ("encoded", "partly", NOT_ENCODED)


def share(register: Sequence[ClauseEntry]) -> float:
    """How many per cent of the clauses are encoded, be it in part."""
    done = [
        each for each in register if each.clause.encoding != NOT_ENCODED and not each.contradicted
    ]
    return round(100 * len(done) / len(register), 1) if register else 0.0


def text_lines(
    regulation: Regulation, file: ClausesFile, register: Sequence[ClauseEntry], lang: str
) -> Iterator[str]:
    """The register for people: the clauses, the contradictions with their places, the figure."""
    yield f"{regulation.standard} {regulation.edition}"
    width = max(len(each.clause.id) for each in register)
    for each in register:
        clause = each.clause
        yield _clause(each, width, lang)
        if clause.reason is not None:
            yield f"  {'':<{width}}  {term('explain.reason', lang)}: {clause.reason[lang]}"
    for each in register:
        if each.contradicted:
            at = file.at(f"{each.place}/encoding")
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


def as_json(registers: Sequence[tuple[Regulation, Sequence[ClauseEntry]]], lang: str | None) -> str:
    """The registers for programs; texts in every language, or in the one asked for."""
    made = [
        {
            "standard": regulation.standard,
            "edition": regulation.edition,
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
        for regulation, register in registers
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
