"""Reports as JUnit XML, which build servers show: a suite a bundle, a test case a requirement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from validator.model import Outcome
from validator.output.clause_names import clause_name
from validator.output.remarks import Remark, Weight, path_of, remarks_of, skipped_remarks
from validator.output.spool import Spool, paired
from validator.output.tally import Tally
from validator.output.view import View
from validator.report import Report
from validator.words.messages import Terms, named, say, visible

term = Terms("junit.inapplicable")

_COUNTED: Final = ("tests", "failures", "errors", "skipped")


def one(report: Report, view: View) -> bytes:
    """The suite of one report, after a line with how many cases of each sort are in it."""
    suite = _Suite(report.bundle)
    regulation = report.regulation
    suite.know("verdict", report.verdict.value)
    if regulation is not None:
        suite.know("standard", regulation.standard)
        suite.know("edition", regulation.edition)
    told: dict[str, list[Remark]] = {}
    for remark in remarks_of(report, view):
        if remark.result is None:
            suite.add_problem(remark)
        else:
            told.setdefault(remark.rule, []).append(remark)
    mask, inapplicable = view.mask(report), term("junit.inapplicable", view.lang)
    for result in report.results:
        name = result.requirement.id
        if result.outcome is Outcome.PASSED:
            suite.add(name)
            continue
        title = named(result.requirement.title, view.lang)
        about = title, clause_name(regulation, result.citation, view.lang)
        if remarks := told.get(name):
            suite.add(name, _element_of(remarks[0]), _said(remarks, about))
        else:
            reason = inapplicable if result.outcome is Outcome.INAPPLICABLE else ""
            if result.reason is not None:
                reason = say(mask.message(result.reason), view.lang)
            sort = result.outcome.value
            suite.add(name, "skipped", _skipped(sort, visible(reason), "\n".join(about)))
    return suite.written()


def gather(view: View) -> Suites:
    """What puts the totals before the suites."""
    return Suites(view.lang)


class Suites:
    """Keeps the suites until their totals are known: many of them in a file."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._counts = Counter[str]()
        self._spool = Spool()

    def begin(self) -> bytes:
        return b""

    def add(self, part: bytes) -> bytes:
        counts, _, suite = part.partition(b"\n")
        self._counts.update(dict(zip(_COUNTED, map(int, counts.split()), strict=True)))
        self._spool.add(paired(b"", suite))
        return b""

    def end(self, tally: Tally) -> Iterator[bytes]:
        for each in skipped_remarks(tally, self._lang):
            suite = _Suite(each.bundle)
            suite.add_problem(each)
            self.add(suite.written())
        # Of what is skipped a strict reader takes no total.
        totals = "".join(f' {name}="{self._counts[name]}"' for name in _COUNTED[:-1])
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites{totals}>\n'.encode()
        yield from self._spool.details()
        yield b"</testsuites>\n"


class _Suite:
    """The cases of one bundle, and how many there are of each sort."""

    def __init__(self, bundle: str) -> None:
        self._name = quoteattr(visible(bundle))
        self._file = quoteattr(visible(path_of(bundle, "")))
        self._known: list[str] = []
        self._cases: list[str] = []
        self._elements = Counter[str]()
        self._problems = Counter[str]()

    def know(self, name: str, value: str) -> None:
        """Something that is known of the bundle."""
        self._known.append(f"   <property name={quoteattr(name)} value={quoteattr(value)} />\n")

    def add(self, name: str, element: str = "", inner: str = "") -> None:
        """A case, and the element that says what became of it unless it passed."""
        # GitLab shows the class as the suite, and of equal names in one class the first alone.
        head = f"  <testcase classname={self._name} name={_quoted(name)}"
        whole = f"{head}>\n   <{element}{inner}</{element}>\n  </testcase>\n"
        self._cases.append(whole if element else f"{head} />\n")
        self._elements[element] += 1

    def add_problem(self, remark: Remark) -> None:
        """A case of what is wrong with the bundle as a whole."""
        name = f"{remark.rule}.{remark.key}"
        self._problems[name] += 1
        number = self._problems[name]
        name = name if number == 1 else f"{name} ({number})"
        self.add(name, _element_of(remark), _said([remark]))

    def written(self) -> bytes:
        """All of it, after a line with its counts."""
        found = (self._elements[each] for each in ("failure", "error", "skipped"))
        counts = [str(len(self._cases)), *map(str, found)]
        said = "".join(f' {name}="{n}"' for name, n in zip(_COUNTED, counts, strict=True))
        known = f"  <properties>\n{''.join(self._known)}  </properties>\n" if self._known else ""
        # On a case, where others have it, Jenkins' schema refuses the file.
        head = f" <testsuite name={self._name} file={self._file}{said}>\n"
        text = f"{head}{known}{''.join(self._cases)} </testsuite>\n"
        return f"{' '.join(counts)}\n{text}".encode()


def _said(remarks: Sequence[Remark], about: Sequence[str] = ()) -> str:
    """What is wrong, all as text of the element: GitLab reads nothing else."""
    first, lines = remarks[0], [*about]
    for each in remarks:
        lines += filter(None, (each.placed, each.advice, each.waived))
    sort = "waived" if first.waived else first.weight.name.lower()
    return _inner(sort, first.text, "\n".join(lines))


@lru_cache(maxsize=10_000)  # a few hundred an edition and a language
def _skipped(sort: str, reason: str, about: str) -> str:
    """Why there is nothing to say of a requirement, which is the same in most reports."""
    return _inner(sort, reason, f"{about}\n{reason}")


@lru_cache(maxsize=10_000)
def _quoted(name: str) -> str:
    return quoteattr(name)


def _inner(sort: str, message: str, text: str) -> str:
    """The rest of an element behind its name."""
    return f" type={quoteattr(sort)} message={quoteattr(message)}>{escape(text)}"


def _element_of(remark: Remark) -> str:
    """What becomes of a case: only what was decided and counts is a failure."""
    if remark.waived:
        return "skipped"
    is_problem = remark.result is None and remark.weight is Weight.ERROR
    return "error" if is_problem or remark.weight is Weight.UNDETERMINED else "failure"
