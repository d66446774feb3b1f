"""Schema of the files under an edition's `cases/`: what is given and what is expected."""

from __future__ import annotations

from typing import Final

from validator.form.schema import Schema, ref
from validator.model import Duty
from validator.signed import SignatureTrouble
from validator.standard.schemas.schema_words import document, list_of, object_of, word
from validator.standard.schemas.standard_schema import COMMON

_ANYTHING: Final[Schema] = {"type": "object", "additionalProperties": True}
_SAMPLE: Final = word("The sample it starts from, a folder or zip under samples/.")
_CHANGES: Final[Schema] = {
    "set": {**_ANYTHING, "description": "Values to set, by their keys joined by dots."},
    "remove": list_of({"type": "string"}, "Values to take away."),
    "add": {**_ANYTHING, "description": "Entries to append, by the list they go to."},
    "files": {
        "type": "object",
        "description": "Files of the bundle that are other than in the sample.",
        "additionalProperties": {
            "description": "What is there instead; a number is a PDF of so many bytes.",
            "if": {"type": "integer"},
            "then": {"minimum": 1},
            "else": {
                "enum": [
                    *("absent", "empty", "text", "jpeg", "png", "pdf", "link"),
                    *("unopened", "scripted", "encrypted", "cut_short", "broken"),
                    *("no_page", "too_large", "stopped", "not_installed"),
                    *("signature", *(f"signature_{each}" for each in SignatureTrouble)),
                ]
            },
        },
    },
    "record": {
        **_ANYTHING,
        "description": "The provider's record beside the manifest, instead of a sample's.",
    },
}
_BASE: Final = object_of(
    "A sample and changes of it, which cases start from by its name.",
    {"name": word("What cases call it."), "sample": _SAMPLE, **_CHANGES},
    ["name", "sample"],
)
_GIVEN: Final = object_of(
    "A sample or a base, and how this application differs from it.",
    {
        "sample": _SAMPLE,
        "base": word("The base it starts from, by its name under bases."),
        **_CHANGES,
        "as_of": ref("day", "The day that counts for a draft."),
        "today": ref("day", "The day on which it may be overdue."),
        "strict": {"type": "boolean", "description": "As the option of that name."},
    },
    [],
    **{
        "if": {"required": ["base"]},
        "then": {"properties": {"sample": False}},
        "else": {"required": ["sample"], "properties": {"base": False}},
    },
)

_VERDICTS: Final[Schema] = {"enum": ["compliant", "non_compliant", "undetermined"]}
_OF_SIDE: Final[Schema] = {"enum": [*_VERDICTS["enum"], "pending"]}
_OUTCOMES: Final[Schema] = {"enum": ["passed", "failed", "inapplicable", "undetermined", "manual"]}
_DERIVED: Final[Schema] = {
    "type": ["string", "integer", "null"],
    "description": "What follows for it.",
}
_EXPECT: Final = object_of(
    "What must become of it.",
    {
        "verdict": {**_VERDICTS, "description": "Of the whole application."},
        "verdicts": object_of(
            "Of each side.",
            {each.value: {**_OF_SIDE, "description": "Its verdict."} for each in Duty},
            [],
        ),
        "outcomes": {
            "type": "object",
            "description": "Outcomes by requirement.",
            "additionalProperties": _OUTCOMES,
        },
        "failed": {
            "type": "object",
            "description": "All that fails, nothing else, and what follows from it.",
            "additionalProperties": object_of(
                "What the failed requirement says of itself.",
                {
                    "citation": word("Its clause."),
                    "duty": COMMON["duty"],
                    "severity": COMMON["severity"],
                    "consequence": COMMON["consequence"],
                },
                ["citation", "duty", "severity", "consequence"],
            ),
        },
        "messages": {
            "type": "object",
            "description": "Keys of the findings by requirement, in their order.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "grounds": {
            "type": "object",
            "description": "States of refusal grounds.",
            "additionalProperties": {"enum": ["applies", "does_not_apply", "undecided"]},
        },
        "derived": object_of(
            "Days and fee that follow.",
            {
                **dict.fromkeys(("accepted_on", "due_on", "due_on_by_law", "fee_due"), _DERIVED),
                "terms": {
                    "type": "object",
                    "description": "Last days of the terms beside that of the service, by"
                    " requirement; null where one does not run.",
                    "additionalProperties": {
                        "if": {"type": "string"},
                        "then": ref("day"),
                        "else": {"type": "null"},
                    },
                },
            },
            [],
        ),
    },
    [],
    minProperties=1,
)


def cases_schema() -> Schema:
    """Schema of the files under an edition's `cases/`."""
    return document(
        "Cases: stories of an application and what must become of it",
        {
            "bases": list_of(ref("base"), "What several stories start from.", 1),
            "cases": list_of(ref("case"), "The stories.", 1),
        },
        [],
        least=1,
        base=_BASE,
        case=object_of(
            "A story.",
            {"name": word("What it tells, in a few words."), "given": _GIVEN, "expect": _EXPECT},
            ["name", "given", "expect"],
        ),
    )
