"""A folder of specs as a git revision has it, read by the `git` program; no shell, no checkout."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from validator.cli.faults import wrong_call
from validator.errors import SpecError

_FILES = ("100644", "100755")
"""The modes of plain files in a git tree; a link leads nowhere outside a checkout."""


@contextmanager
def specs_at(revision: str, specs: Path) -> Iterator[Path]:
    """The specs of a revision, in a folder that is there for a while.

    Args:
        revision: whatever git takes for a commit: `HEAD`, a branch, a tag, a digest.
        specs: the folder of specs in a working tree.

    Raises:
        click.UsageError: there is no git, no working tree of it, no such revision, or the revision
            has no such folder.
        SpecError: what was read there is unusable; its places are those in the revision.
    """
    if _program() is None:
        raise wrong_call("call.no_git")
    prefix = _said(specs, "rev-parse", "--show-prefix")
    if prefix is None:
        raise wrong_call("call.not_in_git", path=str(specs))
    name = f"{revision}^{{commit}}"
    commit = _said(specs, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if commit is None:
        raise wrong_call("call.no_revision", name=revision, path=str(specs))
    with _laid_out(f"{_line(commit)}:{_line(prefix).rstrip('/')}", specs, revision) as place:
        try:
            yield place
        except SpecError as error:
            raise _moved(error, place.as_posix(), revision) from None


@contextmanager
def committed(specs: Path) -> Iterator[Path | None]:
    """A copy of a folder as HEAD has it, for as long as it is looked at; None where HEAD has none.

    Raises:
        click.UsageError: there is no `git`, or the folder lies in no repository.
    """
    if _program() is None or _said(specs, "rev-parse", "--show-toplevel") is None:
        raise wrong_call("call.changed_needs_git")
    tree = _said(specs, "rev-parse", "--verify", "--quiet", "HEAD:./")
    if tree is None:
        yield None
        return
    with _laid_out(_line(tree), specs, "HEAD") as place:
        yield place


@contextmanager
def _laid_out(tree: str, specs: Path, revision: str) -> Iterator[Path]:
    """The plain files of a tree in a folder that bears the name of the specs."""
    listed = _said(specs, "ls-tree", "-r", "-z", "--full-tree", tree)
    if listed is None:
        raise wrong_call("call.not_in_revision", name=revision, path=str(specs))
    with TemporaryDirectory(prefix="specs-") as folder:
        place = Path(folder).resolve() / specs.resolve().name
        place.mkdir()
        for path, blob in _blobs(listed):
            data = _said(specs, "cat-file", "blob", blob)
            if data is None:
                raise wrong_call("call.not_in_revision", name=revision, path=path)
            file = place / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        yield place


def _program() -> str | None:
    return shutil.which("git")


def _said(folder: Path, *args: str) -> bytes | None:
    """What git writes in a folder; None where it fails."""
    done = subprocess.run(  # noqa: S603  # the program that PATH finds, and no shell
        [_program() or "git", "-C", str(folder), *args], capture_output=True, check=False
    )
    return done.stdout if done.returncode == 0 else None


def _line(said: bytes) -> str:
    return said.decode(errors="surrogateescape").rstrip("\n")


def _blobs(listed: bytes) -> Iterator[tuple[str, str]]:
    """The plain files of a tree that have a place in a folder, each with the digest of its blob."""
    for line in listed.split(b"\0"):
        if not line:
            continue
        about, _, name = line.decode("utf-8", "surrogateescape").partition("\t")
        mode, _, blob = about.split()
        path = PurePosixPath(name)
        strange = path.is_absolute() or {"..", ""} & set(path.parts) or "\\" in name or ":" in name
        if mode in _FILES and not strange:
            yield name, blob


def _moved(error: SpecError, folder: str, revision: str) -> SpecError:
    """The same faults at their places in the revision, for the folder is gone by then."""
    named = [
        replace(each, file=each.file.replace(f"{folder}/", f"{revision}:", 1))
        for each in error.faults
    ]
    return SpecError(named)
