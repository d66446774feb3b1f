"""Programs that some tests need and that a machine may not have."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def absent(what: str) -> NoReturn:
    """Skip what needs a program; fail where `CI_NO_SKIP=1` asks for every test."""
    say = pytest.fail if os.environ.get("CI_NO_SKIP") == "1" else pytest.skip
    say(f"{what} is not installed")
