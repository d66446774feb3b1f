"""What puts reports together: in their turn, and no more of them than there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.project import SERVICES
from validator.bundle import read_bundle
from validator.engine import Options, assess
from validator.output.gathering import Cut, InTurn, tell_together
from validator.output.tally import Tally
from validator.output.view import View
from validator.report import Report
from validator.standard.catalogue import Catalogue

CATALOGUE: Final = Catalogue(SERVICES / "specs")
OPTIONS: Final = Options(datetime(2026, 11, 22, 12, tzinfo=UTC))
REPORTS: Final = [
    assess(CATALOGUE, read_bundle(each, name=each.name), OPTIONS)
    for each in sorted((SERVICES / "bundles").iterdir())
]


class _Lines:
    """A format of a line a report."""

    def one(self, report: Report, view: View) -> bytes:
        return f"{report.bundle} {view.lang}\n".encode()

    def head(self, _view: View) -> bytes:
        return b"head\n"

    def between(self, _view: View) -> bytes:
        return b"--\n"

    def tail(self, tally: Tally, _view: View) -> bytes:
        return f"{tally.total()}\n".encode()


def _all(gathering: Cut | InTurn, parts: Sequence[bytes]) -> list[bytes]:
    begun = [gathering.begin(), *map(gathering.add, parts)]
    return [*begun, *gathering.end(Tally())]


@pytest.mark.parametrize(
    ("parts", "written"),
    [([], b"head\n0\n"), ([b"a\n"], b"head\na\n0\n"), ([b"a\n", b"b\n"], b"head\na\n--\nb\n0\n")],
)
def test_reports_stand_between_a_head_and_a_tail(parts: list[bytes], written: bytes) -> None:
    assert b"".join(_all(InTurn(_Lines(), View("en")), parts)) == written


@given(
    parts=st.lists(st.sampled_from([b"", b"a\n", b"bb\nc\n", b"d" * 9 + b"\n"]), max_size=9),
    room=st.integers(0, 60),
)
def test_what_is_cut_begins_alike_and_counts_the_rest(parts: list[bytes], room: int) -> None:
    whole = b"".join(_all(InTurn(_Lines(), View("en")), parts))
    *kept, last = _all(Cut(InTurn(_Lines(), View("en")), room, "en"), parts)
    if len(whole) <= room:
        assert b"".join([*kept, last]) == whole
        return
    told = b"".join(kept)
    assert len(told) <= room
    assert whole.startswith(told)
    left = whole[len(told) :].count(b"\n")
    assert last.startswith(f"\nAnd {left} lines more".encode())


@pytest.mark.parametrize("room", [0, 200, 2_000, 4_000])
def test_a_page_of_markdown_is_cut_between_two_lines(room: int) -> None:
    whole = tell_together(REPORTS * 3, "markdown", View("en"))
    cut = tell_together(REPORTS * 3, "markdown", View("en", room=room))

    told, _, note = cut.rpartition(b"\nAnd ")
    assert len(told) <= room < len(whole)
    assert whole.startswith(told)
    assert told[-1:] in (b"", b"\n")
    assert int(note.split()[0]) == whole[len(told) :].count(b"\n")
