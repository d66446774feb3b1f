"""Publishes the JSON Schemas for editors: `python -m validator.editor.publish`.

Those of the spec files, and of the manifest of every edition; a test holds that what is published
is what the code and the specs of today give.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import validator
from validator.form.schema import manifest_schema
from validator.standard.catalogue import Catalogue
from validator.standard.schemas import SCHEMAS, Schema

PUBLISHED: Final = Path(validator.__file__).parent / "schemas"


def schemas(specs: Path) -> Iterator[tuple[str, Schema]]:
    """Name and schema of everything that is published.

    Raises:
        SpecError: the specs are unusable.
    """
    for name, build in SCHEMAS.items():
        yield f"{name}.schema.json", build()
    catalogue = Catalogue(specs)
    for standard in catalogue.standards:
        for head in catalogue.heads(standard):
            edition = catalogue.edition(standard, head.edition)
            title = f"{edition.regulation.title['en']} ({standard}, {head.edition})"
            name = f"manifest.{standard}.{head.edition}.schema.json"
            yield name, manifest_schema(edition.form.fields, title)


def text_of(schema: Schema) -> str:
    """A schema as it is published."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def write(folder: Path = PUBLISHED, specs: Path | None = None) -> None:
    """Write every schema to a folder."""
    for name, schema in schemas(specs or validator.default_specs()):
        (folder / name).write_text(text_of(schema), encoding="utf-8")


if __name__ == "__main__":
    write()
