"""The commands, each imported when it is asked for, so that `--help` answers at once."""

from __future__ import annotations

import click

from validator.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_of={
        "check": ("validator.cli.check", "Check application bundles."),
        "checklist": ("validator.cli.checklist", "Tell what an application needs."),
        "codes": ("validator.cli.code_lists", "List the values that a field may have."),
        "completion": ("validator.cli.completion", "Make a shell complete this command."),
        "deadline": ("validator.cli.deadline", "Tell when an application would be decided."),
        "explain": ("validator.cli.explain", "Say what a requirement or a clause demands."),
        "fix": ("validator.cli.fix", "Put right what is certainly only typed otherwise."),
        "init": ("validator.cli.init", "Begin an application in a folder."),
        "list": ("validator.cli.listing", "List standards, editions and requirements."),
        "pack": ("validator.cli.pack", "Pack an application into a zip."),
        "serve": ("validator.cli.serve", "Serve the pages for applicants and the API."),
        "spec": ("validator.cli.spec", "Lint, test, compare and print the specs."),
        "verify": (
            "validator.cli.verify_command",
            "Hold reports against their bundles, and decide again.",
        ),
        "waivers": ("validator.cli.waiver_commands", "Look after waivers."),
    },
)
@click.version_option(
    package_name="public-service-validator",
    prog_name="validator",
    help="Show the version and exit.",
)
def cli() -> None:
    """Check applications for a public service against the service's standard."""
