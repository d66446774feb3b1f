"""Ten amendments are YAML alone, and what stories start from is mended in one place.

`python -m tests.editor.amendments` tells all of what they take; here some are made and compiled,
which are others every day, and one is told by the stories: a term that changes, or a paper that is
new, on every other day.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.editor.amendment_texts import AMENDMENTS, NEW, OLD, PAPER, STANDARD, TERM
from tests.editor.amendments import copied
from tests.project import ROOT
from tests.specs.asked import tried, untrue
from validator.standard.catalogue import Catalogue

MOST_BY_A_TERM, MOST_BY_A_PAPER = 40, 10


TODAY = datetime.now(UTC).toordinal()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("copy"))


@pytest.fixture
def specs(copy: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(copy, tmp_path / "specs"))


@pytest.mark.parametrize("number", range(3))
def test_an_amendment_is_yaml_alone(number: int, specs: Path) -> None:
    others = [each for each in AMENDMENTS if each not in (TERM, PAPER)]
    amendment = others[(TODAY * 3 + number) % len(others)]
    before = Catalogue(specs).edition(STANDARD, OLD)
    amendment.amend(specs)
    amendment.mend(specs)
    after = Catalogue(specs).edition(STANDARD, NEW)
    assert after.regulation.spec_sha256 != before.regulation.spec_sha256
    assert after.regulation.edition == NEW


def test_an_amendment_breaks_the_stories_that_are_about_it(specs: Path) -> None:
    amendment, most = ((TERM, MOST_BY_A_TERM), (PAPER, MOST_BY_A_PAPER))[TODAY % 2]
    amendment.amend(specs)
    amendment.mend(specs)
    broken = untrue(tried(ROOT, Catalogue(specs), (STANDARD, NEW)))
    assert 0 < len(broken) <= most
