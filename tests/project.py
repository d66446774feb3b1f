"""Where things of the project lie, and its installed command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
SPECS: Final = ROOT / "specs"
"""The law as it stands today. Tests of the program do not hang on what it says."""
SAMPLES: Final = ROOT / "samples"
SERVICES: Final = ROOT / "tests" / "services"
"""The keeping of bees: a small standard of two editions in `specs`, and its `bundles`."""
KIOSK: Final = ROOT / "tests" / "kiosk"
"""The smallest standard in which every lint can be planted, in `specs`, and its `samples`."""
COMMAND: Final = Path(sys.executable).with_name("validator")
