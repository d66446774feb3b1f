"""Reports as a web page of its own: nothing from outside, no script, fit to print or to send."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from validator.output.tally import Tally
from validator.output.telling import tell
from validator.output.totals import is_marked, summary, tell_marks, tell_skipped
from validator.output.view import View
from validator.report import Report
from validator.words.messages import Terms, visible

if TYPE_CHECKING:
    from jinja2 import Environment, Template

FOLDER: Final = Path(__file__).parent

term = Terms("page.title")

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


def one(report: Report, view: View) -> bytes:
    """One report, as an article of the page."""
    sheet = _Article()
    tell(report, view, sheet)
    return _template("report.html.j2").render(article=sheet).encode()


def head(view: View) -> bytes:
    """All that comes before the first report."""
    page = _template("reports.html.j2").module
    style = stylesheet("report.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    title = term("page.title", view.lang)
    return str(page.head(lang=view.lang, title=title, style=style, digest=digest)).encode()  # type: ignore[attr-defined]  # macros of a template are its attributes


def between(_view: View) -> bytes:
    """Nothing: articles stand apart by themselves."""
    return b""


def tail(tally: Tally, view: View) -> bytes:
    """The totals, where there are several reports, what was not checked, and the page's end."""
    sheet = _Article()
    tell_skipped(tally, view.lang, sheet)
    tell_marks(tally, view.lang, sheet)
    told = tally.skipped or is_marked(tally)
    said = _template("report.html.j2").render(article=sheet) if told else ""
    page = _template("reports.html.j2").module
    end = str(page.tail(summary=summary(tally, view.lang)))  # type: ignore[attr-defined]  # macros of a template are its attributes
    return (said + end).encode()


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


@dataclass(frozen=True, slots=True)
class _Line:
    """A text and the class of its style."""

    text: str
    style: str


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, or an item of a list with its details.

    Attributes:
        number: of an item in a numbered list.
        details: None for a paragraph.
    """

    line: _Line
    number: int | None = None
    details: list[_Line] | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands under one heading, or before the first one."""

    heading: str | None = None
    blocks: list[_Block] = field(default_factory=list)


class _Article:
    """Gathers what a report says, with signs that nobody sees made visible."""

    def __init__(self) -> None:
        self.headline = _Line("", "")
        self.parts = [_Part()]

    def title(self, text: str, style: str) -> None:
        self.headline = _line(text, style)

    def heading(self, text: str) -> None:
        self.parts.append(_Part(visible(text)))

    def paragraph(self, text: str, style: str = "") -> None:
        self.parts[-1].blocks.append(_Block(_line(text, style)))

    def item(self, mark: str, text: str, style: str = "") -> None:
        number = int(mark[:-1]) if mark[:-1].isdecimal() else None
        self.parts[-1].blocks.append(_Block(_line(text, style), number, []))

    def detail(self, text: str, style: str = "") -> None:
        blocks = self.parts[-1].blocks
        if blocks and (details := blocks[-1].details) is not None:
            details.append(_line(text, style))
        else:
            self.paragraph(text, style)

    def blank(self) -> None:
        if self.parts[-1].blocks:
            self.parts.append(_Part())


def _line(text: str, style: str) -> _Line:
    return _Line(visible(text), _CLASSES[style])
