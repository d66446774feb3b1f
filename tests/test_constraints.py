"""The versions that are installed here, and the bounds for those who use the library."""

from __future__ import annotations

import tomllib
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.project import ROOT

PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CORE: Final = [Requirement(each) for each in PROJECT["dependencies"]]
EXTRAS: Final = {  # one extra may ask for another one of the project itself
    extra: [each for each in map(Requirement, needed) if each.name != PROJECT["name"]]
    for extra, needed in PROJECT["optional-dependencies"].items()
}
TRIED: Final = sum((needed for extra, needed in EXTRAS.items() if extra != "lint"), CORE)


def pinned(file: str) -> dict[str, Version]:
    """The one version that a file of constraints allows of each package."""
    lines = (ROOT / file).read_text("utf-8").splitlines()
    each = [Requirement(line) for line in lines if not line.startswith("#")]
    assert all(one.url is None for one in each), "an address is of this machine alone"
    return {canonicalize_name(one.name): _only(one) for one in each}


def _only(requirement: Requirement) -> Version:
    (clause,) = requirement.specifier
    assert clause.operator == "=="
    return Version(clause.version)


@pytest.mark.parametrize("needed", sum(EXTRAS.values(), CORE), ids=str)
def test_whatever_is_needed_is_locked(needed: Requirement) -> None:
    assert needed.specifier.contains(pinned("constraints.txt")[canonicalize_name(needed.name)])


@pytest.mark.parametrize("needed", TRIED, ids=str)
def test_lower_bounds_are_tried(needed: Requirement) -> None:
    """Row 31: of click too, whose versions up to 8.3.1 once ended every command with 70."""
    (bound,) = [Version(each.version) for each in needed.specifier if each.operator == ">="]
    assert pinned(".ci/lowest.txt")[canonicalize_name(needed.name)] == bound


@pytest.mark.parametrize("library", ["pyyaml", "cerberus", "holidays", "jsonschema-rs"])
def test_a_library_whose_private_names_are_used_is_bounded_above(library: str) -> None:
    (needed,) = [each for each in CORE if each.name == library]
    assert [each for each in needed.specifier if each.operator == "<"]
