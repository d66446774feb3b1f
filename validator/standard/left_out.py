"""What a standard asks for nobody: a service without a term, a ground that nothing brings about.

The engine takes what is not there for what is not asked for. So whatever was forgotten would pass,
and an edition has to say which of it is really not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, cast

from validator.checks.registry import Kind, kind_of
from validator.errors import Fault
from validator.facts.time_limits import gives_term
from validator.model import Duty, declare
from validator.standard.shapes import RawEntry, entries_of
from validator.standard.spec_file import StandardFile

LINT_SERVICE_WITHOUT = declare("lint_service_without", name=str, what=str)
LINT_GROUND_WITHOUT = declare("lint_ground_without", name=str)
LINT_WITHOUT_IDLE = declare("lint_without_idle", name=str)

GROUNDS: Final = "grounds"

Asks = Callable[[str, Kind, RawEntry], bool]
"""Whether an entry of a row is one that a service has to have."""


def _looks_at(side: Duty) -> Asks:
    """Whether it looks at the part of the form for which a side answers."""
    return lambda _, kind, entry: kind.name == "form" and entry["check"]["side"] == side


_OF_SERVICES: Final[Mapping[str, tuple[str, Asks]]] = {
    "deadlines": (
        "deadlines",
        lambda row, _, entry: gives_term(row, entry),
    ),
    "fees": ("fees", lambda _, kind, _entry: kind.row == "fees"),
    "result": ("result", lambda row, kind, _entry: row == "result" and kind.name != "form"),
    "form": ("documents", _looks_at(Duty.APPLICANT)),
    "record": ("result", _looks_at(Duty.PROVIDER)),
}
"""What each service has to have, by the word under `without`: its section, and what it is."""


def left_out(standard: StandardFile, services: Sequence[str]) -> Iterator[Fault]:
    """Each service has its entries and each ground its requirement, unless `without` says so."""
    entries = [(row, kind_of(row, entry)[0], entry) for row, _, entry in entries_of(standard.value)]
    without = cast("Mapping[str, Sequence[str]]", standard.value.get("without", {}))
    for what, (section, asks) in _OF_SERVICES.items():
        there = {
            service
            for row, kind, entry in entries
            if asks(row, kind, entry)
            for service in entry.get("services", services)
        }
        said = without.get(what, ())
        for service in services:
            if service not in there and service not in said:
                yield standard.fault(f"/{section}", LINT_SERVICE_WITHOUT, name=service, what=what)
        yield from _idle(standard, what, [each in there for each in said])
    yield from _grounds(standard, [entry for *_, entry in entries], without.get(GROUNDS, ()))


def _grounds(
    standard: StandardFile, entries: Sequence[RawEntry], said: Sequence[str]
) -> Iterator[Fault]:
    words: tuple[Any, ...] = ("consequence", "indicates", "refusable")
    there = {entry.get(word) for entry in entries for word in words}
    refusal = standard.value["refusal"]
    for word, grounds in (("grounds", refusal["grounds"]), ("by_law", refusal.get("by_law", ()))):
        for index, ground in enumerate(grounds):
            if ground not in there and ground not in said:
                place = f"/refusal/{word}/{index}"
                yield standard.fault(place, LINT_GROUND_WITHOUT, name=ground)
    yield from _idle(standard, GROUNDS, [each in there for each in said])


def _idle(standard: StandardFile, what: str, there: Sequence[bool]) -> Iterator[Fault]:
    """What is said not to be there, and is."""
    for index, is_there in enumerate(there):
        if is_there:
            name = standard.value["without"][what][index]  # type: ignore[literal-required]
            yield standard.fault(f"/without/{what}/{index}", LINT_WITHOUT_IDLE, name=name)
