"""Checks of the people whom an application tells of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from validator.checks.field_parameters import FieldPath
from validator.checks.parameters import Tighter
from validator.checks.people_parameters import WhoIsWho
from validator.checks.registry import kind
from validator.checks.value_parameters import WholeNumber
from validator.errors import MissingFact, NotApplicable
from validator.facts.conditions import within
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, Path
from validator.facts.people import People, people_of
from validator.model import Args, Named, Violation, declare

SAID_DIFFERENTLY = declare(
    "said_differently", field=Named, value=Named | str | int, asked=Named | str | int
)
NUMBER_OF_TWO = declare("number_of_two", field=Named)
TOO_YOUNG = declare("too_young", field=Named, year=int, count=int)

_CENTURIES: Final = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
"""The century of birth by the seventh digit of an IIN, which is a mere custom."""


@kind(fields=FieldPath(several=True, description="The fields that are looked at."))
def said_alike(facts: Facts, fields: tuple[Path, ...]) -> Iterator[Violation]:
    """Entries that are about one person say the same; what one leaves out it does not say."""
    entries = (facts, *facts.alike)
    if len(entries) == 1:
        raise NotApplicable
    unknown: MissingFact | None = None
    for path in fields:
        said = ABSENT
        for entry in entries:
            try:
                found = entry.get(path)
            except MissingFact as missing:
                unknown = missing
                continue
            if said is ABSENT:
                said = found
            elif found is not ABSENT and found != said:
                args: Args = {
                    "field": path.named,
                    "value": path.say(found),
                    "asked": path.say(said),
                }
                yield Violation(entry.pointer(path), SAID_DIFFERENTLY(**args))
    if unknown is not None:
        raise unknown


@kind(people=WhoIsWho())
def number_of_one(facts: Facts, people: People) -> Iterator[Violation]:
    """No two people have one number."""
    everybody = people_of(facts, people)
    unknown = everybody.unlisted or everybody.vague
    owners: dict[str, object] = {}
    for person in everybody.persons:
        if person.doubt is not None:
            unknown = unknown or person.doubt
            continue
        for entry in person.entries:
            if entry.number is not None and owners.setdefault(entry.number, person) is not person:
                field: Path = within(people.number, people.among.index(entry.path))
                yield Violation(entry.facts.pointer(field), NUMBER_OF_TWO(field=field.named))
    if unknown is not None:
        raise unknown
    if not owners:
        raise NotApplicable


@kind(
    number=FieldPath(),
    year=FieldPath(),
    least=WholeNumber(tighter=Tighter.HIGHER, minimum=1, description="Years of age at least."),
)
def of_age(facts: Facts, number: Path, year: Path, least: int) -> Iterator[Violation]:
    """A year is not before the one in which a person turns so many years old, by the IIN."""
    digits, told = facts.known(number), facts.need(year)
    if digits is ABSENT or (century := _CENTURIES.get(digits[6])) is None:
        raise NotApplicable
    born = century + int(digits[:2])
    if told < born + least:
        args: Args = {"field": year.named, "year": told, "count": least}
        yield Violation(facts.pointer(year), TOO_YOUNG(**args))
