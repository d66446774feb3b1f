"""Checks of the documents in a bundle: that they are there and whom they concern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import Final

from validator.checks.field_parameters import ConditionOn, FieldPath, ItemKey
from validator.checks.files import FILE, FILE_TYPES, LONGEST_FILE, trouble_of
from validator.checks.registry import kind
from validator.checks.value_parameters import DocumentKind, Mark
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

_ID: Final = Path(("id",))


@kind(
    row="documents",
    reads=tuple(f"{DOCUMENTS.dotted}.{key.dotted}" for key in (KIND, CONCERNS)),
    of_items=True,
    document=DocumentKind(
        spelt="kind", description="The kind of document, from the code list document_kinds."
    ),
    with_=ConditionOn(
        items=DOCUMENTS.dotted, description="What must hold of the document's own entry."
    ),
    types=FILE_TYPES,
    max_bytes=LONGEST_FILE,
)
def document(
    facts: Facts,
    document: Named,
    *,
    with_: Condition | None = None,
    types: tuple[str, ...] = (),
    max_bytes: int | None = None,
) -> Iterator[Violation]:
    """A document of a kind is in the bundle; for each item of a list, one that concerns it.

    One whose file is not in order is not there.
    """
    about = _ids_of(facts) if facts.base else ()
    misfit: Facts | None = None
    troubles: list[Violation] = []
    documents = facts.case.documents()
    unknown = documents.spoilt
    sort = str(document.id)
    entries: Sequence[Facts] = documents.of_kind.get(sort, ())
    if about:
        by_id, unclear = documents.concerning(sort)
        entries = [entry for name in about for entry in by_id.get(name, ())]
        unknown = unclear or unknown
    for entry in entries:
        try:
            if with_ is not None and not with_.decided(entry):
                misfit = entry
                continue
            trouble = trouble_of(entry, FILE, types, max_bytes)
            if trouble is None:
                return
            troubles.append(Violation(entry.pointer(FILE), trouble))
        except MissingFact as missing:
            # An entry that is spoilt, or does not say enough, may be the one that is looked for.
            unknown = missing
    if unknown is not None:
        raise unknown
    if troubles:
        yield from troubles
    elif misfit is not None:
        yield Violation(misfit.base, DOCUMENT_MISFIT(document=document))
    elif about:
        # A map has a word of its own, which no id of an item has.
        word = {} if _is_item(facts) else {"what": about[0]}
        args: Args = {"document": document, "concerns": about[0], **word}
        yield Violation(facts.base, DOCUMENT_MISSING_FOR(**args))
    else:
        yield Violation(DOCUMENTS.pointer, DOCUMENT_MISSING(document=document))


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
