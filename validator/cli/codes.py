"""Exit codes, the same for every output format."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

OK: Final = 0
FAULTS: Final = 1
USAGE: Final = 2
SPECS: Final = 3
NOTHING: Final = 4
UNDETERMINED: Final = 5
INTERNAL: Final = 70
LOST: Final = 75
"""A cluster has gone meanwhile; the same call may go on later (EX_TEMPFAIL)."""
INTERRUPTED: Final = 130
"""As shells say it of SIGINT; of another signal, `interrupted` does."""

_ORDER: Final = (INTERNAL, SPECS, USAGE, NOTHING, FAULTS, UNDETERMINED, OK)


def worst(codes: Iterable[int]) -> int:
    """The one code of a run in which several hold."""
    held = set(codes)
    return next((code for code in _ORDER if code in held), OK)


def interrupted(number: int) -> int:
    """The code of a run that a signal ended: nothing is known of the bundles that it left out."""
    return 128 + number
