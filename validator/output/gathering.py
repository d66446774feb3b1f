"""What puts the reports of one file together, each as bytes, as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, cast, runtime_checkable

from validator.output.table import FORMATS, Told, Writing
from validator.output.tally import Tally, tallied
from validator.output.view import View
from validator.report import Report
from validator.words.messages import Terms

term = Terms("cut.more")


class Gathering(Protocol):
    """Takes the reports of one file in their turn and says what is to be written.

    It keeps little however many there are: what is worst, or a file of its own.
    """

    def begin(self) -> bytes:
        """What stands before the first report."""

    def add(self, part: bytes, /) -> bytes:
        """What can be written now that one more report is there."""

    def end(self, tally: Tally, /) -> Iterable[bytes]:
        """What stands after the last report, of which there may be none."""


@runtime_checkable
class Framed(Protocol):
    """A module that writes reports: each by itself, and what stands around them."""

    def one(self, report: Report, view: View, /) -> bytes:
        """One report, with nothing in it that hangs on another one."""

    def head(self, view: View, /) -> bytes:
        """What stands before the first report."""

    def between(self, view: View, /) -> bytes:
        """What stands between two reports."""

    def tail(self, tally: Tally, view: View, /) -> bytes:
        """What stands after the last report, of which there may be none."""


@runtime_checkable
class Gathered(Protocol):
    """A module that writes reports and has to see all of them before the file is whole."""

    def one(self, report: Report, view: View, /) -> bytes:
        """What its gathering needs of one report; it may be made in another process."""

    def gather(self, view: View, /) -> Gathering:
        """What puts them together."""


class InTurn:
    """Writes each report as it comes."""

    def __init__(self, form: Framed, view: View) -> None:
        self._form = form
        self._view = view
        self._begun = False

    def begin(self) -> bytes:
        return self._form.head(self._view)

    def add(self, part: bytes) -> bytes:
        before = self._form.between(self._view) if self._begun else b""
        self._begun = True
        return before + part

    def end(self, tally: Tally) -> Iterator[bytes]:
        yield self._form.tail(tally, self._view)


class Cut:
    """Writes what another one does as long as there is room, and then how many lines more it had.

    What it is given ends where a line does.
    """

    def __init__(self, gathering: Gathering, room: int, lang: str) -> None:
        self._gathering = gathering
        self._room = room
        self._lang = lang
        self._left = 0

    def begin(self) -> bytes:
        return self._cut(self._gathering.begin())

    def add(self, part: bytes) -> bytes:
        return self._cut(self._gathering.add(part))

    def end(self, tally: Tally) -> Iterator[bytes]:
        for piece in self._gathering.end(tally):
            yield self._cut(piece)
        if self._left:
            yield f"\n{term('cut.more', self._lang, count=self._left)}\n".encode()

    def _cut(self, piece: bytes) -> bytes:
        if len(piece) > self._room or self._left:
            self._left += piece.count(b"\n")
            return b""
        self._room -= len(piece)
        return piece


def load_format(name: str) -> Writing:
    """The functions of a format of reports."""
    return FORMATS[Told.REPORTS][name].load()


def gather(name: str, view: View) -> Gathering:
    """What puts reports together in a format, for one file."""
    form = load_format(name)
    made = form.gather(view) if isinstance(form, Gathered) else InTurn(cast(Framed, form), view)
    return made if view.room is None else Cut(made, view.room, view.lang)


def tell_together(reports: Sequence[Report], name: str, view: View) -> bytes:
    """Several reports in a format, as one file would hold them."""
    form, gathering = load_format(name), gather(name, view)
    parts = [gathering.begin(), *(gathering.add(form.one(each, view)) for each in reports)]
    return b"".join([*parts, *gathering.end(Tally(map(tallied, reports)))])
