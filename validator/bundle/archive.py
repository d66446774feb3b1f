"""The files of a zip; one that two programs could read in two ways is refused whole."""

from __future__ import annotations

import re
import stat
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import partial
from itertools import accumulate
from typing import IO, Final
from unicodedata import normalize

from validator.bundle.entries import (
    IGNORED_FILES,
    IGNORED_FOLDER,
    MANIFESTS,
    Entry,
    Limits,
    Refused,
    TooLarge,
    over,
    problem_of,
)
from validator.bundle.headers import (
    ARCHIVE_TOO_LARGE,
    DEFLATED,
    ENCRYPTED,
    STORED,
    Header,
    ambiguous,
    confirm_headers,
    list_headers,
)
from validator.bundle.names import first_name, name_of
from validator.bundle.unpacking import unpack
from validator.letters import MAX_PATH, is_too_long
from validator.model import Location, Problem, declare

ARCHIVE_ENCRYPTED = declare("archive_encrypted", file=str)
ARCHIVE_UNSAFE_NAME = declare("archive_unsafe_name", file=str)
ARCHIVE_DUPLICATE_NAME = declare("archive_duplicate_name", file=str)
ARCHIVE_METHOD = declare("archive_method", file=str)

_UNSAFE_NAME: Final = re.compile(
    r"[\0-\x1f\x7f-\x9f\\]|^[A-Za-z]:|(?:^|/)\.{0,2}(?:/|$)|;[0-9]+$"  # unzip cuts `;1` off
)
_HERE: Final = re.compile(r"\A(?:\./)+")
"""Before a name it means nothing; alone it is the folder that was packed."""

_FOLDER: Final = 0x10
_ODD_KINDS: Final = 0x448
"""Bits of Windows for a folder; for a label of a disk, a device and a link."""


def open_archive(file: IO[bytes], limits: Limits) -> tuple[dict[str, Entry], Callable[[], None]]:
    """The files of a zip by name; whatever leaves open what the archive holds refuses it.

    Returns:
        The files; and what reads the data of all members that nobody has read by then, since a
        program that reads from the front finds the next member where the data of one end.

    Raises:
        Refused: here, in that function, or when a file is read.
    """
    listed, limit = list_headers(file, limits)
    names = _names_of(listed, limits)  # refused before a header is looked up for it
    headers = confirm_headers(file, listed, limit)
    if any(header.second for header in headers):  # which may stand in its own header alone
        names = _names_of(headers, limits)
    members = _Members(file, dict(zip(headers, names, strict=True)))
    # In the order of their data, so that whoever fetches an archive piece by piece goes along it.
    in_order = sorted(members.left.items(), key=lambda each: each[0].offset)
    entries = {
        name: _entry(header, name, partial(members.chunks, header, name))
        for header, name in in_order
        if not is_ignored(name)
    }
    return _unwrapped(entries), members.read_rest


class _Members:
    """The members of a zip, and which of them nobody has read to their ends."""

    def __init__(self, file: IO[bytes], named: dict[Header, str]) -> None:
        self._file = file
        self.left = named

    def chunks(self, header: Header, name: str, most: int) -> Iterator[bytes]:
        given = 0
        for piece in unpack(self._file, header, name):
            given += len(piece)
            yield piece
            if given > most:
                raise TooLarge(max(given, header.size))
        self.left.pop(header, None)

    def read_rest(self) -> None:
        for header, name in sorted(self.left.items(), key=lambda each: each[0].offset):
            for _ in unpack(self._file, header, name):
                pass


def _names_of(headers: Collection[Header], limits: Limits) -> list[str]:
    """The names of members, in the form in which names are compared.

    Raises:
        Refused: there is something wrong with one, or they are over a limit.
    """
    names = [name_of(header) for header in headers]
    problems = [
        problem
        for header, name in zip(headers, names, strict=True)
        for problem in _faults(header, name, limits)
    ]
    if not problems:  # only then are the names short enough for what follows
        names = list(map(_in_one_form, names))
        twice = _duplicates(names)
        if any(header.second for header in headers):  # not every program knows of second names
            twice |= _duplicates([_in_one_form(first_name(header)) for header in headers])
        problems += (problem_of(ARCHIVE_DUPLICATE_NAME, name) for name in twice)
    if sum(header.size for header in headers) > limits.max_total_bytes:
        problems.append(over(ARCHIVE_TOO_LARGE, "bytes", limits.max_total_bytes))
    if problems:
        raise Refused(*problems)
    return names


def _in_one_form(name: str) -> str:
    return normalize("NFC", _HERE.sub("", name))


def _faults(header: Header, name: str, limits: Limits) -> Iterator[Problem]:
    path = _HERE.sub("", name).removesuffix("/")[:MAX_PATH]
    if not path and _HERE.fullmatch(name):
        path = "."
    elif is_too_long(name) or _UNSAFE_NAME.search(
        path.removesuffix("\r" if is_ignored(path) else "")
    ):
        yield Problem(ARCHIVE_UNSAFE_NAME(file=path), Location(path))
    if not path:
        return  # what has no name is refused; nothing else could be told of it by name
    if path.count("/") > limits.max_depth:
        yield over(ARCHIVE_TOO_LARGE, "depth", limits.max_depth, path)
    if header.size > limits.max_member_bytes:
        yield over(ARCHIVE_TOO_LARGE, "member", limits.max_member_bytes, path)
    if header.flags & ENCRYPTED:
        yield problem_of(ARCHIVE_ENCRYPTED, path)
    elif header.method not in (STORED, DEFLATED):
        yield problem_of(ARCHIVE_METHOD, path)
    if _is_two_kinds(header, is_folder=name.endswith("/")):
        yield ambiguous("kind", path)


def _is_two_kinds(header: Header, *, is_folder: bool) -> bool:
    """Whether a member's attributes call it something else than its name does."""
    mode = stat.S_IFMT(header.attributes >> 16)
    if is_folder:
        return header.size > 0 or mode not in (0, stat.S_IFDIR, stat.S_IFREG)
    if mode not in (0, stat.S_IFDIR, stat.S_IFREG):
        return False  # a link or a device for everyone, which is never read
    return mode == stat.S_IFDIR or header.attributes & (_FOLDER | _ODD_KINDS) != 0


def _duplicates(names: Collection[str]) -> set[str]:
    """Names that some file system takes for one, or that are a file's and a folder's at once."""
    folded = [(name, normalize("NFC", name.casefold())) for name in names]
    files = Counter(key for _, key in folded if key and not key.endswith("/"))
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


def _entry(header: Header, name: str, chunks: Callable[[int], Iterator[bytes]]) -> Entry:
    regular = stat.S_IFMT(header.attributes >> 16) in (0, stat.S_IFREG)
    size = header.size if regular else 0
    return Entry(name, regular, lambda: size, chunks, sealed=True)


def is_ignored(name: str) -> bool:
    *folders, file = name.split("/")
    return not file or file in IGNORED_FILES or IGNORED_FOLDER in folders
