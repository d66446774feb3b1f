"""A run that was cut off is gone on with: every report once, the bytes of a run that was not."""

from __future__ import annotations

import json
import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from shutil import copytree, rmtree
from subprocess import CompletedProcess
from typing import Any, Final

import pytest

from tests.command import call
from tests.kills import WAYS, Inbox, moments, strike
from tests.project import SERVICES
from validator.batch import run
from validator.batch.identity import differences, identify
from validator.batch.part import PART, RUN, beside, written_in_parts
from validator.batch.pool import NoWorkersError
from validator.cli import answering, codes
from validator.engine import Options
from validator.output.table import FORMATS, Told
from validator.output.tally import tallied_line
from validator.output.view import View
from validator.standard.catalogue import Catalogue

SPECS: Final = SERVICES / "specs"
SAMPLES: Final = sorted((SERVICES / "bundles").iterdir())
COUNT: Final = 9
MOMENT: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Nine bundles, three of each sort."""
    folder = tmp_path / "inbox"
    for number in range(COUNT):
        sample = SAMPLES[number % len(SAMPLES)]
        copytree(sample, folder / f"{number}-{sample.name}")
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the report goes; nothing else is there."""
    folder = tmp_path / "reports"
    folder.mkdir()
    return folder / "report.ndjson"


def check(inbox: Path, *options: str | Path) -> CompletedProcess[str]:
    return call("check", inbox, "--specs", SPECS, "--lang", "en", *options)


@pytest.fixture
def whole(inbox: Path, tmp_path: Path) -> bytes:
    """The report of a run that was not cut off."""
    path = tmp_path / "whole.ndjson"
    assert check(inbox, "-o", f"ndjson={path}").returncode == codes.FAULTS
    return path.read_bytes()


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """An interrupt is heard although a run of tests in the background was told to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextmanager
def struck(after: int, strike: Callable[[], object]) -> Iterator[None]:
    """Something happens while the bundle of a number is judged."""
    judged, left = run.judged, after

    def judge(*args: Any, **options: Any) -> Any:
        nonlocal left
        if left == 0:
            strike()
        left -= 1
        return judged(*args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "judged", judge)
        yield


def torn_away() -> None:
    raise KeyboardInterrupt


def ended(number: int) -> Callable[[], None]:
    return lambda: os.kill(os.getpid(), number)


def cut_off(inbox: Path, target: Path, after: int = 4, *options: str | Path) -> None:
    """Leave what a run leaves behind that is stopped at once."""
    with struck(after, torn_away):
        found = check(inbox, "-o", f"ndjson={target}", *options)
    assert found.returncode == codes.INTERRUPTED
    assert not target.exists()
    assert len(beside(target, PART).read_bytes().splitlines()) == after


# ------------------------------------------------------------------------------ going on


@pytest.mark.parametrize(("after", "jobs"), [(1, "1"), (4, "2"), (COUNT - 1, "1")])
def test_it_goes_on_where_it_was(
    inbox: Path, target: Path, whole: bytes, after: int, jobs: str
) -> None:
    cut_off(inbox, target, after)

    found = check(inbox, "--resume", target, "--jobs", jobs)

    assert found.returncode == codes.FAULTS
    assert f"{after} of {COUNT} applications are checked already" in found.stderr
    assert target.read_bytes() == whole
    assert list(target.parent.iterdir()) == [target]


def test_the_code_counts_what_was_told_before(inbox: Path, target: Path) -> None:
    for each in sorted(inbox.iterdir())[1:]:
        if "grant-in-order" not in each.name:
            rmtree(each)
    first = min(inbox.iterdir())
    assert first.name == "0-extend-at-fault"
    assert check(first).returncode == codes.FAULTS
    rest = [each for each in inbox.iterdir() if each != first]
    assert check(rest[0], *rest[1:]).returncode == codes.OK

    cut_off(inbox, target, 1)

    assert check(inbox, "--resume", target).returncode == codes.FAULTS


def test_without_anything_it_begins(inbox: Path, target: Path, whole: bytes) -> None:
    assert check(inbox, "--resume", target).returncode == codes.FAULTS
    assert target.read_bytes() == whole


def test_so_it_does_after_a_run_that_had_only_begun(
    inbox: Path, target: Path, whole: bytes
) -> None:
    target.write_bytes(whole[:-1] + b"\n")  # the complete one of before
    beside(target, PART).touch()

    assert check(inbox, "--resume", target).returncode == codes.FAULTS
    assert target.read_bytes() == whole
    assert list(target.parent.iterdir()) == [target]


def test_the_same_call_and_resume_is_taken(inbox: Path, target: Path, whole: bytes) -> None:
    cut_off(inbox, target)

    asked = ("-o", f"ndjson={target}", "--resume", target)

    assert check(inbox, *asked).returncode == codes.FAULTS
    assert target.read_bytes() == whole


@pytest.mark.parametrize("torn", [1, 100, -1])
def test_a_line_that_was_cut_off_is_done_again(
    inbox: Path, target: Path, whole: bytes, torn: int
) -> None:
    cut_off(inbox, target)
    line = whole.splitlines()[4]
    with beside(target, PART).open("ab") as file:
        file.write(line[:torn])

    assert check(inbox, "--resume", target).returncode == codes.FAULTS
    assert target.read_bytes() == whole


def test_a_part_that_was_whole_but_for_its_name_gets_it(
    inbox: Path, target: Path, whole: bytes
) -> None:
    cut_off(inbox, target)
    beside(target, PART).write_bytes(whole)

    assert check(inbox, "--resume", target).returncode == codes.FAULTS
    assert target.read_bytes() == whole


def test_it_may_be_cut_off_again_and_again(inbox: Path, target: Path, whole: bytes) -> None:
    cut_off(inbox, target, 1)
    for _ in range(3):
        with struck(2, torn_away):
            assert check(inbox, "--resume", target).returncode == codes.INTERRUPTED

    assert check(inbox, "--resume", target).returncode == codes.FAULTS
    assert target.read_bytes() == whole


def test_a_link_to_the_file_stays_one(inbox: Path, target: Path, whole: bytes) -> None:
    link = target.parent.parent / "link.ndjson"
    link.symlink_to(target)
    with struck(3, torn_away):
        check(inbox, "-o", f"ndjson={link}")

    assert check(inbox, "--resume", link).returncode == codes.FAULTS
    assert link.is_symlink()
    assert target.read_bytes() == whole


def test_the_day_is_that_on_which_it_began(inbox: Path, target: Path) -> None:
    cut_off(inbox, target)
    of_run = beside(target, RUN)
    identity = json.loads(of_run.read_bytes())
    identity["options"]["clock"] = "2025-04-01T12:00:00+00:00"
    of_run.write_text(json.dumps(identity), "utf-8")
    draft = inbox / "9-draft"
    copytree(SAMPLES[1], draft)
    manifest = draft / "application.yaml"
    text = manifest.read_text("utf-8").split("processing:")[0]
    lines = [each for each in text.splitlines() if not each.startswith("submitted_at")]
    manifest.write_text("\n".join(lines), "utf-8")

    check(inbox, "--resume", target)

    told = json.loads(target.read_bytes().splitlines()[-2])
    assert told["bundle"]["name"] == draft.as_posix()
    assert told["as_of"] == {"date": "2025-04-01", "source": "clock"}


# ------------------------------------------------------------------- what has changed meanwhile


def test_from_a_bundle_that_has_changed_on_it_is_done_again(inbox: Path, target: Path) -> None:
    cut_off(inbox, target, 4)
    changed = sorted(inbox.iterdir())[2] / "application.yaml"
    changed.write_bytes(changed.read_bytes() + b"# looked at\n")

    found = check(inbox, "--resume", target)

    assert f"2 of {COUNT} applications" in found.stderr
    anew = target.with_name("anew.ndjson")
    check(inbox, "-o", f"ndjson={anew}")
    assert target.read_bytes() == anew.read_bytes()


def test_so_it_is_from_one_that_has_a_record_now(inbox: Path, target: Path) -> None:
    cut_off(inbox, target, 4)
    (sorted(inbox.iterdir())[3] / "record.yaml").write_text("registers: {}\n", "utf-8")

    assert f"3 of {COUNT} applications" in check(inbox, "--resume", target).stderr


@pytest.mark.parametrize(("name", "kept"), [("2-new", 3), ("9-new", 4)])
def test_so_it_is_from_one_that_is_new(inbox: Path, target: Path, name: str, kept: int) -> None:
    cut_off(inbox, target, 4)
    copytree(SAMPLES[0], inbox / name)

    found = check(inbox, "--resume", target)

    assert f"{kept} of {COUNT + 1} applications" in found.stderr
    anew = target.with_name("anew.ndjson")
    check(inbox, "-o", f"ndjson={anew}")
    assert target.read_bytes() == anew.read_bytes()


def test_the_report_on_one_that_is_gone_is_not_lost(inbox: Path, target: Path) -> None:
    cut_off(inbox, target, 4)
    before = beside(target, PART).read_bytes()
    gone = sorted(inbox.iterdir())[1]
    rmtree(gone)

    found = check(inbox, "--resume", target)

    assert found.returncode == codes.USAGE
    assert gone.name in found.stderr
    assert beside(target, PART).read_bytes() == before


def test_what_ended_its_process_is_not_read_here(inbox: Path, target: Path) -> None:
    cut_off(inbox, target, 2)
    first, second = beside(target, PART).read_bytes().splitlines(keepends=True)
    told = json.loads(first)
    told["bundle"]["manifest_sha256"] = None
    told["problems"] = [{"id": "bundle_fatal", "severity": "error"}]
    fatal = json.dumps(told).encode() + b"\n"
    beside(target, PART).write_bytes(fatal + second)

    assert f"2 of {COUNT} applications" in check(inbox, "--resume", target).stderr
    assert target.read_bytes().startswith(fatal + second)


# ------------------------------------------------------------------------- another run's file


OTHER: Final = [
    (("--lang", "ru"), "lang"),
    (("--strict",), "strict"),
    (("--today", "2026-01-01"), "today"),
    (("--as-of", "2026-01-01"), "as_of"),
    (("--edition", "1"), "edition"),
    (("--documents", "head"), "opens"),
    (("--show-personal-data",), "show_personal_data"),
]


@pytest.mark.parametrize(("options", "name"), OTHER, ids=[name for _, name in OTHER])
def test_one_of_other_options_is_left_alone(
    inbox: Path, target: Path, options: tuple[str, ...], name: str
) -> None:
    cut_off(inbox, target)
    before = beside(target, PART).read_bytes()

    found = check(inbox, "--resume", target, *options)

    assert found.returncode == codes.USAGE
    assert name in found.stderr
    assert beside(target, PART).read_bytes() == before


def test_one_of_other_specs_is_left_alone(inbox: Path, target: Path, bees: Path) -> None:
    cut_off(inbox, target)
    standard = next(bees.rglob("standard.yaml"))
    standard.write_bytes(standard.read_bytes() + b"# read\n")

    found = call("check", inbox, "--specs", bees, "--lang", "en", "--resume", target)

    assert found.returncode == codes.USAGE
    assert "specs" in found.stderr


def test_every_option_of_a_task_is_part_of_what_a_run_is() -> None:
    options = Options(MOMENT)
    task = run.Task(SPECS, None, options, (), opens=False)
    found = identify(task, View("en"))

    assert {each.name for each in fields(task)} - {"shapes"} <= set(found)
    assert {each.name for each in fields(options)} == set(found["options"])
    assert {each.name for each in fields(View("en"))} == set(found["view"])
    assert json.loads(json.dumps(found)) == found
    assert differences(found, {**found, "opens": True}) == ("opens",)
    later = {**found["options"], "clock": "2030-01-01T00:00:00+00:00"}
    assert differences(found, {**found, "options": later}) == ()


def test_a_complete_one_is_told(inbox: Path, target: Path, whole: bytes) -> None:
    target.write_bytes(whole)

    found = check(inbox, "--resume", target)

    assert found.returncode == codes.USAGE
    assert "complete" in found.stderr
    assert target.read_bytes() == whole


@pytest.mark.parametrize(
    "content",
    [b"notes\n", b"notes", b'{"a": 1}\n', b"[1]\n", b'{"bundle": {"name": "x"}}\n', b"\xff\n"],
)
@pytest.mark.parametrize("suffix", ["", PART])
def test_a_file_that_is_none_of_ours_stays(
    inbox: Path, target: Path, content: bytes, suffix: str
) -> None:
    path = beside(target, suffix)
    path.write_bytes(content)

    found = check(inbox, "--resume", target)

    assert found.returncode == codes.USAGE
    assert path.read_bytes() == content


@pytest.mark.parametrize("at", [0, 2])
def test_a_line_in_it_that_is_none_of_ours_is_told(inbox: Path, target: Path, at: int) -> None:
    cut_off(inbox, target)
    path = beside(target, PART)
    lines = path.read_bytes().splitlines(keepends=True)
    lines.insert(at, b'{"bundle": {}}\n')
    path.write_bytes(b"".join(lines))

    found = check(inbox, "--resume", target)

    assert found.returncode == codes.USAGE
    assert path.read_bytes() == b"".join(lines)


def test_lines_behind_a_summary_are_told(inbox: Path, target: Path, whole: bytes) -> None:
    cut_off(inbox, target)
    path = beside(target, PART)
    path.write_bytes(whole + whole)

    assert check(inbox, "--resume", target).returncode == codes.USAGE


def test_one_that_somebody_is_writing_is_told(inbox: Path, target: Path) -> None:
    with written_in_parts(target, {}, 0o644) as file:
        file.write(b"{}\n")
        found = check(inbox, "-o", f"ndjson={target}")
        assert found.returncode == codes.USAGE
        assert "another run" in found.stderr
        assert "--resume" not in found.stderr
    assert target.read_bytes() == b"{}\n"


@pytest.mark.parametrize(
    "options",
    [
        ("-o", "text=x.txt"),
        ("-o", "ndjson=x.ndjson"),
        ("-o", "json=report.ndjson"),
        ("-o", "ndjson=report.ndjson", "-o", "text=x.txt"),
        ("--format", "json"),
    ],
    ids=" ".join,
)
def test_nothing_else_is_written_with_it(
    inbox: Path, target: Path, options: tuple[str, ...]
) -> None:
    args = ("--specs", SPECS, "--lang", "en", "--resume", Path("report.ndjson"))

    found = call("check", inbox, *args, *options, cwd=target.parent)

    assert found.returncode == codes.USAGE
    assert "--resume" in found.stderr
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("path", ["-", "/dev/null", "/dev/stdout", "folder"])
def test_only_a_file_can_be_gone_on_with(inbox: Path, target: Path, path: str) -> None:
    (target.parent / "folder").mkdir()
    args = ("--specs", SPECS, "--lang", "en", "--resume", path)

    found = call("check", inbox, *args, cwd=target.parent)

    assert found.returncode == codes.USAGE
    assert found.stdout == ""
    assert path in found.stderr


def test_in_a_bundle_nothing_lies_beside_the_report(inbox: Path) -> None:
    inside = sorted(inbox.iterdir())[0] / "report.ndjson"
    seen: list[list[str]] = []

    with struck(2, lambda: seen.append([each.name for each in inside.parent.iterdir()])):
        assert check(inbox, "-o", f"ndjson={inside}").returncode == codes.FAULTS

    assert not any("report" in each for each in seen[0])
    assert b"file_not_named" not in inside.read_bytes()


def test_a_link_in_place_of_the_part_is_not_followed(inbox: Path, target: Path) -> None:
    other = target.parent.parent / "other"
    other.write_bytes(b"mine")
    beside(target, PART).symlink_to(other)

    assert check(inbox, "-o", f"ndjson={target}").returncode == codes.USAGE
    assert other.read_bytes() == b"mine"


# ----------------------------------------------------------------------------------- signals


@pytest.mark.parametrize(
    ("number", "code", "lang"),
    [(signal.SIGINT, 130, "en"), (signal.SIGTERM, 143, "kk"), (signal.SIGINT, 130, "ru")],
)
def test_a_request_to_end_leaves_what_was_decided(
    tmp_path: Path, inbox: Path, number: int, code: int, lang: str
) -> None:
    target = tmp_path / "report.ndjson"
    formats = [each for each in FORMATS[Told.REPORTS] if each != "ndjson"]
    outputs = [f"-o{each}={target.with_name(each)}" for each in formats]

    with struck(3, ended(number)):
        found = check(inbox, f"-ondjson={target}", *outputs, "--lang", lang)

    assert found.returncode == code
    assert f"--resume {target}" in found.stderr
    *lines, last = target.read_bytes().splitlines()
    assert json.loads(last)["summary"]["partial"] is True
    assert json.loads(last)["summary"]["bundles"] == len(lines) == 4
    data = json.loads(target.with_name("json").read_bytes())
    assert data["summary"] == json.loads(last)["summary"]
    left = f"{COUNT - 4}"
    said = {"en": "not reached", "ru": "не дошло", "kk": "жетпей"}[lang]
    for each in ("text", "html"):
        text = target.with_name(each).read_text("utf-8")
        assert said in text
        assert left in text[text.index(said) :]


def test_it_can_be_gone_on_with(inbox: Path, target: Path, whole: bytes) -> None:
    with struck(3, ended(signal.SIGTERM)):
        check(inbox, "-o", f"ndjson={target}")
    assert beside(target, RUN).exists()

    assert check(inbox, "--resume", target).returncode == codes.FAULTS
    assert target.read_bytes() == whole
    assert list(target.parent.iterdir()) == [target]


def test_one_that_comes_at_the_last_bundle_changes_nothing(
    inbox: Path, target: Path, whole: bytes
) -> None:
    with struck(COUNT - 1, ended(signal.SIGINT)):
        found = check(inbox, "-o", f"ndjson={target}")

    assert found.returncode == codes.FAULTS
    assert target.read_bytes() == whole


def test_a_second_one_ends_it_at_once(inbox: Path, target: Path) -> None:
    def twice() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)

    with struck(3, twice):
        found = check(inbox, f"-ondjson={target}", f"-otext={target.with_name('text')}")

    assert found.returncode == codes.INTERRUPTED
    assert not target.exists()
    assert len(beside(target, PART).read_bytes().splitlines()) == 3
    assert sorted(each.name for each in target.parent.iterdir()) == [
        beside(target, each).name for each in (PART, RUN)
    ]


def test_signals_are_heard_by_nobody_afterwards(inbox: Path) -> None:
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    check(inbox)
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)] == before


def test_one_that_the_caller_has_switched_off_stays_so(
    inbox: Path, target: Path, whole: bytes
) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with struck(3, ended(signal.SIGINT)):
            assert check(inbox, "-o", f"ndjson={target}").returncode == codes.FAULTS
    finally:
        signal.signal(signal.SIGINT, before)
    assert target.read_bytes() == whole


# ------------------------------------------------------------------------------ full and closed


@contextmanager
def files_of_at_most(length: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


FILES: Final = sorted(FORMATS[Told.REPORTS].keys() - {"ndjson", "dataset"})
"""Formats of one file each that takes its name when it is whole."""


@pytest.mark.parametrize("format_", FILES)
def test_a_disk_that_is_full_leaves_the_old_file_and_nothing_else(
    inbox: Path, target: Path, format_: str
) -> None:
    target.write_bytes(b"old")

    with files_of_at_most(100):
        found = check(inbox, "-o", f"{format_}={target}")

    assert found.returncode == codes.USAGE
    assert found.stderr.splitlines()[-1].startswith(f"validator: {target}: ")
    assert target.read_bytes() == b"old"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("share", [0.3, 0.7, 0.999])
def test_lines_that_a_full_disk_still_took_are_gone_on_with(
    inbox: Path, target: Path, whole: bytes, share: float
) -> None:
    target.write_bytes(b"old")

    with files_of_at_most(int(len(whole) * share)):
        found = check(inbox, "-o", f"ndjson={target}")

    assert found.returncode == codes.USAGE
    assert f"--resume {target}" in found.stderr
    assert target.read_bytes() == b"old"
    assert check(inbox, "--resume", target).returncode == codes.FAULTS
    assert target.read_bytes() == whole


# ---------------------------------------------------------------------------------- the rest


def test_what_counts_of_a_line_is_what_counts_of_its_report(inbox: Path) -> None:
    (inbox / "broken").mkdir()
    (inbox / "broken" / "application.yaml").write_bytes(b"a: [")
    task = run.Task(SPECS, None, Options(MOMENT), (run.Shape("ndjson", View("en")),), opens=False)
    answer = task.answerer(Catalogue(SPECS), None)
    names = [each.as_posix() for each in (*sorted(inbox.iterdir()), *SAMPLES)]
    answers = [answer(each) for each in names]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("validator.engine.assess", _breaks)
        answers.append(answer(names[0]))

    assert answers[-1].tallied.broken
    for each in answers:
        assert tallied_line(json.loads(each.parts[0])) == each.tallied


def _breaks(*_: Any) -> None:
    raise ZeroDivisionError


def test_where_no_process_starts_this_one_does_it_all(
    inbox: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(names: list[str], task: run.Task, **_: Any) -> Iterator[run.Answer]:
        yield from map(task.answerer(catalogue, None), names[:2])
        raise NoWorkersError

    catalogue = Catalogue(SPECS)
    one = target.with_name("one.ndjson")
    check(inbox, f"-ondjson={one}", "--documents", "head")
    monkeypatch.setattr(answering, "answer_in_processes", none)

    found = check(inbox, f"-ondjson={target}", "--documents", "head", "--jobs", "2")

    assert found.returncode == codes.FAULTS
    assert "no other process" in found.stderr
    assert target.read_bytes() == one.read_bytes()


def test_a_long_name_has_a_part_too(inbox: Path, target: Path, whole: bytes) -> None:
    long = target.with_name("n" * 248 + ".ndjson")
    cut_off(inbox, long)

    assert check(inbox, "--resume", long).returncode == codes.FAULTS
    assert long.read_bytes() == whole
    assert list(target.parent.iterdir()) == [long]


MOMENTS: Final = list(moments(Random(20261130), len(WAYS)))  # noqa: S311  # nothing is secret


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Inbox:
    return Inbox(tmp_path_factory.mktemp("kills"), 60)


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_run_that_is_struck_loses_nothing(many: Inbox, tmp_path: Path, moment: Any) -> None:
    assert strike(many, tmp_path, moment) in ("was whole before", "gone on with", "begun anew")
