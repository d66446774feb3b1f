"""What readers of a report want to know beside its decision: papers, days, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from validator.frozen import frozen
from validator.law.calendar import DayOff
from validator.law.regulation import Requirement
from validator.law.setting import Hours
from validator.model import Named, Outcome

T = TypeVar("T")


@frozen
class AskedPaper:
    """What became of a paper for one thing that it may be asked of.

    Attributes:
        documents: what the paper is called; of several any would do.
        lists: where the things stand that it may be asked of; none for the application itself.
        thing: the one it is about, by its id and the name of its list; None for the application.
        outcome: `inapplicable` where it is not asked for.
    """

    requirement: Requirement
    documents: tuple[Named, ...]
    lists: tuple[str, ...]
    thing: Named | None
    outcome: Outcome


@frozen
class Timeline:
    """The days from submission to decision.

    Attributes:
        submitted: local time.
        due_on_by_law: the last day where the law above the act gives another term than its row.
        days_off: those from submission to the last of these days, in order.
        assumed: whether it is a draft's, as if it were submitted at the end of working hours of
            the day that counts.
    """

    submitted: datetime
    accepted_on: date
    due_on: date
    due_on_by_law: date | None
    days_off: tuple[DayOff, ...]
    assumed: bool


@frozen
class Filing:
    """How an application is handed in.

    Attributes:
        channels: the ways that are allowed.
        hours: the provider's.
        clauses: those that are told to whoever is ready.
        signed: whether a signature is asked for, which covers what it was made of.
    """

    channels: tuple[Named, ...]
    hours: Hours
    clauses: tuple[str, ...]
    signed: bool


def _no_papers() -> tuple[AskedPaper, ...]:
    return ()


def _none() -> None:
    return None


def _same(value: T) -> T:
    return value


@frozen
class Outlook:
    """What readers want to know beside the decision; each part is worked out when it is asked for.

    Attributes:
        timeline: None where the days are not known.
    """

    papers: Callable[[], tuple[AskedPaper, ...]] = _no_papers
    timeline: Callable[[], Timeline | None] = _none
    filing: Callable[[], Filing | None] = _none

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process is handed what comes of it, since it has no edition to ask."""
        return _worked_out, (self.papers(), self.timeline(), self.filing())


def _worked_out(
    papers: tuple[AskedPaper, ...], timeline: Timeline | None, filing: Filing | None
) -> Outlook:
    return Outlook(partial(_same, papers), partial(_same, timeline), partial(_same, filing))
