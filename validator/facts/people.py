"""Who is who: entries of an application that are about one and the same person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from validator.errors import MissingFact
from validator.facts.conditions import Condition
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, Path
from validator.frozen import frozen
from validator.letters import folded


@frozen
class People:
    """Where an edition's applications tell of people, and by what it knows them.

    Attributes:
        among: the lists of entries, and the maps that are one entry each.
        number: the field of a person's number. Whoever has the number of a map's is that person.
        name: the field that makes two entries of a list with one number one person.
    """

    among: tuple[Path, ...]
    number: Path
    name: Path

    @property
    def fields(self) -> tuple[Path, ...]:
        """All of these."""
        return (*self.among, self.number, self.name)


@frozen
class Entry:
    """One entry about a person.

    Attributes:
        path: the list it is from.
        is_map: whether it is a map that is one entry, such as the applicant.
        number: None where it is not given, or not known; so with the name.
        vague: set where the number is malformed, or needed and not there.
        nameless: the same of the name.
    """

    path: Path
    facts: Facts
    is_map: bool
    number: str | None
    name: str | None
    vague: MissingFact | None
    nameless: MissingFact | None


@frozen
class Person:
    """The entries that are about one person.

    Attributes:
        doubt: set where another entry may be about the same person, or may not.
    """

    entries: tuple[Entry, ...]
    doubt: MissingFact | None

    def asked_by(self, entry: Entry) -> Facts:
        """The values of one of the entries, which know of the others."""
        facts = entry.facts
        others = tuple(each.facts for each in self.entries if each is not entry)
        return Facts(facts.case, facts.base, facts.value, facts.root, others)


@frozen
class Everybody:
    """The people of an application.

    Attributes:
        unlisted: set where a list of them is not known.
        vague: set where a number is not known.
    """

    persons: tuple[Person, ...]
    unlisted: MissingFact | None
    vague: MissingFact | None


def first_asked(when: Condition | None, entries: Sequence[Entry]) -> Entry:
    """The first entry that a condition holds of, or else one of which that is not known."""
    unknown: Entry | None = None
    for entry in entries:
        try:
            if when is None or entry.facts.meet(when):
                return entry
        except MissingFact:
            unknown = unknown or entry
    return unknown or entries[0]


def people_of(root: Facts, people: People) -> Everybody:
    """The people of an application."""
    everybody: Everybody = root.case.once("people", _everybody, root, people)
    return everybody


def _everybody(root: Facts, people: People) -> Everybody:
    unlisted: MissingFact | None = None
    entries: list[Entry] = []
    for path in people.among:
        try:
            found = root.items(path)
        except MissingFact as missing:
            unlisted = missing
            continue
        entries += [_entry(path, each, people) for each in found]
    maps = frozenset(each.number for each in entries if each.is_map and each.number)
    groups: dict[Any, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(_key(entry, maps), []).append(entry)
    doubts = _Doubts(entries, maps)
    # Whoever is listed may be the one, or among those, of whom nothing can be read.
    persons = tuple(Person(tuple(each), doubts.of(each) or unlisted) for each in groups.values())
    return Everybody(persons, unlisted, next(_vague(entries), None))


def _entry(path: Path, facts: Facts, people: People) -> Entry:
    number, vague = _known(facts, people.number)
    name, nameless = _known(facts, people.name)
    called = None if name is None else " ".join(folded(name).split())
    return Entry(path, facts, facts.base == path.pointer, number, called, vague, nameless)


def _known(facts: Facts, path: Path) -> tuple[str | None, MissingFact | None]:
    try:
        found = facts.known(path)
    except MissingFact as missing:
        return None, missing
    return (None if found is ABSENT else str(found)), None


def _key(entry: Entry, maps: frozenset[str]) -> Any:
    if entry.number in maps:
        return (entry.number,)
    if entry.number is None or entry.name is None:
        return entry.facts.base
    return entry.number, entry.name


def _vague(entries: Iterable[Entry]) -> Iterator[MissingFact]:
    return (each.vague for each in entries if each.vague is not None)


class _Doubts:
    """Tells of which people it is not known whether another entry is about them too."""

    def __init__(self, entries: Sequence[Entry], maps: frozenset[str]) -> None:
        vague = [each for each in entries if each.vague is not None]
        self._maps = maps
        self._some_map = bool(maps)
        self._first = next(_vague(entries), None)
        self._vague_map = any(each.is_map for each in vague)
        self._vague_nameless = any(each.nameless is not None for each in vague)
        self._vague_names = Counter(each.name for each in vague if not each.is_map)
        self._names = Counter(each.name for each in entries if not each.is_map)
        self._nameless = next((e.nameless for e in entries if e.nameless is not None), None)
        self._of_number = Counter(
            each.number for each in entries if each.number is not None and each.number not in maps
        )
        self._nameless_numbers = {each.number for each in entries if each.nameless is not None}
        self._count = len(entries)

    def of(self, entries: Iterable[Entry]) -> MissingFact | None:
        """Why it is not known who else one is."""
        return next((found for each in entries if (found := self._of(each)) is not None), None)

    def _of(self, entry: Entry) -> MissingFact | None:
        if entry.vague is not None:
            return entry.vague if self._may_be_another(entry) else None
        if entry.number is None:
            return None
        if self._first is not None and self._may_be_vague(entry):
            return self._first
        if entry.number in self._nameless_numbers and self._of_number[entry.number] > 1:
            return self._nameless
        return None

    def _may_be_another(self, entry: Entry) -> bool:
        """Whether an entry without a number may be somebody who is there as well."""
        if entry.is_map or entry.nameless is not None:
            return self._count > 1
        others = self._names[entry.name] > 1 or self._nameless is not None
        return self._some_map or self._vague_map or others

    def _may_be_vague(self, entry: Entry) -> bool:
        """Whether one of the entries without a number may be this person's."""
        if entry.is_map or entry.number in self._maps or self._vague_map:
            return True
        return self._vague_nameless or bool(self._vague_names[entry.name]) or bool(entry.nameless)
