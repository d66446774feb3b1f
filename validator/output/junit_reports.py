"""Reports as JUnit XML, which build servers show: a suite a bundle, a test case a requirement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import Final
from xml.etree import ElementTree as ET  # only written here, never read

from validator.model import Outcome
from validator.output.clause_names import clause_name
from validator.output.mask import Mask
from validator.output.remarks import (
    Remark,
    Weight,
    path_of,
    remarks_of,
    skipped_remarks,
)
from validator.output.tally import Tally
from validator.output.view import View
from validator.report import Report, Result
from validator.words.messages import Terms, named, say, visible

term = Terms("junit.inapplicable")

_COUNTED: Final = ("tests", "failures", "errors", "skipped")
_IN_MEMORY: Final = 1 << 23
"""Bytes of suites up to which no file is needed for them."""
_PIECE: Final = 1 << 20


def one(report: Report, view: View) -> bytes:
    """The suite of one report, after a line with how many cases of each sort are in it."""
    suite = _suite(report.bundle)
    regulation = report.regulation
    properties = ET.SubElement(suite, "properties")
    known = {"verdict": report.verdict.value}
    if regulation is not None:
        known |= {"standard": regulation.standard, "edition": regulation.edition}
    for name, value in known.items():
        ET.SubElement(properties, "property", {"name": name, "value": value})
    told: dict[str, list[Remark]] = {}
    for remark in remarks_of(report, view):
        if remark.result is None:
            _add_problem(suite, remark)
        else:
            told.setdefault(remark.rule, []).append(remark)
    mask = view.mask(report)
    for result in report.results:
        case = _case(suite, report.bundle, result.requirement.id)
        title = named(result.requirement.title, view.lang)
        about = title, clause_name(regulation, result.citation, view.lang)
        if remarks := told.get(result.requirement.id):
            _say(case, remarks, about)
        elif (reason := _why_skipped(result, mask, view.lang)) is not None:
            sort, message = result.outcome.value, visible(reason)
            skipped = ET.SubElement(case, "skipped", {"type": sort, "message": message})
            skipped.text = "\n".join(map(visible, (*about, reason)))
    return _written(suite)


def gather(view: View) -> Suites:
    """What puts the totals before the suites."""
    return Suites(view.lang)


class Suites:
    """Keeps the suites until their totals are known: many of them in a file."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._counts = Counter[str]()
        self._kept = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # closed at the end

    def begin(self) -> bytes:
        return b""

    def add(self, part: bytes) -> bytes:
        counts, _, suite = part.partition(b"\n")
        self._counts.update(dict(zip(_COUNTED, map(int, counts.split()), strict=True)))
        self._kept.write(suite)
        return b""

    def end(self, tally: Tally) -> Iterator[bytes]:
        for each in skipped_remarks(tally, self._lang):
            suite = _suite(each.bundle)
            _add_problem(suite, each)
            self.add(_written(suite))
        totals = {name: str(self._counts[name]) for name in _COUNTED if name != "skipped"}
        root = ET.tostring(ET.Element("testsuites", totals), encoding="unicode")
        yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
        yield root.replace(" />", ">\n").encode()
        with self._kept:
            self._kept.seek(0)
            while piece := self._kept.read(_PIECE):
                yield piece
        yield b"</testsuites>\n"


def _suite(bundle: str) -> ET.Element:
    file = visible(path_of(bundle, ""))
    # On a case, as some write it, Jenkins' schema refuses it.
    return ET.Element("testsuite", {"name": visible(bundle), "file": file})


def _case(suite: ET.Element, bundle: str, name: str) -> ET.Element:
    # GitLab shows the class as the suite, and of equal names in one class the first alone.
    return ET.SubElement(suite, "testcase", {"classname": visible(bundle), "name": name})


def _add_problem(suite: ET.Element, remark: Remark) -> None:
    ordinal = 1 + sum(
        each.get("name", "").startswith(f"{remark.rule}.{remark.key}") for each in suite
    )
    name = f"{remark.rule}.{remark.key}"
    case = _case(suite, remark.bundle, name if ordinal == 1 else f"{name} ({ordinal})")
    _say(case, [remark])


def _say(case: ET.Element, remarks: Iterable[Remark], about: Iterable[str] = ()) -> None:
    """What is wrong with it, all as text of the element: GitLab reads nothing else."""
    remarks = tuple(remarks)
    first = remarks[0]
    found = ET.SubElement(case, _element(first), {"type": _sort(first), "message": first.text})
    lines = [*about]
    for each in remarks:
        lines += filter(None, (each.placed, each.advice, each.waived))
    found.text = "\n".join(map(visible, lines))


def _element(remark: Remark) -> str:
    """What becomes of a case: only what was decided and counts is a failure."""
    if remark.waived:
        return "skipped"
    is_problem = remark.result is None and remark.weight is Weight.ERROR
    return "error" if is_problem or remark.weight is Weight.UNDETERMINED else "failure"


def _sort(remark: Remark) -> str:
    return "waived" if remark.waived else remark.weight.name.lower()


def _why_skipped(result: Result, mask: Mask, lang: str) -> str | None:
    """Why there is nothing to say of it, None where it passed."""
    if result.outcome is Outcome.INAPPLICABLE:
        return term("junit.inapplicable", lang)
    if result.outcome is Outcome.MANUAL and result.reason is not None:
        return say(mask.message(result.reason), lang)
    return "" if result.outcome is Outcome.MANUAL else None


def _written(suite: ET.Element) -> bytes:
    cases = [*suite.iter("testcase")]
    counts = [len(cases)]
    counts += [
        sum(case.find(sort) is not None for case in cases)
        for sort in ("failure", "error", "skipped")
    ]
    for name, count in zip(_COUNTED, counts, strict=True):
        suite.set(name, str(count))
    ET.indent(suite, " ", 1)
    text = ET.tostring(suite, encoding="unicode")
    return f"{' '.join(map(str, counts))}\n {text}\n".encode()
