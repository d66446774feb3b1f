"""`validator waivers`: what an office has granted."""

from __future__ import annotations

import click

from validator.cli.lazy import LazyGroup


@click.group(
    "waivers",
    cls=LazyGroup,
    commands_of={
        "audit": ("validator.cli.waivers_audit", "Tell how each waiver of a file stands."),
    },
)
def command() -> None:
    """Look after the waivers that `validator check --waivers` takes."""
