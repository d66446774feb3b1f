"""What an edition lays down for every application: working days and hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import MAXYEAR, time
from typing import Any, Final

from validator.errors import Fault
from validator.form.idle_conditions import SPEC_EMPTY_RANGE
from validator.law.calendar import Calendar, build_calendar, zone_of
from validator.law.setting import Hours
from validator.model import declare
from validator.standard.scope import SpecPlace
from validator.standard.shapes import CORRECTIONS
from validator.standard.spec_file import CalendarFile, StandardFile

SPEC_TOO_LATE = declare("spec_too_late")
SPEC_UNKNOWN_ZONE = declare("spec_unknown_zone", name=str)

_ENDS: Final = ("from", "until")


def unknown_zone(standard: StandardFile) -> Iterator[Fault]:
    """A fault where there is no time zone of the name that a `standard.yaml` gives."""
    name = standard.value["time_zone"]
    try:
        zone_of(name)
    except ValueError:
        yield standard.fault("/time_zone", SPEC_UNKNOWN_ZONE, name=name)


def calendar_of(place: SpecPlace, file: CalendarFile, zone: str) -> Calendar | None:
    """The working days by a calendar file; None where a day of it is impossible, as is noted."""
    before = len(place.faults)
    first, last = (place.day(file.value["covers"][end], "covers", end) for end in _ENDS)
    for word in CORRECTIONS:
        for index, each in enumerate(file.value[word]):
            place.day(each["date"], word, index, "date")
    if len(place.faults) > before:
        return None
    if last < first:
        place.note(SPEC_EMPTY_RANGE, "covers", "until")
        return None
    if last.year == MAXYEAR:
        place.note(SPEC_TOO_LATE, "covers", "until")
        return None
    return build_calendar(file.value, zone)


def hours_of(raw: Mapping[str, Any] | None) -> Hours:
    """The working hours; where an act names none, every hour of a working day is one."""
    every_day = raw is not None and raw.get("every_day", False)
    if raw is None or "opens" not in raw:
        return Hours(time.min, time.max, None, every_day)
    lunch = raw.get("lunch")
    return Hours(
        time.fromisoformat(raw["opens"]),
        time.fromisoformat(raw["closes"]),
        lunch and (time.fromisoformat(lunch["from"]), time.fromisoformat(lunch["until"])),
        every_day,
    )
