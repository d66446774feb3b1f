"""An edition, an index, a holiday and a service land without Python, one of each in a copy.

The whole suite is run over such a copy by hand: see CONTRIBUTING, "A test".
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from tests.project import ROOT
from tests.specs.asked import tried, untrue, wrong_with
from tests.specs.landing import SERVICE, STANDARD, land
from validator.editor.lint.linter import lint
from validator.editor.stories import Story
from validator.model import Severity
from validator.standard.catalogue import Catalogue
from validator.standard.folder import read_folder


def _some(stories: Iterable[Story]) -> list[Story]:
    """Every twelfth story, and all of the fees and the hours, which what landed may touch."""
    return [
        story
        for number, story in enumerate(stories)
        if number % 12 == 0 or story.file.path.stem.endswith(("fees", "index", "schedule"))
    ]


def test_what_landed_is_in_order(tmp_path: Path) -> None:
    """In one test, as all of it stands on one copy."""
    for part in ("specs", "samples"):
        # What nothing that lands can touch stays behind.
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("2023-202-v"))
    new = land(tmp_path)
    folder = read_folder(tmp_path / "specs")
    assert folder is not None
    remarks = [each for each in lint(folder, None).remarks if each.lint.level is not Severity.NOTE]
    assert [each.fault for each in remarks if each.lint.level is Severity.ERROR] == []
    landed = f"/{STANDARD}/{new}/", f"/{SERVICE}/"
    assert [each.fault for each in remarks if any(part in each.fault.file for part in landed)] == []
    catalogue = Catalogue(tmp_path / "specs")
    assert wrong_with(tried(tmp_path, catalogue, (SERVICE, "1"))) == {}
    for head in catalogue.heads(STANDARD)[-2:]:
        assert untrue(tried(tmp_path, catalogue, (STANDARD, head.edition), _some)) == []
