"""`validator serve`: pages for applicants, and an API for programs."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import click

import validator
from validator.cli import codes
from validator.cli.answering import cores
from validator.cli.configuration import ENVIRONMENT
from validator.cli.faults import tell, wrong_call
from validator.cli.options import lang_option, specs_option
from validator.cli.spoken import language
from validator.interrupts import heard

_LIBRARIES: Final = ("starlette", "uvicorn", "python_multipart")
_TOKEN: Final = f"{ENVIRONMENT}_SERVE_TOKEN"
_LEAST_TOKEN: Final = 16
_MOST_TOKEN: Final = 1024
_MOST_JOBS: Final = 4
_EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # names to be replaced
"""What a browser here calls a server that listens everywhere."""


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="The port; 8765 or the next that is free if left out, any that is free for 0.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="NAME",
    help="The address to listen at; one that others reach needs a token.",
)
@click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Ask every request for the token in this file, or for that of the environment variable"
    " VALIDATOR_SERVE_TOKEN.",
)
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@specs_option
@lang_option
def command(
    port: int | None,
    host: str,
    token_file: Path | None,
    no_browser: bool,
    specs: Path | None,
    lang: str | None,
) -> int:
    """Serve pages that help to put an application together, and an API that checks it.

    Nothing that is sent is written to the disk. It ends with Ctrl-C, and then exits with 130.
    """
    if any(find_spec(each) is None for each in _LIBRARIES):
        raise wrong_call("call.serve_not_installed")
    from validator.web import serving
    from validator.web.app import make_app
    from validator.web.settings import Settings

    token = _token(token_file)
    if token is None and not serving.is_local(host):
        raise wrong_call("call.token_needed", host=host)
    settings = Settings(
        specs or validator.default_specs(),
        language(lang),
        token,
        serving.hosts_of(host),
        jobs=min(cores(), _MOST_JOBS),
    )
    app = make_app(settings)
    try:
        listening = serving.bound(host, port)
    except OSError as error:
        where = f"{host}:{serving.PORT if port is None else port}"
        raise wrong_call("call.not_bound", where=where, error=error.strerror or "") from None
    address = serving.address_of(_EVERYWHERE.get(host, host), listening)

    def begun() -> None:
        tell("run.serving", address=address)
        if not no_browser and _has_screen():
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    with listening, heard() as interruption:
        serving.run(app, listening, settings.limits, interruption, begun)
    tell("run.served")
    return codes.interrupted(interruption.number or 0)


def _has_screen() -> bool:
    """Whether a browser would have a window; else one for terminals might take this one over."""
    windows = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return sys.platform in ("win32", "darwin") or any(map(os.environ.get, windows))


def _token(file: Path | None) -> str | None:
    """The token that requests have to bear; None where nobody gave one.

    Raises:
        UsageError: it is too short, or has signs in it that no header can have.
    """
    if file is None:
        said = os.environ.get(_TOKEN)
        if said is None:
            return None
    else:
        with file.open("rb") as opened:
            said = opened.read(_MOST_TOKEN + 1).decode("utf-8", "replace")
    said = said.strip()
    visible = said.isascii() and said.isprintable() and " " not in said
    if not (visible and _LEAST_TOKEN <= len(said) <= _MOST_TOKEN):
        raise wrong_call("call.token_weak", least=_LEAST_TOKEN)
    return said
