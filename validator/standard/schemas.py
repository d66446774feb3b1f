"""The JSON Schemas of the spec files, for loading them and for editors that complete and explain.

`python -m validator.standard.schemas` writes them to `validator/schemas/`; a test holds that what
is published is what is built here. A choice is made with `if`/`then`, not `oneOf`, so that a
misspelt key is reported as just that.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from validator.checks import KINDS, Kind
from validator.checks.formats import FORMATS
from validator.model import LANGUAGES, Duty, Severity

Schema = dict[str, Any]

PUBLISHED: Final = Path(__file__).parent.parent / "schemas"
DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"

_DAY_PATTERN = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_TIME_PATTERN = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
_ID_PATTERN = "^[a-z][a-z0-9_]*([.-][a-z0-9_]+)*$"
_STANDINGS = ["law", "press", "secondary", "reading"]


def _map(description: str, properties: Schema, required: list[str], **words: Any) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        **words,
    }


def _ref(name: str, description: str = "") -> Schema:
    return {"$ref": f"#/$defs/{name}", **({"description": description} if description else {})}


def _list(items: Schema, description: str, least: int = 0) -> Schema:
    return {"type": "array", "items": items, "description": description, "minItems": least}


def _word(description: str, **words: Any) -> Schema:
    return {"type": "string", "description": description, **words}


DEFS: Final[Schema] = {
    "text": _map(
        "One wording a language; none may be missing or empty.",
        {
            language: {"type": "string", "pattern": r"\S", "description": f"The wording in {name}."}
            for language, name in zip(LANGUAGES, ("Kazakh", "Russian", "English"), strict=True)
        },
        list(LANGUAGES),
    ),
    "id": _word("A name that nothing else in the edition bears.", pattern=_ID_PATTERN),
    "day": _word("A day of the calendar, YYYY-MM-DD.", pattern=_DAY_PATTERN, format="day"),
    "time": _word("A local time of day, HH:MM, in quotes.", pattern=_TIME_PATTERN),
    "path": _word("A field of the manifest, its keys joined by dots.", format="field"),
    "literal": {"type": ["string", "integer", "boolean"]},
    "standing": {"enum": _STANDINGS, "description": "How far the value can be trusted."},
    "tests": {
        "type": "object",
        "description": "Fields and what must hold of each; all of it must hold.",
        "minProperties": 1,
        "additionalProperties": _map(
            "What must hold of the field.",
            {
                "exists": {"type": "boolean", "description": "It is there, or is not."},
                "allowed": _list(_ref("literal"), "It is one of these.", 1),
                "min": {"type": "integer", "description": "It is at least this."},
                "max": {"type": "integer", "description": "It is at most this."},
            },
            [],
            minProperties=1,
        ),
    },
    "condition": {
        "description": "Tests of fields; in a list of such, one of them has to hold.",
        "if": {"type": "array"},
        "then": {"type": "array", "items": _ref("tests"), "minItems": 1},
        "else": _ref("tests"),
    },
}

_AMOUNT: Final[Schema] = {
    "type": "object",
    "description": "A sum: `{mci: 10}` is ten times the dated parameter mci.",
    "if": {"required": ["percent"]},
    "then": _map(
        "A share of another fee.",
        {
            "percent": {"type": "integer", "minimum": 0, "description": "Per cent of that fee."},
            "of": _ref("id", "The fee that it is a share of."),
            "at_most": _ref("amount", "The sum it never exceeds."),
        },
        ["percent", "of"],
    ),
    "else": {
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": {
            "type": "integer",
            "minimum": 0,
            "description": "How many times the parameter.",
        },
    },
}

_COMMON: Final[Schema] = {
    "id": _ref("id"),
    "citation": {
        "description": "The clause that demands it, or one clause for each service.",
        "if": {"type": "object"},
        "then": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"type": "string", "description": "The clause."},
        },
        "else": {"type": "string"},
    },
    "services": _list({"type": "string"}, "The services it applies to; left out: all.", 1),
    "duty": {"enum": [each.value for each in Duty], "description": "Who must see to it."},
    "severity": {
        "enum": [each.value for each in Severity],
        "description": "Only an error decides a verdict.",
    },
    "consequence": _word("What follows: a refusal ground, incomplete_package or none."),
    "when": _ref("condition", "When it applies; left out: always."),
    "for_each": _list(_ref("path"), "The lists of items it is checked for, one by one.", 1),
    "manual_without": _ref("path", "Only a person can tell while this field is absent."),
    "failed_without": _ref("path", "It is not met while this field is absent."),
    "who": _ref("text", "Who can tell, where a machine cannot."),
    "title": _ref("text", "What must hold, said as a fact."),
    "fix": _ref("text", "What to do when it does not hold."),
    "check": _ref("check", "The kind of check that decides it, and its parameters."),
}
_NEEDED: Final = ["id", "citation", "duty", "severity", "consequence", "title", "fix"]


def _entry(description: str, own: Schema, trigger: str) -> Schema:
    """A requirement that is said in the words of its section or by naming a kind of check."""
    return _map(
        description,
        {**_COMMON, **own},
        _NEEDED,
        **{
            "if": {"required": [trigger]},
            "then": {"properties": {"check": False}},
            "else": {"required": ["check"], "properties": dict.fromkeys(own, False)},
        },
    )


def _by_kind(kind: Kind) -> Schema:
    return {
        "if": {"properties": {"kind": {"const": kind.name}}, "required": ["kind"]},
        "then": _inline(kind.schema),
    }


def _inline(schema: Schema) -> Schema:
    """Give the formats that a kind names the shape they have in YAML."""
    shapes = {"field": "path", "day": "day", "condition": "tests", "amount": "amount"}
    if (name := shapes.get(schema.get("format", ""))) is not None:
        return _ref(name)
    made = dict(schema)
    if "properties" in schema:
        made["properties"] = {k: _inline(v) for k, v in schema["properties"].items()}
    if "items" in schema:
        made["items"] = _inline(schema["items"])
    return made


def _document(title: str, properties: Schema, required: list[str], **defs: Schema) -> Schema:
    return {
        "$schema": DRAFT,
        "title": title,
        **_map(title, properties, required),
        "$defs": {**DEFS, **defs},
    }


def standard_schema() -> Schema:
    """Schema of `standard.yaml`."""
    plain = _list(_ref("requirement"), "Requirements of this row.")
    own = {
        "deadline": {
            "working_days": {
                "type": "integer",
                "minimum": 1,
                "description": "Working days, counted from the first one after acceptance.",
            }
        },
        "fee": {"amount": _ref("amount", "What is due.")},
        "document": {
            "kind": _word("The kind of document, from the code list document_kinds."),
            "with": _ref("tests", "What must hold of the document's own entry."),
        },
    }
    kinds = [kind for kind in KINDS.values() if kind.name not in own]
    return _document(
        "The standard: the ten rows of its list, then the items of the rules",
        {
            "standard": _ref("id", "The standard; the name of the folder above."),
            "edition": _word("The edition; the name of this folder, in quotes."),
            "title": _ref("text", "What the service is called."),
            "act": _ref("text", "The act that lays it down."),
            "authority": {
                "enum": ["ministry", "statute"],
                "description": "ministry: the list itself. statute: only a law's outline of it,"
                " against which nothing is ever found compliant.",
            },
            "in_force": _map(
                "From when to when the edition is in force.",
                {
                    "from": _ref("day", "The first day."),
                    "until": _ref("day", "The last day; left out while it is not known."),
                    "standing": _ref("standing"),
                    "citation": _word("The clause that says so."),
                },
                ["from", "standing"],
            ),
            "calendar": _ref("id", "The file under specs/calendars with the days off."),
            "time_zone": _word("The time zone, by its IANA name."),
            "provider": {**plain, "description": "Row 1: who provides the service."},
            "channels": {**plain, "description": "Row 2: how it is delivered."},
            "deadlines": _list(_ref("deadline"), "Row 3: how long it takes."),
            "form": {**plain, "description": "Row 4: in which form it is delivered."},
            "result": {**plain, "description": "Row 5: what comes out of it."},
            "fees": _list(_ref("fee"), "Row 6: what is paid for it."),
            "schedule": _map(
                "Row 7: when the provider works.",
                {
                    "hours": _map(
                        "Working hours, both ends included. Left out: any hour counts.",
                        {
                            "opens": _ref("time"),
                            "closes": _ref("time"),
                            "lunch": _map(
                                "The break at noon.",
                                {"from": _ref("time"), "until": _ref("time")},
                                ["from", "until"],
                            ),
                        },
                        ["opens", "closes"],
                    ),
                    "requirements": plain,
                },
                ["requirements"],
            ),
            "documents": _list(_ref("document"), "Row 8: what the applicant hands in."),
            "refusal": _map(
                "Row 9: why the service may be refused.",
                {
                    "grounds": _list({"type": "string"}, "The clauses that are grounds."),
                    "requirements": plain,
                },
                ["grounds", "requirements"],
            ),
            "other": {**plain, "description": "Row 10: what else is asked for."},
            "rules": {**plain, "description": "The items of the rules themselves."},
        },
        [
            *("standard", "edition", "title", "act", "authority", "in_force", "calendar"),
            *("time_zone", "provider", "channels", "deadlines", "form", "result", "fees"),
            *("schedule", "documents", "refusal", "other", "rules"),
        ],
        amount=_AMOUNT,
        check={
            "type": "object",
            "description": "A kind of check and its parameters.",
            "properties": {
                "kind": {"enum": [kind.name for kind in kinds], "description": "Which check."}
            },
            "required": ["kind"],
            "allOf": [_by_kind(kind) for kind in kinds],
        },
        requirement=_map("A requirement.", _COMMON, [*_NEEDED, "check"]),
        deadline=_entry("A term or a check of this row.", own["deadline"], "working_days"),
        fee=_entry("A fee or a check of this row.", own["fee"], "amount"),
        document=_entry("A document or a check of this row.", own["document"], "kind"),
    )


def application_schema() -> Schema:
    """Schema of `application.yaml`."""
    strings = {
        "code_list": _word("The code list its value is from."),
        "check_with": {"enum": sorted(FORMATS), "description": "The format of its text."},
        "empty": {"type": "boolean", "description": "Whether the text may be empty."},
        "refers_to": _list({"type": "string"}, "Lists whose ids it may name.", 1),
    }
    lists = {
        "minlength": {"type": "integer", "minimum": 1, "description": "Entries at least."},
        "unique_by": _word("The key of its items that may not repeat."),
        "schema": _ref("item", "The rule of its items."),
    }
    numbers = {
        "min": {"type": "integer", "description": "It is at least this."},
        "max": {"type": "integer", "description": "It is at most this."},
        "allowed": _list(_ref("literal"), "It is one of these.", 1),
    }
    maps = {
        "schema": {
            "type": "object",
            "description": "The fields of the map.",
            "minProperties": 1,
            "additionalProperties": _ref("field"),
        }
    }
    by_type = {
        "string": {**strings, "allowed": numbers["allowed"]},
        "integer": numbers,
        "boolean": {},
        "list": lists,
        "dict": maps,
    }
    type_word = {"enum": list(by_type), "description": "What sort of value it holds."}
    flag = {"if": {"type": "boolean"}, "else": _ref("condition")}
    general = {
        "type": type_word,
        "label": _ref("text", "What people call the field."),
        "help": _ref("text", "What an applicant should know about it."),
        "required": {"description": "Whether it is needed, or when.", **flag},
        "only": _ref("condition", "When it belongs in the application at all."),
        "personal": {"description": "Whether it is a person's own, or when.", **flag},
    }

    def typed(common: Schema, required: list[str], description: str) -> Schema:
        return {
            "type": "object",
            "description": description,
            "properties": {"type": type_word},
            "required": ["type"],
            "allOf": [
                {
                    "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
                    "then": _map(
                        description,
                        {**common, **own},
                        [*required, *(["schema"] if "schema" in own else [])],
                    ),
                }
                for name, own in by_type.items()
            ],
        }

    return _document(
        "The fields of an application and the codes they may hold",
        {
            "standard": _ref("id", "The standard."),
            "edition": _word("The edition, in quotes."),
            "code_lists": {
                "type": "object",
                "description": "Lists of codes by name.",
                "additionalProperties": {
                    "type": "object",
                    "description": "Codes, and what people call each.",
                    "minProperties": 1,
                    "additionalProperties": _ref("text"),
                },
            },
            "fields": {
                "type": "object",
                "description": "The fields of the manifest, in the order of a form.",
                "minProperties": 1,
                "additionalProperties": _ref("field"),
            },
        },
        ["standard", "edition", "code_lists", "fields"],
        field=typed(general, ["type", "label"], "A field."),
        item=typed({"type": type_word}, ["type"], "The rule of each item."),
    )


def clauses_schema() -> Schema:
    """Schema of `clauses.yaml`."""
    clause = _map(
        "A clause of the regulation.",
        {
            "id": _word("The name by which specs and reports cite it."),
            "says": _ref("text", "What it says, in our own words."),
            "encoding": {
                "enum": ["encoded", "partly", "not_encoded"],
                "description": "How far the specs encode it.",
            },
            "reason": _ref("text", "Why it is not encoded, or what is missing."),
            "interpretation": _ref("text", "How we read it where the text is open."),
            "standing": _ref("standing"),
            "open_point": _ref("text", "What the text leaves open."),
        },
        ["id", "says", "encoding"],
        **{
            "if": {"properties": {"encoding": {"const": "encoded"}}},
            "then": {"properties": {"reason": False}},
            "else": {"required": ["reason"]},
            "dependentRequired": {"interpretation": ["standing"], "standing": ["interpretation"]},
        },
    )
    return _document(
        "Every clause of the regulation",
        {
            "standard": _ref("id", "The standard."),
            "edition": _word("The edition, in quotes."),
            "clauses": _list(_ref("clause"), "The clauses in the order of the act.", 1),
        },
        ["standard", "edition", "clauses"],
        clause=clause,
    )


def parameter_schema() -> Schema:
    """Schema of the files under `specs/parameters/`."""
    dated = _map(
        "A value from a day on.",
        {
            "from": _ref("day", "The first day of the value."),
            "value": {"type": "number", "exclusiveMinimum": 0, "description": "The value."},
            "standing": _ref("standing"),
            "source": _ref("text", "Where the value comes from."),
        },
        ["from", "value", "standing", "source"],
    )
    return _document(
        "A value that the law changes from time to time",
        {
            "id": _ref("id", "The name of the file."),
            "title": _ref("text", "What people call it."),
            "unit": _word("What it is counted in."),
            "values": _list(dated, "The values, the earliest first.", 1),
        },
        ["id", "title", "unit", "values"],
    )


def calendar_schema() -> Schema:
    """Schema of the files under `specs/calendars/`."""
    day = {"date": _ref("day"), "source": _ref("text", "Where it was announced.")}
    return _document(
        "Days off and working days, as corrections to the holiday library",
        {
            "id": _ref("id", "The name of the file."),
            "country": _word("The country, by its ISO 3166 code."),
            "covers": _map(
                "The days that can be asked about.",
                {"from": _ref("day"), "until": _ref("day")},
                ["from", "until"],
            ),
            "extra_days_off": _list(
                _map("A day off.", {**day, "name": _ref("text")}, ["date", "name", "source"]),
                "Days off that the library does not know.",
            ),
            "extra_working_days": _list(
                _map("A working day.", day, ["date", "source"]),
                "Working days that the library takes for days off.",
            ),
            "confirmed": _list(
                _map("A confirmed holiday.", day, ["date", "source"]),
                "Holidays whose estimated date was announced.",
            ),
            "names": {
                "type": "object",
                "description": "The library's Kazakh names of holidays, in other languages.",
                "additionalProperties": _map(
                    "The name in other languages.",
                    {each: {"type": "string"} for each in LANGUAGES if each != "kk"},
                    [each for each in LANGUAGES if each != "kk"],
                ),
            },
        },
        ["id", "country", "covers", "extra_days_off", "extra_working_days", "confirmed", "names"],
    )


def cases_schema() -> Schema:
    """Schema of the files under an edition's `cases/`."""
    anything: Schema = {"type": "object", "additionalProperties": True}
    given = _map(
        "A sample, and how this application differs from it.",
        {
            "sample": _word("The sample it starts from, a folder or zip under samples/."),
            "set": {**anything, "description": "Values to set, by their keys joined by dots."},
            "remove": _list({"type": "string"}, "Values to take away."),
            "add": {**anything, "description": "Entries to append, by the list they go to."},
            "files": {
                "type": "object",
                "description": "Files of the bundle that are other than in the sample.",
                "additionalProperties": {
                    "enum": ["absent", "empty", "text", "jpeg", "png", "pdf", "link"]
                },
            },
            "as_of": _ref("day", "The day that counts for a draft."),
            "today": _ref("day", "The day on which it may be overdue."),
            "strict": {"type": "boolean", "description": "As the option of that name."},
        },
        ["sample"],
    )
    verdicts = {"enum": ["compliant", "non_compliant", "undetermined"]}
    outcomes = {"enum": ["passed", "failed", "inapplicable", "undetermined", "manual"]}
    derived = {"type": ["string", "integer", "null"]}
    expect = _map(
        "What must become of it.",
        {
            "verdict": {**verdicts, "description": "Of the whole application."},
            "verdicts": _map("Of each side.", {each.value: verdicts for each in Duty}, []),
            "outcomes": {
                "type": "object",
                "description": "Outcomes by requirement.",
                "additionalProperties": outcomes,
            },
            "failed": {
                "type": "object",
                "description": "All that fails, nothing else, and what follows from it.",
                "additionalProperties": _map(
                    "What the failed requirement says of itself.",
                    {
                        "citation": _word("Its clause."),
                        "duty": _COMMON["duty"],
                        "severity": _COMMON["severity"],
                        "consequence": _COMMON["consequence"],
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
            "derived": _map(
                "Days and fee that follow.",
                {"accepted_on": derived, "due_on": derived, "fee_due": derived},
                [],
            ),
        },
        [],
        minProperties=1,
    )
    return _document(
        "Cases: stories of an application and what must become of it",
        {"cases": _list(_ref("case"), "The stories.", 1)},
        ["cases"],
        case=_map(
            "A story.",
            {"name": _word("What it tells, in a few words."), "given": given, "expect": expect},
            ["name", "given", "expect"],
        ),
    )


SCHEMAS: Final = {
    "standard": standard_schema,
    "application": application_schema,
    "clauses": clauses_schema,
    "parameter": parameter_schema,
    "calendar": calendar_schema,
    "cases": cases_schema,
}
"""What builds the schema of each sort of spec file."""


def text_of(schema: Schema) -> str:
    """A schema as it is published."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def write(folder: Path = PUBLISHED) -> None:
    """Write every schema to a folder."""
    for name, build in SCHEMAS.items():
        (folder / f"{name}.schema.json").write_text(text_of(build()), encoding="utf-8")


if __name__ == "__main__":
    write()
