"""Nothing personal is told: in no kind of finding, no format and no language."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import cycle, product
from random import Random
from typing import Any

import pytest

from tests.engine.made import CHANGES, Way, around_of, evaluated, manifest_of, report_of, walk
from tests.fuzz.canaries import Canary, Person, leaks, planted
from tests.output.made import told
from validator.model import (
    DECLARED,
    LANGUAGES,
    Arg,
    Declared,
    Location,
    Message,
    Named,
    Outcome,
    Problem,
    Severity,
)
from validator.output.mask import Mask
from validator.output.table import FORMATS, Told
from validator.report import Confirmation, Finding, Lack, Report
from validator.words.messages import part_of

SAMPLES = ("doctor-with-staff", "clinic-new", "clinic-reissue")


def _told(report: Report) -> Iterator[tuple[str, str, str]]:
    for form in FORMATS[Told.REPORTS]:
        for lang in LANGUAGES:
            yield form, lang, told(report, form, lang)


# Every message there is


def _value(sort: Any, text: str, number: int) -> Arg:
    """An argument of a type that tells a canary, where one of that type can."""
    examples: tuple[Arg, ...] = (
        *(text, number, (text, text), Decimal(number), Named("x", {})),
        *(date(2026, 1, 12), datetime(2026, 1, 12)),  # noqa: DTZ001
    )
    found: Arg = next(each for each in examples if isinstance(each, sort))
    return found


def _messages(text: str, number: int) -> Iterator[Message]:
    for key, declared in sorted(DECLARED.items()):
        if part_of(key) != "reports":
            continue
        # Sizes, limits and counts are found here, in no application.
        args = {
            name: 7
            if name in ("size", "limit", "count")
            else ("standards",)
            if name == "types"
            else _value(sort, text, number)
            for name, sort in declared.types.items()
            if name not in ("what", "error", "standing")
        }
        yield Message(key, args)


def test_no_message_tells_what_is_personal_whichever_it_is() -> None:
    person = Person(draw := Random(5))  # noqa: S311
    report = report_of("doctor-new")
    failing = next(each for each in report.results if each.outcome is Outcome.PASSED)
    number = int(person.iin.text)
    canaries = [*person.all(), *(person.shaped() for _ in range(9))]
    canaries += [person.file_name() for _ in range(12)]
    count = 0
    shapes = cycle(product(FORMATS[Told.REPORTS], LANGUAGES))
    for canary in canaries:
        messages = list(_messages(canary.text, number))
        where = Location(canary.text, "/staff/0/name")
        failed = tuple(Finding(each, where) for each in messages)
        reasoned = [replace(failing, outcome=Outcome.MANUAL, reason=each) for each in messages]
        problems = [Problem(each, where, draw.choice(list(Severity))) for each in messages[::3]]
        count += len(failed)
        odd = replace(
            report,
            results=(replace(failing, outcome=Outcome.FAILED, findings=failed), *reasoned[::3]),
            problems=tuple(problems),
            personal=tuple(each.text for each in person.all() if each is not person.latin),
        )
        assert leaks(told(odd, *next(shapes)), canaries) == set()
    assert count > len(canaries) * 100


def test_what_is_looked_for_would_be_found() -> None:
    person = Person(Random(5))  # noqa: S311
    assert all(leaks(f"… {each.text} …", [each]) for each in person.all())
    assert all(leaks(each.text, [each]) for each in (person.shaped(), person.file_name()))


# Applications broken in many ways


def _broken(name: str, draw: Random) -> Iterator[tuple[Report, list[Canary]]]:
    """A sample with canaries in it, each of its values changed in some way in turn."""
    base = manifest_of(name)
    canaries = planted(base, draw)
    ways = [way for way, _ in walk(base)]
    for way in ways:
        manifest, own = deepcopy(base), list(canaries)
        _break(manifest, way, draw, own)
        yield evaluated(name, manifest), own


def _break(manifest: Any, way: Way, draw: Random, canaries: list[Canary]) -> None:
    around, key = around_of(manifest, way), way[-1]
    person = Person(draw)
    change = draw.choice([*CHANGES, "shaped", "key", "number", "gone"])
    if change == "gone":
        del around[key]
    elif change in CHANGES:
        around[key] = CHANGES[change](around[key])
    else:
        canary = person.iin if change == "number" else person.shaped()
        canaries.append(canary)
        if change == "number":
            around[key] = int(canary.text)
        elif change == "key" and isinstance(around, dict):
            around[canary.text] = around.pop(key)
        else:
            around[key] = canary.text


def test_nothing_personal_is_told_however_an_application_is_broken() -> None:
    draw, languages = Random(7), cycle(LANGUAGES)  # noqa: S311
    seen: set[str] = set()
    for name in SAMPLES:
        for report, canaries in _broken(name, draw):
            found = [each for result in report.results for each in result.findings]
            keys = {each.message.key for each in found}
            keys |= {result.reason.key for result in report.results if result.reason is not None}
            if keys <= seen:
                continue  # what is told of it has been told of another one
            seen |= keys
            for form in FORMATS[Told.REPORTS]:
                assert leaks(told(report, form, next(languages)), canaries) == set(), form
    assert len(seen) > 25


# Single ones


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ержан Төлегенов", "diploma_Yerzhan.pdf"),
        ("Ержан Төлегенов", "Tolegenov E.pdf"),
        ("Ержан Төлегенов", "tolegenoverzhan.pdf"),
        ("Ержан Төлегенов", "etolegenov-cv.pdf"),
        ("Әлия Хасанова", "Khassanova Aliya.pdf"),
        ("Aliya Khasanova", "Алия.pdf"),
        ("Қыдырбек Шалқар", "shalkar.pdf"),
    ],
)
def test_a_name_is_masked_in_the_letters_of_another_script(name: str, file: str) -> None:
    shown = Mask([name])(file)
    assert len(shown) < len(file)
    assert not any(each in shown.lower() for each in ("rzhan", "legenov", "assan", "лия", "halkar"))


@pytest.mark.parametrize(
    "word", ["diploma", "lease", "contract", "form-3", "information", "договор"]
)
def test_words_of_papers_stay(word: str) -> None:
    people = ["Ержан Төлегенов", "Әлия Хасанова", "Дина Лескен", "Иван Форман"]
    assert Mask(people)(f"documents/{word}.pdf") == f"documents/{word}.pdf"


@pytest.mark.parametrize(
    ("text", "is_personal"),
    [
        ("+7 701 123 45 67", True),
        ("8(701)123-45-67", True),
        ("7011234567", True),
        ("77172112233", True),
        ("+44 20 7946 0958", True),
        ("a@b.kz", True),
        ("840317400004", True),
        ("840317 400004", True),
        ("８４０３１７４００００４", True),
        ("2026-01-12 10.15", False),
        ("PAY-2026-0101", False),
        ("43250", False),
        ("1234567890", False),
        ("1234567890123", False),
    ],
)
def test_what_is_personal_by_its_shape(text: str, is_personal: bool) -> None:
    assert (Mask(())(text) != text) is is_personal


def test_an_iin_typed_as_the_amount_is_not_to_be_had_from_the_sums() -> None:
    """Row 47."""
    manifest = manifest_of("doctor-new")
    manifest["fee"]["amount"] = int(manifest["applicant"]["iin"])
    report = evaluated("doctor-new", manifest)
    (over,) = [
        each
        for result in report.results
        for each in result.findings
        if each.message.key == "fee_too_high"
    ]
    shown = Mask(report.personal).message(over.message).args
    assert {name: each for name, each in shown.items() if isinstance(each, int)} == {"due": 43250}
    for _, _, text in _told(report):
        digits = "".join(each for each in text if each.isdigit() or each.isspace())
        assert str(manifest["fee"]["amount"] - 43250)[:-2] not in digits.replace("\u00a0", "")


def test_files_of_two_people_are_told_apart() -> None:
    """Row 46."""
    names = ["Справка Алия Омарова.pdf", "Справка Азат Оспанов.pdf", "Справка Асель Орынбек.pdf"]
    strays = tuple(
        Problem(Message("file_not_named", {"file": each}), Location(each), Severity.WARNING)
        for each in names
    )
    report = replace(
        report_of("doctor-new"),
        problems=strays,
        personal=("Алия Омарова", "Азат Оспанов", "Асель Орынбек"),
    )
    for _, _, text in _told(report):
        shown = {
            each for each in ("А….pdf", "А… (2).pdf", "А… (3).pdf") if f"Справка {each}" in text
        }
        assert len(shown) == 3


def test_where_nobody_knows_whom_it_is_about_a_name_of_a_file_keeps_no_name() -> None:
    mask = Mask((), anybody=True)
    message = DECLARED["archive_unsafe_name"](file="документы/../Алия Омарова 2026.pdf")
    assert mask.message(message).args["file"] == "д…/../А… О… 2026.pdf"
    sign: Declared = DECLARED["source_invisible"]
    message = sign(sign="U+200B ZERO WIDTH SPACE")
    assert mask.message(message) == message


def test_a_home_address_and_the_number_of_an_earlier_licence_are_a_person_s_own() -> None:
    """Row 47."""
    doctor, clinic = (dict(manifest_of(each)) for each in ("doctor-new", "clinic-new"))
    home, office = (each["applicant"]["address"] for each in (doctor, clinic))
    assert home in evaluated("doctor-new", doctor).personal
    assert office not in evaluated("clinic-new", clinic).personal
    again = manifest_of("doctor-duplicate")
    assert again["previous_licence"]["number"] in evaluated("doctor-duplicate", again).personal


def test_by_whom_something_was_confirmed_is_told() -> None:
    report = report_of("doctor-new")
    said = replace(
        report.results[0],
        outcome=Outcome.PASSED,
        confirmation=Confirmation("Officer of the department", date(2026, 1, 12)),
        lack=Lack(Location("")),
    )
    for form, _, text in _told(replace(report, results=(said,))):
        if form not in ("text", "html", "json", "ndjson"):  # they tell nothing of what is met
            assert "Officer of the department" not in text
            continue
        assert "Officer of the department" in text
