"""What a run is: all that its reports hang on beside the bundles, so that it is known again."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any, Final

_NAME: Final = "public-service-validator"
_OF_DEVELOPERS: Final = re.compile(r"extra == ['\"](test|lint)['\"]")
_NAMED: Final = re.compile(r"[\w.-]+")
_CLOCK: Final = "clock"
"""The moment at which a run began; whoever goes on with it goes on with that."""

Identity = dict[str, Any]


def identify(task: Any, view: Any) -> Identity:
    """All that a task is made of but its formats, and one view, as JSON data.

    Folders and files are told by what is in them. The versions of all libraries are among it, since
    verdicts rest on their data.

    Raises:
        OSError: a file cannot be read.
    """
    of_task = {name: each for name, each in _plain(task).items() if name != "shapes"}
    return {"versions": _versions(), **of_task, "view": _plain(view)}


def differences(one: Any, other: Any, name: str = "") -> tuple[str, ...]:
    """What two identities differ in, by the names that it has in them; the clock aside."""
    if name == _CLOCK or one == other:
        return ()
    if isinstance(one, dict) and isinstance(other, dict):
        names = (*one, *(each for each in other if each not in one))
        found = (differences(one.get(each), other.get(each), each) for each in names)
        return tuple(dict.fromkeys(each for of in found for each in of))
    return (name,)


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        return content_digest(value)
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, frozenset):
        value = sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, array):  # of whose numbers there may be hundreds of thousands
        value = hashlib.sha256(value.tobytes()).hexdigest()
    return value.isoformat() if isinstance(value, date) else value


def content_digest(path: Path, pattern: str = "*") -> str:
    """The digest of a file, or of all files of a pattern below a folder and their names."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    digest = hashlib.sha256()
    for each in sorted(path.rglob(pattern)):
        if each.is_file():
            name = each.relative_to(path).as_posix().encode("utf-8", "surrogateescape")
            digest.update(hashlib.sha256(name).digest())
            digest.update(hashlib.sha256(each.read_bytes()).digest())
    return digest.hexdigest()


def _versions() -> dict[str, str | None]:
    """The versions of this package and of all that it asks for; None for what is not installed."""
    wanted = [each for each in requires(_NAME) or () if not _OF_DEVELOPERS.search(each)]
    names = [found[0] for each in wanted if (found := _NAMED.match(each)) is not None]
    return {name: _version(name) for name in (_NAME, *sorted(set(names)))}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
