"""A folder or a zip as a `Bundle`: what it holds, under limits, and what is wrong with it.

Nothing in a bundle is trusted. Links, pipes and devices are listed and never opened; an archive
that two programs could read in two ways is refused whole; data is streamed and never unpacked.
Only the files that the manifest names are read at all.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, islice
from pathlib import Path
from typing import IO, Any, Final
from unicodedata import normalize

from validator import source
from validator.errors import SourceError
from validator.model import Bundle, Location, Member, Message, Problem, Severity

MANIFESTS: Final = ("application.yaml", "application.yml", "application.json")

_IGNORED_FILES: Final = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
_IGNORED_FOLDER: Final = "__MACOSX"
_CHUNK: Final = 64 << 10
_HEAD: Final = 1024
_MAX_NAME: Final = 1000
_UNSAFE_NAME: Final = re.compile(r"[\0-\x1f\x7f-\x9f\\]|^[A-Za-z]:|(?:^|/)\.{0,2}(?:/|$)")
_OPEN: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_FOLLOW: Final = getattr(os, "O_NOFOLLOW", 0)
_END: Final = struct.Struct("<4s4H2LH")  # of an archive's table of contents
_END_SIGNATURE: Final = b"PK\5\6"
_LONGEST_END: Final = _END.size + 0xFFFF
_ZIP64_SIGNATURE: Final = b"PK\6\7"
_ZIP64_SIZE: Final = 20
_LOCAL_HEADER: Final = 30
_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800
_BROKEN: Final = (  # what zipfile raises for a damaged archive
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, OSError, OverflowError, RuntimeError, ValueError),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a bundle is taken on.

    Attributes:
        max_members: files and folders.
        max_depth: folders inside each other.
        max_member_bytes: of a file; a larger one is not read in a folder, refused in an archive.
        max_total_bytes: of all files of an archive, as it declares them.
        max_directory_bytes: of an archive's table of contents.
        max_archive_bytes: of the archive itself.
    """

    max_members: int = 10_000
    max_depth: int = 32
    max_member_bytes: int = 64 << 20
    max_total_bytes: int = 512 << 20
    max_directory_bytes: int = 4 << 20
    max_archive_bytes: int = 1 << 30


_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file listed but not yet read; `chunks(most)` ends once it gave more than `most` bytes."""

    name: str
    size: int
    regular: bool
    chunks: Callable[[int], Iterator[bytes]]


class _Refused(Exception):
    """The bundle cannot be read as a whole."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems)
        self.problems = problems


def read_bundle(
    path: str | os.PathLike[str], name: str | None = None, limits: Limits = _LIMITS
) -> Bundle:
    """Reads a folder or a zip; whatever is wrong with it stands in the bundle's problems.

    Args:
        path: the folder, or a file whose name ends in `.zip`.
        name: what reports call it, where that is not the path.
        limits: how much is taken on.

    Raises:
        FileNotFoundError: there is nothing at the path.
    """
    path = os.fspath(path)
    name = name or _clean(path)
    try:
        mode = Path(path).stat().st_mode
        if stat.S_ISDIR(mode):
            return _bundle(name, *_folder(path, limits), limits)
        if not (stat.S_ISREG(mode) and path.lower().endswith(".zip")):
            raise _Refused(_problem("bundle_not_a_folder_or_zip"))
        with _open(path) as file:
            return _bundle(name, _archive(file, limits), [], limits)
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(path) from None
    except _Refused as refused:
        problems = refused.problems
    except OSError:
        problems = (_problem("bundle_unreadable"),)
    return Bundle(name, None, None, b"", {}, _ordered(problems))


def find_bundles(path: str | os.PathLike[str]) -> Iterator[str]:
    """The bundles at or below a path, sorted by name, for `read_bundle`.

    A folder with a manifest is a bundle, and so is a file that ends in `.zip`; what lies inside one
    is not searched. Links to folders and folders that cannot be read are passed over. A path that
    cannot be searched at all is given back as it is, so that its trouble is reported.
    """
    path = os.fspath(path)
    found: list[str] = []
    folders = [path]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                items = list(listing)
        except OSError:
            found += [folder] if folder == path else []
            continue
        files = [item for item in items if not item.is_dir(follow_symlinks=False)]
        if any(item.name in MANIFESTS for item in files):
            found.append(folder)
        else:
            found += (i.path for i in files if i.name.lower().endswith(".zip") and i.is_file())
            folders += (item.path for item in items if item.is_dir(follow_symlinks=False))
    yield from sorted(item.replace(os.sep, "/") for item in found)


def _bundle(
    name: str, entries: Mapping[str, _Entry], closed: Iterable[str], limits: Limits
) -> Bundle:
    """A bundle of what is listed; `closed` are the folders (`a/b/`) that could not be listed."""
    file = _manifest_file(entries)
    data, manifest = _manifest(entries[file])
    if isinstance(manifest, Problem):
        return Bundle(name, None, file, data, {}, (manifest,))
    named = set(_texts(manifest))
    members: dict[str, Member] = {}
    problems: list[Problem] = []
    for folder in closed:
        problems.append(_problem("folder_unreadable", folder, Severity.WARNING))
        for text in sorted(text for text in named if text.startswith(folder)):
            members[text] = Member(text, 0, trouble=_unreadable(text))
    for entry in (entry for entry in entries.values() if entry.name != file):
        members[entry.name] = Member(entry.name, entry.size, entry.regular)
        if entry.name not in named:
            key = "file_not_named" if entry.regular else "link_not_named"
            problems.append(_problem(key, entry.name, Severity.WARNING))
        elif entry.regular:
            members[entry.name] = _content(entry, limits)
    return Bundle(name, manifest, file, data, dict(sorted(members.items())), _ordered(problems))


def _manifest_file(entries: Mapping[str, _Entry]) -> str:
    found = tuple(file for file in MANIFESTS if file in entries)
    if not found:
        raise _Refused(_problem("manifest_missing"))
    if len(found) > 1:
        raise _Refused(Problem(Message("manifest_ambiguous", {"files": found}), Location("")))
    if not entries[found[0]].regular:
        raise _Refused(_problem("manifest_not_a_file", found[0]))
    return found[0]


def _manifest(entry: _Entry) -> tuple[bytes, dict[str, Any] | Problem]:
    """The manifest's bytes, if they are within the limit, and what they say."""
    try:
        data = b"".join(entry.chunks(source.MAX_BYTES))
    except OSError:
        return b"", Problem(_unreadable(entry.name), Location(entry.name))
    try:
        value = source.read(data, entry.name)
    except SourceError as error:
        where = Location(entry.name, None, error.line, error.column)
        return data if len(data) <= source.MAX_BYTES else b"", Problem(error.message, where)
    return data, value if isinstance(value, dict) else _problem("manifest_not_a_map", entry.name)


def _texts(value: Any) -> Iterator[str]:
    """Every text in the manifest: any of them may name a file."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield normalize("NFC", value)
        elif isinstance(value, dict | list):
            waiting += value.values() if isinstance(value, dict) else value


def _content(entry: _Entry, limits: Limits) -> Member:
    """A member with its head and digest; of a file too large to read, the head alone."""
    most = limits.max_member_bytes if entry.size <= limits.max_member_bytes else 0
    digest, head, size = hashlib.sha256(), b"", 0
    try:
        for chunk in entry.chunks(most):
            head = head or chunk[:_HEAD]
            digest.update(chunk)
            size += len(chunk)
    except OSError:
        return Member(entry.name, entry.size, trouble=_unreadable(entry.name))
    if size > most:
        return Member(entry.name, max(size, entry.size), head=head)
    return Member(entry.name, size, head=head, sha256=digest.hexdigest())


def _folder(root: str, limits: Limits) -> tuple[dict[str, _Entry], list[str]]:
    """The files below a folder by name, and the folders in it that could not be listed."""
    entries: dict[str, _Entry] = {}
    closed: list[str] = []
    folders = [(root, "")]
    left = limits.max_members
    while folders:
        path, prefix = folders.pop()
        try:
            with os.scandir(path) as listing:
                items = list(islice(listing, left + 1))
        except OSError:
            if not prefix:
                raise
            closed.append(prefix)
            continue
        left -= len(items)
        if left < 0:
            raise _Refused(_over("folder_too_large", "members", limits.max_members))
        if prefix.count("/") > limits.max_depth:
            raise _Refused(_over("folder_too_large", "depth", limits.max_depth, prefix))
        for item in items:
            name = normalize("NFC", prefix + _clean(item.name))
            if item.is_dir(follow_symlinks=False):
                folders += [(item.path, name + "/")] if item.name != _IGNORED_FOLDER else []
            elif name in entries:
                raise _Refused(_problem("folder_duplicate_name", name))
            elif item.name not in _IGNORED_FILES:
                entries[name] = _file(item, name)
    return entries, closed


def _file(item: os.DirEntry[str], name: str) -> _Entry:
    regular = item.is_file(follow_symlinks=False)
    try:
        size = item.stat(follow_symlinks=False).st_size if regular else 0
    except OSError:  # gone, or in a folder without right of way: reading it will tell
        size = 0
    return _Entry(name, size, regular, partial(_file_chunks, item.path))


def _file_chunks(path: str, most: int) -> Iterator[bytes]:
    with _open(path, _NO_FOLLOW) as file:
        yield from _chunks(file, most)


def _chunks(file: IO[bytes], most: int) -> Iterator[bytes]:
    given = 0
    while given <= most and (chunk := file.read(_CHUNK)):
        given += len(chunk)
        yield chunk


def _open(path: str, flags: int = 0) -> IO[bytes]:
    """Opens a regular file; what has become a pipe or a device meanwhile cannot block."""
    descriptor = os.open(path, _OPEN | flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(path)
    return os.fdopen(descriptor, "rb")


def _archive(file: IO[bytes], limits: Limits) -> dict[str, _Entry]:
    """The files of a zip by name; whatever leaves open what the archive holds refuses it."""
    count, end = _table_of_contents(file, limits)
    try:
        archive = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise _Refused(_broken()) from error
    infos = {info: _member_name(info) for info in archive.infolist()}
    problems = [problem for info, name in infos.items() for problem in _faults(info, name, limits)]
    if not problems:  # only then are the names short enough to compare
        twice = _duplicates(infos.values())
        problems += (_problem("archive_duplicate_name", name) for name in twice)
    if sum(info.file_size for info in infos) > limits.max_total_bytes:
        problems.append(_over("archive_too_large", "bytes", limits.max_total_bytes))
    if len(infos) != count:
        problems.append(_broken())
    for info in sorted(infos, key=lambda info: info.header_offset, reverse=True):
        if not 0 <= info.header_offset <= end - _LOCAL_HEADER - info.compress_size:
            problems.append(_broken(infos[info]))
        end = info.header_offset
    if problems:
        raise _Refused(*problems)
    entries = (_packed(archive, info, name) for info, name in infos.items())
    return _unwrapped({entry.name: entry for entry in entries if not _is_ignored(entry.name)})


def _table_of_contents(file: IO[bytes], limits: Limits) -> tuple[int, int]:
    """How many members an archive claims, and where its table of contents starts.

    Looks where zipfile will look, so that a table of millions of members is refused unread.
    """
    size = file.seek(0, os.SEEK_END)
    if size > limits.max_archive_bytes:
        raise _Refused(_over("archive_too_large", "archive", limits.max_archive_bytes))
    before = max(0, size - _LONGEST_END - _ZIP64_SIZE)
    file.seek(before)
    tail = file.read()
    at = len(tail) - _END.size
    if at < 0 or not (tail.startswith(_END_SIGNATURE, at) and tail.endswith(b"\0\0")):
        at = tail.rfind(_END_SIGNATURE, max(0, len(tail) - _LONGEST_END))
    if at < 0 or len(tail) - at < _END.size:
        raise _Refused(_problem("archive_broken"))
    *_, count, length, _, _ = _END.unpack_from(tail, at)
    if count > limits.max_members:
        raise _Refused(_over("archive_too_large", "members", limits.max_members))
    is_zip64 = tail.startswith(_ZIP64_SIGNATURE, max(0, at - _ZIP64_SIZE))  # has numbers of its own
    if is_zip64 or length > limits.max_directory_bytes:
        raise _Refused(_over("archive_too_large", "directory", limits.max_directory_bytes))
    return count, before + at - length


def _member_name(info: zipfile.ZipInfo) -> str:
    """UTF-8 where the archive says so or the bytes are, else CP866, as Windows archivers write."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437")
        try:
            name = raw.decode()
        except UnicodeDecodeError:
            name = raw.decode("cp866")
    return normalize("NFC", name)


def _faults(info: zipfile.ZipInfo, name: str, limits: Limits) -> Iterator[Problem]:
    path = name.removesuffix("/")[:_MAX_NAME]
    if _UNSAFE_NAME.search(path) or len(name) > _MAX_NAME:
        yield _problem("archive_unsafe_name", path)
    if path.count("/") > limits.max_depth:
        yield _over("archive_too_large", "depth", limits.max_depth, path)
    if info.file_size > limits.max_member_bytes:
        yield _over("archive_too_large", "member", limits.max_member_bytes, path)
    if info.flag_bits & _ENCRYPTED:
        yield _problem("archive_encrypted", path)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield _problem("archive_method", path)


def _duplicates(names: Collection[str]) -> set[str]:
    """Names that some file system takes for one, or that are a file's and a folder's at once."""
    folded = [(name, normalize("NFC", name.casefold())) for name in names]
    files = Counter(key for _, key in folded if not key.endswith("/"))
    folders = {
        folder
        for _, key in folded
        for folder in accumulate(key.split("/")[:-1], "{}/{}".format)
        if folder in files
    }
    return {name for name, key in folded if files[key] > 1 or key in folders}


def _unwrapped(entries: dict[str, _Entry]) -> dict[str, _Entry]:
    """The files without the one folder that may hold them all."""
    tops = {name.partition("/")[0] for name in entries}
    prefix = f"{min(tops, default='')}/"
    if len(tops) > 1 or not any(prefix + file in entries for file in MANIFESTS):
        return entries
    return {
        name.removeprefix(prefix): replace(entry, name=name.removeprefix(prefix))
        for name, entry in entries.items()
    }


def _packed(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> _Entry:
    regular = stat.S_IFMT(info.external_attr >> 16) in (0, stat.S_IFREG)
    size = info.file_size if regular else 0
    return _Entry(name, size, regular, partial(_packed_chunks, archive, info, name))


def _packed_chunks(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, most: int
) -> Iterator[bytes]:
    """The data of a member; what is not as the archive declares it refuses the archive."""
    longer = copy(info)
    longer.file_size += 1  # else zipfile stops at the declared size, whatever follows
    given = 0
    try:
        with archive.open(longer) as file:
            for chunk in _chunks(file, most):
                given += len(chunk)
                yield chunk
    except _BROKEN as error:
        raise _Refused(_broken(name)) from error
    if given <= most and given != info.file_size:
        raise _Refused(_broken(name))


def _is_ignored(name: str) -> bool:
    *folders, file = name.split("/")
    return not file or file in _IGNORED_FILES or _IGNORED_FOLDER in folders


def _clean(path: str) -> str:
    """A path that can be shown: without what is not Unicode, `/` between its parts."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def _unreadable(file: str) -> Message:
    return Message("file_unreadable", {"file": file})


def _broken(member: str = "") -> Problem:
    return Problem(Message("archive_broken"), Location(member))


def _over(key: str, what: str, limit: int, file: str = "") -> Problem:
    return Problem(Message(key, {"limit": limit, "what": what}), Location(file))


def _problem(key: str, file: str = "", severity: Severity = Severity.ERROR) -> Problem:
    return Problem(Message(key, {"file": file} if file else {}), Location(file), severity)


def _ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    def rank(problem: Problem) -> tuple[bool, str, str]:
        return (problem.severity is not Severity.ERROR, problem.location.file, problem.message.key)

    return tuple(sorted(problems, key=rank))
