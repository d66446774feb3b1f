"""What the linter found, for programs: `lint/v1`, one JSON document."""

from __future__ import annotations

from collections import Counter

from validator.editor.lint.lints import Found, Remark
from validator.model import Severity
from validator.output.json_text import Data, dump
from validator.output.view import View
from validator.words.messages import say


def one(found: Found, view: View) -> bytes:
    """Everything found."""
    counts = Counter(remark.lint.level.value for remark in found.remarks)
    made = {
        "schema": "lint/v1",
        "faults": [_data(remark, view.lang) for remark in found.remarks],
        "summary": {
            "files": len(found.sources),
            **{level.value: counts[level.value] for level in reversed(Severity)},
        },
    }
    return f"{dump(made, 1)}\n".encode()


def _data(remark: Remark, lang: str) -> Data:
    fault = remark.fault
    return {
        "lint": remark.lint.id,
        "level": remark.lint.level.value,
        "file": fault.file,
        "line": fault.line,
        "column": fault.column,
        "message": fault.message.key,
        "text": say(fault.message, lang),
    }
