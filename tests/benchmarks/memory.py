"""How memory grows with the inbox: `python -m tests.benchmarks.memory [COUNT…]`.

So many small bundles lie in one folder. Printed are the peak of memory of the run itself and of the
largest of its workers, in MiB, how many times that of the first count it is, and the seconds of
processor time. Each bundle is of a person of its own, so that what is kept by person would show.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.project import COMMAND, SERVICES

COUNTS: Final = (1_000, 10_000, 100_000)
AT_MOST: Final = 1.2
JOBS: Final = 2
_SAMPLE: Final = SERVICES / "bundles" / "grant-in-order" / "application.yaml"


def fill(folder: Path, count: int) -> None:
    """So many bundles, each a manifest alone."""
    text = _SAMPLE.read_text("utf-8")
    for number in range(count):
        bundle = folder / f"{number // 1000:03}" / f"application-{number:06}"
        bundle.mkdir(parents=True)
        own = text.replace(" Example", f" Example-{number}").replace("05-123", f"05-{number:06}")
        (bundle / "application.yaml").write_text(own, "utf-8")


def peaks(process: int, known: dict[int, float]) -> None:
    """Keep the peak of memory in MiB of a process and of those that it started."""
    for each in (process, *map(int, _read(f"/proc/{process}/task/{process}/children").split())):
        for line in _read(f"/proc/{each}/status").splitlines():
            if line.startswith("VmHWM:"):
                known[each] = max(known.get(each, 0.0), int(line.split()[1]) / 1024)


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except OSError:
        return ""


def measure(count: int) -> tuple[float, float, float]:
    """Peaks of the run and of a worker, and the processor time of them all."""
    with tempfile.TemporaryDirectory() as scratch:
        inbox = Path(scratch, "inbox")
        fill(inbox, count)
        before = os.times()
        run = subprocess.Popen(
            [
                *(COMMAND, "check", inbox, "--specs", SERVICES / "specs", "--documents", "head"),
                *("--jobs", str(JOBS), "-o", f"ndjson={Path(scratch, 'reports.ndjson')}"),
            ],
            stderr=subprocess.DEVNULL,
        )
        known: dict[int, float] = {}
        while run.poll() is None:
            peaks(run.pid, known)
            time.sleep(0.1)
        after = os.times()
        assert run.returncode in (0, 1, 5), run.returncode
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    return known.pop(run.pid), max(known.values()), spent


def main() -> int:
    """Measure and print; 1 where memory grows by more than it may."""
    first: tuple[float, float] | None = None
    grows = False
    for count in map(int, sys.argv[1:]) if sys.argv[1:] else COUNTS:
        run, worker, spent = measure(count)
        first = first or (run, worker)
        ratios = run / first[0], worker / first[1]
        grows = grows or max(ratios) > AT_MOST
        print(
            f"{count:7} bundles: run {run:.1f} MiB ({ratios[0]:.2f}), worker {worker:.1f} MiB"
            f" ({ratios[1]:.2f}), {spent:.0f} s",
            flush=True,
        )
    return int(grows)


if __name__ == "__main__":
    raise SystemExit(main())
