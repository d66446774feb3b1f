"""Several processes: the same bytes as one, and a bundle that stalls or kills one is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from shutil import copytree

import pytest

from tests.batch.fatal import Fatal
from tests.command import call
from tests.project import ROOT
from validator.batch.run import Shape, Task, answer_in_processes, write_answers
from validator.bundle import find_bundles
from validator.engine import Options
from validator.output.table import FORMATS, Told
from validator.output.view import View

SERVICES = ROOT / "tests" / "services"
BUNDLES = sorted(find_bundles(str(SERVICES / "bundles")).bundles)


def _task(kind: type[Task], *formats: str) -> Task:
    shapes = tuple(Shape(each, View("en")) for each in formats)
    options = Options(datetime(2026, 11, 22, 12, tzinfo=UTC))
    return kind(SERVICES / "specs", None, options, shapes, opens=False)


def test_any_number_of_processes_writes_the_same(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    for number in range(2):
        for each in BUNDLES:
            copytree(each, inbox / f"{Path(each).name}-{number}")
    (inbox / "broken").mkdir()
    (inbox / "broken" / "application.yaml").write_bytes(b"a: [")

    def written(jobs: int) -> dict[str, bytes]:
        folder = tmp_path / str(jobs)
        folder.mkdir()
        outputs = [f"-o{each}={folder / each}" for each in FORMATS[Told.REPORTS]]
        found = call(
            *("check", inbox, "--specs", SERVICES / "specs", "--jobs", str(jobs)),
            *("--lang", "en", *outputs),
        )
        assert found.returncode == 1
        return {
            each.relative_to(folder).as_posix(): each.read_bytes()
            for each in sorted(folder.rglob("*"))
            if each.is_file()
        }

    one = written(1)

    assert written(2) == one
    assert written(3) == one


def test_a_bundle_that_ends_or_stalls_its_process_is_undetermined_and_named() -> None:
    names = [*BUNDLES[:2], "fatal", "stalls", *BUNDLES[2:]]
    task, file = _task(Fatal, "json"), BytesIO()

    answers = answer_in_processes(names, task, jobs=2, seconds=5)
    write_answers(answers, task.shapes, [file])

    reports = json.loads(file.getvalue())["reports"]
    assert [each["bundle"]["name"] for each in reports] == names
    told = {each["bundle"]["name"]: each["problems"] for each in reports[2:4]}
    assert [each["id"] for each in told["fatal"]] == ["bundle_fatal"]
    assert [each["id"] for each in told["stalls"]] == ["bundle_late"]
    assert "5 seconds" in told["stalls"][0]["text"]
    assert [each["verdict"] for each in reports[2:4]] == ["undetermined"] * 2
    alone = answer_in_processes(BUNDLES, _task(Task, "json"), jobs=1, seconds=60)
    assert [json.loads(each.parts[0]) for each in alone] == [*reports[:2], *reports[4:]]


def test_a_wrong_call_for_one_bundle_is_a_wrong_call() -> None:
    found = call(
        *("check", SERVICES / "bundles", "--specs", SERVICES / "specs", "--jobs", "2"),
        *("--edition", "none", "--lang", "en"),
    )

    assert found.returncode == 2
    assert "none" in found.stderr


@pytest.mark.parametrize("jobs", ["0", "61", "many"])
def test_a_number_of_jobs_that_cannot_be_is_a_wrong_call(jobs: str) -> None:
    found = call("check", SERVICES / "bundles", "--jobs", jobs, "--lang", "en")

    assert found.returncode == 2
    assert "--jobs" in found.stderr
