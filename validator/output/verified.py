"""What is told of a report that was held against its bundle."""

from __future__ import annotations

from enum import StrEnum

from validator.frozen import frozen
from validator.model import Message


class VerifiedState(StrEnum):
    """What came of it."""

    SAME = "same"
    DIFFERS = "differs"
    UNKNOWN = "not_verified"


@frozen
class VerifiedReport:
    """A recorded report, and what came of making its decision again.

    Attributes:
        bundle: the name of its bundle, as recorded.
        differences: what differs; of one that could not be verified, why.
    """

    bundle: str
    state: VerifiedState
    differences: tuple[Message, ...] = ()
