"""The summary of a step of a GitHub workflow, beside its annotations."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.command import call
from tests.project import SERVICES

MOST = 1024 << 10
"""Bytes of a summary that GitHub shows; of a longer one it shows nothing."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "summary.md"


def _checked(place: Path | None, *outputs: str) -> tuple[str, str]:
    around = {**os.environ, "GITHUB_STEP_SUMMARY": "" if place is None else str(place)}
    bundles, specs = str(SERVICES / "bundles"), str(SERVICES / "specs")
    words = ("check", bundles, "--specs", specs, "--lang", "en")
    found = call(*words, *outputs, environment=around)
    assert found.returncode == 1
    return found.stdout, found.stderr


def test_a_summary_is_appended_to_what_is_there(place: Path) -> None:
    place.write_text("# Before\n")

    told, said = _checked(place, "--format", "github")

    assert _checked(None, "--format", "github")[0] == told
    text = place.read_text("utf-8")
    assert text.startswith("# Before\n")
    assert "extend-at-fault" in text
    assert str(place) not in said
    assert text.removeprefix("# Before\n") == _checked(None, "--format", "markdown")[0]


def test_a_summary_that_is_not_there_yet_is_begun(place: Path) -> None:
    _checked(place, f"-ogithub={place.with_name('log.txt')}")

    assert place.read_text("utf-8") == _checked(None, "--format", "markdown")[0]


@pytest.mark.parametrize("used", [900 << 10, (900 << 10) - 1000, 2 << 20])
def test_a_long_summary_is_cut_before_github_throws_it_away(place: Path, used: int) -> None:
    place.write_bytes(b"x" * (used - 1) + b"\n")

    _checked(place, "--format", "github")

    own = place.read_bytes()[used:]
    assert len(own) < 1200
    assert b" lines more, for which there is no room here" in own
    assert used > MOST or used + len(own) < MOST


@pytest.mark.parametrize("format_", ["text", "json", "gitlab"])
def test_without_annotations_there_is_no_summary(place: Path, format_: str) -> None:
    _checked(place, "--format", format_)

    assert not place.exists()


def test_whoever_names_it_writes_it_once(place: Path) -> None:
    place.write_text("# Before\n")

    _checked(place, "-ogithub=-", f"-ohtml={place}")

    page = _checked(None, "--format", "html")[0]
    assert place.read_text("utf-8") == f"# Before\n{page}"
