"""An edition as a book: the law and beside it what encodes it, one HTML page without a network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from validator.editor.book.build import build
from validator.editor.stories import Story
from validator.standard.edition import Edition
from validator.words.messages import term

_FOLDER = Path(__file__).parent


def book(edition: Edition, cases: Sequence[Story], langs: Sequence[str], year: int) -> str:
    """A book of an edition in some languages as one HTML5 page.

    The same arguments give the same text, on any day and any machine.

    Args:
        edition: the edition.
        cases: its cases.
        langs: the languages; the first one shows unless a link asks for another.
        year: the year of its calendar, of which the edition's calendar covers a day.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["breakable"] = _breakable
    books = build(edition, cases, langs, year)
    terms = {lang: partial(_term, lang) for lang in langs}
    template = environment.get_template("edition.html.j2")
    bodies = {
        each.lang: template.render(book=each, t=terms[each.lang], terms=terms) for each in books
    }
    return environment.get_template("page.html.j2").render(
        books=books,
        terms=terms,
        style=(_FOLDER / "style.css").read_text(encoding="utf-8"),
        bodies=bodies,
    )


def _term(lang: str, key: str, /, **args: Any) -> str:
    return term(key, lang, **args)


def _breakable(name: str) -> Any:
    """An id that may be broken after a dot or an underscore, where a column is narrow."""
    from markupsafe import Markup, escape

    return Markup("").join(
        part if part not in {".", "_"} else part + Markup("<wbr>")
        for part in map(escape, re.split(r"([._])", name))
    )
