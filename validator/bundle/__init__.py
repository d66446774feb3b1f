"""A folder or a zip as a `Bundle`: what it holds, under limits, and what is wrong with it.

Nothing in a bundle is trusted. Links, pipes and devices are listed and never opened; an archive
that two programs could read in two ways is refused whole; data is streamed and never unpacked.
Only the files that the manifest names are read at all.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import IO, TYPE_CHECKING, Any, Final

from validator import source
from validator.bundle.addresses import address_of, is_address, local_path, stored_folder_of
from validator.bundle.directory import folder_entries
from validator.bundle.entries import (
    MANIFESTS,
    RECORDS,
    Entry,
    Limits,
    Refused,
    TooLarge,
    clean,
    open_regular,
    problem_of,
    unreadable,
)
from validator.bundle.find import find_bundles, folder_of
from validator.bundle.lookalikes import manifest_like, meant_for_record
from validator.bundle.members import Reading, read_members
from validator.errors import SourceError
from validator.letters import as_file_name, is_too_long
from validator.model import Args, Bundle, Declared, Location, Member, Problem, Severity, declare
from validator.places import Layout
from validator.source import SOURCE_TOO_LARGE

if TYPE_CHECKING:
    from validator.inspect.opener import Opener

BUNDLE_NOT_A_FOLDER_OR_ZIP = declare("bundle_not_a_folder_or_zip")
BUNDLE_UNREADABLE = declare("bundle_unreadable")
MANIFEST_MISSING = declare("manifest_missing", files=tuple | None, what=str | None)
MANIFEST_AMBIGUOUS = declare("manifest_ambiguous", files=tuple)
MANIFEST_NOT_A_FILE = declare("manifest_not_a_file", file=str)
MANIFEST_NOT_A_MAP = declare("manifest_not_a_map", file=str)
FILE_NOT_NAMED = declare("file_not_named", file=str)
LINK_NOT_NAMED = declare("link_not_named", file=str)
FOLDER_UNREADABLE = declare("folder_unreadable", file=str)
RECORD_MISNAMED = declare("record_misnamed", file=str, name=str)
RECORD_AMBIGUOUS = declare("record_ambiguous", files=tuple)
RECORD_NOT_A_FILE = declare("record_not_a_file", file=str)
RECORD_NOT_A_MAP = declare("record_not_a_map", file=str)

__all__ = ["MANIFESTS", "Limits", "find_bundles", "read_bundle"]

_LIMITS: Final = Limits()
_MEANT: Final = 5
"""Files that are named where there is no manifest and they may have been meant for it."""


def read_bundle(
    path: str | os.PathLike[str] | IO[bytes],
    name: str | None = None,
    limits: Limits = _LIMITS,
    opener: Opener | None = None,
    *,
    digests: bool = False,
) -> Bundle:
    """Reads a folder or a zip; whatever is wrong with it stands in the bundle's problems.

    Args:
        path: the folder or its manifest, a file whose name ends in `.zip`, the address of one of
            these in a store, or a zip that is open in binary mode. The open one is read from its
            start, wherever it stands, and stays open.
        name: what reports call it, where that is not the path; an open file needs one.
        limits: how much is taken on.
        opener: opens the papers that the manifest names; without one nobody tries, and whether
            they open is left to a person.
        digests: whether every file that the application names is hashed, be it needed or not.

    Raises:
        CallError: an address is none, or its library is not installed.
        FileNotFoundError: there is nothing at the path.
        StoreFailed: a store does not give what is asked of it.
        TypeError: an open file has no name, or is open as text.
        ValueError: an open file is closed, or does not let its reader move back and forth.
    """
    reading = Reading(limits, opener, digests)
    if isinstance(path, str | os.PathLike):
        path = local_path(os.fspath(path))
        stored = is_address(path)
        path = stored_folder_of(path) if stored else folder_of(path)
        called = name or (path if stored else clean(path))
    else:
        called = _name_of_open(path, name)
    try:
        if isinstance(path, str):
            return (_in_store if is_address(path) else _at)(path, called, reading)
        return _archive(path, called, reading)
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(path) from None
    except Refused as refused:
        problems = refused.problems
    except OSError:
        problems = (problem_of(BUNDLE_UNREADABLE),)
    return Bundle(called, None, None, b"", {}, _ordered(problems))


def _at(path: str, name: str, reading: Reading) -> Bundle:
    mode = os.stat(path).st_mode  # noqa: PTH116  # a `Path` of it would take ten times as long
    if stat.S_ISDIR(mode):
        return _bundle(name, *folder_entries(path, reading.limits), reading)
    if not (stat.S_ISREG(mode) and path.lower().endswith(".zip")):
        raise Refused(problem_of(BUNDLE_NOT_A_FOLDER_OR_ZIP))
    with os.fdopen(open_regular(path)[0], "rb") as file:
        return _archive(file, name, reading)


def _in_store(path: str, name: str, reading: Reading) -> Bundle:
    from validator.bundle.objects import file_of, length_of  # most bundles lie in no store
    from validator.bundle.stored import stored_entries

    address = address_of(path)
    if path.lower().endswith(".zip"):
        try:
            with file_of(address) as file:
                return _archive(file, name, reading)
        except FileNotFoundError:
            pass  # it may be a folder that is called so
    whole = reading.opener is not None or reading.digests
    try:
        entries = stored_entries(address, reading.limits, whole=whole)
    except FileNotFoundError:
        if address.key and length_of(address) is not None:
            raise Refused(problem_of(BUNDLE_NOT_A_FOLDER_OR_ZIP)) from None
        raise
    return _bundle(name, entries, [], reading)


def _archive(file: IO[bytes], name: str, reading: Reading) -> Bundle:
    from validator.bundle.archive import open_archive  # folders need none of it

    entries, read_rest = open_archive(file, reading.limits)
    bundle = _bundle(name, entries, [], reading)
    read_rest()
    return bundle


def _name_of_open(file: IO[bytes], name: str | None) -> str:
    """The name of an open file, which has to be one that a zip can be read from."""
    if name is None:
        raise TypeError("read_bundle() needs a name for an open file")
    if file.read(0) != b"":
        raise TypeError("read_bundle() needs a file that is open in binary mode")
    if not file.seekable():
        raise ValueError("read_bundle() needs a file whose reader can move back and forth in it")
    return name


def _bundle(
    name: str,
    entries: Mapping[str, Entry],
    closed: Iterable[str],
    reading: Reading,
) -> Bundle:
    """A bundle of what is listed; `closed` are the folders (`a/b/`) that could not be listed."""
    file = _manifest_file(entries)
    layouts: dict[str, Layout] = {}
    data, manifest = _document(entries[file], MANIFEST_NOT_A_MAP, layouts)
    if isinstance(manifest, Problem):
        return Bundle(name, None, file, data, {}, (manifest,))
    record = _record(entries, layouts)
    named = _texts([manifest, record.get("record")])
    members: dict[str, Member] = {}
    problems = [problem_of(FOLDER_UNREADABLE, folder, Severity.WARNING) for folder in closed]
    for text in _inside(named, frozenset(closed)):
        members[text] = Member(text, 0, trouble=unreadable(text))
    others = [entry for entry in entries.values() if entry.name not in (file, *RECORDS)]
    asked = {entry.name: entry for entry in others if entry.name in named and entry.regular}
    for member in read_members(asked.values(), named, reading):
        members[member.name] = member
    for entry in others:
        if entry.name in asked:
            continue
        length = entry.length() if entry.regular else 0
        is_named = entry.name in named
        members[entry.name] = Member(entry.name, length, entry.regular, named=is_named)
        if not is_named:
            problems.append(_not_named(entry, has_record=bool(record)))
    members = dict(sorted(members.items()))
    return Bundle(
        name, manifest, file, data, members, _ordered(problems), **record, layouts=layouts
    )


def _not_named(entry: Entry, *, has_record: bool) -> Problem:
    """That nothing names a file, or that it was meant for the record, of which there is none."""
    meant = None if has_record or not entry.regular else meant_for_record(entry.name)
    if meant is not None:
        message = RECORD_MISNAMED(file=entry.name, name=meant)
        return Problem(message, Location(entry.name), Severity.WARNING)
    key = FILE_NOT_NAMED if entry.regular else LINK_NOT_NAMED
    return problem_of(key, entry.name, Severity.WARNING)


def _inside(texts: Iterable[str], folders: frozenset[str]) -> Iterator[str]:
    """The texts that may name something in one of some folders (`a/b/`)."""
    for text in sorted(texts) if folders else ():
        if not is_too_long(text):
            parents = accumulate(text.split("/")[:-1], "{}{}/".format, initial="")
            if any(parent in folders for parent in parents):
                yield text


def _manifest_file(entries: Mapping[str, Entry]) -> str:
    found = tuple(file for file in MANIFESTS if file in entries)
    if not found:
        meant = manifest_like(entries)[:_MEANT]
        args: Args = {"files": meant, "what": "files"} if meant else {}
        raise Refused(Problem(MANIFEST_MISSING(**args), Location("")))
    if len(found) > 1:
        raise Refused(Problem(MANIFEST_AMBIGUOUS(files=found), Location("")))
    if not entries[found[0]].regular:
        raise Refused(problem_of(MANIFEST_NOT_A_FILE, found[0]))
    return found[0]


def _record(entries: Mapping[str, Entry], layouts: dict[str, Layout]) -> dict[str, Any]:
    """What a bundle says of the provider's record; without one, nothing."""
    found = tuple(file for file in RECORDS if file in entries)
    if not found:
        return {}
    file = found[0]
    if len(found) > 1:
        message = RECORD_AMBIGUOUS(files=found)
        return {"record_file": file, "record_trouble": Problem(message, Location(file))}
    if not entries[file].regular:
        return {"record_file": file, "record_trouble": problem_of(RECORD_NOT_A_FILE, file)}
    data, value = _document(entries[file], RECORD_NOT_A_MAP, layouts)
    word = "record_trouble" if isinstance(value, Problem) else "record"
    return {"record_file": file, "record_bytes": data, word: value}


def _document(
    entry: Entry, not_a_map: Declared, layouts: dict[str, Layout]
) -> tuple[bytes, dict[str, Any] | Problem]:
    """The bytes of a manifest or record, if they are within the limit, and what they say.

    Where its values stand is put under its name.
    """
    try:
        data = b"".join(entry.chunks(source.MAX_BYTES))
    except OSError:
        return b"", Problem(unreadable(entry.name), Location(entry.name))
    except TooLarge:
        message = SOURCE_TOO_LARGE(limit=source.MAX_BYTES)
        return b"", Problem(message, Location(entry.name))
    try:
        layout = source.read_layout(data, entry.name)
    except SourceError as error:
        where = Location(entry.name, None, error.line, error.column)
        return data, Problem(error.message, where)
    layouts[entry.name] = layout
    value = layout.value
    return data, value if isinstance(value, dict) else problem_of(not_a_map, entry.name)


def _texts(value: Any) -> set[str]:
    """Every text in the manifest and the record, for any of them may name a file."""
    texts: list[str] = []
    waiting: list[Iterable[Any]] = [(value,)]
    for values in waiting:  # which grows on the way
        for each in values:
            sort = type(each)
            if sort is str:
                texts.append(each)
            elif sort is dict:
                waiting.append(each.values())
            elif sort is list:
                waiting.append(each)
    return set(map(as_file_name, set(texts)))


def _ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    def rank(problem: Problem) -> tuple[bool, str, str]:
        return (problem.severity is not Severity.ERROR, problem.location.file, problem.message.key)

    return tuple(sorted(problems, key=rank))
