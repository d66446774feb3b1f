"""The files that one edition is compiled from, and everything that is wrong with them together."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from validator.errors import Fault, SpecError
from validator.form.idle_conditions import LINT_ALWAYS_HOLDS
from validator.standard import condition_faults, edition_faults
from validator.standard.compile import EditionCompiler
from validator.standard.edition import Edition
from validator.standard.in_force import Head, read_head
from validator.standard.left_out import left_out
from validator.standard.spec_file import (
    ApplicationFile,
    CalendarFile,
    ClausesFile,
    ParameterFile,
    SpecFile,
    StandardFile,
)


@dataclass(frozen=True)
class Sources:
    """The files of an edition, each of which keeps its schema; ask for `altered` ones.

    Attributes:
        clauses: without a clause where the file is broken.
        calendars, parameters: by their names, those that are sound.
        trusted: certificates of the authorities whose word for a signer is taken, in DER.
        untold: keys of messages that say nothing here, as the file that would know is broken;
            where there is one, nothing is compiled.
    """

    standard: StandardFile
    application: ApplicationFile
    clauses: ClausesFile
    calendars: Mapping[str, CalendarFile]
    parameters: Mapping[str, ParameterFile]
    trusted: tuple[bytes, ...] = ()
    untold: Collection[str] = ()

    @property
    def calendar(self) -> CalendarFile | None:
        """The calendar that the edition names, if there is a sound one."""
        return self.calendars.get(self.standard.value["calendar"])

    @property
    def shared(self) -> Iterator[CalendarFile | ParameterFile]:
        """What other editions may be made of too."""
        yield from self.calendars.values()
        yield from self.parameters.values()

    def named(self, name: str) -> SpecFile[Any]:
        """One of the files: `standard`, `calendar` …, `parameters/mci`."""
        word, _, parameter = name.partition("/")
        file: SpecFile[Any] = getattr(self, word) if not parameter else self.parameters[parameter]
        return file

    def altered(self, name: str, value: Any) -> Sources:
        """The files, in one of which another value stands."""
        word, _, parameter = name.partition("/")
        made = replace(self.named(name), value=value)
        altered: dict[str, Any] = {word: made}
        if parameter:
            altered = {word: {**self.parameters, parameter: made}}
        elif word == "calendar":
            altered = {"calendars": {**self.calendars, self.standard.value["calendar"]: made}}
        return replace(self, **altered)

    @cached_property
    def head(self) -> tuple[Head | None, Sequence[Fault]]:
        """When the edition is in force, and what is wrong with that."""
        return read_head(self.standard)

    @cached_property
    def compiler(self) -> EditionCompiler:
        """What compiles the edition."""
        return EditionCompiler(self.standard, self.application, self.clauses, self.parameters)

    @cached_property
    def compiled(self) -> tuple[Edition | None, Sequence[Fault]]:
        """The edition, None if anything is wrong with it, and what is wrong."""
        faults = list(self.head[1])
        # A time zone that there is not is told once.
        calendar = None if faults else self.calendar
        edition = self.compiler.attempt(calendar, self.trusted, self._digest)
        found = (*self.compiler.faults, *self._senseless())
        faults += [each for each in found if each.message.key not in self.untold]
        return None if faults or self.untold else edition, faults

    def compile(self) -> Edition:
        """The edition.

        Raises:
            SpecError: the files contradict one another; every trouble is named.
        """
        edition, faults = self.compiled
        if edition is None:
            raise SpecError(faults)
        return edition

    @cached_property
    def conditions(self) -> Sequence[Fault]:
        """What is wrong with its conditions and checks, those that are merely idle among it."""
        names = self.compiler.names
        return (
            *condition_faults.requirements(self.standard, names),
            *condition_faults.fields(self.application, names),
        )

    def _senseless(self) -> Iterator[Fault]:
        """What cannot be meant, though every name may stand for something."""
        head = self.head[0]
        for file in (self.standard, self.application, self.clauses):
            yield from edition_faults.misplaced(file)
        for shared in self.shared:
            yield from edition_faults.misnamed(shared)
        for calendar in self.calendars.values():
            yield from edition_faults.corrected_twice(calendar)
        yield from edition_faults.unknown_calendar(self.standard, self.calendars)
        yield from edition_faults.working_hours(self.standard)
        yield from edition_faults.overlaps(self.standard, self.compiler.services)
        if not self.compiler.faults:  # else an entry may be there under a name that is wrong
            yield from left_out(self.standard, self.compiler.services)
            yield from edition_faults.no_due_day(self.standard, self.compiler.services)
        yield from (each for each in self.conditions if each.message.key != LINT_ALWAYS_HOLDS.key)
        if head is not None:
            yield from edition_faults.parameter_gaps(head, self.parameters)
            if self.calendar is not None:
                yield from edition_faults.calendar_gaps(head, self.calendar)

    def _digest(
        self, used: Collection[str], trusted: Collection[bytes]
    ) -> tuple[str, Mapping[str, str]]:
        files: list[SpecFile[Any]] = [self.standard, self.application, self.clauses]
        files += [self.calendar] if self.calendar is not None else []
        files += [self.parameters[name] for name in used]
        digest, of_each = hashlib.sha256(), {}
        for file in sorted(files, key=lambda each: each.path.as_posix()):
            of_each[file.path.as_posix()] = hashlib.sha256(file.data).hexdigest()
            digest.update(f"{file.path.as_posix()}\0{len(file.data)}\0".encode())
            digest.update(file.data)
        for each in trusted:
            digest.update(f"trust\0{len(each)}\0".encode())
            digest.update(each)
        if trusted:
            all_ = b"".join(hashlib.sha256(each).digest() for each in trusted)
            of_each["trust"] = hashlib.sha256(all_).hexdigest()
        return digest.hexdigest(), of_each
