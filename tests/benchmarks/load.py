"""How many checks a server answers, and what it keeps of them: `python -m tests.benchmarks.load`.

Several callers send the same application over loopback, each waiting for its answer. A tenth of the
requests goes before, so that memory is compared of a server that is warm.
"""

from __future__ import annotations

import argparse
import http.client
import signal
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.project import SAMPLES
from tests.web.made import below, started, zipped


def main() -> None:
    """Print requests a second, how many were lost, and memory after as ratio of that before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--callers", type=int, default=8)
    parser.add_argument("--sample", default="clinic-draft", help="a folder of samples/")
    told = parser.parse_args()
    data = zipped(SAMPLES / told.sample)
    with tempfile.TemporaryDirectory() as folder:
        process, address, _ = started(Path(folder))
        with process:
            try:
                asked(address, data, told.requests // 10, told.callers)
                before, began, at = memory(process.pid), time.monotonic(), cpu(process.pid)
                lost, slowest = asked(address, data, told.requests, told.callers)
                seconds, spent = time.monotonic() - began, cpu(process.pid) - at
                after = memory(process.pid)
            finally:
                process.send_signal(signal.SIGTERM)
    print(f"requests               {told.requests} of {len(data):,} bytes, {told.callers} at once")
    print(f"a second               {told.requests / seconds:.0f}")
    print(f"CPU a request          {1000 * spent / told.requests:.1f} ms")
    print(f"slowest                {slowest:.2f} s")
    print(f"lost                   {lost}")
    print(f"memory before          {before >> 20} MiB")
    print(f"memory after/before    {after / before:.2f}")


def asked(address: tuple[str, int], data: bytes, requests: int, callers: int) -> tuple[int, float]:
    """How many requests had no verdict, and the seconds of the slowest one."""
    shares = [requests // callers + (each < requests % callers) for each in range(callers)]
    with ThreadPoolExecutor(callers) as threads:
        found = list(threads.map(lambda share: _in_turn(address, data, share), shares))
    return sum(lost for lost, _ in found), max(slowest for _, slowest in found)


def _in_turn(address: tuple[str, int], data: bytes, count: int) -> tuple[int, float]:
    connection = http.client.HTTPConnection(*address, timeout=120)
    lost, slowest = 0, 0.0
    for _ in range(count):
        began = time.monotonic()
        headers = {"content-type": "application/zip"}
        connection.request("POST", "/api/v1/check", data, headers)
        answer = connection.getresponse()
        lost += answer.status != http.HTTPStatus.OK or b'"verdict"' not in answer.read()
        slowest = max(slowest, time.monotonic() - began)
    connection.close()
    return lost, slowest


def memory(pid: int) -> int:
    """Bytes that a process and those below it hold, what they share counted in shares."""
    return sum(_kibibytes(each) for each in (pid, *below(pid))) << 10


def _kibibytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def cpu(pid: int) -> float:
    """Seconds that a process and those below it have computed."""
    ticks = 0
    for each in (pid, *below(pid)):
        fields = Path(f"/proc/{each}/stat").read_text("utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / 100


if __name__ == "__main__":
    main()
