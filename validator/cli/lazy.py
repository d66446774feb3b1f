"""Groups of commands whose modules are imported when a command is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext
from importlib import import_module
from typing import Any

import click

from validator.cli.configuration import configuration
from validator.cli.spoken import told, translated
from validator.model import LANGUAGES


class LazyGroup(click.Group):
    """A group that knows of each command its module and one line of help, so that help is quick.

    Args:
        commands_of: module, which holds the click command as `command`, and help, by name.
    """

    def __init__(
        self, *args: Any, commands_of: Mapping[str, tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.commands_of = commands_of
        said = "Language of this help and of what the command after it says."
        choice = click.Choice(LANGUAGES)
        self.params.append(click.Option(["--lang"], type=choice, expose_value=False, help=said))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(self.commands_of)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, and what the folder's file says of it for a call that does not.

        Raises:
            CallError: what the file says is wrong.
        """
        if cmd_name not in self.commands_of:
            return None
        command: click.Command = import_module(self.commands_of[cmd_name][0]).command
        if not ctx.resilient_parsing:  # as it is while a word is completed
            ctx.default_map = {cmd_name: _said_of(ctx, self, command, cmd_name)}
        return translated(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, told(said)) for name, (_, said) in self.commands_of.items()])


def _said_of(
    ctx: click.Context, group: click.Group, command: click.Command, name: str
) -> Mapping[str, Any]:
    """What the folder's file says of a command of a group."""
    of_group = configuration()
    if ctx.parent is not None:
        of_group = of_group.of(str(ctx.info_name))
    of_group.options(group)
    return of_group.of(name).options(command)
