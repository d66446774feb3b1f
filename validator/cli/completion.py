"""`validator completion`: what makes a shell complete this command."""

from __future__ import annotations

from typing import Final

import click

from validator.cli import codes

_SHELLS: Final = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
def command(shell: str) -> int:
    """Print what makes a shell complete this command.

    For bash, put `source <(validator completion bash)` into ~/.bashrc; for zsh the same with zsh
    into ~/.zshrc; for fish, write it to ~/.config/fish/completions/validator.fish.
    """
    from click.shell_completion import get_completion_class

    from validator.cli.commands import cli

    found = get_completion_class(shell)
    assert found is not None  # noqa: S101  # the choice names those that there are
    name = "validator"
    click.echo(found(cli, {}, name, "_VALIDATOR_COMPLETE").source())
    return codes.OK
