"""Publishes the JSON Schemas for editors: `python -m validator.editor.publish`.

Those of the spec files, of the manifest and the provider's record of every edition, and of its own
files with its names; a test holds that what is published is what the code and the specs of today
give.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import validator
from validator.editor.own_schemas import text_of, write_own
from validator.form.schema import manifest_schema
from validator.model import Duty
from validator.standard.catalogue import Catalogue
from validator.standard.folder import read_folder
from validator.standard.schemas import SCHEMAS, Schema

PUBLISHED: Final = Path(validator.__file__).parent / "schemas"


def schemas(specs: Path) -> Iterator[tuple[str, Schema]]:
    """Name and schema of everything that is published.

    Raises:
        SpecError: the specs are unusable.
    """
    for name, build in SCHEMAS.items():
        yield f"{name}.schema.json", build()
    for edition in Catalogue(specs).editions():
        law, fields = edition.regulation, edition.form.fields
        title = f"{law.title['en']} ({law.standard}, {law.edition})"
        name = f"{law.standard}.{law.edition}.schema.json"
        yield f"manifest.{name}", manifest_schema(fields, title)
        theirs = {key: rule for key, rule in fields.items() if rule.duty is Duty.PROVIDER}
        yield f"record.{name}", manifest_schema(theirs, f"The provider's record. {title}")


def write(folder: Path = PUBLISHED, specs: Path | None = None) -> None:
    """Write every schema to a folder, and those that lie in the specs."""
    specs = specs or validator.default_specs()
    for name, schema in schemas(specs):
        (folder / name).write_text(text_of(schema), encoding="utf-8")
    if (read := read_folder(specs)) is not None:
        write_own(read)


if __name__ == "__main__":
    write()
