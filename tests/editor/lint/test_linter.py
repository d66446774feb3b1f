"""Files that are missing, broken, unread or unused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.editor.lint.made import (
    APPLICATION,
    BUNDLES,
    CALENDAR,
    CASES,
    CLAUSES,
    RATE,
    STANDARD,
    edit,
    found_in,
    ids,
    second_edition,
    small,
)
from tests.editor.lint.planted import OTHER_FEE
from tests.texts import wording
from validator.editor.lint.linter import lint
from validator.editor.lint.spec_paths import lines_of_files
from validator.standard.folder import read_folder
from validator.words.messages import say


def test_a_file_that_is_missing(specs: Path) -> None:
    (specs / CLAUSES).unlink()
    (found,) = found_in(specs)
    assert found.lint.id == "unreadable-file"
    assert found.fault.file == (specs / CLAUSES).as_posix()
    assert found.fault.line is None
    assert say(found.fault.message, "en") == "There is no such file"


def test_an_edition_without_its_standard_file(specs: Path) -> None:
    path = second_edition(specs)
    path.rename(path.with_suffix(".yml"))
    assert {(each.lint.id, each.fault.file) for each in found_in(specs)} == {
        ("unreadable-file", path.as_posix()),
        ("stray-file", path.with_suffix(".yml").as_posix()),
    }
    assert small(specs).returncode == 1


@pytest.mark.parametrize(
    "name", ["kiosk-permit/2", "kiosk-permit/2/cases", "kiosk-permit", "parameters"]
)
def test_a_folder_that_cannot_be_listed(
    specs: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_edition(specs)
    listing = Path.iterdir

    def iterdir(self: Path) -> Iterator[Path]:
        if self == specs / name:
            raise PermissionError(13, "Permission denied", str(self))
        return listing(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    folder = read_folder(specs)
    assert folder is not None
    assert Path(name) in lines_of_files(folder)  # or else the command would leave the remark out
    mine = [each for each in lint(folder, BUNDLES).remarks if each.lint.id == "unreadable-file"]
    assert [each.fault.file for each in mine] == [(specs / name).as_posix()]


def test_a_folder_in_the_place_of_a_file(specs: Path) -> None:
    (specs / CLAUSES).unlink()
    (specs / CLAUSES).mkdir()
    (found,) = found_in(specs)
    assert found.lint.id == "unreadable-file"
    assert "Is a directory" not in say(found.fault.message, "en")  # the system's own words


@pytest.mark.parametrize(
    "name",
    [
        *("kiosk-permit/1/cases/more.yml", "kiosk-permit/1/standards.yaml", "mci.yaml"),
        *("a/b/c/d.yaml", "kiosk-permit/1/cases/13-new.yaml.txt", "parameters/mrp.yaml.txt"),
        *("kiosk-permit/1/cases/13-NEW.YAML", "kiosk-permit/1/cases/13.Yml"),
    ],
)
def test_a_file_that_nothing_reads(specs: Path, name: str) -> None:
    (specs / name).parent.mkdir(parents=True, exist_ok=True)
    (specs / name).write_text("cases: []", "utf-8")
    (found,) = found_in(specs)
    assert (found.lint.id, found.fault.file) == ("stray-file", (specs / name).as_posix())


@pytest.mark.parametrize("name", [".all.yaml.swp", "notes.txt", "yaml", "about-yaml.txt"])
def test_a_file_that_nobody_meant_to_be_read(specs: Path, name: str) -> None:
    (specs / CASES).with_name(name).write_text("cases: []", "utf-8")
    assert ids(specs) == set()


@pytest.mark.parametrize(("file", "sort"), [(RATE, "parameter"), (CALENDAR, "calendar")])
def test_a_shared_file_that_no_edition_uses(specs: Path, file: str, sort: str) -> None:
    other = (specs / file).with_name("other.yaml")
    text = (specs / file).read_text("utf-8")
    other.write_text(re.sub("^id: .*", "id: other", text, flags=re.MULTILINE), "utf-8")
    (found,) = found_in(specs)
    assert (found.lint.id, found.fault.file) == (f"unused-{sort}", other.as_posix())


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("confirmed", "2026-05-27"),  # the library's estimate
        ("extra_days_off", "2026-05-27"),  # which this makes certain too
        # What the library has learned since, and an older release of it still has to be told.
        ("confirmed", "2025-06-06"),
        ("extra_days_off", "2024-03-25"),
        ("extra_working_days", "2024-05-04"),
    ],
)
def test_a_correction_that_some_release_of_the_library_needs(
    specs: Path, word: str, day: str
) -> None:
    source = wording("Ойдан шығарылған", "Выдуманное", "A made-up one")
    name = f", name: {source}" if word == "extra_days_off" else ""
    path = specs / CALENDAR
    text = re.sub(
        f"^{word}:(?: \\[\\])?$",
        f"{word}:\n  - {{date: {day}, source: {source}{name}}}",
        path.read_text("utf-8"),
        flags=re.MULTILINE,
    )
    assert day in text
    path.write_text(text, "utf-8")
    assert ids(specs) == set()


def test_a_broken_file_does_not_hide_the_others(specs: Path) -> None:
    edit(specs, APPLICATION, "fields:", "fields: [")
    edit(specs, STANDARD, "working_days: 5", "working_days: five")
    edit(specs, CLAUSES, "en: The term is", "en: The  term is")
    edit(specs, RATE, "standing: law", "standing: press")
    edit(specs, CALENDAR, "date: 2024-01-10", "date: 2034-01-10")
    edit(specs, CASES, "sample: kiosk", "smaple: kiosk")
    assert ids(specs) == {
        *("yaml-syntax", "wrong-value", "stray-space", "standing-not-law", "correction-outside"),
        "unknown-key",
    }


def test_what_a_broken_file_would_name_is_not_missed(specs: Path) -> None:
    edit(specs, CLAUSES, "clauses:", "clauses: [")
    edit(specs, RATE, "unit: tenge", "unit: [")
    assert {(each.lint.id, each.fault.file) for each in found_in(specs)} == {
        ("yaml-syntax", (specs / CLAUSES).as_posix()),
        ("yaml-syntax", (specs / RATE).as_posix()),
    }


def test_a_fee_of_a_broken_parameter_is_known_all_the_same(specs: Path) -> None:
    share = OTHER_FEE.replace("amount: {rate: 1}", "amount: {percent: 5, of: fee.large}")
    share = share.replace("citation", "services: [renew]\n    citation")
    edit(specs, STANDARD, "    when: {size: {allowed: [large]}}\n", "    services: [grant]\n")
    edit(specs, STANDARD, "schedule:\n", f"{share}schedule:\n")
    edit(specs, RATE, "unit: tenge", "unit: [")
    assert [each.lint.id for each in found_in(specs)] == ["yaml-syntax"]


def test_what_a_broken_case_shows_is_not_missed(specs: Path) -> None:
    text = (specs / CASES).read_text("utf-8")
    (specs / CASES).with_name("more.yaml").write_text(text.replace("name: A", "name: An"), "utf-8")
    edit(specs, CASES.replace("all", "more"), "given", "gvien")
    edit(specs, CASES, ", area: 51}", ", area: 50}")
    assert ids(specs) == {"unknown-key"}


@pytest.mark.parametrize("fault", [("sample: kiosk", "sample: kisok"), ("fee.amount", "feee.a")])
def test_nor_is_what_an_unusable_case_shows(specs: Path, fault: tuple[str, str]) -> None:
    edit(specs, CASES, ", area: 51}", ", area: 50}")
    edit(specs, CASES, *fault)
    assert ids(specs) == {"case-unusable"}


def test_two_editions_tell_a_fault_of_a_shared_file_once(specs: Path) -> None:
    second_edition(specs)
    edit(specs, RATE, "from: 2024-01-01", "from: 2022-01-01")
    assert [each.lint.id for each in found_in(specs)].count("not-ascending") == 1


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("{$.name: {exists: true}}", {"documents.note"}),
        ("{note: {exists: true}}", {"name"}),
        ("[{$.name: {exists: true}}, {note: {exists: true}}]", set()),
    ],
)
def test_a_condition_of_an_item_reads_of_the_item_or_of_the_application(
    specs: Path, condition: str, found: set[str]
) -> None:
    words = wording("Аты", "Имя", "Name")
    name = f"  name:\n    type: string\n    label: {words}\n  area:\n"
    edit(specs, APPLICATION, "  area:\n", name)
    note = f"        note:\n          type: string\n          label: {words}\n        file:\n"
    edit(specs, APPLICATION, "        file:\n", note)
    required = "          required: true\n          check_with: path"
    edit(specs, APPLICATION, required, required.replace("true", condition))

    unread = {
        each.fault.message.args["name"]
        for each in found_in(specs)
        if each.lint.id == "unread-field"
    }

    assert unread == found
    assert "unknown-field" not in ids(specs)
