"""What commands say where the specs hold several standards: whose words they are is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command import call
from tests.project import KIOSK, SERVICES, SPECS
from validator.cli import codes
from validator.standard.catalogue import Catalogue


@pytest.fixture
def both(tmp_path: Path) -> Path:
    specs = shutil.copytree(KIOSK / "specs", tmp_path / "specs")
    return Path(shutil.copytree(SERVICES / "specs", specs, dirs_exist_ok=True))


@pytest.mark.parametrize("words", [[], ["grant"]])
def test_codes_of_several_standards_stand_under_their_names(both: Path, words: list[str]) -> None:
    done = call("codes", "services", *words, "--specs", both, "--lang", "en")
    assert done.returncode == codes.OK
    parts = [part.splitlines() for part in done.stdout.split("\n\n")]
    assert [part[0] for part in parts] == ["beekeeping-permit 2", "kiosk-permit 1"]
    assert [part[1].split()[0] for part in parts] == ["grant", "grant"]


@pytest.mark.parametrize("words", [["renew"], ["extension"]])
def test_codes_of_one_standard_stand_alone(both: Path, words: list[str]) -> None:
    done = call("codes", "services", *words, "--specs", both, "--lang", "en")
    (line,) = done.stdout.splitlines()
    assert line.split()[0] in {"renew", "extend"}


@pytest.mark.parametrize("clause", ["list.1", "list.9"])
def test_a_clause_of_several_standards_stands_under_their_names(clause: str) -> None:
    newest = {each.regulation.standard: each for each in Catalogue(SPECS).editions()}
    knowing = {name: each for name, each in newest.items() if each.knows(clause)}
    names = [f"{name} {each.regulation.edition}" for name, each in knowing.items()]
    assert len(names) > 1
    said = call("explain", clause, "--specs", SPECS, "--lang", "en").stdout.splitlines()
    assert [line for line in said if line in names] == names
    alone = call("explain", clause, "--specs", SPECS, "--lang", "en", "--standard", min(knowing))
    assert names[0] not in alone.stdout.splitlines()


@pytest.mark.parametrize(
    ("name", "meant"),
    [("site.far_from_rode", "site.far_from_road"), ("area.of_smal", "area.of_small")],
)
@pytest.mark.parametrize("command", [("explain",), ("check", KIOSK / "samples", "--only")])
def test_the_closest_name_is_that_of_any_standard(
    both: Path, name: str, meant: str, command: tuple[str | Path, ...]
) -> None:
    done = call(*command, name, "--specs", both, "--lang", "en")
    assert done.returncode == codes.USAGE
    assert f"did you mean “{meant}”?" in done.stderr


@pytest.mark.parametrize("name", ["deadline.extnd", "deadline.rnew"])
def test_the_closest_name_is_not_that_of_the_last_standard(both: Path, name: str) -> None:
    done = call("explain", name, "--specs", both, "--lang", "en")
    meant = {"deadline.extnd": "deadline.extend", "deadline.rnew": "deadline.renew"}[name]
    assert f"did you mean “{meant}”?" in done.stderr
