"""Slips of those who type YAML are told by their own names, where they were done (fault row 44)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator import source
from validator.errors import SourceError
from validator.words.messages import fix, say


@pytest.mark.parametrize(
    ("text", "key", "line", "column"),
    [
        # A quotation mark that is not closed.
        ('a: 1\nb: "x\nc: 2\n', "source_quote", 2, 4),
        ('a: 1\nb: "x\nc: "2"\nd: 3\n', "source_quote", 2, 4),
        ("a: 1\nb: 'x\nc: 2\n", "source_quote", 2, 4),
        ("a: 1\nb: 'x\nc: '2'\nd: 3\n", "source_quote", 2, 4),
        ('l:\n  - "x\n  - "y"\n  - z\n', "source_quote", 2, 5),
        ('l:\n  - k: "x\n    f: "y"\n', "source_quote", 2, 8),
        ('a: "x" y\nb: 1\n', "source_after_quote", 1, 8),
        ("a: 'x' y\nb: 1\n", "source_after_quote", 1, 8),
        ('a: "C:\\docs"\n', "source_backslash", 1, 7),
        # A dash for a hyphen.
        ("l:\n  - a\n  – b\nc: 1\n", "source_dash", 3, 3),
        ("l:\n  - k: a\n    f: b\n  — k: c\n    f: d\n", "source_dash", 4, 3),
        ("l:\n  – k: a\n    f: b\n", "source_dash", 2, 3),
        ("l:\n- a\n− b\nc: 1\n", "source_dash", 3, 1),
        # A colon without a blank behind it.
        ("a: 1\nb:2\nc: 3\n", "source_colon", 2, 3),
        ("a:1\nb: 2\n", "source_colon", 1, 3),
        ("m:\n  a: 1\n  b:2\n  c: 3\n", "source_colon", 3, 5),
        ("m:\n  type:legal\n  b: 2\n", "source_colon", 2, 8),
        ("m:\n  a: 1\n  b:2\n\n# note\nc: 3\n", "source_colon", 3, 5),
        ("l:\n  - k: 1\n    f:2\n    g: 3\n", "source_colon", 3, 7),
        ("a\uff1a 1\nb: 2\n", "source_colon", 1, 3),
        ("a: Clinic: Example\n", "source_colon_in_text", 1, 10),
        # No colon at all.
        ("a 1\nb: 2\n", "source_colon_missing", 1, 2),
        ("b: 2\na 1 # why: so\n", "source_colon_missing", 2, 2),
        ("m:\n  a: 1\n  'b' 2\n\n  # note\n  c: 3\n", "source_colon_missing", 3, 6),
        ("m:\n  a: 1\n  b [x, y]\nc: 3\n", "source_colon_missing", 3, 4),
        ("l:\n  - id x\n    f: 1\n", "source_colon_missing", 2, 7),
        ("l:\n  - id: x\n    check\n      kind: v\n", "source_colon_missing", 3, 10),
        ("c: 1\nl\n  - a\n  - b\n", "source_colon_missing", 2, 2),
        ("set:\n  $.fee.amount 1\n  b: 2\n", "source_colon_missing", 2, 15),
        ("a" + " " * 300_000 + "b\nc: 2\n", "source_colon_missing", 1, 2),
        ("  # note\n" * 9 + "a 1\nb: 2\n", "source_colon_missing", 10, 2),
        # Brackets, first signs, indents.
        ("a: [x, y\nb: 1\n", "source_bracket", 1, 4),
        ("a: {x: 1, y: 2\nb: 1\n", "source_bracket", 1, 4),
        ("a: {\n", "source_bracket", 1, 4),
        ("a: [x,, y]\n", "source_bracket", 1, 4),
        ("a: @x\n", "source_first_sign", 1, 4),
        ("a: `x`\n", "source_first_sign", 1, 4),
        ("a: 1\n  b: 2\n", "source_indent", 2, 4),
        ("m:\n    a: 1\n  b: 2\n", "source_indent", 3, 3),
        ("a: some\n  text goes\n  on: 2\n", "source_indent", 3, 5),
        ("0870902300003 1\nb: 2\n", "source_indent", 2, 2),
    ],
)
def test_row_44_a_slip_is_told_by_its_name_and_place(
    text: str, key: str, line: int, column: int
) -> None:
    with pytest.raises(SourceError) as raised:
        source.read(text.encode(), "application.yaml")
    error = raised.value
    assert (error.message.key, error.line, error.column) == (key, line, column)
    for lang in ("kk", "ru", "en"):
        assert key not in say(error.message, lang)  # there are words
        assert fix(error.message, lang)


@given(st.text(alphabet="ab:-–'\"[]{},# \n@\\", max_size=60))
def test_row_44_whatever_is_typed_the_place_is_in_the_text(text: str) -> None:
    error = _refused(text)
    if error is not None:
        lines = text.split("\n")
        assert 1 <= (error.line or 0) <= len(lines)
        assert 1 <= (error.column or 0) <= len(lines[(error.line or 0) - 1]) + 1


def _refused(text: str) -> SourceError | None:
    try:
        source.read(text.encode(), "application.yaml")
    except SourceError as error:
        return error
    return None


def test_row_44_a_long_text_takes_no_longer_for_it() -> None:
    """Lines are looked at once, and only as far up as the quotation mark that is not closed."""
    text = 'a: "x\n' + "b\n" * 200_000 + 'c: "y"\n'
    with pytest.raises(SourceError) as raised:
        source.read(text.encode(), "application.yaml")
    assert (raised.value.message.key, raised.value.line) == ("source_quote", 1)
