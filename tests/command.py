"""The command as it is called, without the second that a process of its own takes to start.

What hangs on a real terminal, on streams that are closed or on signals starts `COMMAND` instead.
"""

from __future__ import annotations

import io
import os
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

from tests.project import ROOT
from validator.cli import run


def call(
    *args: str | Path, cwd: Path = ROOT, environment: dict[str, str] | None = None
) -> CompletedProcess[str]:
    """Run the command in this process; its code and both streams are those of one of its own."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2)]
    out, err = streams
    around = os.environ if environment is None else environment
    with (
        chdir(cwd),
        patch.dict(os.environ, around, clear=True),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = run([str(each) for each in args])
    said = []
    for stream in streams:
        stream.flush()
        buffer = stream.buffer
        assert isinstance(buffer, io.BytesIO)
        said.append(buffer.getvalue().decode("utf-8"))
    return CompletedProcess(args, code, *said)
