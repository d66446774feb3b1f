"""Reports in the log of a GitHub workflow: all in a group, and the worst as annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from validator.law.regulation import Regulation
from validator.model import Severity
from validator.output.annotations import annotation
from validator.output.clause_names import clause_name
from validator.output.remarks import Remark, Weight, remarks_of, skipped_remarks
from validator.output.tally import Tally
from validator.output.totals import summary
from validator.output.view import View
from validator.report import Report
from validator.words.messages import Terms, visible

MOST: Final = 10
"""Errors that GitHub shows of one step, and as many warnings."""

term = Terms(
    *("github.found", "github.more", "verdict.undetermined"),
    *(f"severity.{each}" for each in Severity),
)

_SHOWN: Final = (
    (Severity.ERROR, (Weight.ERROR, Weight.UNDETERMINED)),
    (Severity.WARNING, (Weight.WARNING,)),
)
"""What becomes an annotation, the gravest first. What is undetermined ends the run with a fault."""


def one(report: Report, view: View) -> bytes:
    """The remarks of one report, two lines each: weight and annotation, and what the log says."""
    return _lines(remarks_of(report, view), report.regulation, view.lang)


def gather(view: View) -> Log:
    """What keeps the worst of them for the end."""
    return Log(view.lang)


class Log:
    """Writes each remark as it comes, into a group, and then the worst again as annotations."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._kept: dict[int, list[bytes]] = {weight: [] for weight in Weight}
        self._total = 0

    def begin(self) -> bytes:
        return b""

    def add(self, part: bytes) -> bytes:
        lines = part.splitlines(keepends=True)
        if not lines:
            return b""
        before = b"" if self._total else f"::group::{term('github.found', self._lang)}\n".encode()
        for each in lines[::2]:
            kept = self._kept[int(each[:1])]
            if len(kept) < MOST:
                kept.append(each[1:])
        self._total += len(lines) // 2
        return before + b"".join(lines[1::2])

    def end(self, tally: Tally) -> Iterator[bytes]:
        yield self.add(_lines(skipped_remarks(tally, self._lang), None, self._lang))
        if self._total:
            yield b"::endgroup::\n"
        shown = [
            line
            for _, weights in _SHOWN
            for line in [line for weight in weights for line in self._kept[weight]][:MOST]
        ]
        yield from shown
        if more := self._total - len(shown):
            yield f"{term('github.more', self._lang, count=more)}\n".encode()
        if said := summary(tally, self._lang):
            yield f"{said}\n".encode()


def _lines(remarks: Iterable[Remark], regulation: Regulation | None, lang: str) -> bytes:
    return "".join(
        f"{each.heeded:d}{_annotation(each, regulation, lang)}{_line(each, lang)}"
        for each in remarks
    ).encode()


def _annotation(remark: Remark, regulation: Regulation | None, lang: str) -> str:
    title = remark.rule
    if remark.result is not None:
        title = f"{remark.rule} · {clause_name(regulation, remark.result.citation, lang)}"
    severity = next((each for each, weights in _SHOWN if remark.heeded in weights), Severity.NOTE)
    place = {"file": visible(remark.path), "line": remark.line, "col": remark.column}
    return annotation(severity, remark.sentences, **place, title=visible(title))


def _line(remark: Remark, lang: str) -> str:
    """A line of the log; it begins with a word of ours and holds no command of any runner."""
    word = "verdict.undetermined"
    if remark.heeded is not Weight.UNDETERMINED:
        word = f"severity.{remark.heeded.name.lower()}"
    parts = (visible(remark.path), remark.line, remark.column)
    place = ":".join(str(each) for each in parts if each)
    text = f"{term(word, lang)}: {place}: {remark.sentences} ({remark.rule})"
    return text.replace("##[", "## [") + "\n"
