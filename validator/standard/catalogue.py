"""The standards in a folder of specs, their editions, and which one is in force on a day.

A strict view of the folder: whatever is wrong with what is asked for is raised, all at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

from validator.errors import CallError, SpecError
from validator.model import Args, Message, declare
from validator.standard.edition import Edition, none_knows
from validator.standard.folder import Draft, Folder, read_folder
from validator.standard.in_force import Head
from validator.standard.sources import Sources
from validator.standard.trust import INDEX

STANDARD_UNKNOWN = declare("standard_unknown", name=str, known=tuple)
NO_EDITION = declare(
    "no_edition", standard=str, day=date, first=date, what=str | None, last=date | None
)
EDITION_UNKNOWN = declare(
    "edition_unknown", name=str, known=tuple, what=str | None, standard=str | None
)
SPECS_MISSING = declare("specs_missing", folder=str)
TRUST_MISSING = declare("trust_missing", folder=str)


class Catalogue:
    """A folder of specs as it was when this was made; editions are compiled when asked for.

    Args:
        trust: the folder of the certificates of authorities that are trusted, where it is not that
            of the specs.

    Raises:
        CallError: the folder is not there or holds no standard, or that of certificates no list.
    """

    def __init__(self, specs: Path, trust: Path | None = None) -> None:
        self.specs = specs
        self._heads: dict[str, tuple[Head, ...]] = {}
        if trust is not None and not (trust / INDEX).is_file():
            raise CallError.of(TRUST_MISSING(folder=trust.as_posix()))
        folder = read_folder(specs, trust=trust)
        if folder is None:
            raise CallError.of(SPECS_MISSING(folder=specs.as_posix()))
        self.folder: Folder = folder
        self.standards = folder.standards

    def heads(self, standard: str) -> tuple[Head, ...]:
        """The editions of a standard, the earliest first.

        Raises:
            CallError: there is no such standard.
            SpecError: a `standard.yaml` is unusable, a folder that may be an edition cannot be
                listed, or editions have a gap or an overlap.
        """
        if standard not in self._heads:
            if standard not in self.standards:
                raise CallError.of(STANDARD_UNKNOWN(name=standard, known=self.standards))
            self._heads[standard] = self._read_heads(standard)
        return self._heads[standard]

    def before(self, standard: str, edition: str) -> str | None:
        """The name of the edition before one, None for the first.

        Raises:
            As `heads`.
        """
        both = pairwise(head.edition for head in self.heads(standard))
        return next((before for before, after in both if after == edition), None)

    def zone(self, standard: str) -> str:
        """The time zone by which days are told under the newest edition of a standard.

        Raises:
            As `heads`.
        """
        return self.heads(standard)[-1].file.value["time_zone"]

    def names(self) -> Iterator[tuple[str, str]]:
        """Standard and name of every edition, the earliest of each standard first.

        Raises:
            SpecError: as `heads`.
        """
        for standard in self.standards:
            for head in self.heads(standard):
                yield standard, head.edition

    def editions(self) -> Iterator[Edition]:
        """Every edition of every standard.

        Raises:
            SpecError: one of them is unusable.
        """
        for key in self.names():
            yield self.edition(*key)

    def require(self, edition: str | None, only: str | None) -> None:
        """Hold that some edition bears a name and that some edition has what another name names.

        Raises:
            CallError: none does.
            SpecError: the specs are unusable.
        """
        keys = list(self.names())
        named = [key for key in keys if edition in (None, key[1])]
        if not named:
            known = tuple(name for _, name in keys)
            raise CallError.of(EDITION_UNKNOWN(name=str(edition), known=known))
        if only is None:
            return
        editions: list[Edition] = []
        for key in reversed(named):
            editions.append(self.edition(*key))
            if editions[-1].knows(only):
                return
        raise none_knows(only, editions)

    def choose(self, standard: str, day: date) -> Head | None:
        """The edition in force on a day, None if there is none.

        Raises:
            As `heads`.
        """
        return next((head for head in self.heads(standard) if head.covers(day)), None)

    def in_force(self, standard: str, day: date) -> Edition:
        """The edition in force on a day.

        Raises:
            CallError: there is none.
            SpecError: it is unusable, or as `heads`.
        """
        head = self.choose(standard, day)
        if head is None:
            raise CallError.of(self.none_in_force(standard, day))
        return self.edition(standard, head.edition)

    def none_in_force(self, standard: str, day: date) -> Message:
        """That `choose` finds none on a day, and on which side of the editions the day lies."""
        heads = self.heads(standard)
        last = heads[-1].until
        args: Args = {"standard": standard, "day": day, "first": heads[0].first}
        if last is not None and last < day:
            args = {**args, "what": "ended", "last": last}
        return NO_EDITION(**args)

    def edition(self, standard: str, edition: str) -> Edition:
        """An edition by name, compiled once.

        Raises:
            CallError: there is no such standard or edition.
            SpecError: it is unusable; every trouble is named.
        """
        return self.sources(standard, edition).compile()

    def sources(self, standard: str, edition: str) -> Sources:
        """The files of an edition.

        Raises:
            As `edition`.
        """
        draft = self.draft(standard, edition)
        if draft.sources is None or draft.faults:
            raise SpecError(draft.faults)
        return draft.sources

    def draft(self, standard: str, edition: str) -> Draft:
        """An edition with everything beside it, be it sound or not.

        Raises:
            CallError: there is no such standard or edition.
            SpecError: as `heads`.
        """
        names = tuple(head.edition for head in self.heads(standard))
        if edition not in names:
            told: Args = {"what": "of_standard", "standard": standard}
            raise CallError.of(EDITION_UNKNOWN(name=edition, known=names, **told))
        return next(each for each in self.folder.drafts if each.key == (standard, edition))

    def _read_heads(self, standard: str) -> tuple[Head, ...]:
        drafts = self.folder.of(standard)
        seams = self.folder.seams(standard)
        if seams or any(draft.undated for draft in drafts):
            # So that all is told at once, whatever else is wrong with them is told too.
            raise SpecError([*seams, *(fault for draft in drafts for fault in draft.faults)])
        return tuple(draft.head for draft in drafts if draft.head is not None)
