"""What is left of a run that was cut off, and how much of it another one can go on with."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from validator import engine
from validator.batch.identity import Identity, differences
from validator.batch.part import PART, RUN, Kept, beside, is_partial
from validator.batch.run import BUNDLE_FATAL, BUNDLE_LATE
from validator.bundle import read_bundle
from validator.bundle.entries import clean
from validator.bundle.objects import STORE_FAILED, StoreFailed
from validator.errors import CallError
from validator.frozen import frozen
from validator.model import declare
from validator.output.tally import Tallied, Tally, tallied_line

RESUME_COMPLETE = declare("resume_complete", path=str)
RESUME_NOT_OURS = declare("resume_not_ours", path=str)
RESUME_OTHER_RUN = declare("resume_other_run", path=str, names=tuple)
RESUME_OTHER_BUNDLES = declare("resume_other_bundles", path=str, bundle=str)

_WITHOUT_BUNDLE: Final = (BUNDLE_LATE.key, BUNDLE_FATAL.key, STORE_FAILED.key)
"""Problems of bundles that were not read, and had better not be read here either."""


@frozen
class Begun:
    """What is left of a run.

    Attributes:
        target: the file that it was to write.
        source: the file in which its reports stand: the part of it, or the file itself.
        identity: what the run was.
        clock: the moment at which it began.
    """

    target: Path
    source: Path
    identity: Identity
    clock: datetime

    def require(self, identity: Identity) -> None:
        """Hold that another run is the same one.

        Raises:
            CallError: it is not; says in what.
        """
        if names := differences(self.identity, identity):
            raise CallError.of(RESUME_OTHER_RUN(path=str(self.target), names=names))

    def kept(self, names: Sequence[str]) -> tuple[Kept, Tally]:
        """How much of it stays for the bundles of another run, and what remains of that.

        Up to the first bundle that is new, or whose manifest or record is another one than then;
        what follows is told anew. A last line that was cut off goes.

        Raises:
            CallError: it is no such file, or tells of a bundle that is not there now, whose report
                would be lost.
        """
        walk = _Walk(self.target, names)
        with self.source.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n") or not walk.take(line):
                    break
            if file.readline():
                raise CallError.of(RESUME_NOT_OURS(path=str(self.target)))
        return Kept(self.source, walk.length), walk.tally


@dataclass(slots=True)
class _Walk:
    """Goes along the lines of a file and the bundles of a run at once."""

    target: Path
    names: Sequence[str]
    length: int = 0
    tally: Tally = field(default_factory=Tally)
    left: set[str] | None = None
    """The bundles that are told anew, once one has to be."""

    def take(self, line: bytes) -> bool:
        """Take in one whole line; False for a summary, behind which nothing may come."""
        if is_partial(line) is not None:
            return False
        name, tallied, stays = self._understood(line)
        at = self.tally.total()
        if self.left is None:
            following = self.names[at] if at < len(self.names) else ""
            if clean(following) == name and stays(following):
                self.length += len(line)
                self.tally[tallied] += 1
                return True
            self.left = {clean(each) for each in self.names[at:]}
        if name not in self.left:
            raise CallError.of(RESUME_OTHER_BUNDLES(path=str(self.target), bundle=name))
        self.left.discard(name)
        return True

    def _understood(self, line: bytes) -> tuple[str, Tallied, Callable[[str], bool]]:
        try:
            data = json.loads(line)
            told = data["bundle"]
            digests = told["manifest_sha256"], told["record_sha256"]
            problems = {each["id"] for each in data["problems"]}
            read = problems.isdisjoint(_WITHOUT_BUNDLE)
            name, tallied = str(told["name"]), tallied_line(data)
        except (LookupError, TypeError, ValueError):
            raise CallError.of(RESUME_NOT_OURS(path=str(self.target))) from None
        return name, tallied, lambda path: not read or _digests(path) == digests


def find_begun(target: Path) -> Begun | None:
    """What is left of a run that was to write a file; None where there is nothing.

    Raises:
        CallError: the file is complete, or is none of ours.
        OSError: it cannot be read.
    """
    part = beside(target, PART)
    source = next((each for each in (part, target) if each.is_file()), None)
    if source is None or not source.stat().st_size:  # or it was cut off before its first report
        return None
    if source == target and is_partial(_last_line(target)) is False:
        raise CallError.of(RESUME_COMPLETE(path=str(target)))
    try:
        identity = json.loads(beside(target, RUN).read_bytes())
        clock = datetime.fromisoformat(identity["options"]["clock"])
    except (FileNotFoundError, LookupError, TypeError, ValueError):
        raise CallError.of(RESUME_NOT_OURS(path=str(target))) from None
    return Begun(target, source, identity, clock)


def _last_line(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - (1 << 20)))
        return file.read().rstrip(b"\n").rpartition(b"\n")[2]


def _digests(name: str) -> tuple[str | None, str | None]:
    """Of the manifest and the record of a bundle, as they are now."""
    try:
        bundle = read_bundle(name)
    except (FileNotFoundError, StoreFailed):
        return None, None
    return engine.digest_of(bundle.manifest_bytes), engine.digest_of(bundle.record_bytes)
