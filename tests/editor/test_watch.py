"""`validator spec watch`: a saved file is linted, and the cases it touches run, at once."""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.command import call
from tests.editor.lint.made import BUNDLES, SAMPLES, edit
from tests.project import COMMAND, ROOT, SERVICES
from validator.editor.lint.story_lints import Bundles
from validator.editor.stories import StagedStory
from validator.editor.trials import Trial, try_out
from validator.editor.watch import Watch, changes, stamps
from validator.standard.edition import Edition

SECONDS = 30
"""How long the command may take to say something on a busy machine."""

STANDARD = Path("kiosk-permit/1/standard.yaml")
CLAUSES = Path("kiosk-permit/1/clauses.yaml")
CASES = Path("kiosk-permit/1/cases/all.yaml")
RATE = Path("parameters/rate.yaml")
CALENDAR = Path("calendars/kz.yaml")
ALL_HOLD = "kiosk-permit 1: cases 4, failed 0\n"


@pytest.fixture
def specs(kiosk: Path) -> Path:
    return kiosk


@pytest.fixture
def watch(specs: Path) -> Watch:
    made = Watch(specs, BUNDLES, "en")
    assert made.answer() == f"Errors: 0; warnings: 0; notes: 0; files: 7\n{ALL_HOLD}"
    return made


def test_a_fault_is_told_when_it_is_saved_and_not_when_it_is_mended(
    specs: Path, watch: Watch
) -> None:
    edit(specs, STANDARD, "working_days: 5", "working_day: 5")
    said = watch.answer({STANDARD})
    assert "error unknown-key" in said
    assert "kiosk-permit 1: no case was run" in said
    edit(specs, STANDARD, "working_day: 5", "working_days: 5")
    assert watch.answer({STANDARD}) == f"Errors: 0; warnings: 0; notes: 0; files: 7\n{ALL_HOLD}"


def test_a_case_that_fails_now_is_told_with_its_place(specs: Path, watch: Watch) -> None:
    edit(specs, STANDARD, "working_days: 5", "working_days: 4")
    said = watch.answer({STANDARD})
    assert f"{(specs / CASES).as_posix()}:7:25: A kiosk in order: outcomes.deadline.grant" in said
    assert "kiosk-permit 1: cases 4, failed 1\n" in said


def test_a_changed_value_or_calendar_runs_the_cases_that_use_it(specs: Path, watch: Watch) -> None:
    edit(specs, RATE, "value: 4000", "value: 4001")
    assert "cases 4, failed 1" in watch.answer({RATE})
    edit(specs, RATE, "value: 4001", "value: 4000")
    edit(specs, CALENDAR, "date: 2024-01-13", "date: 2024-01-14")
    assert ALL_HOLD in watch.answer({RATE, CALENDAR})


def test_a_changed_case_is_run_and_the_others_are_remembered(
    specs: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def counting(stories: Iterable[StagedStory], edition: Edition) -> tuple[Trial, ...]:
        listed = list(stories)
        tried.extend(story.case.name for story in listed)
        return try_out(listed, edition)

    monkeypatch.setattr("validator.editor.lint.story_lints.try_out", counting)
    shutil.copy(specs / CASES, (specs / CASES).with_name("more.yaml"))
    more = CASES.with_name("more.yaml")
    text = (specs / more).read_text("utf-8").replace("name: ", "name: Again, ")
    (specs / more).write_text(text, "utf-8")
    assert "cases 8, failed 0" in watch.answer({more})
    assert len(tried) == 4
    assert all(name.startswith("Again, ") for name in tried)


def test_a_changed_base_changes_the_stories_of_other_files(specs: Path, watch: Watch) -> None:
    base = CASES.with_name("bases.yaml")
    (specs / base).write_text("bases:\n  - {name: large, sample: kiosk}\n", "utf-8")
    edit(specs, CASES, "given: {sample: kiosk}", "given: {base: large}")
    assert ALL_HOLD in watch.answer({base, CASES})
    edit(specs, base, "kiosk}", "kiosk, set: {fee.amount: 10}}")
    assert "cases 4, failed 1" in watch.answer({base})


def test_only_the_cases_of_the_edition_that_changed_are_told(specs: Path) -> None:
    shutil.copytree(specs / "kiosk-permit", specs / "stall-permit")
    for name in ("standard", "application", "clauses"):
        path = Path("stall-permit/1") / f"{name}.yaml"
        edit(specs, path, "standard: kiosk-permit", "standard: stall-permit")
    watch = Watch(specs, BUNDLES, "en")
    first = watch.answer()
    assert "kiosk-permit 1: cases 4" in first
    assert "stall-permit 1: cases 4" in first
    edit(specs, CLAUSES, "The term is five", "The  term is five")
    edit(specs, Path("stall-permit/1/clauses.yaml"), "The term is five", "The  term is five")
    said = watch.answer({CLAUSES})
    assert said.count("stray-space") == 2  # what is wrong elsewhere stays told
    assert "kiosk-permit 1: cases 4" in said
    assert "stall-permit 1: cases" not in said
    both = watch.answer({RATE})  # which both of them use
    assert both.count("stray-space") == 2


def test_an_error_of_another_edition_is_counted_as_long_as_it_is_there(bees: Path) -> None:
    specs = bees
    watch = Watch(specs, None, "en")
    watch.answer()
    broken = Path("beekeeping-permit/2/cases/every-way.yaml")
    edit(specs, broken, "sample:", "smaple:")
    counts = watch.answer({broken}).splitlines()[-2]
    assert not counts.startswith("Errors: 0;")
    other = Path("beekeeping-permit/1/standard.yaml")
    with (specs / other).open("a", encoding="utf-8") as file:
        file.write("# saved\n")
    said = watch.answer({other})
    assert counts in said.splitlines()
    assert f"{(specs / broken).as_posix()}:" in said
    edit(specs, broken, "smaple:", "sample:")
    assert "Errors: 0;" in watch.answer({broken})


def test_notes_are_left_to_the_linter(specs: Path, watch: Watch) -> None:
    edit(specs, RATE, "standing: law", "standing: press")
    said = watch.answer({RATE})
    assert "standing-not-law" not in said
    assert "notes: 1" in said


def test_an_edition_that_goes_and_comes_back(specs: Path, watch: Watch) -> None:
    away = specs.parent / "away"
    (specs / "kiosk-permit").rename(away)
    assert watch.answer({STANDARD, CLAUSES}) == "There is no standard here any more\n"
    away.rename(specs / "kiosk-permit")
    assert watch.answer({STANDARD, CLAUSES}).endswith(ALL_HOLD)


def test_it_is_told_what_changed(specs: Path) -> None:
    before = stamps(specs)
    assert changes(before, stamps(specs)) == set()
    edit(specs, RATE, "value: 4000", "value: 40000")
    (specs / CLAUSES).unlink()
    (specs / "calendars" / "new.yaml").write_text("", "utf-8")
    (specs / "calendars" / ".kz.yaml.swp").write_text("", "utf-8")  # not a spec
    assert changes(before, stamps(specs)) == {RATE, CLAUSES, Path("calendars/new.yaml")}


def test_only_what_changed_is_answered_for(bees: Path) -> None:
    watch = Watch(bees, Bundles(SERVICES / "bundles", datetime.now(UTC)), "en")
    watch.answer()
    path = Path("beekeeping-permit/2/standard.yaml")
    with (bees / path).open("a", encoding="utf-8") as file:
        file.write("# saved\n")
    said = watch.answer({path})
    assert "beekeeping-permit 2: cases" in said
    assert "failed 0" in said
    assert "beekeeping-permit 1" not in said


# ------------------------------------------------------------------------------- the command


def found_by_editors(said: str) -> dict[str, list[tuple[str, str, str, int]]]:
    """File, severity, code and line of what the task's matchers find, by their owners.

    What is read is what came since the line that begins an answer, up to the one that ends it.
    """
    tasks = json.loads((ROOT / ".vscode" / "tasks.json").read_text("utf-8"))["tasks"]
    found = {}
    for matcher in tasks[0]["problemMatcher"]:
        pattern, around = matcher["pattern"], matcher["background"]
        lines = said.splitlines()
        assert [bool(re.match(around["beginsPattern"], each)) for each in lines].count(True) == 1
        assert re.match(around["endsPattern"], lines[-1])
        assert not any(re.match(around["endsPattern"], each) for each in lines[:-1])
        matches = [each for line in lines if (each := re.match(pattern["regexp"], line))]
        found[matcher["owner"]] = [
            (
                each[pattern["file"]],
                each[pattern["severity"]] if "severity" in pattern else matcher["severity"],
                each[pattern["code"]] if "code" in pattern else "",
                int(each[pattern["line"]]),
            )
            for each in matches
        ]
    return found


class Running:
    """The command at work; what it says comes line by line."""

    def __init__(self, *args: str | Path) -> None:
        # A shell lets what it runs in the background ignore Ctrl-C, and children inherit that.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.process = subprocess.Popen(
            [COMMAND, "spec", "watch", "--lang", "en", *args],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        signal.signal(signal.SIGINT, before)
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def until(self, part: str) -> str:
        """What it says up to a line with a text in it."""
        said = ""
        end = time.monotonic() + SECONDS
        while part not in said:
            said += self.lines.get(timeout=max(0.1, end - time.monotonic()))
        return said


@pytest.fixture
def running(specs: Path) -> Iterator[Running]:
    made = Running("--specs", specs, "--samples", SAMPLES)
    yield made
    made.process.kill()
    made.process.wait(SECONDS)
    assert made.process.stdout is not None
    made.process.stdout.close()


def test_the_command_answers_every_save_until_it_is_interrupted(
    specs: Path, running: Running
) -> None:
    running.until("– Waiting")
    edit(specs, STANDARD, "citation: list.4", "citation: list.44")
    said = running.until("– Waiting")
    assert "no case was run" in said
    assert STANDARD.as_posix() in said
    shown = found_by_editors(said)
    assert ("error", "unknown-clause", 70) in {each[1:] for each in shown["specs"]}
    assert [Path(each[0]) for each in shown["specs"]] == [specs / STANDARD]
    assert shown["cases"] == []
    assert "error unknown-clause There is no clause “list.44”" in said
    # As editors save: beside the file, then in its place.
    temporary = specs / STANDARD.with_suffix(".tmp")
    text = (specs / STANDARD).read_text("utf-8").replace("list.44", "list.4")
    temporary.write_text(text, "utf-8")
    temporary.replace(specs / STANDARD)
    assert ALL_HOLD in running.until("– Waiting")
    edit(specs, STANDARD, "max: 50", "max: 49")
    (failed,) = found_by_editors(running.until("– Waiting"))["cases"]
    assert (Path(failed[0]).name, failed[3]) == ("all.yaml", 20)
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(SECONDS) == 0


@pytest.mark.parametrize("files", [[], ["kiosk/application.yaml", "kiosk.expected.yaml"]])
def test_no_spec_is_nothing_to_watch(files: list[str], tmp_path: Path) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("standard: kiosk-permit\n", "utf-8")
    done = call("spec", "watch", "--specs", tmp_path)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == "validator: no spec found\n"
