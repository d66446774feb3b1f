"""`validator spec`: tools for those who change the specs."""

from __future__ import annotations

import click

from validator.cli.lazy import LazyGroup


@click.group(
    "spec",
    cls=LazyGroup,
    commands_of={
        "lint": ("validator.cli.spec_lint", "Find everything that is wrong with specs."),
        "test": ("validator.cli.spec_test", "Run the cases of an edition."),
        "coverage": ("validator.cli.spec_coverage", "Tell which clauses are encoded, and by what."),
        "diff": ("validator.cli.spec_diff", "Compare two editions in what they demand."),
        "new-edition": ("validator.cli.spec_new_edition", "Copy an edition and close the old one."),
        "schemas": ("validator.cli.spec_schemas", "Write the schemas for editors of specs."),
        "book": ("validator.cli.spec_book", "Write the law and its encoding as an HTML book."),
        "watch": ("validator.cli.spec_watch", "Lint and test again whenever a file is saved."),
    },
)
def command() -> None:
    """Change the specs with confidence: check, test, compare and print them."""
