"""Addresses of bundles that lie in a store of objects: `s3://bucket/a/prefix`.

An address holds no secret: who may read is said by the store's own means, as in the environment.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from validator.bundle.entries import MANIFESTS
from validator.errors import CallError, Fault
from validator.model import declare

STORE_SECRET = declare("store_secret", scheme=str)
STORE_UNKNOWN = declare("store_unknown", scheme=str, known=tuple)

SCHEMES: Final = ("s3", "s3a", "gs", "az", "azure", "adl", "abfs", "abfss", "memory")
_WITH_ACCOUNT: Final = ("abfs", "abfss")
"""Of these the name of the container stands before an `@`."""
_LOCAL: Final = "file"
_DRIVE: Final = re.compile(r"/[A-Za-z]:")
_ADDRESS: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://([^/]*)/*(.*)", re.DOTALL)


class Address(NamedTuple):
    """Where something lies.

    Attributes:
        root: scheme and bucket, or container: what one store is opened for.
        key: of an object, or what the keys of several begin with before a `/`; may be empty.
    """

    root: str
    key: str

    def __str__(self) -> str:
        return f"{self.root}/{self.key}" if self.key else self.root

    def below(self, key: str) -> Address:
        """What bears another key in the same store."""
        return Address(self.root, key)


def is_address(path: str) -> bool:
    """Whether a path is an address, and nothing of this computer's."""
    return "://" in path and _ADDRESS.match(path) is not None and not _is_local(path)


def address_of(path: str) -> Address:
    """An address in its parts.

    Raises:
        CallError: there is no store of that name, or a password may stand in it. It repeats none.
    """
    found = _ADDRESS.match(path)
    scheme = path.partition("://")[0].lower()
    if found is None or scheme not in SCHEMES:
        raise CallError([Fault(STORE_UNKNOWN(scheme=scheme, known=(*SCHEMES, _LOCAL)))])
    bucket = found[2]
    if ("@" in bucket and scheme not in _WITH_ACCOUNT) or {*":?#"} & {*bucket}:
        raise CallError([Fault(STORE_SECRET(scheme=scheme))])
    return Address(f"{scheme}://{bucket}", found[3].rstrip("/"))


def require_no_secret(path: str) -> None:
    """Hold that an address that somebody typed has no query, in which signatures stand.

    The key of an object may have a `?`, so that this is not asked of what a store lists.

    Raises:
        CallError: it has one, or is no address of a store.
    """
    if "?" in address_of(path).key:
        raise CallError([Fault(STORE_SECRET(scheme=path.partition("://")[0]))])


def stored_folder_of(path: str) -> str:
    """The folder of a manifest, which an address of one stands for; every other one as it is."""
    above, _, name = path.rpartition("/")
    return above if name in MANIFESTS else path


def local_path(path: str) -> str:
    """The path of this computer that `file:///…` means; every other one as it is."""
    if not _is_local(path):
        return path
    rest = path[len(_LOCAL) + 3 :]
    return rest[1:] if _DRIVE.match(rest) else rest


def _is_local(path: str) -> bool:
    return path[:8].lower() == f"{_LOCAL}:///"
