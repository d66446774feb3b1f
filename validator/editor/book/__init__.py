"""An edition as a book: the law and beside it what encodes it, one HTML page without a network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from validator.editor.book.build import build
from validator.editor.coverage import ENCODINGS
from validator.editor.diff.changes import Diff
from validator.editor.stories import Story
from validator.model import Outcome, Severity
from validator.output.html import stylesheet, templates
from validator.standard.edition import Edition
from validator.words.messages import STANDINGS, Terms

_FOLDER = Path(__file__).parent

_GROUPS: Final = {
    "standing": STANDINGS,
    "encoding": ENCODINGS,
    "outcome": tuple(map(str, Outcome)),
    "severity": tuple(map(str, Severity)),
}
"""The words that the book explains, by what they are about."""

_TERMS: Final = Terms(
    "outline",
    *(f"{group}.{word}" for group, words in _GROUPS.items() for word in words),
    *(f"book.words.{group}" for group in _GROUPS),
    *(f"book.{group}.{word}" for group, words in _GROUPS.items() for word in words),
    *(f"book.authority.{each}" for each in ("ministry", "statute")),
    *(f"book.needed.{each}" for each in ("always", "if", "no")),
    *(f"book.change.{each}" for each in ("added", "changed")),
    *(f"book.day.{each}" for each in ("worked", "unknown")),
    *(f"book.off.{each}" for each in ("weekend", "holiday", "estimated")),
    *(
        f"explain.{each}"
        for each in (
            *("check", "consequence", "duty", "fix", "for_each", "interpretation", "mind"),
            *("open_point", "services", "severity", "standing", "when", "who"),
        )
    ),
    *(
        f"book.{each}"
        for each in (
            *("about", "act", "also", "always", "authority", "bar", "calendar", "cases"),
            *("cases_head", "changes", "changes_since", "chart", "chart_legend", "chart_says"),
            *("cites", "clause"),
            *("clauses", "condition", "contents", "counts", "digest", "document"),
            *("documents", "estimates", "extent", "fee", "follows_from", "from", "in_force"),
            *("in_the_year", "index", "kicker", "known_until", "language", "law", "no_cases"),
            *("no_clause", "no_documents", "no_fee", "no_parameters", "no_term"),
            *("one_of", "only_outline"),
            *("own_words", "parameters", "requirement", "same_clause", "services", "skip"),
            *("source", "spec", "term", "title", "unconditional", "value", "what_is_missing"),
            *("why_not", "words", "working_days"),
        )
    ),
)


def book(
    edition: Edition,
    cases: Sequence[Story],
    langs: Sequence[str],
    year: int,
    diff: Diff | None = None,
) -> str:
    """A book of an edition in some languages as one HTML5 page.

    The same arguments give the same text, on any day and any machine.

    Args:
        edition: the edition.
        cases: its cases.
        langs: the languages; the first one shows unless a link asks for another.
        year: the year of its calendar, of which the edition's calendar covers a day.
        diff: in what it differs from the edition before it, if there is one.
    """
    environment = templates(_FOLDER)
    environment.filters["breakable"] = _breakable
    books = build(edition, cases, langs, year, diff)
    terms = {lang: partial(_term, lang) for lang in langs}
    template = environment.get_template("edition.html.j2")
    bodies = {
        each.lang: template.render(book=each, t=terms[each.lang], terms=terms) for each in books
    }
    return environment.get_template("page.html.j2").render(
        books=books,
        terms=terms,
        style=stylesheet("style.css", _FOLDER),
        bodies=bodies,
    )


def _term(lang: str, key: str, /, **args: Any) -> str:
    return _TERMS(key, lang, **args)


def _breakable(name: str) -> Any:
    """An id that may be broken after a dot or an underscore, where a column is narrow."""
    from markupsafe import Markup, escape

    return Markup("").join(
        part if part not in {".", "_"} else part + Markup("<wbr>")
        for part in map(escape, re.split(r"([._])", name))
    )
