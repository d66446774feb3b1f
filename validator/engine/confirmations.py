"""A person's word for what only a person can tell, as the provider has put it on record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date

from validator.closest import SUGGESTIONS, closest
from validator.errors import MissingFact
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, CONFIRMATIONS, Path
from validator.frozen import frozen
from validator.law.regulation import Requirement
from validator.model import Message, Outcome, Violation, declare
from validator.report import Confirmation, Result

CONFIRMATION_UNKNOWN = declare("confirmation_unknown", name=str, closest=str)
CONFIRMATION_NEVER_ASKED = declare("confirmation_never_asked", name=str)
CONFIRMATION_REPEATED = declare("confirmation_repeated", name=str)
CONFIRMATION_CONTRADICTED = declare("confirmation_contradicted", name=str)
CONFIRMATION_IDLE = declare("confirmation_idle", name=str)

_REQUIREMENT = Path(("requirement",))
_HOLDS = Path(("holds",))
_BY = Path(("by",))
_CONFIRMED_ON = Path(("confirmed_on",))
_NOTE = Path(("note",))


@frozen
class Confirmed:
    """One confirmation on record.

    Attributes:
        place: its pointer.
        holds: whether the requirement is met, by that word.
    """

    place: str
    holds: bool
    said: Confirmation


@frozen
class Confirmations:
    """What is on record of confirmations.

    Attributes:
        usable: by requirement, those that are complete and the only ones for theirs.
        faults: those that can never count.
    """

    usable: Mapping[str, Confirmed] = field(default_factory=dict)
    faults: tuple[Violation, ...] = ()


def read_confirmations(
    root: Facts, demands: Mapping[str, Requirement], service: str | None
) -> Confirmations:
    """The confirmations on record, as far as their form can be relied on.

    Args:
        root: the application as a requirement of the provider sees it.
        demands: the requirements of the edition by their ids.
        service: None where it is not known.
    """
    try:
        entries = root.items(CONFIRMATIONS)
    except MissingFact:
        return Confirmations()
    if not entries:
        return Confirmations()
    named = [(each, name) for each in entries if (name := _name(each)) is not None]
    often = Counter(name for _, name in named)
    usable: dict[str, Confirmed] = {}
    faults: list[Violation] = []
    suggest = iter(range(SUGGESTIONS))
    for entry, name in named:
        demand = demands.get(name)
        if demand is None:
            meant = closest(name, demands) if next(suggest, None) is not None else ""
            wrong: Message | None = CONFIRMATION_UNKNOWN(name=name, closest=meant)
        else:
            wrong = _wrong(name, demand, service, often[name])
        if wrong is not None:
            faults.append(Violation(entry.pointer(_REQUIREMENT), wrong))
        elif (confirmed := _confirmed(entry)) is not None:
            usable[name] = confirmed
    return Confirmations(usable, tuple(faults))


def _name(entry: Facts) -> str | None:
    try:
        name = entry.get(_REQUIREMENT)
    except MissingFact:
        return None
    return name if isinstance(name, str) else None


def _wrong(name: str, demand: Requirement, service: str | None, often: int) -> Message | None:
    foreign = service is not None and service not in demand.services
    if demand.who is None or foreign:
        return CONFIRMATION_NEVER_ASKED(name=name)
    return CONFIRMATION_REPEATED(name=name) if often > 1 else None


def _confirmed(entry: Facts) -> Confirmed | None:
    """What an entry says; None where it leaves something out or garbles it."""
    try:
        holds, by = entry.need(_HOLDS), entry.need(_BY)
        day = date.fromisoformat(entry.need(_CONFIRMED_ON))
        note = entry.get(_NOTE)
    except MissingFact:
        return None
    said = Confirmation(by, day, None if note is ABSENT else note)
    return Confirmed(entry.base, holds, said)


def contrary(confirmations: Confirmations, results: Mapping[str, Result]) -> Iterator[Violation]:
    """The confirmations of what has since been decided to the contrary."""
    for name, each in confirmations.usable.items():
        result = results.get(name)
        if result is None or result.confirmation is not None:
            continue
        if result.outcome is (Outcome.FAILED if each.holds else Outcome.PASSED):
            yield Violation(each.place, CONFIRMATION_CONTRADICTED(name=name))


def idle(confirmations: Confirmations, results: Mapping[str, Result]) -> Iterator[Violation]:
    """The confirmations of what has since been decided alike, or is not asked at all."""
    for name, each in confirmations.usable.items():
        result = results.get(name)
        if result is None or result.confirmation is not None:
            continue
        alike = Outcome.PASSED if each.holds else Outcome.FAILED
        if result.outcome in (alike, Outcome.INAPPLICABLE):
            yield Violation(each.place, CONFIRMATION_IDLE(name=name))
