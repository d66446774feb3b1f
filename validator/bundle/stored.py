"""A folder of a store: one object a file, and no folder but in the keys."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import accumulate
from typing import Final
from unicodedata import normalize

from validator.bundle.addresses import Address
from validator.bundle.directory import FOLDER_DUPLICATE_NAME, FOLDER_TOO_LARGE
from validator.bundle.entries import (
    IGNORED_FILES,
    IGNORED_FOLDER,
    MANIFESTS,
    RECORDS,
    Entry,
    Limits,
    Refused,
    TooLarge,
    over,
    problem_of,
)
from validator.bundle.objects import PIECE, StoredObject, length_of, listed

_HEAD: Final = 4 << 10
"""Bytes of a paper of which no more than its head is looked at."""


def stored_entries(folder: Address, limits: Limits, *, whole: bool) -> dict[str, Entry]:
    """The files below a folder by name.

    Args:
        whole: whether papers are going to be read to their ends.

    Raises:
        FileNotFoundError: there is none.
        Refused: it is over a limit, or one name is that of two files, or of a file and a folder.
        StoreFailed: the store does not list it.
    """
    lengths: dict[str, int] = {}
    folders: set[str] = set()
    held: set[str] = set()
    cut = len(folder.key) + 1 if folder.key else 0
    for key, length in listed(folder):
        name = key[cut:]
        *above, file = name.split("/")
        is_ignored = IGNORED_FOLDER in above
        if is_ignored:  # what is in it is not looked at
            above = above[: above.index(IGNORED_FOLDER)]
            name = "/".join((*above, IGNORED_FOLDER))
        if len(above) > limits.max_depth:
            deep = "/".join((*above[: limits.max_depth + 1], ""))
            raise Refused(over(FOLDER_TOO_LARGE, "depth", limits.max_depth, deep))
        around = tuple(accumulate(above, "{}/{}".format))
        folders.update(around)
        held.update((*around, name))
        if len(held) > limits.max_members:
            raise Refused(over(FOLDER_TOO_LARGE, "members", limits.max_members))
        if not (is_ignored or file in IGNORED_FILES):
            lengths[name] = length
    if not held:
        raise FileNotFoundError(str(folder))
    entries: dict[str, Entry] = {}
    for key, length in lengths.items():
        address = folder.below(f"{folder.key}/{key}" if cut else key)
        if not length and (key in folders or length_of(address) is None):
            continue  # an empty object may stand for a folder
        name = normalize("NFC", key)
        if name in entries or key in folders:
            raise Refused(problem_of(FOLDER_DUPLICATE_NAME, name))
        first = PIECE if whole or name in (*MANIFESTS, *RECORDS) else _HEAD
        chunks = partial(_chunks, StoredObject(address, length), first)
        entries[name] = Entry(name, True, partial(int, length), chunks)
    return entries


def _chunks(found: StoredObject, first: int, most: int) -> Iterator[bytes]:
    at, step = 0, min(first, PIECE)
    while at < found.length:
        piece = found.read(at, at + step)
        at, step = at + len(piece), PIECE
        yield piece
        if max(at, found.length) > most:
            raise TooLarge(found.length)
