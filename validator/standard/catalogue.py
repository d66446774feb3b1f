"""The standards in a folder of specs, their editions, and which one is in force on a day."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from validator.errors import CallError, Fault, SpecError
from validator.model import Args, Message
from validator.standard.compile import EditionCompiler
from validator.standard.days import unknown_zone
from validator.standard.edition import Edition
from validator.standard.files import edition_folders, read_file
from validator.standard.spec_file import SpecFile


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


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that one edition is compiled from; `replace` one to ask what would be."""

    standard: SpecFile
    application: SpecFile
    clauses: SpecFile
    calendar: SpecFile
    parameters: Mapping[str, SpecFile]

    def named(self, name: str) -> SpecFile:
        """One of the files: `standard`, `calendar` …, `parameters/mci`."""
        word, _, parameter = name.partition("/")
        file: SpecFile = getattr(self, word) if not parameter else self.parameters[parameter]
        return file

    def altered(self, name: str, value: Any) -> Sources:
        """The files, in one of which another value stands."""
        word, _, parameter = name.partition("/")
        made = replace(self.named(name), value=value)
        altered: dict[str, Any] = {
            word: {**self.parameters, parameter: made} if parameter else made,
        }
        return replace(self, **altered)

    def compile(self) -> Edition:
        """The edition.

        Raises:
            SpecError: the files contradict one another; every trouble is named.
        """
        compiler = EditionCompiler(self.standard, self.application, self.clauses, self.parameters)
        return compiler.compile(self.calendar, self._digest)

    def _digest(self, used: Collection[str]) -> str:
        parameters = (self.parameters[name] for name in used)
        return _digest([self.standard, self.application, self.clauses, self.calendar, *parameters])


class Catalogue:
    """A folder of specs; editions are compiled when they are first asked for.

    Raises:
        CallError: the folder is not there or holds no standard.
    """

    def __init__(self, specs: Path) -> None:
        self.specs = specs
        self._heads: dict[str, tuple[Head, ...]] = {}
        self._editions: dict[tuple[str, str], Edition] = {}
        found, self._unlisted = edition_folders(specs)
        if not found and not self._unlisted:
            raise CallError([Fault(Message("specs_missing", {"folder": specs.as_posix()}))])
        self.standards = tuple(sorted({each.parts[0] for each in (*found, *self._unlisted)}))
        self._found = tuple(each / "standard.yaml" for each in found)

    def heads(self, standard: str) -> tuple[Head, ...]:
        """The editions of a standard, the earliest first.

        Raises:
            SpecError: a `standard.yaml` is unusable, a folder that may be an edition cannot be
                listed, or editions have a gap or an overlap.
        """
        if standard not in self._heads:
            self._heads[standard] = self._read_heads(standard)
        return self._heads[standard]

    def editions(self) -> Iterator[Edition]:
        """Every edition of every standard.

        Raises:
            SpecError: one of them is unusable.
        """
        for standard in self.standards:
            for head in self.heads(standard):
                yield self.edition(standard, head.edition)

    def require(self, edition: str | None, only: str | None) -> None:
        """Hold that some edition bears a name and that some edition has what another name names.

        Raises:
            CallError: none does.
            SpecError: the specs are unusable.
        """
        heads = [head for standard in self.standards for head in self.heads(standard)]
        named = [head for head in heads if edition in (None, head.edition)]
        if not named:
            args: Args = {"name": str(edition), "known": tuple(head.edition for head in heads)}
            raise CallError([Fault(Message("edition_unknown", args))])
        unknown: CallError | None = None
        for head in reversed(named) if only is not None else ():
            try:
                return self.edition(head.standard, head.edition).require(str(only))
            except CallError as error:
                unknown = unknown or error
        if unknown is not None:
            raise unknown
        return None

    def choose(self, standard: str, day: date) -> Head | None:
        """The edition in force on a day, None if there is none.

        Raises:
            SpecError: as `heads`.
        """
        return next((head for head in self.heads(standard) if head.covers(day)), None)

    def none_in_force(self, standard: str, day: date) -> Message:
        """That `choose` finds none on a day, and on which side of the editions the day lies."""
        heads = self.heads(standard)
        last = heads[-1].until
        args: Args = {"standard": standard, "day": day, "first": heads[0].first}
        if last is not None and last < day:
            args = {**args, "what": "ended", "last": last}
        return Message("no_edition", args)

    def edition(self, standard: str, edition: str) -> Edition:
        """An edition by name, compiled once.

        Raises:
            CallError: there is no such standard or edition.
            SpecError: its files are unusable; every trouble is named.
        """
        key = standard, edition
        if key not in self._editions:
            self._editions[key] = self.sources(standard, edition).compile()
        return self._editions[key]

    def sources(self, standard: str, edition: str) -> Sources:
        """The files of an edition, read anew.

        Raises:
            CallError: there is no such standard or edition.
            SpecError: a file cannot be read or breaks its schema.
        """
        if standard not in self.standards:
            raise unknown_standard(standard, self.standards)
        heads = {head.edition: head for head in self.heads(standard)}
        if edition not in heads:
            args: Args = {"name": edition, "known": tuple(heads)}
            raise CallError([Fault(Message("edition_unknown", args))])
        return self._sources(heads[edition])

    def _read_heads(self, standard: str) -> tuple[Head, ...]:
        heads: list[Head] = []
        faults = [fault for path, fault in self._unlisted.items() if path.parts[0] == standard]
        for path in self._found:
            if path.parts[0] != standard:
                continue
            file, wrong = read_file(self.specs, path, "standard")
            faults += wrong
            if file is None or wrong:
                continue
            head, wrong = read_head(file)
            faults += wrong
            if head is not None:
                heads.append(head)
        heads.sort(key=lambda head: (head.first, head.edition))
        faults += seams(heads)
        if faults:
            raise SpecError([*faults, *self._other_faults(standard)])
        return tuple(heads)

    def _other_faults(self, standard: str) -> Iterator[Fault]:
        """What is wrong with the files beside the `standard.yaml`s, so that all is told at once."""
        for path in self._found:
            for schema in ("application", "clauses") if path.parts[0] == standard else ():
                yield from read_file(self.specs, path.with_name(f"{schema}.yaml"), schema)[1]
        for schema in ("calendar", "parameter"):
            for full in sorted((self.specs / f"{schema}s").glob("*.yaml")):
                yield from read_file(self.specs, full.relative_to(self.specs), schema)[1]

    def _sources(self, head: Head) -> Sources:
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
        return Sources(**files, parameters=parameters)


def read_head(file: SpecFile) -> tuple[Head | None, Sequence[Fault]]:
    """From a sound `standard.yaml`: when the edition is in force, None without such days.

    Returns:
        The head, and everything that is wrong with the days or the time zone.
    """
    raw, faults = file.value["in_force"], list(unknown_zone(file))
    days: dict[str, date] = {}
    for end in (end for end in ("from", "until") if end in raw):
        try:
            days[end] = date.fromisoformat(raw[end])
        except ValueError:
            faults.append(file.fault(f"/in_force/{end}", "spec_impossible_date", value=raw[end]))
    if len(days) < ("until" in raw) + 1:
        return None, faults
    first, until = days["from"], days.get("until")
    if until is not None and until < first:
        faults.append(file.fault("/in_force/until", "spec_empty_range"))
    standard, edition = file.path.parts[:2]
    return Head(standard, edition, first, until, file), faults


def unknown_standard(name: str, known: tuple[str, ...]) -> CallError:
    """What is raised for a standard that is not in the specs."""
    return CallError([Fault(Message("standard_unknown", {"name": name, "known": known}))])


def seams(heads: Sequence[Head]) -> list[Fault]:
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


def _digest(files: Iterable[SpecFile]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda each: each.path.as_posix()):
        digest.update(f"{file.path.as_posix()}\0{len(file.data)}\0".encode())
        digest.update(file.data)
    return digest.hexdigest()
