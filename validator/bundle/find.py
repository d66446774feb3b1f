"""Bundles at and below a path or an address; what only looks like one is told beside them."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from validator.bundle.addresses import is_address, local_path
from validator.bundle.entries import MANIFESTS
from validator.bundle.lookalikes import LOOKS_LIKE_APPLICATION, looks_like
from validator.frozen import frozen
from validator.model import Skipped

_NOWHERE: Final = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)
"""What is said of a link behind which there is nothing; of others it is not known."""

_FOLDER: Final = "\0"
"""What is put behind the name of a folder, which no name has in it."""


@frozen
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
    found = list(search(path))
    skipped = {each.path: each for each in found if isinstance(each, Skipped)}
    return Found(
        tuple(sorted(each for each in found if isinstance(each, str))),
        tuple(skipped[name] for name in sorted(skipped)),
    )


def search(path: str | os.PathLike[str]) -> Iterator[str | Skipped]:
    """What `find_bundles` finds, as it is found: links last, all else mostly in order.

    Of a hundred thousand bundles no more than the names in one folder are kept meanwhile.
    """
    path = local_path(os.fspath(path))
    if is_address(path):
        from validator.bundle.search_store import search_store  # few have a store

        yield from search_store(path)
        return
    if not os.path.isdir(path):  # noqa: PTH112  # of the text, which a bundle is called by
        yield _at(path)
        return
    links: list[str] = []
    yield from _below(path, links)
    if links:
        once_more = (each for each in _below(path, []) if isinstance(each, str))
        known = set(map(os.path.realpath, once_more))
        for link in sorted(links):
            if (real := os.path.realpath(link)) not in known:
                known.add(real)
                yield _shown(link)


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


def _below(path: str, links: list[str]) -> Iterator[str | Skipped]:
    """What is found in a folder and below it; what is a link to a bundle is put among others."""
    waiting = [("", [path + _FOLDER])]
    while waiting:
        above, names = waiting[-1]
        if not names:
            waiting.pop()
            continue
        name = names.pop()
        found = os.path.join(above, name.removesuffix(_FOLDER))  # noqa: PTH118  # as above
        inside = _inside(found) if name.endswith(_FOLDER) else None
        if inside is None:
            yield _shown(found)
            continue
        names, others = inside
        zips = [each for each in names if not each.endswith(_FOLDER)]
        yield from _passed_over(found, zips, others)
        links += (each.path for each in others if each.is_symlink() and _may_be_bundle(each))
        names.sort(reverse=True)
        waiting.append((found, names))


def _inside(folder: str) -> tuple[list[str], list[os.DirEntry[str]]] | None:
    """The folders and zips in a folder by their names, and the other files.

    None where it is a bundle, or cannot be searched.
    """
    names: list[str] = []
    others: list[os.DirEntry[str]] = []
    try:
        with os.scandir(folder) as listing:
            for item in listing:
                if item.is_dir(follow_symlinks=False):
                    names.append(item.name + _FOLDER)
                elif item.name in MANIFESTS:
                    return None
                elif item.name.lower().endswith(".zip") and not item.is_symlink():
                    names.append(item.name)
                else:
                    others.append(item)
    except OSError:
        return None
    return names, others


def _at(path: str) -> str | Skipped:
    """What a path is that is no folder."""
    if _leads_nowhere(path):
        return _link(path)
    folder = folder_of(path)
    message = looks_like(os.path.basename(path)) if folder == path else None  # noqa: PTH119
    return _shown(folder) if message is None else Skipped(_shown(path), message)


def _passed_over(
    folder: str, zips: Iterable[str], others: Iterable[os.DirEntry[str]]
) -> Iterator[Skipped]:
    """What looks like an application among the files of a folder without a manifest."""
    names = {each.name for each in others}
    for item in others:
        if item.is_symlink() and _leads_nowhere(item.path):
            yield _link(item.path)
            names.discard(item.name)
    for name in (*zips, *sorted(names)):
        if (message := looks_like(name)) is not None:
            yield Skipped(_shown(os.path.join(folder, name)), message)  # noqa: PTH118  # as above


def _link(path: str) -> Skipped:
    return Skipped(_shown(path), LOOKS_LIKE_APPLICATION(what="link", name=MANIFESTS[0]))


def _leads_nowhere(path: str) -> bool:
    """Whether a path is a link behind which there is nothing."""
    try:
        os.stat(path)  # noqa: PTH116  # as above
    except OSError as error:
        return error.errno in _NOWHERE and os.path.islink(path)  # noqa: PTH114  # as above
    return False


def _may_be_bundle(link: os.DirEntry[str]) -> bool:
    """Whether a link leads to a bundle or is called a zip; so is what cannot be told."""
    if _leads_nowhere(link.path):
        return False
    try:
        if link.is_dir():
            return _has_manifest(link.path)
    except OSError:
        return True
    return link.name.lower().endswith(".zip")


def _shown(path: str) -> str:
    return path.replace(os.sep, "/")
