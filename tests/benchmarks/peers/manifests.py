"""Applications to trade on a market, as an inbox holds them: clean, with a slip, or malformed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import yaml

from tests.project import SAMPLES
from validator.form.formats import bin_, iin

Manifest = dict[str, Any]
Spoil = Callable[[Manifest], None]

RATE: Final = 4300
"""Tenge, of 2026 (`stall_rate`)."""
_DUE: Final = {"grant": 3 * RATE, "renew": 3 * RATE // 2}
_FOOD: Final = ("fruit", "bread", "dairy", "meat")
_DAYS: Final = tuple(
    date(2026, month, day)
    for month, days in {2: (3, 4, 10, 11), 4: (7, 8, 14, 15), 6: (2, 3)}.items()
    for day in days
)
"""Tuesdays and Wednesdays with no day off behind them, nor two weeks later."""
_NAMES: Final = [
    "Aigerim",
    "Aslan",
    "Botagoz",
    "Daniyar",
    "Gulnar",
    "Madina",
    "Nurlan",
    "Saule",
    "Timur",
    "Zhanar",
]
_MARKETS: Final = ["Green", "Old", "Lake", "River", "Steppe", "Upper"]
_PAPER: Final = SAMPLES / "clinic-new" / "documents" / "form-3.pdf"
_LINKS: Final = 1000
"""Bundles that share the bytes of a paper: a file system does not take any number of links."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with an application.

    Attributes:
        check: the requirement that fails for it.
        spoil: changes a clean application.
        service: the one that has to be asked for.
    """

    name: str
    check: str
    spoil: Spoil
    service: str | None = None


@dataclass(frozen=True)
class Drawn:
    """An application and what is wrong with it: a fault's name, `malformed` or nothing."""

    manifest: Manifest
    wrong: str = ""


def _numbered(random: Random, start: str, right: Callable[[str], object]) -> str:
    """A number that begins so and whose check digit is right."""
    while True:
        body = f"{start}{random.randrange(10 ** (11 - len(start))):0{11 - len(start)}}"
        for digit in range(10):
            if right(f"{body}{digit}") is None:
                return f"{body}{digit}"


def _time(day: date, clock: str) -> str:
    return f"{day}T{clock}:00+05:00"


def seeded(seed: int) -> Random:
    """What draws the same each time: applications are measured, not kept secret."""
    return Random(seed)  # noqa: S311


def clean(random: Random, service: str) -> Manifest:
    """An application in which all is as it should be: some seventy fields."""
    day = random.choice(_DAYS)
    goods = random.sample((*_FOOD, "clothes", "books"), 3)
    workers = [_worker(random, f"w{number}", goods, day) for number in (1, 2)]
    kind = random.choice(("person", "company"))
    number = (
        {"iin": _numbered(random, "850412400", iin)}
        if kind == "person"
        else {"bin": _numbered(random, "150340", bin_)}
    )
    earlier = {"number": f"P-{random.randrange(10**6)}", "expires_on": f"{day + timedelta(30)}"}
    papers = ["layout"] if service == "grant" else []
    return {
        "format": 1,
        "standard": "market-stall-permit",
        "service": service,
        "submitted_at": _time(day, f"{random.randrange(10, 13)}:{random.randrange(10, 60)}"),
        "office": "market_office",
        "route": random.choice(("portal", "counter")),
        "applicant": {
            "type": kind,
            "name": f"{random.choice(_NAMES)} Example",
            **number,
            "registered_on": f"{date(2015, 1, 1) + timedelta(random.randrange(3000))}",
            "mobile": f"+7701{random.randrange(10**7):07}",
            "email": f"trader{random.randrange(10**5)}@market.example",
            "address": f"{random.randrange(1, 200)} Sample street, Almaty",
        },
        "market": {
            "name": f"{random.choice(_MARKETS)} market",
            "open_from": f"{day + timedelta(20)}",
            "open_until": f"{day + timedelta(200)}",
        },
        "goods": goods,
        "stalls": [_stall(random, f"s{number}", day) for number in (1, 2)],
        "workers": workers,
        **({"earlier_permit": earlier} if service == "renew" else {}),
        "fee": _fee(random, service, day),
        "consents": {"personal_data": True, "rules_read": True},
        "documents": [
            *({"kind": each, "file": f"papers/{each}.pdf"} for each in papers),
            *(
                {"kind": "health_book", "concerns": each["id"], "file": f"papers/{each['id']}.pdf"}
                for each in workers
            ),
        ],
        "processing": {
            "accepted_on": f"{day}",
            "visited_at": _time(day + timedelta(1), "11:00"),
            "decided_at": _time(day + timedelta(1), f"{random.randrange(15, 18)}:20"),
            "result": "permit" if service == "grant" else "renewal",
            "permit_form": "electronic",
        },
        "registers": {"banned": False, "debts": False},
    }


def _stall(random: Random, name: str, day: date) -> Manifest:
    made = {
        "id": name,
        "row": random.randrange(1, 40),
        "place": random.randrange(1, 300),
        "area": random.randrange(4, 30),
        "power_kw": random.randrange(20),
        "metres_to_school": random.randrange(100, 3000),
        "title": "lease",
    }
    if name != "s1" and random.random() < 0.5:
        return {**made, "title": "own"}
    until = day + timedelta(random.randrange(90, 700))
    return {**made, "leased_from": f"{day}", "leased_until": f"{until}"}


def _worker(random: Random, name: str, goods: list[str], day: date) -> Manifest:
    born = random.randrange(60, 100)
    return {
        "id": name,
        "name": f"{random.choice(_NAMES)} Sample",
        "iin": _numbered(random, f"{born}0{random.randrange(1, 10)}1{random.randrange(10)}3", iin),
        "hired_in": 1900 + born + random.randrange(18, 26),
        "handles_food": any(each in _FOOD for each in goods),
        "checked_on": f"{day - timedelta(random.randrange(5, 360))}",
        "goods": goods[:2] if name == "w1" else goods[1:],
    }


def _fee(random: Random, service: str, day: date) -> list[Manifest]:
    due = _DUE[service]
    first = random.randrange(1000, due, 50)
    return [
        {
            "amount": amount,
            "paid_on": f"{day - timedelta(ago)}",
            "reference": f"PAY-{random.randrange(10**8):08}",
        }
        for amount, ago in ((first, 6), (due - first, 2))
    ]


def _put(dotted: str, value: object) -> Spoil:
    """Puts a value at a place, or takes away what is there if that is `...`."""
    *way, last = (int(each) if each.isdigit() else each for each in dotted.split("."))

    def spoil(manifest: Manifest) -> None:
        place: Any = manifest
        for each in way:
            place = place[each]
        if value is ...:
            del place[last]
        else:
            place[last] = value

    return spoil


def _shift(dotted: str, by: int) -> Spoil:
    """Moves the day of a date or a time, or changes a number, by so much."""
    *way, last = (int(each) if each.isdigit() else each for each in dotted.split("."))

    def spoil(manifest: Manifest) -> None:
        place: Any = manifest
        for each in way:
            place = place[each]
        old = place[last]
        place[last] = (
            old + by
            if isinstance(old, int)
            else f"{date.fromisoformat(old[:10]) + timedelta(by)}{old[10:]}"
        )

    return spoil


def _both(*spoils: Spoil) -> Spoil:
    def spoil(manifest: Manifest) -> None:
        for each in spoils:
            each(manifest)

    return spoil


def _evening(manifest: Manifest) -> None:
    decided = manifest["processing"]["decided_at"]
    manifest["processing"]["decided_at"] = decided.replace(decided[11:16], "20:30")


def _no_company_number(manifest: Manifest) -> None:
    manifest["applicant"] |= {"type": "company"}
    manifest["applicant"].pop("iin", None)
    manifest["applicant"].pop("bin", None)


def _number_of_a_person_too(manifest: Manifest) -> None:
    manifest["applicant"] |= {"type": "company", "iin": "850412400019", "bin": "150340000109"}


def _wrong_digit(manifest: Manifest) -> None:
    worker = manifest["workers"][0]
    worker["iin"] = f"{worker['iin'][:-1]}{(int(worker['iin'][-1]) + 1) % 10}"


def _nobody_sells(manifest: Manifest) -> None:
    for each in manifest["workers"]:
        each["goods"] = [manifest["goods"][1]]


def _short_lease(manifest: Manifest) -> None:
    stall = manifest["stalls"][0]
    stall["leased_until"] = f"{date.fromisoformat(stall['leased_from']) + timedelta(89)}"


def _too_young(manifest: Manifest) -> None:
    worker = manifest["workers"][0]
    worker["hired_in"] = 1900 + int(worker["iin"][:2]) + 17


def _no_health_book(manifest: Manifest) -> None:
    manifest["documents"] = [each for each in manifest["documents"] if each.get("concerns") != "w2"]


def _decided_on_a_day_off(manifest: Manifest) -> None:
    """Women's Day of 2026 is a Sunday, so that Monday is a day off."""
    manifest["submitted_at"] = "2026-03-06T10:00:00+05:00"
    for each in manifest["workers"]:
        each["checked_on"] = "2026-01-15"
    manifest["processing"] |= {
        "accepted_on": "2026-03-06",
        "visited_at": "2026-03-06T16:00:00+05:00",
        "decided_at": "2026-03-09T11:00:00+05:00",
    }
    for each in manifest["fee"]:
        each["paid_on"] = "2026-03-02"


_FORM: Final[dict[str, Spoil]] = {
    "a number as a text": _put("stalls.0.area", "twelve"),
    "a text as a number": _put("applicant.address", 12),
    "a truth as a text": _put("consents.rules_read", "yes"),
    "a list that is none": _put("goods", "fruit"),
    "a key that is missing": _put("applicant.name", ...),
    "a section that is missing": _put("consents", ...),
    "a key that nobody knows": _put("applicant.fax", "none"),
    "a code that nobody knows": _put("stalls.0.title", "loan"),
    "a blank text": _put("market.name", "  "),
    "a day that is none": _put("applicant.registered_on", "2020-02-30"),
    "a day written otherwise": _put("applicant.registered_on", "30.01.2020"),
    "a time without its zone": _put("submitted_at", "2026-02-03T10:00:00"),
    "a number above the most": _put("stalls.0.area", 5000),
    "an empty list": _put("goods", []),
    "an address that is none": _put("applicant.email", "trader.market.example"),
    "a telephone that is none": _put("applicant.mobile", "call me"),
    "an IIN of eleven digits": _put("workers.0.iin", "85041240001"),
    "an IIN with a wrong check digit": _wrong_digit,
    "a company without its number": _no_company_number,
    "a company with a person's number": _number_of_a_person_too,
    "a lease without its end": _put("stalls.0.leased_until", ...),
    "two stalls of one id": _put("stalls.1.id", "s1"),
    "a paper of nobody": _both(
        _put("workers.1.handles_food", False), _put("documents.0.concerns", "w9")
    ),
}

FAULTS: Final = (
    Fault("another office", "office.accepts", _put("office", "town_hall")),
    Fault("by courier", "route.accepted", _put("route", "courier")),
    Fault("decided late", "deadline.grant", _shift("processing.decided_at", 14), "grant"),
    Fault("renewed late", "deadline.renew", _shift("processing.decided_at", 14), "renew"),
    Fault("on paper", "permit.electronic", _put("processing.permit_form", "paper")),
    Fault("another result", "result.fits", _put("processing.result", "renewal"), "grant"),
    Fault("no reason", "result.reasoned", _put("processing.result", "refusal")),
    Fault("a record as a text", "record.fields", _put("registers.debts", "no")),
    Fault("too little paid", "fee.grant", _shift("fee.0.amount", -500), "grant"),
    Fault("too little for a renewal", "fee.renew", _shift("fee.0.amount", -500), "renew"),
    Fault("too much paid", "fee.not_over", _shift("fee.1.amount", 500)),
    Fault("accepted late", "schedule.accepted", _shift("processing.accepted_on", 1)),
    Fault("decided in the evening", "schedule.decided", _evening),
    Fault("decided on a day off", "schedule.decided", _decided_on_a_day_off),
    *(Fault(name, "form.fields", spoil) for name, spoil in _FORM.items()),
    Fault("no permit to renew", "form.fields", _put("earlier_permit", ...), "renew"),
    Fault("no layout", "documents.layout", _put("documents.0", ...), "grant"),
    Fault("no health book", "documents.health_book", _no_health_book),
    Fault("goods that nobody sells", "workers.cover_goods", _nobody_sells),
    Fault("not seen by a doctor", "workers.checked", _put("workers.0.checked_on", "2024-12-01")),
    Fault(
        "a paper that is gone",
        "documents.files",
        lambda manifest: manifest["documents"].append({"kind": "photo", "file": "papers/gone.pdf"}),
    ),
    Fault("a ban", "register.no_ban", _put("registers.banned", True)),
    Fault("beside a school", "stalls.far_from_school", _put("stalls.0.metres_to_school", 99)),
    Fault("a short lease", "stalls.lease_runs", _short_lease),
    Fault("too young", "workers.of_age", _too_young),
    Fault("no consent", "consents.given", _put("consents.personal_data", False)),
    Fault("a season that ends first", "record.in_order", _put("market.open_until", "2026-01-31")),
    Fault("a visit after all", "record.in_order", _shift("processing.visited_at", 9)),
)

MALFORMED: Final = "malformed"
_MESS: Final = (
    _put("market", "Green market"),
    _put("stalls.1", 5),
    _put("workers", {}),
    _put("fee.0.amount", "100 tenge"),
    _put("fee.1.paid_on", "yesterday"),
    _put("submitted_at", "tomorrow"),
    _put("consents", None),
    _put("applicant.mobile", 77010000101),
    _put("applicant.type", ["person"]),
    _put("processing.decided_at", "2026-99-99"),
    _put("registers.banned", "no"),
    _put("remark", "please hurry"),
)


def malformed(random: Random) -> Manifest:
    """An application with six values that are of another form than they should be."""
    manifest = clean(random, "grant")
    _both(*random.sample(_MESS, 6))(manifest)
    return manifest


def spoilt(random: Random, fault: Fault) -> Manifest:
    """An application with one fault."""
    # Lists are shared between parts of a clean application, so that a copy is changed.
    manifest = deepcopy(clean(random, fault.service or random.choice(("grant", "renew"))))
    fault.spoil(manifest)
    return manifest


def drawn(count: int, seed: int = 1) -> Iterator[Drawn]:
    """An inbox: of ten applications seven are clean, two have a fault, one is malformed."""
    random = seeded(seed)
    for number in range(count):
        if number % 10 == 9:
            yield Drawn(malformed(random), MALFORMED)
        elif number % 5 == 3:
            fault = FAULTS[number // 5 % len(FAULTS)]
            yield Drawn(spoilt(random, fault), fault.name)
        else:
            yield Drawn(clean(random, random.choice(("grant", "renew"))))


def written(manifest: Manifest, suffix: str) -> str:
    """The text of a manifest as somebody writes it, who repeats himself."""
    if suffix == "json":
        return json.dumps(manifest, ensure_ascii=False, indent=2)
    # Without a copy the lists that parts share would be written as anchors.
    plain = json.loads(json.dumps(manifest))
    text: str = yaml.dump(plain, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
    return text


def write(folder: Path, count: int, suffix: str) -> None:
    """Bundles of an inbox in a folder, named by their numbers: a manifest each, and tiny papers."""
    for number, each in enumerate(drawn(count)):
        write_bundle(
            folder / f"{number:06}", each.manifest, suffix, folder / f"{number // _LINKS}.pdf"
        )
    for paper in folder.glob("*.pdf"):
        paper.unlink()


def write_bundle(folder: Path, manifest: Manifest, suffix: str, paper: Path) -> None:
    """A bundle whose papers are links to one file, which is made if it is not there."""
    folder.mkdir(parents=True)
    (folder / f"application.{suffix}").write_text(written(manifest, suffix), encoding="utf-8")
    if not paper.exists():
        shutil.copyfile(_PAPER, paper)
    (folder / "papers").mkdir()
    for name in ("layout", "w1", "w2"):
        if any(name in str(each) for each in manifest["documents"]):
            (folder / "papers" / f"{name}.pdf").hardlink_to(paper)
