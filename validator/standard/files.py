"""Spec files: read strictly, held against their schema, every trouble with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from validator.errors import Fault, SourceError
from validator.model import Arg, Message
from validator.source import Places, locate, read
from validator.standard.schemas import SCHEMAS

MAX_BYTES = 8 << 20
"""Length of the longest spec file, in bytes."""


@dataclass(frozen=True, slots=True)
class SpecFile:
    """One spec file as read; `path` is relative to the folder of specs."""

    path: Path
    shown: str
    data: bytes = field(repr=False)
    value: Any = field(repr=False)

    def fault(self, place: str, message: str, **args: Arg) -> Fault:
        """A fault at a pointer of this file."""
        position = _places(self.data, self.path.name).value(place)
        return Fault(Message(message, args), self.shown, position.line, position.column)

    def fault_at_key(self, place: str, message: str, **args: Arg) -> Fault:
        """A fault at the key of a pointer rather than at its value."""
        position = _places(self.data, self.path.name).key(place)
        return Fault(Message(message, args), self.shown, position.line, position.column)


@lru_cache(maxsize=8)
def _places(data: bytes, name: str) -> Places:
    # A file with one fault often has more, and to find the places is to read it again.
    return locate(data, name)


def read_file(specs: Path, path: Path, schema: str) -> tuple[SpecFile | None, Sequence[Fault]]:
    """Read one spec file and hold it against its schema.

    Returns:
        The file, None where it cannot be read at all, and everything that is wrong with it.
    """
    shown = (specs / path).as_posix()
    try:
        data = (specs / path).read_bytes()
    except OSError as error:
        detail = error.strerror or type(error).__name__
        return None, [Fault(Message("spec_unreadable", {"detail": detail}), shown)]
    try:
        value = read(data, path.name, max_bytes=MAX_BYTES)
    except SourceError as error:
        return None, [Fault(error.message, shown, error.line, error.column)]
    made = SpecFile(path, shown, data, value)
    return made, [] if _gate(schema).is_valid(value) else _explain(made, schema)


@cache
def _gate(schema: str) -> Any:
    from jsonschema_rs import Draft202012Validator  # loaded only where it is used

    return Draft202012Validator(SCHEMAS[schema]())


def _explain(file: SpecFile, schema: str) -> list[Fault]:
    from validator.standard.explained import explain  # only faults need it

    return list(explain(file, schema))
