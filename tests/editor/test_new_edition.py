"""`validator spec new-edition` copies an edition, closes the old one, and changes nothing else."""

from __future__ import annotations

import difflib
import os
import shlex
import shutil
from datetime import date, timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.command import call
from tests.then import THEN
from validator.editor.new_edition import new_edition
from validator.errors import CallError, SpecError
from validator.model import LANGUAGES
from validator.standard.catalogue import Catalogue

REAL = THEN
STANDARD, OLD, NEW = "medical-activity-licence", "2025-93", "2026-12"
FIRST, LAST = "2026-07-01", "2026-06-30"
UNKNOWN = "2099-01-01"
"""A first day of which no calendar knows anything."""


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    shutil.copytree(REAL, tmp_path / "specs")
    return tmp_path / "specs"


def _run(specs: Path, *args: str, first: str = FIRST) -> CompletedProcess[str]:
    asked = (*(args or (STANDARD, OLD, NEW)), "--from", first)
    return call("spec", "new-edition", *asked, "--specs", specs, "--lang", "en")


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _changed(before: bytes, after: bytes) -> list[str]:
    """The lines that went and came."""
    lines = difflib.ndiff(before.decode().splitlines(), after.decode().splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_the_copy_differs_in_name_and_days_only(specs: Path) -> None:
    assert call("spec", "schemas", "--specs", specs).returncode == 0  # names of then
    before = _tree(specs)
    done = _run(specs)
    assert (done.returncode, done.stderr) == (0, "")
    after = _tree(specs)
    old, new = f"{STANDARD}/{OLD}/", f"{STANDARD}/{NEW}/"
    assert {name: after[name] for name in before if name != f"{old}standard.yaml"} == {
        name: data for name, data in before.items() if name != f"{old}standard.yaml"
    }
    assert _changed(before[f"{old}standard.yaml"], after[f"{old}standard.yaml"]) == [
        f"+   until: {LAST}"
    ]
    named = [f'- edition: "{OLD}"', f'+ edition: "{NEW}"']
    days = ["-   from: 2025-11-18", f"+   from: {FIRST}"]
    wanted = {"standard.yaml": named + days, "application.yaml": named, "clauses.yaml": named}
    copies = {name.removeprefix(new): after[name] for name in after if name.startswith(new)}
    assert copies.keys() == {n.removeprefix(old) for n in before if n.startswith(old)}
    for name, data in copies.items():
        assert _changed(before[old + name], data) == wanted.get(name, []), name


def test_both_editions_load_and_follow_one_another(specs: Path) -> None:
    assert _run(specs).returncode == 0
    heads = {head.edition: head for head in Catalogue(specs).heads(STANDARD)}
    assert heads[OLD].until == date.fromisoformat(LAST)
    assert heads[NEW].first == date.fromisoformat(FIRST)
    assert heads[NEW].until is None
    assert Catalogue(specs).edition(STANDARD, NEW).regulation.edition == NEW


def test_what_to_do_next_is_said_and_can_be_run(specs: Path) -> None:
    done = _run(specs)
    assert f"Edition {OLD} now ends on 30 June 2026" in done.stdout
    assert f"validator spec diff {OLD} {NEW} --standard {STANDARD}" in done.stdout
    names = (OLD, NEW, "--standard", STANDARD, "--specs", str(specs), "--lang", "en")
    diff = call("spec", "diff", *names)
    assert diff.returncode == 1
    assert "in force from: 2025-11-18 → 2026-07-01" in diff.stdout
    assert "LOOSENED" not in diff.stdout


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_said_in_every_language(lang: str, bees: Path) -> None:
    args = ("beekeeping-permit", "2", "3", "--from", FIRST, "--specs", str(bees), "--lang", lang)
    done = call("spec", "new-edition", *args)
    assert done.returncode == 0
    assert "new_edition" not in done.stdout
    assert len(done.stdout.splitlines()) == 11


def test_days_in_braces(bees: Path) -> None:
    file = bees / "beekeeping-permit" / "2" / "standard.yaml"
    before = file.read_bytes()
    assert _run(bees, "beekeeping-permit", "2", "3").returncode == 0
    was = "in_force: {from: 2025-07-01, standing: law, citation: order.force}"
    assert _changed(before, file.read_bytes()) == [
        f"- {was}",
        f"+ in_force: {{from: 2025-07-01, until: {LAST}, standing: law, citation: order.force}}",
    ]
    copy = bees / "beekeeping-permit" / "3" / "standard.yaml"
    assert f"in_force: {{from: {FIRST}, standing: law, citation: order.force}}" in copy.read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("was", "closed", "opened"),
    [
        (
            "{from: 2025-07-01, until: 2026-12-31, standing: law}",
            "{from: 2025-07-01, until: 2026-06-30, standing: law}",
            "{from: 2026-07-01, standing: law}",
        ),
        (
            "{standing: law, from: '2025-07-01', until: \"2026-12-31\" }",
            "{standing: law, from: '2025-07-01', until: \"2026-06-30\" }",
            "{standing: law, from: '2026-07-01' }",
        ),
        (
            "\n  until: 2026-12-31 # a guess\n  from: 2025-07-01  # why\n  standing: law",
            "\n  until: 2026-06-30 # a guess\n  from: 2025-07-01  # why\n  standing: law",
            "\n  from: 2026-07-01  # why\n  standing: law",
        ),
        (
            "\n  standing: law\n  from: 2025-07-01  # why",
            "\n  standing: law\n  from: 2025-07-01  # why\n  until: 2026-06-30",
            "\n  standing: law\n  from: 2026-07-01  # why",
        ),
        (
            "\r\n  from: 2025-07-01\r\n  standing: law",
            "\r\n  from: 2025-07-01\r\n  until: 2026-06-30\r\n  standing: law",
            "\r\n  from: 2026-07-01\r\n  standing: law",
        ),
    ],
    ids=["until in braces", "quotes in braces", "until in lines", "the last line", "CRLF"],
)
def test_every_layout_survives(was: str, closed: str, opened: str, bees: Path) -> None:
    file = bees / "beekeeping-permit" / "2" / "standard.yaml"
    text = file.read_text(encoding="utf-8")
    line = "in_force: {from: 2025-07-01, standing: law, citation: order.force}"
    assert text.count(line) == 1
    file.write_bytes(b"\xef\xbb\xbf" + text.replace(line, f"in_force: {was}").encode())
    done = _run(bees, "beekeeping-permit", "2", "3")
    assert (done.returncode, done.stderr) == (0, "")
    head, _, tail = text.partition(line)
    assert file.read_bytes() == b"\xef\xbb\xbf" + f"{head}in_force: {closed}{tail}".encode()
    copy = bees / "beekeeping-permit" / "3" / "standard.yaml"
    head = head.replace('edition: "2"', 'edition: "3"')
    assert copy.read_bytes() == b"\xef\xbb\xbf" + f"{head}in_force: {opened}{tail}".encode()


@pytest.mark.parametrize(
    ("args", "first", "said"),
    [
        ((STANDARD, OLD, OLD), FIRST, "already"),
        ((STANDARD, OLD, "2023-202-v"), FIRST, "already"),
        ((STANDARD, OLD, NEW), "2025-11-18", "cannot begin"),
        ((STANDARD, OLD, NEW), "2020-01-01", "cannot begin"),
        ((STANDARD, OLD, NEW), "0001-01-01", "cannot begin"),
        ((STANDARD, OLD, "../x"), FIRST, "cannot name a folder"),
        ((STANDARD, OLD, ".."), FIRST, "cannot name a folder"),
        ((STANDARD, "1999-1", NEW), FIRST, "1999-1"),
        (("no-such", OLD, NEW), FIRST, "no-such"),
        ((STANDARD, OLD, NEW), "2026-02-30", "not a day of the calendar"),
    ],
)
def test_a_refusal_changes_nothing(
    args: tuple[str, ...], first: str, said: str, specs: Path
) -> None:
    before = _tree(specs)
    done = _run(specs, *args, first=first)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert _tree(specs) == before
    assert not (specs / STANDARD / NEW).exists()


def test_what_would_not_load_is_undone(specs: Path) -> None:
    before = _tree(specs)
    done = _run(specs, first=UNKNOWN)
    assert done.returncode == 3
    assert "everything was undone" in done.stderr
    assert _tree(specs) == before
    assert not (specs / STANDARD / NEW).exists()


# ------------------------------------------------------------------- between two editions

BEES = "beekeeping-permit"


def _between(bees: Path, first: str, until: str | None) -> CompletedProcess[str]:
    more = () if until is None else ("--until", until)
    return _run(bees, BEES, "1", "3", *more, first=first)


def _days(bees: Path) -> dict[str, tuple[str, str | None]]:
    heads = Catalogue(bees).heads(BEES)
    return {
        each.edition: (str(each.first), None if each.until is None else str(each.until))
        for each in heads
    }


@pytest.mark.parametrize(
    ("first", "until", "third", "second"),
    [
        ("2025-03-01", None, ("2025-03-01", "2025-06-30"), "2025-07-01"),  # as it was
        ("2025-03-01", "2025-07-31", ("2025-03-01", "2025-07-31"), "2025-08-01"),
        ("2025-03-01", "2025-03-31", ("2025-03-01", "2025-03-31"), "2025-04-01"),
        ("2025-07-01", "2025-07-01", ("2025-07-01", "2025-07-01"), "2025-07-02"),
    ],
    ids=["until the later one", "the later one begins later", "or earlier", "for one day"],
)
def test_between_two_editions_both_neighbours_give_way(
    first: str, until: str | None, third: tuple[str, str], second: str, bees: Path
) -> None:
    began = _days(bees)["1"][0]
    done = _between(bees, first, until)
    assert (done.returncode, done.stderr) == (0, "")
    closed = str(date.fromisoformat(first) - timedelta(days=1))
    assert _days(bees) == {"1": (began, closed), "3": third, "2": (second, None)}
    assert "Edition 3 ends on" in done.stdout
    assert ("Edition 2 now begins on" in done.stdout) == (until is not None)
    assert f"validator spec diff 3 2 --standard {BEES}" in done.stdout


@pytest.mark.parametrize(
    ("first", "until", "said"),
    [
        ("2025-07-01", None, "say with --until"),
        ("2025-03-02", "2025-03-01", "has no day"),
        ("2025-07-02", None, "ends on 30 June 2025 already"),
        ("2025-03-01", "2025-12-31", "would leave it no day"),  # where edition 2 ends that day
    ],
)
def test_days_that_leave_somebody_none_are_refused(
    first: str, until: str | None, said: str, bees: Path
) -> None:
    file = bees / BEES / "2" / "standard.yaml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("from: 2025-07-01,", "from: 2025-07-01, until: 2025-12-31,"), "utf-8"
    )
    before = _tree(bees)
    done = _between(bees, first, until)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert _tree(bees) == before


def test_all_three_are_as_before_where_it_is_undone(bees: Path) -> None:
    before = _tree(bees)
    with pytest.raises(SpecError):
        new_edition(bees, BEES, "1", "3", date(2025, 3, 1), last=date(2098, 12, 31))
    assert _tree(bees) == before


def test_specs_that_are_unusable_already_are_left_alone(specs: Path) -> None:
    file = specs / STANDARD / OLD / "clauses.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "oops: 1\n", encoding="utf-8")
    before = _tree(specs)
    done = _run(specs)
    assert done.returncode == 3
    assert "clauses.yaml:" in done.stderr
    assert _tree(specs) == before


def _bees_to(specs: Path, first: str = FIRST) -> Path:
    return new_edition(specs, "beekeeping-permit", "2", "3", date.fromisoformat(first)).folder


def test_what_is_read_only_in_the_old_edition_can_be_written_in_the_new(bees: Path) -> None:
    old = bees / "beekeeping-permit" / "2"
    for path in sorted(old.rglob("*"), reverse=True):
        # What is written in the old edition itself stays writable: that is not what is asked here.
        path.chmod(0o555 if path.is_dir() else 0o644 if path.stem == "standard" else 0o444)
    old.chmod(0o555)
    new = _bees_to(bees)
    made = [new, *new.rglob("*")]
    assert {path.is_dir() for path in made} == {True, False}
    for path in made:
        assert path.stat().st_mode & 0o200, path


def test_what_cannot_be_undone_is_not_said_to_be_undone(
    specs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = specs / STANDARD / OLD / "standard.yaml"
    before = file.read_bytes()

    def refuse(path: str, **_: object) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "rmdir", refuse)
    with pytest.raises(PermissionError):
        new_edition(specs, STANDARD, OLD, NEW, date.fromisoformat(UNKNOWN))
    assert file.read_bytes() == before  # the edition that was there comes first


@pytest.mark.parametrize("name", ["standard.yaml", "clauses.yaml", "cases"])
def test_nothing_is_written_through_a_link(name: str, bees: Path) -> None:
    old, kept = bees / "beekeeping-permit" / "2", bees.parent / "kept"
    (old / name).rename(kept)
    (old / name).symlink_to(kept)
    before = _tree(bees) | _tree(kept)
    new = _bees_to(bees)
    assert not any(path.is_symlink() for path in [new, *new.rglob("*")])
    assert (old / name).is_symlink()
    after = _tree(bees) | _tree(kept)
    closed = "beekeeping-permit/2/standard.yaml"
    assert [each for each in before if before[each] != after[each]] == [closed]
    assert Catalogue(bees).edition("beekeeping-permit", "3").regulation.edition == "3"


def test_an_old_edition_behind_a_link_is_undone_there(specs: Path) -> None:
    old = specs / STANDARD / OLD / "standard.yaml"
    kept = specs.parent / "kept.yaml"
    old.rename(kept)
    old.symlink_to(kept)
    before = kept.read_bytes()
    with pytest.raises(SpecError):
        new_edition(specs, STANDARD, OLD, NEW, date.fromisoformat(UNKNOWN))
    assert old.is_symlink()
    assert kept.read_bytes() == before


def test_the_first_day_of_all_is_too_early(bees: Path) -> None:
    with pytest.raises(CallError, match="cannot begin on 1 January 1"):
        _bees_to(bees, "0001-01-01")


def test_commands_to_run_next_are_quoted(bees: Path, tmp_path: Path) -> None:
    spaced = tmp_path / "my bees"
    bees.rename(spaced)
    done = _run(spaced, "beekeeping-permit", "2", "3")
    commands = [line for line in done.stdout.splitlines() if "validator spec" in line]
    assert len(commands) == 3
    for line in commands:
        assert shlex.split(line)[-1] == spaced.as_posix()


def test_specs_that_lie_here_and_are_not_meant_are_told(specs: Path) -> None:
    done = call("spec", "diff", OLD, OLD, "--lang", "ru", cwd=specs.parent)
    assert "а не о specs/ в этой папке; для них добавьте --specs specs" in done.stderr
    done = call("spec", "diff", OLD, OLD, "--specs", "specs", cwd=specs.parent)
    assert done.stderr == ""
