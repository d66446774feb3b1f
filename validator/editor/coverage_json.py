"""How far editions encode their regulations, for programs: `coverage/v1`, one JSON document."""

from __future__ import annotations

from collections.abc import Sequence

from validator.editor.coverage import ENCODINGS, Covered, share
from validator.model import Text
from validator.output.json_text import Data, dump
from validator.output.view import View
from validator.standard.register import ClauseEntry


def one(covered: Sequence[Covered], view: View) -> bytes:
    """The registers; texts in every language, or in the one asked for."""
    lang = None if view.every_language else view.lang
    made = [
        {
            "standard": each.regulation.standard,
            "edition": each.regulation.edition,
            "percent": {name: share(each.register, name) for name in ENCODINGS},
            "counts": {
                "clauses": len(each.register),
                **{
                    name: sum(entry.clause.encoding == name for entry in each.register)
                    for name in ENCODINGS
                },
                "contradicted": sum(entry.contradicted for entry in each.register),
            },
            "clauses": [_json(entry, lang) for entry in each.register],
        }
        for each in covered
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
