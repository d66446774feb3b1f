"""Bundles at and below a path; what looks like one and is none is told beside them."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from validator.bundle.entries import MANIFESTS
from validator.bundle.lookalikes import LOOKS_LIKE_APPLICATION, looks_like
from validator.model import Skipped

_NOWHERE: Final = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)
"""What is said of a link behind which there is nothing; of others it is not known."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is at or below a path.

    Attributes:
        bundles: sorted by name, for `read_bundle`.
        skipped: what looks like an application and is none, sorted by path.
    """

    bundles: tuple[str, ...]
    skipped: tuple[Skipped, ...]


def find_bundles(path: str | os.PathLike[str]) -> Found:
    """The bundles at or below a path.

    A folder with a manifest is a bundle, and so is a file that ends in `.zip`; what lies inside one
    is not searched. So is a link to one that is not found without it; other linked folders are
    passed over. A manifest stands for its folder. What cannot be searched is given back as it is,
    so that its trouble is reported.
    """
    path = os.fspath(path)
    if not os.path.isdir(path):  # noqa: PTH112  # of the text, which a bundle is called by
        return _at(path)
    found: list[str] = []
    links: list[str] = []
    skipped: list[Skipped] = []
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
        skipped += _passed_over(files)
        for item in files:
            if _may_be_bundle(item):
                (links if item.is_symlink() else found).append(item.path)
        folders += (item.path for item in items if item.is_dir(follow_symlinks=False))
    known = set(map(os.path.realpath, found))
    for link in sorted(links):
        if (real := os.path.realpath(link)) not in known:
            known.add(real)
            found.append(link)
    return _in_order(found, skipped)


def bundles_of_files(files: Iterable[str]) -> tuple[str, ...]:
    """The applications that some files belong to, each once; such as no longer are may be given.

    A file belongs to the outermost folder around it, as far as the path names it, that has a
    manifest. Else it may be an archive, or what looks like an application and is none.
    """
    found: set[str] = set()
    for file in files:
        around = [str(each) for each in reversed(Path(file).parents)]
        of = next((folder for folder in around if _has_manifest(folder)), None)
        if of is not None:
            found.add(of)
        elif file.lower().endswith(".zip") or looks_like(Path(file).name) is not None:
            found.update([file] if os.path.lexists(file) else [])
    return tuple(sorted(found))


def _has_manifest(folder: str) -> bool:
    return any(Path(folder, name).is_file() for name in MANIFESTS)


def folder_of(path: str) -> str:
    """The folder of a manifest, which a path to one stands for; every other path as it is."""
    folder, name = os.path.split(path)
    if name in MANIFESTS and os.path.isfile(path):  # noqa: PTH113  # as above
        return folder or "."
    return path


def _at(path: str) -> Found:
    """What a path is that is no folder."""
    if _leads_nowhere(path):
        return _in_order((), (_link(path),))
    folder = folder_of(path)
    message = looks_like(os.path.basename(path)) if folder == path else None  # noqa: PTH119
    return _in_order((folder,), ()) if message is None else _in_order((), (Skipped(path, message),))


def _passed_over(files: list[os.DirEntry[str]]) -> Iterator[Skipped]:
    """What looks like an application among the files of a folder without a manifest."""
    for item in files:
        if item.is_symlink() and _leads_nowhere(item.path):
            yield _link(item.path)
        elif (message := looks_like(item.name)) is not None:
            yield Skipped(item.path, message)


def _link(path: str) -> Skipped:
    return Skipped(path, LOOKS_LIKE_APPLICATION(what="link", name=MANIFESTS[0]))


def _leads_nowhere(path: str) -> bool:
    """Whether a path is a link behind which there is nothing."""
    try:
        os.stat(path)  # noqa: PTH116  # as above
    except OSError as error:
        return error.errno in _NOWHERE and os.path.islink(path)  # noqa: PTH114  # as above
    return False


def _may_be_bundle(item: os.DirEntry[str]) -> bool:
    """Whether it is called a zip or is a link to a bundle; so is what cannot be told."""
    if item.is_symlink() and _leads_nowhere(item.path):
        return False
    try:
        if item.is_dir():
            return _has_manifest(item.path)
    except OSError:
        return True
    return item.name.lower().endswith(".zip")


def _in_order(found: Iterable[str], skipped: Iterable[Skipped]) -> Found:
    made = {each.path: replace(each, path=_shown(each.path)) for each in skipped}
    return Found(tuple(sorted(map(_shown, found))), tuple(made[path] for path in sorted(made)))


def _shown(path: str) -> str:
    return path.replace(os.sep, "/")
