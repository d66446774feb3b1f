"""Schema of `application.yaml`: fields and code lists."""

from __future__ import annotations

from typing import Final

from validator.form.formats import TEXT_FORMATS
from validator.form.schema import Schema, ref
from validator.model import Duty
from validator.standard.schemas.schema_words import (
    CODE_PATTERN,
    FIELD_PATTERN,
    NOT_BLANK,
    document,
    list_of,
    map_of,
    object_of,
    word,
)


def _length(description: str, most: int) -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": most, "description": description}


_STRINGS: Final[Schema] = {
    "code_list": word("The code list its value is from."),
    "check_with": {"enum": sorted(TEXT_FORMATS), "description": "The format of its text."},
    "refers_to": list_of({"type": "string"}, "Lists whose ids it may name.", 1),
    "unique": {
        "const": True,
        "description": "Of the entries of the list around it, no two have the same text.",
    },
    "digits": _length("It is so many digits.", 100),
    "starts_with": word("It begins with this, in quotes.", pattern=NOT_BLANK),
    "minlength": _length("Characters at least.", 10_000),
    "maxlength": _length("Characters at most.", 10_000),
}
_LISTS: Final[Schema] = {
    "minlength": {"type": "integer", "minimum": 1, "description": "Entries at least."},
    "maxlength": {"type": "integer", "minimum": 1, "description": "Entries at most."},
    "unique_by": word("The key of its items that may not repeat."),
    "schema": ref("item", "The rule of its items."),
}
_NUMBERS: Final[Schema] = {
    "min": {"type": "integer", "description": "It is at least this."},
    "max": {"type": "integer", "description": "It is at most this."},
    "allowed": list_of(ref("literal"), "It is one of these.", 1),
}
_MAPS: Final[Schema] = {"schema": map_of(FIELD_PATTERN, ref("field"), "The fields of the map.")}
_BY_TYPE: Final[Schema] = {
    "string": {**_STRINGS, "allowed": _NUMBERS["allowed"]},
    "integer": _NUMBERS,
    "decimal": {word: {**_NUMBERS[word], "type": "number"} for word in ("min", "max")},
    "boolean": {},
    "list": _LISTS,
    "dict": _MAPS,
}
_TYPE_WORD: Final[Schema] = {"enum": list(_BY_TYPE), "description": "What sort of value it holds."}
_FLAG: Final[Schema] = {"if": {"type": "boolean"}, "else": ref("condition")}
_GENERAL: Final[Schema] = {
    "type": _TYPE_WORD,
    "label": ref("text", "What people call the field."),
    "help": ref("text", "What an applicant should know about it."),
    "required": {"description": "Whether it is needed, or when.", **_FLAG},
    "only": ref("condition", "When it belongs in the application at all."),
    "personal": {"description": "Whether it is a person's own, or when.", **_FLAG},
}

_WHOSE: Final[Schema] = {
    "enum": [each.value for each in Duty],
    "description": "Who fills it in; left out: the applicant.",
}

_SEVERAL: Final[Schema] = {
    "several": {
        "const": True,
        "description": "A list of such maps may stand in its place. No path leads into it.",
    }
}


def _typed(
    common: Schema, required: list[str], description: str, of_maps: Schema | None = None
) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": {"type": _TYPE_WORD},
        "required": ["type"],
        "allOf": [
            {
                "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
                "then": object_of(
                    description,
                    {**common, **own, **((of_maps or {}) if name == "dict" else {})},
                    [*required, *(["schema"] if "schema" in own else [])],
                ),
            }
            for name, own in _BY_TYPE.items()
        ],
    }


def application_schema() -> Schema:
    """Schema of `application.yaml`."""
    return document(
        "The fields of an application and the codes they may hold",
        {
            "standard": ref("id", "The standard."),
            "edition": word("The edition, in quotes."),
            "code_lists": map_of(
                CODE_PATTERN,
                map_of(CODE_PATTERN, ref("text"), "Codes, and what people call each."),
                "Lists of codes by name.",
                least=0,
            ),
            "fields": map_of(
                FIELD_PATTERN, ref("entry"), "The fields of the manifest, in the order of a form."
            ),
        },
        ["standard", "edition", "code_lists", "fields"],
        entry=_typed(
            {**_GENERAL, "duty": _WHOSE}, ["type", "label"], "A field of the root.", _SEVERAL
        ),
        field=_typed(_GENERAL, ["type", "label"], "A field."),
        item=_typed({"type": _TYPE_WORD}, ["type"], "The rule of each item."),
    )
