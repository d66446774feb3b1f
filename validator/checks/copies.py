"""Checks of files that stand in several places, or are something else than their names say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from validator.checks.field_parameters import FieldPath
from validator.checks.files import (
    FILE,
    FILE_TYPES,
    LONGEST_FILE,
    Content,
    content,
    document_member,
    look_at_documents,
    member_of,
    trouble_of,
)
from validator.checks.registry import kind
from validator.errors import NotApplicable
from validator.facts.facts import Facts
from validator.facts.paths import DOCUMENTS, KIND, Path
from validator.inspect.kinds import ending_fits, type_of
from validator.model import Args, Member, Message, Violation, declare

FILE_OF_TWO_KINDS = declare("file_of_two_kinds", file=str)
COPY_OF_TWO_KINDS = declare("copy_of_two_kinds", file=str, other=str)
FILE_IS_DOCUMENT = declare("file_is_document", file=str)
FILE_ENDING = declare("file_ending", file=str, types=tuple)

_READ: Final = tuple(f"{DOCUMENTS.dotted}.{key.dotted}" for key in (KIND, FILE))


@kind(reads=_READ, types=FILE_TYPES, max_bytes=LONGEST_FILE)
def one_kind(
    facts: Facts, types: tuple[str, ...] = (), max_bytes: int | None = None
) -> Iterator[Violation]:
    """No file, and no two files of one content, are documents of different kinds."""
    seen: dict[Content, tuple[str, str]] = {}

    def look(entry: Facts) -> tuple[Member | None, str, Message | None]:
        member, sort = document_member(entry), entry.need(KIND)
        return member, sort, trouble_of(entry, FILE, types, max_bytes)

    for entry, (member, sort, trouble) in look_at_documents(facts, look):
        if member is None or trouble is not None:
            continue  # what is not there is no copy either
        first, name = seen.setdefault(content(member), (sort, member.name))
        if first != sort:
            yield Violation(entry.pointer(FILE), _told(member.name, name))
    if not seen:
        raise NotApplicable


def _told(file: str, other: str) -> Message:
    if file == other:
        return FILE_OF_TWO_KINDS(file=file)
    return COPY_OF_TWO_KINDS(file=file, other=other)


@kind(reads=_READ[1:], path=FieldPath())
def no_document(facts: Facts, path: Path) -> Iterator[Violation]:
    """A file that the manifest names is not one of the documents as well."""
    member = member_of(facts, path)
    if member is None:
        raise NotApplicable
    for _, other in look_at_documents(facts, document_member):
        if other is not None and other.name == member.name:
            yield Violation(facts.pointer(path), FILE_IS_DOCUMENT(file=member.name))
            return


@kind(reads=_READ[1:], types=FILE_TYPES, max_bytes=LONGEST_FILE)
def ending(
    facts: Facts, types: tuple[str, ...] = (), max_bytes: int | None = None
) -> Iterator[Violation]:
    """The ending of a document's name is that of its type, where its file is in order."""
    member = member_of(facts, FILE)
    file_type = None if member is None else type_of(member.head)
    if member is None or file_type is None or trouble_of(facts, FILE, types, max_bytes):
        raise NotApplicable
    if not ending_fits(member.name, file_type):
        args: Args = {"file": member.name, "types": (file_type.media,)}
        yield Violation(facts.pointer(FILE), FILE_ENDING(**args))
