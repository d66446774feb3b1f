"""What is handed out: a wheel that works wherever it lies, and an sdist to build it from."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path
from shutil import unpack_archive
from typing import Final

import pytest

from tests.project import ROOT, SPECS
from validator.model import LANGUAGES

PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def run(
    *command: str | Path, cwd: Path, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """A command's end; with `path` what lies there wins over what is installed."""
    environment = os.environ | ({"PYTHONPATH": str(path)} if path else {})
    return subprocess.run(
        command, cwd=cwd, env=environment, check=False, capture_output=True, encoding="utf-8"
    )


def built(source: Path, target: Path, kind: str) -> Path:
    """The one file that building a `wheel` or an `sdist` gives."""
    command = (sys.executable, "-m", "hatchling", "build", "-d", target, "-t", kind)
    done = run(*command, cwd=source)
    assert done.returncode == 0, done.stderr
    (file,) = target.iterdir()
    return file


def members(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def files(folder: Path, below: str) -> dict[str, bytes]:
    """The files of a folder that Python did not put there, by their paths in the wheel."""
    return {
        f"{below}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(ROOT, tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, unpacked where nothing else of the project is."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(built(ROOT, tmp_path_factory.mktemp("sdist"), "sdist")) as archive:
        archive.extractall(folder, filter="data")
    (root,) = folder.iterdir()
    return root


@pytest.fixture(scope="module")
def target(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked where nothing else of the project is: that is all it takes."""
    target = tmp_path_factory.mktemp("target")
    unpack_archive(wheel, target, "zip")
    return target


def test_the_wheel_holds_the_package_the_specs_and_nothing_else(wheel: Path) -> None:
    inside = members(wheel)
    assert {name: inside[name] for name in inside if ".dist-info/" not in name} == {
        **files(ROOT / "validator", "validator"),
        **files(SPECS, "validator/specs"),
    }
    assert inside["validator/py.typed"] == b""
    for lang in LANGUAGES:
        for part in ("reports", "editors", *(["commands"] if lang != "en" else [])):
            assert inside[f"validator/locale/{lang}/LC_MESSAGES/{part}.mo"]


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    inside = members(wheel)
    (metadata,) = [text for name, text in inside.items() if name.endswith(".dist-info/METADATA")]
    said = message_from_bytes(metadata)
    assert said["Version"] == PROJECT["version"]
    assert (said["License-Expression"], said["License-File"]) == ("MIT", "LICENSE")
    assert set(said["Keywords"].split(",")) == set(PROJECT["keywords"])
    assert set(said.get_all("Classifier", [])) == set(PROJECT["classifiers"])
    required = [each for each in said.get_all("Requires-Dist", []) if ";" not in each]
    assert len(required) == len(PROJECT["dependencies"])


def test_the_sdist_is_complete(unpacked: Path, wheel: Path, tmp_path: Path) -> None:
    assert members(built(unpacked, tmp_path, "wheel")) == members(wheel)
    for part in ("specs", "samples", "tests", "validator"):
        assert files(unpacked / part, part) == files(ROOT / part, part)
    for name in ("README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "constraints.txt"):
        assert (unpacked / name).read_bytes() == (ROOT / name).read_bytes()


def test_the_wheel_checks_applications_wherever_it_lies(target: Path, tmp_path: Path) -> None:
    found = "import validator; print(validator.__file__, validator.default_specs())"
    places = run(sys.executable, "-c", found, cwd=tmp_path, path=target).stdout.split()
    assert places == [str(target / "validator/__init__.py"), str(target / "validator/specs")]

    sample = ROOT / "samples" / "clinic-several-faults"
    check = ("-m", "validator", "check", sample, "--lang", "kk")
    done = run(sys.executable, *check, cwd=tmp_path, path=target)
    here = run(sys.executable, *check, cwd=ROOT)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == here.stdout


def test_the_wheel_tells_its_version(target: Path, tmp_path: Path) -> None:
    (scripts,) = target.glob("*.dist-info/entry_points.txt")
    assert scripts.read_text("utf-8").split("\n")[:2] == [
        "[console_scripts]",
        "validator = validator.cli:main",
    ]
    done = run(sys.executable, "-m", "validator", "--version", cwd=tmp_path, path=target)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"validator, version {PROJECT['version']}\n"
