"""Ten amendments are YAML alone, and what stories start from is mended in one place.

`python -m tests.editor.amendments` tells all of what they take; here each is made and compiled, and
two are told by the stories: a term that changes, and a paper that is new.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.editor.amendment_texts import AMENDMENTS, NEW, OLD, PAPER, STANDARD, TERM, Amendment
from tests.editor.amendments import copied
from tests.project import ROOT
from tests.specs.asked import tried, untrue
from validator.standard.catalogue import Catalogue

MOST_BY_A_TERM, MOST_BY_A_PAPER = 40, 10


@pytest.mark.parametrize("number", range(3))
def test_an_amendment_is_yaml_alone(number: int, tmp_path: Path) -> None:
    """Some of them, which are others every day; all are made by `tests.editor.amendments`."""
    others = [each for each in AMENDMENTS if each not in (TERM, PAPER)]
    amendment = others[(datetime.now(UTC).toordinal() * 3 + number) % len(others)]
    specs = copied(tmp_path)
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
    amendment: Amendment, most: int, tmp_path: Path
) -> None:
    specs = copied(tmp_path)
    amendment.amend(specs)
    amendment.mend(specs)
    broken = untrue(tried(ROOT, Catalogue(specs), (STANDARD, NEW)))
    assert 0 < len(broken) <= most
