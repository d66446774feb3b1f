"""Objects of a store: listed in pages, read by ranges, asked for again when the store fails.

What is asked of a store goes through here. Its errors never leave this module: they may hold
addresses that are signed.
"""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from validator.bundle.addresses import Address
from validator.errors import CallError, Fault
from validator.model import Message, declare

if TYPE_CHECKING:
    from obstore.store import ObjectStore

T = TypeVar("T")

STORE_FAILED = declare("store_failed", root=str, what=str)
STORE_NOT_INSTALLED = declare("store_not_installed")

PIECE: Final = 4 << 20
"""Bytes that are asked for at once: a smaller object is read whole."""
_STEP: Final = 1 << 20
"""Bytes of an answer that are taken at once."""
_KEPT: Final = 4
"""Pieces of one archive that are kept meanwhile."""
_PAGE: Final = 1000
"""Objects that a store lists in one answer, at most."""
_RETRIES: Final = 4
_RETRY_SECONDS: Final = 20
"""Less than the time that a bundle may take: a store that fails is not told as a slow bundle."""
_BACKOFF: Final[Any] = {"init_backoff": timedelta(milliseconds=200), "base": 2}


class StoreFailed(CallError):
    """A store does not give what is asked of it, however often it is asked."""

    @property
    def message(self) -> Message:
        """Which store, and what is the matter."""
        return self.faults[0].message


def failed(root: str, what: str) -> StoreFailed:
    """What is raised where a store fails; `what` is a word of the message."""
    return StoreFailed([Fault(STORE_FAILED(root=root, what=what))])


@cache
def opened(root: str) -> ObjectStore:
    """The store of a scheme and a bucket; one in memory is the same one each time.

    Raises:
        CallError: the library is not installed.
        StoreFailed: what it needs to know to be opened is not said.
    """
    try:
        from obstore.exceptions import BaseError
        from obstore.store import MemoryStore, from_url
    except ImportError:
        raise CallError([Fault(STORE_NOT_INSTALLED())]) from None
    if root.startswith("memory:"):
        return MemoryStore()
    try:
        return from_url(
            root,
            retry_config={
                "max_retries": _RETRIES,
                "backoff": _BACKOFF,
                "retry_timeout": timedelta(seconds=_RETRY_SECONDS),
            },
        )
    except (BaseError, ValueError):
        raise failed(root, "settings") from None
    except BaseException as error:
        if not _is_panic(error):
            raise
        raise failed(root, "settings") from None


def listed(below: Address) -> Iterator[tuple[str, int]]:
    """The keys of all objects below one, in their order, each with its length in bytes.

    The library cuts the `/` off the end of a key, by which an empty object stands for a folder:
    such a mark may seem to come late, and is left out where it does.

    Raises:
        StoreFailed: they cannot be listed, not in their order, or two have one name.
    """
    import obstore

    store = opened(below.root)
    prefix = below.key or None
    pages = _asked(below.root, lambda: iter(obstore.list(store, prefix, chunk_size=_PAGE)))
    last = ""
    while page := _asked(below.root, lambda: next(pages, None)):
        for each in page:
            key = str(each["path"])
            length = int(each["size"])
            if last and key <= last:
                if length or f"{key}/" < last:
                    raise failed(below.root, "name" if key == last else "order")
                continue
            last = key
            if key != below.key:  # which stands for the folder
                yield key, length


def length_of(address: Address) -> int | None:
    """The length of an object in bytes; None where there is none.

    Raises:
        StoreFailed: the store does not say.
    """
    import obstore

    store = opened(address.root)
    try:
        return int(_asked(address.root, lambda: obstore.head(store, address.key))["size"])
    except FileNotFoundError:
        return None


def _asked(root: str, question: Callable[[], T]) -> T:
    """What a store answers.

    Raises:
        FileNotFoundError: there is no such object.
        StoreFailed: it gives no answer.
    """
    from obstore import exceptions

    try:
        return question()
    except (exceptions.NotFoundError, FileNotFoundError):
        raise FileNotFoundError(root) from None
    except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError, PermissionError):
        what = "rights"
    except exceptions.InvalidPathError:
        what = "name"
    except (exceptions.BaseError, OSError, ValueError):
        what = "silent"
    except BaseException as error:
        if not _is_panic(error):
            raise
        what = "settings"
    raise failed(root, what) from None


def _is_panic(error: BaseException) -> bool:
    """Whether the library broke down, as over the address of a server that is none.

    It raises what no `Exception` is, of a class that cannot be imported.
    """
    return type(error).__name__ == "PanicException"


class StoredObject:
    """One object, of which every piece is of the same version."""

    def __init__(self, address: Address, length: int | None = None) -> None:
        """Takes its length in bytes as it was listed; None where it was not."""
        self._address = address
        self._length = length
        self._version: object = None

    @property
    def length(self) -> int:
        """In bytes.

        Raises:
            FileNotFoundError, StoreFailed: it is not there, or the store does not say.
        """
        if self._length is None:
            found = length_of(self._address)
            if found is None:
                raise FileNotFoundError(str(self._address))
            self._length = found
        return self._length

    def read(self, at: int, stop: int) -> bytes:
        """The bytes from one place to another one, or to its end.

        Raises:
            FileNotFoundError: it is not there, and was not listed either.
            StoreFailed: the store does not give them, or those of another version.
        """
        stop = min(stop, self.length)
        if at >= stop:
            return b""
        try:
            data, meta = _asked(self._address.root, lambda: self._got(at, stop))
        except FileNotFoundError:  # it was there: that is no word of an applicant's
            raise failed(self._address.root, "gone") from None
        version = meta["e_tag"] or meta["last_modified"], meta["size"]
        self._version = self._version or version
        if len(data) != stop - at or version != self._version or meta["size"] != self.length:
            raise failed(self._address.root, "changed")
        return data

    def _got(self, at: int, stop: int) -> tuple[bytes, Any]:
        import obstore

        # Not every server knows ranges; what is read whole does not need one.
        options: Any = None if (at, stop) == (0, self.length) else {"range": (at, stop)}
        found = obstore.get(opened(self._address.root), self._address.key, options=options)
        data = bytearray()
        for piece in found.stream(_STEP):  # of a body without an end no more than is wanted is kept
            data += piece
            if len(data) > stop - at:
                break
        return bytes(data), found.meta


class _Pieces(io.RawIOBase):
    """An object as a file in which its reader moves: a few pieces of it are kept."""

    def __init__(self, found: StoredObject) -> None:
        super().__init__()
        self._found = found
        self._at = 0
        self._kept: OrderedDict[int, bytes] = OrderedDict()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._found.length}[whence]
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        number, start = divmod(self._at, PIECE)
        data = memoryview(self._piece(number))[start : start + len(buffer)]
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _piece(self, number: int) -> bytes:
        if number not in self._kept:
            if len(self._kept) == _KEPT:
                self._kept.popitem(last=False)
            self._kept[number] = self._found.read(number * PIECE, (number + 1) * PIECE)
        self._kept.move_to_end(number)
        return self._kept[number]


def file_of(address: Address) -> io.BufferedReader:
    """An object as a file that is open for reading, of which no more is fetched than is read.

    Raises:
        FileNotFoundError: there is none.
        StoreFailed: the store does not say.
    """
    found = StoredObject(address)
    _ = found.length
    return io.BufferedReader(_Pieces(found), 64 << 10)
