"""Schema of the mutants that no case can notice."""

from __future__ import annotations

from validator.form.schema import Schema, ref
from validator.standard.schemas.schema_words import document, list_of, object_of, word


def mutants_schema() -> Schema:
    """Schema of an edition's `mutants.yaml`."""
    return document(
        "Changes of the specs that no case can notice, and why",
        {"unnoticed": list_of(ref("explanation"), "The changes.", 1)},
        ["unnoticed"],
        explanation=object_of(
            "A change that no case can notice.",
            {
                "at": word("The value, as `validator spec test --mutate` names it."),
                "to": {
                    "description": "What it becomes, null if it is taken away; left out: anything."
                },
                "reason": ref("text", "Why no application can tell the difference."),
            },
            ["at", "reason"],
        ),
    )
