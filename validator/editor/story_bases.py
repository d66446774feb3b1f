"""What stories start from: samples, and bases, which are samples with changes under a name.

Changes name values by the keys on the way, joined by dots; an entry of a list by its index or its
`id`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

from validator.editor.story_files import file_of_story, taken
from validator.errors import Fault, SpecError
from validator.frozen import frozen
from validator.model import Bundle, declare
from validator.places import pointer
from validator.standard.shapes_beside import RawBase, RawChanges
from validator.standard.spec_file import SPEC_REPEATED_ID, CasesFile

SPEC_CHANGE_NAMES_NOTHING = declare("spec_change_names_nothing", name=str)


@frozen
class Base:
    """One base, as written; `place` is its pointer in its file."""

    file: CasesFile
    place: str
    given: RawBase


def bases_of(files: Iterable[CasesFile], faults: list[Fault]) -> Mapping[str, Base]:
    """The bases of an edition by their names.

    Args:
        files: its files of cases.
        faults: gains what is wrong: two bases of one name.
    """
    bases: dict[str, Base] = {}
    for file in files:
        for index, raw in enumerate(file.value.get("bases", ())):
            place, name = f"/bases/{index}", raw["name"]
            if name in bases:
                faults.append(file.fault(f"{place}/name", SPEC_REPEATED_ID, name=name))
            bases.setdefault(name, Base(file, place, raw))
    return bases


def changed(bundle: Bundle, given: RawChanges, file: CasesFile, place: str) -> Bundle:
    """A bundle with changes made to a copy of it; it has a manifest.

    Args:
        bundle: the sample, or one that is changed already.
        given: the changes.
        file, place: where they stand.

    Raises:
        SpecError: a change names nothing in the bundle.
    """
    manifest: Any = deepcopy(bundle.manifest)
    record: Any = deepcopy(bundle.record)
    members = dict(bundle.members)
    try:
        for index, dotted in enumerate(given.get("remove", ())):
            where = pointer("remove", index)
            holder, key = _walk(_home(dotted, manifest, record), dotted)
            del holder[key]
        for dotted, value in given.get("set", {}).items():
            where = pointer("set", dotted)
            holder, key = _walk(_home(dotted, manifest, record), dotted)
            holder[key] = value
        for dotted, entry in given.get("add", {}).items():
            where = pointer("add", dotted)
            holder, key = _walk(_home(dotted, manifest, record), dotted)
            holder[key].append(deepcopy(entry))
    except (LookupError, TypeError, ValueError, AttributeError, StopIteration):
        fault = file.fault_at_key(place + where, SPEC_CHANGE_NAMES_NOTHING, name=dotted)
        raise SpecError([fault]) from None
    record = given.get("record", record)
    for name, sort in given.get("files", {}).items():
        members.pop(name, None)
        if (made := file_of_story(name, sort)) is not None:
            members[name] = made
    return replace(
        bundle,
        manifest=manifest,
        manifest_file="application.json",
        manifest_bytes=_json(manifest),
        members=members,
        record=record,
        record_file=None if record is None else "record.json",
        record_bytes=b"" if record is None else _json(record),
        record_trouble=None,
    )


def started(sample: Bundle, base: Base | None) -> Bundle:
    """What a story changes: its sample as stories take it, with the changes of its base.

    Raises:
        SpecError: a change of the base names nothing in the sample.
    """
    bundle = replace(sample, members=taken(sample.members))
    return bundle if base is None else changed(bundle, base.given, base.file, base.place)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _home(dotted: str, manifest: Any, record: Any) -> Any:
    """The file that holds a value: the record where that has its first key."""
    first = dotted.partition(".")[0]
    return record if record is not None and first in record else manifest


def _walk(value: Any, dotted: str) -> tuple[Any, Any]:
    """The map or list that holds a value, and the key or index of the value in it."""
    *way, last = dotted.split(".")
    for part in way:
        value = value[_key(value, part)]
    return value, _key(value, last)


def _key(value: Any, part: str) -> Any:
    if not isinstance(value, list):
        return part
    if part.isascii() and part.isdigit():
        return int(part)
    return next(i for i, entry in enumerate(value) if entry.get("id") == part)
