"""What is told of each waiver of a file, whether it holds or not."""

from __future__ import annotations

from validator.errors import Fault
from validator.frozen import frozen
from validator.report import Waiver


@frozen
class AuditedWaiver:
    """A waiver, and how it stands.

    Attributes:
        edition: the edition for which alone it is, if it names one.
        state: in a word of ours.
        left: days on which it holds after the day of the audit; None where it does not hold.
        fault: where it stands in its file, and why it is of no effect, if so.
    """

    requirement: str
    bundle: str
    edition: str | None
    waiver: Waiver
    state: str
    left: int | None
    fault: Fault
