"""What opening a paper comes to for the checks of files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from validator.errors import MissingFact
from validator.inspect.kinds import PAPERS, type_of
from validator.model import Declared, Member, Message, declare
from validator.opened import Paper, PaperState

PAPER_ENCRYPTED = declare("paper_encrypted", file=str)
PAPER_CUT_SHORT = declare("paper_cut_short", file=str)
PAPER_BROKEN = declare("paper_broken", file=str)
PAPER_NO_PAGE = declare("paper_no_page", file=str)
PAPER_TOO_LARGE = declare("paper_too_large", file=str)
PAPER_STOPPED = declare("paper_stopped", file=str, what=str | None)
PAPER_NOT_INSTALLED = declare("paper_not_installed", file=str)
PAPER_REPAIRED = declare("paper_repaired", file=str)
PAPER_SCRIPTS = declare("paper_scripts", file=str)
PAPER_EMBEDDED = declare("paper_embedded", file=str)
PAPER_NOT_SEARCHED = declare("paper_not_searched", file=str)
PAPER_BLANK_FIRST_PAGE = declare("paper_blank_first_page", file=str)

_NOT_THERE: Final[Mapping[PaperState, Declared]] = {
    PaperState.ENCRYPTED: PAPER_ENCRYPTED,
    PaperState.CUT_SHORT: PAPER_CUT_SHORT,
    PaperState.BROKEN: PAPER_BROKEN,
    PaperState.NO_PAGE: PAPER_NO_PAGE,
}
"""What makes a paper one that is not there."""

_NOT_KNOWN: Final[Mapping[PaperState, Declared]] = {
    PaperState.TOO_LARGE: PAPER_TOO_LARGE,
    PaperState.STOPPED: PAPER_STOPPED,
    PaperState.NOT_INSTALLED: PAPER_NOT_INSTALLED,
}
"""Why it is not known whether a paper can be opened."""


def trouble_of_paper(member: Member, pointer: str) -> Message | None:
    """Why a paper counts as not there; None where it opens, or nobody tried.

    Raises:
        MissingFact: opening it was stopped, or what opens it is not installed.
    """
    paper = member.paper
    if paper is None:
        return None
    if paper.state in _NOT_KNOWN:
        args = {} if paper.reason is None else {"what": paper.reason}
        raise MissingFact(pointer, _NOT_KNOWN[paper.state](file=member.name, **args))
    trouble = _NOT_THERE.get(paper.state)
    return None if trouble is None else trouble(file=member.name)


def is_unopened(member: Member) -> bool:
    """Whether a file is a paper that nobody tried to open."""
    return member.paper is None and bool(member.size) and type_of(member.head) in PAPERS


def remarks(paper: Paper) -> Iterator[Declared]:
    """What is worth knowing of a paper that opens."""
    if paper.repaired:
        yield PAPER_REPAIRED
    if paper.scripts:
        yield PAPER_SCRIPTS
    if paper.embedded:
        yield PAPER_EMBEDDED
    if paper.scripts is None or paper.embedded is None:
        yield PAPER_NOT_SEARCHED
    if paper.blank_first_page:
        yield PAPER_BLANK_FIRST_PAGE
