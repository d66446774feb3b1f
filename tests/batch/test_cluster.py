"""A run on a cluster of Dask: the bytes of a run of one machine; nothing lost, no wrong word taken.

Scheduler and worker are threads of this process. That workers are killed is told by a client that
is none; `tests/benchmarks/cluster.py` kills real ones.
"""

from __future__ import annotations

import json
import pickle
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree
from threading import Thread
from typing import Any, Final
from unittest.mock import Mock

import pytest
from distributed import KilledWorker, LocalCluster

import validator
from tests.batch.works import Echo
from tests.command import call
from tests.project import SERVICES
from validator.batch import chunk, cluster
from validator.batch.chunk import Answered, Work, answer_chunk, identity_of
from validator.batch.cluster import answer_on_cluster
from validator.batch.run import Task
from validator.cli import codes
from validator.engine import Options
from validator.errors import CallError, ClusterLostError, Fault

SAMPLES: Final = sorted((SERVICES / "bundles").iterdir())
SPECS: Final = SERVICES / "specs"
SECONDS: Final = 60
MOMENT: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[LocalCluster]:
    """A scheduler with a worker."""
    options: dict[str, Any] = {"processes": False, "protocol": "tcp", "dashboard_address": ":0"}
    with LocalCluster(n_workers=1, threads_per_worker=1, silence_logs=50, **options) as started:
        yield started


@pytest.fixture
def address(scheduler: LocalCluster) -> str:
    return str(scheduler.scheduler_address)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    for number, sample in enumerate(SAMPLES * 2):
        copytree(sample, folder / f"{number}-{sample.name}")
    return folder


def echoed(words: list[str], address: str, **more: Any) -> list[str]:
    names = [f"s3://b/{each}" for each in words]
    found = answer_on_cluster(names, Echo("-"), address, seconds=SECONDS, **more)
    return [each.replace("s3://b/", "") for each in found]


def test_the_bytes_are_those_of_one_machine(inbox: Path, tmp_path: Path, address: str) -> None:
    options = ("--specs", SPECS, "--documents", "head", "--lang", "en")
    written = []
    for name, more in (("one", ("--jobs", "1")), ("many", ("--cluster", address))):
        path = tmp_path / f"{name}.ndjson"
        found = call("check", inbox, *options, *more, "-o", f"ndjson={path}")
        assert found.returncode == codes.FAULTS, found.stderr
        written.append(path.read_bytes())
    assert written[0] == written[1]


def test_names_come_in_their_order_and_what_ends_a_process_is_blamed(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CHUNK", 3)
    names = [f"{number:03}" for number in range(30)]
    names[7] = "die"
    wanted = [f"-{each}" for each in names]
    wanted[7] = "lost die"
    assert echoed(names, address) == wanted


class Mortal:
    """A client whose workers are killed by some names, and with them what is under way beside."""

    status = "running"

    def __init__(self, *deadly: str) -> None:
        self.deadly = deadly
        self.handed: list[tuple[str, ...]] = []

    def nthreads(self) -> dict[str, int]:
        return {"w": 1}

    def cancel(self, _: object) -> None:
        """Nothing is under way."""

    def run(self, *_: object, **__: object) -> None:
        """There is no worker."""

    def submit(self, _: object, __: bytes, names: tuple[str, ...], **___: object) -> Mortal.Done:
        self.handed.append(names)
        beside = self.handed[-2:] if len(names) > 1 else [names]
        is_killed = any(each in self.deadly for chunk in beside for each in chunk)
        return Mortal.Done(names, is_killed=is_killed)

    class Done:
        status = "finished"

        def __init__(self, names: tuple[str, ...], *, is_killed: bool) -> None:
            self.names, self.is_killed = names, is_killed

        def add_done_callback(self, heard: Callable[[object], None]) -> None:
            heard(self)

        def result(self, timeout: float) -> bytes:
            if self.is_killed:
                raise KilledWorker("chunk", None, timeout)
            return Answered(tuple(f"-{each}" for each in self.names)).packed()


@pytest.mark.parametrize("deadly", [(), ("e",), ("a", "q"), ("i", "j")])
def test_what_ends_workers_is_set_apart_and_its_neighbours_are_not(
    deadly: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CHUNK", 4)
    names = [*"abcdefghijklmnopq"]
    client = Mortal(*deadly)
    assert list(run_of(client).answers(names)) == [
        f"lost {each}" if each in deadly else f"-{each}" for each in names
    ]
    for each in deadly:
        assert (each,) in client.handed


def test_an_end_that_is_asked_for_ends_it(address: str) -> None:
    assert echoed(["a", "b"], address, is_to_end=lambda: True) == []


def test_a_scheduler_that_has_gone_ends_the_run_and_it_can_go_on(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, whole = tmp_path / "r.ndjson", tmp_path / "whole.ndjson"
    options = ("--specs", SPECS, "--documents", "head", "--lang", "en")
    call("check", inbox, *options, "-o", f"ndjson={whole}")
    lines = whole.read_bytes().splitlines(keepends=True)

    def gone(names: list[str], job: Any, address: str, **_: Any) -> Iterator[Any]:
        answer = job()
        yield from map(answer, names[:2])
        raise ClusterLostError([Fault(cluster.CLUSTER_LOST(address=address))])

    with monkeypatch.context() as patch:
        patch.setattr(cluster, "answer_on_cluster", gone)
        found = call("check", inbox, *options, "--cluster", "tcp://x:1", "-o", f"ndjson={target}")
    assert found.returncode == codes.LOST
    assert "The cluster at tcp://x:1 has gone" in found.stderr
    assert f"--resume {target}" in found.stderr
    assert Path(f"{target}.part").read_bytes() == b"".join(lines[:2])
    assert call("check", inbox, *options, "--resume", target).returncode == codes.FAULTS
    assert target.read_bytes() == whole.read_bytes()


class Silent:
    """A client and a future of a scheduler that says nothing."""

    def __init__(self, status: str) -> None:
        self.status = status

    def add_done_callback(self, _: object) -> None:
        """It never is."""

    def done(self) -> bool:
        return False


def run_of(client: Any) -> cluster._Run:
    return cluster._Run(client, "tcp://x:1", Work(Echo(), Path(), {}, SECONDS), bool)


@pytest.mark.parametrize("status", ["closed", "closing"])
def test_a_client_that_is_closed_waits_for_nothing(status: str) -> None:
    with pytest.raises(ClusterLostError, match=r"tcp://x:1 has gone"):
        run_of(Silent(status))._wait(Silent("pending"))


@pytest.mark.parametrize("status", ["lost", "cancelled"])
def test_what_a_scheduler_has_forgotten_is_handed_out_anew_and_not_for_ever(
    status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_WAIT_SECONDS", 0.01)

    class Forgetful(Silent):
        handed = 0

        def submit(self, *_: Any, **__: Any) -> Silent:
            self.handed += 1
            return Forgotten(status)

    class Forgotten(Silent):
        def result(self, timeout: float) -> None:
            raise KeyError(timeout)

    client = Forgetful("running")
    with pytest.raises(ClusterLostError):
        run_of(client)._result(("a",), Forgotten(status))
    assert client.handed == cluster._TRIES


# ------------------------------------------------------------------------- what workers refuse


def answered(work: Work, *names: str) -> Answered:
    chunk._understood.cache_clear()
    try:
        return Answered.unpacked(answer_chunk(work.packed(), names))
    finally:
        chunk.end_idle(work.packed())


def work_of(job: chunk.Job, **differing: Any) -> Work:
    return Work(job, Path("/specs"), {**identity_of(job), **differing}, SECONDS)


@pytest.mark.parametrize(
    ("differing", "told"),
    [
        ({"python": [2, 7]}, ("python",)),
        ({"code": "0" * 64}, ("code",)),
        ({"versions": {"tzdata": "1"}}, None),
        ({"word": "other"}, ("word",)),
    ],
)
def test_a_worker_that_is_not_as_the_client_answers_nothing(
    differing: dict[str, Any], told: tuple[str, ...] | None
) -> None:
    found = answered(work_of(Echo(), **differing), "/")
    assert found.answers == ()
    assert found.differs == told or (told is None and "tzdata" in found.differs)


def test_clients_that_share_a_worker_keep_their_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunk, "Ready", Mock(side_effect=lambda *_: Mock()))
    idle, work = chunk._Idle(), work_of(Echo())

    def took(name: bytes) -> Any:
        with idle.taken(name, work) as ready:
            return ready

    first, second = took(b"1"), took(b"2")
    assert (took(b"1"), took(b"2")) == (first, second)
    idle.end(b"1")
    first.end.assert_called_once_with()
    assert took(b"2") is second
    for number in range(chunk._CLIENTS):  # of those that have gone unseen none stays for ever
        took(b"other %d" % number)
    second.end.assert_called_once_with()


def test_a_worker_without_the_shared_drive_answers_nothing(tmp_path: Path) -> None:
    absent = str(tmp_path / "absent")
    assert answered(work_of(Echo()), absent).differs == (absent,)


def test_a_worker_takes_the_specs_that_came_with_it() -> None:
    theirs, other, here = Path("/theirs"), Path("/other"), validator.default_specs()
    task = Task(theirs, None, Options(MOMENT), (), opens=False)
    assert task.moved(theirs, here).specs == here
    assert task.moved(other, here).specs == theirs


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answered(differs=("tzdata", "specs"), worker="w:1"), r"w:1 is not .* tzdata and specs"),
        (Answered(is_daemon=True, worker="w:1"), r"w:1 may not start processes"),
    ],
)
def test_a_refusal_ends_the_run(answer: Answered, words: str) -> None:
    with pytest.raises(CallError, match=words):
        list(run_of(None)._checked(answer))


# ------------------------------------------------------------------------------ wrong calls


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("samples", "--cluster", "tcp://x:1"), "samples hangs on where this process is"),
        (("/", "--cluster", "tcp://x:1", "--jobs", "2"), "--jobs is for this computer"),
        ((str(SAMPLES[0]), "--cluster", "nonsense://x:1"), "no scheduler of Dask at nonsense://x:"),
        ((str(SAMPLES[0]), "--cluster", "tcp://"), "no scheduler of Dask at tcp://;"),
        ((str(SAMPLES[0]), "--cluster", "tls://me:secret@h:1"), "no scheduler of Dask at h:1;"),
    ],
)
def test_a_call_that_no_cluster_can_meet_is_wrong(args: tuple[str, ...], words: str) -> None:
    found = call("check", *args, "--documents", "head", "--lang", "en")
    assert found.returncode == codes.USAGE
    assert words in found.stderr


def test_what_is_no_scheduler_is_told_whatever_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)

        def answer() -> None:
            with suppress(OSError):
                while True:
                    with server.accept()[0] as asked:
                        asked.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        Thread(target=answer, daemon=True).start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1)
        with pytest.raises(CallError, match=f"no scheduler of Dask at {address}"):
            echoed(["a"], address)


def test_two_editions_are_held_against_each_other_on_a_cluster(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = []

    def elsewhere(names: list[str], job: Any, address: str, **_: Any) -> Iterator[Any]:
        handed.append(address)
        return map(pickle.loads(pickle.dumps(job))(), names)  # noqa: S301  # our own

    monkeypatch.setattr(cluster, "answer_on_cluster", elsewhere)
    of = ("spec", "diff", "1", "2", "--specs", SPECS, "--bundles", inbox, "--format", "json")
    here, there = call(*of), call(*of, "--cluster", "tcp://x:1")
    assert sum(json.loads(here.stdout)["impact"]["unchanged"].values()) > 0
    assert (there.returncode, there.stdout) == (here.returncode, here.stdout)
    assert handed == ["tcp://x:1"]
