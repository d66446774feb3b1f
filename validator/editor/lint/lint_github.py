"""What the linter found, as annotations that GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from validator.editor.lint.lints import Found
from validator.output.annotations import annotation
from validator.output.view import View
from validator.words.messages import say, visible


def one(found: Found, view: View) -> bytes:
    """An annotation a remark that people are shown."""
    made = (
        annotation(
            each.lint.level,
            say(each.fault.message, view.lang),
            file=visible(each.fault.file),
            line=each.fault.line,
            col=each.fault.column,
            title=each.lint.id,
        )
        for each in found.shown
    )
    return "".join(made).encode(errors="backslashreplace")
