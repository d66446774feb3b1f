"""Zips that two programs would read in two ways, and honest ones that look like them."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.absent import absent
from tests.bundle.made import DESCRIBED, FULL, Part, extra, made, second_name
from validator.bundle import read_bundle
from validator.model import LANGUAGES, Bundle, Severity
from validator.words.messages import fix, say

MANIFEST = Part("application.yaml", b"documents: [{file: a.pdf}]")
PAPER = Part("a.pdf", b"1" * 500)
OTHER = Part("b.pdf", b"22")
GOOD = [MANIFEST, PAPER]


def of(data: bytes) -> Bundle:
    return read_bundle(io.BytesIO(data), "b.zip")


def errors(bundle: Bundle) -> list[tuple[str, Any, str]]:
    return [
        (problem.message.key, problem.message.args.get("what"), problem.location.file)
        for problem in bundle.problems
        if problem.severity is Severity.ERROR
    ]


def changed(**local: Any) -> bytes:
    """A zip whose paper has a header of its own that says otherwise than the directory."""
    return made([MANIFEST, replace(PAPER, local=local)])


def named(first: bytes, fields: bytes, *, listed: bytes | None = None, flags: int = 0) -> bytes:
    """A zip with a member of two names."""
    listed = fields if listed is None else listed
    part = Part(first, b"1", flags=flags, fields=fields, listed={"fields": listed})
    return made([Part("application.yaml", b"{}"), part])


AMBIGUOUS = {
    # Before, between and behind the members.
    "something before": (made(GOOD, before=b"#!/bin/sh\n"), "gap"),
    "something before that no offset counts": (b"#!/bin/sh\n" + made(GOOD), "gap"),
    "a zip before": (made([OTHER]) + made(GOOD), "gap"),
    "a zip before that every offset counts": (made(GOOD, before=made([OTHER])), "gap"),
    "something between": (made([MANIFEST, replace(PAPER, before=b"x")]), "gap"),
    "a member that is not listed": (made([*GOOD, replace(OTHER, lost=True)]), "gap"),
    "a first member that is not listed": (made([replace(OTHER, lost=True), *GOOD]), "gap"),
    "a member between that is not listed": (
        made([MANIFEST, replace(OTHER, lost=True), PAPER]),
        "gap",
    ),
    "something before the directory": (made([*GOOD[:1], replace(PAPER, behind=b"x")]), "gap"),
    "a directory that is longer": (made(GOOD, end={"here": 1, "count": 1}), "gap"),
    "a directory elsewhere": (made(GOOD, end={"start": 5}), "gap"),
    "a directory that is shorter": (made(GOOD, end={"length": 60}), "gap"),
    "something behind": (made(GOOD) + b"x", "behind"),
    "zeros behind": (made(GOOD) + b"\0" * 512, "behind"),
    "an end in the comment": (made(GOOD, comment=made([OTHER])), "gap"),
    "an empty end in the comment": (made(GOOD, comment=made([])), "gap"),
    "a comment that is longer than it says": (made(GOOD, b"xx", end={"comment": 1}), "behind"),
    "a comment that is shorter than it says": (made(GOOD, b"xx", end={"comment": 3}), "behind"),
    # One place for two.
    "two at one place": (
        made([MANIFEST, PAPER, replace(OTHER, listed={"offset": 0})]),
        "overlap",
    ),
    "one inside of another": (
        made([replace(MANIFEST, listed={"packed": 200}, local={"packed": 200}), PAPER]),
        "overlap",
    ),
    "one that reaches into the directory": (
        made([MANIFEST, replace(PAPER, listed={"packed": 200}, local={"packed": 200})]),
        "overlap",
    ),
    # Two words for one thing.
    "another name": (changed(name=b"b.pdf"), "twice"),
    "another case of the name": (changed(name=b"A.pdf"), "twice"),
    "another method": (changed(method=0), "twice"),
    "another size": (changed(size=499), "twice"),
    "no size": (changed(size=0), "twice"),
    "another packed size": (changed(packed=1), "twice"),
    "another checksum": (changed(crc=1), "twice"),
    "another flag": (changed(flags=0x800), "twice"),
    "a flag for a descriptor": (changed(flags=DESCRIBED), "twice"),
    "a locked header": (changed(flags=1), "twice"),
    "a descriptor that says otherwise": (
        made([MANIFEST, replace(PAPER, flags=DESCRIBED, local={"behind": b"PK\7\10" + b"1" * 12})]),
        "twice",
    ),
    "a descriptor without a signature": (
        made([MANIFEST, replace(PAPER, flags=DESCRIBED, signed=False)]),
        "twice",
    ),
    "a descriptor and a wrong size": (
        made([MANIFEST, replace(PAPER, flags=DESCRIBED, local={"size": 1})]),
        "twice",
    ),
    "lengths in a ZIP64 field that nothing asks for": (
        changed(fields=extra(1, bytes(16))),
        "twice",
    ),
    "a ZIP64 field that is too short": (
        changed(size=FULL, packed=FULL, fields=extra(1, bytes(8))),
        "twice",
    ),
    "a size in a field that is missing": (changed(size=FULL), "twice"),
    "a field twice": (changed(fields=extra(0x5455, b"\0") * 2), "twice"),
    "another count in ZIP64": (made(GOOD, zip64={"count": 3, "here": 3}), "twice"),
    "another start in ZIP64": (made(GOOD, zip64={"start": 1}), "twice"),
    "another length in ZIP64": (made(GOOD, zip64={"length": 1}), "twice"),
    # What not every program knows.
    "a descriptor behind stored data": (
        made([MANIFEST, replace(PAPER, method=0, flags=DESCRIBED)]),
        "feature",
    ),
    "a long descriptor": (made([replace(PAPER, flags=DESCRIBED, zip64=True), MANIFEST]), "feature"),
    "a newer version": (
        made([MANIFEST, replace(PAPER, local={"version": 63}, listed={"version": 63})]),
        "feature",
    ),
    "a newer version in its own header": (changed(version=46), "feature"),
    "a system in the version": (changed(version=0x314), "feature"),
    "a patch": (made([MANIFEST, replace(PAPER, flags=0x20)]), "feature"),
    "an unknown flag": (made([MANIFEST, replace(PAPER, flags=0x80)]), "feature"),
    "an unknown field": (changed(fields=extra(0x6C78, b"\4\0")), "feature"),
    "an unknown field in the directory": (
        made([MANIFEST, replace(PAPER, listed={"fields": extra(0x756E, bytes(14))})]),
        "feature",
    ),
    "a volume of several": (made(GOOD, end={"disk": 1}), "feature"),
    "a volume with a part": (made(GOOD, end={"here": 1}), "feature"),
    "a member on another volume": (
        made([MANIFEST, replace(PAPER, listed={"disk": 1})]),
        "feature",
    ),
    "several volumes in ZIP64": (made(GOOD, zip64={"disks": 2}), "feature"),
}


@pytest.mark.parametrize("case", AMBIGUOUS)
def test_what_programs_would_read_in_two_ways_is_refused(case: str) -> None:
    """Row 18: one after the other, one in the comment of another, headers that differ, and more."""
    data, what = AMBIGUOUS[case]
    bundle = of(data)
    assert bundle.manifest is None
    assert errors(bundle) == [("archive_ambiguous", what, "")]
    for lang in LANGUAGES:
        message = bundle.problems[0].message
        assert say(message, lang) != message.key
        assert "ZIP" in (fix(message, lang) or "")


KINDS = {
    "a folder by its mode": Part("a.pdf", b"1", attributes=0o040755 << 16),
    "a folder by its bit": Part("a.pdf", b"1", attributes=0x10, system=0),
    "a label of a disk": Part("a.pdf", b"1", attributes=0x08, system=0),
    "a link of Windows": Part("a.pdf", b"1", attributes=0x400, system=10),
    "a device of Windows": Part("a.pdf", b"1", attributes=0x40, system=10),
    "a folder with data": Part("a.pdf/", b"1"),
    "a link with the name of a folder": Part("a.pdf/", b"", attributes=0o120777 << 16),
}


@pytest.mark.parametrize("case", KINDS)
def test_a_file_is_a_file_for_everyone(case: str) -> None:
    bundle = of(made([MANIFEST, KINDS[case]]))
    assert errors(bundle) == [("archive_ambiguous", "kind", "a.pdf")]
    assert "“a.pdf”" in say(bundle.problems[0].message, "en")


@pytest.mark.parametrize("attributes", [0, 0o100644 << 16, 0x20, 0x81A48020, 0x01800000])
@pytest.mark.parametrize("system", [0, 3, 10, 19])
def test_files_of_every_system(attributes: int, system: int) -> None:
    bundle = of(made([MANIFEST, replace(PAPER, attributes=attributes, system=system)]))
    assert errors(bundle) == []
    assert bundle.members["a.pdf"].head == PAPER.data


BROKEN = {
    "data that end before their place does": replace(PAPER, tail=b"x"),
    "a member behind the data, counted as data": replace(PAPER, tail=made([OTHER])),
    "the same behind a descriptor": replace(PAPER, tail=made([OTHER]), flags=DESCRIBED),
    "the same in what is ignored": replace(PAPER, name="__MACOSX/x", tail=made([OTHER])),
    "the same in a folder": Part("x/", tail=made([OTHER]), flags=DESCRIBED),
    "the same in a link": replace(PAPER, tail=made([OTHER]), attributes=0o120777 << 16),
    "stored data of another size": replace(
        PAPER, method=0, listed={"size": 499}, local={"size": 499}
    ),
    "another checksum, twice": replace(PAPER, listed={"crc": 1}, local={"crc": 1}),
}


@pytest.mark.parametrize("case", BROKEN)
def test_data_are_all_that_a_member_holds(case: str) -> None:
    part = BROKEN[case]
    assert errors(of(made([MANIFEST, part, OTHER]))) == [("archive_broken", None, str(part.name))]


@pytest.mark.parametrize(
    "zip64", [{"at": 1}, {"size": 45}, {"size": 1 << 40}, {"at": 1 << 60}], ids=str
)
def test_a_broken_zip64_end(zip64: dict[str, int]) -> None:
    assert errors(of(made(GOOD, zip64=zip64))) == [("archive_broken", None, "")]


def test_an_end_inside_of_the_end() -> None:
    """A search from behind finds it first."""
    data = made(GOOD, end={"start": int.from_bytes(b"PK\5\6", "little")})
    assert errors(of(data)) == [("archive_broken", None, "")]


def test_a_locator_alone() -> None:
    locator = b"PK\6\7" + bytes(12) + b"\1\0\0\0"
    assert errors(of(locator + made([]))) == [("archive_broken", None, "")]
    # As a comment of the last member, where a reader from behind looks for it.
    data = made([MANIFEST, replace(PAPER, comment=b"x" * 60 + locator)])
    assert errors(of(data)) == [("archive_broken", None, "")]


@pytest.mark.parametrize("fields", [b"1", b"\x55\x54\5\0", b"\x55\x54\1\0\0\0"])
def test_broken_fields(fields: bytes) -> None:
    assert errors(of(changed(fields=fields))) == [("archive_broken", None, "")]


# What honest archives have


def below(folder: str) -> list[Part]:
    return [replace(part, name=f"{folder}{part.name!s}") for part in GOOD]


TAKEN = {
    "a comment": made(GOOD, comment="Құжаттар".encode()),
    "a comment with half a signature": made(GOOD, comment=b"PK\5"),
    "a comment of a member": made([MANIFEST, replace(PAPER, comment=b"x")]),
    "./ before every name": made([Part("./"), *below("./")]),
    "./ before a wrapping folder": made([Part("./"), Part("./c/"), *below("./c/")]),
    "data descriptors": made([replace(part, flags=DESCRIBED) for part in GOOD]),
    "a descriptor beside a size": made(
        [MANIFEST, replace(PAPER, flags=DESCRIBED, local={"size": len(PAPER.data)})]
    ),
    "a deflated folder with a descriptor": made([Part("x/", flags=DESCRIBED), *GOOD]),
    "an icon of macOS": made([*GOOD, Part("Icon\r"), Part("x/Icon\r")]),
    "ZIP64 in headers": made([replace(part, zip64=True) for part in GOOD]),
    "ZIP64 at the end": made(GOOD, zip64={}),
    "ZIP64 at the end alone": made(
        GOOD, zip64={}, end={"count": 0xFFFF, "here": 0xFFFF, "length": FULL, "start": FULL}
    ),
    "times and owners": made(
        [MANIFEST, replace(PAPER, fields=extra(0x5455, bytes(5)) + extra(0x7875, bytes(11)))]
    ),
    "another order of the directory": made([PAPER, MANIFEST]),
    "how hard it was pressed": made([MANIFEST, replace(PAPER, flags=0x6)]),
    "stored": made([replace(part, method=0) for part in GOOD]),
}


def offset_of_the_paper() -> bytes:
    return (len(made([MANIFEST])) - len(made([])) - 46 - len(MANIFEST.name)).to_bytes(8, "little")


TAKEN["ZIP64 for an offset"] = made(
    [MANIFEST, replace(PAPER, listed={"offset": FULL, "fields": extra(1, offset_of_the_paper())})]
)


@pytest.mark.parametrize("case", TAKEN)
def test_honest_archives_are_taken(case: str) -> None:
    """Fault row 35: `./` before names, `Icon` of macOS and small ZIP64 records among them."""
    bundle = of(TAKEN[case])
    assert bundle.problems == ()
    assert bundle.members["a.pdf"].head == PAPER.data


def test_a_name_after_a_dot_may_be_taken() -> None:
    data = made([MANIFEST, PAPER, replace(PAPER, name="./a.pdf")])
    assert errors(of(data)) == [("archive_duplicate_name", None, "a.pdf")]


def test_a_zip_that_bsdtar_makes_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    (folder / "application.yaml").write_bytes(MANIFEST.data)
    (folder / "құжат.pdf").write_bytes(b"1")
    try:
        command = ("bsdtar", "-a", "-cf", tmp_path / "b.zip", ".")
        subprocess.run(command, cwd=folder, check=True, env={"LC_ALL": "C.UTF-8"})
    except FileNotFoundError:
        absent("bsdtar")
    bundle = read_bundle(tmp_path / "b.zip")
    assert (list(bundle.members), errors(bundle)) == (["құжат.pdf"], [])


# Names

KAZAKH = "құжаттар/өтініш.pdf"


@pytest.mark.parametrize(
    ("first", "page"),
    [
        ("_ужаттар/_т_н_ш.pdf", "cp866"),  # which has ө, і and қ as little as ұ
        ("??жаттар/?т?н?ш.pdf", "cp866"),
        ("__жаттар/_тiнiш.pdf", "cp866"),
        ("__жаттар/_тініш.pdf", "cp1251"),  # which has і
        ("??жаттар/?тініш.pdf", "cp1251"),
        ("????????/??????.pdf", "ascii"),
        (KAZAKH, "utf-8"),
    ],
)
def test_kazakh_names_in_a_second_place_are_found(first: str, page: str) -> None:
    """Fault row 36: WinRAR writes them so."""
    raw = first.encode(page)
    data = named(raw, second_name(raw, KAZAKH))
    bundle = of(data)
    if first.startswith("_у"):  # ұ cannot be у: that is another letter, which CP866 has
        assert errors(bundle) == [("archive_ambiguous", "name", "")]
    else:
        assert (errors(bundle), list(bundle.members)) == ([], [KAZAKH])


@pytest.mark.parametrize("name", ["Әліби.pdf", "ҒЫЛЫМ.pdf", "№ 5 ө.pdf", "құжат 🩷.pdf"])
@pytest.mark.parametrize("page", ["cp866", "cp1251"])
def test_more_names_that_a_code_page_has_no_letters_for(name: str, page: str) -> None:
    units = "".join(letter * (1 + (letter > "\uffff")) for letter in name)
    raw = units.encode(page, "replace")
    bundle = of(named(raw, second_name(raw, name)))
    assert (errors(bundle), list(bundle.members)) == ([], [name])


@pytest.mark.parametrize(("local", "listed"), [(True, False), (False, True)])
def test_a_second_name_may_stand_in_one_place_alone(local: bool, listed: bool) -> None:
    raw = "?тініш.pdf".encode("cp1251")
    fields = second_name(raw, "өтініш.pdf")
    data = named(raw, fields * local, listed=fields * listed)
    assert list(of(data).members) == ["өтініш.pdf"]


RAW = "диплом.pdf".encode("cp866")
TWO_NAMES = {
    "another file": named(b"a.pdf", second_name(b"a.pdf", "b.pdf")),
    "another letter": named(RAW, second_name(RAW, "дипломы.pdf")),
    "a letter that the page has": named(RAW, second_name(RAW, "дыплом.pdf")),
    "a stand-in for a letter that is there": named(b"?.pdf", second_name(b"?.pdf", "a.pdf")),
    "a folder": named(b"a?b.pdf", second_name(b"a?b.pdf", "a/b.pdf")),
    "a stand-in for no letter": named(b"__.pdf", second_name(b"__.pdf", "ө.pdf")),
    "another of UTF-8": named("ө.pdf".encode(), second_name("ө.pdf".encode(), "қ.pdf")),
    "a stand-in in UTF-8": named(b"_.pdf", second_name(b"_.pdf", "қ.pdf"), flags=0x800),
    "not UTF-8": named(b"?.pdf", second_name(b"?.pdf", b"\xff.pdf")),
    "another version": named(b"?.pdf", second_name(b"?.pdf", "ө.pdf", version=2)),
    "another checksum": named(b"?.pdf", second_name(b"?.pdf", "ө.pdf", crc=1)),
    "no name": named(b"?.pdf", second_name(b"?.pdf", "")),
    "no field": named(b"?.pdf", extra(0x7075, b"\1")),
    "an empty field": named(b"?.pdf", extra(0x7075, b"")),
    "two second names": named(
        b"?.pdf", second_name(b"?.pdf", "ө.pdf"), listed=second_name(b"?.pdf", "қ.pdf")
    ),
    "a flag for UTF-8 that is none": named(b"\xff.pdf", b"", flags=0x800),
}


@pytest.mark.parametrize("case", TWO_NAMES)
def test_two_names_are_refused(case: str) -> None:
    bundle = of(TWO_NAMES[case])
    assert bundle.manifest is None
    assert errors(bundle) == [("archive_ambiguous", "name", "")]


def test_first_names_are_told_apart_too() -> None:
    """A program that knows of no second name would write one file over the other."""
    parts = [
        Part(b"??.pdf", name.encode(), fields=second_name(b"??.pdf", name + ".pdf"))
        for name in ("өқ", "ұғ")
    ]
    bundle = of(made([MANIFEST, *parts]))
    assert errors(bundle) == [("archive_duplicate_name", None, "??.pdf")]


def test_a_name_newer_than_python_is_found() -> None:
    """Row 23: U+1FA77, a pink heart, came with Unicode 15 and Python 3.12."""
    text = "documents: [{file: 'a 🩷.pdf'}]".encode()
    bundle = of(made([Part("application.yaml", text), Part("a 🩷.pdf", b"1"), Part("б 🩷.pdf")]))
    assert bundle.members["a 🩷.pdf"].head == b"1"
    (problem,) = bundle.problems
    assert say(problem.message, "en") == "The application file does not name the file “б 🩷.pdf”"


def test_long_names_and_texts_take_no_time() -> None:
    """Row 26: bringing letters into one form takes time that grows with their number squared."""
    marks = "\u0301\u0323" * 60_000
    text = f"{{address: 'a{marks}', documents: [{{file: a.pdf}}]}}".encode()
    assert errors(of(made([Part("application.yaml", text), PAPER]))) == []
    long = [Part(f"{at}{marks[:30_000]}") for at in range(20)]
    found = of(made([MANIFEST, *long])).problems
    assert {problem.message.key for problem in found} == {"archive_unsafe_name"}


# Every version of Python


def test_zipfile_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it refuses differs from version to version."""

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(zipfile.ZipFile, "__init__", refuse)
    assert errors(of(made(GOOD))) == []
