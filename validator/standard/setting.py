"""What an edition lays down for every application: working days and hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any, Final

from validator.calendar import Calendar, build_calendar
from validator.checks.setting import Hours
from validator.standard.fields import Compiler
from validator.standard.spec_file import SpecFile

_CORRECTIONS: Final = ("extra_days_off", "extra_working_days", "confirmed")


def calendar_of(names: Compiler, file: SpecFile, zone: str) -> Calendar | None:
    """The working days by a calendar file; None where a day of it is impossible, as is noted."""
    names.turn_to(file)
    before = len(names.faults)
    for end, day in file.value["covers"].items():
        names.day(day, f"/covers/{end}")
    for word in _CORRECTIONS:
        for index, each in enumerate(file.value[word]):
            names.day(each["date"], f"/{word}/{index}/date")
    if len(names.faults) > before:
        return None
    try:
        return build_calendar(file.value, zone)
    except ValueError as error:
        names.fault("/covers", "spec_schema", detail=str(error))
        return None


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
