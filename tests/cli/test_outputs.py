"""Where output goes: files, links, pipes, devices, terminals, and nowhere at all."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Final

import pytest

from tests.command import call
from tests.project import COMMAND, SAMPLES, SERVICES
from validator.cli import codes
from validator.cli.answering import MANY
from validator.cli.writing import written
from validator.model import LANGUAGES
from validator.words.messages import term

SPECS: Final = SERVICES / "specs"
GRANT: Final = SERVICES / "bundles" / "grant-in-order"
CHECK: Final = ("check", str(GRANT), "--specs", str(SPECS), "--documents", "head", "--lang", "en")
BOOK: Final = ("spec", "book", "--specs", str(SPECS), "--edition", "2", "--lang", "en")
MUTATE: Final = (
    *("spec", "test", "--specs", str(SPECS), "--samples", str(GRANT.parent), "--edition", "1"),
    *("--mutate", "--sample", "1", "--lang", "en"),
)
ENVIRONMENT: Final = {  # a buffer still full when Python ends is the hard case
    name: value
    for name, value in os.environ.items()
    if name not in {"NO_COLOR", "PYTHONUNBUFFERED", "TERM"}
}
both = pytest.mark.parametrize("args", [CHECK, BOOK], ids=["check", "book"])


def run(*args: str | Path, redirect: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command; `redirect` is what the shell is told about its output."""
    if not redirect:
        return call(*args, cwd=Path.cwd(), environment=ENVIRONMENT)
    return subprocess.run(
        ["bash", "-c", f'"$0" "$@" {redirect}', COMMAND, *args],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=ENVIRONMENT,
    )


def write(output: Path | str) -> None:
    with written(str(output)) as file:
        file.write(b"new")


# --------------------------------------------------------------------------------- files


def test_a_new_file_has_the_permissions_that_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "new")
    finally:
        os.umask(before)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_a_file_that_was_there_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "old"
    target.write_text("old", encoding="utf-8")
    target.chmod(mode)
    write(target)
    assert target.read_text(encoding="utf-8") == "new"
    assert target.stat().st_mode & 0o777 == mode


@pytest.mark.parametrize("old", [True, False], ids=["file", "nothing yet"])
@both
def test_a_link_stays_a_link(tmp_path: Path, args: tuple[str, ...], old: bool) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    link = tmp_path / "link"
    link.symlink_to(Path("folder", "target"))
    if old:
        (folder / "target").write_text("old", encoding="utf-8")
    assert run(*args, "-o", link).returncode == codes.OK
    assert link.is_symlink()
    assert "Permit to keep bees" in (folder / "target").read_text(encoding="utf-8")
    assert [each.name for each in folder.iterdir()] == ["target"]


def test_a_fault_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "old"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(TypeError), written(str(target)) as file:
        file.writelines([b"half", None])  # type: ignore[list-item]
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_fault_of_another_file_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised, written(str(tmp_path / "new")):
        (tmp_path / "other").read_text(encoding="utf-8")
    assert raised.value.filename == str(tmp_path / "other")


def test_a_name_may_be_as_long_as_the_system_lets_it(tmp_path: Path) -> None:
    write(tmp_path / ("n" * 255))
    assert [len(each.name) for each in tmp_path.iterdir()] == [255]


@both
@pytest.mark.parametrize("name", ["folder", "no/where", "file/below", "loop", "f" * 256])
def test_what_cannot_be_written_is_told_by_its_own_name(
    tmp_path: Path, args: tuple[str, ...], name: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    before = sorted(tmp_path.rglob("*"))
    done = run(*args, "-o", tmp_path / name)
    assert (done.returncode, done.stdout) == (codes.USAGE, "")
    assert re.fullmatch(rf"validator: {tmp_path / name}: [\w ]+\n", done.stderr)
    assert sorted(tmp_path.rglob("*")) == before


# ------------------------------------------------------------------- what is no file to replace


@both
def test_a_pipe_is_written_into(tmp_path: Path, args: tuple[str, ...]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(
        target=lambda: read.append(pipe.read_text(encoding="utf-8")), daemon=True
    )
    reader.start()
    assert run(*args, "-o", pipe).returncode == codes.OK
    assert pipe.is_fifo()
    reader.join(timeout=10)
    assert "Permit to keep bees" in "".join(read)


@both
def test_a_device_is_written_into(args: tuple[str, ...]) -> None:
    done = run(*args, "-o", "/dev/full")
    assert done.returncode == codes.USAGE
    assert done.stderr == "validator: /dev/full: No space left on device\n"
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize(
    ("args", "name"), [(CHECK, "/dev/stdout"), (CHECK, "/dev/fd/1"), (BOOK, "/proc/self/fd/1")]
)
def test_what_the_shell_has_opened_is_added_to(
    tmp_path: Path, args: tuple[str, ...], name: str
) -> None:
    target = tmp_path / "target"
    target.write_text("old\n", encoding="utf-8")
    same = target.stat().st_ino
    done = run(*args, "-o", name, redirect=f">> '{target}'")
    assert (done.returncode, done.stderr) == (codes.OK, "")
    assert target.stat().st_ino == same
    text = target.read_text(encoding="utf-8")
    assert text.startswith("old\n")
    assert "Permit to keep bees" in text
    assert list(tmp_path.iterdir()) == [target]


# --------------------------------------------------------------------------------- several


def test_several_outputs_in_one_run(tmp_path: Path) -> None:
    data, text = tmp_path / "all.json", tmp_path / "all.txt"
    done = run(*CHECK, "-o", f"json={data}", "-o", f"text={text}", "-o", "ndjson=-")
    assert done.returncode == codes.OK
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        *json.loads(data.read_bytes())["reports"],
        {"summary": json.loads(data.read_bytes())["summary"]},
    ]
    assert done.stdout == run(*CHECK, "--format", "ndjson").stdout
    assert text.read_bytes() == run(*CHECK).stdout.encode()
    assert done.stderr.splitlines() == [
        f"validator: {data} is written (json)",
        f"validator: {text} is written (text)",
    ]


def test_a_path_alone_has_the_format_of_the_option(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two.txt"
    assert run(*CHECK, "--format", "json", "-o", one, "-o", f"text={two}").returncode == codes.OK
    assert one.read_bytes() == run(*CHECK, "--format", "json").stdout.encode()
    assert two.read_bytes() == run(*CHECK).stdout.encode()


@pytest.mark.parametrize(
    ("args", "formats"),
    [
        (["check", GRANT, "--specs", SPECS], ["text", "html", "json", "ndjson", "csv", "markdown"]),
        (["spec", "lint", SPECS, "--samples", GRANT.parent, "--notes"], ["text", "json", "github"]),
        (["spec", "diff", "1", "2", "--specs", SPECS], ["text", "markdown", "json"]),
        (["spec", "coverage", "--edition", "2", "--specs", SPECS], ["text", "json"]),
    ],
    ids=["check", "lint", "diff", "coverage"],
)
def test_a_file_has_the_bytes_of_the_terminal(
    tmp_path: Path, args: list[str | Path], formats: list[str]
) -> None:
    outputs = [part for each in formats for part in ("-o", f"{each}={tmp_path / each}")]
    done = run(*args, *outputs)
    assert (len(done.stderr.splitlines()), done.stdout) == (len(formats), "")
    for each in formats:
        alone = run(*args, "--format", each)
        assert alone.stdout
        assert (tmp_path / each).read_bytes() == alone.stdout.encode()
        assert alone.returncode == done.returncode


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("asked", ["pdf=out", "Text=out", "x=y=z"])
def test_a_format_that_is_not_known_is_a_wrong_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, asked: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("check", GRANT, "--specs", SPECS, "--lang", lang, "-o", asked)
    assert (done.returncode, done.stdout) == (codes.USAGE, "")
    (line,) = done.stderr.splitlines()
    assert asked.partition("=")[0] in line
    assert "ndjson" in line
    assert f"./{asked}" in line
    assert list(tmp_path.iterdir()) == []


def test_a_name_with_an_equals_sign_is_a_path_behind_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("check", GRANT, "--specs", SPECS, "-o", "./x=y").returncode == codes.OK
    assert [each.name for each in tmp_path.iterdir()] == ["x=y"]


@pytest.mark.parametrize(
    "outputs",
    [("-", "json=-"), ("json=out", "text=out"), ("json=out", "text=./out"), ("json=link", "out")],
)
def test_two_outputs_never_go_to_one_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outputs: tuple[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("link").symlink_to("out")
    both = [part for each in outputs for part in ("-o", each)]
    done = run("check", GRANT, "--specs", SPECS, "--lang", "en", *both)
    assert (done.returncode, done.stdout) == (codes.USAGE, "")
    assert "twice" in done.stderr
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("report.html", "report.html gets the format text although its name ends in .html"),
        ("report.JSON", "name ends in .json; -o json=report.JSON gives what the name says"),
        ("json=report.txt", "name ends in .txt; -o text=report.txt gives what the name says"),
        ("json=report.ndjson", "name ends in .ndjson; -o ndjson=report.ndjson gives"),
        ("report.txt", None),
        ("report.out", None),
        ("report", None),
        ("ndjson=report.jsonl", None),
    ],
)
def test_a_name_that_says_another_format_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str, told: str | None
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("check", GRANT, "--specs", SPECS, "--lang", "en", "-o", output)
    assert done.returncode == codes.OK
    *before, last = done.stderr.splitlines()
    assert "is written" in last
    assert len(before) == (told is not None)
    assert told is None or told in before[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_it_is_written_is_told_in_the_language_of_the_call(tmp_path: Path, lang: str) -> None:
    out = tmp_path / "out"
    done = run("check", GRANT, "--specs", SPECS, "--lang", lang, "-o", out)
    said = term("run.written", lang, path=str(out), format="text")
    assert done.stderr == f"validator: {said}\n"


def test_of_several_files_one_that_cannot_be_written_leaves_none(tmp_path: Path) -> None:
    good = tmp_path / "good"
    done = run(*CHECK, "-o", f"json={good}", "-o", f"text={tmp_path / 'no' / 'where'}")
    assert done.returncode == codes.USAGE
    assert "is written" not in done.stderr
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------- nowhere


def test_a_closed_output_is_told() -> None:
    done = run(*CHECK, redirect=">&-")
    assert done.returncode == codes.USAGE
    assert done.stderr == "validator: standard output: Bad file descriptor\n"


def test_a_closed_output_is_no_matter_where_a_file_is_asked_for(tmp_path: Path) -> None:
    done = run(*BOOK, "-o", tmp_path / "out", redirect=">&-")
    assert done.returncode == codes.OK
    assert (tmp_path / "out").stat().st_size > 0


@pytest.mark.parametrize("args", [CHECK, MUTATE], ids=["check", "mutate"])
def test_closed_errors_are_no_fault_of_ours(args: tuple[str, ...]) -> None:
    assert run(*args, redirect="2>&-").returncode != codes.INTERNAL


@pytest.mark.parametrize("args", [CHECK, ["list"], ["--help"]], ids=" ".join)
def test_a_full_output_is_told_once(args: tuple[str, ...]) -> None:
    done = run(*args, redirect="> /dev/full")
    assert done.returncode == codes.USAGE
    assert done.stderr == "validator: No space left on device\n"


def test_full_errors_are_no_finding() -> None:
    assert run("check", "--nothing", redirect="2> /dev/full").returncode == codes.USAGE


# ------------------------------------------------------------------------------ terminals


def on_a_terminal(*args: str | Path, **environment: str) -> str:
    """What a command writes to a terminal, output and errors."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "wb") as out:
        child = subprocess.Popen(
            [COMMAND, *args], stdout=out, stderr=out, env=ENVIRONMENT | environment
        )
    parts = []
    try:
        while part := os.read(ours, 65536):
            parts.append(part)
    except OSError:  # Linux says so that the other side is closed
        pass
    finally:
        os.close(ours)
    child.wait()
    return b"".join(parts).decode()


@pytest.mark.parametrize(
    ("environment", "colour"),
    [
        ({"TERM": "xterm"}, True),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
    ],
    ids=str,
)
def test_colour_is_for_terminals_and_people_that_want_it(
    environment: dict[str, str], colour: bool
) -> None:
    text = on_a_terminal(*CHECK, **environment)
    assert "COMPLIANT" in text
    assert ("\x1b[" in text) == colour


def test_a_bar_is_for_terminals_on_which_nothing_else_is_shown(tmp_path: Path) -> None:
    for number in range(MANY):
        shutil.copytree(GRANT, tmp_path / "inbox" / str(number))
    many = ("check", tmp_path / "inbox", "--specs", SPECS, "--documents", "head")
    to_file = ("-o", tmp_path / "reports.txt")
    for number in range(4):  # what takes less than a second has no time left
        shutil.copytree(SAMPLES, tmp_path / "slow" / str(number))
    shown = on_a_terminal("check", tmp_path / "slow", *to_file, TERM="xterm", NO_COLOR="1")
    assert "Checking" in shown
    assert re.search(r"\d+/s", shown)  # the rate
    assert re.search(r"\d\d:\d\d:\d\d", shown)  # and the time left
    assert "\x1b" not in on_a_terminal(*many, *to_file, TERM="dumb")
    assert "Checking" not in on_a_terminal(*many, TERM="xterm", NO_COLOR="1")


@pytest.mark.parametrize(
    ("args", "lang", "word"),
    [
        (CHECK[:-2], "kk", "PYTHONOPTIMIZE"),
        (("list",), "ru", "Python"),
        (("spec", "lint"), "en", "-OO"),
    ],
)
def test_row_30_python_without_docstrings_is_a_wrong_call(
    args: tuple[str, ...], lang: str, word: str
) -> None:
    """`PYTHONOPTIMIZE=2` takes away what Cerberus reads its rules from."""
    done = subprocess.run(
        [COMMAND, *args, "--lang", lang],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=ENVIRONMENT | {"PYTHONOPTIMIZE": "2", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert (done.returncode, done.stdout) == (codes.USAGE, "")
    assert word in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_row_30_without_asserts_it_works() -> None:
    done = subprocess.run(
        [COMMAND, *CHECK],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=ENVIRONMENT | {"PYTHONOPTIMIZE": "1", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert (done.returncode, done.stderr) == (codes.OK, "")
