"""Checks of the documents in a bundle: that they are there, whom they concern, their files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final
from unicodedata import normalize

from validator.checks.registry import kind
from validator.checks.values import FIELD
from validator.errors import MissingFact, NeedsPerson
from validator.facts.conditions import Condition
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, DOCUMENTS, Path
from validator.model import Args, Message, Named, Violation

_ID: Final = Path(("id",))
_FILE: Final = Path(("file",))
_SHA256: Final = Path(("sha256",))

FILE_TYPES: Final = {
    # A byte order mark or a new line before it is no fault: readers of PDF pass over it.
    "application/pdf": (b"%PDF-", b"\xef\xbb\xbf%PDF-", b"\n%PDF-", b"\r\n%PDF-"),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
}
"""How a file of each type that an edition may accept can begin, by media type."""


@kind(
    "document",
    document={"type": "string", "format": "document_kind"},
    with_={"type": "object", "format": "condition"},
    each={"type": "boolean"},
)
def document(
    facts: Facts, document: Named, with_: Condition | None = None, each: bool = False
) -> Iterator[Violation]:
    """A document of a kind is in the bundle; for each item of a list, one that concerns it."""
    concerns = _id_of(facts) if each else None
    misfit: Facts | None = None
    documents = facts.case.documents()
    unknown = documents.spoilt
    sort = str(document.id)
    entries: Sequence[Facts] = documents.of_kind.get(sort, ())
    if concerns is not None:
        by_id, unclear = documents.concerning(sort)
        entries = by_id.get(concerns, ())
        unknown = unclear or unknown
    for entry in entries:
        try:
            if with_ is None or with_.decided(entry):
                return
            misfit = entry
        except MissingFact as missing:
            # An entry that is spoilt, or does not say enough, may be the one that is looked for.
            unknown = missing
    if unknown is not None:
        raise unknown
    if misfit is not None:
        yield Violation(misfit.base, Message("document_misfit", {"document": document}))
    elif concerns is not None:
        # A map has a word of its own, which no id of an item has.
        word = {} if _is_item(facts) else {"what": concerns}
        args: Args = {"document": document, "concerns": concerns, **word}
        yield Violation(facts.base, Message("document_missing_for", args))
    else:
        yield Violation(DOCUMENTS.pointer, Message("document_missing", {"document": document}))


def _id_of(facts: Facts) -> str:
    """What a document calls the thing it concerns: an item by its id, a map by its own name."""
    return str(facts.need(_ID)) if _is_item(facts) else facts.base[1:]


def _is_item(facts: Facts) -> bool:
    """Whether a thing stands in a list; the applicant does not."""
    return facts.base.count("/") > 1


@kind(
    path=FIELD,
    types={
        "type": "array",
        "minItems": 1,
        "items": {"enum": sorted(FILE_TYPES)},
        "description": "Media types that are accepted; left out: any.",
    },
    max_bytes={"type": "integer", "minimum": 1, "description": "Length at most, in bytes."},
)
def file(
    facts: Facts,
    path: Path = _FILE,
    types: tuple[str, ...] = (),
    max_bytes: int | None = None,
) -> Iterator[Violation]:
    """A file that the manifest names is there, not empty, of an accepted type, as declared."""
    name = facts.need(path)
    place = facts.pointer(path)
    member = facts.case.members.get(name if name.isascii() else normalize("NFC", name))
    if member is None or not member.regular:
        yield Violation(place, Message("file_missing", {"file": name}))
        return
    if member.trouble is not None:
        raise MissingFact(place, member.trouble)
    if not member.size:
        yield Violation(place, Message("file_empty", {"file": name}))
        return
    if max_bytes is not None and member.size > max_bytes:
        args: Args = {"file": name, "size": member.size, "limit": max_bytes}
        yield Violation(place, Message("file_too_large", args))
    if types and not member.head.startswith(_beginnings(types)):
        yield Violation(place, Message("file_type", {"file": name, "types": types}))
    # A digest stands beside the file of a document.
    declared: Any = facts.get(_SHA256) if path.parts == _FILE.parts else ABSENT
    if declared is ABSENT:
        return
    place = facts.pointer(_SHA256)
    if member.sha256 is None:
        raise MissingFact(place, Message("file_not_read", {"file": member.name}))
    if declared.lower() != member.sha256:
        yield Violation(place, Message("file_digest", {"file": member.name}))


@cache
def _beginnings(types: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(first for each in types for first in FILE_TYPES[each])


@cache
def _at(key: str) -> Path:
    return Path((key,))


@kind(
    *("claims", "by", "with_"),
    needs_person=lambda parameters: "group_mark" in parameters,
    claims=FIELD,
    by=FIELD,
    with_={"type": "string", "description": "The key of its items that holds their entries."},
    group_mark={
        "type": "string",
        "minLength": 1,
        "description": "What follows the code of a group in the codes of its members. A person "
        "tells whether a group stands for its members, or they for it.",
    },
)
def covered(
    facts: Facts, claims: Path, by: Path, with_: str, group_mark: str | None = None
) -> Iterator[Violation]:
    """Each entry of one list stands in some item of another list."""
    facts.need(by)
    held, unknown = _held(facts, by, with_)
    certain = unknown is None
    needs_person = False
    for place, claim in facts.entries(claims):
        if place in facts.examination.malformed:
            unknown = MissingFact(place)
        elif claim in held or not certain:
            continue
        elif group_mark and any(_are_of_a_group(claim, each, group_mark) for each in held):
            needs_person = True
        else:
            yield Violation(place, Message("claim_uncovered", {"claim": claims.say(claim)}))
    if unknown is not None:
        raise unknown
    if needs_person:
        raise NeedsPerson


def _held(facts: Facts, by: Path, with_: str) -> tuple[set[str], MissingFact | None]:
    """The entries of all items of a list, and what of them is not known."""
    held: set[str] = set()
    unknown: MissingFact | None = None
    for item in facts.items(by):
        try:
            for place, entry in item.entries(_at(with_)):
                if place in facts.examination.malformed:
                    unknown = unknown or MissingFact(place)
                else:
                    held.add(entry)
        except MissingFact as missing:
            unknown = unknown or missing
    return held, unknown


def _are_of_a_group(one: str, other: str, mark: str) -> bool:
    return one.startswith(other + mark) or other.startswith(one + mark)
