"""The files below a folder; links, pipes and devices are listed and never opened."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Final
from unicodedata import normalize

from validator.bundle.entries import (
    CHUNK,
    IGNORED_FILES,
    IGNORED_FOLDER,
    NO_FOLLOW,
    Entry,
    Limits,
    Refused,
    TooLarge,
    clean,
    open_regular,
    over,
    problem_of,
)
from validator.model import declare

FOLDER_TOO_LARGE = declare("folder_too_large", limit=int, what=str)
_FIRST: Final = 4 << 10
"""Bytes that are read at first: of most papers the head is all that is asked for."""

FOLDER_DUPLICATE_NAME = declare("folder_duplicate_name", file=str)


def folder_entries(root: str, limits: Limits) -> tuple[dict[str, Entry], list[str]]:
    """The files below a folder by name, and the folders in it that could not be listed."""
    entries: dict[str, Entry] = {}
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
            raise Refused(over(FOLDER_TOO_LARGE, "members", limits.max_members))
        if prefix.count("/") > limits.max_depth:
            raise Refused(over(FOLDER_TOO_LARGE, "depth", limits.max_depth, prefix))
        for item in items:
            name = normalize("NFC", prefix + clean(item.name))
            if item.is_dir(follow_symlinks=False):
                folders += [(item.path, name + "/")] if item.name != IGNORED_FOLDER else []
            elif name in entries:
                raise Refused(problem_of(FOLDER_DUPLICATE_NAME, name))
            elif item.name not in IGNORED_FILES:
                regular = item.is_file(follow_symlinks=False)
                length, chunks = partial(_length, item), partial(_chunks, item.path)
                entries[name] = Entry(name, regular, length, chunks, item.path)
    return entries, closed


def _length(item: os.DirEntry[str]) -> int:
    try:
        return item.stat(follow_symlinks=False).st_size
    except OSError:  # gone, or in a folder without right of way: reading it will tell
        return 0


def _chunks(path: str, most: int) -> Iterator[bytes]:
    descriptor, length = open_regular(path, NO_FOLLOW)
    try:
        given = 0
        while chunk := os.read(descriptor, CHUNK if given else _FIRST):
            given += len(chunk)
            yield chunk
            if max(given, length) > most:
                raise TooLarge(max(given, length))
            if given == length:  # without asking once more whether that was all
                break
    finally:
        os.close(descriptor)
