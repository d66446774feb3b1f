"""Schema of `standard.yaml`: requirements, in the words of their row or by kind of check."""

from __future__ import annotations

from typing import Final

from validator.checks import KINDS, Kind
from validator.checks.people_parameters import WhoIsWho
from validator.checks.registry import sections
from validator.form.schema import Schema, ref
from validator.form.sums_said import FIELD, FIXED, OF, ROUND, SHARE
from validator.law.money import Rounding
from validator.law.regulation import INCOMPLETE
from validator.model import Duty, Severity
from validator.standard.schemas.schema_words import document, list_of, object_of, word

_MOST_PERCENT: Final = 1000
_MOST_TIMES: Final = 1_000_000
_MOST_TENGE: Final = 1_000_000_000_000
"""Beyond these a figure is a slip of the finger."""

_ROUND: Final[Schema] = {
    "enum": [each.value for each in Rounding],
    "description": "How it is rounded to whole tenge here. Left out: it is not; what is due in the"
    " end is rounded half up.",
}
_SHARE: Final = object_of(
    "A share of another sum.",
    {
        SHARE: {
            "type": "number",
            "minimum": 0,
            "maximum": _MOST_PERCENT,
            "description": "Per cent of it, such as 12.5.",
        },
        OF: {
            "description": "The fee that it is a share of, by its id, or a sum.",
            "if": {"type": "object"},
            "then": ref("amount"),
            "else": ref("id"),
        },
        "at_most": ref("amount", "The sum it never exceeds."),
        "at_least": ref("amount", "The sum it never falls below."),
        ROUND: _ROUND,
    },
    [SHARE, OF],
)
_IN_FIELD: Final = object_of(
    "The sum that stands in a field of the application, in whole tenge.",
    {FIELD: ref("path", "The field."), ROUND: _ROUND},
    [FIELD],
)
_TIMES: Final[Schema] = {
    "properties": {
        FIXED: {
            "type": "number",
            "minimum": 0,
            "maximum": _MOST_TENGE,
            "description": "The sum itself, in tenge.",
        },
        ROUND: _ROUND,
    },
    "if": {"required": [ROUND]},
    "then": {"minProperties": 2, "maxProperties": 2},
    "else": {"minProperties": 1, "maxProperties": 1},
    "additionalProperties": {
        "type": "number",
        "minimum": 0,
        "maximum": _MOST_TIMES,
        "description": "How many times the parameter, such as 0.5.",
    },
}
_AMOUNT: Final[Schema] = {
    "type": "object",
    "description": "A sum: `{mci: 10}` is ten times the dated parameter mci, `{tenge: 5000}` that"
    " sum, `{field: price}` what stands in that field.",
    "if": {"required": [SHARE]},
    "then": _SHARE,
    "else": {"if": {"required": [FIELD]}, "then": _IN_FIELD, "else": _TIMES},
}
_BOUND: Final[Schema] = {
    "description": "A number, or a sum as it is on the day that counts.",
    "if": {"type": "object"},
    "then": ref("amount"),
    "else": {"type": "number"},
}

COMMON: Final[Schema] = {
    "id": ref("id"),
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
    "services": list_of({"type": "string"}, "The services it applies to; left out: all.", 1),
    "duty": {"enum": [each.value for each in Duty], "description": "Who must see to it."},
    "severity": {
        "enum": [each.value for each in Severity],
        "description": "Only an error decides a verdict.",
    },
    "consequence": word("What follows: a refusal ground, incomplete_package or none."),
    "indicates": word("The ground that its failure hints at; somebody has yet to establish it."),
    "refusable": word("The ground for which a refusal is right while it fails."),
    "when": ref("condition", "When it applies; left out: always."),
    "from": ref("day", "The first day on which it applies; left out: from the beginning."),
    "until": ref("day", "The last day on which it applies; left out: there is none."),
    "day": ref("path", "Which day has to lie between them; left out: that of submission."),
    "for_each": list_of(ref("path"), "The lists of items it is checked for, one by one.", 1),
    "once_a_person": {
        "const": True,
        "description": "Of entries that are about one person, one is checked.",
    },
    "manual_without": ref("path", "Only a person can tell while this field is absent."),
    "failed_without": ref("path", "It is not met while this field is absent."),
    "met_without": ref("path", "It is met while this field is absent."),
    "who": ref("text", "Who can tell, where a machine cannot."),
    "title": ref("text", "What must hold, said as a fact."),
    "fix": ref("text", "What to do when it does not hold."),
    "check": ref("check", "The kind of check that decides it, and its parameters."),
}
_DAYS: Final[Schema] = {
    "if": {"required": ["day"]},
    "then": {
        "if": {"required": ["from"]},
        "else": {"required": ["until"], "properties": {"from": False}},
    },
}
"""A day of its own says nothing without the days between which it has to lie."""

_NEEDED: Final = ["id", "citation", "duty", "severity", "consequence", "title", "fix"]


def _entry(description: str, row: str) -> Schema:
    """A requirement that is said in the words of its row or by naming a kind of check."""
    (kind,) = (kind for kind in KINDS.values() if kind.row == row)
    # What is due and when is asked once an application, whatever its lists hold.
    alone = ("for_each", "once_a_person") if kind.one_applies else ()
    said: Schema = {"required": ["check"], "properties": dict.fromkeys(kind.schemas, False)}
    for each in reversed(kind.tells):
        others = (*(word for word in kind.tells if word != each), *kind.not_with.get(each, ()))
        said = {
            "if": {"required": [each]},
            "then": {
                "required": list(kind.needed),
                "properties": dict.fromkeys(("check", *alone, *others), False),
            },
            "else": said,
        }
    return object_of(description, {**COMMON, **kind.schemas}, _NEEDED, allOf=[_DAYS], **said)


def _by_kind(kind: Kind) -> Schema:
    return {
        "if": {"properties": {"kind": {"const": kind.name}}, "required": ["kind"]},
        "then": kind.schema,
    }


def _services(none: str) -> Schema:
    return list_of({"type": "string"}, f"The services for which there is {none}.", 1)


def _head() -> Schema:
    """What an edition is, and what holds for all of it."""
    return {
        "standard": ref("id", "The standard; the name of the folder above."),
        "edition": word("The edition; the name of this folder, in quotes."),
        "title": ref("text", "What the service is called."),
        "act": ref("text", "The act that lays it down."),
        "authority": {
            "enum": ["ministry", "statute"],
            "description": "ministry: the list itself. statute: only a law's outline of it,"
            " against which nothing is ever found compliant.",
        },
        "in_force": object_of(
            "From when to when the edition is in force.",
            {
                "from": ref("day", "The first day."),
                "until": ref("day", "The last day; left out while it is not known."),
                "standing": ref("standing"),
                "citation": word("The clause that says so."),
            },
            ["from", "standing"],
        ),
        "calendar": ref("id", "The file under specs/calendars with the days off."),
        "time_zone": word("The time zone, by its IANA name."),
        "files": object_of(
            "Which files are taken for documents. Left out: any that is not empty.",
            {word: each.schema() for word, each in sections()["files"].items()},
            [],
        ),
        "without": object_of(
            "What the list does not ask for, said so that nobody takes it for forgotten.",
            {
                "deadlines": _services("no term"),
                "fees": _services("no fee"),
                "result": _services("no check of what comes out of them"),
                "form": _services("no check of the application's fields"),
                "record": _services("no check of the provider's record"),
                "grounds": list_of(
                    {"type": "string"}, "The grounds that no requirement brings about.", 1
                ),
            },
            [],
        ),
        "people": WhoIsWho(
            description="Which entries are about one person. Left out: none are."
        ).schema(),
    }


def _rows() -> Schema:
    """The rows of the list, and the rules."""
    plain = list_of(ref("requirement"), "Requirements of this row.")
    of_day: Schema = {
        "opens": ref("time"),
        "closes": ref("time"),
        "lunch": object_of(
            "The break at noon.",
            {"from": ref("time"), "until": ref("time")},
            ["from", "until"],
        ),
    }
    hours = object_of(
        "Working hours, both ends included. Left out: any hour counts.",
        of_day,
        ["opens", "closes"],
    )
    others = object_of(
        "The hours in which applications of some channel are taken. Left out: any hour counts.",
        {
            "when": ref("condition", "For which applications; no two such conditions may meet."),
            **of_day,
            "every_day": {"const": True, "description": "Also on days off."},
        },
        ["when"],
        dependentRequired={"opens": ["closes"], "closes": ["opens"], "lunch": ["opens"]},
    )
    return {
        "provider": {**plain, "description": "Row 1: who provides the service."},
        "channels": {**plain, "description": "Row 2: how it is delivered."},
        "deadlines": list_of(ref("deadline"), "Row 3: how long it takes."),
        "form": {**plain, "description": "Row 4: in which form it is delivered."},
        "result": {**plain, "description": "Row 5: what comes out of it."},
        "fees": list_of(ref("fee"), "Row 6: what is paid for it."),
        "schedule": object_of(
            "Row 7: when the provider works.",
            {
                "hours": hours,
                "other_hours": list_of(others, "Hours of applications that differ from these.", 1),
                "requirements": plain,
            },
            ["requirements"],
        ),
        "documents": list_of(ref("document"), "Row 8: what the applicant hands in."),
        "refusal": object_of(
            "Row 9: why the service may be refused.",
            {
                "grounds": list_of({"type": "string"}, "The clauses that are grounds."),
                "by_law": list_of(
                    {"type": "string"}, "The grounds that the law above the act adds."
                ),
                INCOMPLETE: ref("text", "What follows where papers are missing, in words."),
                "requirements": plain,
            },
            ["grounds", "requirements"],
        ),
        "other": {**plain, "description": "Row 10: what else is asked for."},
        "rules": {**plain, "description": "The items of the rules themselves."},
    }


def standard_schema() -> Schema:
    """Schema of `standard.yaml`."""
    kinds = [kind for kind in KINDS.values() if not kind.row]
    return document(
        "The standard: the ten rows of its list, then the items of the rules",
        {**_head(), **_rows()},
        [
            *("standard", "edition", "title", "act", "authority", "in_force", "calendar"),
            *("time_zone", "provider", "channels", "deadlines", "form", "result", "fees"),
            *("schedule", "documents", "refusal", "other", "rules"),
        ],
        amount=_AMOUNT,
        bound=_BOUND,
        check={
            "type": "object",
            "description": "A kind of check and its parameters.",
            "properties": {
                "kind": {"enum": [kind.name for kind in kinds], "description": "Which check."}
            },
            "required": ["kind"],
            "allOf": [_by_kind(kind) for kind in kinds],
        },
        requirement=object_of("A requirement.", COMMON, [*_NEEDED, "check"], allOf=[_DAYS]),
        deadline=_entry("A term or a check of this row.", "deadlines"),
        fee=_entry("A fee or a check of this row.", "fees"),
        document=_entry("A document or a check of this row.", "documents"),
    )
