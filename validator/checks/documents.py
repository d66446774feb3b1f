"""Checks of the documents in a bundle: that they are there and whom they concern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import Final

from validator.checks.field_parameters import ConditionOn, FieldPath, ItemKey
from validator.checks.files import (
    FILE,
    FILE_TYPES,
    LONGEST_FILE,
    Content,
    content_of,
    trouble_of,
)
from validator.checks.parameters import Tighter
from validator.checks.registry import kind
from validator.checks.value_parameters import DocumentCount, DocumentKinds, Mark
from validator.errors import MissingFact, NeedsPerson
from validator.facts.conditions import Condition
from validator.facts.facts import Facts
from validator.facts.paths import CONCERNS, DOCUMENTS, KIND, Path
from validator.model import Args, Named, Violation, declare

CLAIM_UNCOVERED = declare("claim_uncovered", claim=Named | str | int)
DOCUMENT_MISSING = declare("document_missing", document=Named)
DOCUMENT_MISSING_FOR = declare(
    "document_missing_for", concerns=str, document=Named, what=str | None
)
DOCUMENT_MISFIT = declare("document_misfit", document=Named)
DOCUMENTS_TOO_FEW = declare("documents_too_few", documents=tuple, needed=int, found=int)
DOCUMENTS_TOO_FEW_FOR = declare(
    "documents_too_few_for",
    documents=tuple,
    needed=int,
    found=int,
    concerns=str,
    what=str | None,
)

_ID: Final = Path(("id",))


@kind(
    row="documents",
    reads=tuple(f"{DOCUMENTS.dotted}.{key.dotted}" for key in (KIND, CONCERNS)),
    of_items=True,
    document=DocumentKinds(
        spelt="kind",
        description="The kind of document, from the code list document_kinds; of several kinds in"
        " a list any will do.",
    ),
    count=DocumentCount(
        tighter=Tighter.HIGHER,
        minimum=1,
        maximum=100,
        description="So many of them are needed, each another file; left out: one.",
    ),
    with_=ConditionOn(
        items=DOCUMENTS.dotted, description="What must hold of the document's own entry."
    ),
    types=FILE_TYPES,
    max_bytes=LONGEST_FILE,
)
def document(
    facts: Facts,
    document: tuple[Named, ...],
    *,
    count: int = 1,
    with_: Condition | None = None,
    types: tuple[str, ...] = (),
    max_bytes: int | None = None,
) -> Iterator[Violation]:
    """A document of a kind is in the bundle; for each item of a list, one that concerns it.

    One whose file is not in order is not there, and copies of one file are one document.
    """
    about = _ids_of(facts) if facts.base else ()
    entries, unknown = _of_kinds(facts, document, about)
    misfit: Violation | None = None
    troubles: list[Violation] = []
    found: set[Content | None] = set()
    for entry, sort in entries:
        try:
            if with_ is not None and not with_.decided(entry):
                misfit = Violation(entry.base, DOCUMENT_MISFIT(document=sort))
                continue
            trouble = trouble_of(entry, FILE, types, max_bytes)
        except MissingFact as missing:
            # An entry that is spoilt, or does not say enough, may be the one that is looked for.
            unknown.append(missing)
            continue
        if trouble is None:
            found.add(content_of(entry))
            if len(found) >= count:
                return
        else:
            troubles.append(Violation(entry.pointer(FILE), trouble))
    if len(found) + len(unknown) >= count:
        raise unknown[-1]
    yield from troubles
    if misfit is not None and not troubles:
        yield misfit
    elif count > 1 or not troubles:
        yield _missing(facts, document, about, count, len(found))


def _of_kinds(
    facts: Facts, kinds: tuple[Named, ...], about: tuple[str, ...]
) -> tuple[list[tuple[Facts, Named]], list[MissingFact]]:
    """The entries of some kinds, each with its kind, and what is not known of others."""
    documents = facts.case.documents()
    unknown = [*documents.spoilt]
    found: list[tuple[Facts, Named]] = []
    for kind_ in kinds:
        sort = str(kind_.id)
        entries: Sequence[Facts] = documents.of_kind.get(sort, ())
        if about:
            by_id, unclear = documents.concerning(sort)
            entries = [entry for name in about for entry in by_id.get(name, ())]
            unknown += unclear
        found += [(entry, kind_) for entry in entries]
    return found, unknown


def _missing(
    facts: Facts, kinds: tuple[Named, ...], about: tuple[str, ...], count: int, found: int
) -> Violation:
    """That there are not enough documents: which kinds would do, and how many there are."""
    place = facts.base if about else DOCUMENTS.pointer
    of: Args = {"concerns": about[0]} if about else {}
    if about and not _is_item(facts):
        of = {**of, "what": about[0]}  # a map has a word of its own, which no id of an item has
    if count == 1 and len(kinds) == 1:
        key = DOCUMENT_MISSING_FOR if about else DOCUMENT_MISSING
        return Violation(place, key(document=kinds[0], **of))
    key = DOCUMENTS_TOO_FEW_FOR if about else DOCUMENTS_TOO_FEW
    return Violation(place, key(documents=kinds, needed=count, found=found, **of))


def _ids_of(facts: Facts) -> tuple[str, ...]:
    """What documents call a thing, or a person in each of the entries that tell of it."""
    ids = [named_by_documents(facts)]
    for each in facts.alike:
        with suppress(MissingFact):  # which no document can name either
            ids.append(named_by_documents(each))
    return tuple(ids)


def named_by_documents(facts: Facts) -> str:
    """What a document calls the thing it concerns: an item by its id, a map by its own name."""
    return str(facts.need(_ID)) if _is_item(facts) else facts.base[1:]


def _is_item(facts: Facts) -> bool:
    """Whether a thing stands in a list; the applicant does not."""
    return facts.base.count("/") > 1


@cache
def _at(key: str) -> Path:
    return Path((key,))


@kind(
    claims=FieldPath(),
    by=FieldPath(),
    with_=ItemKey(items_of="by", description="The key of its items that holds their entries."),
    group_mark=Mark(
        for_a_person=True,
        description="What follows the code of a group in the codes of its members. A person "
        "tells whether a group stands for its members, or they for it.",
    ),
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
            yield Violation(place, CLAIM_UNCOVERED(claim=claims.say(claim)))
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
