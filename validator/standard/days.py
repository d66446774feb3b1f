"""What an edition lays down for every application: working days and hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import MAXYEAR, time
from typing import Any, Final

from validator.errors import Fault
from validator.law.calendar import Calendar, build_calendar, zone_of
from validator.law.setting import Hours
from validator.model import declare
from validator.standard.names import Compiler
from validator.standard.spec_file import SPEC_EMPTY_RANGE, CalendarFile, StandardFile

SPEC_TOO_LATE = declare("spec_too_late")
SPEC_UNKNOWN_ZONE = declare("spec_unknown_zone", name=str)

_ENDS: Final = ("from", "until")
_CORRECTIONS: Final = ("extra_days_off", "extra_working_days", "confirmed")


def unknown_zone(standard: StandardFile) -> Iterator[Fault]:
    """A fault where there is no time zone of the name that a `standard.yaml` gives."""
    name = standard.value["time_zone"]
    try:
        zone_of(name)
    except ValueError:
        yield standard.fault("/time_zone", SPEC_UNKNOWN_ZONE, name=name)


def calendar_of(names: Compiler, file: CalendarFile, zone: str) -> Calendar | None:
    """The working days by a calendar file; None where a day of it is impossible, as is noted."""
    names.turn_to(file)
    before = len(names.faults)
    first, last = (names.day(file.value["covers"][end], f"/covers/{end}") for end in _ENDS)
    for word in _CORRECTIONS:
        for index, each in enumerate(file.value[word]):
            names.day(each["date"], f"/{word}/{index}/date")
    if len(names.faults) > before:
        return None
    if last < first:
        names.fault("/covers/until", SPEC_EMPTY_RANGE)
        return None
    if last.year == MAXYEAR:
        names.fault("/covers/until", SPEC_TOO_LATE)
        return None
    return build_calendar(file.value, zone)


def hours_of(raw: Mapping[str, Any] | None) -> Hours:
    """The working hours; where an act names none, every hour of a working day is one."""
    if raw is None:
        return Hours(time.min, time.max, None)
    lunch = raw.get("lunch")
    return Hours(
        time.fromisoformat(raw["opens"]),
        time.fromisoformat(raw["closes"]),
        lunch and (time.fromisoformat(lunch["from"]), time.fromisoformat(lunch["until"])),
    )
