"""Options out of a file and the environment; a call outweighs both, the environment a file."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.command import call
from tests.project import ROOT, SAMPLES, SPECS

pytestmark = pytest.mark.usefixtures("law_of_then")

GOOD = SAMPLES / "clinic-new"
WARNED = SAMPLES / "clinic-refused-wrongly"


def _configured(folder: Path, text: str, name: str = "validator.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "head"), [("validator.toml", "check"), ("pyproject.toml", "tool.validator.check")]
)
def test_a_file_says_what_the_call_does_not(tmp_path: Path, name: str, head: str) -> None:
    here = _configured(tmp_path, f'[{head}]\nfail-on = "warning"\n', name)
    assert call("check", WARNED, cwd=tmp_path / "..").returncode == 0
    assert call("check", WARNED, cwd=here).returncode == 1
    assert call("check", WARNED, "--fail-on", "error", cwd=here).returncode == 0


@pytest.mark.parametrize(
    ("in_file", "around", "in_call", "code"),
    [
        ("warning", None, None, 1),
        ("warning", "error", None, 0),
        ("error", "warning", None, 1),
        ("warning", "warning", "error", 0),
        ("error", "error", "warning", 1),
        (None, "warning", None, 1),
        (None, None, None, 0),
    ],
)
def test_the_order_of_call_environment_and_file(
    tmp_path: Path, in_file: str | None, around: str | None, in_call: str | None, code: int
) -> None:
    if in_file:
        _configured(tmp_path, f'[check]\nfail-on = "{in_file}"\n')
    environment = {"VALIDATOR_CHECK_FAIL_ON": around} if around else {}
    options = ["--fail-on", in_call] if in_call else []
    assert call("check", WARNED, *options, cwd=tmp_path, environment=environment).returncode == code


def test_the_own_file_comes_before_that_of_the_project(tmp_path: Path) -> None:
    _configured(tmp_path, '[check]\nfail-on = "error"\n')
    _configured(tmp_path, '[tool.validator.check]\nfail-on = "warning"\n', "pyproject.toml")
    assert call("check", WARNED, cwd=tmp_path).returncode == 0


def test_flags_lists_numbers_and_days(tmp_path: Path) -> None:
    here = _configured(
        tmp_path,
        "[check]\nstrict = true\njobs = 1\ntoday = 2026-03-02\n"
        "output = ['json=a.json', 'text=-']\n",
    )
    done = call("check", GOOD, cwd=here)
    assert done.returncode == 5
    assert (here / "a.json").exists()
    assert done.stdout


def test_a_language_for_every_command(tmp_path: Path) -> None:
    here = _configured(tmp_path, 'lang = "kk"\n')
    assert (
        "Көмек" in call("--help", cwd=here).stdout
        or "Командалар" in call("--help", cwd=here).stdout
    )
    assert "Команды" in call("--lang", "ru", "--help", cwd=here).stdout
    assert "Команды" in call("--help", cwd=here, environment={"VALIDATOR_LANG": "ru"}).stdout
    assert "Kazakh" not in call("check", GOOD, cwd=here).stdout


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[check]\nfail-onn = "warning"\n', 2, "fail-on”?"),
        ('[chek]\nfail-on = "warning"\n', 1, "check”?"),
        ('[check]\n\nfail-on = "wrong"\n', 3, "'wrong' is not one of"),
        ('[check]\nstrict = "yes"\n', 2, "true, false"),
        ("[check]\njobs = true\n", 2, "“jobs”"),
        ("[check]\njobs = 0\n", 2, "“jobs”"),
        ("[check]\njobs = 1.5\n", 2, "“jobs”"),
        ("[check]\njobs = [1]\n", 2, "“jobs”"),
        ("[check]\ntoday = 2026-03-02T10:00:00Z\n", 2, "“today”"),
        ("[check]\nshow-personal-data = true\n", 2, "in the call itself"),
        ("[check]\nformat = {a = 1}\n", 2, "“format”"),
        ("check = 1\n", 1, "“check”"),
        ("paths = ['a']\n", 1, "“paths”"),
        ("[spec.lnt]\nstrict = true\n", None, ""),
        ("[check\n", 1, "TOML"),
        ("[check]\na = \n", 2, "TOML"),
    ],
)
def test_what_a_file_gets_wrong_is_a_wrong_call(
    tmp_path: Path, text: str, line: int | None, words: str
) -> None:
    done = call("check", GOOD, cwd=_configured(tmp_path, text), environment={"LANG": "C"})
    if line is None:  # of another command
        assert done.returncode == 0
        return
    assert done.returncode == 2
    assert done.stderr.startswith(f"validator.toml:{line}")
    assert words in done.stderr
    assert done.stdout == ""


def test_a_wrong_file_of_another_command_is_told_there(tmp_path: Path) -> None:
    here = _configured(tmp_path, "[spec.lnt]\nstrict = true\n")
    done = call("spec", "lint", "--specs", ROOT / "specs", cwd=here, environment={"LANG": "C"})
    assert done.returncode == 2
    assert "lint”?" in done.stderr


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"\xff\xfe", "validator.toml", 2),
        (b"", "validator.toml", 0),
        (b"a = [\n", "pyproject.toml", 0),  # a file of others
        (b"[tool.validator]\na = [\n", "pyproject.toml", 2),
        (b"tool = 1\n", "pyproject.toml", 0),
        (b"[tool]\nvalidator = 1\n", "pyproject.toml", 0),
        (b"[tool.other]\na = 1\n", "pyproject.toml", 0),
    ],
)
def test_files_that_are_not_ours_or_not_readable(
    tmp_path: Path, data: bytes, name: str, code: int
) -> None:
    (tmp_path / name).write_bytes(data)
    assert call("check", GOOD, cwd=tmp_path).returncode == code
    assert call("--help", cwd=tmp_path).returncode == 0


def test_people_are_unmasked_by_the_call_alone(tmp_path: Path) -> None:
    environment = {"VALIDATOR_CHECK_SHOW_PERSONAL_DATA": "1"}
    bundle = Path(shutil.copytree(SAMPLES / "clinic-new", tmp_path / "clinic"))
    manifest = bundle / "application.yaml"
    text = manifest.read_text("utf-8")
    name = re.findall(r"^ +name: (.+)$", text, re.MULTILINE)[-1]  # of one of the staff
    manifest.write_text(re.sub("channel: .*", f"channel: {name}", text), "utf-8")
    call_of = ("check", bundle, "--format", "json")
    masked = call(*call_of, cwd=tmp_path, environment={}).stdout
    assert call(*call_of, cwd=tmp_path, environment=environment).stdout == masked
    assert call(*call_of, "--show-personal-data", cwd=tmp_path).stdout != masked


def test_exit_zero_is_for_what_was_found_alone(tmp_path: Path) -> None:
    assert call("check", SAMPLES, "--exit-zero").returncode == 0
    assert call("check", GOOD, "--strict", "--exit-zero").returncode == 0
    assert call("check", tmp_path, "--exit-zero").returncode == 4
    assert call("check", tmp_path / "gone", "--exit-zero").returncode == 2
    specs = Path(shutil.copytree(SPECS, tmp_path / "specs"))
    (specs / "medical-activity-licence" / "2025-93" / "standard.yaml").write_text("a: 1", "utf-8")
    assert call("check", GOOD, "--specs", specs, "--exit-zero").returncode == 3


def test_quiet_leaves_out_what_nobody_has_to_know(tmp_path: Path) -> None:
    to = f"json={tmp_path / 'a.json'}"
    assert "a.json" in call("check", GOOD, "-o", to).stderr
    assert call("check", GOOD, "-o", to, "--quiet").stderr == ""
    assert call("check", GOOD, "--strict", "-o", to, "--quiet").stderr != ""  # says why it is 5


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_shell_is_told_how_to_complete(shell: str) -> None:
    done = call("completion", shell)
    assert done.returncode == 0
    assert "_VALIDATOR_COMPLETE" in done.stdout


def test_words_are_completed() -> None:
    environment = {"_VALIDATOR_COMPLETE": "zsh_complete", "COMP_CWORD": "2"}
    around = {**environment, "COMP_WORDS": "validator check --fail"}
    done = call(environment=around)
    assert done.returncode == 0
    assert "--fail-on" in done.stdout


def test_without_a_command_there_is_help() -> None:
    done = call(environment={"LANG": "C"})
    assert done.returncode == 2
    assert "\n  check " in done.stderr
