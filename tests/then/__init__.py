"""The law as it stood when the tests of the program were written.

A new edition, index or holiday changes nothing in it, so that whoever brings today's law up to date
under `specs/` need not touch Python: of there only the two editions are taken whose texts are
settled, and the later of them never ends. Index and calendar are the copies that lie here, and so
are the stories of the last day on which the index is known.
"""

from __future__ import annotations

import atexit
import re
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from tests.project import SPECS

STANDARD: Final = "medical-activity-licence"
EARLIER: Final = "2023-202-v"
EDITION: Final = "2025-93"


def _made(folder: Path) -> Path:
    for name in ("calendars", "parameters"):
        shutil.copytree(Path(__file__).parent / name, folder / name)
    shutil.copytree(SPECS / "trust", folder / "trust")
    for edition in (EARLIER, EDITION):
        shutil.copytree(SPECS / STANDARD / edition, folder / STANDARD / edition)
    stories = "06-index.yaml"
    shutil.copy(Path(__file__).with_name(stories), folder / STANDARD / EDITION / "cases" / stories)
    file = folder / STANDARD / EDITION / "standard.yaml"
    text = file.read_text(encoding="utf-8")
    head, rest = text.split("\ncalendar:", 1)
    head = re.sub(r"\n  until: .*", "", head)
    file.write_text(f"{head}\ncalendar:{rest}", encoding="utf-8")
    return folder


_FOLDER: Final = Path(mkdtemp(prefix="then-"))
atexit.register(shutil.rmtree, _FOLDER)

THEN: Final = _made(_FOLDER / "specs")
"""The folder of these specs; nothing changes it."""
