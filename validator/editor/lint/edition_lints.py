"""Lints of editions against one another, their folders, dated values and calendars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from validator.editor.lint.entry_lints import family
from validator.errors import Fault
from validator.law.calendar import Calendar, build_calendar
from validator.model import Standing, declare
from validator.standard.edition_faults import day_of
from validator.standard.folder import Folder
from validator.standard.read_specs import Read
from validator.standard.shapes import CORRECTIONS, RawEntry, entries_of, parameters_of
from validator.standard.sources import Sources
from validator.standard.spec_file import CalendarFile, ParameterFile, SpecFile

LINT_STANDING = declare("lint_standing", standing=str)
LINT_PARAMETER_ENDS = declare("lint_parameter_ends", name=str, until=date, day=date)
LINT_CORRECTION_OUTSIDE = declare("lint_correction_outside", day=date)
LINT_CORRECTION_IDLE = declare("lint_correction_idle", day=date, what=str)
LINT_REUSED_ID = declare("lint_reused_id", name=str, edition=str, before=str, now=str)
LINT_TRUST_EXPIRED = declare("lint_trust_expired", file=str, until=date)
LINT_STRAY_FILE = declare("lint_stray_file", name=str)

_UNSURE: Final = tuple(each.value for each in Standing if each is not Standing.LAW)
_WEEKEND: Final = (5, 6)


def standing(read: Read, file: SpecFile[Any]) -> Iterator[Fault]:  # noqa: ARG001
    """A value or a reading that does not stand in a law that somebody has read."""
    for place, each in _with_standing(file.value, ""):
        if each in _UNSURE:  # what is no standing at all is told by the schema
            yield file.fault(f"{place}/standing", LINT_STANDING, standing=each)


def _with_standing(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        if "standing" in value:
            yield place, value["standing"]
        for word in ("in_force", "clauses", "values"):
            if word in value:
                yield from _with_standing(value[word], f"{place}/{word}")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _with_standing(each, f"{place}/{index}")


def parameters_end(folder: Folder) -> Iterator[Fault]:
    """A dated value is known for the latest edition that uses it.

    That is no fault: what the law will say then may not be known yet, and until it is, fees are
    undetermined.
    """
    latest: dict[str, date] = {}
    for draft in folder.in_turn:
        if draft.sources is not None and draft.head is not None:
            used = parameters_of(draft.sources.standard.value)
            latest |= dict.fromkeys(used, draft.head.first)
    for name, day in latest.items():
        read = folder.shared.parameters.get(name)
        file: ParameterFile | None = read.sound if read else None
        until = day_of(file.value.get("until", "")) if file else None
        if file is not None and until is not None and until < day:
            yield file.fault("/until", LINT_PARAMETER_ENDS, name=name, until=until, day=day)


def corrections(read: Read, file: SpecFile[Any]) -> Iterator[Fault]:
    """A correction lies in the days covered and changes something."""
    if read.sort != "calendar" or read.sound is None:
        return
    began, ends = (day_of(file.value["covers"][end]) for end in ("from", "until"))
    said: set[date] = set()
    for word in CORRECTIONS:
        for index, each in enumerate(file.value[word]):
            day, place = day_of(each["date"]), f"/{word}/{index}/date"
            if day is None or began is None or ends is None:
                continue
            if not began <= day <= ends:
                yield file.fault(place, LINT_CORRECTION_OUTSIDE, day=day)
            elif day not in said and _idle(word, day, file):
                yield file.fault(place, LINT_CORRECTION_IDLE, day=day, what=word)
            said.add(day)


def _idle(word: str, day: date, calendar: CalendarFile) -> bool:
    """Whether a correction changes nothing: the day is off, or worked, or no estimate, anyway.

    What the library has learned since does not count: an older release still has to be told.
    """
    covers, country = calendar.value["covers"], calendar.value["country"]
    try:
        off = _uncorrected(country, covers["from"], covers["until"]).day_off(day)
    except ValueError:  # which is told as such
        return False
    if word == "extra_working_days":
        return off is None and day.weekday() not in _WEEKEND
    is_holiday = off is not None and off.name is not None
    return not is_holiday and (word == "confirmed" or off is not None)


@cache
def _uncorrected(country: str, first: str, last: str) -> Calendar:
    """What the library says; kept, as `spec watch` asks after every save."""
    bare: dict[str, Any] = {word: [] for word in CORRECTIONS}
    covers = {"from": first, "until": last}
    return build_calendar({"country": country, "covers": covers, "names": {}, **bare}, "UTC")


def reused_ids(folder: Folder) -> Iterator[Fault]:
    """An id means in a later edition what it meant in the earlier ones."""
    meant: dict[tuple[str, str], tuple[Mapping[str, str], str]] = {}
    for draft in folder.in_turn:
        if draft.sources is None:
            continue
        standard, roots = draft.sources.standard, _roots(draft.sources)
        for row, place, entry in entries_of(standard.value):
            key = draft.key[0], entry["id"]
            now = _meaning(row, entry)
            if key in meant:
                before, edition = meant[key]
                # A clause of another act says nothing: the same demand may stand in both.
                same_act = _act(before["citation"]) == _act(now["citation"])
                comparable = same_act and before["citation"] in roots
                words = [w for w in now if w != "citation" or comparable]
                differs = next((word for word in words if now[word] != before[word]), None)
                if differs is not None:
                    yield standard.fault(
                        f"{place}/id",
                        LINT_REUSED_ID,
                        name=entry["id"],
                        edition=edition,
                        before=before[differs],
                        now=now[differs],
                    )
            meant[key] = now, draft.key[1]


def _meaning(row: str, entry: RawEntry) -> Mapping[str, str]:
    citation = entry["citation"]
    first = citation if isinstance(citation, str) else next(iter(citation.values()))
    kind: str = entry["check"]["kind"] if "check" in entry else row
    return {"duty": entry["duty"], "kind": kind, "citation": family(first)}


def _act(clause: str) -> str:
    return clause.partition(".")[0]


def _roots(sources: Sources) -> frozenset[str]:
    return frozenset(family(each["id"]) for each in sources.clauses.value["clauses"])


def trusted_days(folder: Folder, today: date) -> Iterator[Fault]:
    """A certificate that is trusted has not run out."""
    trust = folder.shared.trust
    file = None if trust is None else trust.index.sound
    for index, each in enumerate(file.value["certificates"] if file is not None else ()):
        until = day_of(each["valid"]["to"])
        if file is not None and until is not None and until < today:
            place = f"/certificates/{index}/valid/to"
            yield file.fault(place, LINT_TRUST_EXPIRED, file=each["file"], until=until)


def stray_files(folder: Folder) -> Iterator[Fault]:
    """Every file that bears the name of a YAML file is one that something reads."""
    for path in folder.stray:
        shown = (folder.specs / path).as_posix()
        yield Fault(LINT_STRAY_FILE(name=path.name), shown, 1, 1)
