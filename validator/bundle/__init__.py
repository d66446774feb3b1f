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
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from validator import source
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
from validator.bundle.members import read_members
from validator.errors import SourceError
from validator.letters import as_file_name, is_too_long
from validator.model import Bundle, Declared, Location, Member, Problem, Severity, declare
from validator.source import SOURCE_TOO_LARGE

if TYPE_CHECKING:
    from validator.inspect.opener import Opener

BUNDLE_NOT_A_FOLDER_OR_ZIP = declare("bundle_not_a_folder_or_zip")
BUNDLE_UNREADABLE = declare("bundle_unreadable")
MANIFEST_MISSING = declare("manifest_missing")
MANIFEST_AMBIGUOUS = declare("manifest_ambiguous", files=tuple)
MANIFEST_NOT_A_FILE = declare("manifest_not_a_file", file=str)
MANIFEST_NOT_A_MAP = declare("manifest_not_a_map", file=str)
FILE_NOT_NAMED = declare("file_not_named", file=str)
LINK_NOT_NAMED = declare("link_not_named", file=str)
FOLDER_UNREADABLE = declare("folder_unreadable", file=str)
RECORD_AMBIGUOUS = declare("record_ambiguous", files=tuple)
RECORD_NOT_A_FILE = declare("record_not_a_file", file=str)
RECORD_NOT_A_MAP = declare("record_not_a_map", file=str)

__all__ = ["MANIFESTS", "Limits", "find_bundles", "read_bundle"]

_LIMITS: Final = Limits()


def read_bundle(
    path: str | os.PathLike[str] | IO[bytes],
    name: str | None = None,
    limits: Limits = _LIMITS,
    opener: Opener | None = None,
) -> Bundle:
    """Reads a folder or a zip; whatever is wrong with it stands in the bundle's problems.

    Args:
        path: the folder, a file whose name ends in `.zip`, or a zip that is open in binary mode.
            The open one is read from its start, wherever it stands, and stays open.
        name: what reports call it, where that is not the path; an open file needs one.
        limits: how much is taken on.
        opener: opens the papers that the manifest names; without one nobody tries, and whether
            they open is left to a person.

    Raises:
        FileNotFoundError: there is nothing at the path.
        TypeError: an open file has no name, or is open as text.
        ValueError: an open file is closed, or does not let its reader move back and forth.
    """
    if isinstance(path, str | os.PathLike):
        path = os.fspath(path)
        called = name or clean(path)
    else:
        called = _name_of_open(path, name)
    try:
        if isinstance(path, str):
            return _at(path, called, limits, opener)
        return _archive(path, called, limits, opener)
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(path) from None
    except Refused as refused:
        problems = refused.problems
    except OSError:
        problems = (problem_of(BUNDLE_UNREADABLE),)
    return Bundle(called, None, None, b"", {}, _ordered(problems))


def _at(path: str, name: str, limits: Limits, opener: Opener | None) -> Bundle:
    mode = os.stat(path).st_mode  # noqa: PTH116  # a `Path` of it would take ten times as long
    if stat.S_ISDIR(mode):
        return _bundle(name, *folder_entries(path, limits), limits, opener)
    if not (stat.S_ISREG(mode) and path.lower().endswith(".zip")):
        raise Refused(problem_of(BUNDLE_NOT_A_FOLDER_OR_ZIP))
    with os.fdopen(open_regular(path)[0], "rb") as file:
        return _archive(file, name, limits, opener)


def _archive(file: IO[bytes], name: str, limits: Limits, opener: Opener | None) -> Bundle:
    from validator.bundle.archive import open_archive  # folders need none of it

    entries, read_rest = open_archive(file, limits)
    bundle = _bundle(name, entries, [], limits, opener)
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


def find_bundles(path: str | os.PathLike[str]) -> Iterator[str]:
    """The bundles at or below a path, sorted by name, for `read_bundle`.

    A folder with a manifest is a bundle, and so is a file that ends in `.zip`; what lies inside one
    is not searched. So is a link to one that is not found without it; other linked folders are
    passed over. What cannot be searched is given back as it is, so that its trouble is reported.
    """
    path = os.fspath(path)
    found: list[str] = []
    links: list[str] = []
    folders = [path]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                items = list(listing)
        except OSError:
            found.append(folder)
            continue
        files = [item for item in items if not item.is_dir(follow_symlinks=False)]
        if any(item.name in MANIFESTS for item in files):
            found.append(folder)
            continue
        for item in files:
            if _may_be_bundle(item):
                (links if item.is_symlink() else found).append(item.path)
        folders += (item.path for item in items if item.is_dir(follow_symlinks=False))
    known = set(map(os.path.realpath, found))
    for link in sorted(links):
        if (real := os.path.realpath(link)) not in known:
            known.add(real)
            found.append(link)
    yield from sorted(item.replace(os.sep, "/") for item in found)


def _may_be_bundle(item: os.DirEntry[str]) -> bool:
    """Whether it is a zip or a link to a bundle; so is what cannot be told."""
    try:
        if item.is_dir():
            return any(Path(item.path, name).is_file() for name in MANIFESTS)
        return item.name.lower().endswith(".zip") and item.is_file()
    except OSError:
        return True


def _bundle(
    name: str,
    entries: Mapping[str, Entry],
    closed: Iterable[str],
    limits: Limits,
    opener: Opener | None,
) -> Bundle:
    """A bundle of what is listed; `closed` are the folders (`a/b/`) that could not be listed."""
    file = _manifest_file(entries)
    data, manifest = _document(entries[file], MANIFEST_NOT_A_MAP)
    if isinstance(manifest, Problem):
        return Bundle(name, None, file, data, {}, (manifest,))
    record = _record(entries)
    named = _texts([manifest, record.get("record")])
    members: dict[str, Member] = {}
    problems = [problem_of(FOLDER_UNREADABLE, folder, Severity.WARNING) for folder in closed]
    for text in _inside(named, frozenset(closed)):
        members[text] = Member(text, 0, trouble=unreadable(text))
    others = [entry for entry in entries.values() if entry.name not in (file, *RECORDS)]
    asked = {entry.name: entry for entry in others if entry.name in named and entry.regular}
    for member in read_members(asked.values(), named, limits, opener):
        members[member.name] = member
    for entry in others:
        if entry.name in asked:
            continue
        length = entry.length() if entry.regular else 0
        members[entry.name] = Member(entry.name, length, entry.regular)
        if entry.name not in named:
            key = FILE_NOT_NAMED if entry.regular else LINK_NOT_NAMED
            problems.append(problem_of(key, entry.name, Severity.WARNING))
    members = dict(sorted(members.items()))
    return Bundle(name, manifest, file, data, members, _ordered(problems), **record)


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
        raise Refused(problem_of(MANIFEST_MISSING))
    if len(found) > 1:
        raise Refused(Problem(MANIFEST_AMBIGUOUS(files=found), Location("")))
    if not entries[found[0]].regular:
        raise Refused(problem_of(MANIFEST_NOT_A_FILE, found[0]))
    return found[0]


def _record(entries: Mapping[str, Entry]) -> dict[str, Any]:
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
    data, value = _document(entries[file], RECORD_NOT_A_MAP)
    word = "record_trouble" if isinstance(value, Problem) else "record"
    return {"record_file": file, "record_bytes": data, word: value}


def _document(entry: Entry, not_a_map: Declared) -> tuple[bytes, dict[str, Any] | Problem]:
    """The bytes of a manifest or record, if they are within the limit, and what they say."""
    try:
        data = b"".join(entry.chunks(source.MAX_BYTES))
    except OSError:
        return b"", Problem(unreadable(entry.name), Location(entry.name))
    except TooLarge:
        message = SOURCE_TOO_LARGE(limit=source.MAX_BYTES)
        return b"", Problem(message, Location(entry.name))
    try:
        value = source.read(data, entry.name)
    except SourceError as error:
        where = Location(entry.name, None, error.line, error.column)
        return data, Problem(error.message, where)
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
