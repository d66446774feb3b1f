"""The command line: parse, call, print, exit. It decides nothing.

Nothing is imported here that takes time: an interrupt meanwhile could not be handled.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from validator.cli.codes import INTERNAL, INTERRUPTED, LOST, OK, SPECS, USAGE

if TYPE_CHECKING:
    import click

_OBJECTS: Final = 100_000
"""New objects until Python looks for circles among them; 700, its own, take a tenth of a start."""


def main(args: Sequence[str] | None = None) -> None:
    """Run the command and exit with a code of `validator.cli.codes`."""
    try:
        code = run(args)
    except KeyboardInterrupt:  # while modules were imported
        code = INTERRUPTED
    _drop_unwritten()
    gc.freeze()  # at its end Python would look through all that there is once more
    sys.exit(code)


def run(args: Sequence[str] | None = None) -> int:
    """Run the command; every way it can end has one code, and one line on stderr says why."""
    gc.set_threshold(_OBJECTS)
    try:
        return _run(args)
    except BrokenPipeError:
        return INTERRUPTED  # whoever read our output has gone; there is nobody left to tell
    except OSError:
        return USAGE  # stderr takes nothing either


def _run(args: Sequence[str] | None) -> int:
    import click

    from validator.cli.commands import cli
    from validator.cli.configuration import ENVIRONMENT
    from validator.cli.faults import said, show
    from validator.cli.spoken import speak, translated
    from validator.errors import CallError, ClusterLostError, SpecError, where

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        speak(sys.argv[1:] if args is None else args)
        if sys.flags.optimize > 1:  # Cerberus reads its own docstrings, and we read ours
            return _say(USAGE, said("run.optimized"))
        made = translated(cli).main(
            args, prog_name="validator", standalone_mode=False, auto_envvar_prefix=ENVIRONMENT
        )
        return int(made or 0)
    except SystemExit as end:
        # So click ends when a pipe is closed; without a fault it has only completed a word.
        return INTERRUPTED if end.code else OK
    except click.Abort:
        return _say(INTERRUPTED, said("run.interrupted"))
    except click.ClickException as error:
        return _wrong(error)
    except (CallError, ClusterLostError, SpecError) as error:
        show(error)
        return {SpecError: SPECS, ClusterLostError: LOST}.get(type(error), USAGE)
    except OSError as error:
        file, what = str(error.filename or ""), type(error).__name__
        return _say(USAGE, said("run.file_error", file=file, what=what, error=str(error.strerror)))
    except Exception as error:  # noqa: BLE001  # our own fault is told as such, never as a finding
        return _say(INTERNAL, said("run.internal_error", error=where(error)))


def _wrong(error: click.ClickException) -> int:
    """Of a wrong call one line; a call without a command has its help, as it is laid out."""
    import click

    text = error.format_message()
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(text, err=True)
        return USAGE
    return _say(USAGE, " ".join(text.split()))


def _say(code: int, text: str) -> int:
    from validator.cli.terminal import tell_error
    from validator.words.messages import visible

    tell_error(f"validator: {visible(text)}")
    return code


def _drop_unwritten() -> None:
    """Drop what could not be written: Python would try again at its end, complain, and exit 120."""
    for stream in filter(None, (sys.__stdout__, sys.__stderr__)):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
