"""Where output goes: files, links, pipes, devices, terminals, and nowhere at all."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

import pytest

from validator.cli import codes
from validator.cli.writing import written

COMMAND: Final = Path(sys.executable).with_name("validator")
CHECK: Final = ("check", "samples/clinic-new", "--lang", "en")
BOOK: Final = ("spec", "book", "--edition", "2025-93", "--lang", "en")
ENVIRONMENT: Final = {  # a buffer still full when Python ends is the hard case
    name: value
    for name, value in os.environ.items()
    if name not in {"NO_COLOR", "PYTHONUNBUFFERED", "TERM"}
}
both = pytest.mark.parametrize("call", [CHECK, BOOK], ids=["check", "book"])


def run(*args: str | Path, redirect: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command; `redirect` is what the shell is told about its output."""
    return subprocess.run(
        ["bash", "-c", f'"$0" "$@" {redirect}', COMMAND, *args],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=ENVIRONMENT,
    )


def write(output: Path | str, text: str = "new") -> None:
    with written(str(output)) as file:
        file.write(text)


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
def test_a_link_stays_a_link(tmp_path: Path, call: tuple[str, ...], old: bool) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    link = tmp_path / "link"
    link.symlink_to(Path("folder", "target"))
    if old:
        (folder / "target").write_text("old", encoding="utf-8")
    assert run(*call, "-o", link).returncode == codes.OK
    assert link.is_symlink()
    assert "93" in (folder / "target").read_text(encoding="utf-8")
    assert [each.name for each in folder.iterdir()] == ["target"]


def test_a_fault_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "old"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(TypeError), written(str(target)) as file:
        file.writelines(["half", None])  # type: ignore[list-item]
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
    tmp_path: Path, call: tuple[str, ...], name: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    before = sorted(tmp_path.rglob("*"))
    done = run(*call, "-o", tmp_path / name)
    assert (done.returncode, done.stdout) == (codes.USAGE, "")
    assert re.fullmatch(rf"validator: {tmp_path / name}: [\w ]+\n", done.stderr)
    assert sorted(tmp_path.rglob("*")) == before


# ------------------------------------------------------------------- what is no file to replace


@both
def test_a_pipe_is_written_into(tmp_path: Path, call: tuple[str, ...]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(
        target=lambda: read.append(pipe.read_text(encoding="utf-8")), daemon=True
    )
    reader.start()
    assert run(*call, "-o", pipe).returncode == codes.OK
    assert pipe.is_fifo()
    reader.join(timeout=10)
    assert "93" in "".join(read)


@both
def test_a_device_is_written_into(call: tuple[str, ...]) -> None:
    done = run(*call, "-o", "/dev/full")
    assert done.returncode == codes.USAGE
    assert done.stderr == "validator: /dev/full: No space left on device\n"
    assert Path("/dev/full").is_char_device()


@both
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_what_the_shell_has_opened_is_added_to(
    tmp_path: Path, call: tuple[str, ...], name: str
) -> None:
    target = tmp_path / "target"
    target.write_text("old\n", encoding="utf-8")
    same = target.stat().st_ino
    done = run(*call, "-o", name, redirect=f">> '{target}'")
    assert (done.returncode, done.stderr) == (codes.OK, "")
    assert target.stat().st_ino == same
    text = target.read_text(encoding="utf-8")
    assert text.startswith("old\n")
    assert "93" in text
    assert list(tmp_path.iterdir()) == [target]


# ------------------------------------------------------------------------------- nowhere


@both
def test_a_closed_output_is_told(call: tuple[str, ...]) -> None:
    done = run(*call, redirect=">&-")
    assert done.returncode == codes.USAGE
    assert done.stderr == "validator: standard output: Bad file descriptor\n"


@both
def test_a_closed_output_is_no_matter_where_a_file_is_asked_for(
    tmp_path: Path, call: tuple[str, ...]
) -> None:
    done = run(*call, "-o", tmp_path / "out", redirect=">&-")
    assert (done.returncode, done.stderr) == (codes.OK, "")


@pytest.mark.parametrize("call", [["check", "samples"], ["spec", "test", "--mutate", "--sample=1"]])
def test_closed_errors_are_no_fault_of_ours(call: list[str]) -> None:
    assert run(*call, redirect="2>&-").returncode != codes.INTERNAL


@pytest.mark.parametrize("call", [CHECK, BOOK, ["list"], ["--help"]], ids=" ".join)
def test_a_full_output_is_told_once(call: tuple[str, ...]) -> None:
    done = run(*call, redirect="> /dev/full")
    assert done.returncode == codes.USAGE
    assert done.stderr == "validator: No space left on device\n"


def test_full_errors_are_no_finding() -> None:
    assert run("check", "--nothing", redirect="2> /dev/full").returncode == codes.USAGE


# ------------------------------------------------------------------------------ terminals


def on_a_terminal(*args: str, **environment: str) -> str:
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
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
        ({}, True),
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
    to_file = ("check", "samples", "-o", str(tmp_path / "reports.txt"))
    assert "Checking" in on_a_terminal(*to_file, TERM="xterm", NO_COLOR="1")
    assert "\x1b" not in on_a_terminal(*to_file, TERM="dumb")
    assert "Checking" not in on_a_terminal("check", "samples", TERM="xterm", NO_COLOR="1")
