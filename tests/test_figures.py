"""Figures that the README and the changelog give of the specs are those of the specs."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import pytest

from tests.project import ROOT, SPECS
from validator.editor.stories import read_cases
from validator.standard.catalogue import Catalogue

STANDARD, SUBMITTED = "medical-activity-licence", date(2026, 1, 21)
"""Of the README's first sample."""
CATALOGUE: Final = Catalogue(SPECS)
EDITIONS: Final = [
    (standard, head.edition)
    for standard in CATALOGUE.standards
    for head in CATALOGUE.heads(standard)
]


def requirements(standard: str, edition: str) -> int:
    return len(CATALOGUE.edition(standard, edition).rules)


def cases(standard: str, edition: str) -> int:
    return len(read_cases(CATALOGUE.draft(standard, edition)))


@pytest.mark.parametrize(("standard", "edition"), EDITIONS)
def test_the_changelog_counts_every_edition(standard: str, edition: str) -> None:
    text = " ".join((ROOT / "CHANGELOG.md").read_text("utf-8").split())
    entry = text.rpartition(f"- `{standard}` / `{edition}`: ")[2].partition(" - `")[0]
    counted = f"{requirements(standard, edition)} requirements, {cases(standard, edition)} cases"
    assert re.findall(r"\d+ requirements, \d+ cases", entry) == [counted], (
        f"CHANGELOG.md, Specs: write “- `{standard}` / `{edition}`: … {counted}.”"
    )


def test_the_readme_counts_what_the_edition_of_its_samples_asks() -> None:
    """The edition that was in force when they were submitted, whatever has landed since."""
    text = " ".join((ROOT / "README.md").read_text("utf-8").split())
    said = re.findall(r"(\d+) requirements", text)
    assert said
    head = CATALOGUE.choose(STANDARD, SUBMITTED)
    assert head is not None
    assert set(said) == {str(requirements(STANDARD, head.edition))}
    assert not re.search(r"\d+ (?:cases|stories|samples)", text), "hold this figure here too"
