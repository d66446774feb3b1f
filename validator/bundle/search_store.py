"""Bundles below an address of a store; the same ones as of folders with the same names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from validator.bundle.addresses import Address, address_of, require_no_secret, stored_folder_of
from validator.bundle.entries import MANIFESTS
from validator.bundle.lookalikes import looks_like, manifest_like
from validator.bundle.objects import length_of, listed
from validator.model import Skipped

_UNTOLD: Final = 1000
"""What is found in a folder that may yet turn out to be a bundle; of more, the store is asked."""


@dataclass(slots=True)
class _Folder:
    """A folder that is being listed.

    Attributes:
        key: with a `/` behind it; empty for a whole store.
        found: what counts unless it is a bundle.
        is_bundle: None where that is not known yet, since its manifest may be listed later.
    """

    key: str
    found: list[str | Skipped] = field(default_factory=list)
    is_bundle: bool | None = None


def search_store(path: str) -> Iterator[str | Skipped]:
    """What is at or below an address, mostly in order.

    Of a hundred million objects no more than some thousands are kept meanwhile.

    Raises:
        CallError: it is no address of a store, or may hold a password.
        StoreFailed: the store does not say what there is.
    """
    require_no_secret(path)
    address = address_of(path)
    name = address.key.rpartition("/")[2]
    length = length_of(address) if address.key else None
    if length or (length == 0 and (name in MANIFESTS or name.lower().endswith(".zip"))):
        yield _at(address, name)
        return
    yield from _below(address)


def _at(address: Address, name: str) -> str | Skipped:
    message = looks_like(name) if name not in MANIFESTS else None
    return stored_folder_of(str(address)) if message is None else Skipped(str(address), message)


def _below(address: Address) -> Iterator[str | Skipped]:
    way = [_Folder(f"{address.key}/" if address.key else "")]
    for key, length in listed(address):
        while not key.startswith(way[-1].key):
            yield from _closed(address, way)
        if way[-1].is_bundle:
            continue
        *folders, name = key[len(way[-1].key) :].split("/")
        for each in folders:
            way.append(_Folder(f"{way[-1].key}{each}/"))
        here = way[-1]
        if not length and manifest_like((name,)) and length_of(address.below(key)) is None:
            continue  # it stands for a folder
        if name in MANIFESTS:
            here.is_bundle = True
            here.found.clear()
            continue
        if name.lower().endswith(".zip"):
            here.found.append(str(address.below(key)))
        if (message := looks_like(name)) is not None:
            here.found.append(Skipped(str(address.below(key)), message))
        yield from _told(address, way)
    while way:
        yield from _closed(address, way)


def _closed(address: Address, way: list[_Folder]) -> Iterator[str | Skipped]:
    """Leave the innermost folder; what it holds, or itself, is found in the one around it."""
    folder = way.pop()
    found = folder.found
    if folder.is_bundle:
        name = str(address.below(folder.key.rstrip("/")))
        # An object may be called as the folder is: of two bundles of one name one would be lost.
        found = [f"{name}/" if name.lower().endswith(".zip") else name]
    if way:
        way[-1].found += found
        yield from _told(address, way)
    else:
        yield from found


def _told(address: Address, way: list[_Folder]) -> Iterator[str | Skipped]:
    """Hand outwards what was found in folders that are certainly no bundles."""
    for number in range(len(way) - 1, -1, -1):
        folder = way[number]
        if len(folder.found) < _UNTOLD:
            return
        if folder.is_bundle is None:
            keys = (address.below(folder.key + each) for each in MANIFESTS)
            folder.is_bundle = any(length_of(each) is not None for each in keys)
        if not folder.is_bundle:
            if number:
                way[number - 1].found += folder.found
            else:
                yield from folder.found
        folder.found.clear()
