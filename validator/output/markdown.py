"""Reports in Markdown: the totals, a table of all bundles, then what is at fault in each.

For a pull request or the summary of a build, of which some are cut: what is read first comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from validator.model import Outcome
from validator.output.markdown_text import bold, code, plain
from validator.output.overview import columns, overview_of, totals_of
from validator.output.spool import Spool, paired
from validator.output.tally import Tally
from validator.output.telling import tell_faults
from validator.output.totals import summary, tell_skipped
from validator.output.view import View
from validator.report import Report
from validator.words.messages import Terms

term = Terms("page.title", "row.points", "totals.number", "totals.what")

_TOLD: Final = (Outcome.FAILED, Outcome.UNDETERMINED)


def one(report: Report, view: View) -> bytes:
    """One report: its row of the table, and what is at fault in it."""
    row = overview_of(report, view)
    points = "<br>".join(map(plain, row.points))
    cells = code(row.bundle, in_table=True), *(plain(each.word) for each in row.sides), points
    details = ""
    if report.problems or any(each.outcome in _TOLD for each in report.results):
        sheet = MarkdownSheet("###")
        tell_faults(report, view, sheet)
        details = sheet.text()
    return paired(_row(cells).encode(), details.encode())


def gather(view: View) -> _Page:
    """What puts them together; its pieces are whole lines, so that it may be cut between them."""
    return _Page(view)


class _Page:
    """Keeps reports in a file until the totals are known."""

    def __init__(self, view: View) -> None:
        self._lang = view.lang
        self._spool = Spool()

    def begin(self) -> bytes:
        """Nothing: the totals come first."""
        return b""

    def add(self, part: bytes) -> bytes:
        """Nothing yet."""
        self._spool.add(part)
        return b""

    def end(self, tally: Tally) -> Iterator[bytes]:
        """All of it, in pieces that end where a line does."""
        yield f"## {plain(term('page.title', self._lang))}\n".encode()
        if (said := summary(tally, self._lang)) is not None:
            yield f"\n{bold(plain(said))}\n".encode()
            yield from (each.encode() for each in self._totals(tally))
        if tally:
            *sides, bundle = columns(self._lang)
            names = bundle, *sides, term("row.points", self._lang)
            yield f"\n{_head(names)}".encode()
            yield from self._spool.lines()
        if tally.skipped:
            sheet = MarkdownSheet("###")
            tell_skipped(tally, self._lang, sheet)
            yield sheet.text().encode()
        yield from self._spool.details()

    def _totals(self, tally: Tally) -> Iterator[str]:
        names = term("totals.number", self._lang), term("totals.what", self._lang)
        for total in totals_of(tally, self._lang):
            yield f"\n### {plain(total.heading)}\n\n{_head(names)}"
            for count, what in total.lines:
                yield _row((str(count), plain(what)))


class MarkdownSheet:
    """Gathers what a report says, as Markdown below a heading of a level."""

    def __init__(self, level: str) -> None:
        self._level = level
        self._lines: list[str] = []
        self._in_item = False

    def title(self, text: str, _style: str) -> None:
        """The first line of a report."""
        self._begin(f"{self._level} {plain(text)}")

    def heading(self, text: str) -> None:
        """What the lines below are about."""
        self._begin(bold(plain(text)))

    def paragraph(self, text: str, style: str = "") -> None:  # noqa: ARG002  # it has none
        """A paragraph of its own."""
        self._begin(plain(text))

    def item(self, mark: str, text: str, style: str = "") -> None:
        """An item of a list, after its number or a bullet."""
        if not self._in_item:
            self._lines.append("")
        self._in_item = True
        said = bold(plain(text)) if style.startswith("bold") else plain(text)
        self._lines.append(f"{mark if mark[:-1].isdecimal() else '-'} {said}")

    def detail(self, text: str, style: str = "") -> None:
        """What belongs to the item above."""
        if not self._in_item:
            self.paragraph(text, style)
            return
        self._lines[-1] += "\\"
        self._lines.append(f"  {plain(text)}")

    def blank(self) -> None:
        """Nothing: paragraphs stand apart by themselves."""

    def text(self) -> str:
        """All of it."""
        return "".join(f"{line}\n" for line in self._lines)

    def _begin(self, line: str) -> None:
        self._in_item = False
        self._lines += ["", line]


def _head(names: Sequence[str]) -> str:
    return f"{_row(map(plain, names))}|{'---|' * len(names)}\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
