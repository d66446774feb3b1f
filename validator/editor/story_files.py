"""The files of a story, of which a few words say what they are.

Nothing of them is read. The papers of a sample open, and its signature is that of whomever the
story makes the applicant, over whatever it makes the manifest, by an authority that is trusted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from validator.inspect.kinds import PAPERS, type_of
from validator.model import Member
from validator.opened import Paper, PaperState
from validator.signed import SignatureTrouble, Verification

_OPENED = Paper("application/pdf", PaperState.OPENED, pages=1)
_NEW_FILE = Member("", 600, head=b"%PDF-1.4\n", sha256="0" * 64, paper=_OPENED)
_VERIFIED = Verification(
    algorithm="GOST 34.10-2015 (512)",
    is_own_arithmetic=True,
    issuer="TEST AUTHORITY",
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
)
_SIGNATURE = _NEW_FILE._replace(head=b"0", sha256="4" * 64, paper=None, verification=_VERIFIED)
_FILES = {
    "absent": None,
    "empty": _NEW_FILE._replace(size=0, head=b"", paper=None),
    "text": _NEW_FILE._replace(head=b"just text", sha256="1" * 64, paper=None),
    "jpeg": _NEW_FILE._replace(head=b"\xff\xd8\xff\xe0", sha256="2" * 64),
    "png": _NEW_FILE._replace(head=b"\x89PNG\r\n\x1a\n", sha256="3" * 64),
    "pdf": _NEW_FILE,
    "link": _NEW_FILE._replace(regular=False, head=b"", sha256=None, paper=None),
    "unopened": _NEW_FILE._replace(paper=None),
    "scripted": _NEW_FILE._replace(paper=replace(_OPENED, scripts=True)),
    **{
        state.value: _NEW_FILE._replace(paper=Paper("application/pdf", state))
        for state in PaperState
        if state not in (PaperState.OPENED, PaperState.NOT_OPENED)
    },
    "signature": _SIGNATURE,
    **{
        f"signature_{trouble}": _SIGNATURE._replace(
            verification=replace(_VERIFIED, troubles=(trouble,))
        )
        for trouble in SignatureTrouble
    },
}
"""What can be said of a file of a story."""


def file_of_story(name: str, sort: str | int) -> Member | None:
    """A file by the word for what it is, or a PDF by its length; None for one that is absent."""
    made = _NEW_FILE._replace(size=sort) if isinstance(sort, int) else _FILES[sort]
    return None if made is None else made._replace(name=name)


def taken(members: Mapping[str, Member]) -> dict[str, Member]:
    """The files of a sample as a story takes them."""
    return {name: _taken(each) for name, each in members.items()}


def _taken(member: Member) -> Member:
    """A file of a sample as a story takes it: in order, with some digest of its own."""
    paper = _OPENED if type_of(member.head) in PAPERS else None
    verification = None if member.content is None else _VERIFIED
    sha256 = member.sha256 or hashlib.sha256(member.name.encode()).hexdigest()
    return member._replace(paper=paper, verification=verification, sha256=sha256)
