"""What cannot be meant although every name stands for something: days, hours, fees, folders."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from validator.checks import KINDS
from validator.checks.registry import kind_of
from validator.closest import closest
from validator.errors import Fault
from validator.facts.paths import AS_OF, DUE_ON
from validator.facts.time_limits import gives_term
from validator.form.idle_conditions import SPEC_EMPTY_RANGE
from validator.model import declare
from validator.standard.in_force import Head
from validator.standard.shapes import (
    CORRECTIONS,
    DAY_ENDS,
    RawEntry,
    RawHours,
    RawOtherHours,
    entries_of,
    parameters_of,
)
from validator.standard.spec_file import (
    ApplicationFile,
    CalendarFile,
    ClausesFile,
    ParameterFile,
    StandardFile,
)

SPEC_NOT_ITS_FOLDER = declare("spec_not_its_folder", name=str)
LINT_NOT_ITS_FILE = declare("lint_not_its_file", name=str, file=str)
LINT_PARAMETER_GAP = declare("lint_parameter_gap", name=str, began=date, day=date)
LINT_CALENDAR_GAP = declare("lint_calendar_gap", day=date, what=str)
LINT_CORRECTION_TWICE = declare("lint_correction_twice", day=date | str)
LINT_UNKNOWN_CALENDAR = declare("lint_unknown_calendar", name=str, closest=str)
LINT_NO_DUE_DAY = declare("lint_no_due_day", name=str)
LINT_ENTRIES_OVERLAP = declare("lint_entries_overlap", other=str, name=str)


def misplaced(file: StandardFile | ApplicationFile | ClausesFile) -> Iterator[Fault]:
    """The files of an edition say the names of the folders that they lie in."""
    standard, edition = file.path.parts[:2]
    for word, said, name in (
        ("standard", file.value["standard"], standard),
        ("edition", file.value["edition"], edition),
    ):
        if said != name:
            yield file.fault(f"/{word}", SPEC_NOT_ITS_FOLDER, name=said)


def misnamed(file: ParameterFile | CalendarFile) -> Iterator[Fault]:
    """A file that editions share says its own name."""
    said, name = file.value["id"], file.path.stem
    if said != name:
        yield file.fault("/id", LINT_NOT_ITS_FILE, name=said, file=name)


def unknown_calendar(standard: StandardFile, known: Collection[str]) -> Iterator[Fault]:
    """The calendar that an edition names is there."""
    name = standard.value["calendar"]
    if name not in known:
        meant = closest(name, known)
        yield standard.fault("/calendar", LINT_UNKNOWN_CALENDAR, name=name, closest=meant)


def calendar_gaps(head: Head, calendar: CalendarFile) -> Iterator[Fault]:
    """The calendar covers every day on which the edition is in force."""
    covers = calendar.value["covers"]
    began, ends = day_of(covers["from"]), day_of(covers["until"])
    if began is None or ends is None or ends < began:
        return  # which is told as such
    if began > head.first:
        yield head.file.fault("/calendar", LINT_CALENDAR_GAP, day=head.first, what="from")
    last = head.until or head.first
    if ends < last:
        yield head.file.fault("/calendar", LINT_CALENDAR_GAP, day=last, what="until")


def parameter_gaps(head: Head, parameters: Mapping[str, ParameterFile]) -> Iterator[Fault]:
    """A dated value is there from the first day of an edition that uses it."""
    for name in parameters.keys() & parameters_of(head.file.value):
        file = parameters[name]
        began = day_of(file.value["values"][0]["from"])
        if began is not None and began > head.first:
            yield file.fault(
                "/values/0/from", LINT_PARAMETER_GAP, name=name, began=began, day=head.first
            )


def corrected_twice(calendar: CalendarFile) -> Iterator[Fault]:
    """Of a day a calendar says one thing."""
    said: set[str] = set()
    for word in CORRECTIONS:
        for index, each in enumerate(calendar.value[word]):
            if each["date"] in said:
                day = day_of(each["date"]) or each["date"]
                yield calendar.fault(f"/{word}/{index}/date", LINT_CORRECTION_TWICE, day=day)
            said.add(each["date"])


def overlaps(standard: StandardFile, services: Sequence[str]) -> Iterator[Fault]:
    """No fee and no term between two moments applies wherever another one does."""
    said = [
        (kind_of(row, entry)[0], place, entry) for row, place, entry in entries_of(standard.value)
    ]
    for kind in KINDS.values():
        entries = [each for each in said if each[0] is kind and kind.one_applies]
        for (_, place, entry), (_, other_place, other) in combinations(entries, 2):
            if kind.pair(entry) != kind.pair(other) or _apart(entry, other):
                continue
            shared = [
                each
                for each in services
                if each in entry.get("services", services)
                and each in other.get("services", services)
            ]
            if not shared:
                continue
            if _always(entry) or ("when" in entry and entry["when"] == other.get("when")):
                narrow, wide = other_place, entry
            elif _always(other):
                narrow, wide = place, other
            elif "when" not in entry and "when" not in other:
                narrow, wide = other_place, entry  # each on some days, on one of which both do
            else:
                continue
            args = {"other": wide["id"], "name": shared[0]}
            yield standard.fault(f"{narrow}/id", LINT_ENTRIES_OVERLAP, **args)


def no_due_day(standard: StandardFile, services: Sequence[str]) -> Iterator[Fault]:
    """The last day of a service's term is named only where the service has a term."""
    entries = list(entries_of(standard.value))
    with_term = {
        service
        for row, _, entry in entries
        if gives_term(row, entry)
        for service in entry.get("services", services)
    }
    for _, place, entry in entries:
        if DUE_ON in _texts(entry):
            for service in entry.get("services", services):
                if service not in with_term:
                    yield standard.fault(f"{place}/id", LINT_NO_DUE_DAY, name=service)


def _texts(value: Any) -> Iterator[str]:
    """Every text in some JSON data, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _always(entry: RawEntry) -> bool:
    return not {"when", *DAY_ENDS} & entry.keys()


def _apart(entry: RawEntry, other: RawEntry) -> bool:
    """Whether two entries apply on days, of one and the same kind, that never meet."""
    if entry.get("day", AS_OF) != other.get("day", AS_OF):
        return False
    return any(
        one.get("until", "9999-12-31") < another.get("from", "0001-01-01")
        for one, another in ((entry, other), (other, entry))
    )


def working_hours(standard: StandardFile) -> Iterator[Fault]:
    """The provider opens before it closes, and the break lies between."""
    schedule, place = standard.value["schedule"], "/schedule"
    if (hours := schedule.get("hours")) is not None:
        yield from _wrong_hours(standard, f"{place}/hours", hours)
    for index, each in enumerate(schedule.get("other_hours", ())):
        if "opens" in each:
            yield from _wrong_hours(standard, f"{place}/other_hours/{index}", each)


def _wrong_hours(
    standard: StandardFile, place: str, hours: RawHours | RawOtherHours
) -> Iterator[Fault]:
    if hours["opens"] >= hours["closes"]:
        yield standard.fault(f"{place}/closes", SPEC_EMPTY_RANGE)
    elif (lunch := hours.get("lunch")) is not None:
        if lunch["from"] >= lunch["until"]:
            yield standard.fault(f"{place}/lunch/until", SPEC_EMPTY_RANGE)
        elif lunch["from"] < hours["opens"] or lunch["until"] > hours["closes"]:
            yield standard.fault(f"{place}/lunch", SPEC_EMPTY_RANGE)


def day_of(value: str) -> date | None:
    """A day; None where there is none of that name, which is told where it is compiled."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
