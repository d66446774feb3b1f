"""Writes the pages that other files already say: `python docs/write.py`.

`commands.md` from the commands' own help, `report-v1.md` from the schema of reports. A test holds
that both are up to date.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import click

import validator
from validator.cli.commands import cli
from validator.cli.spoken import translated

FOLDER: Final = Path(__file__).parent
_WIDTH: Final = 88
_WRITTEN: Final = "<!-- Written by docs/write.py; change what it is written from. -->\n"
_TYPES: Final = {
    "string": "text",
    "integer": "whole number",
    "boolean": "true or false",
    "null": "null",
    "object": "map",
    "array": "list",
}

_COMMANDS: Final = f"""\
# The commands
{_WRITTEN}
What each command says with `--help`. What an exit code means stands in
[how to check many](how-to-check-many.md#exit-codes).
"""

_REPORT: Final = f"""\
# The report, `report/v1`
{_WRITTEN}
Every key of what `validator check --format json` writes. The schema is
`validator/schemas/report.schema.json`; this page is written from it. A line of `--format ndjson` is
one [report](#report) and nothing else; the last line holds the `summary`.

A dot leads into a map: `engine.name` is the key `name` in the map `engine`. A key is always there
unless its meaning says that it may be left out.
"""


def commands() -> str:
    """The page of the commands."""
    parts = [_COMMANDS]
    for name, said in _helps(translated(cli), "validator"):
        parts.append(f"\n## {name}\n\n```text\n{said}\n```\n")
    return "".join(parts)


def _helps(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    context = command.context_class(command, info_name=name, terminal_width=_WIDTH)
    yield name, command.get_help(context)
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            below = command.get_command(context, each)
            assert below is not None  # noqa: S101  # it is in the list
            yield from _helps(below, f"{name} {each}")


def report() -> str:
    """The page of the report."""
    path = Path(validator.__file__).parent / "schemas" / "report.schema.json"
    schema = json.loads(path.read_text("utf-8"))
    parts = [_REPORT]
    for name, part in {"document": schema, **schema["$defs"]}.items():
        rows = "".join(_row(*each) for each in _keys(part, schema["$defs"]))
        parts.append(f"\n## {name}\n\n{part['description']}\n\n| key | value | meaning |\n")
        parts.append(f"|---|---|---|\n{rows}")
    return "".join(parts)


def _keys(
    schema: Mapping[str, Any], defined: Mapping[str, Any], above: str = ""
) -> Iterator[tuple[str, str, str]]:
    """Every key in a map and in the maps below it: its name, what its value is, what it means."""
    for key, part in schema["properties"].items():
        said = (part if "description" in part else defined[_target(part)])["description"]
        left_out = "" if key in schema.get("required", ()) else " May be left out."
        yield above + key, _value(part), said + left_out
        if "properties" in part:
            yield from _keys(part, defined, f"{above}{key}.")


def _row(key: str, value: str, said: str) -> str:
    return f"| `{key}` | {value} | {said.replace('|', chr(92) + '|')} |\n"


def _value(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return f"[{_target(schema)}](#{_target(schema)})"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"])
    if "items" in schema and schema["type"] == "array":
        return f"list, each {_value(schema['items'])}"
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    return " or ".join(_TYPES[each] for each in types)


def _target(schema: Mapping[str, Any]) -> str:
    return str(schema["$ref"].rpartition("/")[2])


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "commands.md": commands,
    "report-v1.md": report,
}
"""What is written, by the name of its file."""

if __name__ == "__main__":
    for file, page in PAGES.items():
        (FOLDER / file).write_text(page(), encoding="utf-8", newline="\n")
