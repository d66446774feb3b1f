"""Spec files: read strictly, held against their schema, every trouble with its place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from validator.errors import Fault, SourceError
from validator.model import Message
from validator.source import read
from validator.standard.explained import explain
from validator.standard.schemas import SCHEMAS
from validator.standard.spec_file import SpecFile

MAX_BYTES = 8 << 20
"""Length of the longest spec file, in bytes."""


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
    return made, [] if _gate(schema).is_valid(value) else list(explain(made, schema))


@cache
def _gate(schema: str) -> Any:
    from jsonschema_rs import Draft202012Validator  # loaded only where it is used

    return Draft202012Validator(SCHEMAS[schema]())
