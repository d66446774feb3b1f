"""Worker processes: every name is answered once and in order, whatever becomes of a worker."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.works import echo, end, work_as_named
from tests.kills import processes
from tests.project import ROOT
from validator.batch.pool import Lost, NoWorkersError, answers_of
from validator.batch.worker import Worker
from validator.errors import CallError

NAMES = [str(number) for number in range(60)]


def _answers(names: list[str], jobs: int = 2, seconds: float = 20) -> list[tuple[str, str | Lost]]:
    return list(answers_of(names, work_as_named, jobs=jobs, seconds=seconds))


def test_answers_come_in_the_order_of_names_once_each() -> None:
    names = [f"n{number}" for number in range(1000)]  # more than the window

    assert list(answers_of(names, echo, jobs=3, seconds=20)) == [(n, n.upper()) for n in names]


def test_no_name_no_answer() -> None:
    assert _answers([]) == []


@pytest.mark.parametrize("fatal", ["die", "exit"])
def test_a_name_that_ends_its_worker_is_the_only_one_lost(fatal: str) -> None:
    names = [*NAMES[:20], fatal, *NAMES[20:]]

    found = _answers(names)

    assert found == [(name, Lost(late=False) if name == fatal else name) for name in names]


def test_several_that_end_their_workers_are_the_only_ones_lost() -> None:
    names = ["die", *NAMES[:10], "die", "die", "exit", *NAMES[10:20], "die"]

    found = _answers(names)

    assert [answer for _, answer in found if isinstance(answer, str)] == NAMES[:20]
    assert [name for name, answer in found if answer == Lost(late=False)] == [
        *("die", "die", "die", "exit", "die")
    ]


def test_a_name_that_hangs_is_stopped_and_the_only_one_lost() -> None:
    names = [*NAMES[:20], "hang", *NAMES[20:]]

    found = _answers(names, seconds=3)

    assert found == [(name, Lost(late=True) if name == "hang" else name) for name in names]


def test_a_worker_that_is_kept_waiting_from_outside_costs_nothing(tmp_path: Path) -> None:
    names = [*NAMES[:20], f"hang once:{tmp_path / 'late'}", *NAMES[20:]]

    assert _answers(names, seconds=3) == [(name, name) for name in names]


def test_a_worker_that_is_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    names = [*NAMES[:20], f"die once:{tmp_path / 'dead'}", *NAMES[20:]]

    assert _answers(names) == [(name, name) for name in names]


def test_what_the_work_raises_comes_in_its_turn() -> None:
    answers = answers_of([*NAMES[:5], "raise", *NAMES[5:]], work_as_named, jobs=2, seconds=20)

    assert [next(answers) for _ in range(5)] == [(name, name) for name in NAMES[:5]]
    with pytest.raises(CallError):
        next(answers)


def test_workers_that_do_not_start_are_told() -> None:
    with pytest.raises(NoWorkersError):
        list(answers_of(NAMES, end, jobs=2, seconds=20))


def test_what_asks_a_whole_group_to_end_ends_no_worker() -> None:
    names = [*NAMES[:5], "end", *NAMES[5:]]

    assert _answers(names) == [(name, name) for name in names]


def test_an_end_waits_for_nobody() -> None:
    seen: list[str] = []
    names = [*NAMES[:3], "hang", *NAMES[3:]]

    answers = answers_of(
        names, work_as_named, jobs=2, seconds=600, is_to_end=lambda: len(seen) == 3
    )
    for name, _ in answers:
        seen.append(name)

    assert seen == NAMES[:3]


@pytest.mark.parametrize("can", [0, 1])
def test_as_many_start_as_can(monkeypatch: pytest.MonkeyPatch, can: int) -> None:
    start, left = Worker.__init__, can

    def starts(self: Worker, work: object) -> None:
        nonlocal left
        if left == 0:
            raise BlockingIOError
        left -= 1
        start(self, work)  # type: ignore[arg-type]

    monkeypatch.setattr(Worker, "__init__", starts)

    if can:
        assert _answers(NAMES, jobs=3) == [(name, name) for name in NAMES]
    with pytest.raises(NoWorkersError):
        _answers(NAMES, jobs=3)


_PARENT = """
from tests.batch.works import work_as_named
from validator.batch.pool import answers_of
if __name__ == "__main__":
    for name, _ in answers_of(["a", "hang", "b", "hang"], work_as_named, jobs=2, seconds=600):
        print(name, flush=True)
"""


def test_workers_end_with_their_parent_whatever_they_are_at(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT, encoding="utf-8")
    token = tmp_path.name
    run = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        env={**os.environ, "KILLS": token, "PYTHONPATH": str(ROOT)},
    )
    assert run.stdout is not None
    assert run.stdout.readline() == b"a\n"
    run.kill()
    run.communicate()

    assert list(processes(token)) == []


def test_names_are_asked_for_as_they_are_needed() -> None:
    asked = 0

    def names() -> Iterator[str]:
        nonlocal asked
        for number in range(100_000):
            asked += 1
            yield str(number)

    answers = answers_of(names(), echo, jobs=2, seconds=20)
    first = next(answers)
    answers.close()  # type: ignore[attr-defined]  # it is a generator

    assert first == ("0", "0")
    assert asked < 1000
