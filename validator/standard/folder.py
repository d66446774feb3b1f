"""A folder of specs as far as it can be read: each file once, what is broken told and left aside.

Every file stands for itself, and what needs a broken one is not looked for. The catalogue is the
strict view of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from validator.errors import Fault
from validator.standard.edition_faults import LINT_UNKNOWN_CALENDAR
from validator.standard.in_force import Head, read_head, seams
from validator.standard.read_specs import SHARED, Read, edition_folders, listed, read_file
from validator.standard.scope import UNKNOWN
from validator.standard.shapes import RawClauses, Sort, parameters_of
from validator.standard.sources import Sources
from validator.standard.spec_file import (
    ApplicationFile,
    CalendarFile,
    CasesFile,
    ClausesFile,
    ParameterFile,
    SpecFile,
    StandardFile,
)
from validator.standard.trust import INDEX, TRUST, Trust

_PARTS: Final[tuple[Sort, ...]] = ("standard", "application", "clauses")
_EXPLAINED: Final = "mutants.yaml"

_LIKE_YAML: Final = re.compile(r"^[^.].*\.ya?ml", re.IGNORECASE)
"""What an editor of specs may have saved as a spec: `fees.YAML`, `fees.yaml.txt`."""


@dataclass(frozen=True)
class Shared:
    """What the editions of a folder of specs share.

    Attributes:
        parameters, calendars: the files by their names without suffix.
        closed: the folders of them that cannot be listed.
        trust: the certificates of authorities that are trusted; None where there are none.
    """

    parameters: Mapping[str, Read]
    calendars: Mapping[str, Read]
    closed: tuple[Read, ...]
    trust: Trust | None

    @property
    def reads(self) -> tuple[Read, ...]:
        """Every one of them."""
        trust = () if self.trust is None else (self.trust.index,)
        return (*self.parameters.values(), *self.calendars.values(), *self.closed, *trust)


@dataclass(frozen=True)
class Draft:
    """One edition as far as it can be understood.

    Attributes:
        parts: the files that it is made of, by their sort.
        explained: its `mutants.yaml`, if there is one.
        cases: its tests, which decide nothing.
    """

    parts: Mapping[Sort, Read]
    explained: Read | None
    cases: tuple[Read, ...]
    shared: Shared

    @property
    def key(self) -> tuple[str, str]:
        """Standard and edition; a folder of a standard that cannot be listed has no edition."""
        standard, edition = (*self.parts["standard"].path.parts, "")[:2]
        return standard, edition

    @property
    def reads(self) -> tuple[Read, ...]:
        """The files of its folder."""
        explained = () if self.explained is None else (self.explained,)
        return (*self.parts.values(), *explained, *self.cases)

    @cached_property
    def _headed(self) -> tuple[Head | None, Sequence[Fault]]:
        standard: StandardFile | None = self.parts["standard"].sound
        return (None, ()) if standard is None else read_head(standard)

    @property
    def head(self) -> Head | None:
        """When it is in force, None where that cannot be told."""
        return self._headed[0]

    @property
    def undated(self) -> Sequence[Fault]:
        """Why it cannot be told when it is in force."""
        return (*self.parts["standard"].faults, *self._headed[1])

    @property
    def made_of(self) -> tuple[Read, ...]:
        """The files that it hangs on: all but its tests."""
        return (*self.parts.values(), *self.shared.reads)

    @property
    def uses(self) -> tuple[Read, ...]:
        """What it shares with others and names itself; all of it where nobody can tell."""
        if self.sources is None:
            return self.shared.reads
        raw = self.sources.standard.value
        calendar = self.shared.calendars.get(raw["calendar"])
        used = (self.shared.parameters.get(name) for name in sorted(parameters_of(raw)))
        return tuple(each for each in (calendar, *used) if each is not None)

    @cached_property
    def sources(self) -> Sources | None:
        """The files that are sound; None where its requirements or its fields are not."""
        standard: StandardFile | None = self.parts["standard"].sound
        application: ApplicationFile | None = self.parts["application"].sound
        clauses: ClausesFile | None = self.parts["clauses"].sound
        if standard is None or application is None:
            return None
        untold: set[str] = set()
        if clauses is None:
            raw = application.value
            none = RawClauses(standard=raw["standard"], edition=raw["edition"], clauses=[])
            clauses = SpecFile(application.path, application.shown, application.data, none)
            untold |= {UNKNOWN["clause"].key, UNKNOWN["ground"].key}
        calendars: dict[str, CalendarFile] = _sound(self.shared.calendars)
        if len(calendars) < len(self.shared.calendars) or self.shared.closed:
            untold.add(LINT_UNKNOWN_CALENDAR.key)
        parameters: dict[str, ParameterFile] = _sound(self.shared.parameters)
        if len(parameters) < len(self.shared.parameters) or self.shared.closed:
            untold.add(UNKNOWN["parameter"].key)
        trusted = self.shared.trust.certificates if self.shared.trust else ()
        return Sources(standard, application, clauses, calendars, parameters, trusted, untold)

    @cached_property
    def faults(self) -> Sequence[Fault]:
        """Everything that makes the edition unusable; its tests are not looked at."""
        faults = [fault for read in self.made_of for fault in read.faults]
        if self.shared.trust is not None:
            faults += self.shared.trust.faults
        return [*faults, *(self.sources.compiled[1] if self.sources else self._headed[1])]

    @property
    def case_files(self) -> list[CasesFile]:
        """Its tests, as far as they keep their schema."""
        return [read.sound for read in self.cases if read.sound is not None]


def _sound(reads: Mapping[str, Read]) -> dict[str, SpecFile[Any]]:
    return {name: read.sound for name, read in reads.items() if read.sound is not None}


@dataclass(frozen=True)
class Folder:
    """A whole folder of specs.

    Attributes:
        drafts: the editions, in no order.
    """

    specs: Path
    drafts: tuple[Draft, ...]
    shared: Shared

    @property
    def reads(self) -> tuple[Read, ...]:
        """Every file that was read."""
        return (*(read for draft in self.drafts for read in draft.reads), *self.shared.reads)

    @cached_property
    def in_turn(self) -> tuple[Draft, ...]:
        """The editions, standard by standard, the earliest first; those without a day last."""

        def turn(draft: Draft) -> tuple[str, date, str]:
            return draft.key[0], draft.head.first if draft.head else date.max, draft.key[1]

        return tuple(sorted(self.drafts, key=turn))

    @property
    def standards(self) -> tuple[str, ...]:
        """The standards by name."""
        return tuple(sorted({draft.key[0] for draft in self.drafts}))

    def of(self, standard: str) -> tuple[Draft, ...]:
        """The editions of a standard, the earliest first."""
        return tuple(draft for draft in self.in_turn if draft.key[0] == standard)

    def seams(self, standard: str) -> Sequence[Fault]:
        """Gaps and overlaps between its editions; beside one that has no days nothing is sure."""
        drafts = self.of(standard)
        heads = [draft.head for draft in drafts if draft.head is not None]
        return seams(heads) if len(heads) == len(drafts) else ()

    @cached_property
    def stray(self) -> tuple[Path, ...]:
        """Files that nothing reads and whose names say that they were meant to be."""
        used = {read.path for read in self.reads}
        found = (each.relative_to(self.specs) for each in self.specs.rglob("*.*"))
        return tuple(
            path
            for path in sorted(found)
            if _LIKE_YAML.search(path.name)
            and path not in used
            and not any(part.startswith(".") for part in path.parts)
        )


def read_folder(
    specs: Path, known: Folder | None = None, trust: Path | None = None
) -> Folder | None:
    """Read a folder of specs, None where it holds no standard.

    Args:
        specs: the folder.
        known: the folder as read before; what has not changed since is not looked at again.
        trust: the folder of the certificates that are trusted, where it is not that of the specs.
    """
    found, unlisted = edition_folders(specs)
    if not found and not unlisted:
        return None
    before = {read.path: read for read in known.reads} if known else {}

    def get(path: Path, sort: Sort) -> Read:
        now = read_file(specs, path, sort)
        old = before.get(path)
        return now if old is None or old.data is None or old.data != now.data else old

    closed: list[Read] = []
    there = {path.name for path in listed(specs, Path(), [])}
    parameters, calendars = (
        {
            path.stem: get(path, sort)
            for path in (listed(specs, Path(folder), closed) if folder in there else ())
            if path.suffix == ".yaml"
        }
        for folder, sort in SHARED.items()
    )
    trusted = None
    if trust is not None:
        trusted = Trust(trust, read_file(trust, Path(INDEX), "trust"))
    elif TRUST in there:
        trusted = Trust(specs / TRUST, get(Path(TRUST, INDEX), "trust"))
    shared = Shared(parameters, calendars, tuple(closed), trusted)
    drafts = []
    for path, names in found.items():
        parts = {part: get(path / f"{part}.yaml", part) for part in _PARTS}
        explained = get(path / _EXPLAINED, "mutants") if _EXPLAINED in names else None
        unread: list[Read] = []
        held = listed(specs, path / "cases", unread) if "cases" in names else ()
        cases = [get(each, "cases") for each in held if each.suffix == ".yaml"]
        drafts.append(Draft(parts, explained, (*cases, *unread), shared))
    drafts += [Draft(dict.fromkeys(_PARTS, each), None, (), shared) for each in unlisted]
    return Folder(specs, tuple(drafts), shared)
