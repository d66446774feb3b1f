"""A folder as a zip of just what its application names; equal folders give equal bytes.

Nothing is compressed: what papers are made of hardly can be, and compressors differ in their bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO, Final

from validator.bundle import read_bundle
from validator.bundle.directory import folder_entries
from validator.bundle.entries import (
    RECORDS,
    Entry,
    Limits,
    Refused,
    TooLarge,
    over,
    problem_of,
    unreadable,
)
from validator.frozen import frozen
from validator.model import Bundle, Location, Problem, Severity, declare

PACKING_LINK = declare("packing_link", file=str)
PACKING_TOO_LARGE = declare("packing_too_large", limit=int, what=str)
PACKING_DIFFERS = declare("packing_differs")

_LIMITS: Final = Limits()
_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The first that a zip can tell: when a file was changed is nobody's business."""
_MODE: Final = 0o100644 << 16
_UNIX: Final = 3


@frozen
class Packed:
    """What became of the files of a folder, by their names."""

    taken: tuple[str, ...]
    left_out: tuple[str, ...]


def pack(folder: str, file: IO[bytes], limits: Limits = _LIMITS) -> Packed:
    """Write what an application names into a file that is open for reading and writing.

    Raises:
        Refused: the folder is no application that can be read, what it names lies behind a link, or
            the archive would be over a limit or be read as another application.
        OSError: a file cannot be read or written.
    """
    bundle = read_bundle(folder, limits=limits)
    if bundle.manifest is None:
        raise Refused(*bundle.problems)
    entries, _ = folder_entries(folder, limits)
    taken = tuple(_named(bundle, entries, limits))
    with zipfile.ZipFile(file, "w") as archive:
        for name in taken:
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system, info.external_attr = _UNIX, _MODE
            with archive.open(info, "w") as member:
                for chunk in _chunks(entries[name], limits):
                    member.write(chunk)
    _require_same(bundle, file, limits)
    return Packed(taken, tuple(sorted(entries.keys() - set(taken))))


def _named(bundle: Bundle, entries: dict[str, Entry], limits: Limits) -> Iterator[str]:
    """The manifest, the record and all that they name, in the order in which they are packed."""
    yield bundle.manifest_file or ""
    yield from (name for name in RECORDS if name in entries)
    total = 0
    for member in bundle.members.values():
        if not member.named:
            continue
        if not member.regular:
            raise Refused(problem_of(PACKING_LINK, member.name))
        if member.name not in entries:
            raise Refused(Problem(unreadable(member.name), Location(member.name)))
        total += member.size
        if total > limits.max_total_bytes:
            raise Refused(over(PACKING_TOO_LARGE, "bytes", limits.max_total_bytes))
        yield member.name


def _chunks(entry: Entry, limits: Limits) -> Iterator[bytes]:
    try:
        yield from entry.chunks(limits.max_member_bytes)
    except TooLarge:
        problem = over(PACKING_TOO_LARGE, "member", limits.max_member_bytes, entry.name)
        raise Refused(problem) from None


def _require_same(bundle: Bundle, file: IO[bytes], limits: Limits) -> None:
    """See that the archive is read as the same application: a name may be one in a folder alone."""
    packed = read_bundle(file, bundle.name, limits)
    if packed.manifest is None:
        raise Refused(*(each for each in packed.problems if each.severity is Severity.ERROR))
    names = {name for name, each in bundle.members.items() if each.named}
    if packed.manifest_bytes != bundle.manifest_bytes or packed.members.keys() != names:
        raise Refused(problem_of(PACKING_DIFFERS))
