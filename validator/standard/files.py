"""Spec files: read strictly, held against their schema, every trouble with its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any, Final

from validator.errors import Fault, SourceError
from validator.model import Message
from validator.source import read
from validator.standard.schema_faults import explain
from validator.standard.schemas import SCHEMAS
from validator.standard.spec_file import SpecFile

MAX_SPEC_BYTES = 8 << 20
"""Length of the longest spec file, in bytes."""

_OF_AN_EDITION: Final = frozenset(("standard.yaml", "application.yaml", "clauses.yaml", "cases"))

_WHY: Final[Mapping[type[OSError], str]] = {
    FileNotFoundError: "missing",
    PermissionError: "forbidden",
    IsADirectoryError: "is_folder",
}
"""What keeps a file from being read; the system's own words are in no language of ours."""


def edition_folders(specs: Path) -> tuple[Mapping[Path, Collection[str]], Mapping[Path, Fault]]:
    """The folders of editions, and those of which nobody can tell, as they cannot be listed.

    What holds any file of an edition is one, so that it is told, and does not go unseen, where its
    `standard.yaml` is missing. Where no folder has one, these are no specs.

    Returns:
        Both relative to the specs: the former with the names in them, the latter with what to say.
    """
    unlisted: dict[Path, Fault] = {}
    found = {
        folder: names
        for standard in listed(specs, Path(), {})
        for folder in listed(specs, standard, unlisted)
        if _OF_AN_EDITION & (names := {each.name for each in listed(specs, folder, unlisted)})
    }
    return found if any("standard.yaml" in names for names in found.values()) else {}, unlisted


def listed(specs: Path, folder: Path, unlisted: dict[Path, Fault]) -> Sequence[Path]:
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
        shown = (specs / folder).as_posix()
        unlisted[folder] = Fault(Message("spec_unreadable", {"what": "folder"}), shown)
        return ()
    # What is hidden is no spec: version control, and links to nothing that editors leave.
    return [folder / name for name in names if not name.startswith(".")]


def read_file(specs: Path, path: Path, schema: str) -> tuple[SpecFile | None, Sequence[Fault]]:
    """Read one spec file and hold it against its schema.

    Returns:
        The file, None where it cannot be read at all, and everything that is wrong with it.
    """
    shown = (specs / path).as_posix()
    try:
        status = (specs / path).stat()
        # Reading a pipe or a device might never end.
        if not (S_ISREG(status.st_mode) or S_ISDIR(status.st_mode)):
            return None, [Fault(Message("spec_unreadable", {"what": "special"}), shown)]
        if status.st_size > MAX_SPEC_BYTES:
            return None, [Fault(Message("source_too_large", {"limit": MAX_SPEC_BYTES}), shown)]
        data = (specs / path).read_bytes()
    except OSError as error:
        args = {"what": _WHY.get(type(error), "")}
        return None, [Fault(Message("spec_unreadable", args), shown)]
    try:
        value = read(data, path.name, max_bytes=MAX_SPEC_BYTES)
    except SourceError as error:
        return None, [Fault(error.message, shown, error.line, error.column)]
    made = SpecFile(path, shown, data, value)
    return made, [] if _gate(schema).is_valid(value) else list(explain(made, schema))


@cache
def _gate(schema: str) -> Any:
    from jsonschema_rs import Draft202012Validator  # loaded only where it is used

    return Draft202012Validator(SCHEMAS[schema]())
