"""The specs of these tests are the kiosk's."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def specs(kiosk: Path) -> Path:
    return kiosk
