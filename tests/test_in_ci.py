"""What makes other people's tools call this one: hooks, the action, the container, a template."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.absent import absent
from tests.project import COMMAND, KIOSK, ROOT, SAMPLES
from validator.output.table import FORMATS, Told

_ACTION = ROOT / "action.yml"
_GITHUB = ROOT / "docs" / "ci" / "github.yml"
_GITLAB = ROOT / "docs" / "ci" / "gitlab.yml"
_PAPER = "applications/clinic-new/documents/form-3.pdf"


def _program(name: str) -> str:
    """A program of the linters' tools, beside this Python."""
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    return found or absent(name)


def _run(*args: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    around = {**os.environ, "LANG": "C.UTF-8", **env}
    return subprocess.run(args, cwd=cwd, env=around, capture_output=True, text=True, check=False)


def _git(*args: str, cwd: Path) -> None:
    name = ("-c", "user.name=Example", "-c", "user.email=example@example.org")
    done = _run("git", "-c", "init.defaultBranch=main", *name, *args, cwd=cwd)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a repository that hooks can be taken from."""
    _program("pre-commit")
    folder = tmp_path_factory.mktemp("published")
    listed = _run("git", "ls-files", "-co", "--exclude-standard", cwd=ROOT).stdout.splitlines()
    for name in listed:
        if name.startswith(("tests/", "samples/", "docs/")) or not (ROOT / name).is_file():
            continue
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    _git("init", "-q", cwd=folder)
    _git("add", "-A", cwd=folder)
    _git("commit", "-q", "-m", "As it is", cwd=folder)
    return folder


@pytest.fixture
def repository(tmp_path: Path, published: Path) -> Path:
    """A scratch repository of a department that has both hooks."""
    folder = tmp_path / "repository"
    shutil.copytree(SAMPLES / "clinic-new", folder / "applications" / "clinic-new")
    shutil.copytree(KIOSK / "specs", folder / "specs")
    # Without what opens papers and verifies signatures, which takes long to install.
    light = {"additional_dependencies": [], "args": ["--documents", "head"]}
    hooks = [{"id": "check-applications", **light}, {"id": "lint-specs"}]
    config = {"repos": [{"repo": str(published), "rev": "HEAD", "hooks": hooks}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    _git("init", "-q", cwd=folder)
    _git("add", "-A", cwd=folder)
    _git("commit", "-q", "-m", "All", cwd=folder)
    return folder


@pytest.mark.slow
def test_the_hooks_with_the_real_program(repository: Path, tmp_path: Path) -> None:
    around = {
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        # The hook's environment has the package, and finds the libraries where we have them: to
        # install them once more takes a minute, and tests of the package see which it asks for.
        "PYTHONPATH": sysconfig.get_paths()["purelib"],
    }
    program = _program("pre-commit")

    def committed(*files: str) -> tuple[int, str]:
        _git("add", "-A", cwd=repository)
        done = _run(program, "run", "--files", *files, cwd=repository, **around)
        return done.returncode, done.stdout + done.stderr

    code, said = committed("README.md")
    assert code == 0, said
    code, said = committed(_PAPER)
    assert code == 0, said
    # Only a paper changed: the manifest is not among the files, and its application is checked.
    (repository / _PAPER).write_bytes(b"no paper")
    code, said = committed(_PAPER)
    assert code == 1
    assert "form-3.pdf" in said
    code, said = committed("README.md")
    assert code == 0, said
    name = "specs/kiosk-permit/1/standard.yaml"
    file = repository / name
    text = file.read_text("utf-8")
    file.write_text(text.replace("working_days:", "workingdays:", 1), encoding="utf-8")
    code, said = committed(name)
    assert code == 1
    assert "workingdays" in said


def test_the_action_by_a_linter_of_workflows(tmp_path: Path) -> None:
    program = _program("actionlint")
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    shutil.copy(_ACTION, tmp_path)
    text = _GITHUB.read_text("utf-8").replace("OWNER/NAME@REF", "./")
    (workflows / "good.yml").write_text(text, encoding="utf-8")
    _git("init", "-q", cwd=tmp_path)
    done = _run(program, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout

    (workflows / "bad.yml").write_text(text.replace("paths:", "pathz:"), encoding="utf-8")
    done = _run(program, cwd=tmp_path)
    assert done.returncode == 1  # so it did look at the inputs
    assert "pathz" in done.stdout


def test_the_action_by_a_linter_of_what_can_be_injected(tmp_path: Path) -> None:
    program = _program("zizmor")
    done = _run(program, "--offline", "--no-progress", _ACTION, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    spoilt = tmp_path / "action.yml"
    text = _ACTION.read_text("utf-8").replace(
        "code=0\n", "echo ${{ inputs.paths }}\n        code=0\n"
    )
    spoilt.write_text(text, encoding="utf-8")
    done = _run(program, "--offline", "--no-progress", spoilt, cwd=tmp_path)
    assert done.returncode != 0
    assert "template-injection" in done.stdout


def _steps() -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = yaml.safe_load(_ACTION.read_text("utf-8"))["runs"]["steps"]
    return steps


@pytest.mark.parametrize(
    ("paths", "args", "code"),
    [
        ("samples/clinic-new", "", 0),
        ("samples/clinic-new\n\n  samples/doctor-new\n".replace("  ", ""), "--strict\n", 5),
        ("samples/clinic-several-faults\n", "--lang\nru\n", 1),
        ("samples/gone\n", "", 2),
    ],
)
def test_what_the_action_runs(tmp_path: Path, paths: str, args: str, code: int) -> None:
    command = tmp_path / "validator" / "bin" / "validator"
    command.parent.mkdir(parents=True)
    command.symlink_to(COMMAND)
    (script,) = (each["run"] for each in _steps() if each.get("id") == "check")
    report, told = tmp_path / "report.json", tmp_path / "told"
    done = _run(
        *("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script),
        cwd=ROOT,
        RUNNER_TEMP=str(tmp_path),
        GITHUB_OUTPUT=str(told),
        PATHS=paths,
        ARGS=args,
        OUTPUTS=f"json={report}\n",
    )
    assert done.returncode == code, done.stderr
    assert told.read_text("utf-8") == f"exit-code={code}\n"
    assert report.exists() is (code != 2)


def test_every_format_that_examples_ask_for_is_there() -> None:
    known = FORMATS[Told.REPORTS]
    (check,) = (each["run"] for each in _steps() if each.get("id") == "check")
    text = " ".join(file.read_text("utf-8") for file in (_GITHUB, _GITLAB)) + check
    asked = set(re.findall(r"\b([a-z]+)=[\w.-]+", text)) - {"code"}
    assert {"sarif", "junit", "gitlab", "github", "text"} <= asked
    assert asked <= known.keys()


def test_the_template_of_gitlab_is_a_job() -> None:
    job = yaml.safe_load(_GITLAB.read_text("utf-8"))["check-applications"]
    assert set(job) == {"stage", "image", "variables", "script", "artifacts"}
    script = "\n".join(job["script"])
    for file in job["artifacts"]["reports"].values():
        assert f"={file}" in script


def test_the_container_takes_what_the_package_needs(tmp_path: Path) -> None:
    for line in (ROOT / "Containerfile").read_text("utf-8").splitlines():
        if line.startswith("COPY "):
            for name in line.split()[1:-1]:
                assert (ROOT / name).exists(), name
                if (ROOT / name).is_dir():
                    shutil.copytree(ROOT / name, tmp_path / name)
                else:
                    shutil.copy(ROOT / name, tmp_path / name)
    build = "from hatchling.build import build_wheel; print(build_wheel('out'))"
    done = _run(sys.executable, "-c", build, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "out").glob("*.whl"))
