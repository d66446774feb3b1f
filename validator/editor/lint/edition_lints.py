"""Lints of editions against one another, their folders, dated values and calendars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any, Final

from validator.editor.lint.spec_folder import Draft, Folder, Read
from validator.errors import Fault
from validator.law.calendar import Calendar, build_calendar
from validator.model import Message
from validator.standard.catalogue import seams
from validator.standard.spec_file import SpecFile

_CORRECTIONS: Final = ("extra_days_off", "extra_working_days", "confirmed")
_SURE: Final = "law"
_WEEKEND: Final = (5, 6)


def folders(read: Read, file: SpecFile) -> Iterator[Fault]:
    """What a file says of its place is the place it lies in."""
    if not isinstance(file.value, dict):
        return
    parts = file.path.parts
    if read.sort in ("application", "clauses"):
        for word, name in (("standard", parts[0]), ("edition", parts[1])):
            said = file.value.get(word)
            if isinstance(said, str) and said != name:
                yield file.fault(f"/{word}", "spec_not_its_folder", name=said)
    elif read.sort in ("parameter", "calendar"):
        said = file.value.get("id")
        if isinstance(said, str) and said != file.path.stem:
            yield file.fault("/id", "lint_not_its_file", name=said, file=file.path.stem)


def standing(read: Read, file: SpecFile) -> Iterator[Fault]:  # noqa: ARG001
    """A value or a reading that does not stand in a law that somebody has read."""
    for place, each in _with_standing(file.value, ""):
        if each != _SURE and isinstance(each, str):
            yield file.fault(f"{place}/standing", "lint_standing", standing=each)


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


def in_turn(folder: Folder) -> Iterator[Fault]:
    """The editions of a standard follow one another without a gap or an overlap."""
    for _, drafts in groupby(folder.drafts, lambda draft: draft.key[0]):
        own = list(drafts)
        heads = [draft.head for draft in own if draft.head is not None]
        if len(heads) == len(own):  # beside an edition that cannot be dated nothing is sure
            yield from seams(heads)


def parameters_reach(folder: Folder) -> Iterator[Fault]:
    """A dated value is there from the first day of the earliest edition that uses it.

    That its last day comes before the latest edition is no fault: what the law will say then may
    not be known yet, and until it is, fees are undetermined.
    """
    days: dict[str, list[date]] = {}
    for draft in folder.drafts:
        if draft.compiler is None or draft.head is None:
            continue
        for name in used_parameters(draft):
            days.setdefault(name, []).append(draft.head.first)
    for name, firsts in days.items():
        read = folder.parameters.get(name)
        file = read.sound if read else None
        if file is None:
            continue
        began, until = _day(file.value["values"][0]["from"]), _day(file.value.get("until", ""))
        if began is not None and began > (day := min(firsts)):
            yield file.fault(
                "/values/0/from", "lint_parameter_gap", name=name, began=began, day=day
            )
        if until is not None and until < (day := max(firsts)):
            yield file.fault("/until", "lint_parameter_ends", name=name, until=until, day=day)


def used_parameters(draft: Draft) -> frozenset[str]:
    """The dated parameters that the sums of an edition are made of."""
    found: set[str] = set()

    def look(amount: Any) -> None:
        for key, each in amount.items():
            if key == "at_most":
                look(each)
            elif key not in ("percent", "of"):
                found.add(key)

    for row, _, entry in draft.entries():
        if row == "fees" and "amount" in entry:
            look(entry["amount"])
    return frozenset(found)


def calendar_reaches(draft: Draft) -> Iterator[Fault]:
    """The calendar covers every day on which the edition is in force."""
    head, file = draft.head, draft.calendar
    if head is None or file is None:
        return
    covers = {end: _day(day) for end, day in file.value["covers"].items()}
    began, ends = covers["from"], covers["until"]
    if began is not None and began > head.first:
        yield head.file.fault("/calendar", "lint_calendar_gap", day=head.first, what="from")
    last = head.until or head.first
    if ends is not None and ends < last:
        yield head.file.fault("/calendar", "lint_calendar_gap", day=last, what="until")


def corrections(read: Read, file: SpecFile) -> Iterator[Fault]:
    """A correction lies in the days covered, changes something, and nothing says the contrary."""
    if read.sort != "calendar" or read.sound is None:
        return
    began, ends = (_day(file.value["covers"][end]) for end in ("from", "until"))
    said: dict[date, str] = {}
    for word in _CORRECTIONS:
        for index, each in enumerate(file.value[word]):
            day, place = _day(each["date"]), f"/{word}/{index}/date"
            if day is None or began is None or ends is None:
                continue
            if not began <= day <= ends:
                yield file.fault(place, "lint_correction_outside", day=day)
            elif day not in said and _idle(word, day, file):
                yield file.fault(place, "lint_correction_idle", day=day, what=word)
            if day in said:
                yield file.fault(place, "lint_correction_twice", day=day)
            said[day] = word


def _idle(word: str, day: date, calendar: SpecFile) -> bool:
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
    bare: dict[str, Any] = {word: [] for word in _CORRECTIONS}
    covers = {"from": first, "until": last}
    return build_calendar({"country": country, "covers": covers, "names": {}, **bare}, "UTC")


def reused_ids(folder: Folder) -> Iterator[Fault]:
    """An id means in a later edition what it meant in the earlier ones."""
    meant: dict[tuple[str, str], tuple[Mapping[str, Any], str]] = {}
    for draft in folder.drafts:
        roots = _roots(draft)
        for row, place, entry in draft.entries():
            key = draft.key[0], entry["id"]
            now = _meaning(row, entry)
            if key in meant and draft.standard is not None:
                before, edition = meant[key]
                # A clause of another act says nothing: the same demand may stand in both.
                words = [w for w in now if w != "citation" or before[w] in roots]
                differs = next((word for word in words if now[word] != before[word]), None)
                if differs is not None:
                    yield draft.standard.fault(
                        f"{place}/id",
                        "lint_reused_id",
                        name=entry["id"],
                        edition=edition,
                        before=str(before[differs]),
                        now=str(now[differs]),
                    )
            meant[key] = now, draft.key[1]


def _meaning(row: str, entry: Mapping[str, Any]) -> Mapping[str, Any]:
    citation = entry["citation"]
    first = citation if isinstance(citation, str) else next(iter(citation.values()))
    kind = entry["check"]["kind"] if "check" in entry else row
    return {"duty": entry["duty"], "kind": kind, "citation": _root(first)}


def _root(clause: str) -> str:
    return ".".join(clause.split(".")[:2])


def _roots(draft: Draft) -> frozenset[str]:
    clauses = draft.clauses.value["clauses"] if draft.clauses else ()
    return frozenset(_root(each["id"]) for each in clauses)


def stray_files(folder: Folder) -> Iterator[Fault]:
    """Every file that bears the name of a YAML file is one that something reads."""
    for path in folder.stray:
        shown = (folder.specs / path).as_posix()
        yield Fault(Message("lint_stray_file", {"name": path.name}), shown, 1, 1)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
