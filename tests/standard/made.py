"""The kiosk's standard with some words of its files changed, and what it says of an application."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from tests.project import KIOSK
from validator.editor.mutate import mutants
from validator.engine import evaluate
from validator.errors import SpecError
from validator.model import Bundle, Member
from validator.report import AsOf, Result
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition
from validator.standard.folder import read_folder
from validator.standard.sources import Sources

STANDARD: Final = "kiosk-permit"
_DAY: Final = AsOf(date(2024, 2, 5), "submitted_at")
PLAN: Final = {"kind": "plan", "file": "plan.pdf"}
KIOSK_AS_IT_IS: Final[Mapping[str, Any]] = {
    "format": 1,
    "standard": STANDARD,
    "service": "grant",
    "submitted_at": "2024-02-05T10:00:00+06:00",
    "size": "large",
    "area": 60,
    "lit": True,
    "fee": {"amount": 8000, "paid_on": "2024-02-01"},
    "documents": [PLAN],
    "processing": {"decided_at": "2024-02-12T10:00:00+06:00"},
}


def changed(folder: Path, *changes: tuple[str, str]) -> Path:
    """A copy of the kiosk's specs in which texts that its files have are other texts."""
    specs = folder / "specs"
    shutil.copytree(KIOSK / "specs", specs)
    files = [specs / STANDARD / "1" / f"{each}.yaml" for each in ("standard", "application")]
    texts = {each: each.read_text("utf-8") for each in files}
    for old, new in changes:
        (file,) = (each for each, text in texts.items() if old in text)
        texts[file] = texts[file].replace(old, new, 1)
    for file, text in texts.items():
        file.write_text(text, "utf-8")
    return specs


def compiled(specs: Path) -> Edition:
    return Catalogue(specs).edition(STANDARD, "1")


def sources_of(specs: Path) -> Sources:
    return Catalogue(specs).sources(STANDARD, "1")


def refused(specs: Path) -> list[str]:
    """The keys of the messages by which the edition is refused."""
    with pytest.raises(SpecError) as caught:
        compiled(specs)
    return [each.message.key for each in caught.value.faults]


def changes_in(specs: Path, owner: str, word: str) -> list[str]:
    """The small mistakes that can be made in a word of a requirement or field."""
    folder = read_folder(specs)
    assert folder is not None
    (draft,) = folder.drafts
    assert draft.sources is not None
    found = mutants(draft.sources, compiled(specs))
    return [each.change for each in found if each.owner == owner and word in each.name.split("/")]


def result_of(
    edition: Edition, requirement: str, *members: Member, remove: tuple[str, ...] = (), **given: Any
) -> Result:
    """What becomes of a requirement for the kiosk with other values."""
    told = {key: each for key, each in {**KIOSK_AS_IT_IS, **given}.items() if key not in remove}
    files = members or (Member("plan.pdf", 9, head=b"%PDF-1.7\n"),)
    bundle = Bundle("made", told, "application.json", b"{}", {each.name: each for each in files})
    (result,) = (
        each
        for each in evaluate(edition, bundle, _DAY).results
        if each.requirement.id == requirement
    )
    return result
