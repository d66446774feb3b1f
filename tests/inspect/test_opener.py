"""Papers opened in a process apart: what a bad one costs, and that it costs nobody else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from tests.inspect import made
from validator.inspect import opener as module
from validator.inspect import opening
from validator.inspect.opener import Opener
from validator.opened import Paper, PaperState

OPENED = Paper("application/pdf", PaperState.OPENED, pages=1)
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


@pytest.fixture(scope="module")
def shared() -> Iterator[Opener]:
    with Opener() as opener:
        yield opener


def other(number: int) -> bytes:
    """Good papers of different content and one length."""
    return made.one_page(made.stream(b"BT (%09d) Tj ET" % number))


def slow() -> bytes:
    """A JPEG of many passes over a large picture of one colour: small, and minutes to decode."""
    data = made.plain_image("JPEG", (8000, 8000), progressive=True)
    at = data.rindex(b"\xff\xda")
    last = data[at:-2]
    return data[:-2] + last * (10_000_000 // len(last)) + b"\xff\xd9"


def process_of(opener: Opener) -> subprocess.Popen[bytes]:
    process = opener._process
    assert process is not None
    return process


def gone(pid: int) -> bool:
    """Whether a process ends within a few seconds."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return True
        if state[0] == "Z":
            return True
        time.sleep(0.1)
    return False


def test_bytes_and_paths(shared: Opener, tmp_path: Path) -> None:
    path = tmp_path / "a \u0431\u04d9 \u2028.pdf"
    path.write_bytes(made.GOOD)
    assert shared.open(str(path)) == OPENED
    assert shared.open(made.GOOD) == OPENED
    assert shared.open(made.image("PNG")).pixels == 1200
    assert shared.open(made.GOOD[:100]).state is PaperState.CUT_SHORT
    assert shared.open(b"").state is PaperState.NOT_OPENED
    assert (
        shared.open(made.one_page(made.stream(made.DRAWN), made.stream(bytes(20 << 20)))) == OPENED
    )


def test_a_relative_path_is_that_of_the_caller(
    shared: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared.open(made.GOOD)  # it runs by now, somewhere else
    (tmp_path / "a.pdf").write_bytes(made.GOOD)
    monkeypatch.chdir(tmp_path)
    assert shared.open("a.pdf") == OPENED


@posix
@pytest.mark.parametrize("sort", ["missing", "folder", "link", "pipe"])
def test_what_is_no_regular_file_is_not_opened(shared: Opener, tmp_path: Path, sort: str) -> None:
    path = tmp_path / "a.pdf"
    if sort == "folder":
        path.mkdir()
    elif sort == "link":
        (tmp_path / "b.pdf").write_bytes(made.GOOD)
        path.symlink_to("b.pdf")
    elif sort == "pipe":
        os.mkfifo(path)
    with pytest.raises(OSError, match=r"a\.pdf"):
        shared.open(str(path))


def test_the_process_is_started_late_and_reused() -> None:
    with Opener() as opener:
        assert opener._process is None
        opener.open(other(1))
        first = process_of(opener).pid
        opener.open(other(2))
        assert process_of(opener).pid == first
        opener.close()
        assert gone(first)
        assert opener.open(other(3)) == OPENED


@posix
def test_one_that_hangs_is_stopped_and_the_next_is_opened() -> None:
    with Opener(seconds=2) as opener:
        hanging = slow()
        assert len(hanging) < 20 << 20
        assert opener.open(hanging) == Paper("image/jpeg", PaperState.STOPPED, "time")
        assert opener.open(made.GOOD) == OPENED


@posix
def test_a_stalled_process_is_given_up() -> None:
    with Opener(seconds=2) as opener:
        opener.open(other(1))
        stalled = process_of(opener).pid
        os.kill(stalled, signal.SIGSTOP)
        assert opener.open(other(2)) == Paper("application/pdf", PaperState.STOPPED, "time")
        assert gone(stalled)
        assert opener.open(other(3)) == OPENED


@posix
def test_a_process_that_was_killed_between_two_papers_harms_neither() -> None:
    with Opener() as opener:
        for number in range(3):
            assert opener.open(other(number)) == OPENED
            os.kill(process_of(opener).pid, signal.SIGKILL)
        assert opener.open(other(9)) == OPENED


@posix
def test_a_process_that_is_killed_at_work_gets_a_second_try() -> None:
    """The large one takes the pipe so long that the signal meets the process at work."""
    with Opener() as opener:
        opener.open(made.GOOD)
        first = process_of(opener).pid
        os.kill(first, signal.SIGSTOP)
        threading.Timer(0.3, os.kill, (first, signal.SIGKILL)).start()
        assert opener.open(made.GOOD + bytes(5 << 20) + b"%%EOF").state is PaperState.OPENED
        assert process_of(opener).pid != first


@posix
def test_a_paper_that_ends_its_process_twice_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each process is killed as soon as it has been given the paper."""
    exchange = module._exchange
    killed = []

    def killing(process: subprocess.Popen[bytes], content: bytes | str) -> Paper:
        if content == other(2):
            os.kill(process.pid, signal.SIGKILL)
            killed.append(process.pid)
        return exchange(process, content)

    monkeypatch.setattr(module, "_exchange", killing)
    with Opener() as opener:
        stopped = Paper("application/pdf", PaperState.STOPPED, "died")
        assert opener.open(other(2)) == stopped
        assert opener.open(other(3)) == OPENED
        assert opener.open(other(2)) == stopped
        assert len(set(killed)) == 2  # and not once more for what is known


@posix
def test_one_that_eats_memory_is_stopped() -> None:
    with Opener(memory=256 << 20) as opener:
        eater = made.plain_image("PNG", (9000, 9000), "RGB")  # 324 million bytes of pixels
        assert len(eater) < 1 << 20
        assert opener.open(eater) == Paper("image/png", PaperState.STOPPED, "memory")
        assert opener.open(made.GOOD) == OPENED


@posix
def test_too_little_memory_is_no_damage() -> None:
    """libjpeg says the same of both."""
    with Opener(memory=256 << 20) as opener:
        eater = made.plain_image("JPEG", (9000, 9000), "RGB", progressive=True)
        assert opener.open(eater).state in {PaperState.TOO_LARGE, PaperState.STOPPED}


def test_a_process_that_does_not_start_stops_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Opener() as opener:
        for number in range(2):
            paper = opener.open(other(number))
            assert paper == Paper("application/pdf", PaperState.STOPPED, "not_started")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0",
        b"\xff\xff\xff\xff",
        b"\2\0\0\0{}",
        b"\4\0\0\0null",
        b"\x11\0\0\0" + b'{"state": "odd" }',
        b"\x2c\0\0\0" + b'{"state": "opened", "media": "", "more": 1} ',
    ],
)
def test_what_is_no_answer_is_not_believed(
    answer: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "python"
    words = f"import sys; sys.stdout.buffer.write(b'\\n' + {answer!r})"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{words}"\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    with Opener() as opener:
        assert opener.open(made.GOOD) == Paper("application/pdf", PaperState.STOPPED, "died")


class Counting:
    """Counts what is really opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened = 0
        self._exchange = module._exchange
        monkeypatch.setattr(module, "_exchange", self)

    def __call__(self, process: subprocess.Popen[bytes], content: bytes | str) -> Paper:
        self.opened += 1
        return self._exchange(process, content)


def test_one_content_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting(monkeypatch)
    path = tmp_path / "a.pdf"
    path.write_bytes(other(1))
    with Opener() as opener:
        for _ in range(5):
            assert opener.open(str(path), sha256="1" * 64) == OPENED
        assert counting.opened == 1
        for number in range(5):
            assert opener.open(other(2), sha256="2" * 64) == OPENED, number
        assert counting.opened == 2


def test_without_a_digest_it_is_opened_twice_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting(monkeypatch)
    digest = module._digest
    digests: list[str] = []

    def counted(content: bytes | str) -> str:
        digests.append(digest(content))
        return digests[-1]

    monkeypatch.setattr(module, "_digest", counted)
    with Opener() as opener:
        opener.open(other(1))
        assert not digests  # nothing else was as long
        for _ in range(5):
            assert opener.open(other(1)) == OPENED
        assert counting.opened == 2
        assert opener.open(other(1)[:-8] + b"12345678").state is PaperState.CUT_SHORT
        assert counting.opened == 3  # as long, and another


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_KEPT", 4)
    with Opener() as opener:
        for number in range(20):
            opener.open(made.GOOD, sha256=str(number))
            opener.open(b"x" * number)
        assert len(opener._kept) <= 4
        assert len(opener._lengths) <= 4


@posix
def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    """Killed, so that it cannot tell anybody."""
    words = (
        "import sys; from validator.inspect.opener import Opener; opener = Opener();"
        "opener.open(b'%PDF-1.4'); print(opener._process.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    assert gone(child)


def served(request: bytes, seconds: float = 60) -> subprocess.CompletedProcess[bytes]:
    """What the process does with this on its standard input, and then its end."""
    command = [sys.executable, "-m", opening.__name__, str(seconds), str(1 << 30)]
    return subprocess.run(command, input=request, capture_output=True, check=False)


def request(content: bytes) -> bytes:
    return b"b" + len(content).to_bytes(8, "little") + content


def test_it_answers_in_turn_and_ends_with_its_input() -> None:
    done = served(request(made.GOOD) + request(b"text"))
    assert (done.returncode, done.stderr) == (0, b"")
    answers, at = [], 1
    while at < len(done.stdout):
        length = int.from_bytes(done.stdout[at : at + 4], "little")
        answers.append(json.loads(done.stdout[at + 4 : at + 4 + length]))
        at += 4 + length
    assert done.stdout[:1] == b"\n"
    assert [answer["state"] for answer in answers] == ["opened", "not_opened"]


def test_it_gives_up_a_paper_even_if_nobody_stops_it() -> None:
    done = served(request(slow()), seconds=0.5)
    assert done.returncode != 0
    assert done.stdout == b"\n"


@posix
def test_an_interrupt_is_not_its_business() -> None:
    with Opener() as opener:
        opener.open(other(1))
        pid = process_of(opener).pid
        os.kill(pid, signal.SIGINT)
        assert opener.open(other(2)) == OPENED
        assert process_of(opener).pid == pid


def test_after_an_interrupt_no_answer_goes_to_another_paper(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = opening.read_exactly

    def interrupted(pipe: Any, length: int) -> bytes:
        if length == 4:
            monkeypatch.setattr(opening, "read_exactly", read)
            raise KeyboardInterrupt
        return read(pipe, length)

    with Opener() as opener:
        opener.open(other(1))
        monkeypatch.setattr(opening, "read_exactly", interrupted)
        with pytest.raises(KeyboardInterrupt):
            opener.open(made.image("PNG"))
        assert opener.open(other(2)) == OPENED


def test_modules_are_not_taken_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be an applicant's."""
    for name in ("pikepdf", "PIL", "json", "validator"):
        (tmp_path / f"{name}.py").write_text("import os; os.abort()", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    with Opener() as opener:
        assert opener.open(made.GOOD) == OPENED


def test_threads_take_turns(shared: Opener) -> None:
    with ThreadPoolExecutor(8) as pool:
        pages = [made.one_page() if number % 2 else made.image("PNG") for number in range(60)]
        found = list(pool.map(shared.open, pages, map(str, range(60))))
    assert [bool(paper.pages) for paper in found] == [bool(number % 2) for number in range(60)]


def _in_worker(data: bytes) -> Paper:
    with Opener() as opener:
        return opener.open(data)


def test_a_worker_process_can_have_one() -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        assert pool.submit(_in_worker, made.GOOD).result() == OPENED
    with get_context("spawn").Pool(1) as workers:  # daemons, which may have no workers themselves
        assert workers.apply(_in_worker, (made.GOOD,)) == OPENED
