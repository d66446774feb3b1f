"""The troubles. What is wrong with an application is a finding, never an exception.

Two families: `ValidatorError` reaches the caller (the specs or the call are wrong, or a cluster is
lost); `SourceError` and the answers of a check (`MissingFact`, `NeedsPerson`, `NotApplicable`)
never leave the engine. Each keeps its arguments in `args`, so that it can be pickled; its `str` is
in English.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

from validator.frozen import frozen
from validator.model import Message, declare

MISSING_FACT = declare("missing_fact", pointer=str)


@frozen
class Fault:
    """One thing wrong with the specs or the call, and where; lines and columns count from 1."""

    message: Message
    file: str = ""
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return self.told("en")

    def told(self, lang: str) -> str:
        """`file:line:column: what is wrong` on one line; the words alone where there is no file."""
        from validator.words.messages import visible  # only who shows a fault needs words

        parts = [visible(str(each)) for each in (self.file, self.line, self.column) if each]
        return ": ".join(filter(None, (":".join(parts), _words(self.message, lang))))


class ValidatorError(Exception):
    """The specs or the call are wrong; `faults` holds every trouble, once each, in file order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        faults = sorted(faults, key=lambda f: (f.file, f.line or 0, f.column or 0))
        self.faults = tuple({repr(fault): fault for fault in faults}.values())
        super().__init__(self.faults)

    @classmethod
    def of(
        cls, message: Message, file: str = "", line: int | None = None, column: int | None = None
    ) -> Self:
        """What is raised for one fault."""
        return cls([Fault(message, file, line, column)])

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


class SpecError(ValidatorError):
    """The specs are unusable: invalid, or their editions have a gap or an overlap."""


class CallError(ValidatorError):
    """The call is wrong: an unknown standard, edition or path, or an option out of place."""


class ClusterLostError(ValidatorError):
    """The scheduler of a cluster has gone, or all its workers have; what was given out stands."""


class SourceError(Exception):
    """A text is not the strict YAML or JSON that is asked for; says where (from 1) and why."""

    def __init__(
        self, message: Message, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message, line, column)
        self.message = message
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return _words(self.message)


class MissingFact(Exception):
    """A check needs a value that is missing or malformed: its requirement is undetermined."""

    def __init__(self, pointer: str, message: Message | None = None) -> None:
        super().__init__(pointer, message)
        self.pointer = pointer
        self.message = message or MISSING_FACT(pointer=pointer)

    def __str__(self) -> str:
        return _words(self.message)


class NeedsPerson(Exception):
    """Only a person or a register outside the bundle can tell: its requirement is manual.

    Args:
        told: makes the message that says why, of `who` can tell; None where nothing is to be said.
    """

    def __init__(self, told: Callable[..., Message] | None = None) -> None:
        super().__init__(told)
        self.told = told


class NotApplicable(Exception):
    """The check finds that its own condition does not hold: its requirement is inapplicable."""


def _words(message: Message, lang: str = "en") -> str:
    from validator.words.messages import say  # only who shows a trouble needs words

    return say(message, lang)


def where(error: BaseException) -> str:
    """An exception and the place in our code that it comes from, on one line."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({trace.tb_frame.f_code.co_filename}:{trace.tb_lineno})" if trace else ""
    return f"{type(error).__name__}{place}"
