"""Schema of the waivers that an office has granted."""

from __future__ import annotations

from typing import Final

from validator.form.schema import Schema, ref
from validator.standard.schemas.schema_words import (
    CODE_PATTERN,
    NOT_BLANK,
    document,
    list_of,
    object_of,
    word,
)

BUNDLE_PATTERN: Final = r"^(?!sha256:)[\s\S]*\S|^sha256:[0-9a-f]{64}$"
"""A bundle by its name, or by the digest of its manifest."""


def waivers_schema() -> Schema:
    """Schema of the file that `--waivers` names."""
    waiver = object_of(
        "What keeps one failed requirement of one bundle from being counted by the exit code.",
        {
            "requirement": ref("id", "The requirement, by its id."),
            "bundle": word(
                "The bundle, as reports name it, or sha256: and the digest of its manifest.",
                pattern=BUNDLE_PATTERN,
            ),
            "edition": word(
                "The edition that the bundle has to be checked against; any if left out.",
                pattern=CODE_PATTERN,
            ),
            "reason": word("Why, for whoever reads the report.", pattern=NOT_BLANK),
            "approver": word("Who approved it.", pattern=NOT_BLANK),
            "expires": ref("day", "The last day on which it holds."),
        },
        ["requirement", "bundle", "reason", "approver", "expires"],
    )
    return document(
        "Waivers: what has failed and is not counted, until a day",
        {"waivers": list_of(waiver, "The waivers.")},
        ["waivers"],
    )
