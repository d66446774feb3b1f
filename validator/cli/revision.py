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
    git = _Git(specs)
    prefix = git.said("rev-parse", "--show-prefix")
    if prefix is None:
        raise wrong_call("call.not_in_git", path=str(specs))
    name = f"{revision}^{{commit}}"
    commit = git.said("rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if commit is None:
        raise wrong_call("call.no_revision", name=revision, path=str(specs))
    tree = f"{commit.decode().strip()}:{prefix.decode().strip().rstrip('/')}"
    with _unpacked(git, tree) as place:
        if place is None:
            raise wrong_call("call.not_in_revision", name=revision, path=str(specs))
        try:
            yield place
        except SpecError as error:
            raise _moved(error, place.as_posix(), revision) from None


@contextmanager
def committed(specs: Path) -> Iterator[Path | None]:
    """The specs as they were committed last, for a while; None where they were not.

    Raises:
        click.UsageError: there is no git, or no working tree of it.
    """
    git = None if shutil.which("git") is None else _Git(specs)
    prefix = None if git is None else git.said("rev-parse", "--show-prefix")
    if git is None or prefix is None:
        raise wrong_call("call.changed_needs_git")
    with _unpacked(git, f"HEAD:{prefix.decode().strip().rstrip('/')}") as place:
        yield place


@contextmanager
def _unpacked(git: _Git, tree: str) -> Iterator[Path | None]:
    """The plain files of a tree, in a folder that is there for a while; None without a tree."""
    listed = git.said("ls-tree", "-r", "-z", "--full-tree", tree)
    if listed is None:
        yield None
        return
    with TemporaryDirectory(prefix="specs-") as folder:
        place = Path(folder).resolve()
        for path, blob in _blobs(listed):
            data = git.said("cat-file", "blob", blob)
            if data is None:
                raise wrong_call("call.not_in_revision", name=tree, path=path)
            file = place / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        yield place


class _Git:
    """The git program in a folder."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("git")
        if program is None:
            raise wrong_call("call.no_git")
        self.program = program
        self.folder = folder

    def said(self, *args: str) -> bytes | None:
        """What git writes; None where it fails."""
        done = subprocess.run(  # noqa: S603  # the program that PATH finds, and no shell
            [self.program, "-C", str(self.folder), *args], capture_output=True, check=False
        )
        return done.stdout if done.returncode == 0 else None


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
