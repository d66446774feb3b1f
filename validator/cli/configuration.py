"""Options that a file says: `validator.toml`, or `[tool.validator]` of `pyproject.toml`, here.

A call outweighs the environment, and the environment a file. A table is a command, and what stands
in it are its options by their long names; only the folder is looked at in which the command runs.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Final

import click

from validator.errors import CallError
from validator.frozen import frozen
from validator.model import LANGUAGES, Arg, Declared, declare

CONFIG_UNREADABLE = declare("config_unreadable")
CONFIG_SYNTAX = declare("config_syntax")
CONFIG_UNKNOWN = declare("config_unknown", name=str, closest=str)
CONFIG_VALUE = declare("config_value", name=str, error=str)
CONFIG_ONLY_CALL = declare("config_only_call", name=str)

ENVIRONMENT: Final = "VALIDATOR"
"""What names of variables begin with: `VALIDATOR_CHECK_FAIL_ON`."""

_FILES: Final = (("validator.toml", ()), ("pyproject.toml", ("tool", "validator")))
_MOST_BYTES: Final = 1 << 20
_LANG: Final = "lang"
_POSITION: Final = re.compile(r"\(at line (\d+), column (\d+)\)")


@frozen
class Configuration:
    """What a file says, of the command or of a group of commands.

    Attributes:
        file: its name; empty where there is none.
        text: what it holds.
        table: the options and the tables of this command.
    """

    file: str = ""
    text: str = ""
    table: Mapping[str, Any] = field(default_factory=dict)

    def unknown(self, key: str, names: Iterable[str]) -> CallError:
        """That there is nothing of the name of a key."""
        from validator.closest import closest  # only where something is wrong

        return self.wrong(key, CONFIG_UNKNOWN, closest=closest(key, names))

    def of(self, name: str) -> Configuration:
        """What it says of a command."""
        table = self.table.get(name, {})
        if not isinstance(table, dict):
            raise self.unknown(name, ())
        return Configuration(self.file, self.text, table)

    def wrong(self, key: str, message: Declared, **args: Arg) -> CallError:
        """That something is wrong with what stands at a key."""
        found = re.search(rf"^\s*\[?[\w.\"'-]*\b{re.escape(key)}\b.*$", self.text, re.MULTILINE)
        line = None if found is None else self.text.count("\n", 0, found.end()) + 1
        return CallError.of(message(name=key, **args), self.file, line)

    def options(self, command: click.Command) -> dict[str, Any]:
        """The options of a command that it says, by the names that click has for them.

        Raises:
            CallError: there is no such option, it does not take that value, or it has to stand in
                the call itself.
        """
        known = {_long(each): each for each in command.params if isinstance(each, click.Option)}
        said = {}
        for key, value in self.table.items():
            if key == _LANG and isinstance(command, click.Group):
                continue  # read before there is a command
            if isinstance(value, dict) and isinstance(command, click.Group):
                if key not in (names := command.list_commands(click.Context(command))):
                    raise self.unknown(key, names)
                continue
            option = known.get(key)
            if option is None:
                raise self.unknown(key, known)
            if not option.allow_from_autoenv:
                raise self.wrong(key, CONFIG_ONLY_CALL)
            said[str(option.name)] = self._value(command, key, option, value)
        return said

    def _value(self, command: click.Command, key: str, option: click.Option, value: Any) -> Any:
        if option.is_flag and not isinstance(value, bool):
            raise self.wrong(key, CONFIG_VALUE, error="true, false")
        values = value if option.multiple and isinstance(value, list) else [value]
        texts = [each if isinstance(each, bool) else _text(each) for each in values]
        if None in texts or (isinstance(value, bool) and not option.is_flag):
            raise self.wrong(key, CONFIG_VALUE, error="")
        try:
            for each in texts:
                option.type.convert(each, option, click.Context(command))
        except click.BadParameter as error:
            raise self.wrong(key, CONFIG_VALUE, error=error.message) from None
        return texts if option.multiple else texts[0]


def configuration() -> Configuration:
    """What the folder's file says; nothing where there is none.

    Raises:
        CallError: it cannot be read.
    """
    for name, way in _FILES:
        text, table = _table(Path(name))
        for part in way:
            table = table.get(part, {}) if isinstance(table, dict) else {}
        if isinstance(table, dict) and table:
            return Configuration(name, text, table)
    return Configuration()


def configured_language() -> str | None:
    """The language that the folder's file asks for; None where it does not, or is not readable."""
    try:
        asked = configuration().table.get(_LANG)
    except CallError:
        return None  # it is told once the command is known
    return asked if isinstance(asked, str) and asked in LANGUAGES else None


def _table(path: Path) -> tuple[str, Any]:
    """The text of a file and what it says; nothing where it is not there or is not for us."""
    text = ""
    try:
        if not path.is_file():
            return "", {}
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES).decode()
    except (OSError, UnicodeDecodeError):
        raise CallError.of(CONFIG_UNREADABLE(), path.name) from None
    import tomllib  # a folder with such a file is rare

    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        if path.name != _FILES[0][0] and "[tool.validator" not in text:
            return "", {}
        at = _POSITION.search(str(error))
        line, column = map(int, at.groups()) if at else (None, None)
        raise CallError.of(CONFIG_SYNTAX(), path.name, line, column) from None


def _long(option: click.Option) -> str:
    """The longest name of an option, without its hyphens."""
    return max(option.opts, key=len).lstrip("-")


def _text(value: Any) -> str | None:
    """A value of TOML as a call would say it; None for what no call can say."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    return None
