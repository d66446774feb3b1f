"""`validator spec`: tools for those who change the specs."""

from __future__ import annotations

import click

from validator.cli.lazy import LazyGroup


@click.group(
    "spec",
    cls=LazyGroup,
    modules={
        "lint": "validator.cli.spec.lint",
        "test": "validator.cli.spec.test",
        "coverage": "validator.cli.spec.coverage",
        "diff": "validator.cli.spec.diff",
        "new-edition": "validator.cli.spec.new_edition",
        "book": "validator.cli.spec.book",
        "watch": "validator.cli.spec.watch",
    },
)
def command() -> None:
    """Change the specs with confidence: check, test, compare and print them."""
