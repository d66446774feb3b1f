"""A spec file as read, and faults at places in it."""

from __future__ import annotations

from dataclasses import field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from validator.errors import Fault
from validator.frozen import frozen
from validator.model import Arg, Declared, declare
from validator.places import Places, Position
from validator.source import locate
from validator.standard.shapes import (
    RawApplication,
    RawCalendar,
    RawClauses,
    RawParameter,
    RawStandard,
)
from validator.standard.shapes_beside import RawCases, RawMutants, RawTrust, RawWaivers

SPEC_CYRILLIC_LETTERS = declare("spec_cyrillic_letters", name=str, latin=str)
SPEC_IMPOSSIBLE_DATE = declare("spec_impossible_date", value=str)
SPEC_REPEATED_ID = declare("spec_repeated_id", name=str)

_SHOWN: Final = 60
"""Characters of a wrong value that a message repeats."""


def shown(value: Any) -> str:
    """A wrong value as a message repeats it: as YAML writes it, and not all of it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)[:_SHOWN] if isinstance(value, str | int | float) else "…"


T = TypeVar("T")


@frozen
class SpecFile(Generic[T]):
    """One spec file as read; `path` is relative to the folder of specs."""

    path: Path
    shown: str
    data: bytes = field(repr=False)
    value: T = field(repr=False)

    def at(self, place: str) -> Position:
        """Where a value of this file stands."""
        return _places(self.data, self.path.name).value(place)

    def fault(self, place: str, message: Declared, **args: Arg) -> Fault:
        """A fault at a pointer of this file."""
        position = self.at(place)
        return Fault(message(**args), self.shown, position.line, position.column)

    def fault_at_key(self, place: str, message: Declared, **args: Arg) -> Fault:
        """A fault at the key of a pointer rather than at its value."""
        position = _places(self.data, self.path.name).key(place)
        return Fault(message(**args), self.shown, position.line, position.column)


StandardFile = SpecFile[RawStandard]
ApplicationFile = SpecFile[RawApplication]
ClausesFile = SpecFile[RawClauses]
ParameterFile = SpecFile[RawParameter]
CalendarFile = SpecFile[RawCalendar]
CasesFile = SpecFile[RawCases]
MutantsFile = SpecFile[RawMutants]
TrustFile = SpecFile[RawTrust]
WaiversFile = SpecFile[RawWaivers]


@lru_cache(maxsize=16)
def _places(data: bytes, name: str) -> Places:
    # A file with one fault often has more, and to find the places is to read it again.
    return locate(data, name)
