"""`validator spec book`: an edition as an HTML book."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from validator.cli.faults import tell, wrong_call
from validator.cli.options import catalogue_of, chosen_editions, edition_options
from validator.cli.writing import TERMINAL, replaces, written
from validator.errors import CallError
from validator.law.calendar import zone_of
from validator.model import LANGUAGES, declare
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition

if TYPE_CHECKING:
    from validator.editor.diff.changes import Diff

BOOK_YEAR_UNKNOWN = declare("book_year_unknown", year=int, first=int, last=int)

_ALL = "all"


@click.command("book")
@edition_options
@click.option(
    "--lang",
    type=click.Choice([*LANGUAGES, _ALL]),
    default=_ALL,
    show_default=True,
    help="Language of the book.",
)
@click.option(
    "--year",
    type=int,
    help="Year of the calendar; this year, or the nearest in which the edition is in force.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file instead of the terminal.")
def command(
    standard: str | None,
    edition: str | None,
    specs: Path | None,
    lang: str,
    year: int | None,
    output: str | None,
) -> int:
    """Write an edition as a book: the law, and beside each clause what encodes it.

    A chapter tells what it changes against the edition before it, and what is changed has a bar.
    The book is one HTML file that needs no network and no script.
    """
    from validator.editor.book import book
    from validator.editor.stories import read_cases

    catalogue = catalogue_of(specs)
    found = chosen_editions(catalogue, standard, edition)
    if len(found) > 1:
        names = ", ".join(each.regulation.standard for each in found)
        raise wrong_call("call.one_standard", names=names)
    (chosen,) = found
    regulation = chosen.regulation
    cases = read_cases(catalogue.draft(regulation.standard, regulation.edition))
    langs = LANGUAGES if lang == _ALL else (lang,)
    diff = _since(catalogue, regulation.standard, regulation.edition)
    text = book(chosen, cases, langs, _year(chosen, year), diff)
    with written(output or TERMINAL) as out:
        out.write(text.encode())
    if output is not None and replaces(output):
        tell("run.written", path=output, format="html")
    return 0


def _since(catalogue: Catalogue, standard: str, edition: str) -> Diff | None:
    """In what an edition differs from the one before it; None for the first."""
    from validator.editor.diff import compare

    before = catalogue.before(standard, edition)
    if before is None:
        return None
    return compare(catalogue.sources(standard, before), catalogue.sources(standard, edition))


def _year(edition: Edition, wanted: int | None) -> int:
    """The year asked for; else this year or that of the edition's days which is nearest to it."""
    calendar, law = edition.setting.calendar, edition.regulation
    first, last = calendar.first.year, calendar.last.year
    if wanted is None:
        today = datetime.now(zone_of(calendar.zone)).year
        own = min(max(today, law.in_force.year), law.until.year if law.until else today)
        return min(max(own, first), last)
    if not first <= wanted <= last:
        raise CallError.of(BOOK_YEAR_UNKNOWN(year=wanted, first=first, last=last))
    return wanted
