"""A run is struck at random moments and gone on with: `python -m tests.kills --count 100 --seed 1`.

It is killed, asked to end, loses a worker, or finds the disk full. In the end every bundle has to
be told exactly once, with the bytes of a run that nobody struck; no process may be left, nothing
but the report may lie in its folder, and until it is whole the report of before has to stay.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import secrets
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import copytree
from typing import Final

from tests.project import COMMAND, SERVICES
from validator.batch.part import PART, beside

WAYS: Final = ("kill", "terminate", "interrupt", "worker", "full")
BUNDLES: Final = 90
_OLD: Final = b'{"summary":{"bundles":0,"skipped":[]}}\n'
"""The report of the night before."""
_PATIENCE: Final = 120.0
_BEFORE_US: Final = "Fatal Python error: init"
"""How Python ends where it is interrupted before any line of ours has run."""
_SIGNALS: Final = {
    "kill": signal.SIGKILL,
    "terminate": signal.SIGTERM,
    "interrupt": signal.SIGINT,
}


@dataclass(frozen=True, slots=True)
class Moment:
    """When and how a run is struck.

    Attributes:
        done: how much of the report is written by then, at least, as a share.
        after: seconds after that.
    """

    way: str
    jobs: int
    done: float
    after: float

    @property
    def documents(self) -> str:
        """What is done with papers: they are opened, in one more process, where one works alone."""
        return "open" if self.jobs == 1 else "head"

    @property
    def codes(self) -> tuple[int, ...]:
        """How a run that is struck so may end: a late blow finds it at its end."""
        struck = {"kill": (-9,), "terminate": (143, -15), "interrupt": (130, -2), "full": (2,)}
        return *struck.get(self.way, ()), 1


def moments(random: Random, count: int) -> Iterator[Moment]:
    """So many, every way as often as any other one."""
    for number in range(count):
        share = random.choice((0.0, random.random()))
        yield Moment(WAYS[number % len(WAYS)], random.randint(1, 2), share, random.random() / 20)


class Inbox:
    """A folder of bundles, and what a run makes of them that nobody strikes."""

    def __init__(self, folder: Path, bundles: int = BUNDLES) -> None:
        """Fill it."""
        self.folder = folder / "inbox"
        samples = sorted((SERVICES / "bundles").iterdir())
        for number in range(bundles):
            sample = samples[number % len(samples)]
            copytree(sample, self.folder / f"{number:04}-{sample.name}")
        self.whole: dict[str, bytes] = {}
        for documents in ("open", "head"):
            whole = folder / f"{documents}.ndjson"
            code, said = _ended(self.begin(f"-ondjson={whole}", "--documents", documents))
            assert code == 1, said
            self.whole[documents] = whole.read_bytes()
            lines = self.whole[documents].splitlines()[:-1]
            names = [json.loads(line)["bundle"]["name"] for line in lines]
            assert len(set(names)) == len(names) == bundles

    def begin(self, *options: str, token: str = "", most: int = -1) -> subprocess.Popen[bytes]:
        """Start a run; `most` bytes is how long a file of its may become."""
        run = subprocess.Popen(
            [COMMAND, "check", self.folder, "--specs", SERVICES / "specs", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, "KILLS": token, "LC_ALL": "C.UTF-8"},
        )
        resource.prlimit(run.pid, resource.RLIMIT_FSIZE, (most, most))
        return run


def strike(inbox: Inbox, folder: Path, moment: Moment) -> str:
    """Strike one run and go on with it; gives what became of it, or what went wrong."""
    target, token = folder / "report.ndjson", secrets.token_hex(8)
    target.write_bytes(_OLD)
    whole = inbox.whole[moment.documents]
    papers = ("--documents", moment.documents)
    options = (f"-ondjson={target}", "--jobs", str(moment.jobs), *papers)
    most = int(len(whole) * moment.done) if moment.way == "full" else -1
    run = inbox.begin(*options, token=token, most=most)
    if moment.way != "full":
        _wait(run, beside(target, PART), int(len(whole) * moment.done), moment.after)
        _hit(run, moment.way)
    code, said = _ended(run)
    left = [f"process {each} is left" for each in processes(token)]
    if faults := [*left, *_faults(whole, target, moment, code, said)]:
        return f"{moment}: {faults}: {said}"
    if target.read_bytes() == whole:
        return "was whole before"
    jobs = ("--jobs", str(3 - moment.jobs))
    again = inbox.begin("--resume", str(target), *jobs, *papers, token=token)
    code, said = _ended(again)
    became = "gone on with"
    if code == 2 and target.read_bytes() == _OLD and not beside(target, PART).exists():
        code, said = _ended(inbox.begin(*options, token=token))  # it was struck before it had begun
        became = "begun anew"
    if code != 1 or target.read_bytes() != whole:
        return f"{moment}: not whole, {code}: {said}"
    there = sorted(each.name for each in folder.iterdir())
    return became if there == [target.name] else f"{moment}: left behind {there}"


def _faults(whole: bytes, target: Path, moment: Moment, code: int, said: str) -> Iterator[str]:
    """What is wrong with a run that was struck."""
    if code not in moment.codes:
        yield f"code {code}"
    has_begun = code != -signal.SIGINT and not said.startswith(_BEFORE_US)
    if ("Traceback" in said or "Warning" in said) and has_begun:
        yield "words of Python's"
    there = target.read_bytes()
    partial = there.endswith(b'"partial":true}}\n')
    if code in (-signal.SIGINT, -signal.SIGTERM) and there != _OLD:
        yield "ended as if it had not begun yet"
    if partial != (code in (130, 143) and "--resume" in said):
        yield "what it says of being partial is not what is"
    begins = whole.startswith(there[: there.rindex(b'{"summary"')])
    if there not in (_OLD, whole) and not (partial and begins):
        yield "neither the old report nor the new one"


def _wait(run: subprocess.Popen[bytes], part: Path, length: int, seconds: float) -> None:
    """Until so much is written, or the run ends, and some time more."""
    until = time.monotonic() + _PATIENCE
    while length and run.poll() is None and time.monotonic() < until:
        if part.exists() and part.stat().st_size >= length:
            break
        time.sleep(0.002)
    time.sleep(seconds if length else seconds * 40)


def _hit(run: subprocess.Popen[bytes], way: str) -> None:
    if way != "worker":
        run.send_signal(_SIGNALS[way])
        return
    for process in _children(run.pid):
        if b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes():
            os.kill(process, signal.SIGKILL)
            return


def _children(process: int) -> list[int]:
    try:
        return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))
    except OSError:
        return []


def processes(token: str) -> Iterator[int]:
    """The processes of a run that are still there after some seconds."""
    mark = f"KILLS={token}".encode()
    until = time.monotonic() + 10
    found = [0]
    while found and time.monotonic() < until:
        found = []
        for each in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (each / "environ").read_bytes():
                    found.append(int(each.name))
            except OSError:
                continue
        time.sleep(0.05)
    yield from found


def _ended(run: subprocess.Popen[bytes]) -> tuple[int, str]:
    _, said = run.communicate(timeout=_PATIENCE)
    return run.returncode, said.decode()


def main() -> int:
    """Strike, and print what became of the runs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    # What runs in the background was told to ignore it, and so would be the runs that are struck.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    became: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        inbox = Inbox(Path(scratch))
        drawn = moments(Random(asked.seed), asked.count)  # noqa: S311  # nothing is secret
        for number, moment in enumerate(drawn):
            folder = Path(scratch, str(number))
            folder.mkdir()
            found = strike(inbox, folder, moment)
            known = found in ("was whole before", "gone on with", "begun anew")
            became[moment.way, found if known else "WRONG"] += 1
            if not known:
                print(found, flush=True)
    for (way, what), count in sorted(became.items()):
        print(f"{way:10} {what:17} {count}")
    wrong = sum(count for (_, what), count in became.items() if what == "WRONG")
    print(f"{asked.count} moments, seed {asked.seed}: {wrong} went wrong")
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
