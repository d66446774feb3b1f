"""What a store and a cluster cost, and what they lose: `python -m tests.benchmarks.cluster`.

A store that speaks S3 (`swift.py` says what it needs), a scheduler and workers run on this machine.
So many small applications, zipped, are checked from files, from the store and by the cluster; told
are seconds, processor time a bundle by who spent it, and peaks of memory. Then workers are killed
at random while a run is on, a name ends whichever worker takes it, and the scheduler is killed:
each report has to have the bytes of a run that nobody struck. `--measure` leaves the blows out.
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Final

import obstore

from tests.batch.works import Deadly
from tests.benchmarks.swift import BUCKET, serving
from tests.project import COMMAND, ROOT, SERVICES
from validator.batch.cluster import answer_on_cluster
from validator.bundle.objects import opened
from validator.cli import codes

SAMPLE: Final = SERVICES / "bundles" / "grant-in-order"
OPTIONS: Final = ("--specs", str(SERVICES / "specs"), "--documents", "head", "--quiet")
TICK: Final = os.sysconf("SC_CLK_TCK")
DASK: Final = {
    "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    "PYTHONPATH": str(ROOT),
}
_PATIENCE: Final = 1800.0


@dataclass(slots=True)
class Watched:
    """Processes by what they are, their peaks of memory in MiB and what they have computed."""

    roots: dict[str, list[int]]
    peaks: dict[str, float] = field(default_factory=dict)

    def look(self) -> None:
        for name, pids in self.roots.items():
            for pid in pids:
                self.peaks[name] = max(self.peaks.get(name, 0.0), _resident(pid))
                for each in below(pid):
                    kind = f"{name}'s process"
                    self.peaks[kind] = max(self.peaks.get(kind, 0.0), _resident(each))

    def seconds(self) -> dict[str, float]:
        """Of processor time, with that of the processes below, be they over or not."""
        return {
            name: sum(_computed(each) for pid in pids for each in (pid, *below(pid)))
            for name, pids in self.roots.items()
        }


def below(pid: int) -> set[int]:
    """The processes that a process has started, and they in turn, as far as they are not over."""
    own = _children(pid)
    return own.union(*map(below, own))


def _children(pid: int) -> set[int]:
    """What any thread of a process has started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return {int(each) for task in tasks for each in _read(str(task)).split()}


def _resident(pid: int) -> float:
    for line in _read(f"/proc/{pid}/status").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _computed(pid: int) -> float:
    fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICK if fields else 0.0


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except OSError:
        return ""


def bundles(folder: Path, count: int) -> int:
    """So many zips, each of an application of its own; the bytes of them all."""
    text = (SAMPLE / "application.yaml").read_text("utf-8")
    papers = [each for each in SAMPLE.rglob("*") if each.is_file() and each.suffix != ".yaml"]
    total = 0
    for number in range(count):
        data = io.BytesIO()
        own = text.replace(" Example", f" Example-{number}").replace("05-123", f"05-{number:06}")
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("application.yaml", own)
            for each in papers:
                archive.write(each, each.relative_to(SAMPLE).as_posix())
        path = folder / f"{number // 1000:03}" / f"{number:06}.zip"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.getvalue())
        total += len(data.getvalue())
    return total


@contextmanager
def cluster(workers: int) -> Iterator[tuple[str, int, list[int]]]:
    """A scheduler and workers of a thread each: its address, its process and their nannies."""
    with ExitStack() as stack:
        port = _free_port()
        address = f"tcp://127.0.0.1:{port}"
        own = ("--host", "127.0.0.1", "--port", str(port), "--dashboard-address", "127.0.0.1:0")
        scheduler = _dask(stack, "scheduler", *own)
        nannies = [
            _dask(stack, "worker", address, "--nthreads", "1", "--nworkers", "1")
            for _ in range(workers)
        ]
        yield address, scheduler, nannies


def _dask(stack: ExitStack, what: str, *options: str) -> int:
    process = subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=tempfile.gettempdir(),
        env={**os.environ, **DASK},
    )
    stack.callback(process.wait)
    stack.callback(process.send_signal, signal.SIGTERM)
    return process.pid


def _free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def run(
    source: str, target: Path, options: Sequence[str], others: dict[str, list[int]] | None = None
) -> tuple[int, float, dict[str, float], dict[str, float]]:
    """Check; the code, the seconds, processor time by who spent it, and the peaks of memory."""
    watched = Watched(others or {})
    before, began, own = watched.seconds(), time.monotonic(), os.times()
    process = begin(source, target, options)
    watched.roots["client"] = [process.pid]
    while process.poll() is None:
        watched.look()
        time.sleep(0.5)
    seconds, after = time.monotonic() - began, os.times()
    del watched.roots["client"]
    spent = {name: each - before[name] for name, each in watched.seconds().items()}
    spent["client"] = after.children_user + after.children_system
    spent["client"] -= own.children_user + own.children_system
    return process.returncode, seconds, spent, watched.peaks


def begin(source: str, target: Path, options: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a check."""
    return subprocess.Popen(
        [COMMAND, "check", source, *OPTIONS, *options, "-o", f"ndjson={target}"],
        stderr=subprocess.DEVNULL,
    )


def measure(folder: Path, count: int, address: str, pids: dict[str, list[int]]) -> bytes:
    """Print what each way takes; the report of the store, without its totals."""
    store, files = f"s3://{BUCKET}", str(folder / "inbox")
    ways: list[tuple[str, str, Sequence[str], dict[str, list[int]] | None]] = [
        ("files, 1 job", files, ("--jobs", "1"), None),
        ("files, 2 jobs", files, ("--jobs", "2"), None),
        ("store, 1 job", store, ("--jobs", "1"), None),
        ("store, 2 jobs", store, ("--jobs", "2"), None),
        ("store, cluster", store, ("--cluster", address), pids),
        ("store, cluster, again", store, ("--cluster", address), pids),
    ]
    written = {}
    for name, source, options, others in ways:
        target = folder / f"{name}.ndjson"
        code, seconds, spent, peaks = run(source, target, options, others)
        assert code in (codes.OK, codes.FAULTS, codes.UNDETERMINED), (name, code)
        written[name] = target.read_bytes()
        cpu = ", ".join(f"{who} {1000 * each / count:.2f}" for who, each in sorted(spent.items()))
        told = ", ".join(f"{who} {each:.0f}" for who, each in sorted(peaks.items()))
        print(
            f"{name:22} {seconds:6.1f} s {count / seconds:5.0f}/s; CPU ms a bundle: {cpu};"
            f" peak MiB: {told}",
            flush=True,
        )
    assert (
        written["files, 1 job"].replace(files.encode(), store.encode()) == written["store, 1 job"]
    )
    assert len({each for name, each in written.items() if name.startswith("store")}) == 1
    return written["store, 1 job"]


def kill_workers(
    folder: Path, address: str, nannies: Sequence[int], kills: int, random: Random
) -> tuple[bytes, int]:
    """A run on a cluster whose workers are killed at random; its report, and how many were."""
    target, over, killed = folder / "killed.ndjson", Event(), 0

    def strike() -> None:
        nonlocal killed
        while killed < kills and not over.wait(random.uniform(0.5, 4)):
            found = [each for nanny in nannies for each in _workers_of(nanny)]
            if found:
                os.kill(random.choice(found), signal.SIGKILL)
                killed += 1

    process = begin(f"s3://{BUCKET}", target, ("--cluster", address))
    thread = Thread(target=strike)
    thread.start()
    code = process.wait(_PATIENCE)
    over.set()
    thread.join()
    assert code in (codes.OK, codes.FAULTS, codes.UNDETERMINED), code
    return target.read_bytes(), killed


def _workers_of(nanny: int) -> list[int]:
    """The workers of a nanny that have begun; its other child keeps track of what they share."""
    return [each for each in _children(nanny) if b"spawn_main" in _command(each)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def kill_scheduler(folder: Path, workers: int) -> bytes:
    """A run whose scheduler is killed, and that goes on here; its report."""
    target = folder / "orphaned.ndjson"
    part = target.with_name(f"{target.name}.part")
    with cluster(workers) as (address, scheduler, _):
        process = begin(f"s3://{BUCKET}", target, ("--cluster", address))
        while process.poll() is None and not (part.exists() and part.stat().st_size):
            time.sleep(0.2)
        os.kill(scheduler, signal.SIGKILL)
        began, code = time.monotonic(), process.wait(_PATIENCE)
    told = part.read_bytes().count(b"\n")
    print(f"scheduler killed: code {code} after {time.monotonic() - began:.0f} s, {told} told")
    assert code == codes.LOST
    again = ("--resume", str(target), "--jobs", "1")
    subprocess.run(
        [COMMAND, "check", f"s3://{BUCKET}", *OPTIONS, *again],
        check=False,
        stderr=subprocess.DEVNULL,
    )
    return target.read_bytes()


def main() -> None:
    """Measure, strike, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundles", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measure", action="store_true", help="strike nobody")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        folder = Path(scratch)
        (folder / "swift").mkdir()
        size = bundles(folder / "inbox", asked.bundles)
        os.environ.update(stack.enter_context(serving(folder / "swift")))
        store, began = opened(f"s3://{BUCKET}"), time.monotonic()
        for each in sorted((folder / "inbox").rglob("*.zip")):
            obstore.put(store, each.relative_to(folder / "inbox").as_posix(), each.read_bytes())
        print(f"{asked.bundles} zips of {size // asked.bundles} bytes put in", end=" ")
        print(f"{time.monotonic() - began:.0f} s; load {os.getloadavg()[0]:.1f}", flush=True)
        address, scheduler, nannies = stack.enter_context(cluster(asked.workers))
        pids = {"scheduler": [scheduler], "workers": nannies}
        whole = measure(folder, asked.bundles, address, pids)
        if asked.measure:
            return
        found, killed = kill_workers(folder, address, nannies, asked.kills, Random(asked.seed))  # noqa: S311
        print(
            f"{killed} workers killed: {'nothing lost' if found == whole else 'WRONG'}", flush=True
        )
        names = [f"s3://none/{number}" for number in range(20)]
        answers = list(answer_on_cluster(names, Deadly(names[7]), address, seconds=60))
        lost = [name for name, each in zip(names, answers, strict=True) if each != name]
        print(
            f"a bundle that ends its worker: {'it alone is lost' if lost == [names[7]] else lost}"
        )
        whole_again = kill_scheduler(folder, asked.workers)
        print(f"gone on with: {'nothing lost' if whole_again == whole else 'WRONG'}")


if __name__ == "__main__":
    main()
