"""Options that several commands share, and what they mean."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from validator.model import LANGUAGES

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class Day(click.ParamType[date]):
    """A day of the calendar, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007  # a day, no moment
        except ValueError:
            self.fail(
                f"{value!r} is not a day of the calendar; write it as 2026-01-31.", param, ctx
            )


def language(asked: str | None) -> str:
    """The language asked for, else the locale's, else English."""
    if asked is not None:
        return asked
    setting = next((os.environ[name] for name in _LOCALE_VARIABLES if os.environ.get(name)), "")
    found = setting[:2].lower()
    return found if found in LANGUAGES else "en"


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--lang`."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        help="Language; text follows the locale and machine formats are in English if left out.",
    )(command)


def specs_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--specs`."""
    return click.option(
        "--specs",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder of specs to use instead of the ones that come with the validator.",
    )(command)
