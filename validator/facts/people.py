"""Who is who: entries of an application that are about one and the same person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from validator.errors import MissingFact
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, Path


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Person:
    """The entries that are about one person, each with the list it is from."""

    entries: tuple[tuple[Path, Facts], ...]

    def asked_by(self, facts: Facts) -> Facts:
        """One of the entries, which knows of the others."""
        others = (each for _, each in self.entries if each is not facts)
        return Facts(facts.case, facts.base, facts.value, facts.root, tuple(others))


def people_of(root: Facts, people: People) -> tuple[tuple[Person, ...], MissingFact | None]:
    """The people of an application, and what tells that not all of them are known.

    An entry whose number or name is not known is a person of its own.
    """
    return root.case.once(("people", root.base), _people_of, root, people)


def _people_of(root: Facts, people: People) -> tuple[tuple[Person, ...], MissingFact | None]:
    unknown: MissingFact | None = None
    found: dict[Any, list[tuple[Path, Facts]]] = {}
    own = _numbers_of_maps(root, people)
    for path in people.among:
        try:
            entries = root.items(path)
        except MissingFact as missing:
            unknown = missing
            continue
        for entry in entries:
            found.setdefault(_key(entry, people, own), []).append((path, entry))
    return tuple(Person(tuple(each)) for each in found.values()), unknown


def _numbers_of_maps(root: Facts, people: People) -> frozenset[str]:
    return frozenset(
        number
        for path in people.among
        for entry in _maps_at(root, path)
        if (number := known(entry, people.number)) is not None
    )


def _maps_at(root: Facts, path: Path) -> Iterator[Facts]:
    try:
        yield from (each for each in root.items(path) if each.base == path.pointer)
    except MissingFact:
        return


def _key(entry: Facts, people: People, own: frozenset[str]) -> Any:
    number, name = known(entry, people.number), known(entry, people.name)
    if number is None:
        return entry.base
    if number in own:
        return (number,)
    return entry.base if name is None else (number, " ".join(name.casefold().split()))


def known(entry: Facts, path: Path) -> str | None:
    """A text of an entry; None where it is absent or malformed."""
    try:
        found = entry.get(path)
    except MissingFact:
        return None
    return None if found is ABSENT else str(found)
