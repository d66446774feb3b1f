"""`validator codes`: values with their titles, and a search in all languages (fault row 40)."""

from __future__ import annotations

from typing import Final

import pytest

from tests.command import call
from tests.then import THEN
from validator.cli import codes
from validator.model import LANGUAGES

SPECS: Final = ("--specs", str(THEN), "--edition", "2025-93")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_row_40_the_lists_are_named(lang: str) -> None:
    done = call("codes", *SPECS, "--lang", lang)
    assert done.returncode == codes.OK
    names = [line.split()[0] for line in done.stdout.splitlines()[1:]]
    assert {"subtypes", "change_grounds", "document_kinds", "refusal_grounds"} <= set(names)


@pytest.mark.parametrize(
    ("lang", "title"), [("kk", "Жалға алу"), ("ru", "Аренда"), ("en", "Lease")]
)
def test_row_40_a_list_is_told_with_its_titles(lang: str, title: str) -> None:
    done = call("codes", "premises_titles", *SPECS, "--lang", lang)
    assert done.returncode == codes.OK
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "ownership",
        "lease",
        "gratuitous_use",
        "trust_management",
        "public_private_partnership",
    ]
    assert title in done.stdout


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["кардиология"], {"outpatient.cardiology", "inpatient.cardiology"}),
        (["кардиологиялық"], {"outpatient.cardiology", "inpatient.cardiology"}),
        (["inpatient", "cardiology"], {"inpatient.cardiology"}),
        (["Dermatology"], {"outpatient.dermatovenereology", "inpatient.dermatovenereology"}),
        (["дерматовенер"], {"outpatient.dermatovenereology", "inpatient.dermatovenereology"}),
        (["outpatient.cardiology"], {"outpatient.cardiology"}),
    ],
)
def test_row_40_a_word_is_looked_for_in_every_language(
    lang: str, words: list[str], found: set[str]
) -> None:
    done = call("codes", "subtypes", *words, *SPECS, "--lang", lang)
    assert done.returncode == codes.OK
    assert {line.split()[0] for line in done.stdout.splitlines()} == found


def test_row_40_nothing_found_is_told() -> None:
    done = call("codes", "subtypes", "zzzz", *SPECS, "--lang", "en")
    assert (done.returncode, done.stdout) == (codes.NOTHING, "")
    assert "nothing in subtypes is called “zzzz”" in done.stderr


@pytest.mark.parametrize("lang", LANGUAGES)
def test_row_40_an_unknown_list_is_a_wrong_call(lang: str) -> None:
    done = call("codes", "sorts", *SPECS, "--lang", lang)
    assert (done.returncode, done.stdout) == (codes.USAGE, "")
    assert "subtypes" in done.stderr
