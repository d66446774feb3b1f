"""Starts a new edition: a copy of an older one under a new name, which ends where it begins.

An edition that follows begins where the new one ends.

The files are edited as text, so that their comments and layout survive. What does not load
afterwards is undone.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from validator.errors import CallError
from validator.frozen import frozen
from validator.model import declare
from validator.places import Places
from validator.plan.mends import scalar_end
from validator.source import locate, read
from validator.standard.catalogue import Catalogue
from validator.standard.in_force import Head
from validator.standard.read_specs import MAX_SPEC_BYTES

NEW_EDITION_NAME = declare("new_edition_name", name=str)
NEW_EDITION_EXISTS = declare("new_edition_exists", name=str, folder=str)
NEW_EDITION_TOO_EARLY = declare("new_edition_too_early", old=str, first=date, day=date)
NEW_EDITION_AFTER_END = declare("new_edition_after_end", day=date, old=str, until=date)
NEW_EDITION_NO_DAY = declare("new_edition_no_day", first=date, until=date)
NEW_EDITION_UNTIL_WHEN = declare("new_edition_until_when", day=date, later=str)
NEW_EDITION_SWALLOWS = declare("new_edition_swallows", until=date, later=str, last=date)
NEW_EDITION_LAYOUT = declare("new_edition_layout", place=str)

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_BOM: Final = "\ufeff"
_NAMED: Final = ("standard.yaml", "application.yaml", "clauses.yaml")
"""The files of an edition that say its name."""


@frozen
class Made:
    """A new edition.

    Attributes:
        folder: where it is.
        first: its first day.
        closed: the last day of the old one.
        last: its own last day; None where nothing ends it.
        later: the edition that follows, if there is one.
        later_from: the first day of that one, where it is another than before.
    """

    folder: Path
    first: date
    closed: date
    last: date | None = None
    later: str | None = None
    later_from: date | None = None


def new_edition(
    specs: Path, standard: str, old: str, new: str, first: date, *, last: date | None = None
) -> Made:
    """Copy an edition to a new folder, in force from a day on, and close the old one before it.

    Where another edition follows, the new one ends the day before, or on the day that is given;
    then the edition that follows begins the day after.

    Args:
        specs: the folder of specs.
        old: the edition that is copied and closed.
        new: the name of the new one.
        first: its first day.
        last: its last day.

    Raises:
        CallError: there is no such standard or edition, the name cannot be a folder's or is taken,
            the day is not after the old edition's first, or the old one already ends before it;
            the last day leaves it or the edition that follows no day.
        SpecError: the specs are unusable, before or after; then nothing was changed.
        OSError: a file cannot be read or written; then nothing was changed either, unless it is
            the undoing that failed.
    """
    catalogue = Catalogue(specs)
    catalogue.edition(standard, old)
    source, folder = specs / standard / old, specs / standard / new
    if not _NAME.fullmatch(new):
        raise CallError.of(NEW_EDITION_NAME(name=new))
    if folder.exists():
        raise CallError.of(NEW_EDITION_EXISTS(name=new, folder=folder.as_posix()))
    made = _days(catalogue.heads(standard), folder, old, first, last)
    file = source / "standard.yaml"
    later = None if made.later is None else specs / standard / made.later / "standard.yaml"
    before = {each: each.read_bytes() for each in (file, later) if each is not None}
    try:
        _copy(source, folder)
        for name in _NAMED:
            _edit(folder / name, lambda text: _set(text, "/edition", json.dumps(new)))
        _edit(folder / "standard.yaml", lambda text: _opened(text, first, made.last))
        _edit(file, lambda text: _ended(text, made.closed))
        begins = made.later_from
        if later is not None and begins is not None:
            _edit(later, lambda text: _set(text, "/in_force/from", begins.isoformat()))
        catalogue = Catalogue(specs)
        for each in (new, old, *([made.later] if made.later else [])):
            catalogue.edition(standard, each)
    except BaseException:
        for path, data in before.items():
            if path.read_bytes() != data:
                path.write_bytes(data)
        if folder.exists():
            shutil.rmtree(folder)  # if that fails it is told: then not everything was undone
        raise
    return made


def _days(heads: Sequence[Head], folder: Path, old: str, first: date, last: date | None) -> Made:
    """From when to when the new edition is in force, and its neighbours beside it."""
    index = [head.edition for head in heads].index(old)
    closing, later = heads[index], next(iter(heads[index + 1 :]), None)
    if first <= closing.first:
        raise CallError.of(NEW_EDITION_TOO_EARLY(day=first, old=old, first=closing.first))
    closed = first - timedelta(days=1)
    if closing.until is not None and closing.until < closed:
        raise CallError.of(NEW_EDITION_AFTER_END(day=first, old=old, until=closing.until))
    if last is not None and last < first:
        raise CallError.of(NEW_EDITION_NO_DAY(first=first, until=last))
    if later is None:
        return Made(folder, first, closed, last)
    if last is None and later.first <= first:
        raise CallError.of(NEW_EDITION_UNTIL_WHEN(day=first, later=later.edition))
    last = last or later.first - timedelta(days=1)
    if later.until is not None and later.until <= last:
        raise CallError.of(NEW_EDITION_SWALLOWS(until=last, later=later.edition, last=later.until))
    begins = last + timedelta(days=1)
    moved = None if begins == later.first else begins
    return Made(folder, first, closed, last, later.edition, moved)


def _copy(source: Path, folder: Path) -> None:
    """Contents alone: what is a link or read-only in the old edition is neither in the new one."""
    folder.mkdir()
    for each in source.iterdir():
        if each.is_dir():
            _copy(each, folder / each.name)
        else:
            shutil.copyfile(each, folder / each.name)


def _edit(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_bytes().decode()
    mark = _BOM if text.startswith(_BOM) else ""
    path.write_bytes((mark + change(text.removeprefix(_BOM))).encode())


def _opened(text: str, first: date, last: date | None) -> str:
    """In force from a day on, up to another if there is one."""
    text = _set(text, "/in_force/from", first.isoformat())
    return _without(text, "/in_force/until") if last is None else _ended(text, last)


def _ended(text: str, last: date) -> str:
    """In force up to a day, whatever it said before."""
    places = _places(text)
    if places.find("/in_force/until"):
        return _set(text, "/in_force/until", last.isoformat())
    _, end = _span(text, places, "/in_force/from")
    if _in_braces(text, places):
        return f"{text[:end]}, until: {last.isoformat()}{text[end:]}"
    key = _key(places, "/in_force/from")
    indent = text[text.rfind("\n", 0, key) + 1 : key]
    stop = text.find("\n", end)
    if stop < 0:
        return f"{text}\n{indent}until: {last.isoformat()}\n"
    newline = "\r\n" if text[stop - 1] == "\r" else "\n"
    return f"{text[: stop + 1]}{indent}until: {last.isoformat()}{newline}{text[stop + 1 :]}"


def _set(text: str, pointer: str, value: str) -> str:
    """Put another value in the place of one, between the same quotes if it was quoted."""
    start, end = _span(text, _places(text), pointer)
    quote = text[start] if text[start] in "\"'" and value[0] not in "\"'" else ""
    return f"{text[:start]}{quote}{value}{quote}{text[end:]}"


def _without(text: str, pointer: str) -> str:
    """Take away a key and its value: their lines, or their part of a map in braces."""
    places = _places(text)
    if not places.find(pointer):
        return text
    start, (_, end) = _key(places, pointer), _span(text, places, pointer)
    if not _in_braces(text, places):
        stop = text.find("\n", end)
        return text[: text.rfind("\n", 0, start) + 1] + (text[stop + 1 :] if stop >= 0 else "")
    following = re.compile(r"\s*,\s*").match(text, end)
    if following:
        return text[:start] + text[following.end() :]
    return text[:start].rstrip().removesuffix(",") + text[end:]


def _in_braces(text: str, places: Places) -> bool:
    return text[_start(places, "/in_force")] == "{"


def _places(text: str) -> Places:
    return locate(text.encode(), "standard.yaml")


def _start(places: Places, pointer: str) -> int:
    place = places.find(pointer)
    if place is None:
        raise KeyError(pointer)
    return place.start


def _key(places: Places, pointer: str) -> int:
    place = places.find(pointer)
    if place is None or place.key is None:
        raise KeyError(pointer)
    return place.key


def _span(text: str, places: Places, pointer: str) -> tuple[int, int]:
    """Where a scalar starts and ends."""
    start = _start(places, pointer)
    value = read(text.encode(), "standard.yaml", MAX_SPEC_BYTES)
    for key in pointer[1:].split("/"):
        value = value[key]
    end = scalar_end(text, start, value)
    if end is None:
        # A text over several lines; a day or an edition's name is never written like that.
        raise CallError.of(NEW_EDITION_LAYOUT(place=pointer))
    return start, end
