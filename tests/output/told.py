"""Applications at fault in every way, and how much each of their reports has to tell."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any, Final

from tests.project import SAMPLES
from validator.bundle import find_bundles

NAMES: Final = (
    *("заявка № 1", 'it\'s "quoted"', "a]]>b<c>&d;", "100%41", "a::error::b", "::stop-commands::x"),
    *("##[error]x", "a,b=c", "back\\slash", "tab\there", "line\nbreak", "escape\x1b[2J", "#?x"),
    *("{0} [x](y)", " blank ", "-dash", "кап.zip.d", "\u202egnp", "\ufffe"),
)
"""Names that folders can have, and that mean something to one reader or another."""

NO_UNICODE: Final = os.fsdecode(b"\xff\xfe")
"""One that is no Unicode, which reports call by its bytes."""


def build(folder: Path) -> Path:
    """The samples, two services' worth of faults, what is broken, and names of every sort."""
    inbox = folder / "inbox"
    inbox.mkdir()
    for each in map(Path, find_bundles(str(SAMPLES)).bundles):
        (shutil.copytree if each.is_dir() else shutil.copy)(each, inbox / each.name)
    faulty = SAMPLES / "clinic-several-faults"
    for name in (*NAMES, NO_UNICODE):
        shutil.copytree(faulty, inbox / name)
    broken = {
        "unreadable/application.yaml": b"a: [",
        "two/application.yaml": b"a: 1",
        "two/application.json": b"{}",
        "unknown/application.json": b'{"standard": "fishing"}',
        "empty.zip": b"",
        "skipped/Application.yaml": b"a: 1",
        "skipped/::x%0A##[x]]>.rar": b"Rar!",
    }
    for path, data in broken.items():
        (inbox / path).parent.mkdir(exist_ok=True)
        (inbox / path).write_bytes(data)
    return inbox


def counted(document: dict[str, Any]) -> Counter[str]:
    """How much a JSON report tells of each sort: by severity, and what is undetermined."""
    found = Counter[str]()
    for report in document["reports"]:
        found.update(each["severity"] for each in report["problems"])
        for result in report["results"]:
            if result["outcome"] == "failed":
                found[result["severity"]] += len(result["findings"])
            elif result["outcome"] == "undetermined":
                found["undetermined"] += 1
    found["undetermined"] += len(document["summary"]["skipped"])
    return found


def read_json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
