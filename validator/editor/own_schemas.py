"""Schemas that lie in a folder of specs, where the first lines of its files point.

A file of an edition that names a schema in the edition's own folder is given one that knows the
edition's names (`name_schemas`); any other that names one within the specs is given the schema of
its sort. So specs that lie anywhere have their schemas, without the project around them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from validator.editor.name_schemas import NAMED, name_schemas
from validator.form.schema import Schema
from validator.model import LANGUAGES
from validator.standard.folder import Folder
from validator.standard.read_specs import Read
from validator.standard.schema_faults import PATTERNS
from validator.standard.schemas import SCHEMAS
from validator.words.messages import say

MODELINE: Final = re.compile(r"^#\s*yaml-language-server:\s*\$schema=(\S+)", re.MULTILINE)

_UNSEEN: Final = re.compile("[\U00010000-\U0010ffff]")

_ANY: Final = "…"
"""What stands for the text that does not match, which a schema cannot repeat."""


def own_schemas(folder: Folder) -> Iterator[tuple[Path, Schema]]:
    """Path, relative to the specs, and schema of everything that lies in them."""
    found: dict[Path, Schema] = {}
    for draft in folder.in_turn:
        mine = {
            target: read.sort
            for read in draft.reads
            if (target := _target(read)) is not None and target.parts[:2] == draft.key
        }
        asks = not NAMED.isdisjoint(mine.values())
        named = dict(name_schemas(draft.sources)) if asks and draft.sources else {}
        for target, sort in mine.items():
            if sort not in NAMED:
                found[target] = SCHEMAS[sort]()
            elif sort in named:  # else the edition is not sound: what was written stays
                found[target] = named[sort]
    editions = {draft.key for draft in folder.drafts}
    for read in folder.reads:
        target = _target(read)
        if target is not None and target.parts[:2] not in editions:
            found[target] = SCHEMAS[read.sort]()
    yield from sorted(found.items())


def _target(read: Read) -> Path | None:
    """The schema that a file names, relative to the specs; None for one that lies elsewhere."""
    named = MODELINE.search((read.data or b"")[:4096].decode("utf-8-sig", "replace"))
    if named is None or read.sort not in SCHEMAS or ":" in named[1]:
        return None
    target = Path(os.path.normpath(read.path.parent / named[1]))
    is_within = not target.is_absolute() and target.parts[0] != os.pardir
    is_schema = target.name == f"{read.sort}.schema.json" and target.parent.name == "schemas"
    return target if is_within and is_schema else None


def text_of(schema: Schema) -> str:
    """A schema as it is published: with words for its patterns, and signs that all can see."""
    text = json.dumps(_spoken(schema), indent=1, ensure_ascii=False) + "\n"
    return _UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], text)


def _spoken(value: Any) -> Any:
    if isinstance(value, list):
        return [_spoken(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    made = {key: _spoken(each) for key, each in value.items()}
    wrong = PATTERNS.get(str(made.get("pattern", "")))
    if wrong is not None and "patternErrorMessage" not in made:
        message = wrong(**({"value": _ANY} if wrong.types.get("value") is str else {}))
        made["patternErrorMessage"] = " / ".join(say(message, lang) for lang in LANGUAGES)
    return made


def write_own(folder: Folder) -> list[Path]:
    """Write every schema that lies in a folder of specs; what was written, relative to it.

    Raises:
        OSError: a file cannot be written.
    """
    written = []
    for path, schema in own_schemas(folder):
        (folder.specs / path).parent.mkdir(exist_ok=True)
        (folder.specs / path).write_text(text_of(schema), encoding="utf-8")
        written.append(path)
    return written
