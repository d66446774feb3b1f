"""`spec diff --against REV`: the specs of a working tree against those of a git revision."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.absent import absent
from tests.command import call
from tests.project import KIOSK

GIT = shutil.which("git")
EDITION = Path("kiosk-permit", "1", "standard.yaml")


def _git(folder: Path, *args: str) -> None:
    names = ("-c", "user.name=Editor", "-c", "user.email=editor@example.kz")
    assert GIT is not None
    subprocess.run([GIT, "-C", folder, *names, *args], check=True, capture_output=True)


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a folder of specs in it, committed once."""
    if GIT is None:
        absent("git")
    folder = tmp_path_factory.mktemp("against")
    shutil.copytree(KIOSK / "specs", folder / "specs")
    _git(folder, "init", "-q")
    _git(folder, "add", "-A")
    _git(folder, "commit", "-q", "-m", "The specs as they were")
    return folder


@pytest.fixture
def specs(committed: Path, tmp_path: Path) -> Path:
    """A working tree of the same repository in which things may be changed."""
    shutil.copytree(committed, tmp_path / "copy")
    return tmp_path / "copy" / "specs"


def _data(specs: Path, *args: str) -> dict[str, Any]:
    done = call(*("spec", "diff", "--specs", specs, "--against", "HEAD", "--format", "json"), *args)
    assert done.returncode in (0, 1), done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (0 if data["same"] else 1)
    return data


def test_what_is_committed_does_not_differ(committed: Path) -> None:
    data = _data(committed / "specs")
    assert data["schema"] == "diffs/v1"
    assert (data["diffs"], data["editions"]["same"]) == ([], ["kiosk-permit/1"])


def test_a_change_and_a_new_edition_are_told(specs: Path) -> None:
    file = specs / EDITION
    text = file.read_text("utf-8").replace("working_days: 5", "working_days: 6")
    file.write_text(
        text.replace("from: 2024-01-01,", "from: 2024-01-01, until: 2025-12-31,"), "utf-8"
    )
    new = specs / "kiosk-permit" / "2"
    shutil.copytree(specs / "kiosk-permit" / "1", new)
    for name in ("standard.yaml", "application.yaml", "clauses.yaml"):
        path = new / name
        path.write_text(path.read_text("utf-8").replace('edition: "1"', 'edition: "2"'), "utf-8")
    path = new / "standard.yaml"
    in_force = "{from: 2024-01-01, until: 2025-12-31, standing: law}"
    text = path.read_text("utf-8").replace(in_force, "{from: 2026-01-01, standing: law}")
    path.write_text(text, "utf-8")
    data = _data(specs)
    assert data["editions"] == {"added": ["kiosk-permit/2"], "removed": [], "same": []}
    pairs = [(each["before"]["edition"], each["after"]["edition"]) for each in data["diffs"]]
    assert pairs == [("1", "1"), ("1", "2")]
    for each in data["diffs"]:
        assert "deadline.grant" in {change["id"] for change in each["changes"]}
    assert [each["after"]["edition"] for each in _data(specs, "2")["diffs"]] == ["2"]
    for format_ in ("text", "markdown"):
        done = call("spec", "diff", "--specs", specs, "--against", "HEAD", "--format", format_)
        assert "kiosk-permit/1, kiosk-permit/2" in done.stdout
        assert done.stdout.count("LOOSENED (Provider)") + done.stdout.count("LOOSENED · Prov") == 2


def test_an_edition_that_is_gone_is_told(specs: Path) -> None:
    shutil.rmtree(specs / "kiosk-permit" / "1")
    edition = KIOSK.parent / "services" / "specs" / "beekeeping-permit"
    shutil.copytree(edition, specs / "beekeeping-permit")
    for name in ("calendars", "parameters"):
        shutil.copytree(edition.parent / name, specs / name, dirs_exist_ok=True)
    data = _data(specs)
    assert data["editions"]["removed"] == ["kiosk-permit/1"]
    assert data["editions"]["added"] == ["beekeeping-permit/1", "beekeeping-permit/2"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--against", "no-such"), "no revision “no-such”"),
        (("--against", "--help"), "no revision “--help”"),
        (("1", "1", "--against", "HEAD"), "leave “1” out"),
        (("7", "--against", "HEAD"), "“7” is no edition"),
        (("1",), "Missing argument"),
    ],
)
def test_a_wrong_call_is_told(committed: Path, args: tuple[str, ...], said: str) -> None:
    done = call("spec", "diff", "--specs", committed / "specs", "--lang", "en", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in " ".join(done.stderr.split())


def test_specs_outside_of_git_and_a_machine_without_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(KIOSK / "specs", tmp_path / "specs")
    args = ("spec", "diff", "--against", "HEAD", "--specs", tmp_path / "specs", "--lang", "en")
    if GIT is not None:
        done = call(*args)
        assert done.returncode == 2
        assert "in no working tree of git" in " ".join(done.stderr.split())
    monkeypatch.setenv("PATH", str(tmp_path))
    done = call(*args)
    assert done.returncode == 2
    assert "needs the program git" in " ".join(done.stderr.split())


def test_specs_that_were_unusable_are_told_with_their_place(specs: Path) -> None:
    file = specs / EDITION
    text = file.read_text("utf-8")
    file.write_text(text.replace("working_days: 5", "working_dayz: 5"), "utf-8")
    _git(specs.parent, "commit", "-q", "-a", "-m", "A slip")
    file.write_text(text, "utf-8")
    done = call("spec", "diff", "--specs", specs, "--against", "HEAD")
    assert done.returncode == 3
    assert "HEAD:kiosk-permit/1/standard.yaml:" in done.stderr
