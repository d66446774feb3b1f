"""What is told of each waiver of a file, whether it holds or not."""

from __future__ import annotations

from dataclasses import dataclass

from validator.errors import Fault
from validator.report import Waiver


@dataclass(frozen=True, slots=True)
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
