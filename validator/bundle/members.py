"""What is in a bundle's files: their heads and lengths, digests where asked for, papers opened."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from validator.bundle.entries import Entry, Limits, TooLarge, unreadable
from validator.frozen import frozen
from validator.inspect.armour import MAX_BYTES, may_begin
from validator.inspect.kinds import HEAD, PAPERS, type_of
from validator.model import Member

if TYPE_CHECKING:
    from validator.inspect.opener import Opener

MAX_KEPT: Final = 4 * MAX_BYTES
"""Bytes of the contents of a bundle that are kept, since they may be signatures."""

_DIGEST: Final = re.compile(r"\s*[0-9A-Fa-f]{64}\s*")


@frozen
class Reading:
    """How the files of a bundle are read.

    Attributes:
        limits: how much is taken on.
        opener: opens papers; None leaves it to a person whether they open.
        digests: whether every file is hashed, be it needed or not.
    """

    limits: Limits
    opener: Opener | None = None
    digests: bool = False


def read_members(
    entries: Collection[Entry], named: Iterable[str], reading: Reading
) -> Iterator[Member]:
    """Files with what a decision needs of them.

    A file is hashed where some text of the application may be a digest, where another one is as
    long, so that the two may be one, and where that is asked for. A paper is opened where there is
    an opener. What may be a signature keeps its content, which nobody can verify without the specs.

    Args:
        named: the texts of the application.
    """
    is_declared = reading.digests or any(map(_DIGEST.fullmatch, named))
    lengths = Counter(entry.length() for entry in entries)
    left = MAX_KEPT
    for entry in entries:
        hashed = is_declared or lengths[entry.length()] > 1
        try:
            member = _read(entry, reading, hashed=hashed, room=min(left, MAX_BYTES))
        except OSError:
            member = Member(entry.name, 0, trouble=unreadable(entry.name))
        left -= len(member.content or b"")
        yield member


def _read(entry: Entry, reading: Reading, *, hashed: bool, room: int) -> Member:
    """A file with its head; of one that is too large the head alone.

    Args:
        room: bytes of the longest content that is kept.

    Raises:
        OSError: it cannot be read.
    """
    limits, opener = reading.limits, reading.opener
    chunks = entry.chunks(limits.max_member_bytes)
    first = next(chunks, b"")
    head = first[:HEAD]
    is_paper = opener is not None and type_of(head) in PAPERS
    is_kept = may_begin(head) and entry.length() <= room
    digest, size, content = hashlib.sha256(first) if hashed else None, len(first), [first]
    try:
        if hashed or is_kept or entry.sealed or (is_paper and entry.path is None):
            for chunk in chunks:
                if digest is not None:
                    digest.update(chunk)
                size += len(chunk)
                if is_kept or (is_paper and entry.path is None):
                    content.append(chunk)
        else:
            size = max(size, entry.length())
    except TooLarge as large:
        size = large.length
    if size > limits.max_member_bytes:
        return Member(entry.name, size, head=head)
    sha256 = None if digest is None else digest.hexdigest()
    paper = None
    if opener is not None and is_paper:
        paper = opener.open(b"".join(content) if entry.path is None else entry.path, sha256)
    kept = b"".join(content) if is_kept and size <= room else None
    return Member(entry.name, size, head=head, sha256=sha256, paper=paper, content=kept)
