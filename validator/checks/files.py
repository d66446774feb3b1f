"""Checks of the files that the manifest names: that they are there and in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeVar

from validator.checks.field_parameters import FieldPath
from validator.checks.grounds import Grounds
from validator.checks.openings import is_unopened, remarks, trouble_of_paper
from validator.checks.parameters import Tighter
from validator.checks.registry import kind
from validator.checks.value_parameters import Bytes, Choices
from validator.closest import as_seen, latin
from validator.errors import MissingFact, NeedsPerson, NotApplicable
from validator.facts.facts import Facts
from validator.facts.paths import DOCUMENTS, Path
from validator.inspect.kinds import JPEG, PDF, PNG, type_of
from validator.letters import as_file_name
from validator.model import Args, Member, Message, Violation, declare
from validator.opened import PaperState

FILE_MISSING = declare("file_missing", file=str, near=str | None, what=str | None)
"""`near` is a file that nothing names and that only seems to be the one."""
FILE_EMPTY = declare("file_empty", file=str)
FILE_TOO_LARGE = declare("file_too_large", file=str, size=int, limit=int)
FILE_TYPE = declare("file_type", file=str, types=tuple, what=str | None)
FILE_DIGEST = declare("file_digest", file=str)
FILE_NOT_READ = declare("file_not_read", file=str)

T = TypeVar("T")

Content = tuple[int, str] | str
"""What tells equal content; the name where it was not read."""

_LONGEST_NAME: Final = 255
_MOST_UNNAMED: Final = 1000
"""Characters of a name that is looked for among others, and how many others there may be.

Of more nobody means one, and comparing them takes time.
"""

FILE: Final = Path(("file",))
_SHA256: Final = Path(("sha256",))
_READ: Final = tuple(f"{DOCUMENTS.dotted}.{key.dotted}" for key in (FILE, _SHA256))

FILE_TYPES: Final = Choices(
    of_standard="files",
    known=tuple(sorted(each.media for each in (PDF, JPEG, PNG))),
    description="Media types; left out: any.",
)
LONGEST_FILE: Final = Bytes(
    of_standard="files",
    tighter=Tighter.LOWER,
    minimum=1,
    maximum=1 << 30,
    description="Length at most, in bytes; left out: any.",
)


def trouble_of(
    facts: Facts, path: Path, types: tuple[str, ...] = (), max_bytes: int | None = None
) -> Message | None:
    """Why a file counts as not there; None where it is in order.

    Args:
        path: the field that names it.
        types: media types that are accepted; none: any.
        max_bytes: its length at most, in bytes.

    Raises:
        MissingFact: no file is named, it could not be read, or opening it was stopped.
    """
    name = facts.need(path)
    member = member_of(facts, path)
    if member is None:
        return FILE_MISSING(file=name, **_near(facts, name))
    if not member.size:
        return FILE_EMPTY(file=name)
    if max_bytes is not None and member.size > max_bytes:
        args: Args = {"file": name, "size": member.size, "limit": max_bytes}
        return FILE_TOO_LARGE(**args)
    found = type_of(member.head) if types else None
    if types and (found is None or found.media not in types):
        is_called = {} if found is None else {"what": found.id}
        return FILE_TYPE(file=name, types=types, **is_called)
    return trouble_of_paper(member, facts.pointer(path))


def _near(facts: Facts, name: str) -> Mapping[str, str]:
    """The file that was meant by a name under which there is none, if that is plain to see."""
    if len(name) > _LONGEST_NAME:
        return {}
    near = facts.case.once("unnamed", _unnamed, facts.case.members).get(as_seen(name))
    if near is None:
        return {}
    return {"near": near, "what": "letters" if latin(near) == latin(name) else "near"}


def _unnamed(members: Mapping[str, Member]) -> Mapping[str, str]:
    """The files that nothing names, by how they look; where two look alike, nobody can tell."""
    found: dict[str, list[str]] = {}
    unnamed = [each for each in members.values() if not each.named and each.regular]
    for each in unnamed if len(unnamed) <= _MOST_UNNAMED else ():
        if len(each.name) <= _LONGEST_NAME:
            found.setdefault(as_seen(each.name), []).append(each.name)
    return {seen: names[0] for seen, names in found.items() if len(names) == 1}


def member_of(facts: Facts, path: Path) -> Member | None:
    """The file of a name; None where there is none, or a link in its place."""
    name = facts.need(path)
    member = facts.case.members.get(as_file_name(name))
    if member is None or not member.regular:
        return None
    if member.trouble is not None:
        raise MissingFact(facts.pointer(path), member.trouble)
    return member


def look_at_documents(facts: Facts, look: Callable[[Facts], T]) -> Iterator[tuple[Facts, T]]:
    """Each document with what a look at it gives.

    Raises:
        MissingFact: once all others were looked at, something is not known of one.
    """
    unknown: MissingFact | None = None
    for entry in facts.items(DOCUMENTS):
        try:
            seen = look(entry)
        except MissingFact as missing:
            unknown = missing
            continue
        yield entry, seen
    if unknown is not None:
        raise unknown


def document_member(entry: Facts) -> Member | None:
    """The file of a document."""
    return member_of(entry, FILE)


def content(member: Member) -> Content:
    """What tells a file from every one of other content."""
    return member.name if member.sha256 is None else (member.size, member.sha256)


def content_of(entry: Facts) -> Content | None:
    """The same of a document's file; None where there is none."""
    member = document_member(entry)
    return None if member is None else content(member)


@kind(path=FieldPath())
def file(facts: Facts, path: Path) -> Iterator[Violation]:
    """A file that the manifest names is there and not empty."""
    trouble = trouble_of(facts, path)
    if trouble is not None:
        yield Violation(facts.pointer(path), trouble)


@kind(
    after_all=True,
    for_a_person=True,
    tells_sections=True,
    reads=_READ,
    types=FILE_TYPES,
    max_bytes=LONGEST_FILE,
)
def files(
    facts: Facts, grounds: Grounds, types: tuple[str, ...] = (), max_bytes: int | None = None
) -> Iterator[Violation]:
    """The files of documents are in order, save those that another requirement has failed for.

    Whether papers open that nobody tried to open, a person tells.
    """
    told = {
        finding.location.pointer
        for result in grounds.results.values()
        for finding in result.findings
    }
    if not facts.items(DOCUMENTS):
        raise NotApplicable

    def look(entry: Facts) -> tuple[Message | None, Member | None]:
        return trouble_of(entry, FILE, types, max_bytes), document_member(entry)

    unopened = False
    for entry, (trouble, member) in look_at_documents(facts, look):
        place = entry.pointer(FILE)
        unopened = unopened or (member is not None and is_unopened(member))
        if trouble is not None and place not in told:
            yield Violation(place, trouble)
    if unopened:
        raise NeedsPerson


@kind(reads=_READ[:1])
def papers(facts: Facts) -> Iterator[Violation]:
    """Papers that open need no repair, show something at once and hold nothing but pages."""
    has_opened = False
    for entry, member in look_at_documents(facts, document_member):
        if member is None or member.paper is None or member.paper.state is not PaperState.OPENED:
            continue
        has_opened = True
        for remark in remarks(member.paper):
            yield Violation(entry.pointer(FILE), remark(file=member.name))
    if not has_opened:
        raise NotApplicable


@kind(reads=_READ)
def digest(facts: Facts) -> Iterator[Violation]:
    """The file of a document is the one that was declared, by its SHA-256 digest."""
    declared = facts.need(_SHA256)
    member = member_of(facts, FILE)
    if member is None or not member.size:
        raise NotApplicable  # what is not there is no other file either
    place = facts.pointer(_SHA256)
    if member.sha256 is None:
        raise MissingFact(place, FILE_NOT_READ(file=member.name))
    if declared.lower() != member.sha256:
        yield Violation(place, FILE_DIGEST(file=member.name))
