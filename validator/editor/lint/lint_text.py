"""What the linter found, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from validator.editor.lint.lints import Found
from validator.model import Severity
from validator.output.view import View
from validator.words.messages import Terms, say, visible

term = Terms("lint.summary", "lint.notes", "lint.before")

_WIDTH: Final = 100
"""Columns of a line of a spec file that are shown, around the place that is meant."""

_SEEN: Final = str.maketrans({"\t": "→", "\xa0": "°"})
"""What stands for spaces that are none, as word processors show them."""


def one(found: Found, view: View) -> bytes:
    """Everything found; notes that are not shown are counted, a line for each kind of them."""
    told = [*lines(found, view.lang)]
    if found.count(Severity.NOTE) and not found.notes:
        told += _counted(found)
        told.append(term("lint.notes", view.lang) + "\n")
    if found.before:
        told.append(term("lint.before", view.lang, count=found.before) + "\n")
    told.append(summary(found, view.lang))
    return "".join(told).encode(errors="backslashreplace")


def _counted(found: Found) -> Iterator[str]:
    kinds = Counter(each.lint.id for each in found.remarks if each.lint.level is Severity.NOTE)
    for kind, count in sorted(kinds.items()):
        yield f"{Severity.NOTE.value} {kind}: {count}\n"


def lines(found: Found, lang: str) -> Iterator[str]:
    """A line a remark, and for all but notes the line of the file with the place marked.

    The gravest come first.
    """
    levels = list(Severity)
    for remark in sorted(found.shown, key=lambda each: -levels.index(each.lint.level)):
        fault = remark.fault
        parts = (visible(fault.file), fault.line, fault.column)
        place = ":".join(str(each) for each in parts if each)
        yield f"{place} {remark.lint.level.value} {remark.lint.id} {say(fault.message, lang)}\n"
        source = found.sources.get(fault.file, ())
        shown = remark.lint.level is not Severity.NOTE
        if shown and fault.line and fault.column and fault.line <= len(source):
            yield from marked(source[fault.line - 1], fault.column)


def marked(line: str, column: int) -> Iterator[str]:
    """A line, cut where it is very long, and below it a caret under a column."""
    first = max(0, column - 1 - _WIDTH // 2) if len(line) > _WIDTH else 0
    before = visible(line[first : column - 1].translate(_SEEN))
    after = visible(line[column - 1 : first + _WIDTH].translate(_SEEN))
    head = "…" if first else ""
    tail = "…" if first + _WIDTH < len(line) else ""
    yield f"    {head}{before}{after}{tail}".rstrip() + "\n"
    yield f"    {' ' * len(head + before)}^\n"


def summary(found: Found, lang: str) -> str:
    """How many there are of each level."""
    counts = {f"{level.value}s": found.count(level) for level in Severity}
    return term("lint.summary", lang, **counts, files=len(found.sources)) + "\n"
