"""How far editions encode their regulations, for programs: `coverage/v1`, one JSON document."""

from __future__ import annotations

from collections.abc import Sequence

from validator.editor.register import ENCODINGS, ClauseEntry, Register, share
from validator.model import Text
from validator.output.json_text import Data, dump
from validator.output.view import View


def one(registers: Sequence[Register], view: View) -> bytes:
    """The registers; texts in every language, or in the one asked for."""
    lang = None if view.every_language else view.lang
    made = [
        {
            "standard": register.edition.regulation.standard,
            "edition": register.edition.regulation.edition,
            "percent": share(register.entries),
            "counts": {
                "clauses": len(register.entries),
                **{
                    name: sum(each.clause.encoding == name for each in register.entries)
                    for name in ENCODINGS
                },
                "contradicted": sum(each.contradicted for each in register.entries),
            },
            "clauses": [_json(each, lang) for each in register.entries],
        }
        for register in registers
    ]
    return f"{dump({'schema': 'coverage/v1', 'editions': made}, 1)}\n".encode()


def _json(entry: ClauseEntry, lang: str | None) -> Data:
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
