"""Many reports: a row each with who has to do what, and the totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Final
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped]  # publishes no types
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.engine.made import CATALOGUE, NOON, bundle_of, evaluated, manifest_of, report_of
from tests.output.made import pieces
from validator.engine import Options, assess, undecided
from validator.model import LANGUAGES, Bundle, GroundState, Message, Outcome, Skipped, Verdict
from validator.output.gathering import gather, load_format, tell_together
from validator.output.overview import longest_sides, overview_of, totals_of
from validator.output.tally import Point, Tally, tallied
from validator.output.view import View
from validator.report import Ground, Report, Waiver
from validator.words.messages import term, visible

MANY: Final = View("en", many=True)


def _underpaid(name: str) -> Report:
    manifest = manifest_of("doctor-new")
    manifest["fee"]["amount"] -= 1
    for key in ("processing", "registers"):
        manifest.pop(key, None)
    return replace(evaluated("doctor-new", manifest), bundle=name)


GOOD: Final = replace(report_of("doctor-new"), bundle="inbox/good")
BAD: Final = _underpaid("inbox/bad")
STALLED: Final = undecided(Bundle("inbox/odd", None, None, b"", {}), Message("bundle_fatal"))


def _text(reports: Sequence[Report], view: View = MANY) -> str:
    return tell_together(reports, "text", view).decode()


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_a_row_says_who_has_to_do_what_and_a_good_one_is_one_line() -> None:
    assert GOOD.verdict is Verdict.COMPLIANT
    head, *lines = _text([BAD, GOOD]).splitlines()
    assert head.split() == ["Applicant", "Provider", "Application"]
    assert re.split(r"  +", lines[0]) == ["Not compliant", "Nothing yet", "inbox/bad"]
    assert lines[1].startswith("    Applicant: Pay what is missing of the fee")
    assert "fee.issue" in _flat("\n".join(lines[1:3]))
    at = lines.index(next(each for each in lines if each.endswith("inbox/good")))
    assert re.split(r"  +", lines[at]) == ["Compliant", "Compliant", "inbox/good"]
    assert lines[at + 1] == ""


def test_totals_tell_in_how_many_applications_and_the_most_come_first() -> None:
    text = _text([BAD, replace(BAD, bundle="inbox/bad-2"), GOOD])
    summary = "Applications: 3; compliant 1, not compliant 2, undetermined 0, unreadable 0"
    below = text[text.index(summary) :]
    heading = term("totals.failed", "en")
    assert re.search(rf"{heading}\n 2  The licence fee is paid in full.* · Applicant ·", below)
    assert re.search(r"Grounds for refusal that apply\n 2  row 9, item 2 \(list\.9\.2\): ", below)
    assert "--full" in below.rpartition("\n\n")[2]


def test_the_most_are_first_and_equal_ones_are_in_the_order_of_their_ids() -> None:
    draw = (("b", 2), ("a", 2), ("c", 5), ("d", 1))
    tally = Tally()
    for name, often in draw:
        tally.points[Point("s", Outcome.UNDETERMINED, name)] += often
    (total,) = totals_of(tally, "en")
    assert [each for each, _ in total.lines] == [5, 2, 2, 1]
    tally = Tally(map(tallied, [BAD, GOOD, BAD]))
    assert {each.id: each for each in tally.points}["fee.issue"].title["en"].startswith("The lic")
    assert [tally.points[each] for each in tally.points if each.id == "fee.issue"] == [2]
    assert [each.id for each in tally.points if each.state is GroundState.APPLIES] == ["list.9.2"]


def test_memory_of_a_tally_does_not_grow_with_the_reports() -> None:
    once, often = Tally([tallied(BAD)]), Tally([tallied(BAD)] * 1000)
    assert len(often) == len(once)
    assert len(often.points) == len(once.points) > 0


def test_a_bundle_of_which_nothing_is_decided_says_why() -> None:
    text = _flat(_text([STALLED, GOOD]))
    assert "inbox/odd Check this application alone" in text
    assert "undetermined 1" in text
    strict = assess(CATALOGUE, bundle_of("doctor-new"), Options(NOON, strict=True))
    assert strict.verdict is Verdict.UNDETERMINED
    assert "Left to a person: " in _flat(_text([strict]))
    assert GOOD.regulation is not None
    outline = replace(GOOD.regulation, authority="statute")
    open_ = replace(GOOD, regulation=outline, verdict=Verdict.UNDETERMINED)
    assert "only the outline that a law gives" in _flat(_text([open_]))


def test_of_many_faults_three_are_told_and_the_rest_is_named() -> None:
    worst = manifest_of("doctor-new")
    for key in ("fee", "consents", "signature", "documents"):
        worst.pop(key)
    report = evaluated("doctor-new", {**worst, "documents": []})
    failed = [
        each.requirement.id
        for each in report.results
        if each.outcome is Outcome.FAILED and each.requirement.severity == "error"
    ]
    assert len(failed) > 4
    points = overview_of(report, MANY).points
    assert sum(each.startswith("Applicant: ") for each in points) == 3
    (more,) = [each for each in points if each.startswith("And ")]
    told = " ".join(points)
    assert more.startswith(f"And {len(failed) - 3} more: ")
    assert all(re.search(rf"{re.escape(each)}\b", told) for each in failed)


def test_what_is_waived_is_told_and_said_to_be() -> None:
    waiver = Waiver("agreed", "A. Sadykova", date(2026, 12, 31))
    results = tuple(
        replace(each, waiver=waiver if each.outcome is Outcome.FAILED else None)
        for each in BAD.results
    )
    (point,) = overview_of(replace(BAD, results=results), MANY).points
    assert point.endswith("fee.issue (waived)")


def test_in_full_each_is_told_as_it_is_alone() -> None:
    full = replace(MANY, full=True)
    assert _text([BAD, GOOD], full) == _text([BAD, GOOD], View("en", full=True))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_table_keeps_to_its_width_in_every_language(lang: str, width: int) -> None:
    view = View(lang, many=True, width=width)
    lines = _text([BAD, GOOD, STALLED], view).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert all(line == line.rstrip() for line in lines)
    coloured = _text([BAD, GOOD, STALLED], replace(view, color=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines() == lines


@given(
    names=st.lists(
        st.text(
            st.sampled_from("ab/Яқ宽ｗ\u0301\u200d\t\n\x1b[]|🙂 ") | st.characters(), min_size=1
        ),
        min_size=1,
        max_size=3,
    ),
    lang=st.sampled_from(LANGUAGES),
    width=st.integers(30, 130),
)
def test_a_name_of_any_length_and_script_stands_whole(
    names: list[str], lang: str, width: int
) -> None:
    view = View(lang, many=True, width=width)
    text = _text([replace(GOOD, bundle=each) for each in names], view)
    assert max(map(cell_len, text.splitlines())) <= width
    rows = "".join(text.partition("─")[0].split())
    for name in names:
        assert "".join(visible(name).split()) in _without_sides(rows, lang)


def _without_sides(rows: str, lang: str) -> str:
    """Rows without the words of the columns, between which a name may be broken."""
    sides = sorted({each for words in longest_sides(lang) for each in words}, key=len)
    for each in reversed(sides):
        rows = rows.replace("".join(each.split()), "")
    return rows


@pytest.mark.parametrize(("length", "lines"), [(46, 1), (47, 2), (76, 2), (77, 3)])
def test_a_long_name_is_not_broken_while_there_is_a_line_for_it(length: int, lines: int) -> None:
    """Beside both columns of 17 there are 46 of 80, and 76 below an indent of 4."""
    name = "n" * length
    _, *rows = _text([replace(GOOD, bundle=name)]).splitlines()
    assert len(rows) == lines
    assert (name in rows[-1].split()) is (lines < 3)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_columns_are_wide_enough_for_whatever_may_come(lang: str) -> None:
    widest = [max(map(cell_len, words)) for words in longest_sides(lang)]
    for verdict in Verdict:
        for draft in (True, False):
            both = dict.fromkeys(GOOD.verdicts, verdict)
            sides = overview_of(replace(GOOD, draft=draft, verdicts=both), View(lang)).sides
            assert all(cell_len(e.word) <= most for e, most in zip(sides, widest, strict=True))
    assert sum(widest) + 4 <= 80 - 24


def test_a_ground_that_applies_to_a_draft_counts_too() -> None:
    ground = Ground("list.9.2", GroundState.APPLIES, ("fee.issue",))
    drafts = [replace(GOOD, draft=True, grounds=(ground,))] * 2
    (total,) = totals_of(Tally(map(tallied, drafts)), "en")
    assert total.lines[0][0] == 2


# ------------------------------------------------------------------------------------ html


def _page(reports: Sequence[Report], view: View = MANY) -> Element:
    text = b"".join(pieces(reports, "html", view))
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return tree


def test_a_page_of_many_begins_with_a_table_whose_links_lead_to_each() -> None:
    names = ["inbox/bad", "<b>&", "a'\"b", "\udcff"]
    page = _page([replace(BAD, bundle=each) for each in names])
    links = {"".join(each.itertext()): each.get("href", "") for each in page.iter("a")}
    assert list(links) == [visible(each) for each in names]
    anchors = [each.get("id") for each in page.iter("article")]
    assert [each.removeprefix("#") for each in links.values()] == anchors
    assert len(set(anchors)) == len(names)
    order = [each.tag for each in page.iter() if each.tag in ("table", "article")]
    assert order.index("article") > order.index("table")
    assert "Pay what is missing of the fee" in "".join(page.itertext())


def test_a_side_has_the_colour_of_its_own_verdict() -> None:
    cells = [(each.text, each.get("class")) for each in _page([BAD]).iter("td")]
    assert ("Not compliant", "bad") in cells
    assert ("Nothing yet", None) in cells


def test_what_was_not_checked_is_told_below_the_totals_of_many() -> None:
    tally = Tally([tallied(GOOD)])
    tally.skipped = (Skipped("inbox/a.rar", Message("bundle_fatal")),)
    gathering = gather("html", MANY)
    gathering.add(load_format("html").one(GOOD, MANY))
    text = b"".join(gathering.end(tally)).decode()
    assert text.index("Applications: 1;") < text.index("inbox/a.rar") < text.index("#r")


def test_nothing_of_a_page_is_kept_in_memory() -> None:
    """What is written at the end comes in pieces no larger than a report."""
    largest = max(map(len, pieces([BAD], "html", MANY)))
    numbers = count()
    many = [replace(BAD, bundle=f"inbox/{next(numbers):04}") for _ in range(300)]
    told = pieces(many, "html", MANY)
    assert max(map(len, told)) <= largest + 10
    assert sum(map(len, told)) > 1 << 20  # so that it went through a file
