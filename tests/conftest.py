"""What holds for every test."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

import validator
from tests.project import KIOSK, SERVICES, SPECS
from tests.then import THEN
from validator.checks import signatures
from validator.inspect.opener import Opener
from validator.inspect.verified import verify_signature
from validator.model import Arg, Declared, Message
from validator.source import read
from validator.standard import catalogue, read_specs
from validator.standard.folder import Folder, read_folder

# Commands that tests start keep what they compile, which takes longer than a check.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A busy machine is no fault: nothing here may fail for taking long. Every run draws other examples,
# so that few do; EXAMPLES=20000 looks at many more than a run of all tests has time for.
settings.register_profile(
    "patient",
    max_examples=int(os.environ.get("EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("patient")

# A run in the background is deaf to an interrupt, and so would be every command that it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

STAY: Final = frozenset({THEN, SPECS, SERVICES / "specs", KIOSK / "specs"})
"""Specs of which tests change copies alone."""
_read_once = cache(read_folder)


def _read(specs: Path, trust: Path | None = None) -> Folder | None:
    return _read_once(specs) if specs in STAY and trust is None else read_folder(specs, trust=trust)


# What stays is read and compiled once a process, not by every test and command anew, and of a copy
# only what was changed in it; and what is signed is verified once, which takes ten times as long
# as all the rest of a check.
vars(catalogue)["read_folder"] = _read
vars(read_specs)["read"] = lru_cache(maxsize=128)(read)
vars(signatures)["verify_signature"] = cache(verify_signature)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes name no test: many are made anew by each process, whose tests would then differ."""
    return "bytes" if isinstance(val, bytes) else None


SLOW: Final = (
    *("batch/", "bundle/test_programs", "explanation/test_pages"),
    *("benchmarks/", "cli/test_check", "cli/test_damaged", "cli/test_many", "cli/test_only"),
    *("cli/test_outputs", "cli/test_spoken"),
    *(
        "editor/",
        "engine/test_removals",
        "inspect/test_opener",
        "output/test_build_servers",
        "output/test_page_in_browser",
        "test_docs",
        "test_package",
        *("web/pages/test_journeys", "web/test_checking", "web/test_server"),
    ),
    *("specs/test_landing", "test_in_ci.py::test_what_the_action_runs"),
    "test_library.py::test_a_small_client_is_typed",
    "test_safety_net.py::test_a_change_is_noticed",
)
"""Beginnings of what takes seconds: commands are started by the dozen, or all values spoilt."""


FIRST: Final = (
    *("test_in_ci", "test_docs", "explanation/test_pages", "batch/test_hostile"),
    *("editor/book/", "batch/test_jobs", "engine/test_removals", "web/", "batch/test_resume"),
)
"""What takes longest of all: begun last, it would keep one process while the others have done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow by its place, here and nowhere else, and begin with what takes longest."""
    items.sort(key=lambda item: not item.nodeid.removeprefix("tests/").startswith(FIRST))
    for item in items:
        if item.nodeid.removeprefix("tests/").startswith(SLOW):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def bees(tmp_path: Path) -> Path:
    """A copy of the specs of the keeping of bees, to be changed."""
    return Path(shutil.copytree(SERVICES / "specs", tmp_path / "bees"))


@pytest.fixture
def kiosk(tmp_path: Path) -> Path:
    """A copy of the specs of the kiosk, to be changed."""
    return Path(shutil.copytree(KIOSK / "specs", tmp_path / "specs"))


class _SharedOpener(Opener):
    """One that stays: each would take a good part of a second to start."""

    def __exit__(self, *_: object) -> None:
        """It is closed when the tests are through."""


@pytest.fixture(autouse=True, scope="session")
def papers_are_opened_by_one_process() -> Iterator[None]:
    """Tests that read bundles or call the command share what opens papers."""
    with pytest.MonkeyPatch.context() as patch:
        shared = _SharedOpener()
        patch.setattr("validator.inspect.opener.Opener", lambda: shared)
        patch.setattr("validator.cli.check.Opener", lambda: shared)
        patch.setattr("validator.cli.verify_command.Opener", lambda: shared)
        yield
        shared.close()


@pytest.fixture(scope="module")
def law_of_then() -> Iterator[None]:
    """Where no specs are named, those of then are meant, and not today's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validator, "default_specs", lambda: THEN)
        # Nobody means those of the project here, which lie where the tests are run.
        patch.setattr("validator.cli.options.tell", lambda *_, **__: None)
        yield


@pytest.fixture(autouse=True, scope="session")
def arguments_have_the_types_declared() -> Iterator[None]:
    """A message that is given an argument of another type fails the test, and so the run."""
    make, wrong = Declared.__call__, set[str]()

    def checked(self: Declared, /, **args: Arg) -> Message:
        for name, value in args.items():
            if name in self.types and not isinstance(value, self.types[name]):
                wrong.add(f"{self.key}: {name} is of {type(value)}")
                raise TypeError(self.key)
        return make(self, **args)

    Declared.__call__ = checked  # type: ignore[method-assign]
    yield
    Declared.__call__ = make  # type: ignore[method-assign]
    assert wrong == set()  # also where whoever asked for the message went on without it
