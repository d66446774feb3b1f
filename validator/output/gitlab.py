"""Reports as GitLab shows them in a merge request: a list of issues (Code Quality)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from validator.output.json_text import dump
from validator.output.remarks import Remark, Weight, remarks_of, skipped_remarks
from validator.output.tally import Tally
from validator.output.view import View
from validator.report import Report
from validator.words.messages import visible

_SEVERITIES: Final = {
    Weight.ERROR: "critical",
    Weight.UNDETERMINED: "major",
    Weight.WARNING: "minor",
    Weight.NOTE: "info",
}


def one(report: Report, view: View) -> bytes:
    """The issues of one report, which may be none."""
    return _issues(remarks_of(report, view))


def gather(view: View) -> Issues:
    """What makes one list of them."""
    return Issues(view.lang)


class Issues:
    """Writes each issue as it comes."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._begun = False

    def begin(self) -> bytes:
        return b"["

    def add(self, part: bytes) -> bytes:
        if not part:
            return b""
        before = b",\n" if self._begun else b"\n"
        self._begun = True
        return before + part

    def end(self, tally: Tally) -> Iterator[bytes]:
        yield self.add(_issues(skipped_remarks(tally, self._lang)))
        yield b"\n]\n"


def _issues(remarks: Iterable[Remark]) -> bytes:
    return ",\n".join(map(_issue, remarks)).encode()


def _issue(remark: Remark) -> str:
    return dump(
        {
            "description": remark.sentences,
            "check_name": remark.rule,
            # Of two issues with equal fingerprints one would be shown.
            "fingerprint": remark.fingerprint,
            "severity": _SEVERITIES[remark.heeded],
            "location": {"path": visible(remark.path), "lines": {"begin": remark.line or 1}},
        }
    )
