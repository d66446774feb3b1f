"""The command line: parse, call, print, exit. It decides nothing.

Modules that a subcommand needs are imported when it runs, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from validator.cli.codes import INTERNAL, INTERRUPTED, SPECS, USAGE
from validator.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_of={
        "check": ("validator.cli.check", "Check application bundles."),
        "explain": ("validator.cli.explain", "Say what a requirement or a clause demands."),
        "list": ("validator.cli.listing", "List standards, editions and requirements."),
        "spec": ("validator.cli.spec", "Lint, test, compare and print the specs."),
    },
)
@click.version_option(package_name="public-service-validator", prog_name="validator")
def cli() -> None:
    """Check applications for a public service against the service's standard."""


def main(args: Sequence[str] | None = None) -> None:
    """Run the command and exit with a code of `validator.cli.codes`."""
    sys.exit(run(args))


def run(args: Sequence[str] | None = None) -> int:
    """Run the command; every way it can end has one code, and one line on stderr says why."""
    from validator.errors import CallError, SpecError  # after --help has answered

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return int(cli.main(args, prog_name="validator", standalone_mode=False) or 0)
    except click.Abort:
        return _say(INTERRUPTED, "interrupted")
    except click.ClickException as error:
        return _say(USAGE, " ".join(error.format_message().split()))
    except (CallError, SpecError) as error:
        from validator.cli.faults import show

        show(error)
        return SPECS if isinstance(error, SpecError) else USAGE
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INTERRUPTED
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        return _say(USAGE, f"{name}{error.strerror or error}")
    except Exception as error:  # noqa: BLE001  # our own fault is told as such, never as a finding
        return _say(INTERNAL, f"internal error: {where(error)}")


def where(error: BaseException) -> str:
    """An exception and the place in our code that it comes from, on one line."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({trace.tb_frame.f_code.co_filename}:{trace.tb_lineno})" if trace else ""
    return f"{type(error).__name__}{place}"


def _say(code: int, text: str) -> int:
    click.echo(f"validator: {text}", err=True)
    return code
