"""What the linter found, as text for people, JSON for programs, annotations for GitHub."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from validator.editor.lint.lints import Remark
from validator.model import Severity
from validator.words.messages import say, term, visible

_WIDTH: Final = 100
"""Columns of a line of a spec file that are shown, around the place that is meant."""

_SEEN: Final = str.maketrans({"\t": "→", "\xa0": "°"})
"""What stands for spaces that are none, as word processors show them."""

_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


@dataclass(frozen=True, slots=True)
class Found:
    """The remarks of a run and what they are about.

    Attributes:
        remarks: by file and place.
        sources: the lines of each file, by the name under which remarks name it.
    """

    remarks: Sequence[Remark]
    sources: Mapping[str, Sequence[str]]

    def count(self, level: Severity) -> int:
        """How many remarks there are of a level."""
        return sum(remark.lint.level is level for remark in self.remarks)


def text(found: Found, lang: str, *, notes: bool = True) -> Iterator[str]:
    """A line a remark, and for all but notes the line of the file with the place marked.

    The gravest come last, where a terminal stays. Without `notes` they are counted and not shown.
    """
    levels = list(Severity)
    for remark in sorted(found.remarks, key=lambda each: levels.index(each.lint.level)):
        if remark.lint.level is Severity.NOTE and not notes:
            continue
        fault = remark.fault
        place = ":".join(str(each) for each in (fault.file, fault.line, fault.column) if each)
        yield f"{place} {remark.lint.level.value} {remark.lint.id} {say(fault.message, lang)}\n"
        lines = found.sources.get(fault.file, ())
        shown = remark.lint.level is not Severity.NOTE
        if shown and fault.line and fault.column and fault.line <= len(lines):
            yield from marked(lines[fault.line - 1], fault.column)
    yield _summary(found, lang) + "\n"


def marked(line: str, column: int) -> Iterator[str]:
    """A line, cut where it is very long, and below it a caret under a column."""
    first = max(0, column - 1 - _WIDTH // 2) if len(line) > _WIDTH else 0
    before = visible(line[first : column - 1].translate(_SEEN))
    after = visible(line[column - 1 : first + _WIDTH].translate(_SEEN))
    head = "…" if first else ""
    tail = "…" if first + _WIDTH < len(line) else ""
    yield f"    {head}{before}{after}{tail}".rstrip() + "\n"
    yield f"    {' ' * len(head + before)}^\n"


def _summary(found: Found, lang: str) -> str:
    counts = {f"{level.value}s": found.count(level) for level in Severity}
    return term("lint.summary", lang, **counts, files=len(found.sources))


def as_json(found: Found, lang: str) -> Iterator[str]:
    """One document, `lint/v1`."""
    counts = Counter(remark.lint.level.value for remark in found.remarks)
    made = {
        "schema": "lint/v1",
        "faults": [_data(remark, lang) for remark in found.remarks],
        "summary": {
            "files": len(found.sources),
            **{level.value: counts[level.value] for level in reversed(Severity)},
        },
    }
    yield json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _data(remark: Remark, lang: str) -> dict[str, Any]:
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


def github(found: Found, lang: str) -> Iterator[str]:
    """Workflow commands that GitHub shows beside the lines of a pull request."""
    for remark in found.remarks:
        fault = remark.fault
        properties = {
            "file": fault.file,
            "line": fault.line,
            "col": fault.column,
            "title": remark.lint.id,
        }
        said = ",".join(
            f"{key}={_property(str(value))}" for key, value in properties.items() if value
        )
        yield f"::{_COMMANDS[remark.lint.level]} {said}::{_escaped(say(fault.message, lang))}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


LINT_FORMATS: Final[Mapping[str, Callable[[Found, str], Iterator[str]]]] = {
    "text": text,
    "json": as_json,
    "github": github,
}
"""Every format by its name."""
