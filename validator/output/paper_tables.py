"""Papers as tables: whomever or whatever they are about a row, a paper a column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from validator.frozen import frozen
from validator.model import Outcome
from validator.output.mask import Mask
from validator.prospect import AskedPaper
from validator.report import Report
from validator.words.messages import Terms, named, visible

term = Terms(
    "paper.application", "paper.nobody", "paper.who", *(f"paper.{each}" for each in Outcome)
)

_SIGNS: Final = {
    Outcome.PASSED: "✓",
    Outcome.FAILED: "✗",
    Outcome.INAPPLICABLE: "–",
    Outcome.UNDETERMINED: "?",
    Outcome.MANUAL: "…",
}
_GRAVE: Final = (Outcome.FAILED, Outcome.UNDETERMINED, Outcome.MANUAL)

_MOST: Final = 200
"""Rows of a table; of more, those in which something is not in order come first."""


@frozen
class Cell:
    """What became of a paper, as a sign and in words."""

    outcome: str
    sign: str
    said: str


@frozen
class PaperTable:
    """Papers that may be asked of the same things.

    Attributes:
        rows: the name of a thing, and a cell a paper; None where nobody asks it for the paper.
        left_out: rows that are not shown.
    """

    corner: str
    papers: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]
    left_out: int


def paper_tables(report: Report, mask: Mask, lang: str) -> Iterator[PaperTable]:
    """The tables of a report, the one of the application itself first."""
    told = {each.requirement.id for each in report.results}
    papers = [each for each in report.outlook.papers() if each.requirement.id in told]
    own = [each for each in papers if not each.lists]
    yield from _table(own, mask, lang)
    for group in _groups([each for each in papers if each.lists]):
        yield from _table(group, mask, lang)


def _groups(papers: list[AskedPaper]) -> list[list[AskedPaper]]:
    """Papers that some things are asked for both of stand in one table."""
    groups: list[tuple[set[str], list[AskedPaper]]] = []
    for paper in papers:
        lists, group = set(paper.lists), [paper]
        apart = []
        for met, others in groups:
            if lists.isdisjoint(met):
                apart.append((met, others))
            else:
                lists, group = lists | met, others + group
        groups = [*apart, (lists, group)]
    return [group for _, group in groups]


def _table(papers: list[AskedPaper], mask: Mask, lang: str) -> Iterator[PaperTable]:
    columns = {
        each.requirement.id: " / ".join(
            named(kind.name, lang, str(kind.id)) for kind in each.documents
        )
        for each in papers
        if each.lists or each.outcome is not Outcome.INAPPLICABLE
    }
    found: dict[str, dict[str, Outcome]] = {}
    for each in papers:
        name = _name(each, mask, lang)
        found.setdefault(name, {})[each.requirement.id] = each.outcome
    if not columns or not found:
        return
    order = list(found)
    if len(order) > _MOST:
        order.sort(key=lambda name: not any(each in _GRAVE for each in found[name].values()))
    rows = tuple(
        (visible(name), tuple(_cell(found[name].get(each), lang) for each in columns))
        for name in order[:_MOST]
    )
    left_out = max(0, len(order) - _MOST)
    yield PaperTable(term("paper.who", lang), tuple(columns.values()), rows, left_out)


def _name(paper: AskedPaper, mask: Mask, lang: str) -> str:
    """What a row is called: of a list its name and the id, of a map its name alone."""
    if paper.thing is None:
        return term("paper.nobody" if paper.lists else "paper.application", lang)
    label = named(paper.thing.name, lang)
    if str(paper.thing.id) in paper.lists:
        return label or str(paper.thing.id)
    return ": ".join(filter(None, (label, mask(str(paper.thing.id), words=False))))


def _cell(outcome: Outcome | None, lang: str) -> Cell | None:
    if outcome is None:
        return None
    return Cell(outcome.value, _SIGNS[outcome], term(f"paper.{outcome}", lang))
