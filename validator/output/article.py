"""A report as an article of a web page: what is to be done first, and all else in an annex."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from validator.engine.derived import fee_trace
from validator.frozen import frozen
from validator.model import Args, Outcome
from validator.output.ahead import hours, ready
from validator.output.month_table import MonthTable, month_table
from validator.output.paper_tables import PaperTable, paper_tables
from validator.output.sheet import BULLET
from validator.output.telling import ReportTeller
from validator.output.view import View
from validator.report import Report
from validator.words.messages import Terms, named, say, visible

term = Terms(
    *(
        "heading.derived",
        "heading.papers",
        "heading.timeline",
        "heading.timeline.draft",
        "heading.fee",
    ),
    *("heading.person", "heading.annex", "heading.readings", "heading.numbers"),
    *("numbers.record", "numbers.specs", "reading", "paper.more"),
)

_CLASSES: Final = {
    "bold green": "good",
    "bold red": "bad",
    "bold yellow": "warn",
    "yellow": "warn",
    "bold": "strong",
    "dim": "dim",
    "": "",
}
"""What a style of the terminal is called in the style sheet."""

_OPEN: Final = (Outcome.FAILED, Outcome.UNDETERMINED, Outcome.MANUAL)
"""Outcomes of which a reader asks how the law is read."""


@frozen
class Line:
    """A text and the class of its style."""

    text: str
    style: str


@frozen
class Block:
    """A paragraph, or an item of a list with its details.

    Attributes:
        number: of an item in a numbered list.
        details: None for a paragraph.
    """

    line: Line
    number: int | None = None
    details: list[Line] | None = None


@dataclass(slots=True)
class Part:
    """What stands under one heading, or before the first one."""

    heading: str | None = None
    blocks: list[Block] = field(default_factory=list)
    papers: tuple[PaperTable, ...] = ()
    months: MonthTable | None = None


class Article:
    """Gathers what a report says, with signs that nobody sees made visible."""

    def __init__(self) -> None:
        self.headline = Line("", "")
        self.parts = [Part()]
        self.annex: str | None = None
        self.annexed: list[Part] = []
        self._here = self.parts

    def title(self, text: str, style: str) -> None:
        """The first line, below the title of the page."""
        self.headline = line_of(text, style)

    def begin_annex(self, title: str) -> None:
        """All that follows stands in the annex."""
        self.annex = title
        self._here = self.annexed
        self._here.append(Part())

    def heading(self, text: str) -> None:
        """What the blocks below are about."""
        self._here.append(Part(visible(text)))

    def paragraph(self, text: str, style: str = "") -> None:
        """A paragraph of its own."""
        self._here[-1].blocks.append(Block(line_of(text, style)))

    def item(self, mark: str, text: str, style: str = "") -> None:
        """An item of a list, after its number or bullet."""
        number = int(mark[:-1]) if mark[:-1].isdecimal() else None
        self._here[-1].blocks.append(Block(line_of(text, style), number, []))

    def detail(self, text: str, style: str = "") -> None:
        """What belongs to the item above."""
        blocks = self._here[-1].blocks
        if blocks and (details := blocks[-1].details) is not None:
            details.append(line_of(text, style))
        else:
            self.paragraph(text, style)

    def blank(self) -> None:
        """Space between what says one thing and what says another."""
        if self._here[-1].blocks:
            self._here.append(Part())

    def put_papers(self, tables: tuple[PaperTable, ...]) -> None:
        """The tables of papers, below the heading."""
        self._here[-1].papers = tables

    def put_months(self, months: MonthTable) -> None:
        """The calendar, below the heading."""
        self._here[-1].months = months


def line_of(text: str, style: str) -> Line:
    """A text in a style of the terminal."""
    return Line(visible(text), _CLASSES[style])


def tell_article(report: Report, view: View, article: Article) -> None:
    """Put all that a report says into an article."""
    _ArticleTeller(report, view, article).tell()


class _ArticleTeller(ReportTeller):
    """Tells a report as an article."""

    def __init__(self, report: Report, view: View, article: Article) -> None:
        super().__init__(report, view, article)
        self.article = article

    def tell(self) -> None:
        """The verdict, what to do, papers, days, fee and who decides; then the annex."""
        self._verdict()
        if not self.report.results:
            self._problems()
            self._edition()
            self._end()
            return
        self._sides()
        self.sheet.blank()
        self._law_in_short()
        self._faults()
        self._next()
        self._problems()
        self._papers()
        self._timeline()
        self._fee_with_trace()
        self._people_by_title()
        self._end()
        self._begin_annex()
        self._edition()
        self._reckoning()
        self._grounds()
        self._left_to_people()
        self._rests_on()
        self._confirmed()
        self._readings()
        self._numbers()

    def _begin_annex(self) -> None:
        self.article.begin_annex(term("heading.annex", self.lang))

    def _papers(self) -> None:
        tables = tuple(paper_tables(self.report, self.mask, self.lang))
        if not tables:
            return
        self.sheet.heading(term("heading.papers", self.lang))
        self.article.put_papers(tables)
        if left_out := sum(each.left_out for each in tables):
            self.sheet.paragraph(term("paper.more", self.lang, count=left_out))

    def _timeline(self) -> None:
        timeline = self.report.outlook.timeline()
        if timeline is None:
            return
        word = "heading.timeline.draft" if timeline.assumed else "heading.timeline"
        self.sheet.heading(term(word, self.lang))
        months = month_table(timeline, self.lang)
        if months is not None:
            self.article.put_months(months)
        if timeline.assumed:
            self._ahead()
        self._days()
        filing = self.report.outlook.filing()
        if filing is not None and (timeline.assumed or ready(self.report)):
            self.sheet.paragraph(hours(filing, self.lang), "dim")

    def _fee_with_trace(self) -> None:
        if self.report.derived.fee_due is not None:
            self.sheet.heading(term("heading.fee", self.lang))
            self._fee()
        for message in fee_trace(self.report.derived):
            self.sheet.item(BULLET, say(message, self.lang), "dim")

    def _reckoning(self) -> None:
        """How the days came about; the fee's arithmetic stands with the fee."""
        of_fee = fee_trace(self.report.derived)
        of_days = [each for each in self.report.derived.trace if each not in of_fee]
        if of_days:
            self.sheet.heading(term("heading.derived", self.lang))
        for message in of_days:
            self.sheet.item(BULLET, say(message, self.lang), "dim")

    def _people_by_title(self) -> None:
        """What is left to people, and to whom, in short."""
        chosen = self._of(Outcome.MANUAL)
        if chosen:
            self.sheet.heading(term("heading.person", self.lang))
        for result in chosen:
            who = named(result.requirement.who or {}, self.lang)
            title = named(result.requirement.title, self.lang)
            self.sheet.item(BULLET, f"{title} – {who}" if who else title)

    def _readings(self) -> None:
        """How the clauses are read that leave something open, where it matters here."""
        regulation = self.report.regulation
        cited = [each.citation for each in self.report.results if each.outcome in _OPEN]
        clauses = regulation.clauses if regulation is not None else {}
        found = [clauses[each] for each in dict.fromkeys(cited) if each in clauses]
        read = [each for each in found if each.interpretation is not None]
        if read:
            self.sheet.heading(term("heading.readings", self.lang))
        for each in read:
            self.sheet.item(BULLET, self._clause(each.id))
            args: Args = {
                "reading": named(each.interpretation or {}, self.lang),
                "standing": each.standing or "",
            }
            self.sheet.detail(term("reading", self.lang, **args))

    def _numbers(self) -> None:
        """The digests of what was read, and of what it was held against."""
        told = list(self._digests())
        if told:
            self.sheet.heading(term("heading.numbers", self.lang))
        for name, digest in told:
            self.sheet.paragraph(f"{name}: SHA-256 {digest}", "dim")

    def _digests(self) -> Iterator[tuple[str, str]]:
        report, law = self.report, self.report.regulation
        if report.manifest_sha256 is not None:
            yield self.mask(report.manifest_file), report.manifest_sha256
        if report.record_sha256 is not None:
            yield term("numbers.record", self.lang), report.record_sha256
        if law is not None:
            args: Args = {"standard": law.standard, "edition": law.edition}
            yield term("numbers.specs", self.lang, **args), law.spec_sha256
