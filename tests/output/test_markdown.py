"""Reports in Markdown: a table and what fails, in which nothing of a bundle means anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.engine.made import evaluated, manifest_of, report_of
from tests.output.made import pieces
from validator.model import Location, Message, Outcome, Problem, Skipped
from validator.output.gathering import gather
from validator.output.markdown_text import code, plain
from validator.output.tally import Tally
from validator.output.view import View
from validator.report import Report
from validator.words.messages import visible

ENGLISH: Final = View("en")
READER: Final = MarkdownIt("commonmark").enable(["table", "strikethrough"])
GOOD: Final = replace(report_of("doctor-new"), bundle="inbox/good")


def _bad(name: str) -> Report:
    manifest = manifest_of("doctor-new")
    manifest["fee"]["amount"] -= 1
    manifest["documents"][0]["file"] = f"no {name}.pdf"
    return replace(evaluated("doctor-new", manifest), bundle=name)


def _text(reports: Sequence[Report]) -> str:
    return b"".join(pieces(reports, "markdown", ENGLISH)).decode()


def _cells(text: str) -> list[list[str]]:
    """The cells of the table of bundles, as they are shown."""
    tokens = READER.parse(text)
    rows: list[list[str]] = []
    for at, each in enumerate(tokens):
        if each.type == "tr_open":
            rows.append([])
        elif each.type in ("td_open", "th_open"):
            rows[-1].append(_shown(tokens[at + 1]))
    return [row for row in rows if len(row) == 4][1:]


def _shown(token: Token) -> str:
    """What a reader sees of a line."""
    return "".join(_parts(token.children or []))


def _parts(tokens: Sequence[Token]) -> Iterator[str]:
    for each in tokens:
        if each.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif each.type != "html_inline":
            yield each.content


def test_a_table_of_all_then_what_fails() -> None:
    text = _text([_bad("inbox/bad"), GOOD])
    assert [row[:3] for row in _cells(text)] == [
        ["inbox/bad", "Not compliant", "Not compliant"],
        ["inbox/good", "Compliant", "Compliant"],
    ]
    heads = re.findall(r"^#+ .*$", text, re.MULTILINE)
    assert heads[0] == "## Result of the check"
    assert heads[-1].startswith("### NOT COMPLIANT")
    assert heads[-1].endswith("· inbox/bad")
    assert "**Applications: 2; compliant 1, not compliant 1" in text
    details = text.partition(heads[-1])[2]
    assert "1. **Pay what is missing of the fee" in details
    assert ": The fee is 1 tenge short" in details
    assert "ground for refusal" in details


def test_one_report_has_its_row_and_no_totals() -> None:
    assert [row[0] for row in _cells(_text([GOOD]))] == ["inbox/good"]
    assert "Applications:" not in _text([GOOD])


def test_every_piece_ends_a_line_so_that_a_summary_may_be_cut_between_two() -> None:
    many = [_bad(f"inbox/{number}") for number in range(30)]
    told = pieces(many, "markdown", ENGLISH)
    assert all(each.endswith(b"\n") for each in told if each)
    assert max(map(len, told)) < 3000
    cut = b"".join(told[: told.index(next(e for e in told if b"inbox/20" in e))]).decode()
    assert [row[0] for row in _cells(cut)][:20] == [f"inbox/{number}" for number in range(20)]


def test_what_was_not_checked_is_told() -> None:
    tally = Tally()
    tally.skipped = (Skipped("inbox/*a*.rar", Message("bundle_fatal")),)
    text = b"".join(gather("markdown", ENGLISH).end(tally)).decode()
    assert r"- **inbox/\*a\*.rar**" in text


HOSTILE: Final = "=+-@ab#12|`*_~<>&;[](){}!$:/.\\'\" \n\t"


@given(st.text(st.sampled_from(HOSTILE) | st.characters(), min_size=1, max_size=20))
def test_a_text_is_shown_as_it_is_and_means_nothing(text: str) -> None:
    said = plain(text).strip()
    tokens = READER.parse(said)
    if visible(text).strip():
        assert [each.type for each in tokens] == [
            *("paragraph_open", "inline", "paragraph_close")
        ], said
        assert "".join(_shown(tokens[1]).split()) == "".join(visible(text).split())
        kinds = {each.type for each in tokens[1].children or ()}
        assert kinds <= {"text", "html_inline", "text_special", "entity"}


@given(st.text(st.sampled_from(HOSTILE) | st.characters(), min_size=1, max_size=20))
def test_a_name_stays_whole_in_a_table(name: str) -> None:
    report = replace(GOOD, bundle=name)
    (row,) = _cells(_text([report]))
    assert " ".join(row[0].split()) == " ".join(visible(name).split())
    assert row[1:] == ["Compliant", "Compliant", ""]


@pytest.mark.parametrize(
    ("hostile", "inert"),
    [
        ("@somebody", "@<!-- -->somebody"),
        ("see https://example.org/x", "https:<!-- -->//example.org/x"),
        ("www.example.org", "www.<!-- -->example.org"),
        ("office@example.org", "office@<!-- -->example.org"),
        ("#12", "\\#<!-- -->12"),
        ("a @ b: c # d", "a @ b: c \\# d"),
        ("&#64;all", "\\&\\#<!-- -->64;all"),
        ("$x$", "&#36;x&#36;"),
        ("- a", "\\- a"),
        ("12. a", "12<!-- -->. a"),
    ],
)
def test_row_52_a_text_calls_nobody_and_links_nowhere(hostile: str, inert: str) -> None:
    assert inert in plain(hostile)


@pytest.mark.parametrize(
    ("name", "written"),
    [("a", "`a`"), ("a`b", "`` a`b ``"), ("``", "``` `` ```"), (" a", "`  a `")],
)
def test_a_name_may_hold_backticks(name: str, written: str) -> None:
    assert code(name) == written
    assert _shown(READER.parse(f"x {written}")[1]) == f"x {name}"


def test_a_hostile_name_reaches_no_table_heading_or_list() -> None:
    name = "a|b`\n# x\n<img src=x onerror=alert(1)> @all [x](javascript:1) #12"
    problem = Problem(Message("file_not_named", {"file": name}), Location(name))
    text = _text([replace(_bad(name), problems=(problem,))])
    tokens = READER.parse(text)
    seen = [each for token in tokens for each in (token, *(token.children or ()))]
    assert not [each for each in seen if each.type in ("html_block", "link_open", "image")]
    comments = {each.content for each in seen if each.type == "html_inline"}
    assert comments <= {"<!-- -->", "<br>"}
    assert len([each for each in seen if each.type == "heading_open" and each.tag == "h2"]) == 1
    assert not re.search(r"(?<!`)@all", re.sub(r"`+ .*? `+", "", text))
    assert any(each.outcome is Outcome.FAILED for each in _bad(name).results)
