"""The JSON Schemas of the spec files, for loading them and for editors that complete and explain.

They are published under `validator/schemas/`, see `validator.editor.publish`. A choice is made with
`if`/`then`, not `oneOf`, so that a misspelt key is reported as just that.
"""

from __future__ import annotations

from typing import Final

from validator.form.schema import DRAFT, Schema
from validator.standard.schemas.application_schema import application_schema
from validator.standard.schemas.cases_schema import cases_schema
from validator.standard.schemas.mutants_schema import mutants_schema
from validator.standard.schemas.other_schemas import (
    calendar_schema,
    clauses_schema,
    parameter_schema,
    trust_schema,
)
from validator.standard.schemas.standard_schema import standard_schema
from validator.standard.schemas.waivers_schema import waivers_schema

__all__ = ["DRAFT", "SCHEMAS", "Schema"]

SCHEMAS: Final = {
    "standard": standard_schema,
    "application": application_schema,
    "clauses": clauses_schema,
    "parameter": parameter_schema,
    "calendar": calendar_schema,
    "cases": cases_schema,
    "mutants": mutants_schema,
    "trust": trust_schema,
    "waivers": waivers_schema,
}
"""What builds the schema of each sort of spec file."""
