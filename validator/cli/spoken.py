"""The command's own words in the language of a call: helps, and what click says of a wrong one.

click asks gettext, by its English words. The helps are looked up in the same way, so that they
stand in English where the commands are. The catalogue of both is `commands`; English needs none.
"""

from __future__ import annotations

import gettext
import inspect
import os
from collections.abc import Sequence
from contextvars import ContextVar
from copy import copy
from itertools import pairwise
from pathlib import Path
from typing import Final, TypeVar

import click

from validator.cli.configuration import ENVIRONMENT, configured_language
from validator.cli.help_lines import HelpContext
from validator.model import LANGUAGES
from validator.output.view import locale_language

_DOMAIN: Final = "commands"
_LOCALE: Final = Path(__file__).parent.parent / "locale"

C = TypeVar("C", bound=click.Command)

_asked: ContextVar[str | None] = ContextVar("_asked", default=None)


def language(asked: str | None) -> str:
    """The language asked for, be it before the command, else the locale's, else English."""
    return asked or _asked.get() or locale_language()


def asked_language() -> str:
    """The language of the call that is under way, be it right or wrong."""
    return language(None)


def speak(args: Sequence[str]) -> None:
    """Speak the language of a call, wherever `--lang` stands in it; else that of the system.

    Between the two stand the environment and the folder's file.
    """
    asked = None
    for arg, following in pairwise((*args, "")):
        name, equals, value = arg.partition("=")
        if name == "--lang":
            asked = value if equals else following
    asked = asked or os.environ.get(f"{ENVIRONMENT}_LANG") or configured_language()
    _asked.set(asked if asked in LANGUAGES else None)
    gettext.bindtextdomain(_DOMAIN, _LOCALE)
    gettext.textdomain(_DOMAIN)
    os.environ["LANGUAGE"] = asked_language()  # gettext, which click asks, has no other way


def told(text: str) -> str:
    """A help in the language of the call, its paragraphs a line each."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return gettext.gettext("\n\n".join(" ".join(each.split()) for each in paragraphs))


def translated(command: C) -> C:
    """A command whose helps are in the language of the call."""
    made = copy(command)
    made.context_class = HelpContext
    made.help = told(made.help or "")
    made.params = [_parameter(each) for each in made.params]
    if made.options_metavar:
        made.options_metavar = told(made.options_metavar)
    if isinstance(made, click.Group):
        made.subcommand_metavar = told(made.subcommand_metavar)
    return made


def _parameter(parameter: click.Parameter) -> click.Parameter:
    made = copy(parameter)
    if isinstance(made, click.Option) and made.help:
        made.help = told(made.help)
    if (stands := placeholder(made)) is not None:
        made.metavar = told(stands)
    return made


def placeholder(parameter: click.Parameter) -> str | None:
    """What stands for a value in a help, where it is a word of ours."""
    if parameter.metavar is None and isinstance(parameter.type, click.types.FuncParamType):
        return parameter.type.name.upper()
    return parameter.metavar
