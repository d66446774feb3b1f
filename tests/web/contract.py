"""Holds a running server against its own description: `python -m tests.web.contract [--install]`.

schemathesis draws requests, right ones and wrong ones, from the description (OpenAPI), and looks at
what is answered. It has an environment of its own (`.schemathesis/`): it wants an older release of
the library by which manifests are held against their schemas.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Final

from tests.project import ROOT, SAMPLES
from tests.web.made import started, zipped

HOME: Final = ROOT / ".schemathesis"
VERSION: Final = "4.32.5"
NOT_ASKED: Final = "positive_data_acceptance"
"""A service, an edition or a day may fit the description and not be there."""

HOOKS: Final = """
import pathlib
import schemathesis
from hypothesis import strategies as st

SAMPLES = [each.read_bytes() for each in sorted(pathlib.Path({folder!r}).glob("*.zip"))]
BYTES = st.sampled_from(SAMPLES) | st.binary(max_size=2000)
schemathesis.openapi.media_type("application/zip", BYTES)


@schemathesis.serializer("application/zip")
def as_zip(_context, value):
    return value if isinstance(value, bytes) else str(value).encode()
"""


def main() -> int:
    """Run it; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--install", action="store_true", help="install schemathesis first")
    parser.add_argument("--examples", type=int, default=25, help="requests an operation")
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    if told.install:
        venv.create(HOME, with_pip=True)
        subprocess.run(
            [HOME / "bin" / "pip", "install", "-q", f"schemathesis=={VERSION}"], check=True
        )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for sample in ("clinic-new", "clinic-several-faults", "doctor-duplicate"):
            (folder / f"{sample}.zip").write_bytes(zipped(SAMPLES / sample))
        (folder / "hooks.py").write_text(HOOKS.format(folder=name), "utf-8")
        process, (host, port), _ = started(folder)
        with process:
            try:
                return found(f"http://{host}:{port}", folder, told.examples, told.seed)
            finally:
                process.send_signal(signal.SIGTERM)


def found(address: str, folder: Path, examples: int, seed: int) -> int:
    """What schemathesis ends with when it has asked a server."""
    return subprocess.run(
        [
            *(HOME / "bin" / "schemathesis", "run", f"{address}/api/v1/openapi.json"),
            *("--checks", "all", "--exclude-checks", NOT_ASKED, "--continue-on-failure"),
            *("--max-examples", str(examples), "--seed", str(seed)),
        ],
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "SCHEMATHESIS_HOOKS": "hooks"},
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
