"""Which folder of specs a path lies in, and the lines of the files in one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from validator.standard.folder import Folder
from validator.standard.read_specs import SHARED
from validator.standard.trust import TRUST

_DEEPEST: Final = 4
"""Folders above the deepest file of specs, a case: its own, the edition, the standard, the root."""

_LINE_BREAK: Final = re.compile(r"\r\n?|\n")


def lines(data: bytes | None) -> list[str]:
    """The lines of a file, counted as positions count them."""
    return _LINE_BREAK.split((data or b"").decode("utf-8-sig", "replace"))


def lines_of_files(folder: Folder) -> Mapping[Path, list[str]]:
    """The lines of every file, the stray ones among them, which are not read."""
    return {read.path: lines(read.data) for read in folder.reads} | {
        path: lines(None) for path in folder.stray
    }


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
        if inside[0] in (*SHARED, TRUST) and holds_standard(folder):
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
