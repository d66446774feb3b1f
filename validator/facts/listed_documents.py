"""The entries of the list of documents, by their kinds and by what they concern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from validator.errors import MissingFact
from validator.facts.manifest_values import Values
from validator.facts.paths import CONCERNS, KIND

Entry = TypeVar("Entry", bound=Values)

Concerning = tuple[Mapping[str, Sequence[Entry]], Sequence[MissingFact]]
"""Entries by what they concern, and those of which this is not known."""


class Documents(Generic[Entry]):
    """The entries of the list of documents.

    Attributes:
        of_kind: by kind.
        spoilt: one for each entry whose kind is not known.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.of_kind: dict[str, list[Entry]] = {}
        self.spoilt: list[MissingFact] = []
        self._concerning: dict[str, Concerning[Entry]] = {}
        for entry in entries:
            try:
                self.of_kind.setdefault(entry.need(KIND), []).append(entry)
            except MissingFact as missing:
                self.spoilt.append(missing)

    def concerning(self, kind: str) -> Concerning[Entry]:
        """Those of a kind, by what they concern."""
        if kind not in self._concerning:
            by_id: dict[str, list[Entry]] = {}
            unclear: list[MissingFact] = []
            for entry in self.of_kind.get(kind, ()):
                try:
                    by_id.setdefault(entry.need(CONCERNS), []).append(entry)
                except MissingFact as missing:
                    unclear.append(missing)
            self._concerning[kind] = by_id, unclear
        return self._concerning[kind]
