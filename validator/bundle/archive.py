"""The files of a zip; one that two programs could read in two ways is refused whole."""

from __future__ import annotations

import os
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from copy import copy
from functools import partial
from itertools import accumulate
from typing import IO, Final
from unicodedata import normalize

from validator.bundle.entries import (
    ARCHIVE_BROKEN,
    CHUNK,
    IGNORED_FILES,
    IGNORED_FOLDER,
    MANIFESTS,
    Entry,
    Limits,
    Refused,
    TooLarge,
    broken,
    over,
    problem_of,
)
from validator.model import Location, Problem, declare

ARCHIVE_TOO_LARGE = declare("archive_too_large", limit=int, what=str)
ARCHIVE_ENCRYPTED = declare("archive_encrypted", file=str)
ARCHIVE_UNSAFE_NAME = declare("archive_unsafe_name", file=str)
ARCHIVE_DUPLICATE_NAME = declare("archive_duplicate_name", file=str)
ARCHIVE_METHOD = declare("archive_method", file=str)

_MAX_NAME: Final = 1000
_UNSAFE_NAME: Final = re.compile(r"[\0-\x1f\x7f-\x9f\\]|^[A-Za-z]:|(?:^|/)\.{0,2}(?:/|$)")
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


def archive_entries(file: IO[bytes], limits: Limits) -> dict[str, Entry]:
    """The files of a zip by name; whatever leaves open what the archive holds refuses it."""
    count, end = _table_of_contents(file, limits)
    try:
        archive = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise Refused(broken()) from error
    infos = {info: _member_name(info) for info in archive.infolist()}
    problems = [problem for info, name in infos.items() for problem in _faults(info, name, limits)]
    if not problems:  # only then are the names short enough to compare
        twice = _duplicates(infos.values())
        problems += (problem_of(ARCHIVE_DUPLICATE_NAME, name) for name in twice)
    if sum(info.file_size for info in infos) > limits.max_total_bytes:
        problems.append(over(ARCHIVE_TOO_LARGE, "bytes", limits.max_total_bytes))
    if len(infos) != count:
        problems.append(broken())
    for info in sorted(infos, key=lambda info: info.header_offset, reverse=True):
        if not 0 <= info.header_offset <= end - _LOCAL_HEADER - info.compress_size:
            problems.append(broken(infos[info]))
        end = info.header_offset
    if problems:
        raise Refused(*problems)
    entries = (_packed(archive, info, name) for info, name in infos.items())
    return _unwrapped({entry.name: entry for entry in entries if not is_ignored(entry.name)})


def _table_of_contents(file: IO[bytes], limits: Limits) -> tuple[int, int]:
    """How many members an archive claims, and where its table of contents starts.

    Looks where zipfile will look, so that a table of millions of members is refused unread.
    """
    size = file.seek(0, os.SEEK_END)
    if size > limits.max_archive_bytes:
        raise Refused(over(ARCHIVE_TOO_LARGE, "archive", limits.max_archive_bytes))
    before = max(0, size - _LONGEST_END - _ZIP64_SIZE)
    file.seek(before)
    tail = file.read()
    at = len(tail) - _END.size
    if at < 0 or not (tail.startswith(_END_SIGNATURE, at) and tail.endswith(b"\0\0")):
        at = tail.rfind(_END_SIGNATURE, max(0, len(tail) - _LONGEST_END))
    if at < 0 or len(tail) - at < _END.size:
        raise Refused(problem_of(ARCHIVE_BROKEN))
    *_, count, length, _, _ = _END.unpack_from(tail, at)
    if count > limits.max_members:
        raise Refused(over(ARCHIVE_TOO_LARGE, "members", limits.max_members))
    is_zip64 = tail.startswith(_ZIP64_SIGNATURE, max(0, at - _ZIP64_SIZE))  # has numbers of its own
    if is_zip64 or length > limits.max_directory_bytes:
        raise Refused(over(ARCHIVE_TOO_LARGE, "directory", limits.max_directory_bytes))
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
        message = ARCHIVE_UNSAFE_NAME(file=path)
        yield Problem(message, Location(path))
    if not path:
        return  # what has no name is refused; nothing else could be told of it by name
    if path.count("/") > limits.max_depth:
        yield over(ARCHIVE_TOO_LARGE, "depth", limits.max_depth, path)
    if info.file_size > limits.max_member_bytes:
        yield over(ARCHIVE_TOO_LARGE, "member", limits.max_member_bytes, path)
    if info.flag_bits & _ENCRYPTED:
        yield problem_of(ARCHIVE_ENCRYPTED, path)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield problem_of(ARCHIVE_METHOD, path)


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


def _unwrapped(entries: dict[str, Entry]) -> dict[str, Entry]:
    """The files without the one folder that may hold them all."""
    tops = {name.partition("/")[0] for name in entries}
    prefix = f"{min(tops, default='')}/"
    if len(tops) > 1 or not any(prefix + file in entries for file in MANIFESTS):
        return entries
    return {
        name.removeprefix(prefix): entry._replace(name=name.removeprefix(prefix))
        for name, entry in entries.items()
    }


def _packed(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Entry:
    regular = stat.S_IFMT(info.external_attr >> 16) in (0, stat.S_IFREG)
    size = info.file_size if regular else 0
    return Entry(name, regular, lambda: size, partial(_packed_chunks, archive, info, name))


def _packed_chunks(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, most: int
) -> Iterator[bytes]:
    """The data of a member; what is not as the archive declares it refuses the archive."""
    longer = copy(info)
    longer.file_size += 1  # else zipfile stops at the declared size, whatever follows
    given = 0
    try:
        with archive.open(longer) as file:
            while chunk := file.read(CHUNK):
                given += len(chunk)
                yield chunk
                if given > most:
                    raise TooLarge(max(given, info.file_size))
    except _BROKEN as error:
        raise Refused(broken(name)) from error
    if given != info.file_size:
        raise Refused(broken(name))


def is_ignored(name: str) -> bool:
    *folders, file = name.split("/")
    return not file or file in IGNORED_FILES or IGNORED_FOLDER in folders
