"""Schema of `application.yaml`: fields and code lists."""

from __future__ import annotations

from validator.form.formats import TEXT_FORMATS
from validator.form.schema import Schema, ref
from validator.model import Duty
from validator.standard.schemas.schema_words import (
    CODE_PATTERN,
    FIELD_PATTERN,
    document,
    list_of,
    map_of,
    object_of,
    word,
)


def application_schema() -> Schema:
    """Schema of `application.yaml`."""
    strings = {
        "code_list": word("The code list its value is from."),
        "check_with": {"enum": sorted(TEXT_FORMATS), "description": "The format of its text."},
        "refers_to": list_of({"type": "string"}, "Lists whose ids it may name.", 1),
    }
    lists = {
        "minlength": {"type": "integer", "minimum": 1, "description": "Entries at least."},
        "unique_by": word("The key of its items that may not repeat."),
        "schema": ref("item", "The rule of its items."),
    }
    numbers = {
        "min": {"type": "integer", "description": "It is at least this."},
        "max": {"type": "integer", "description": "It is at most this."},
        "allowed": list_of(ref("literal"), "It is one of these.", 1),
    }
    maps = {"schema": map_of(FIELD_PATTERN, ref("field"), "The fields of the map.")}
    by_type = {
        "string": {**strings, "allowed": numbers["allowed"]},
        "integer": numbers,
        "boolean": {},
        "list": lists,
        "dict": maps,
    }
    type_word = {"enum": list(by_type), "description": "What sort of value it holds."}
    flag = {"if": {"type": "boolean"}, "else": ref("condition")}
    general = {
        "type": type_word,
        "label": ref("text", "What people call the field."),
        "help": ref("text", "What an applicant should know about it."),
        "required": {"description": "Whether it is needed, or when.", **flag},
        "only": ref("condition", "When it belongs in the application at all."),
        "personal": {"description": "Whether it is a person's own, or when.", **flag},
    }

    whose = {
        "enum": [each.value for each in Duty],
        "description": "Who fills it in; left out: the applicant.",
    }

    several = {
        "several": {
            "const": True,
            "description": "A list of such maps may stand in its place. No path leads into it.",
        }
    }

    def typed(
        common: Schema, required: list[str], description: str, of_maps: Schema | None = None
    ) -> Schema:
        return {
            "type": "object",
            "description": description,
            "properties": {"type": type_word},
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
                for name, own in by_type.items()
            ],
        }

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
        entry=typed({**general, "duty": whose}, ["type", "label"], "A field of the root.", several),
        field=typed(general, ["type", "label"], "A field."),
        item=typed({"type": type_word}, ["type"], "The rule of each item."),
    )
