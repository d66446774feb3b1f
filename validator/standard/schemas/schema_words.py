"""What the schemas of the spec files are made of."""

from __future__ import annotations

from typing import Any, Final

from validator.checks.tested_value import TEST_WORDS
from validator.form.schema import DRAFT, Schema, ref
from validator.model import LANGUAGES, Standing

DAY_PATTERN = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
TIME_PATTERN = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
ID_PATTERN = "^[a-z][a-z0-9_]*([.-][a-z0-9_]+)*$"
CODE_PATTERN = "^[A-Za-z0-9._-]+$"
FIELD_PATTERN = "^[A-Za-z0-9_-]+$"  # a dot joins the names of fields
NOT_BLANK = r"\S"
_STANDINGS = [each.value for each in Standing]


def object_of(description: str, properties: Schema, required: list[str], **words: Any) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        **words,
    }


def list_of(items: Schema, description: str, least: int = 0) -> Schema:
    return {"type": "array", "items": items, "description": description, "minItems": least}


def map_of(keys: str, items: Schema, description: str, least: int = 1) -> Schema:
    """A map whose keys an editor of specs makes up, by a pattern of theirs."""
    return {
        "type": "object",
        "description": description,
        "minProperties": least,
        "propertyNames": {"pattern": keys},
        "additionalProperties": items,
    }


def word(description: str, **words: Any) -> Schema:
    return {"type": "string", "description": description, **words}


_NAMES: Final = {"kk": "Kazakh", "ru": "Russian", "en": "English"}

DEFS: Final[Schema] = {
    "text": object_of(
        "One wording a language; none may be missing or empty.",
        {
            language: {
                "type": "string",
                "pattern": NOT_BLANK,
                "description": f"The wording in {_NAMES.get(language, language)}.",
            }
            for language in LANGUAGES
        },
        list(LANGUAGES),
    ),
    "id": word("A name that nothing else in the edition bears.", pattern=ID_PATTERN),
    "day": word("A day of the calendar, YYYY-MM-DD.", pattern=DAY_PATTERN, format="day"),
    "time": word("A local time of day, HH:MM, in quotes.", pattern=TIME_PATTERN),
    "path": word(
        "A field, its keys joined by dots. Under for_each, and in conditions of a list's fields,"
        " it begins at the entry; `$.` before it begins at the manifest, a mere `.` at the entry.",
        format="field",
    ),
    "literal": {"type": ["string", "integer", "boolean"]},
    "bound": {"type": "number"},
    "standing": {"enum": _STANDINGS, "description": "How far the value can be trusted."},
    "tests": {
        "type": "object",
        "description": "Fields and what must hold of each; all of it must hold.",
        "minProperties": 1,
        "additionalProperties": object_of(
            "What must hold of the field.",
            {
                "exists": {"type": "boolean", "description": "It is there, or is not."},
                **TEST_WORDS,
                "any": ref("tests", "All of this holds of some one entry of the list."),
            },
            [],
            minProperties=1,
        ),
    },
    "condition": {
        "description": "Tests of fields; in a list of such, one of them has to hold.",
        "if": {"type": "array"},
        "then": {"type": "array", "items": ref("tests"), "minItems": 1},
        "else": ref("tests"),
    },
}


def document(
    title: str, properties: Schema, required: list[str], least: int | None = None, **defs: Schema
) -> Schema:
    """A schema of whole files; `least` is how many keys a file has, where none is required."""
    return {
        "$schema": DRAFT,
        "title": title,
        **object_of(title, properties, required),
        **({} if least is None else {"minProperties": least}),
        "$defs": {**DEFS, **defs},
    }
