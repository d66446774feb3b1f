"""A folder of specs as far as it can be read: what is broken is told and left aside.

The loader stops at a file that is unusable. Here every file stands for itself, and what needs a
broken one is not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from validator.errors import Fault
from validator.standard.catalogue import Head, read_head
from validator.standard.compile import EditionCompiler
from validator.standard.edition import Edition
from validator.standard.files import edition_folders, listed, read_file
from validator.standard.spec_file import SpecFile

_PARTS: Final = ("standard", "application", "clauses")
_OPTIONAL: Final = ("mutants",)
_DEEPEST: Final = 4
"""Folders above the deepest file of specs, a case: its own, the edition, the standard, the root."""

_LIKE_YAML: Final = re.compile(r"^[^.].*\.ya?ml", re.IGNORECASE)
"""What an editor of specs may have saved as a spec: `fees.YAML`, `fees.yaml.txt`."""

_LINE_BREAK: Final = re.compile(r"\r\n?|\n")
_SHARED: Final = {"parameters": "parameter", "calendars": "calendar"}
_TRUST_INDEX: Final = Path("trust", "index.yaml")
"""The list of the certificates beside it, which nothing here reads: it is no part of an edition."""


@dataclass(frozen=True, slots=True)
class Read:
    """One file as read.

    Attributes:
        path: relative to the folder of specs.
        sort: the sort of spec file it has to be, by the name of its schema.
        data: its bytes, None where it cannot be opened.
        file: None where it cannot be read at all.
        faults: what is wrong with it by itself.
    """

    path: Path
    sort: str
    data: bytes | None = field(repr=False)
    file: SpecFile | None = field(repr=False)
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> SpecFile | None:
        """The file if it keeps its schema."""
        return None if self.faults else self.file


class Draft:
    """One edition as far as it can be understood."""

    def __init__(
        self,
        parts: Mapping[str, Read],
        cases: Sequence[Read],
        parameters: Mapping[str, Read],
        calendars: Mapping[str, Read],
    ) -> None:
        self.parts = parts
        self.cases = cases
        self.parameters = parameters
        self.calendars = calendars
        self.standard = parts["standard"].sound
        self.application = parts["application"].sound
        self.clauses = parts["clauses"].sound
        # The folder of a standard that cannot be listed stands for an edition without a name.
        self.key = (*parts["standard"].path.parts, "")[:2]

    @property
    def reads(self) -> tuple[Read, ...]:
        """The files of its folder."""
        return (*self.parts.values(), *self.cases)

    @cached_property
    def _headed(self) -> tuple[Head | None, Sequence[Fault]]:
        return (None, ()) if self.standard is None else read_head(self.standard)

    @property
    def head(self) -> Head | None:
        """When it is in force, None where that cannot be told."""
        return self._headed[0]

    @property
    def calendar(self) -> SpecFile | None:
        """The calendar that it names, if there is a sound one."""
        if self.standard is None:
            return None
        read = self.calendars.get(self.standard.value["calendar"])
        return read.sound if read else None

    @property
    def made_of(self) -> tuple[SpecFile | None, ...]:
        """The files that the edition is compiled from."""
        shared = (read.file for read in self.parameters.values())
        return (self.standard, self.application, self.clauses, self.calendar, *shared)

    @cached_property
    def compiler(self) -> EditionCompiler | None:
        """What compiles it; None where its requirements or its fields are not sound."""
        if self.standard is None or self.application is None:
            return None
        clauses = self.clauses or replace(self.application, value={"clauses": []})
        sound = {name: read.sound for name, read in self.parameters.items()}
        parameters = {name: file for name, file in sound.items() if file is not None}
        return EditionCompiler(self.standard, self.application, clauses, parameters)

    @cached_property
    def compiled(self) -> tuple[Edition | None, Sequence[Fault]]:
        """The edition, None if anything is wrong with it, and what is wrong."""
        head, faults = self._headed
        if self.compiler is None:
            return None, faults
        usable = self.calendar if head is not None and not faults else None
        edition = self.compiler.attempt(usable, lambda _used: "")
        lost = set()
        if self.clauses is None:
            lost |= {"spec_unknown_clause", "spec_unknown_ground"}
        if any(read.sound is None for read in self.parameters.values()):
            lost.add("spec_unknown_parameter")
        found = [each for each in self.compiler.faults if each.message.key not in lost]
        whole = self.clauses is not None and not faults
        return edition if whole else None, [*faults, *found]

    def entries(self) -> Iterable[tuple[str, str, Mapping[str, Any]]]:
        """Row, place and entry of every requirement of a sound `standard.yaml`."""
        return () if self.compiler is None else self.compiler.entries()


@dataclass(frozen=True, slots=True)
class Folder:
    """A whole folder of specs.

    Attributes:
        drafts: the editions, standard by standard, the earliest first.
        parameters, calendars: the shared files by their names without suffix.
        stray: files that nothing reads and whose names say that they were meant to be.
    """

    specs: Path
    drafts: tuple[Draft, ...]
    parameters: Mapping[str, Read]
    calendars: Mapping[str, Read]
    stray: tuple[Path, ...]

    @property
    def reads(self) -> tuple[Read, ...]:
        """Every file that was read."""
        own = [read for draft in self.drafts for read in draft.reads]
        return (*own, *self.parameters.values(), *self.calendars.values())

    def files(self) -> Mapping[Path, bytes | None]:
        """Path and bytes of every file, the stray ones among them."""
        return {read.path: read.data for read in self.reads} | dict.fromkeys(self.stray)


def lines(data: bytes | None) -> list[str]:
    """The lines of a file, counted as positions count them."""
    return _LINE_BREAK.split((data or b"").decode("utf-8-sig", "replace"))


def root_of(path: Path) -> Path | None:
    """The folder of specs that a path is, or lies in; None where there is none.

    Only folders that hold the path as specs do are looked at: what else lies above it is nobody's
    business here, and may be the whole machine.
    """
    if holds_standard(path):
        return path
    for folder in list(path.parents)[:_DEEPEST]:
        inside = path.relative_to(folder).parts
        if len(inside) > 1 and folder.joinpath(*inside[:2], "standard.yaml").is_file():
            return folder
        if inside[0] in ("parameters", "calendars") and holds_standard(folder):
            return folder
        if len(inside) == 1 and next(path.glob("*/standard.yaml"), None) is not None:
            return folder
    return None


def holds_standard(path: Path) -> bool:
    """Whether a folder is one of specs."""
    try:
        return next(path.glob("*/*/standard.yaml"), None) is not None
    except OSError:
        return False


def read_folder(specs: Path, known: Folder | None = None) -> Folder | None:
    """Read a folder of specs, None where it holds no standard.

    Args:
        specs: the folder.
        known: the folder as read before; what has not changed since is not read again.
    """
    found, unlisted = edition_folders(specs)
    if not found and not unlisted:
        return None
    before = {read.path: read for read in known.reads} if known else {}
    used: set[Path] = set()

    def get(path: Path, sort: str) -> Read:
        used.add(path)
        old, data = before.get(path), _bytes(specs / path)
        if old is not None and old.data == data:
            return old
        file, faults = read_file(specs, path, sort)
        return Read(path, sort, data, file, tuple(faults))

    shared = {
        folder: {
            path.stem: get(path.relative_to(specs), sort)
            for path in sorted((specs / folder).glob("*.yaml"))
        }
        for folder, sort in _SHARED.items()
    }
    drafts = []
    for path, names in found.items():
        parts = {
            part: get(path / f"{part}.yaml", part)
            for part in (*_PARTS, *_OPTIONAL)
            if part in _PARTS or f"{part}.yaml" in names
        }
        closed: dict[Path, Fault] = {}
        held = listed(specs, path / "cases", closed) if "cases" in names else ()
        cases = [get(each, "cases") for each in held if each.suffix == ".yaml"]
        cases += [_closed(*each) for each in closed.items()]
        drafts.append(Draft(parts, cases, shared["parameters"], shared["calendars"]))
    for each in unlisted.items():
        parts = dict.fromkeys(_PARTS, _closed(*each))
        drafts.append(Draft(parts, [], shared["parameters"], shared["calendars"]))
    drafts.sort(key=lambda draft: (draft.key[0], _first(draft), draft.key[1]))
    stray = sorted(
        path
        for each in specs.rglob("*.*")
        if _LIKE_YAML.search(each.name)
        and (path := each.relative_to(specs)) not in used | {_TRUST_INDEX}
    )
    return Folder(specs, tuple(drafts), **shared, stray=tuple(stray))


def _closed(path: Path, fault: Fault) -> Read:
    """A folder in the place of files that may lie in it."""
    return Read(path, "folder", None, None, (fault,))


def _first(draft: Draft) -> date:
    return draft.head.first if draft.head else date.max


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
