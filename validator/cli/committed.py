"""A folder of specs as it was committed last, told by the `git` program."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from validator.cli.faults import wrong_call


@contextmanager
def committed(specs: Path) -> Iterator[Path | None]:
    """A copy of a folder as HEAD has it, for as long as it is looked at; None where HEAD has none.

    Raises:
        click.UsageError: there is no `git`, or the folder lies in no repository.
    """
    top = _told(specs, "rev-parse", "--show-toplevel")
    if top is None:
        raise wrong_call("call.changed_needs_git")
    tree = _told(specs, "rev-parse", "--verify", "--quiet", "HEAD:./")
    if tree is None:
        yield None
        return
    archive = _told(Path(_line(top)), "archive", "--format=tar", _line(tree)) or b""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch, specs.name)
        folder.mkdir()
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
        yield folder


def _line(told: bytes) -> str:
    return told.decode(errors="surrogateescape").rstrip("\n")


def _told(folder: Path, *args: str) -> bytes | None:
    """What `git` prints in a folder; None where it cannot."""
    try:
        done = subprocess.run(  # noqa: S603  # the words above, and names of its own
            ["git", "-C", folder, *args],  # noqa: S607  # the one that its user has
            capture_output=True,
            check=False,
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
