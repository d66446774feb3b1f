"""Reports as a web page of its own: nothing from outside, no script, fit to print or to send."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from validator.output.article import Article, line_of, tell_article
from validator.output.overview import columns, overview_of, totals_of
from validator.output.sheet import Sheet
from validator.output.spool import Spool, paired
from validator.output.tally import Tally
from validator.output.totals import is_marked, summary, tell_marks, tell_skipped
from validator.output.view import View
from validator.report import Report
from validator.words.messages import Terms, visible

if TYPE_CHECKING:
    from jinja2 import Environment, Template

FOLDER: Final = Path(__file__).parent

term = Terms("page.title")


def one(report: Report, view: View) -> bytes:
    """One report, as an article of the page, and as a row of its table where there are many."""
    sheet = Article()
    tell_article(report, view, sheet)
    if not view.many:
        return _template("report.html.j2").render(article=sheet, anchor=None).encode()
    row, anchor = overview_of(report, view), _anchor(report.bundle)
    article = _template("report.html.j2").render(article=sheet, anchor=anchor)
    line = _page().row(
        anchor=anchor,
        bundle=line_of(row.bundle, row.style),
        sides=[
            (name, line_of(side.word, side.style))
            for name, side in zip(columns(view.lang), row.sides, strict=False)
        ],
        points=[visible(each) for each in row.points],
    )
    return paired(str(line).encode(), article.encode())


def gather(view: View) -> _Gathering:
    """What puts the articles into one page."""
    return _Gathering(view)


class _Gathering:
    """Writes articles as they come; where there are many, behind the table of all of them."""

    def __init__(self, view: View) -> None:
        self._lang = view.lang
        self._spool = Spool() if view.many else None

    def begin(self) -> bytes:
        """All that comes before the first report."""
        return _head(term("page.title", self._lang), self._lang)

    def add(self, part: bytes) -> bytes:
        """The article, unless it has to wait."""
        if self._spool is None:
            return part
        self._spool.add(part)
        return b""

    def end(self, tally: Tally) -> Iterator[bytes]:
        """What waited, the totals where there are several reports, and the page's end."""
        said, skipped = summary(tally, self._lang), self._skipped(tally)
        if self._spool is None:
            yield skipped
            yield str(_page().tail(summary=said)).encode()
            return
        totals = totals_of(tally, self._lang)
        yield str(_page().overview(summary=said, totals=totals)).encode()
        yield skipped
        yield str(_page().rows(names=columns(self._lang))).encode()
        yield from self._spool.lines()
        yield str(_page().rows_end()).encode()
        yield from self._spool.details()
        yield str(_page().tail(summary=None)).encode()

    def _skipped(self, tally: Tally) -> bytes:
        """What was not checked, and what became of waivers and a baseline."""
        if not (tally.skipped or is_marked(tally)):
            return b""
        sheet = Article()
        tell_skipped(tally, self._lang, sheet)
        tell_marks(tally, self._lang, sheet)
        return _template("report.html.j2").render(article=sheet, anchor=None).encode()


def page_of(title: str, put: Callable[[Sheet], None], lang: str) -> bytes:
    """A page of one article, by what puts it onto a sheet."""
    sheet = Article()
    put(sheet)
    article = _template("report.html.j2").render(article=sheet, anchor=None).encode()
    return _head(title, lang) + article + str(_page().tail(summary=None)).encode()


def _head(title: str, lang: str) -> bytes:
    """All that comes before what a page is about."""
    style = stylesheet("report.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return str(_page().head(lang=lang, title=title, style=style, digest=digest)).encode()


def _anchor(bundle: str) -> str:
    """What a link to a report leads to; bundles bear different names."""
    return f"r{hashlib.sha256(bundle.encode(errors='surrogatepass')).hexdigest()[:16]}"


def _page() -> Any:
    """The macros of the page, which are attributes of its module."""
    return _template("reports.html.j2").module


def stylesheet(name: str, folder: Path = FOLDER) -> str:
    """A style sheet behind the colours that all our pages have."""
    parts = (FOLDER / "colours.css", folder / name)
    return "".join(each.read_text(encoding="utf-8") for each in parts)


def templates(folder: Path) -> Environment:
    """The templates of a folder; what is put into them is escaped, and must be there."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # 30 ms, and for pages alone

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _template(name: str) -> Template:
    return templates(FOLDER).get_template(name)
