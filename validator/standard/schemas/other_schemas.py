"""Schemas of clauses, dated parameters, calendars and trusted certificates."""

from __future__ import annotations

from validator.form.schema import Schema, ref
from validator.law.calendar import COUNTRIES
from validator.model import LANGUAGES
from validator.standard.schemas.schema_words import (
    CODE_PATTERN,
    document,
    list_of,
    object_of,
    word,
)


def clauses_schema() -> Schema:
    """Schema of `clauses.yaml`."""
    clause = object_of(
        "A clause of the regulation.",
        {
            "id": word("The name by which specs and reports cite it.", pattern=CODE_PATTERN),
            "name": ref("text", "What the act's readers call it, such as “row 8, item 1, para 2”."),
            "says": ref("text", "What it says, in our own words."),
            "encoding": {
                "enum": ["encoded", "partly", "not_encoded"],
                "description": "How far the specs encode it.",
            },
            "reason": ref("text", "Why it is not encoded, or what is missing."),
            "interpretation": ref("text", "How we read it where the text is open."),
            "standing": ref("standing"),
            "open_point": ref("text", "What the text leaves open."),
            "when_ready": {
                "type": "boolean",
                "description": "Whether whoever has an application in order is told it, such as"
                " where to ask.",
            },
        },
        ["id", "says", "encoding"],
        allOf=[
            # Of a word that is misspelt nobody knows whether it asks for a reason.
            _if_encoding(["encoded"], {"properties": {"reason": False}}),
            _if_encoding(["partly", "not_encoded"], {"required": ["reason"]}),
        ],
        dependentRequired={"interpretation": ["standing"], "standing": ["interpretation"]},
    )
    return document(
        "Every clause of the regulation",
        {
            "standard": ref("id", "The standard."),
            "edition": word("The edition, in quotes."),
            "clauses": list_of(ref("clause"), "The clauses in the order of the act.", 1),
        },
        ["standard", "edition", "clauses"],
        clause=clause,
    )


def _if_encoding(words: list[str], then: Schema) -> Schema:
    return {
        "if": {"properties": {"encoding": {"enum": words}}, "required": ["encoding"]},
        "then": then,
    }


def parameter_schema() -> Schema:
    """Schema of the files under `specs/parameters/`."""
    dated = object_of(
        "A value from a day on.",
        {
            "from": ref("day", "The first day of the value."),
            "value": {"type": "number", "exclusiveMinimum": 0, "description": "The value."},
            "standing": ref("standing"),
            "source": ref("text", "Where the value comes from."),
        },
        ["from", "value", "standing", "source"],
    )
    return document(
        "A value that the law changes from time to time",
        {
            "id": ref("id", "The name of the file."),
            "title": ref("text", "What people call it."),
            "unit": word("What it is counted in."),
            "values": list_of(dated, "The values, the earliest first.", 1),
            "until": ref(
                "day",
                "The last day for which they are known. Left out, the last value holds until "
                "another one is added.",
            ),
        },
        ["id", "title", "unit", "values"],
    )


def calendar_schema() -> Schema:
    """Schema of the files under `specs/calendars/`."""
    day = {"date": ref("day"), "source": ref("text", "Where it was announced.")}
    return document(
        "Days off and working days, as corrections to the holiday library",
        {
            "id": ref("id", "The name of the file."),
            "country": {
                "enum": list(COUNTRIES),
                "description": "The country, by its ISO 3166 code.",
            },
            "covers": object_of(
                "The days that can be asked about.",
                {"from": ref("day"), "until": ref("day")},
                ["from", "until"],
            ),
            "extra_days_off": list_of(
                object_of("A day off.", {**day, "name": ref("text")}, ["date", "name", "source"]),
                "Days off that the library does not know.",
            ),
            "extra_working_days": list_of(
                object_of("A working day.", day, ["date", "source"]),
                "Working days that the library takes for days off.",
            ),
            "confirmed": list_of(
                object_of("A confirmed holiday.", day, ["date", "source"]),
                "Holidays whose estimated date was announced.",
            ),
            "names": {
                "type": "object",
                "description": "The library's Kazakh names of holidays, in other languages.",
                "additionalProperties": object_of(
                    "The name in other languages.",
                    {each: word("The name in it.") for each in LANGUAGES if each != "kk"},
                    [each for each in LANGUAGES if each != "kk"],
                ),
            },
        },
        ["id", "country", "covers", "extra_days_off", "extra_working_days", "confirmed", "names"],
    )


def trust_schema() -> Schema:
    """Schema of `specs/trust/index.yaml`."""
    days = object_of(
        "The first and the last day on which it is valid.",
        {"from": ref("day", "The first day."), "to": ref("day", "The last day.")},
        ["from", "to"],
    )
    certificate = object_of(
        "A certificate of an authority whose word for a signer is taken.",
        {
            "file": word("The file beside this one that holds it, in PEM."),
            "of": word("The common name of its holder."),
            "issued_by": word("The file of the certificate whose key signed it."),
            "sha256": word("The SHA-256 digest of its DER, in hexadecimal."),
            "valid": days,
            "standing": {
                "enum": ["one_copy", "two_sources"],
                "description": "From how many independent places it is known.",
            },
        },
        ["file", "of", "issued_by", "sha256", "valid", "standing"],
    )
    return document(
        "The authorities whose certificates are trusted",
        {"certificates": list_of(certificate, "The certificates.", 1)},
        ["certificates"],
    )
