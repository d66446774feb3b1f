"""The programs that are compared: how each is called, what it says, what it leaves unsaid.

They are installed by `python -m tests.benchmarks.peers --install` into `.peers/`, away from the
project's own environment. What is not there is left out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks.peers.manifests import FAULTS
from tests.project import COMMAND, ROOT

HERE: Final = Path(__file__).parent
SPECS: Final = HERE / "specs"
ENCODINGS: Final = HERE / "encodings"
_PEERS: Final = ROOT / ".peers"
_PYTHON: Final = _PEERS / "python" / "bin" / "python"
_AJV: Final = _PEERS / "node_modules" / "ajv-cli" / "dist" / "index.js"
_NPM: Final = ("ajv-cli@5.0.0", "ajv-formats@3.0.1")
_PYPI: Final = (
    "check-jsonschema==0.39.0",
    "gordon-to-regorus==0.13.0",  # builds of regorus, which publishes none itself
    "pyyaml==6.0.3",
)

# By the names of faults. Some can be told in all of these ways by nobody but a program with a
# calendar, with files or with arithmetic.
_OF_DAYS_OFF: Final = {"decided late", "renewed late", "accepted late", "decided on a day off"}
_OF_FILES: Final = {"a paper that is gone"}
_OF_ORDER: Final = {"a season that ends first", "a visit after all"}
_OF_SUMS: Final = {
    "too little paid",
    "too little for a renewal",
    "too much paid",
    "decided in the evening",
    "an IIN with a wrong check digit",
    "two stalls of one id",
    "a paper of nobody",
    "no health book",
    "goods that nobody sells",
    "not seen by a doctor",
    "a short lease",
    "too young",
}
_OF_CONDITIONS: Final = {
    "on paper",
    "another result",
    "no reason",
    "no layout",
    "a lease without its end",
    "no permit to renew",
}
_BY_SCHEMA: Final = _OF_DAYS_OFF | _OF_FILES | _OF_SUMS


@dataclass(frozen=True)
class Program:
    """A program that tells of manifests whether they are in order.

    Attributes:
        command: what calls it for some files, named from the folder in which it is called.
        needs: a file without which it is absent.
        misses: the faults, by name, that it has no words for.
        rejected: the files that it rejected, of its output and its errors; None where nobody asks.
    """

    name: str
    command: Callable[[Sequence[str]], Sequence[str | Path]]
    needs: Path
    misses: frozenset[str]
    rejected: Callable[[str, str], set[str]] | None

    def says(self) -> tuple[int, int]:
        """How many of the checks it says whole, and how many in part."""
        missed = {each.check for each in FAULTS if each.name in self.misses}
        said = {each.check for each in FAULTS if each.name not in self.misses}
        return len(said - missed), len(said & missed)


def _told_invalid(*texts: str) -> set[str]:
    """Of lines such as `b/application.yaml invalid …`, which ajv-cli calls errors."""
    words = (line.split(" ", 2) for text in texts for line in text.splitlines())
    return {each[0] for each in words if each[1:2] == ["invalid"]}


def _told_as_errors(text: str, _errors: str) -> set[str]:
    """Of the JSON of check-jsonschema."""
    said = json.loads(text)
    return {each["filename"] for each in (*said["errors"], *said["parse_errors"])}


def _told_by_us(text: str, _errors: str) -> set[str]:
    """Of NDJSON, whose last line is the summary."""
    reports = (json.loads(line) for line in text.splitlines()[:-1])
    return {each["bundle"]["name"] for each in reports if each["verdict"] != "compliant"}


def _ajv(names: Sequence[str]) -> Sequence[str | Path]:
    options = ("--spec=draft2020", "--data", "--strict=false", "--all-errors", "--errors=line")
    glob = f"*/{Path(names[0]).name}"
    schema = ENCODINGS / "application.schema.yaml"
    return ("node", _AJV, "-c", "ajv-formats", *options, "-s", schema, "-d", glob)


PEERS: Final = (
    Program("ajv-cli", _ajv, _AJV, frozenset(_BY_SCHEMA), _told_invalid),
    Program(
        "regorus",
        lambda names: (
            _PYTHON,
            *(HERE / "with_rego.py", ENCODINGS / "application.rego", ENCODINGS / "form.yaml"),
            *names,
        ),
        _PYTHON,
        frozenset(_OF_DAYS_OFF | _OF_FILES),
        _told_invalid,
    ),
    Program(
        "check-jsonschema",
        lambda names: (
            _PYTHON.with_name("check-jsonschema"),
            *("--output-format", "json", "--schemafile", ENCODINGS / "application.schema.yaml"),
            *names,
        ),
        _PYTHON,
        frozenset(_BY_SCHEMA | _OF_ORDER),
        _told_as_errors,
    ),
    Program(
        "Cerberus",
        lambda names: (
            sys.executable,
            HERE / "with_cerberus.py",
            ENCODINGS / "cerberus.yaml",
            *names,
        ),
        Path(sys.executable),
        frozenset(_BY_SCHEMA | _OF_ORDER | _OF_CONDITIONS),
        _told_invalid,
    ),
)


def loader(names: Sequence[str]) -> Sequence[str | Path]:
    """What calls `yaml.CSafeLoader` for files and no more."""
    return (sys.executable, HERE / "with_loader.py", *names)


def ours(form: str, jobs: int) -> Program:
    """This project, which is given the folder."""
    return Program(
        f"ours, {form}, {jobs} job{'s' * (jobs > 1)}",
        lambda _names: (
            *(COMMAND, "check", "--specs", SPECS, "--documents", "head"),
            *("--format", form, "--lang", "en", "--jobs", str(jobs), "."),
        ),
        COMMAND,
        frozenset(),
        _told_by_us if form == "ndjson" else None,
    )


def install() -> None:
    """Fetch the peers into `.peers/`."""
    venv.create(_PEERS / "python", with_pip=True)
    subprocess.run([_PYTHON, "-m", "pip", "install", "-q", *_PYPI], check=True)
    quiet = ("--silent", "--no-save", "--no-audit", "--no-fund")
    subprocess.run(
        ["npm", "install", *quiet, "--prefix", _PEERS, *_NPM], check=True, env=os.environ
    )
