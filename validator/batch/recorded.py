"""Reports of an earlier run, read again: JSON or NDJSON, each by its place in the file.

A file may hold a hundred thousand of them. What is kept of each is a digest of its bundle's name
and where it begins and ends; it is read again when it is asked for.
"""

from __future__ import annotations

import json
import mmap
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from stat import S_ISREG
from typing import Any, Final

from validator.errors import CallError
from validator.frozen import frozen
from validator.model import declare
from validator.output.json import REPORT_SCHEMA

RECORDED_NOT_A_REPORT = declare("recorded_not_a_report")
RECORDED_CUT_SHORT = declare("recorded_cut_short")
RECORDED_OTHER_VERSION = declare("recorded_other_version", found=str, known=str)
RECORDED_AFTER_END = declare("recorded_after_end")
RECORDED_TWICE = declare("recorded_twice", name=str)
RECORDED_CHANGED = declare("recorded_changed")
RECORDED_NO_FILE = declare("recorded_no_file")

_DOCUMENT: Final = re.compile(rb'\s*\{\s*"(?:schema|engine|reports)"\s*:')
"""How a document of all reports begins; a report by itself begins otherwise."""
_TOKEN: Final = re.compile(rb'"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[][{}]')
_SHOWN: Final = 40
"""Characters of another version that a message repeats."""
_SCHEMA_FILE: Final = Path(__file__).parent.parent / "schemas" / "report.schema.json"

Span = tuple[int, int]
"""Where a report begins and ends in its file, in bytes."""


@frozen
class RecordedReports:
    """A file of reports, and where in it each bundle's is.

    Attributes:
        keys: digests of the names of bundles, ascending.
        spans: where their reports begin and end, in turn.
        skipped: the paths that were not checked.
        engine: what made the reports, where the file says so once for all.
    """

    path: str
    keys: array[int]
    spans: array[int]
    skipped: frozenset[str]
    engine: Any = None

    def __len__(self) -> int:
        return len(self.keys)

    def __contains__(self, name: object) -> bool:
        return self._index(str(name)) is not None

    def get(self, name: str) -> Any:
        """The report of a bundle as JSON data, None where there is none.

        Raises:
            CallError: the file is another one now.
        """
        index = self._index(name)
        return None if index is None else self._at(index, name)

    def each(self) -> Iterator[Any]:
        """Every report, in the order in which they stand in the file."""
        spans = self.spans
        for index in sorted(range(len(self.keys)), key=lambda each: spans[2 * each]):
            yield self._at(index)

    def _index(self, name: str) -> int | None:
        key = _key(name)
        index = bisect_left(self.keys, key)
        return index if index < len(self.keys) and self.keys[index] == key else None

    def _at(self, index: int, name: str | None = None) -> Any:
        start, end = self.spans[2 * index : 2 * index + 2]
        with Path(self.path).open("rb") as file:
            file.seek(start)
            text = file.read(end - start)
        report = _loaded(text)
        named = isinstance(report, dict) and report.get("bundle", {}).get("name")
        if not (_gate().is_valid(report) and (name or named) == named):
            raise CallError.of(RECORDED_CHANGED(), self.path)
        return report


def read_recorded(path: str) -> RecordedReports:
    """A file of reports, each held against their schema.

    Raises:
        CallError: it is no file of reports, not whole, or of another version; with the line.
        OSError: it cannot be read.
    """
    with Path(path).open("rb") as file:
        if not S_ISREG(Path(path).stat().st_mode):
            raise CallError.of(RECORDED_NO_FILE(), path)
        if not file.read(1):
            raise CallError.of(RECORDED_CUT_SHORT(), path, 1)
        with closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as text:
            if _DOCUMENT.match(text):
                return _document(path, text)
            return _lines(path, text)


def _lines(path: str, text: mmap.mmap) -> RecordedReports:
    """A report a line, and the summary as the last one."""
    found: list[tuple[int, int, int]] = []
    skipped: frozenset[str] | None = None
    number = start = 0
    while line := text.readline():
        number, end = number + 1, start + len(line)
        if not line.strip():
            pass
        elif skipped is not None:
            raise CallError.of(RECORDED_AFTER_END(), path, number)
        else:
            value = _loaded(line)
            if value is None:  # the last line of a file that was cut has no end
                cut = start > 0 and not line.endswith(b"\n")
                wrong = RECORDED_CUT_SHORT() if cut else RECORDED_NOT_A_REPORT()
                raise CallError.of(wrong, path, number)
            if isinstance(value, dict) and value.keys() == {"summary"}:
                if not _gate("summary").is_valid(value["summary"]):
                    raise CallError.of(RECORDED_NOT_A_REPORT(), path, number)
                skipped = _skipped(value["summary"])
            else:
                if (name := _name(value)) is None:
                    raise CallError.of(RECORDED_NOT_A_REPORT(), path, number)
                found.append((_key(name), start, end))
        start = end
    if skipped is None:
        raise CallError.of(RECORDED_CUT_SHORT(), path, number)
    return _record(path, text, found, skipped)


def _document(path: str, text: mmap.mmap) -> RecordedReports:
    """One document; its reports are looked at one by one."""
    spans, around = _split(path, text)
    frame = _loaded(around)
    if not isinstance(frame, dict):
        raise CallError.of(RECORDED_NOT_A_REPORT(), path, 1)
    version = frame.get("schema")
    if version != REPORT_SCHEMA:
        shown = str(version)[:_SHOWN]
        raise CallError.of(RECORDED_OTHER_VERSION(found=shown, known=REPORT_SCHEMA), path, 1)
    if not _gate("").is_valid(frame):
        raise CallError.of(RECORDED_NOT_A_REPORT(), path, _last_line(text))
    skipped = _skipped(frame["summary"])
    found = []
    for start, end in spans:
        if (name := _name(_loaded(text[start:end]))) is None:
            raise CallError.of(RECORDED_NOT_A_REPORT(), path, _line(text, start))
        found.append((_key(name), start, end))
    return _record(path, text, found, skipped, frame["engine"])


def _split(path: str, text: mmap.mmap) -> tuple[list[Span], bytes]:
    """Where the entries of the list `reports` are, and the document without them."""
    spans: list[Span] = []
    depth = start = 0
    first = last = 0
    key = b""
    inside = False
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in b"[{":
            inside = inside or (depth == 1 and sign == b"[" and key == b'"reports"' and not first)
            if inside and depth == 1:
                first = token.end()
            start = token.start() if depth == 2 else start  # noqa: PLR2004  # in the list
            depth += 1
        elif sign in b"]}":
            depth -= 1
            if inside and depth == 2:  # noqa: PLR2004  # an entry ends
                spans.append((start, token.end()))
            elif inside and depth == 1:
                inside, last = False, token.start()
        elif depth == 1:
            key = sign
    if depth or not last:
        raise CallError.of(RECORDED_CUT_SHORT(), path, _last_line(text))
    return spans, text[:first] + text[last:]


def _record(
    path: str,
    text: mmap.mmap,
    found: list[tuple[int, int, int]],
    skipped: frozenset[str],
    engine: Any = None,
) -> RecordedReports:
    found.sort()
    for (key, _, _), (other, start, end) in pairwise(found):
        if key == other:
            name = _loaded(text[start:end])["bundle"]["name"]
            raise CallError.of(RECORDED_TWICE(name=name), path, _line(text, start))
    spans = array("Q", [at for _, start, end in found for at in (start, end)])
    return RecordedReports(path, array("Q", [key for key, _, _ in found]), spans, skipped, engine)


def _name(value: Any) -> str | None:
    """The name of a report's bundle, None where it is no report of ours."""
    return str(value["bundle"]["name"]) if _gate().is_valid(value) else None


def _skipped(summary: Any) -> frozenset[str]:
    return frozenset(each["path"] for each in summary["skipped"])


def _loaded(text: bytes) -> Any:
    """What a JSON text says, None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _line(text: mmap.mmap, offset: int) -> int:
    return text[:offset].count(b"\n") + 1


def _last_line(text: mmap.mmap) -> int:
    return text[:].rstrip().count(b"\n") + 1


def _key(name: str) -> int:
    """A digest of a name that fits into 8 bytes."""
    encoded = name.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(encoded, digest_size=8).digest(), "big")


@cache
def _gate(part: str = "report") -> Any:
    from jsonschema_rs import Draft202012Validator  # loaded only where it is used

    schema = json.loads(_SCHEMA_FILE.read_text(encoding="utf-8"))
    if part:
        schema = {"$ref": f"#/$defs/{part}", "$defs": schema["$defs"]}
    return Draft202012Validator(schema)
