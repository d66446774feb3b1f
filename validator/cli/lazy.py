"""Groups of commands whose modules are imported when a command is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext
from importlib import import_module
from typing import Any

import click

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

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in self.commands_of:
            return None
        command: click.Command = import_module(self.commands_of[cmd_name][0]).command
        return translated(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, told(said)) for name, (_, said) in self.commands_of.items()])
