"""Lints that look at several editions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.editor.lint.made import CLAUSES, RATE, STANDARD, edit, found_in, ids, second_edition
from validator.words.messages import say


def test_editions_that_follow_one_another_are_clean(specs: Path) -> None:
    second_edition(specs)
    assert ids(specs) <= {"untested-requirement"}  # its cases are of the year before


@pytest.mark.parametrize(
    ("english", "other", "found"),
    [
        ("Format", "Format", False),  # one word that two languages share
        ("Format of it", "Format of it", True),
        ("Rate of it", "Höhe der Rate", False),
        ("Rate of it", "Ставка сбора тут", True),
    ],
)
def test_one_more_language_in_latin_letters(
    english: str, other: str, found: bool, specs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("validator.editor.lint.text_lints.LANGUAGES", ("kk", "ru", "en", "xx"))
    edit(specs, RATE, "en: Rate of the fee", f"en: {english}, xx: {other}")
    assert ("untranslated-text" in ids(specs)) is found


@pytest.mark.parametrize(
    ("until", "lint"), [("2024-12-30", "edition-gap"), ("2025-01-01", "edition-overlap")]
)
def test_a_gap_and_an_overlap_of_editions(specs: Path, until: str, lint: str) -> None:
    path = second_edition(specs, until=until)
    (fault,) = [each.fault for each in found_in(specs) if each.lint.id == lint]
    assert (fault.file, fault.line) == (path.as_posix(), 7)
    assert lint in ids(specs) <= {lint, "untested-requirement"}


def test_an_edition_that_never_ends_overlaps_the_next(specs: Path) -> None:
    second_edition(specs)
    edit(specs, STANDARD, ", until: 2024-12-31", "")
    assert "edition-overlap" in ids(specs)


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        ("    duty: provider", "    duty: applicant", "provider"),
        ("    working_days: 5", "    check: {kind: form, side: applicant}", "deadlines"),
        ("    citation: list.1", "    citation: list.3", "list.1"),
    ],
)
def test_an_id_that_means_something_else_than_before(
    specs: Path, old: str, new: str, differs: str
) -> None:
    path = second_edition(specs)
    edit(specs, "kiosk-permit/2/standard.yaml", old, new)
    (fault,) = [each.fault for each in found_in(specs) if each.lint.id == "reused-id"]
    assert (fault.file, fault.line) == (path.as_posix(), 14)
    assert fault.message.args["before"] == differs


def test_an_id_may_rest_on_another_act(specs: Path) -> None:
    second_edition(specs)
    for name in ("standard", "clauses"):
        path = specs / "kiosk-permit" / "2" / f"{name}.yaml"
        path.write_text(path.read_text("utf-8").replace("list.", "law.7."), "utf-8")
    assert "reused-id" not in ids(specs)
    # Nor does it matter that the later register has clauses of the earlier act too.
    both = (specs / CLAUSES).read_text("utf-8").partition("clauses:\n")[2]
    path.write_text(path.read_text("utf-8") + both, "utf-8")
    assert "reused-id" not in ids(specs)


def test_a_standing_that_there_is_not_is_told_by_the_schema_alone(specs: Path) -> None:
    edit(specs, RATE, "standing: law", "standing: hearsay")
    (found,) = found_in(specs)
    assert found.lint.id == "wrong-value"
    assert "hearsay" in say(found.fault.message, "en")
