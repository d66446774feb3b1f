"""The standards in a folder of specs, their editions, and which one is in force on a day."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from validator.calendar import zone_of
from validator.errors import CallError, Fault, SpecError
from validator.model import Args, Message
from validator.standard.compile import EditionCompiler
from validator.standard.edition import Edition
from validator.standard.files import SpecFile, read_file


@dataclass(frozen=True, slots=True)
class Head:
    """What has to be known of an edition before it is compiled."""

    standard: str
    edition: str
    first: date
    until: date | None
    file: SpecFile

    def covers(self, day: date) -> bool:
        """Whether the edition is in force on a day."""
        return self.first <= day and (self.until is None or day <= self.until)


class Catalogue:
    """A folder of specs; editions are compiled when they are first asked for.

    Raises:
        CallError: the folder is not there or holds no standard.
    """

    def __init__(self, specs: Path) -> None:
        self.specs = specs
        self._heads: dict[str, tuple[Head, ...]] = {}
        self._editions: dict[tuple[str, str], Edition] = {}
        try:
            found = sorted(specs.glob("*/*/standard.yaml"))
        except OSError:
            found = []
        if not found:
            raise CallError([Fault(Message("specs_missing", {"folder": specs.as_posix()}))])
        self.standards = tuple(sorted({each.parent.parent.name for each in found}))
        self._found = tuple(each.relative_to(specs) for each in found)

    def heads(self, standard: str) -> tuple[Head, ...]:
        """The editions of a standard, the earliest first.

        Raises:
            SpecError: a `standard.yaml` is unusable, or editions have a gap or an overlap.
        """
        if standard not in self._heads:
            self._heads[standard] = self._read_heads(standard)
        return self._heads[standard]

    def choose(self, standard: str, day: date) -> Head | None:
        """The edition in force on a day, None if there is none.

        Raises:
            SpecError: as `heads`.
        """
        return next((head for head in self.heads(standard) if head.covers(day)), None)

    def edition(self, standard: str, edition: str) -> Edition:
        """An edition by name, compiled once.

        Raises:
            CallError: there is no such standard or edition.
            SpecError: its files are unusable; every trouble is named.
        """
        key = standard, edition
        if key not in self._editions:
            if standard not in self.standards:
                raise unknown_standard(standard, self.standards)
            heads = {head.edition: head for head in self.heads(standard)}
            if edition not in heads:
                args: Args = {"name": edition, "known": tuple(heads)}
                raise CallError([Fault(Message("edition_unknown", args))])
            self._editions[key] = self._compile(heads[edition])
        return self._editions[key]

    def _read_heads(self, standard: str) -> tuple[Head, ...]:
        heads: list[Head] = []
        faults: list[Fault] = []
        for path in self._found:
            if path.parts[0] != standard:
                continue
            file, wrong = read_file(self.specs, path, "standard")
            faults += wrong
            if file is None or wrong:
                continue
            raw = file.value["in_force"]
            try:
                zone_of(file.value["time_zone"])
            except ValueError as error:
                faults.append(file.fault("/time_zone", "spec_schema", detail=str(error)))
            try:
                until = date.fromisoformat(raw["until"]) if "until" in raw else None
                first = date.fromisoformat(raw["from"])
            except ValueError:
                args = {"value": f"{raw['from']} … {raw.get('until', '')}"}
                faults.append(file.fault("/in_force", "spec_impossible_date", **args))
                continue
            heads.append(Head(standard, path.parts[1], first, until, file))
        heads.sort(key=lambda head: (head.first, head.edition))
        faults += _seams(heads)
        if faults:
            raise SpecError(faults)
        return tuple(heads)

    def _compile(self, head: Head) -> Edition:
        folder = head.file.path.parent
        wanted = {
            "application": folder / "application.yaml",
            "clauses": folder / "clauses.yaml",
            "calendar": Path("calendars", f"{head.file.value['calendar']}.yaml"),
        }
        files: dict[str, SpecFile] = {"standard": head.file}
        faults: list[Fault] = []
        for schema, path in wanted.items():
            file, wrong = read_file(self.specs, path, schema)
            faults += wrong
            if file is not None:
                files[schema] = file
        parameters: dict[str, SpecFile] = {}
        for full in sorted((self.specs / "parameters").glob("*.yaml")):
            path = full.relative_to(self.specs)
            file, wrong = read_file(self.specs, path, "parameter")
            faults += wrong
            if file is not None:
                parameters[path.stem] = file
        if faults:
            raise SpecError(faults)
        compiler = EditionCompiler(
            files["standard"], files["application"], files["clauses"], parameters
        )
        return compiler.compile(files["calendar"], _digest({**files, **parameters}))


def unknown_standard(name: str, known: tuple[str, ...]) -> CallError:
    """What is raised for a standard that is not in the specs."""
    return CallError([Fault(Message("standard_unknown", {"name": name, "known": known}))])


def _seams(heads: list[Head]) -> list[Fault]:
    """Gaps and overlaps between editions that follow one another."""
    faults = []
    for earlier, later in pairwise(heads):
        if earlier.until is None or later.first <= earlier.until:
            key = "spec_overlap"
        elif later.first > earlier.until + timedelta(days=1):
            key = "spec_gap"
        else:
            continue
        args = {"earlier": earlier.edition, "later": later.edition}
        faults.append(later.file.fault("/in_force/from", key, **args))
    return faults


def _digest(files: Mapping[str, SpecFile]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files.values(), key=lambda each: each.path.as_posix()):
        digest.update(f"{file.path.as_posix()}\0{len(file.data)}\0".encode())
        digest.update(file.data)
    return digest.hexdigest()
