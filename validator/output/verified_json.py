"""What came of verifying reports, for programs: `verified/v1`, one JSON document."""

from __future__ import annotations

from collections.abc import Sequence

from validator.output.json_text import Data, dump
from validator.output.verified import VerifiedReport, VerifiedState
from validator.output.view import View
from validator.words.messages import say


def one(verified: Sequence[VerifiedReport], view: View) -> bytes:
    """Every report in the order of the file, and how many there are of a state."""
    states = [each.state for each in verified]
    made: Data = {
        "schema": "verified/v1",
        "reports": [
            {
                "bundle": each.bundle,
                "state": each.state.value,
                "differences": [
                    {"id": said.key, "args": dict(said.args), "text": say(said, view.lang)}
                    for said in each.differences
                ],
            }
            for each in verified
        ],
        "counts": {"total": len(states), **{e.value: states.count(e) for e in VerifiedState}},
    }
    return f"{dump(made, 1)}\n".encode()
