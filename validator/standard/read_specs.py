"""Spec files: read strictly, held against their schema, every trouble with its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any, Final

from validator.errors import Fault, SourceError
from validator.model import declare
from validator.source import SOURCE_TOO_LARGE, read
from validator.standard.schema_faults import explain
from validator.standard.schemas import SCHEMAS
from validator.standard.shapes import Sort
from validator.standard.spec_file import SpecFile

SPEC_UNREADABLE = declare("spec_unreadable", what=str)

MAX_SPEC_BYTES = 8 << 20
"""Length of the longest spec file, in bytes."""

SHARED: Final[Mapping[str, Sort]] = {"parameters": "parameter", "calendars": "calendar"}
"""The folders of what editions share, and the sort of their files."""

_OF_AN_EDITION: Final = frozenset(("standard.yaml", "application.yaml", "clauses.yaml", "cases"))

_WHY: Final[Mapping[type[OSError], str]] = {
    FileNotFoundError: "missing",
    PermissionError: "forbidden",
    IsADirectoryError: "is_folder",
}
"""What keeps a file from being read; the system's own words are in no language of ours."""


@dataclass(frozen=True)
class Read:
    """One file as read; what stands in it is looked at when it is first asked for.

    Attributes:
        path: relative to the folder of specs.
        sort: the sort of spec file it has to be.
        shown: its path for people.
        data: its bytes, None where it cannot be read.
        unread: why it cannot be read.
    """

    path: Path
    sort: Sort
    shown: str
    data: bytes | None = field(repr=False)
    unread: tuple[Fault, ...] = ()

    @cached_property
    def _understood(self) -> tuple[SpecFile[Any] | None, tuple[Fault, ...]]:
        if self.data is None:
            return None, self.unread
        try:
            value = read(self.data, self.path.name, max_bytes=MAX_SPEC_BYTES)
        except SourceError as error:
            return None, (Fault(error.message, self.shown, error.line, error.column),)
        made = SpecFile(self.path, self.shown, self.data, value)
        return made, () if _gate(self.sort).is_valid(value) else tuple(explain(made, self.sort))

    @property
    def file(self) -> SpecFile[Any] | None:
        """What stands in it; None where that is not strict YAML."""
        return self._understood[0]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with it by itself."""
        return self._understood[1]

    @property
    def sound(self) -> SpecFile[Any] | None:
        """The file if it keeps its schema."""
        return None if self.faults else self.file


def read_file(specs: Path, path: Path, sort: Sort) -> Read:
    """Read one spec file."""
    shown = (specs / path).as_posix()
    try:
        status = (specs / path).stat()
        # Reading a pipe or a device might never end.
        if not (S_ISREG(status.st_mode) or S_ISDIR(status.st_mode)):
            return closed(specs, path, sort, "special")
        if status.st_size > MAX_SPEC_BYTES:
            fault = Fault(SOURCE_TOO_LARGE(limit=MAX_SPEC_BYTES), shown)
            return Read(path, sort, shown, None, (fault,))
        return Read(path, sort, shown, (specs / path).read_bytes())
    except OSError as error:
        return closed(specs, path, sort, _WHY.get(type(error), ""))


def closed(specs: Path, path: Path, sort: Sort, what: str) -> Read:
    """A file that cannot be read, or a folder that cannot be listed, and why."""
    shown = (specs / path).as_posix()
    fault = Fault(SPEC_UNREADABLE(what=what), shown)
    return Read(path, sort, shown, None, (fault,))


def edition_folders(specs: Path) -> tuple[Mapping[Path, Collection[str]], Sequence[Read]]:
    """The folders of editions, and those of which nobody can tell, as they cannot be listed.

    What holds any file of an edition is one, so that it is told, and does not go unseen, where its
    `standard.yaml` is missing. Where no folder has one, these are no specs.

    Returns:
        The former relative to the specs, with the names in them.
    """
    unlisted: list[Read] = []
    found = {
        folder: names
        for standard in listed(specs, Path(), [])
        if standard.name not in SHARED
        for folder in listed(specs, standard, unlisted)
        if _OF_AN_EDITION & (names := {each.name for each in listed(specs, folder, unlisted)})
    }
    return found if any("standard.yaml" in names for names in found.values()) else {}, unlisted


def listed(specs: Path, folder: Path, unlisted: list[Read]) -> Sequence[Path]:
    """What lies in a folder, in order; nothing in a file. `Path.glob` hides what fails.

    Args:
        folder: relative to the specs, as what is returned is.
        unlisted: gains the folder if it cannot be listed.
    """
    try:
        names = sorted(each.name for each in (specs / folder).iterdir())
    except NotADirectoryError:
        return ()
    except OSError:
        unlisted.append(closed(specs, folder, "folder", "folder"))
        return ()
    # What is hidden is no spec: version control, and what editors and systems leave behind.
    return [folder / name for name in names if not name.startswith(".")]


@cache
def _gate(schema: str) -> Any:
    from jsonschema_rs import Draft202012Validator  # loaded only where it is used

    return Draft202012Validator(SCHEMAS[schema]())
