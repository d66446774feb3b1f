"""Ten amendments are YAML alone, and what stories start from is mended in one place.

`python -m tests.editor.amendments` tells all of what they take; here each is made and compiled, and
two are told by the stories: a term that changes, and a paper that is new.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.editor.amendment_texts import AMENDMENTS, NEW, OLD, PAPER, STANDARD, TERM, Amendment
from tests.editor.amendments import copied
from tests.project import ROOT
from tests.specs.asked import tried, untrue
from validator.standard.catalogue import Catalogue

MOST_BY_A_TERM, MOST_BY_A_PAPER = 40, 10


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("copy"))


@pytest.fixture
def specs(copy: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(copy, tmp_path / "specs"))


@pytest.mark.parametrize("number", range(len(AMENDMENTS)))
def test_an_amendment_is_yaml_alone(number: int, specs: Path) -> None:
    amendment = AMENDMENTS[number]
    before = Catalogue(specs).edition(STANDARD, OLD)
    amendment.amend(specs)
    amendment.mend(specs)
    after = Catalogue(specs).edition(STANDARD, NEW)
    assert after.regulation.spec_sha256 != before.regulation.spec_sha256
    assert after.regulation.edition == NEW


@pytest.mark.parametrize(
    ("amendment", "most"), [(TERM, MOST_BY_A_TERM), (PAPER, MOST_BY_A_PAPER)], ids=["term", "paper"]
)
def test_an_amendment_breaks_the_stories_that_are_about_it(
    amendment: Amendment, most: int, specs: Path
) -> None:
    amendment.amend(specs)
    amendment.mend(specs)
    broken = untrue(tried(ROOT, Catalogue(specs), (STANDARD, NEW)))
    assert 0 < len(broken) <= most
