"""Personal values that nobody else bears, put wherever an application may hold one, and the search
for them in what is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from validator.form.formats import iin

Manifest = dict[str, Any]

FIRST: Final = ("Жұлдызай", "Зергүл", "Шұғыла", "Бибігүл", "Айтолқын", "Кербез")
LAST: Final = ("Құрманғазиева", "Төлегенқызы", "Шойынбаева", "Әбдірахманова", "Жиенәлиева")
LATIN: Final = ("Kurmangaziyeva", "Tolegenkyzy", "Shoyynbayeva", "Abdirakhmanova", "Zhiyenaliyeva")
"""The last names as passports spell them, in the same order."""

_PLACES: Final = ("name", "number", "payer", "address")
"""Keys of what is personal by its place."""

_SHOWN: Final = 2
"""Digits of a number that a report shows."""


@dataclass(frozen=True, slots=True)
class Canary:
    """What somebody is known by.

    Attributes:
        told: parts of it that no report may have.
        of: the value that has to stand in a personal place, if it is not personal by its shape.
    """

    text: str
    told: tuple[str, ...]
    of: str | None = None


def _number(draw: Random) -> str:
    """An IIN of the nineties, whose check digit is right."""
    while True:
        digits = f"9{draw.randrange(10)}{draw.randrange(1, 13):02}{draw.randrange(1, 29):02}"
        digits += f"{draw.randrange(3, 5)}{draw.randrange(100_000):05}"
        if iin(digits) is None:
            return digits


class Person:
    """A made-up person with everything a person may be known by."""

    def __init__(self, draw: Random) -> None:
        index = draw.randrange(len(LAST))
        first = draw.choice(FIRST)
        phone, mail = f"701{draw.randrange(10_000_000):07}", f"q{draw.randrange(10**7):07}x"
        street = draw.choice(["Кербұлақ", "Тұмарханым", "Байқоңыров"])
        home, number = f"{street} көшесі {draw.randrange(10, 99)}", _number(draw)
        licence = f"ҚЗ{draw.randrange(10**7):07}Л"
        name, address = f"{LAST[index]} {first}", f"{home}, Талдықорған"
        self.name = Canary(name, (LAST[index][:-1], first), name)
        self.iin = Canary(number, (number[:-_SHOWN],))
        self.mobile = Canary(f"+7{phone}", (phone[:-_SHOWN],))
        self.email = Canary(f"{mail}@mail.example", (mail,))
        self.address = Canary(address, (home,), address)
        self.licence = Canary(licence, (licence[1:],), licence)
        self.latin = Canary(LATIN[index], (LATIN[index],), name)
        self.draw = draw

    def all(self) -> Iterator[Canary]:
        """Everything."""
        yield from (self.name, self.iin, self.mobile, self.email)
        yield from (self.address, self.licence, self.latin)

    def shaped(self) -> Canary:
        """What is personal by its shape, as somebody may write it anywhere."""
        draw = self.draw
        number, phone, mail = self.iin.text, self.mobile.text[2:], self.email
        spaced = f"+7 ({phone[:3]}) {phone[3:6]}-{phone[6:8]}-{phone[8:]}"
        return draw.choice(
            [
                *(self.iin, self.mobile, mail, Canary(f"8{phone}", self.mobile.told)),
                Canary(spaced, self.mobile.told),
                Canary(f"тел. {spaced}, {mail.text}", (*self.mobile.told, *mail.told)),
                Canary(f"{number[:6]} {number[6:]}", self.iin.told),
            ]
        )

    def file_name(self) -> Canary:
        """A name of a file that is made of what somebody is known by."""
        draw = self.draw
        last, first = self.name.text.split()
        name = self.name.of
        return draw.choice(
            [
                Canary(f"Анықтама {self.name.text}.pdf", self.name.told, name),
                Canary(f"diploma_{self.latin.text}.pdf", self.latin.told, name),
                Canary(f"{first}{last}.pdf", self.name.told, name),
                Canary(f"{last.lower()}ның дипломы.jpg", self.name.told[:1], name),
                Canary(f"scan-{self.iin.text}.pdf", self.iin.told),
                Canary(f"8{self.mobile.text[2:]}.png", self.mobile.told),
                Canary(f"{self.address.told[0]}.pdf", self.address.told, self.address.of),
            ]
        )


def planted(manifest: Manifest, draw: Random) -> list[Canary]:
    """Put canaries into every personal place of a manifest; gives those that are in it."""
    found: list[Canary] = []

    def put(around: Manifest, key: str, canary: Canary) -> None:
        if key in around:
            around[key] = canary.text
            found.append(canary)

    applicant = manifest.get("applicant")
    if isinstance(applicant, dict):
        person = Person(draw)
        own = [*(("iin", person.iin), ("mobile", person.mobile), ("email", person.email))]
        if applicant.get("type") == "individual":
            own += [("name", person.name), ("address", person.address)]
        for key, canary in own:
            put(applicant, key, canary)
    for each in manifest.get("staff") or ():
        person = Person(draw)
        put(each, "name", person.name)
        put(each, "iin", person.iin)
    if isinstance(licence := manifest.get("previous_licence"), dict):
        put(licence, "number", Person(draw).licence)
    fees = manifest.get("fee")
    for each in fees if isinstance(fees, list) else [fees]:
        if isinstance(each, dict):
            put(each, "payer", Person(draw).name)
    return found


def known(manifest: Manifest, canaries: list[Canary]) -> list[Canary]:
    """Those canaries that are personal by their shape, or by the place of what they are made of."""
    told: set[str] = set()

    def walk(value: Any, key: str = "") -> None:
        if isinstance(value, dict):
            for inner, each in value.items():
                walk(each, inner)
        elif isinstance(value, list):
            for each in value:
                walk(each, key)
        elif isinstance(value, str) and key in _PLACES:
            told.add(value)

    applicant = manifest.get("applicant")
    is_one = isinstance(applicant, dict) and applicant.get("type") == "individual"
    for part in ("staff", "previous_licence", "fee", *(["applicant"] if is_one else [])):
        walk(manifest.get(part))
    return [each for each in canaries if each.of is None or each.of in told]


def leaks(text: str, canaries: list[Canary]) -> set[str]:
    """What a report tells of them, whatever its lines, its case and what stands between signs."""
    told = re.sub(r"[\s_.()+«»\"-]", "", text).casefold()
    sought = {re.sub(r"[\s_.()+-]", "", each).casefold() for one in canaries for each in one.told}
    return {each for each in sought if each in told}
