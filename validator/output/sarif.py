"""Reports as SARIF 2.1.0, which services for code scanning and editors read.

Every requirement is a rule, every finding a result, and so is what is undetermined, a problem of a
bundle and what was not checked. What passed, does not apply or is left to a person is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import heappush, heappushpop
from typing import Final
from urllib.parse import quote

from validator.output.evidence import engine
from validator.output.json_text import Data, dump
from validator.output.remarks import Remark, Weight, remarks_of, skipped_remarks
from validator.output.sarif_rules import Rules, packed_rules, unpack_rules
from validator.output.tally import Tally
from validator.output.view import View
from validator.report import Report
from validator.words.messages import Terms, visible

MOST: Final = 5_000
"""Results that a service keeps of a file; of more it keeps some, and not always the worst."""

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT: Final = "SRCROOT"
_LEVELS: Final = {
    Weight.ERROR: "error",
    Weight.UNDETERMINED: "none",  # of what is no failure the standard asks for it
    Weight.WARNING: "warning",
    Weight.NOTE: "note",
}
_DRIVE: Final = re.compile("/*[A-Za-z]:/")

term = Terms("sarif.cut")


def one(report: Report, view: View) -> bytes:
    """A line with the rules of the report's edition, and one a result: weight, rule, the rest."""
    parts = [packed_rules(report, view.lang), *map(_line, remarks_of(report, view))]
    return b"\n".join(parts)


def gather(view: View) -> Run:
    """What puts the rules first and keeps the worst results."""
    return Run(view.lang)


class Run:
    """Keeps the rules that are met and the worst results, as many as are read."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._rules = Rules(lang)
        self._met: set[bytes] = set()
        self._total = 0
        self._worst: list[tuple[int, int, str, bytes]] = []
        """The least of them first: weight and number negative, rule, the rest of the result."""

    def begin(self) -> bytes:
        return b""

    def add(self, part: bytes) -> bytes:
        rules, *lines = part.split(b"\n")
        if rules not in self._met:
            self._met.add(rules)
            self._rules.add(unpack_rules(rules))
        for line in lines:
            self._keep(line)
        return b""

    def end(self, tally: Tally) -> Iterator[bytes]:
        for each in skipped_remarks(tally, self._lang):
            self._keep(_line(each))
        run = {
            "tool": {"driver": {**_driver(), "language": self._lang, "rules": self._rules.told()}},
            "automationDetails": {"id": "validator/"},
            "invocations": [self._invocation(tally)],
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {_ROOT: {"description": {"text": "Where it was checked."}}},
            "results": [],
        }
        text = dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})
        yield text.removesuffix("]}]}").encode()
        indices = self._rules.indices()
        between = b"\n"
        for _, _, rule, rest in sorted(self._worst, reverse=True):
            yield between + f'{{"ruleId":"{rule}","ruleIndex":{indices[rule]},'.encode() + rest
            between = b",\n"
        yield b"\n]}]}\n"

    def _keep(self, line: bytes) -> None:
        weight, rule, rest = line.split(b" ", 2)
        self._total += 1
        kept = (-int(weight), -self._total, rule.decode(), rest)
        if len(self._worst) < MOST:
            heappush(self._worst, kept)
        else:
            heappushpop(self._worst, kept)

    def _invocation(self, tally: Tally) -> Data:
        """How the run went; also how much of what it found is left out."""
        whole = not (tally.partial or any(each.broken for each in tally))
        said: Data = {"executionSuccessful": whole}
        if self._total > MOST:
            text = term("sarif.cut", self._lang, count=MOST, total=self._total)
            note = {"level": "warning", "message": {"text": f"{text}."}}
            said["toolExecutionNotifications"] = [note]
        return said


def _driver() -> Data:
    told = engine()
    return {"name": told["name"], "version": told["version"], "semanticVersion": told["version"]}


def _line(remark: Remark) -> bytes:
    """Weight, rule, and the result without its opening and its rule."""
    return f"{remark.weight:d} {remark.rule} {dump(_result(remark))[1:]}".encode()


def _result(remark: Remark) -> Data:
    is_open = remark.weight is Weight.UNDETERMINED
    fingerprint = remark.fingerprint
    properties: Data = {"bundle": visible(remark.bundle), "message": remark.key}
    if remark.result is not None:
        properties["citation"] = remark.result.citation
    return {
        "kind": "open" if is_open else "fail",
        "level": _LEVELS[remark.weight],
        "message": {"text": _plain(remark.sentences)},
        "locations": [_location(remark)],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{fingerprint[:16]}:{remark.number}",
            "validator/v1": fingerprint,
        },
        # One result with suppressions asks for them in all.
        "suppressions": [_suppression(remark)] if remark.waived else [],
        **({"baselineState": str(remark.status)} if remark.status else {}),
        "properties": properties,
    }


def _suppression(remark: Remark) -> Data:
    return {"kind": "external", "status": "accepted", "justification": _plain(remark.waived)}


def _location(remark: Remark) -> Data:
    column = {"startColumn": remark.column} if remark.column else {}
    region = {"startLine": remark.line or 1, **column}  # services show nothing without a line
    physical = {"artifactLocation": address_of(remark.path), "region": region}
    location: Data = {"physicalLocation": physical}
    if remark.place.pointer:
        name = visible(f"{remark.place.file}#{remark.place.pointer}")
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    return location


def address_of(path: str) -> Data:
    """A file by its address; what lies below where the check was made has no machine's name."""
    try:
        name = path.encode("utf-8", "surrogateescape")  # as the system calls it
    except UnicodeEncodeError:
        name = path.encode("utf-8", "surrogatepass")
    if path.startswith("/") or _DRIVE.match(path):
        return {"uri": f"file:///{quote(name.lstrip(b'/'), safe='/:')}"}
    return {"uri": quote(name), "uriBaseId": _ROOT}


def _plain(text: str) -> str:
    """A text of which nothing is taken for a link or a place for an argument."""
    return text.replace("](", "] (").replace("{", "{{").replace("}", "}}")
